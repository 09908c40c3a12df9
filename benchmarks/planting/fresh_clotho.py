"""Wordings, read since, of defects of the annotators' answers (Clotho-AQA)."""

from collections.abc import Sequence
from dataclasses import replace

from planting.drafts import Draft, Wordings
from planting.registry import Maker, Plant
from planting.sound_clotho import NUMBERS, Asked, kind_of
from planting.sound_tacos import style_of, styled
from planting.truth import two_to_one

__all__ = ["CLOTHO"]

_NO = (
    "No, it does not", "No, that is not heard", "No, there is none", "It is not",
    "No, this is absent from the audio", "No, it is not present", "No, not in this recording",
    "No, that does not happen", "There is nothing of the kind", "No, it isn't",
    "No, the clip has no such sound", "Absolutely not",
)  # fmt: skip
_YES = (
    "Yes, it does",
    "Yes, that is heard",
    "Yes, there is",
    "It certainly is",
    "Yes, exactly",
    "Yes, this is present in the audio",
    "Yes, it is present",
    "Yes, in this recording",
    "Yes, that does happen",
    "It is indeed so",
    "Yes, clearly",
    "Yes, the clip has it",
)
_REST = ("The clip is silent", "Only at the start", "Just for an instant", "Only in the distance",
         "Only at the end", "The recording is too noisy", "For a short time")  # fmt: skip
_COUNTS = (
    "{n}", "{n} in total", "Exactly {n}", "There are {n}", "Only {n}", "{n} of them", "Just {n}",
    "A total of {n}", "{n} different ones", "{n}, as far as one can hear", "{n} altogether",
)  # fmt: skip
_DEEDS = ("{}", "It is {}", "They are {}", "The sound of {}", "Someone is {}", "{} slowly",
          "Mostly {}", "{} and nothing else", "Continuously {}", "{}, it seems")  # fmt: skip
_THINGS = ("{}", "It is {}", "The sound of {}", "Some kind of {}", "Probably {}",
           "Clearly {}", "{}, most likely", "{} in the background", "That of {}",
           "It sounds like {}")  # fmt: skip
_UNSURE = (
    "It is impossible to tell", "The audio does not allow to say", "Unknown",
    "Cannot be determined", "There is not enough information", "It is not clear from the recording",
    "Unclear",
    "Nobody could say for sure", "This cannot be inferred from the sound", "Hard to tell",
)  # fmt: skip


def _changed(
    make: Maker,
    words: Wordings,
    asked: Asked,
    options: Sequence[str],
    spots: tuple[int, ...] = (1,),
) -> Draft:
    """The first option is called right."""
    texts = styled(options, (True, style_of(words)[1]))
    answer = max(asked.votes, key=asked.votes.count)
    draft = make.clotho.draft(asked, answer, texts)
    return words.shuffled(replace(draft, spots=frozenset(spots)))


def _take(make: Maker, name: str, *kinds: str) -> Asked:
    return make.clotho.take(
        f"fresh {name}",
        lambda a: a.unanimous and kind_of(a.votes[0]) in kinds and a.votes[0].isalpha(),
    )


def _forms(kind: str) -> tuple[str, ...]:
    return {"deed": _DEEDS, "thing": _THINGS}[kind]


def polarity(make: Maker, words: Wordings) -> Draft:
    asked = _take(make, "polarity", "polarity")
    right, wrong = (_NO, _YES) if asked.votes[0] == "yes" else (_YES, _NO)
    rest = words.rng.sample(_REST, 2)
    return _changed(make, words, asked, [words.rng.choice(right), words.rng.choice(wrong), *rest])


def count(make: Maker, words: Wordings) -> Draft:
    """Another number than the one that all gave, in words or digits."""
    asked = make.clotho.take("fresh count", lambda a: a.unanimous and a.votes[0] in NUMBERS[1:11])
    right = NUMBERS.index(asked.votes[0])
    said = words.rng.sample([n for n in range(1, 14) if n != right], 4)
    form, digits = words.rng.choice(_COUNTS), words.chance(0.5)
    texts = [form.format(n=n if digits else NUMBERS[n]) for n in said]
    if words.chance(0.5):
        texts[1] = form.format(n=right if digits else NUMBERS[right])
    return _changed(make, words, asked, texts)


