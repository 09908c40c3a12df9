"""The demo's clips in the form of DCASE 2025 Task 5."""

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aqagen.answers import LETTERS
from aqagen.demo.files import write_clip
from aqagen.demo.scenes import NUMBERS, WORDS, Scene, ScenePlanner

__all__ = ["write_dcase2025", "write_which_sound"]

_QUESTIONS, _AUDIO = "dcase_2025_question_path", "local_audio_path"
# The parts of the task are told apart by the name of the audio file. Part 3 is the largest.
_NAMES = {1: "bio_{}.wav", 2: "fold{}.wav", 3: "audio_{}.wav"}
_PARTS = (1, 2, 3, 3)
_TYPES = {1: "Identification", 2: "Temporal", 3: "Complex"}


@dataclass(frozen=True, slots=True)
class _Question:
    text: str
    right: str
    wrong: list[str]


def write_dcase2025(
    folder: Path, planner: ScenePlanner, seed: int, sizes: Mapping[str, int]
) -> int:
    """Write the dataset: so many good questions for each split.

    Returns:
        How many were added to train that are bad on purpose: one, with a conflicting answer.
    """
    chance = random.Random(f"demo dcase2025 {seed}")
    for split, n in sizes.items():
        (folder / _QUESTIONS / split).mkdir(parents=True, exist_ok=True)
        (folder / _AUDIO / split).mkdir(parents=True, exist_ok=True)
        for number in range(n):
            _write_item(folder, split, number, planner, chance)
    scene = planner.plan(1)
    record = _record("train", "bad_0", 1, scene, chance)
    # The letter of one option with the text of another, as in five real development items.
    options = record["choice"]
    other = next(option for option in options if option != record["answer"])
    record["answer"] = f"{other[0]}. {record['answer'].split('. ', 1)[1]}"
    _write(folder, "train", record, scene)
    return 1


def write_which_sound(
    folder: Path, planner: ScenePlanner, seed: int, sizes: Mapping[str, int]
) -> None:
    """Write a set in the same form that a tiny model can learn: one question, short clips.

    Each clip lasts 1 s and has one sound; the question is which it is.
    """
    chance = random.Random(f"demo which sound {seed}")
    for split, n in sizes.items():
        (folder / _QUESTIONS / split).mkdir(parents=True, exist_ok=True)
        (folder / _AUDIO / split).mkdir(parents=True, exist_ok=True)
        for number in range(n):
            scene = planner.plan(1, duration_s=1.0)
            _write(folder, split, _record(split, f"{split}_{number:03}", 1, scene, chance), scene)


def _write_item(
    folder: Path, split: str, number: int, planner: ScenePlanner, chance: random.Random
) -> None:
    part = _PARTS[number % len(_PARTS)]
    # What comes first can only be asked of two sounds or more.
    scene = planner.plan({1: 1, 2: chance.choice((2, 3))}.get(part))
    _write(folder, split, _record(split, f"{split}_{number:03}", part, scene, chance), scene)


def _write(folder: Path, split: str, record: Mapping[str, object], scene: Scene) -> None:
    path = folder / _QUESTIONS / split / f"{record['id']}.json"
    text = json.dumps(record, ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    write_clip(folder / _AUDIO / split / Path(str(record["audio_url"])).name, scene)


def _record(
    split: str, name: str, part: int, scene: Scene, chance: random.Random
) -> dict[str, Any]:
    question = _QUESTION_OF[part](scene, chance)
    options = [question.right, *question.wrong]
    chance.shuffle(options)
    choice = [f"{letter}. {option}" for letter, option in zip(LETTERS, options, strict=False)]
    return {
        "id": name,
        "audio_url": f"../../{_AUDIO}/{split}/{_NAMES[part].format(name)}",
        "question": question.text,
        "choice": choice,
        "answer": choice[options.index(question.right)],
        "question_type": _TYPES[part],
    }


def _which(scene: Scene, chance: random.Random) -> _Question:
    text = chance.choice(("Which sound is heard in the audio?", "What can be heard?"))
    wrong = chance.sample(scene.absent, 3)
    return _Question(text, WORDS[scene.kinds[0]].noun, [WORDS[kind].noun for kind in wrong])


def _order(scene: Scene, chance: random.Random) -> _Question:
    place = chance.choice(("first", "last"))
    right = scene.kinds[0 if place == "first" else -1]
    inside = [kind for kind in scene.kinds if kind != right]
    wrong = inside + chance.sample(scene.absent, 3 - len(inside))
    text = f"Which sound comes {place}?"
    return _Question(text, WORDS[right].noun, [WORDS[kind].noun for kind in wrong])


def _complex(scene: Scene, chance: random.Random) -> _Question:
    if chance.choice((True, False)):
        n = len(scene.events)
        wrong = [NUMBERS[other] for other in (1, 2, 3, 4) if other != n]
        return _Question("How many different sounds are there?", NUMBERS[n], wrong)
    # Two, three or four options: part 3 of the release is so, too.
    missing = chance.choice(scene.absent)
    heard = [WORDS[kind].noun for kind in scene.kinds]
    return _Question("Which of these sounds is missing?", WORDS[missing].noun, heard)


_QUESTION_OF = {1: _which, 2: _order, 3: _complex}
