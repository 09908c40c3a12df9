"""Held-out wordings: items twice, questions almost twice, clips of evaluation sets."""

import unicodedata
import urllib.parse
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath

from planting.blind_sets import evaluation_item
from planting.drafts import Draft, Planted, Wordings
from planting.registry import Maker, Plant
from planting.unseen_items import ALL

__all__ = ["SETS"]

Change = Callable[[str], str]

# Names of an evaluation set's files; {} is the Freesound id of the clip.
_WITH_ID = (
    "{}.mp3", "freesound_{}.wav", "{}_dog.wav", "fs{}.wav", "FS-{}.flac", "1-{}-A.ogg",
    "clips/{}.mp3", "audio/test/{}.wav", "{}__fieldworker__evening-walk.wav", "{}-hq.ogg",
    "{}_5s.wav", "freesound/{}.m4a", "sound-{}.ogg", "dev/{}_segment_2.wav", "{}_0-10.wav",
    "eval_{}.wav", "Freesound {}.wav", "{}.preview.mp3",
)  # fmt: skip
_TITLES = (
    "Evening walk by the harbour", "Old printing press", "Kids in the stairwell", "Ferry horn",
    "Überlandleitung im Nebel", "Dripping cave", "Café terrace at noon", "Rusty swing",
    "Bees at the window", "Night bus leaving", "Forge with two hammers", "Snow shovel",
    "Market hall before opening", "Lift in the town hall", "Vending machine", "Coffee grinder slow",
)  # fmt: skip
_SAME_NAME: tuple[Change, ...] = (
    str, str.upper, str.lower, lambda n: f"test/{n}", lambda n: n.replace(" ", "_"),
    lambda n: str(PurePosixPath(n).with_suffix(".flac")), lambda n: n.replace(" ", "  "),
    lambda n: str(PurePosixPath(n).with_suffix(".mp3")), urllib.parse.quote,
    lambda n: n.replace(" ", "-"), lambda n: f"./audio/dev/{n}",
    lambda n: str(PurePosixPath(n).with_suffix(".WAV")), lambda n: f" {n}",
    lambda n: unicodedata.normalize("NFD", n), lambda n: f"clips\\{n}",
    lambda n: n.replace(" ", "_").lower(), lambda n: str(PurePosixPath(n).with_suffix("")),
)  # fmt: skip
_NAME_PERHAPS: tuple[Change, ...] = (
    lambda n: n.split()[0] + ".wav", lambda n: f"part 2 of {n}", lambda n: n[: len(n) // 2],
    lambda n: " ".join(n.split()[1:]), lambda n: f"not {n}", lambda n: n.replace(" ", " new ", 1),
    lambda n: " ".join(reversed(n.split())), lambda n: n.removesuffix(".wav") + "b.wav",
    lambda n: n.removesuffix(".wav") + " remix.wav", lambda n: f"similar to {n}",
    lambda n: n.split()[-1], lambda n: n[1:4] + n[-9:], lambda n: n.swapcase()[2:],
    lambda n: n.replace(" ", "")[:6],
    lambda n: n.translate(str.maketrans("", "", "aeiou")),
)  # fmt: skip

# Two ways of asking one thing that differ in a word or two; {} is another sound of the clip.
_NEAR = (
    ("Which of these noises can you pick out while {}?",
     "Which of these sounds can you pick out while {}?"),
    ("What kind of sound starts when {}?", "What kind of sound begins when {}?"),
    ("Name the second sound in the clip where {}: what is it?",
     "Name the other sound in the clip where {}: what is it?"),
    ("Which sound, if any, joins in as {}?", "Which sound joins in as {}?"),
    ("What does a careful listener also notice as {}?",
     "What does a careful listener notice as {}?"),
    ("Over which other noise does one hear that {}?",
     "Over which other noise do you hear that {}?"),
    ("What else is going on at the time when {}?", "What else is going on at a time when {}?"),
    ("Which acoustic event coincides with the moment when {}?",
     "Which acoustic event coincides with the moment that {}?"),
    ("In this short clip, {}; what is the other sound?",
     "In this clip, {}; what is the other sound?"),
    ("Please tell: what can be heard as soon as {}?", "Tell: what can be heard as soon as {}?"),
    ("What other thing do we hear in the scene where {}?",
     "What other thing do we hear in a scene where {}?"),
    ("Which option names a sound heard just as {}?",
     "Which option names the sound heard just as {}?"),
    ("At the point where {}, what comes to the ear as well?",
     "At the point where {}, what comes to the ear too?"),
    ("When {}, which sound is there to be heard?", "When {}, what sound is there to be heard?"),
    ("Together with the part in which {}, what is present?",
     "Together with the part in which {}, what was present?"),
    ("As {}, the listener hears something more: what?",
     "As {}, the listener hears something else: what?"),
)  # fmt: skip
# The same asked in other words altogether.
_REWORDED = (
    ("What can you hear at the time when {}?", "There is a second sound besides this: {}. Which?"),
    ("Which noise goes along with this: {}?", "{} - and the ear picks up something more, namely?"),
    ("What accompanies the event that {}?", "Select what sounds in parallel when {}?"),
    ("What is the companion of this sound: {}?", "Suppose that {}; which noise is there, too?"),
    ("Is there another sound while {}, and which?", "Identify the noise near the one where {}?"),
    ("Which sound is mixed with this one: {}?", "While {}, your attention is drawn to what?"),
    ("What happens at the same time as {}?", "Who or what acts in the scene apart from this: {}?"),
    ("What else fills the scene in which {}?", "Of these four, which was recorded when {}?"),
    ("Under the sound of this ({}) there lies which other one?", "What is heard next to {}?"),
    ("Which of these can you hear, too, if {}?", "{} - with which sound does it share the scene?"),
    ("What is the listener aware of as {}?", "Two things are heard, one being that {}: the other?"),
    ("What else makes a noise when {}?", "Where {}, is there a further source, and what is it?"),
    ("Which sound would you add to this one: {}?", "At what do your ears prick up while {}?"),
    ("What is the background to this: {}?", "Behind the scene in which {}, what goes on?"),
    ("Which sound do you notice once {}?", "Pick the thing that is heard besides this: {}?"),
)  # fmt: skip
_COPIES: tuple[Change, ...] = (
    str, str.lower, str.upper, lambda t: t.rstrip(".?") + " ", lambda t: f" {t}",
    lambda t: t.replace(" ", "  "), lambda t: t.rstrip("."), lambda t: t.replace(" ", "\u00a0"),
    lambda t: t + "\n", str.capitalize, lambda t: t.rstrip("?.") + ".",
    lambda t: t.replace(",", ""), lambda t: t.replace(" ", "\t", 1), str.title,
    lambda t: t.replace("-", " "),
)  # fmt: skip
_ELSEWHERE = (("avqa", "train"), ("jsonl", "all"))


def id_in_name(make: Maker, words: Wordings) -> Planted:
    draft = make.tacos.sound(words)
    name = words.rng.choice(_WITH_ID).format(draft.freesound_id)
    return Planted("", "", draft, partners=(evaluation_item(make, words, name, None),))


def id_in_own_name(make: Maker, words: Wordings) -> Planted:
    """The clip's own name holds the id that the evaluation set gives in a column."""
    number = str(words.rng.randrange(200_000, 690_000))
    draft = replace(make.clotho.sound(words), file_name=words.rng.choice(_WITH_ID).format(number))
    name = f"{words.rng.randrange(16**8):08x}.wav"
    return Planted("", "", draft, partners=(evaluation_item(make, words, name, number),))


def _named(make: Maker, words: Wordings, changes: tuple[Change, ...]) -> Planted:
    name = f"{words.rng.choice(_TITLES)} {words.rng.randrange(1000, 100_000)}.wav"
    draft = replace(make.tacos.sound(words), file_name=name, freesound_id=None)
    other = evaluation_item(make, words, words.rng.choice(changes)(name), None)
    return Planted("", "", draft, partners=(other,))


def same_name(make: Maker, words: Wordings) -> Planted:
    return _named(make, words, _SAME_NAME)


def name_perhaps(make: Maker, words: Wordings) -> Planted:
    return _named(make, words, _NAME_PERHAPS)


def _moved(make: Maker, words: Wordings, draft: Draft) -> Draft:
    """Return the same item on another clip, at times of another dataset."""
    there = make.tacos.sound(words)
    moved = replace(
        draft, file_name=there.file_name, freesound_id=there.freesound_id,
        metadata=draft.metadata | {"description": there.metadata["description"]},
    )  # fmt: skip
    if words.chance(0.5):
        return moved
    dataset, split = words.rng.choice(_ELSEWHERE)
    return replace(moved, dataset=dataset, split=split, origin="imported", beside=(), facts={})


def _asked_twice(
    make: Maker, words: Wordings, pairs: tuple[tuple[str, str], ...]
) -> tuple[Draft, Draft]:
    """Return two items of one clip; each has the same answer, and distractors of its own."""
    draft = make.tacos.present(words)
    context = draft.beside[0][0]["caption"] if draft.beside else "The clip plays."
    clause = context[0].lower() + context[1:].rstrip(".")
    one, other = words.rng.sample([form.format(clause) for form in words.rng.choice(pairs)], 2)
    twin = replace(draft, question=other[0].upper() + other[1:], spots=ALL)
    events = make.tacos.others(words, draft.families, 1, draft.answer)
    twin = twin.with_option_like(words.rng.choice(twin.wrong), events[0].clause)
    return draft.with_question(one[0].upper() + one[1:]), words.shuffled(twin)


def near(make: Maker, words: Wordings) -> Planted:
    draft, twin = _asked_twice(make, words, _NEAR)
    return Planted("", "", draft, partners=(twin,))


def near_elsewhere(make: Maker, words: Wordings) -> Planted:
    draft, twin = _asked_twice(make, words, _NEAR)
    return Planted("", "", draft, partners=(_moved(make, words, twin),))


def reworded(make: Maker, words: Wordings) -> Planted:
    draft, twin = _asked_twice(make, words, _REWORDED)
    return Planted("", "", draft, partners=(twin,))


def _copied(make: Maker, words: Wordings) -> tuple[Draft, Draft]:
    draft = replace(make.tacos.sound(words), spots=ALL)
    change = words.rng.choice(_COPIES)
    options = tuple(change(text) for text in draft.options)
    twin = replace(draft, question=change(draft.question), options=options)
    return draft, words.shuffled(twin)


def copied(make: Maker, words: Wordings) -> Planted:
    draft, twin = _copied(make, words)
    return Planted("", "", draft, partners=(twin,))


def copied_elsewhere(make: Maker, words: Wordings) -> Planted:
    draft, twin = _copied(make, words)
    return Planted("", "", draft, partners=(_moved(make, words, twin),))


def copied_but_one(make: Maker, words: Wordings) -> Planted:
    """One distractor is another: a copy to some, two items to others."""
    draft, twin = _copied(make, words)
    events = make.tacos.others(words, draft.families, 1, draft.answer)
    twin = twin.with_option_like(words.rng.choice(twin.wrong), events[0].clause)
    return Planted("", "", draft, partners=(twin,))


SETS: dict[str, dict[str, tuple[Plant, bool]]] = {
    "contaminated-clip": {
        "unseen: id in the name": (id_in_name, True),
        "unseen: id in its own name": (id_in_own_name, True),
        "unseen: same name": (same_name, True), "unseen: name perhaps": (name_perhaps, False),
    },
    "near-duplicate-question": {
        "unseen: a word": (near, True), "unseen: a word, elsewhere": (near_elsewhere, True),
        "unseen: reworded": (reworded, False),
    },
    "duplicate-item": {
        "unseen: same clip": (copied, True), "unseen: elsewhere": (copied_elsewhere, True),
        "unseen: but one": (copied_but_one, False),
    },
}  # fmt: skip
