"""Ten synthesised sounds that a person can tell apart, and clips put together from them.

Standard library only. Samples are 16-bit, mono, at `SAMPLE_RATE_HZ`; the loudest sample of
a clip stays below `PEAK` of full scale, for the sounds of a clip do not overlap.
"""

import math
import random
import sys
import wave
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

__all__ = [
    "KINDS",
    "PEAK",
    "SAMPLE_RATE_HZ",
    "Event",
    "Samples",
    "render_clip",
    "render_event",
    "write_wav",
]

SAMPLE_RATE_HZ = 16_000
PEAK = 0.5
_FULL_SCALE = 32_767
_FADE_S = 0.01
_TURN = 2 * math.pi

# 16-bit integers. The text is quoted, for `array` takes no parameter at run time.
Samples: TypeAlias = "array[int]"

# Each variant of a sound is a little higher than the one before.
_VARIANT_STEP = 1.06


@dataclass(frozen=True, slots=True)
class Event:
    """One sound in a clip.

    Attributes:
        kind: one of `KINDS`.
        onset_s: when it begins.
        duration_s: how long it lasts.
        variant: 0, 1, 2: the same sound, a little higher each.
        count: how many strokes it has, for sounds made of strokes (clicks, chirps).
    """

    kind: str
    onset_s: float
    duration_s: float
    variant: int = 0
    count: int = 1

    @property
    def offset_s(self) -> float:
        """When it ends."""
        return self.onset_s + self.duration_s


def _tone(hz: float, n: int, partials: Sequence[float]) -> list[float]:
    """Return a steady tone; `partials` are the strengths of its harmonics, which sum to 1."""
    step = _TURN * hz / SAMPLE_RATE_HZ
    sin = math.sin
    if len(partials) == 1:
        return [sin(step * i) for i in range(n)]
    harmonics = list(enumerate(partials, start=1))
    return [sum(level * sin(order * step * i) for order, level in harmonics) for i in range(n)]


def _moving_tone(hz_at: Iterable[float]) -> list[float]:
    """Return a tone whose frequency follows `hz_at`, one value per sample."""
    phase, samples = 0.0, []
    for hz in hz_at:
        samples.append(math.sin(phase))
        phase += _TURN * hz / SAMPLE_RATE_HZ
    return samples


def _glide(from_hz: float, to_hz: float, n: int) -> list[float]:
    """Return a tone that glides, by equal intervals in equal times."""
    ratio = (to_hz / from_hz) ** (1 / n)
    return _moving_tone(from_hz * ratio**i for i in range(n))


def _strokes(stroke: Sequence[float], n: int, count: int) -> list[float]:
    """Return `count` strokes spread evenly over n samples."""
    samples = [0.0] * n
    length = min(len(stroke), n // count)
    for number in range(count):
        start = number * n // count
        samples[start : start + length] = stroke[:length]
    return samples


def _hum(n: int, pitch: float, _count: int) -> list[float]:
    return _tone(160 * pitch, n, (0.7, 0.2, 0.1))


def _whistle(n: int, pitch: float, _count: int) -> list[float]:
    return _tone(2400 * pitch, n, (1.0,))


def _swoop(n: int, pitch: float, _count: int) -> list[float]:
    return _glide(300 * pitch, 2200 * pitch, n)


def _slide(n: int, pitch: float, _count: int) -> list[float]:
    return _glide(2200 * pitch, 300 * pitch, n)


def _clicks(n: int, pitch: float, count: int) -> list[float]:
    length = SAMPLE_RATE_HZ // 50
    ring = _tone(3200 * pitch, length, (1.0,))
    return _strokes([value * math.exp(-i / 40) for i, value in enumerate(ring)], n, count)


def _static(n: int, pitch: float, _count: int) -> list[float]:
    chance = random.Random(f"static {n} {pitch:.3f}")
    return [2 * chance.random() - 1 for _ in range(n)]


def _siren(n: int, pitch: float, _count: int) -> list[float]:
    step = _TURN * 3 / SAMPLE_RATE_HZ  # three wails a second
    return _moving_tone(pitch * (900 + 350 * math.sin(step * i)) for i in range(n))


def _buzz(n: int, pitch: float, _count: int) -> list[float]:
    period = SAMPLE_RATE_HZ / (95 * pitch)
    return [0.8 if (i % period) * 2 < period else -0.8 for i in range(n)]


def _chirps(n: int, pitch: float, count: int) -> list[float]:
    length = SAMPLE_RATE_HZ // 20
    rise = _glide(2600 * pitch, 4800 * pitch, length)
    return _strokes(_faded(rise), n, count)


def _thud(n: int, pitch: float, _count: int) -> list[float]:
    fall = _glide(110 * pitch, 55 * pitch, n)
    return [value * math.exp(-5 * i / SAMPLE_RATE_HZ) for i, value in enumerate(fall)]


_MAKERS: dict[str, Callable[[int, float, int], list[float]]] = {
    "hum": _hum,
    "whistle": _whistle,
    "swoop": _swoop,
    "slide": _slide,
    "clicks": _clicks,
    "static": _static,
    "siren": _siren,
    "buzz": _buzz,
    "chirps": _chirps,
    "thud": _thud,
}

KINDS = tuple(_MAKERS)


def _faded(samples: list[float]) -> list[float]:
    """Fade a sound in and out over 10 ms, so that its ends do not click."""
    n = min(round(_FADE_S * SAMPLE_RATE_HZ), len(samples) // 2)
    for i in range(n):
        samples[i] *= i / n
        samples[-1 - i] *= i / n
    return samples


@lru_cache(maxsize=1024)
def _sound(kind: str, n: int, variant: int, count: int) -> Samples:
    samples = _MAKERS[kind](n, _VARIANT_STEP**variant, count)
    # A click's first samples are the click: it begins and ends at zero by itself.
    if kind != "clicks":
        samples = _faded(samples)
    loudness = PEAK * _FULL_SCALE
    return array("h", (round(loudness * value) for value in samples))


def render_event(event: Event) -> Samples:
    """Return the samples of one sound by itself, its silence before and after left out.

    Raises:
        KeyError: there is no such kind.
    """
    n = round(event.duration_s * SAMPLE_RATE_HZ)
    return array("h", _sound(event.kind, n, event.variant, event.count))


def render_clip(events: Iterable[Event], duration_s: float) -> Samples:
    """Return the samples of a clip: its sounds at their times, silence elsewhere.

    Raises:
        KeyError: there is no such kind of sound.
        ValueError: two sounds overlap, or one goes past the end.
    """
    total = round(duration_s * SAMPLE_RATE_HZ)
    clip = array("h", bytes(2 * total))
    free_from = 0
    for event in sorted(events, key=lambda each: each.onset_s):
        start = round(event.onset_s * SAMPLE_RATE_HZ)
        sound = render_event(event)
        if start < free_from or start + len(sound) > total:
            raise ValueError(
                f"{event.kind} at {event.onset_s} to {event.offset_s} s overlaps another sound "
                f"or leaves the clip of {duration_s} s"
            )
        clip[start : start + len(sound)] = sound
        free_from = start + len(sound)
    return clip


def write_wav(path: Path, samples: Samples) -> None:
    """Write samples as a WAV file: mono, 16-bit PCM, `SAMPLE_RATE_HZ`."""
    if sys.byteorder == "big":
        samples = array("h", samples)
        samples.byteswap()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes(samples.tobytes())
