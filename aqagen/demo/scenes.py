"""What happens in the demo's clips, and the words for it."""

import random
from dataclasses import dataclass

from aqagen.demo.sounds import KINDS, Event

__all__ = ["NUMBERS", "WORDS", "Scene", "ScenePlanner", "Words", "caption_of", "listed"]

NUMBERS = ("zero", "one", "two", "three", "four", "five")


@dataclass(frozen=True, slots=True)
class Words:
    """How one kind of sound is spoken of.

    Attributes:
        noun: with its article, as in "Is there ...?"
        superclass: as in the metadata of TACOS.
        subclass: the same, closer.
        captions: three ways to say it; `{count}` is the number of strokes.
    """

    noun: str
    superclass: str
    subclass: str
    captions: tuple[str, str, str]


# No two kinds share a content word, so that a caption of one is never true of another; every
# caption says its kind, so that one of the same kind is known to be true as well.
WORDS = {
    "hum": Words(
        "a hum",
        "Tonal",
        "Steady",
        ("A low hum.", "A deep, steady humming.", "Something hums at a low level."),
    ),
    "whistle": Words(
        "a whistle",
        "Tonal",
        "Piercing",
        ("A shrill whistle.", "A piercing whistle is held.", "Someone whistles one high note."),
    ),
    "swoop": Words(
        "a swoop",
        "Gliding",
        "Upward",
        ("A swoop climbs upward.", "An upward swoop.", "A rising swoop from bottom to top."),
    ),
    "slide": Words(
        "a slide",
        "Gliding",
        "Downward",
        ("A slide sinks downward.", "A descending slide.", "A downward slide that falls away."),
    ),
    "clicks": Words(
        "clicks",
        "Impulsive",
        "Short",
        ("{count} dry clicks.", "{count} sharp clicks in a row.", "Clicking, {count} in all."),
    ),
    "static": Words(
        "static",
        "Noisy",
        "Broadband",
        ("A burst of static.", "Hissing static.", "Static, like a radio off its station."),
    ),
    "siren": Words(
        "a siren",
        "Modulated",
        "Slow",
        ("A siren wails.", "A wailing siren.", "An alarm siren wavers."),
    ),
    "buzz": Words(
        "a buzz",
        "Noisy",
        "Harmonic",
        ("A harsh buzz.", "A rough, rasping buzz.", "A buzzing drone that grates."),
    ),
    "chirps": Words(
        "chirps",
        "Modulated",
        "Fast",
        ("{count} quick chirps.", "Chirping, {count} calls.", "A bird chirps {count} times."),
    ),
    "thud": Words(
        "a thud",
        "Impulsive",
        "Dull",
        ("A heavy thud.", "A dull thud.", "Something thuds onto the floor."),
    ),
}

_STROKES = ("clicks", "chirps")
_DURATIONS_S = (0.4, 0.55, 0.7)
_MARGIN_S = 0.05


@dataclass(frozen=True, slots=True)
class Scene:
    """One clip: its length and its sounds in order, all of different kinds."""

    duration_s: float
    events: tuple[Event, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of its sounds, in order."""
        return tuple(event.kind for event in self.events)

    @property
    def absent(self) -> tuple[str, ...]:
        """The kinds of sound that it does not have."""
        return tuple(kind for kind in KINDS if kind not in self.kinds)


class ScenePlanner:
    """Plans scenes by a seed; no two it plans are the same, so no two clips are."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(f"demo scenes {seed}")
        self._planned: set[Scene] = set()

    def plan(self, n_events: int | None = None, duration_s: float | None = None) -> Scene:
        """Return a new scene.

        Args:
            n_events: how many sounds it has; by default one to three.
            duration_s: 1 s a sound at the least; by default 2 to 4 s.
        """
        while True:
            n = n_events or self._chance.choices((1, 2, 3), (4, 4, 2))[0]
            scene = self._draw(n, duration_s)
            if scene not in self._planned:
                self._planned.add(scene)
                return scene

    def _draw(self, n: int, duration_s: float | None) -> Scene:
        chance = self._chance
        if duration_s is None:
            duration_s = chance.randrange(max(200, 100 * n), 401) / 100
        slot_s = duration_s / n
        events = []
        for place, kind in enumerate(chance.sample(KINDS, n)):
            length_s = chance.choice(_DURATIONS_S)
            slack_s = slot_s - length_s - 2 * _MARGIN_S
            onset_s = round(place * slot_s + _MARGIN_S + chance.random() * slack_s, 2)
            count = chance.randint(2, 5) if kind in _STROKES else 1
            events.append(Event(kind, onset_s, length_s, chance.randrange(3), count))
        return Scene(duration_s, tuple(events))


def caption_of(event: Event, way: int) -> str:
    """Return one of the three captions of a sound; `way` counts from 0."""
    text = WORDS[event.kind].captions[way].format(count=NUMBERS[event.count])
    return text[0].upper() + text[1:]


def listed(scene: Scene) -> str:
    """Return a scene's sounds in a sentence's form: "a hum, clicks and a thud"."""
    nouns = [WORDS[kind].noun for kind in scene.kinds]
    return " and ".join([", ".join(nouns[:-1]), nouns[-1]]) if len(nouns) > 1 else nouns[0]
