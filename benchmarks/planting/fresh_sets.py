"""Wordings, read since, of defects of the set: twins, near twins, clips of an evaluation set."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

from planting.blind_sets import evaluation_item
from planting.drafts import Draft, Planted, Wordings
from planting.registry import Maker, Plant

__all__ = ["SETS"]

Change = Callable[[str], str]

# File names of evaluation sets: {} is the clip's Freesound id.
_ID_NAMES = (
    "freesound-{}.wav", "{}-preview.mp3", "{}_clip0.wav", "Freesound_{}_trimmed.wav",
    "fsid_{}.flac", "train/0/{}.ogg", "sound_{}_norm.wav", "{}.m4a", "{}_44100.wav", "{}_loop.opus",
    "{}__field_recording.wav", "eval-{}-000.wav", "5-{}-A-0.wav",
)  # fmt: skip
# Names as people give them, and what becomes of them on the way into another set.
_NAMES = (
    "Ferry horn at Bosphorus.wav", "Métro ligne 4 - départ.wav", "garden_sparrows_april.wav",
    "Harbour winch (old).wav", "Night-frogs, pond 2.wav", "KitchenMixer_HighSpeed.wav",
    "Bandsaw cutting oak.wav", "Überlandbus innen.wav", "Ice cracking on lake.wav",
    "school_yard_recess_bell.wav",
)  # fmt: skip
_ON_THE_WAY: tuple[Change, ...] = (
    str, str.upper, str.lower, quote, lambda t: "audio_files/" + t,
    lambda t: t.replace(" ", "_"), lambda t: t.replace(".wav", ".flac"),
    lambda t: unicodedata.normalize("NFD", t), lambda t: t.replace(".wav", ".WAV"),
    lambda t: t.replace(" ", "-").replace(".wav", ".mp3"), lambda t: t.replace(" ", "  "),
    lambda t: "clotho_aqa\\audio\\" + t, lambda t: t.removesuffix(".wav"),
)  # fmt: skip
_SETS = (("mmau", "test-mini"), ("mmar", "test"), ("dcase2025", "dev"), ("dcase2026", "dev"))


def _evaluation(make: Maker, words: Wordings, name: str, freesound_id: str | None) -> Draft:
    return evaluation_item(make, words, name, freesound_id, _SETS)


def id_in_name(make: Maker, words: Wordings) -> Planted:
    draft = make.tacos.sound(words)
    name = words.rng.choice(_ID_NAMES).format(draft.freesound_id)
    return Planted("", "", draft, partners=(_evaluation(make, words, name, None),))


def id_given(make: Maker, words: Wordings) -> Planted:
    draft = make.tacos.sound(words)
    name = f"item_{words.rng.randrange(10**5):05}_{words.rng.choice('abc')}.wav"
    return Planted("", "", draft, partners=(_evaluation(make, words, name, draft.freesound_id),))


def name_kept(make: Maker, words: Wordings) -> Planted:
    """A name that people gave, as it was or changed on the way into the evaluation set."""
    # Only the number keeps the clips of two defects apart.
    name = words.rng.choice(_NAMES).replace(".wav", f" {words.rng.randrange(10**6)}.wav")
    draft = replace(make.clotho.sound(words), file_name=name)
    other = _evaluation(make, words, words.rng.choice(_ON_THE_WAY)(name), None)
    return Planted("", "", draft, partners=(other,))


def name_alike(make: Maker, words: Wordings) -> Planted:
    """A part of a recording, or a plain name that two recordings may have."""
    number = words.rng.randrange(10**6)
    mine, other = words.rng.choice((
        (f"Pier {number} waves take 1.wav", f"Pier {number} waves take 2.wav"),
        (f"rec{number}.wav", f"rec{number}a.wav"),
        (f"storm-{number}_part1.wav", f"storm-{number}_part2.wav"),
    ))  # fmt: skip
    draft = replace(make.clotho.sound(words), file_name=mine)
    return Planted("", "", draft, partners=(_evaluation(make, words, other, None),))


# Two ways of asking one thing of which a word or two differ; {} is another sound of the clip.
_NEAR = (
    ("What is the source of the sound that is heard after {}?",
     "What is the source of the sound heard after {}?"),
    ("How would you describe the scene in which {}?",
     "How would you describe a scene in which {}?"),
    ("In the recording, what happens right before {}?",
     "What happens right before {}, in the recording?"),
    ("What does the listener hear once {}?", "What do listeners hear once {}?"),
    ("Which noise accompanies the moment at which {}?",
     "Which noises accompany the moment at which {}?"),
    ("What kind of sound follows when {}?", "What type of sound follows when {}?"),
    ("Which of the sounds below is present as {}?", "Which of the sounds below are present as {}?"),
    ("What else is going on while {}?", "While {}, what else is going on?"),
    ("What could explain the sound that occurs as {}?",
     "What might explain the sound that occurs as {}?"),
    ("Listen closely: what is there in the background while {}?",
     "Listen carefully: what is there in the background while {}?"),
    ("What's the loudest thing at the point where {}?",
     "What is the loudest thing at the point where {}?"),
    ("Which colourful sound stands out as {}?", "Which colorful sound stands out as {}?"),
    ("Which sound can be identified when {}?",
     "Which sound can be identified in the clip when {}?"),
    ("Towards the end, what is heard while {}?", "Toward the end what is heard while {}?"),
)  # fmt: skip
_FAR = (
    ("What is heard while {}?", "At the point where {}, a second source is active: which one?"),
    (
        "Which sound accompanies the part where {}?",
        "Name the thing that one notices as {}, will you?",
    ),
    ("What happens as {}?", "Which of these events coincides with the fact that {}?"),
    ("What is in the background when {}?", "Behind it all, as {}, there is a noise. Of what?"),
)


def _near(
    make: Maker, words: Wordings, pairs: tuple[tuple[str, str], ...], *, same_clip: bool
) -> Planted:
    draft = make.tacos.present(words)
    context = make.tacos.event(words).clause
    pair = [form.format(context) for form in words.rng.choice(pairs)]
    words.rng.shuffle(pair)
    other = words.shuffled(replace(draft, question=pair[1]))
    if words.chance(0.5):
        at = words.rng.choice(other.wrong)
        other = other.with_option_like(at, make.tacos.event(words).clause)
    if not same_clip:
        other = _moved(make, words, other)
    return Planted("", "", draft.with_question(pair[0]), partners=(other,))


def _moved(make: Maker, words: Wordings, draft: Draft) -> Draft:
    """The same item on another clip."""
    there = make.tacos.sound(words)
    return replace(draft, file_name=there.file_name, freesound_id=there.freesound_id,
                   metadata=there.metadata, facts=there.facts, beside=there.beside)  # fmt: skip


def near_same_clip(make: Maker, words: Wordings) -> Planted:
    return _near(make, words, _NEAR, same_clip=True)


def near_other_clip(make: Maker, words: Wordings) -> Planted:
    return _near(make, words, _NEAR, same_clip=False)


def far(make: Maker, words: Wordings) -> Planted:
    return _near(make, words, _FAR, same_clip=True)


# What a second answer of a model changes without any change of meaning.
_COPIES: tuple[Change, ...] = (
    str, str.lower, lambda t: t.rstrip(".?"), lambda t: t.replace(" ", "  "), str.title,
    lambda t: t.replace("'", "\u2019"), lambda t: t.rstrip(".?") + " ",
    lambda t: t.replace(",", ""), lambda t: t.replace(" ", "\u00a0", 1), lambda t: f"\n{t}",
    lambda t: f"“{t}”", lambda t: re.sub(r"([.?])$", r" \1", t),
)  # fmt: skip


def _copy(words: Wordings, draft: Draft) -> Draft:
    change = words.rng.choice(_COPIES)
    options = tuple(change(text) for text in draft.options)
    return words.shuffled(replace(draft, question=change(draft.question), options=options))


def copied(make: Maker, words: Wordings) -> Planted:
    draft = replace(make.tacos.sound(words), spots=frozenset(range(5)))
    return Planted("", "", draft, partners=(_copy(words, draft),))


def copied_elsewhere(make: Maker, words: Wordings) -> Planted:
    draft = replace(make.tacos.sound(words), spots=frozenset(range(5)))
    other = _moved(make, words, _copy(words, draft))
    return Planted("", "", draft, partners=(other,))


def copied_but_one(make: Maker, words: Wordings) -> Planted:
    """One distractor is another: whether that is the same item is open."""
    draft = replace(make.tacos.sound(words), spots=frozenset(range(5)))
    other = words.shuffled(draft)
    other = other.with_option_like(words.rng.choice(other.wrong), make.tacos.event(words).clause)
    return Planted("", "", draft, partners=(other,))


SETS: dict[str, dict[str, tuple[Plant, bool]]] = {
    "contaminated-clip": {
        "fresh: id in the name": (id_in_name, True), "fresh: same id": (id_given, True),
        "fresh: same name": (name_kept, True), "fresh: names alike": (name_alike, False),
    },
    "near-duplicate-question": {
        "fresh: same clip": (near_same_clip, True), "fresh: other clip": (near_other_clip, True),
        "fresh: paraphrase": (far, False),
    },
    "duplicate-item": {
        "fresh: same clip": (copied, True), "fresh: other clip": (copied_elsewhere, True),
        "fresh: but one": (copied_but_one, False),
    },
}  # fmt: skip
