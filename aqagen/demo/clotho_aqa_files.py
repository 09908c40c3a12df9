"""The demo's clips in the form of Clotho-AQA."""

import random
from pathlib import Path

from aqagen.demo.files import LICENSE, Written, write_clip, write_table
from aqagen.demo.scenes import NUMBERS, WORDS, Scene, ScenePlanner
from aqagen.demo.sounds import KINDS, SAMPLE_RATE_HZ

__all__ = ["write_clotho_aqa"]

_HEADER = ("file_name", "QuestionText", "answer", "confidence")
_CONFIDENCES = ("yes", "Yes", "yes", "maybe", "Maybe", "no", "No")
_ANNOTATORS = 3
_ONE_DIFFERS, _ALL_DIFFER = 0.3, 0.06


def write_clotho_aqa(folder: Path, planner: ScenePlanner, seed: int, n_clips: int) -> Written:
    """Write the dataset; the last annotation of train is bad on purpose: it has no answer."""
    chance = random.Random(f"demo clotho-aqa {seed}")
    audio = folder / "audio_files"
    audio.mkdir(parents=True, exist_ok=True)
    rows: dict[str, list[tuple[str, ...]]] = {"train": [], "val": [], "test": []}
    metadata: list[tuple[object, ...]] = []
    good = 0
    for number in range(n_clips):
        scene = planner.plan()
        name = f"demo {' and '.join(scene.kinds)} {number:02}.wav"
        write_clip(audio / name, scene)
        samples = f"[0, {round(scene.duration_s * SAMPLE_RATE_HZ)}]"
        link = f"https://example.org/sounds/{number}"
        metadata.append(
            (number, name, ";".join(scene.kinds), link, samples, "aqagen demo", LICENSE)
        )
        # Three clips in five are for training, one in five each for the other two.
        split = ("train", "train", "train", "val", "test")[number % 5]
        for question, answer in _questions(scene, chance):
            good += 1
            for given in _annotations(answer, chance):
                rows[split].append((name, question, given, chance.choice(_CONFIDENCES)))
    bad = [(*row[:2], "", row[3]) for row in rows["train"][-1:]]
    rows["train"] += bad
    columns = ("", "file_name", "keywords", "sound_link", "start_end_samples")
    write_table(folder / "clotho_aqa_metadata.csv", (*columns, "manufacturer", "license"), metadata)
    for split, table in rows.items():
        write_table(folder / f"clotho_aqa_{split}.csv", _HEADER, table)
    return Written(good, len(bad))


def _questions(scene: Scene, chance: random.Random) -> list[tuple[str, str]]:
    """Return two or three questions on a scene, with their true answers."""
    there = chance.choice((True, False))
    asked = WORDS[chance.choice(scene.kinds if there else scene.absent)].noun
    verb = "Are" if asked.endswith("s") and " " not in asked else "Is"
    yes_no = chance.choice((f"{verb} there {asked}?", f"Can you hear {asked}?"))
    questions = [(yes_no, "yes" if there else "no")]
    strokes = [event for event in scene.events if event.count > 1]
    if strokes:
        event = chance.choice(strokes)
        text = chance.choice(("How many {} are there?", "How often do the {} come?"))
        questions.append((text.format(event.kind), NUMBERS[event.count]))
    else:
        questions.append(("How many different sounds are there?", NUMBERS[len(scene.events)]))
    if len(scene.events) > 1:
        first = chance.choice((True, False))
        text = chance.choice(("What is heard {}?", "Which sound comes {}?"))
        place = "first" if first else "last"
        questions.append((text.format(place), scene.kinds[0 if first else -1]))
    elif chance.choice((True, False)):
        questions.append(("What makes the sound?", scene.kinds[0]))
    return questions


def _annotations(answer: str, chance: random.Random) -> list[str]:
    """Return what three annotators say: mostly the truth, sometimes one errs, or all differ."""
    others = _mistakes(answer)
    draw = chance.random()
    given = [answer] * _ANNOTATORS
    if draw < _ALL_DIFFER and len(others) > 1:
        given = [answer, *chance.sample(others, 2)]
    elif draw < _ONE_DIFFERS:
        given[0] = chance.choice(others)
    chance.shuffle(given)
    return given


def _mistakes(answer: str) -> list[str]:
    if answer in {"yes", "no"}:
        return ["no" if answer == "yes" else "yes"]
    if answer in NUMBERS:
        place = NUMBERS.index(answer)
        return [*NUMBERS[max(0, place - 1) : place], *NUMBERS[place + 1 : place + 2]]
    return [kind for kind in KINDS if kind != answer]
