"""Defects among the options: the same twice, an answer that gives itself away, leaks."""

from dataclasses import replace

from planting.drafts import Draft, Planted, Wordings
from planting.registry import Maker, plants
from planting.scenes import HELDOUT_THINGS, SEEN_THINGS, THINGS, gerund, made_event, third
from planting.sound_clotho import NUMBERS
from planting.sound_tacos import GEAR, NAMES, PLACES

__all__: list[str] = []


def _twin(make: Maker, words: Wordings, one: str, two: str) -> Draft:
    """Give a sound item two options that say the same; either may be the right one."""
    draft = make.tacos.present(words)
    first, second = words.rng.sample(range(4), 2)
    return draft.with_option_like(first, one).with_option_like(second, two)


@plants("near-identical-options", "case or punctuation")
def same_case(make: Maker, words: Wordings) -> Draft:
    text = made_event(words).clause
    other = words.pick(
        (text.title(), text + ".", text.upper()),
        (text.replace(" ", "  ", 1), text + "!", f'"{text}"', text + " ,"),
    )
    return _twin(make, words, text, other)


@plants("near-identical-options", "articles")
def same_articles(make: Maker, words: Wordings) -> Draft:
    event = made_event(words)
    assert event.thing
    other = words.pick(
        (event.clause.replace(event.thing.name, f"the {event.thing.bare}"),),
        (event.clause.replace(event.thing.name, event.thing.bare),),
    )
    return _twin(make, words, event.clause, other)


@plants("near-identical-options", "number words")
def same_numbers(make: Maker, words: Wordings) -> Draft:
    event = made_event(words)
    assert event.thing
    n = words.rng.randint(2, 9)
    stem = f"{event.thing.name} {third(event.deed)}"
    one, two = words.pick(((f"{NUMBERS[n]} times", f"{n} times"),),
                          ((f"exactly {n} times", f"exactly {NUMBERS[n]} times"),
                           ("twice", "two times"), ("once", "one time")))  # fmt: skip
    return _twin(make, words, f"{stem} {one}", f"{stem} {two}")


@plants("near-identical-options", "plural or tense")
def same_plural(make: Maker, words: Wordings) -> Draft:
    event = made_event(words)
    assert event.thing
    bare, doing = event.thing.bare, gerund(event.deed)
    one, two = words.pick(
        ((f"{event.thing.name} {third(event.deed)}", f"{event.thing.name} is {doing}"),
         (f"a {bare} sound", f"{bare} sounds")),
        ((f"the {bare}", f"the {bare}s"), (f"{doing} of {event.thing.name}",
          f"the {doing} of {bare}s")),
    )  # fmt: skip
    return _twin(make, words, one, two)


@plants("near-identical-options", "word order")
def same_order(make: Maker, words: Wordings) -> Draft:
    one, two = words.rng.sample(words.pick((SEEN_THINGS,), (HELDOUT_THINGS,)), 2)
    form = words.pick(
        ("{} and {}", "both {} and {}", "{} together with {}", "{} & {}"),
        ("{} plus {}", "a mix of {} and {}", "{}, {}", "{} as well as {}", "{}/{}",
         "{} and {} at the same time"),
    )  # fmt: skip
    return _twin(make, words, form.format(one.name, two.name), form.format(two.name, one.name))


def _with_answer(draft: Draft) -> Draft:
    """The defect lies in the right option too."""
    return replace(draft, spots=draft.spots | {draft.answer_index + 1})


@plants("answer-leak", "the question says it")
def leak(make: Maker, words: Wordings) -> Draft:
    draft = make.tacos.present(words)
    answer = draft.answer.rstrip(".").lower()
    text = words.pick(
        ("What do you hear when {}?", "Given that {}, what is heard?", "Which sound fits: {}?"),
        (
            "The clip in which {} holds which sound?",
            "If {}, which of these is it?",
            "Someone notes: {}. What did they note?",
        ),
    )
    return _with_answer(draft.with_question(text.format(answer)))


@plants("answer-leak", "in other form")
def leak_form(make: Maker, words: Wordings) -> Draft:
    draft = make.tacos.present(words, made_event(words))
    event = next(t for t in THINGS if t.name in draft.answer.lower())
    deed = next(d for d in event.deeds if any(form in draft.answer.lower() for form in
                (third(d), gerund(d))))  # fmt: skip
    text = words.pick(
        ("What is the {0} that is heard {1} doing?", "Which sound does the {1} {0} make?"),
        ("While the {0} keeps {1}, what is heard?", "The {1} {0}: which of these is it?"),
    )
    return _with_answer(draft.with_question(text.format(event.bare, gerund(deed))))