def another(make: Maker, words: Wordings) -> Draft:
    """Another word of the same kind; what all said is a distractor, or gone."""
    asked = _take(make, "another", "deed", "thing")
    kind = kind_of(asked.votes[0])
    others = make.clotho.others(words, asked, kind, 4)
    form = words.rng.choice(_forms(kind))
    if words.chance(0.5):
        others[1] = asked.votes[0]
    return _changed(make, words, asked, [form.format(text) for text in others])


def denied(make: Maker, words: Wordings) -> Draft:
    """The key says that what all heard is not there."""
    asked = _take(make, "denied", "deed", "thing")
    answer, kind = asked.votes[0], kind_of(asked.votes[0])
    form = words.rng.choice(("Anything but {}", "Not {}", "It is not {}", "No {} at all",
                             "Everything except {}", "There is no {} to be heard",
                             "Certainly not {}", "The absence of {}"))  # fmt: skip
    rest = [
        words.rng.choice(_forms(kind)).format(t) for t in make.clotho.others(words, asked, kind)
    ]
    return _changed(make, words, asked, [form.format(answer), *rest])


def unsure(make: Maker, words: Wordings) -> Draft:
    """All annotators were of one mind, and the key says that nobody can tell."""
    asked = _take(make, "unsure", "number", "deed", "thing")
    kind = kind_of(asked.votes[0])
    form = words.rng.choice(("{n}",) if kind == "number" else _forms(kind))
    texts = [form.format(t, n=t) for t in make.clotho.others(words, asked, kind)]
    return _changed(make, words, asked, [words.rng.choice(_UNSURE), *texts])


def vague(make: Maker, words: Wordings) -> Draft:
    """A vague count for an exact one: not what was said, nor its contrary."""
    asked = make.clotho.take("fresh vague", lambda a: a.unanimous and a.votes[0] in NUMBERS[2:9])
    options = ["More than one", "None", "Over a hundred", "A single one"]
    options[0] = words.rng.choice(("More than one", "A handful", "Several", "A few of them"))
    return _changed(make, words, asked, options)


def _sure(asked: Asked) -> bool:
    """Two to one, and the one was sure."""
    if not two_to_one(asked) or len(min(asked.votes, key=asked.votes.count)) < 3:
        return False
    other = min(asked.votes, key=asked.votes.count)
    return asked.answers[asked.votes.index(other)][1] == "yes"


_BY_MINORITY = {
    "number": ("{n}", "There are {n}", "Exactly {n}", "{n} in total", "{n} of them", "Just {n}",
               "A total of {n}", "{n} altogether"),
    "deed": ("{}", "It is {}", "The sound of {}", "Someone or something {}", "They are {}",
             "The act of {}", "Mainly {}", "{} can be heard"),
    "thing": ("{}", "It is {}", "The sound of {}", "Most likely {}", "This is {}", "Mainly {}",
              "It must be {}", "{} can be heard"),
}  # fmt: skip


def _minority(make: Maker, words: Wordings, *, own_form: bool) -> Draft:
    asked = make.clotho.take("fresh minority", _sure)
    answer = max(asked.votes, key=asked.votes.count)
    other = min(asked.votes, key=asked.votes.count)
    kind = kind_of(answer)
    forms = _BY_MINORITY[kind]
    form = words.rng.choice(forms)
    texts = [
        form.format(t, n=t) for t in (answer, other, *make.clotho.others(words, asked, kind, 2))
    ]
    if own_form:
        form = words.rng.choice([each for each in forms if each != form])
        said: str | int = other
        if kind == "number" and other in NUMBERS and words.chance(0.5):
            said = NUMBERS.index(other)
        texts[1] = form.format(said, n=said)
    return _changed(make, words, asked, texts, spots=(2,))


def minority(make: Maker, words: Wordings) -> Draft:
    return _minority(make, words, own_form=False)


def minority_own_form(make: Maker, words: Wordings) -> Draft:
    return _minority(make, words, own_form=True)


CLOTHO: dict[str, dict[str, tuple[Plant, bool]]] = {
    "answer-changed": {
        "fresh: yes and no": (polarity, True), "fresh: count": (count, True),
        "fresh: another": (another, True), "fresh: denied": (denied, True),
        "fresh: unsure": (unsure, True), "fresh: vague": (vague, False),
    },
    "distractor-is-an-annotators-answer": {
        "fresh: same form": (minority, True), "fresh: form of its own": (minority_own_form, True),
    },
}  # fmt: skip
