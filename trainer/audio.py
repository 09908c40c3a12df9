"""Sound files to waveforms: decoded by content, mixed to mono, resampled, never cut silently."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr

from aqagen.errors import TrainError
from trainer.config import LongAudio

__all__ = ["AudioCheck", "check_audio", "duration_s", "load_audio"]

_SHORTEST_S = 0.05  # less gives the encoders no token


def load_audio(path: str | Path, sampling_rate_hz: int, max_s: float | None = None) -> np.ndarray:
    """Read a sound file: (n_samples,) float32 at `sampling_rate_hz`.

    The decoder looks at the content, not at the name (801 files of DCASE 2025's development
    set are MP3 data named .wav). Channels are averaged.

    Args:
        path: of the file.
        sampling_rate_hz: what the model takes.
        max_s: keep this much from the beginning.

    Raises:
        TrainError: it cannot be read, or is too short to be heard.
    """
    try:
        # A file object: of a path libsndfile would believe the ending.
        with Path(path).open("rb") as opened, soundfile.SoundFile(opened) as sound:
            n_frames = -1 if max_s is None else int(max_s * sound.samplerate)
            channels = sound.read(n_frames, dtype="float32", always_2d=True)  # (n, channels)
            rate_hz = sound.samplerate
    except OSError as error:
        raise TrainError(f"{path} cannot be read: {error.strerror or error}.") from error
    except soundfile.LibsndfileError as error:
        raise TrainError(f"{path} is no sound file that can be decoded: {error}") from error
    if len(channels) < _SHORTEST_S * rate_hz:
        raise TrainError(f"{path} has {len(channels)} samples: too short to be heard.")
    mono: np.ndarray = channels.mean(axis=1)
    if not np.isfinite(mono).all():
        raise TrainError(f"{path} holds samples that are not numbers.")
    if rate_hz == sampling_rate_hz:
        return mono
    return np.asarray(soxr.resample(mono, rate_hz, sampling_rate_hz), dtype=np.float32)


def duration_s(path: str | Path) -> float:
    """Return how long a sound file is, from its header and by decoding its first samples.

    Raises:
        TrainError: as `load_audio`.
    """
    try:
        with Path(path).open("rb") as opened, soundfile.SoundFile(opened) as sound:
            seconds = float(sound.frames / sound.samplerate)
            n_read = len(sound.read(min(sound.frames, sound.samplerate // 10)))
    except OSError as error:
        raise TrainError(f"{path} cannot be read: {error.strerror or error}.") from error
    except soundfile.LibsndfileError as error:
        raise TrainError(f"{path} is no sound file that can be decoded: {error}") from error
    if seconds < _SHORTEST_S or not n_read:
        raise TrainError(f"{path} lasts {seconds:.3f} s: too short to be heard.")
    return seconds


@dataclass(frozen=True, slots=True)
class AudioCheck:
    """What a mixture's sound files are like.

    Attributes:
        durations_s: per file.
        too_long: the files that are longer than the model takes, in alphabetical order.
    """

    durations_s: dict[str, float]
    too_long: tuple[str, ...]


def check_audio(
    paths: Iterable[str], max_s: float, long_audio: LongAudio = "error", n_threads: int = 8
) -> AudioCheck:
    """Look at every file before the first step, each once.

    Args:
        paths: of the files; repetitions are looked at once.
        max_s: the longest clip that the model takes.
        long_audio: `crop` and `skip` leave longer files to the caller, who counts them.
        n_threads: files looked at together: the disk is what is waited for.

    Raises:
        TrainError: with every file that is missing or unreadable in one message; or, with
            `error`, with every file that is too long.
    """
    unique = sorted(set(paths))
    with ThreadPoolExecutor(n_threads) as pool:
        looked = list(pool.map(_look, unique))
    problems = [found for found in looked if isinstance(found, str)]
    if problems:
        raise TrainError(
            f"{len(problems)} of {len(unique)} sound files cannot be used:\n{_listed(problems)}"
        )
    durations = {p: s for p, s in zip(unique, looked, strict=True) if isinstance(s, float)}
    too_long = tuple(path for path in unique if durations[path] > max_s)
    if too_long and long_audio == "error":
        shown = [f"{path} ({durations[path]:.1f} s)" for path in too_long]
        raise TrainError(
            f"{len(too_long)} sound files are longer than the {max_s:g} s that this model takes; "
            f"long_audio = crop or skip says what to do:\n{_listed(shown)}"
        )
    return AudioCheck(durations, too_long)


def _look(path: str) -> float | str:
    try:
        return duration_s(path)
    except TrainError as error:
        return str(error)


def _listed(lines: Sequence[str]) -> str:
    """Name each, all of them: a user mends the lot at once."""
    return "\n".join(f"  {line}" for line in lines)
