"""Wordings, read since, of defects of the set: twins, near twins, clips of an evaluation set."""

import shutil
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from planting.audio import SOUND_S, sound_file
from planting.drafts import Draft, Planted, Wordings
from planting.registry import Maker

__all__ = ["SETS", "same_bytes"]

Change = Callable[[str], str]
_ALL = frozenset(range(5))

# File names of evaluation sets: {} is the clip's Freesound id.
_ID_NAMES = (
    "1-{}-A-14.wav", "{}__klankbeeld__forest-edge-morning.wav", "{}_1337335-hq.mp3",
    "{}_321967-lq.ogg", "{}_0_10.wav", "{}_seg03.wav", "{}-00m10s.flac", "clips/{}.wav",
    "fsd50k_eval_{}.wav", "{}.original.aiff", "FS{}.wav", "audio/test/{}.ogg", "3-{}-C-2.wav",
    "{}__inspectorj__ambience-night-a.mp3", "{}_16k_mono.wav", "id{}-split2.wav",
)  # fmt: skip
_STEMS = ("Creaking pier", "Birds by the lake", "Old gate opens", "Tram stop noon", "Cafe chatter",
          "Rowing boat slow", "Market hall crowd", "Kids at the pool", "Steam train leaves",
          "Night crickets close", "Dish washing up", "Gravel steps walk")  # fmt: skip


def _decomposed(text: str) -> str:
    """As a Mac stores a name: the accent is a character of its own."""
    return unicodedata.normalize("NFD", text)


# A file name as one set spells it, and as the other does.
_SPELT: tuple[Change, ...] = (
    lambda t: t.replace(" ", "_"), lambda t: t.replace(" ", "-"), lambda t: t.replace(" ", "%20"),
    lambda t: t.title(), lambda t: t.replace(".wav", ".flac"), lambda t: t.replace(".wav", ".mp3"),
    lambda t: f"audio/{t}", lambda t: f"./{t}", lambda t: t.replace(" ", "  "),
    lambda t: f"eval\\{t}", lambda t: f" {t}", lambda t: t.replace(".wav", ".wav.wav"),
    _decomposed,
)  # fmt: skip
# Not surely one file: a copy, a cut or another take.
_PERHAPS: tuple[Change, ...] = (
    lambda t: t.replace(".wav", " (1).wav"), lambda t: t.replace(".wav", " 2.wav"),
    lambda t: t.replace(".wav", "_edit.wav"), lambda t: t.replace(".wav", " - Copy.wav"),
    lambda t: t.replace(".wav", "-mono.wav"), lambda t: t.replace(".wav", "_take2.wav"),
)  # fmt: skip
_EVALUATION = (("dcase2025", "dev"), ("mmau", "test-mini"), ("clotho-aqa", "test"))


def evaluation_item(
    make: Maker,
    words: Wordings,
    name: str,
    freesound_id: str | None,
    sets: Sequence[tuple[str, str]] = _EVALUATION,
) -> Draft:
    """Return an item of one of some evaluation sets, on the file of this name."""
    dataset, split = words.rng.choice(sets)
    return replace(
        make.tacos.sound(words), dataset=dataset, split=split, origin="imported", beside=(),
        facts={}, metadata={"id": name}, file_name=name, freesound_id=freesound_id,
    )  # fmt: skip


def id_in_name(make: Maker, words: Wordings) -> Planted:
    draft = make.tacos.sound(words)
    name = words.rng.choice(_ID_NAMES).format(draft.freesound_id)
    return Planted("", "", draft, partners=(evaluation_item(make, words, name, None),))


def same_id(make: Maker, words: Wordings) -> Planted:
    """Both say the Freesound id; the names have nothing in common."""
    draft = make.tacos.sound(words)
    name = words.rng.choice(_STEMS) + f" {words.rng.randrange(10**6)}.wav"
    other = evaluation_item(make, words, name, draft.freesound_id)
    return Planted("", "", draft, partners=(other,))


