"""Scenes of one to three recordings, one after the other, all of one length.

All scenes last the same, so that nobody can count the sounds by the clip's length.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.miniature.recordings import PHRASES, RATE_HZ, Recording

__all__ = ["SCENE_S", "Composer", "Event", "Scene", "render"]

SCENE_S = 2.0
_LENGTHS_S = {1: (1.2, 1.9), 2: (0.7, 0.95), 3: (0.5, 0.62)}  # shortest and longest, by events
_GAIN_DB = 6.0  # either way
_RMS = 0.05
_FADE_S = 0.01
_TRIES = 8  # places in a recording that are tried for one that is not a pause


@dataclass(frozen=True, slots=True)
class Event:
    """One sound of a scene.

    Attributes:
        onset_s, offset_s: in the scene.
        start_s: where in the recording's active sound it begins; short ones are repeated.
        gain_db: against the usual level.
    """

    recording: Recording
    onset_s: float
    offset_s: float
    start_s: float
    gain_db: float


@dataclass(frozen=True, slots=True)
class Scene:
    """A clip: its name without ending, and its sounds in order, all of different classes."""

    name: str
    events: tuple[Event, ...]

    @property
    def phrases(self) -> tuple[str, ...]:
        """What is heard, in order."""
        return tuple(event.recording.phrase for event in self.events)

    @property
    def absent(self) -> tuple[str, ...]:
        """What is not heard."""
        return tuple(phrase for phrase in PHRASES.values() if phrase not in self.phrases)


class Composer:
    """Plans scenes by a seed; every recording comes up as often as any other as the first pick."""

    def __init__(
        self, recordings: Sequence[Recording], sounds: Mapping[str, np.ndarray], seed: str
    ) -> None:
        self._recordings, self._sounds = list(recordings), sounds
        self._chance = random.Random(f"miniature {seed}")
        self._deck: list[Recording] = []

    def plan(self, name: str, n_events: int) -> tuple[Scene, int]:
        """Return a scene and which of its events was dealt (the others are drawn beside it)."""
        if not self._deck:
            self._deck = self._chance.sample(self._recordings, len(self._recordings))
        dealt = self._deck.pop()
        chosen = [dealt]
        while len(chosen) < n_events:
            other = self._chance.choice(self._recordings)
            if all(other.category != each.category for each in chosen):
                chosen.append(other)
        self._chance.shuffle(chosen)
        return Scene(name, self._timed(chosen)), chosen.index(dealt)

    def _timed(self, chosen: Sequence[Recording]) -> tuple[Event, ...]:
        chance, shortest_longest = self._chance, _LENGTHS_S[len(chosen)]
        lengths_s = [round(chance.uniform(*shortest_longest), 2) for _ in chosen]
        slack_s = SCENE_S - sum(lengths_s)
        cuts_s = sorted(chance.uniform(0, slack_s) for _ in chosen)
        events, before_s = [], 0.0
        for recording, length_s, cut_s in zip(chosen, lengths_s, cuts_s, strict=True):
            # Downwards, so that rounding never moves an event into the next one.
            onset_s = int((before_s + cut_s) * 100) / 100
            start_s = self._loud_start(self._sounds[recording.file_name], length_s)
            gain_db = round(chance.uniform(-_GAIN_DB, _GAIN_DB), 1)
            offset_s = round(onset_s + length_s, 2)
            events.append(Event(recording, onset_s, offset_s, start_s, gain_db))
            before_s += length_s
        return tuple(events)

    def _loud_start(self, sound: np.ndarray, length_s: float) -> float:
        """Return a place in a recording where it is at least half as loud as on the whole."""
        n = int(length_s * RATE_HZ)
        if len(sound) <= n:
            return 0.0
        wanted = 0.5 * _rms(sound)
        best_s, best_rms = 0.0, -1.0
        for _ in range(_TRIES):
            start_s = round(self._chance.uniform(0, (len(sound) - n) / RATE_HZ), 3)
            at = int(start_s * RATE_HZ)
            rms = _rms(sound[at : at + n])
            if rms >= wanted:
                return start_s
            if rms > best_rms:
                best_s, best_rms = start_s, rms
        return best_s


def render(scene: Scene, sounds: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return a scene's samples at `RATE_HZ`, float32 in [-1, 1]."""
    mixed = np.zeros(round(SCENE_S * RATE_HZ), dtype=np.float32)
    ramp = np.linspace(0, 1, int(_FADE_S * RATE_HZ), dtype=np.float32)
    for event in scene.events:
        n = round((event.offset_s - event.onset_s) * RATE_HZ)
        sound = sounds[event.recording.file_name][int(event.start_s * RATE_HZ) :]
        piece = np.resize(sound, n).astype(np.float32)  # repeated where it is too short
        piece *= _RMS / max(1e-6, _rms(piece)) * 10 ** (event.gain_db / 20)
        piece[: len(ramp)] *= ramp
        piece[-len(ramp) :] *= ramp[::-1]
        at = round(event.onset_s * RATE_HZ)
        mixed[at : at + n] += piece
    return np.clip(mixed, -1, 1)


def _rms(sound: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.square(sound, dtype=np.float64))))