@plants("answer-stands-out", "longest by far")
def longest(make: Maker, words: Wordings) -> Draft:
    draft = make.tacos.present(words)
    more = words.pick(
        (" which goes on for quite some time and slowly fades into the background noise",
         " in a way that is clearly audible over everything else that happens in the clip"),
        (" and this continues, with small changes, until the very last moment of the clip",
         " that seems to come from the left and then moves slowly to the other side of it"),
    )  # fmt: skip
    text = draft.answer.rstrip(".") + more
    short = [" ".join(draft.options[at].rstrip(".").split()[:3]) for at in draft.wrong]
    for at, brief in zip(draft.wrong, short, strict=True):
        draft = draft.with_option(at, brief)
    return draft.with_option(draft.answer_index, text)


def _bare(text: str) -> str:
    return (text[0].lower() + text[1:]).rstrip(".")


@plants("answer-stands-out", "the only capital")
def only_capital(make: Maker, words: Wordings) -> Draft:
    draft = make.tacos.present(words)
    texts = [_bare(text) for text in draft.options]
    texts[draft.answer_index] = texts[draft.answer_index].capitalize()
    return replace(draft, options=tuple(texts), spots=frozenset(range(1, 5)))


@plants("answer-stands-out", "the only full sentence")
def only_sentence(make: Maker, words: Wordings) -> Draft:
    event = made_event(words)
    assert event.thing
    draft = make.tacos.present(words, event)
    texts = [t.name for t in words.rng.sample(THINGS, 12) if t.family not in draft.families][:4]
    at = draft.answer_index
    texts[at] = words.pick(
        (f"The {event.thing.bare} {third(event.deed)}.",),
        (f"It is {event.thing.name} that {third(event.deed)}.",
         f"There is {event.thing.name}, {gerund(event.deed)}."),
    )  # fmt: skip
    return replace(draft, options=tuple(texts), spots=frozenset(range(1, 5)))


@plants("answer-stands-out", "the only number")
def only_number(make: Maker, words: Wordings) -> Draft:
    first = make.tacos.scene(words, made_event(words, counted=True), 1)[0]
    assert first.thing
    draft = make.tacos.how_many(words)
    count = words.pick(("{} times", "exactly {} times"), ("about {} times", "a total of {} times"))
    number = words.pick(NUMBERS[2:8], [str(n) for n in range(2, 8)])
    metadata = draft.metadata | {"caption": f"A sound is heard {number} times."}
    vague = ["many times", "not at all", "now and then", "all the time", "hardly ever"]
    words.rng.shuffle(vague)
    texts = vague[:4]
    texts[draft.answer_index] = count.format(number)
    return replace(draft, options=tuple(texts), metadata=metadata, spots=frozenset(range(1, 5)))


_TOLD = {
    "captions and descriptions": (
        ("According to the caption, {}", "Based on the description, {}", "{} (see the caption)",
         "In the given metadata, {}"),
        ("As the annotation says, {}", "Going by the provided description, {}",
         "The metadata mentions a sound: {}", "From what the captions state, {}"),
    ),
    "keywords and files": (
        ("Given the keywords, {}", "In the file named 81800.mp3, {}", "Judging by the tags, {}"),
        ("Considering the listed keyword, {}", "As the file name suggests, {}",
         "The tags of this upload point to something: {}", "In 4711.wav, {}"),
    ),
    "users and places": (
        ("What did the uploader {name} record when {}", "As the Freesound user says, {}",
         "In {place}, where this was recorded, {}"),
        ("Which sound did {name} capture in {place}, and {}", "According to the recordist, {}",
         "While recording in {place}, {name} noticed something: {}"),
    ),
    "gear": (
        ("Recorded with a {gear}, {}", "With the {gear} as the recorder, {}"),
        ("Which sound did the {gear} pick up, and {}", "In this {gear} recording, {}"),
    ),
}  # fmt: skip


def _register_told(variant: str) -> None:
    @plants("metadata-leak", variant)
    def told(make: Maker, words: Wordings) -> Draft:
        draft = make.tacos.sound(words)
        rng = words.rng
        gear, place, name = rng.choice(GEAR), rng.choice(PLACES), rng.choice(NAMES)
        form = words.pick(*_TOLD[variant])
        question = form.replace("{name}", name).replace("{place}", place).replace("{gear}", gear)
        said = f"{name} recorded this in {place} with a {gear} in 2014."
        metadata = draft.metadata | {"description": said}
        asked = draft.question[0].lower() + draft.question[1:]
        return replace(draft, metadata=metadata).with_question(question.replace("{}", asked))


for _variant in _TOLD:
    _register_told(_variant)


@plants("metadata-leak", "in an option")
def told_in_option(make: Maker, words: Wordings) -> Planted | Draft:
    draft = make.tacos.sound(words)
    more = words.pick(
        (" as the caption says", " (from the description)", ", tagged so by the user"),
        (" per the metadata", ", as its keywords tell", " as described by the uploader"),
    )
    at = words.rng.randrange(4)
    return draft.with_option(at, draft.options[at].rstrip(".") + more)