def _named(make: Maker, words: Wordings, change: Change) -> Planted:
    name = f"{words.rng.choice(_STEMS)} {words.rng.randrange(10**6)}.wav"
    own = f"Café {name}" if change is _decomposed else name
    draft = replace(make.tacos.sound(words), file_name=own, freesound_id=None)
    return Planted("", "", draft, partners=(evaluation_item(make, words, change(own), None),))


def same_name(make: Maker, words: Wordings) -> Planted:
    return _named(make, words, words.rng.choice(_SPELT))


def perhaps(make: Maker, words: Wordings) -> Planted:
    return _named(make, words, words.rng.choice(_PERHAPS))


def same_bytes(make: Maker, words: Wordings, folder: Path, number: int) -> Planted:
    """One recording under two names: only the bytes of the files tell."""
    path = sound_file(folder, words.rng, f"train-{number}")
    copy = shutil.copy(path, folder / f"evaluation-{words.rng.randrange(10**9)}.wav")
    draft = replace(make.tacos.sound(words), audio_path=path, duration_s=SOUND_S)
    other = evaluation_item(make, words, Path(copy).name, None)
    other = replace(other, audio_path=str(copy), duration_s=SOUND_S)
    return Planted("contaminated-clip", "blind: bytes", draft, heldout=True, partners=(other,))


# Two ways of asking one thing of which a word or two differ; {} is another sound of the clip.
_NEAR = (
    ("What can be heard while {}?", "What can be heard when {}?"),
    ("Which sound is present while {}?", "What sound is present while {}?"),
    ("What is heard in the audio as {}?", "What is heard in the recording as {}?"),
    ("What is happening while {}?", "What's happening while {}?"),
    ("Which sound is heard along with {}?", "Which sounds are heard along with {}?"),
    ("What is the main sound while {}?", "What is the primary sound while {}?"),
    ("Which event occurs as {}?", "Which event takes place as {}?"),
    ("What other sound is audible while {}?", "What other sound is audible whilst {}?"),
    ("What is most likely heard while {}?", "What is likely heard while {}?"),
    ("Which background sound occurs as {}?", "Which back-ground sound occurs as {}?"),
    ("Which of the following is heard while {}?", "Which of these is heard while {}?"),
    ("What do you hear while {}?", "What can you hear while {}?"),
    ("In the clip, what is heard while {}?", "In this clip, what is heard while {}?"),
    ("What sound accompanies the part in which {}?", "What sound acompanies the part in which {}?"),
    ("Which sound source is audible while {}?", "Which sound source is clearly audible while {}?"),
    ("What else can be heard while {}?", "What else can be heard in the audio while {}?"),
)  # fmt: skip
# The same asked in quite other words: where near ends, words cannot say.
_FAR = (
    ("What can be heard while {}?", "Listen closely: {}. Name the sound that goes with it?"),
    ("Which sound is present while {}?", "When {}, what is the other thing that you notice?"),
    ("What else happens while {}?", "Apart from the fact that {}, what goes on?"),
    ("What is the main sound while {}?", "Of all sounds, which dominates as {}?"),
    ("Which event occurs as {}?", "{}; what takes place at that very moment?"),
    ("What do you hear while {}?", "Based on the audio in which {}, identify what is audible?"),
)  # fmt: skip


def _near(
    make: Maker, words: Wordings, forms: tuple[tuple[str, str], ...], *, own: bool
) -> Planted:
    first = make.tacos.present(words)
    said = first.beside[0][0]["caption"] if first.beside else "Other things happen."
    context = said[0].lower() + said[1:-1]
    one, two = words.rng.choice(forms)
    if words.chance(0.5):
        one, two = two, one
    twin = first if own else make.tacos.present(words)
    twin = twin.with_question(two.format(context))
    return Planted("", "", twin, partners=(first.with_question(one.format(context)),))


