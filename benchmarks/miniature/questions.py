"""What is asked about a scene, right by construction."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.miniature.compose import Scene

__all__ = ["KINDS", "N_OPTIONS", "PARTS", "Kind", "Question", "ask"]

N_OPTIONS = 4
PARTS = {"part1": "which sound", "part2": "temporal", "part3": "complex"}
_COUNTS = ("One sound", "Two sounds", "Three sounds", "Four sounds")


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `right` is the text of the right option, `wrong` are the three others."""

    text: str
    right: str
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of question.

    Attributes:
        part: of the task.
        n_events: of the scenes that it is asked about, by turns.
        make: asks; told the scene, which event was dealt, and the dice.
        present_guesser: how often one is right who hears which sounds there are but not in what
            order, and guesses among the options that this leaves; by number of events.
        deaf_guesser: how often one is right who hears nothing, gives the answer that is most
            often right, and never one that the question names.
    """

    part: str
    n_events: tuple[int, ...]
    make: Callable[[Scene, int, random.Random], Question]
    present_guesser: dict[int, float]
    deaf_guesser: float = 1 / N_OPTIONS


def _filled(text: str, right: str, near: list[str], scene: Scene, dice: random.Random) -> Question:
    """Return a question with the near options, and sounds that are not in the scene."""
    near = near[: N_OPTIONS - 1]
    far = dice.sample(scene.absent, N_OPTIONS - 1 - len(near))
    return Question(text, right, (*near, *far))


def _which(scene: Scene, dealt: int, dice: random.Random) -> Question:
    return _filled("Which sound is heard?", scene.phrases[dealt], [], scene, dice)


def _first(scene: Scene, _dealt: int, dice: random.Random) -> Question:
    phrases = scene.phrases
    return _filled("Which sound comes first?", phrases[0], list(phrases[1:]), scene, dice)


def _last(scene: Scene, _dealt: int, dice: random.Random) -> Question:
    phrases = scene.phrases
    return _filled("Which sound comes last?", phrases[-1], list(phrases[:-1]), scene, dice)


def _before(scene: Scene, _dealt: int, dice: random.Random) -> Question:
    before, middle, after = scene.phrases
    text = f"Which sound comes before this: {middle}?"
    return _filled(text, before, [after], scene, dice)


def _after(scene: Scene, _dealt: int, dice: random.Random) -> Question:
    before, middle, after = scene.phrases
    text = f"Which sound comes after this: {middle}?"
    return _filled(text, after, [before], scene, dice)


def _how_many(scene: Scene, _dealt: int, _dice: random.Random) -> Question:
    right = _COUNTS[len(scene.events) - 1]
    wrong = tuple(count for count in _COUNTS if count != right)
    return Question("How many different sounds are there?", right, wrong)


def _missing(scene: Scene, _dealt: int, dice: random.Random) -> Question:
    return Question("Which sound is not heard?", dice.choice(scene.absent), scene.phrases)


def _beside(scene: Scene, _dealt: int, dice: random.Random) -> Question:
    """Ask for the sound that is left when one is named: in the scene, and not that one."""
    named, right = dice.sample(scene.phrases, 2)
    return Question(f"Which sound is heard beside this: {named}?", right,
                    (named, *dice.sample(scene.absent, N_OPTIONS - 2)))  # fmt: skip


KINDS = {
    "which": Kind("part1", (1, 1, 2), _which, {1: 1.0, 2: 1.0}),
    "first": Kind("part2", (2, 2, 3), _first, {2: 1 / 2, 3: 1 / 3}),
    "last": Kind("part2", (2, 2, 3), _last, {2: 1 / 2, 3: 1 / 3}),
    "before": Kind("part2", (3,), _before, {3: 1 / 2}),
    "after": Kind("part2", (3,), _after, {3: 1 / 2}),
    "how-many": Kind("part2", (1, 2, 3), _how_many, {1: 1.0, 2: 1.0, 3: 1.0}, 1 / 3),
    "missing": Kind("part3", (3,), _missing, {3: 1.0}),
    "beside": Kind("part3", (2,), _beside, {2: 1.0}, 1 / (N_OPTIONS - 1)),
}


def ask(kind: str, scene: Scene, dealt: int, dice: random.Random) -> Question:
    """Return a question of a kind about a scene."""
    return KINDS[kind].make(scene, dealt, dice)
