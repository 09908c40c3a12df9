"""Defects of truth: what the caption, the other captions or the annotators do not bear out."""

from dataclasses import replace

from planting.drafts import Draft, Wordings
from planting.registry import Maker, plants
from planting.scenes import gerund, made_event, third
from planting.sound_clotho import NO, NUMBERS, WRAPS, YES, Asked, kind_of
from planting.sound_tacos import sentence, style_of, styled

__all__ = ["plain_polarity", "two_to_one"]


@plants("ungrounded-answer", "the key is moved")
def moved(make: Maker, words: Wordings) -> Draft:
    """A distractor says what the caption says, and the key names another."""
    draft = make.tacos.present(words)
    at = words.rng.choice(draft.wrong)
    return replace(draft, answer_index=at, spots=frozenset({at + 1}))


@plants("ungrounded-answer", "another number")
def other_number(make: Maker, words: Wordings) -> Draft:
    draft = make.tacos.how_many(words)
    at = words.rng.choice(draft.wrong)
    return replace(draft, answer_index=at, spots=frozenset({at + 1}))


@plants("ungrounded-answer", "another source")
def other_source(make: Maker, words: Wordings) -> Draft:
    draft = make.tacos.which(words)
    at = words.rng.choice(draft.wrong)
    return replace(draft, answer_index=at, spots=frozenset({at + 1}))


@plants("ungrounded-answer", "nothing of it is said", decidable=False)
def invented(make: Maker, words: Wordings) -> Draft:
    """The caption's event is no option at all: words cannot rule out that it is named otherwise."""
    draft = make.tacos.present(words)
    event = make.tacos.others(words, draft.families, 1, draft.answer)[0]
    return draft.with_option_like(draft.answer_index, event.clause)


def _other_caption(make: Maker, words: Wordings, form: int, *, overlap: bool) -> Draft:
    """Let a distractor say what another caption of the clip says."""
    first = made_event(words) if form else make.tacos.event(words)
    other = made_event(words)
    while other.clashes(first.families):
        other = made_event(words)
    asked = make.tacos.others(words, first.families | other.families, 1, first.clause)[0]
    draft = make.tacos.present(words, first)
    metadata = draft.metadata | {"caption": sentence(other.clause)}
    times = {"onset_s": 2.0, "offset_s": 7.0} if overlap else {"onset_s": 12.5, "offset_s": 19.0}
    beside = ((metadata, times | {"time_suspect": False}), *draft.beside[1:])
    assert other.thing
    texts = (other.clause, words.pick(
        ("{0} that {1} {3}", "the sound of {0} {2} {3}"),
        ("how {0} {1} {3}", "somewhere, {0} {1} {3}", "{2} by {0}, {3}", "{2} noises of {0}, {3}",
         "{0} as it is {2} {3}"),
    ).format(other.thing.name, third(other.deed), gerund(other.deed), other.manner))  # fmt: skip
    question = words.pick(
        ("Which sound can be heard in the clip where {} as well?",
         "Which of these occurs, apart from the moment when {}?"),
        ("Which of the following also takes place in the recording in which {}?",
         "Other than at the point where {}, what does the recording let us hear?",
         "Which sound event belongs to the same recording as this one: {}?",
         "What does one get to hear in the recording, setting aside that {}?"),
    )  # fmt: skip
    draft = replace(draft, beside=beside, question=question.format(asked.clause))
    return draft.with_option_like(words.rng.choice(draft.wrong), texts[form])


@plants("distractor-true-in-clip", "in its words, at the same time")
def same_words(make: Maker, words: Wordings) -> Draft:
    return _other_caption(make, words, 0, overlap=True)


@plants("distractor-true-in-clip", "in another form, at the same time")
def other_form(make: Maker, words: Wordings) -> Draft:
    return _other_caption(make, words, 1, overlap=True)


@plants("distractor-true-in-clip", "in its words, at another time", decidable=False)
def other_time(make: Maker, words: Wordings) -> Draft:
    return _other_caption(make, words, 0, overlap=False)


def _changed(make: Maker, words: Wordings, asked: Asked, options: list[str]) -> Draft:
    """The first option is called right and says another thing than the annotators."""
    draft = make.clotho.draft(asked, asked.votes[0], styled(options, style_of(words)))
    return words.shuffled(replace(draft, spots=frozenset({1})))


@plants("answer-changed", "polarity")
def polarity(make: Maker, words: Wordings) -> Draft:
    asked = make.clotho.take("polar", lambda a: a.unanimous and a.votes[0] in {"yes", "no"})
    return _changed(make, words, asked,
                    make.clotho.polar(words, asked, positive=asked.votes[0] == "no"))  # fmt: skip


# Yes and no without those words.
_PLAIN_YES = (
    ("it does happen in the clip", "that is indeed the case", "it certainly occurs",
     "correct, it can be heard"),
    ("that is true", "the recording bears this out", "without a doubt", "one can be sure of it",
     "the assumption is right", "absolutely, from what is heard"),
)  # fmt: skip
_PLAIN_NO = (
    ("it is not heard at all", "nothing like that is heard", "that never occurs here",
     "there is none of that"),
    ("that is false", "quite the contrary", "it can be ruled out", "the recording disproves this",
     "the assumption is wrong", "by no means"),
)  # fmt: skip


@plants("answer-changed", "polarity in other words")
def polarity_words(make: Maker, words: Wordings) -> Draft:
    """The right option says no (or yes) without that word."""
    asked = make.clotho.take("polar", lambda a: a.unanimous and a.votes[0] in {"yes", "no"})
    first = words.pick(*(_PLAIN_NO if asked.votes[0] == "yes" else _PLAIN_YES))
    wrong = words.pick(*((each,) for each in (YES if asked.votes[0] == "yes" else NO)))
    return _changed(make, words, asked, [first, *words.rng.sample(wrong, 3)])