def near_same_clip(make: Maker, words: Wordings) -> Planted:
    return _near(make, words, _NEAR, own=True)


def near_other_clip(make: Maker, words: Wordings) -> Planted:
    return _near(make, words, _NEAR, own=False)


def far(make: Maker, words: Wordings) -> Planted:
    return _near(make, words, _FAR, own=True)


# What copying, scraping and other tools do to a text without changing what it says.
_COPIED: tuple[Change, ...] = (
    _decomposed, lambda t: t.replace(" ", "\u00a0"), lambda t: f"{t}\u200b", lambda t: f"\ufeff{t}",
    lambda t: t.replace(" ", "\n", 1), lambda t: f"{t} ", lambda t: f"\u2018{t}\u2019",
    lambda t: t.replace(",", " ,"), lambda t: t.replace(" ", "\u2009", 2),
    lambda t: "".join(chr(ord(c) + 0xFEE0) if c.isalpha() and c.isascii() else c for c in t),
    lambda t: t.rstrip(".?") + "\u2026", lambda t: t.upper(), lambda t: f"- {t}",
    lambda t: t.replace(" ", "\t"), lambda t: t[0].swapcase() + t[1:],
)  # fmt: skip


def copied(make: Maker, words: Wordings) -> Planted:
    """The same item once more, as another tool has written it."""
    draft, change = make.tacos.sound(words), words.rng.choice(_COPIED)
    at = words.rng.randrange(3)  # the question alone, the options alone, or both
    if change is _decomposed:
        draft, at = draft.with_question(draft.question.rstrip("?") + " in the café?"), 0
    question = change(draft.question) if at != 1 else draft.question
    options = tuple(map(change, draft.options)) if at else draft.options
    twin = replace(draft, question=question, options=options, spots=_ALL,
                   facts=draft.facts | {"again": True})  # fmt: skip
    twin = words.shuffled(twin) if words.chance(0.5) else twin
    return Planted("", "", replace(twin, spots=_ALL), partners=(draft,))


_PLACES = (("audiomcq", "train"), ("avqa", "train"), ("jsonl", "all"), ("tacos", "all"),
           ("mmau", "test-mini"), ("dcase2025", "train"))  # fmt: skip


def elsewhere(make: Maker, words: Wordings) -> Planted:
    """The same item in another dataset or split, in another order or case."""
    draft = make.any(words)
    dataset, split = words.rng.choice(_PLACES)
    twin = replace(
        words.shuffled(draft), dataset=dataset, split=split, origin="imported", beside=(),
        facts={}, metadata={"id": f"q{words.rng.randrange(10**6)}"}, freesound_id=None,
        file_name=f"{words.rng.randrange(10**8):08}.wav", spots=_ALL,
    )  # fmt: skip
    if words.chance(0.5):
        twin = replace(twin, options=tuple(text.capitalize() for text in twin.options))
    return Planted("", "", twin, partners=(draft,))


def one_distractor(make: Maker, words: Wordings) -> Planted:
    """The same question, clip and answer; one distractor is another: the same item or not?"""
    draft = make.tacos.present(words)
    other = make.tacos.others(words, draft.families, 1, draft.answer)[0].clause
    twin = draft.with_option_like(words.rng.choice(draft.wrong), other)
    return Planted("", "", replace(twin, spots=_ALL), partners=(draft,))


SETS = {
    "contaminated-clip": {"blind: id in the name": (id_in_name, True),
                          "blind: id": (same_id, True), "blind: name": (same_name, True),
                          "blind: a copy's name": (perhaps, False)},
    "near-duplicate-question": {"blind: same clip": (near_same_clip, True),
                                "blind: another clip": (near_other_clip, True),
                                "blind: in other words": (far, False)},
    "duplicate-item": {"blind: copied": (copied, True), "blind: elsewhere": (elsewhere, True),
                       "blind: one distractor": (one_distractor, False)},
}  # fmt: skip
