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
        (text.title(), text + ".", text.upper(), text.replace(" ", "  ", 1), text + "!",
         f'"{text}"', text + " ,"),
        (text + "...", text.swapcase(), f"({text})", f"\u201c{text}\u201d", text + ";",
         text.replace(" ", "\u00a0"), "- " + text),
    )  # fmt: skip
    return _twin(make, words, text, other)


@plants("near-identical-options", "articles")
def same_articles(make: Maker, words: Wordings) -> Draft:
    event = made_event(words)
    assert event.thing
    one, two = words.pick(
        (("{0}", "the {1}"), ("{0}", "{1}")),
        (("the {1}", "{1}"), ("{0}", "this {1}"), ("that {1}", "the {1}"), ("some {1}", "{0}"),
         ("one {1}", "{1}")),
    )  # fmt: skip
    name, bare = event.thing.name, event.thing.bare
    texts = (event.clause.replace(name, form.format(name, bare)) for form in (one, two))
    return _twin(make, words, *texts)


@plants("near-identical-options", "number words")
def same_numbers(make: Maker, words: Wordings) -> Draft:
    event = made_event(words)
    assert event.thing
    n = words.rng.randint(2, 9)
    stem = f"{event.thing.name} {third(event.deed)}"
    word = NUMBERS[n]
    one, two = words.pick(
        ((f"{word} times", f"{n} times"), (f"exactly {n} times", f"exactly {word} times"),
         ("twice", "two times"), ("once", "one time")),
        ((f"on {n} occasions", f"on {word} occasions"), ("2 times", "twice"), ("once", "1 time"),
         (f"a total of {word} times", f"a total of {n} times"), ("one single time", "just once"),
         (f"{n} times in a row", f"{word} times in a row"), (f"{n}x", f"{word} times")),
    )  # fmt: skip
    return _twin(make, words, f"{stem} {one}", f"{stem} {two}")


@plants("near-identical-options", "plural or tense")
def same_plural(make: Maker, words: Wordings) -> Draft:
    event = made_event(words)
    assert event.thing
    bare, doing = event.thing.bare, gerund(event.deed)
    one, two = words.pick(
        ((f"{event.thing.name} {third(event.deed)}", f"{event.thing.name} is {doing}"),
         (f"a {bare} sound", f"{bare} sounds"), (f"the {bare}", f"the {bare}s"),
         (f"{doing} of {event.thing.name}", f"the {doing} of {bare}s")),
        ((f"{event.thing.name} is {doing}", f"{event.thing.name} was {doing}"),
         (f"{bare} noise", f"{bare} noises"),
         (f"the {bare} {third(event.deed)}", f"the {bare} has been {doing}"),
         (f"noise made by {event.thing.name}", f"noises made by {event.thing.name}"),
         (f"one hears {event.thing.name} {event.deed}", f"one hears {event.thing.name} {doing}"),
         (f"sound from the {bare}", f"sounds from the {bare}")),
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
        ("What do you hear when {}?", "Given that {}, what is heard?", "Which sound fits: {}?",
         "The clip in which {} holds which sound?", "If {}, which of these is it?",
         "Someone notes: {}. What did they note?"),
        ("Since {}, which sound must be present?", "What in the audio tells us that {}?",
         "Listening closely, one finds that {}; what has been found?",
         "The audio captures how {}. Which of these does it capture?",
         "Which option confirms that {}?",
         "Knowing that in this recording {}, what would you say is its main sound?"),
    )  # fmt: skip
    return _with_answer(draft.with_question(text.format(answer)))


@plants("answer-leak", "in other form")
def leak_form(make: Maker, words: Wordings) -> Draft:
    draft = make.tacos.present(words, made_event(words))
    event = next(t for t in THINGS if t.name in draft.answer.lower())
    deed = next(d for d in event.deeds if any(form in draft.answer.lower() for form in
                (third(d), gerund(d))))  # fmt: skip
    text = words.pick(
        ("What is the {0} that is heard {1} doing?", "Which sound does the {1} {0} make?",
         "While the {0} keeps {1}, what is heard?", "The {1} {0}: which of these is it?"),
        ("Which option describes the {1} of the {0}?",
         "With all that {1} from the {0}, what can be heard?",
         "What sort of noise is made by the {0} while it is {1}?",
         "Which sound comes from the {0}, given its constant {1}?",
         "If the {0} is {1}, what reaches our ears?"),
    )  # fmt: skip
    return _with_answer(draft.with_question(text.format(event.bare, gerund(deed))))