@plants("answer-changed", "number")
def number(make: Maker, words: Wordings) -> Draft:
    asked = make.clotho.take("number", lambda a: a.unanimous and a.votes[0] in NUMBERS[1:])
    true = NUMBERS.index(asked.votes[0])
    wrong = words.rng.sample([n for n in range(1, 16) if n != true], 4)
    form = words.pick(*WRAPS["number"])
    digits = words.chance(0.5)
    return _changed(make, words, asked, [form.format(n if digits else NUMBERS[n]) for n in wrong])


@plants("answer-changed", "negation")
def negation(make: Maker, words: Wordings) -> Draft:
    asked = make.clotho.take("word", lambda a: a.unanimous and kind_of(a.votes[0])
                             in {"deed", "thing"} and a.votes[0].isalpha())  # fmt: skip
    kind = kind_of(asked.votes[0])
    first = words.pick(("not {}", "no {} at all", "anything but {}", "it isn't {}",
                        "without any {}", "there is no {}"),
                       ("definitely not {}", "everything except {}", "{} can be ruled out",
                        "it could never be {}", "a complete lack of {}"))  # fmt: skip
    form = words.pick(*WRAPS[kind])
    others = make.clotho.others(words, asked, kind)
    return _changed(make, words, asked, [first.format(asked.votes[0]),
                                         *(form.format(text) for text in others)])  # fmt: skip


@plants("answer-changed", "another word", decidable=False)
def other_word(make: Maker, words: Wordings) -> Draft:
    """Words cannot tell another thing from another name of the same thing."""
    asked = make.clotho.take("word", lambda a: a.unanimous and kind_of(a.votes[0])
                             in {"deed", "thing"} and a.votes[0].isalpha())  # fmt: skip
    kind = kind_of(asked.votes[0])
    form = words.pick(*WRAPS[kind])
    return _changed(make, words, asked, [form.format(text) for text in
                                         make.clotho.others(words, asked, kind, 4)])  # fmt: skip


@plants("answer-changed", "the key is moved")
def key_moved(make: Maker, words: Wordings) -> Draft:
    """The annotators' word is a distractor, and the key names another."""
    draft = make.clotho.spoken(words)
    at = words.rng.choice(draft.wrong)
    return replace(draft, answer_index=at, spots=frozenset({at + 1}))


def _all_differ(asked: Asked) -> bool:
    stems = {vote[:4] for vote in asked.votes}
    return len(stems) == 3 and all(vote.isalpha() for vote in asked.votes)


@plants("annotators-disagree", "all three differ")
def disagree(make: Maker, words: Wordings) -> Draft:
    asked = make.clotho.take("all differ", _all_differ)
    return make.clotho.item(words, asked, asked.votes[0])


def two_to_one(asked: Asked) -> bool:
    stems = {vote[:4] for vote in asked.votes}
    kinds = {kind_of(vote) for vote in asked.votes}
    plain = all(vote.isalpha() for vote in asked.votes)
    return len(set(asked.votes)) == len(stems) == 2 and len(kinds) == 1 and plain and (
        kinds & {"thing", "deed", "number"} != set()
    )  # fmt: skip


@plants("distractor-is-an-annotators-answer", "in the wording of the options")
def minority(make: Maker, words: Wordings) -> Draft:
    asked = make.clotho.take("two to one", two_to_one)
    answer = max(asked.votes, key=asked.votes.count)
    other = min(asked.votes, key=asked.votes.count)
    kind = kind_of(answer)
    form = words.pick(*WRAPS[kind])
    texts = [answer, other, *make.clotho.others(words, asked, kind, 2)]
    options = styled([form.format(text) for text in texts], style_of(words))
    draft = make.clotho.draft(asked, answer, options)
    return words.shuffled(replace(draft, spots=frozenset({2})))


@plants("distractor-is-an-annotators-answer", "in another wording")
def minority_reworded(make: Maker, words: Wordings) -> Draft:
    draft = minority(make, words)
    assert isinstance(draft, Draft)
    at = next(iter(draft.spots)) - 1
    votes = [each["answer"] for each in draft.facts["answers"]]
    other = min(votes, key=votes.count)
    form = words.pick(("mostly {} here", "{}, as far as one can tell", "just {}, nothing more",
                       "one would say {}"),
                      ("presumably {}", "{} is my impression", "it appears to be {}",
                       "{} more than anything else", "I would go with {}"))  # fmt: skip
    return draft.with_option_like(at, form.format(other))


def plain_polarity(make: Maker, words: Wordings) -> Draft:
    """Return a sound item whose right option says yes, or no, without that word."""
    asked = make.clotho.take("plain", lambda a: a.unanimous and a.votes[0] in {"yes", "no"})
    wrong = words.pick(NO[0], NO[1]), words.pick(YES[0], YES[1])
    right = words.pick(*(_PLAIN_YES if asked.votes[0] == "yes" else _PLAIN_NO))
    more = wrong if asked.votes[0] == "yes" else wrong[::-1]
    rest = words.pick((("only silence can be made out", "only wind is heard"),),
                      (("the audio is too short to judge", "the volume is too low to judge"),
                       ("there is just a faint hum", "there is merely some static")))  # fmt: skip
    texts = [right, more[0], *rest]
    return words.shuffled(make.clotho.draft(asked, asked.votes[0], styled(texts, style_of(words))))