@plants("answer-stands-out", "longest by far")
def longest(make: Maker, words: Wordings) -> Draft:
    draft = make.tacos.present(words)
    more = words.pick(
        (" which goes on for quite some time and slowly fades into the background noise",
         " in a way that is clearly audible over everything else that happens in the clip",
         " and this continues, with small changes, until the very last moment of the clip",
         " that seems to come from the left and then moves slowly to the other side of it"),
        (", with an echo that suggests a large and mostly empty hall with bare stone walls",
         ", starting abruptly and then growing less prominent as the recording draws to a close",
         ", as if the microphone had been placed only a short distance away from the source",
         ", its volume rising and falling so that no two seconds of it ever sound the same"),
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
    form = words.pick(
        ("The {1} {2}.", "It is {0} that {2}.", "There is {0}, {3}."),
        ("A listener can tell that {0} {2}.", "In this clip, {0} is {3}.",
         "You can hear {0} as it {2}.", "What we hear is {0}, and it {2}.",
         "The {1} has started {3}."),
    )  # fmt: skip
    deed = event.deed
    texts[at] = form.format(event.thing.name, event.thing.bare, third(deed), gerund(deed))
    return replace(draft, options=tuple(texts), spots=frozenset(range(1, 5)))


@plants("answer-stands-out", "the only number")
def only_number(make: Maker, words: Wordings) -> Draft:
    first = make.tacos.scene(words, made_event(words, counted=True), 1)[0]
    assert first.thing
    draft = make.tacos.how_many(words)
    count = words.pick(
        ("{} times", "exactly {} times", "about {} times", "a total of {} times"),
        ("{} separate times", "on {} occasions", "{} times in all", "precisely {} times",
         "it occurs {} times"),
    )  # fmt: skip
    number = words.pick([*NUMBERS[2:8], *"234567"], [*NUMBERS[8:13], "8", "9", "10", "11", "12"])
    metadata = draft.metadata | {"caption": f"A sound is heard {number} times."}
    vague = [*words.pick(
        (("many times", "not at all", "now and then", "all the time", "hardly ever"),),
        (("several times", "never", "every so often", "without a pause", "rarely"),
         ("constantly", "quite a lot", "only now and again", "hardly at all", "countless times")),
    )]  # fmt: skip
    words.rng.shuffle(vague)
    texts = vague[:4]
    texts[draft.answer_index] = count.format(number)
    return replace(draft, options=tuple(texts), metadata=metadata, spots=frozenset(range(1, 5)))


_TOLD = {
    "captions and descriptions": (
        ("According to the caption, {}", "Based on the description, {}", "{} (see the caption)",
         "In the given metadata, {}", "As the annotation says, {}",
         "Going by the provided description, {}", "The metadata mentions a sound: {}",
         "From what the captions state, {}"),
        ("What does the caption have to say about this: {}", "As stated in the caption text, {}",
         "The annotator wrote a caption for this clip, so {}",
         "Relying on the description field, {}", "If the written description is right, {}",
         "Per the metadata that comes with the clip, {}"),
    ),
    "keywords and files": (
        ("Given the keywords, {}", "In the file named 81800.mp3, {}", "Judging by the tags, {}",
         "Considering the listed keyword, {}", "As the file name suggests, {}",
         "The tags of this upload point to something: {}", "In 4711.wav, {}"),
        ("Since these keywords label the clip, {}", "In the audio file called rec-2231.ogg, {}",
         "With its list of tags in mind, {}", "The file is titled take_04.flac; {}",
         "Among the keywords there is a hint: {}", "Going by the name of the mp3 file, {}"),
    ),
    "users and places": (
        ("What did the uploader {name} record when {}", "As the Freesound user says, {}",
         "In {place}, where this was recorded, {}",
         "Which sound did {name} capture in {place}, and {}", "According to the recordist, {}",
         "While recording in {place}, {name} noticed something: {}"),
        ("{name}, who uploaded this clip, walked through {place}: {}",
         "At the spot in {place} where {name} set up the microphone, {}",
         "On a day out in {place}, {}", "The person who shared this on Freesound wonders: {}",
         "{name} is the author of this recording; {}",
         "In the soundscape that {name} brought home from {place}, {}"),
    ),
    "gear": (
        ("Recorded with a {gear}, {}", "With the {gear} as the recorder, {}",
         "Which sound did the {gear} pick up, and {}", "In this {gear} recording, {}"),
        ("Through the microphone of the {gear}, {}", "Captured on a {gear}, the clip asks: {}",
         "When {name} switched on the {gear}, {}", "As the {gear} was running, {}",
         "Thanks to the {gear} that was used, it is clear: {}"),
    ),
}  # fmt: skip


def _register_told(variant: str) -> None:
    @plants("metadata-leak", variant)
    def told(make: Maker, words: Wordings) -> Draft:
        draft = make.tacos.sound(words)
        gear, place, name = words.pick(*GEAR), words.pick(*PLACES), words.pick(*NAMES)
        form = words.pick(*_TOLD[variant])
        question = form.replace("{name}", name).replace("{place}", place).replace("{gear}", gear)
        said = words.pick(
            (f"{name} recorded this in {place} with a {gear} in 2014.",),
            (f"Taken in {place} by {name} ({gear}).", f"{gear}, on location: {place}. By {name}.",
             f"My friend {name} and I were in {place} with the {gear}."),
        )  # fmt: skip
        metadata = draft.metadata | {"description": said}
        asked = draft.question[0].lower() + draft.question[1:]
        return replace(draft, metadata=metadata).with_question(question.replace("{}", asked))


for _variant in _TOLD:
    _register_told(_variant)


@plants("metadata-leak", "in an option")
def told_in_option(make: Maker, words: Wordings) -> Planted | Draft:
    draft = make.tacos.sound(words)
    more = words.pick(
        (" as the caption says", " (from the description)", ", tagged so by the user",
         " per the metadata", ", as its keywords tell", " as described by the uploader"),
        (", which the caption confirms", " (mentioned in the tags)", " [from the keywords]",
         ", according to the description of the file", ", just as the annotation puts it",
         ", as noted by whoever uploaded it"),
    )  # fmt: skip
    at = words.rng.randrange(4)
    return draft.with_option(at, draft.options[at].rstrip(".") + more)
