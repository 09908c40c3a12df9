"""What a file of audio is, by its content: one pass over the file, a block in memory at a time.

Files are not trusted: a header may claim anything, so lengths are what could be decoded, and what
is not a regular file (a folder, a pipe, a device, also behind a link) is never read from.
"""

import hashlib
import os
import stat
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from math import isfinite, log10, sqrt
from pathlib import PurePath
from typing import Any

from aqagen.records import AudioFacts

__all__ = ["FLOOR_DBFS", "MAX_SAMPLES", "AudioFile", "look_at", "measure", "scan"]

# Digital silence has no level in decibels; this stands for it (24-bit audio ends at -144).
FLOOR_DBFS = -200.0

# Samples of all channels that are decoded at most: 6 hours at 44.1 kHz. A small file can claim,
# and even hold, years of compressed silence.
MAX_SAMPLES = 1_000_000_000

_BLOCK_SAMPLES = 1 << 18
_BLOCK_BYTES = 1 << 20
_MAX_DETAIL = 300

# How files of a format are usually named, by libsndfile's name of the format; of others,
# any name is fine.
_USUAL_ENDINGS = {
    "WAV": {".wav", ".wave"},
    "WAVEX": {".wav", ".wave"},
    "FLAC": {".flac"},
    "OGG": {".ogg", ".oga", ".opus"},
    "MP3": {".mp3"},
    "AIFF": {".aif", ".aiff", ".aifc"},
}


@dataclass(frozen=True, slots=True)
class AudioFile:
    """A file as the file system has it: `size_bytes` is None where there is none."""

    clip_id: str
    audio_path: str
    size_bytes: int | None = None
    modified_ns: int | None = None
    is_regular: bool = False

    def missing(self) -> AudioFacts:
        """Return what is known of a file that is not there."""
        return AudioFacts(self.clip_id, self.audio_path, None, None, "missing")


def look_at(clip_id: str, audio_path: str) -> AudioFile:
    """Ask the file system about a place; links are followed, for it is the user who made them."""
    try:
        # os.stat, because a name that no file system takes is "not there", not an error
        found = os.stat(audio_path)  # noqa: PTH116
    except (OSError, ValueError):
        return AudioFile(clip_id, audio_path)
    regular = stat.S_ISREG(found.st_mode)
    return AudioFile(clip_id, audio_path, found.st_size, found.st_mtime_ns, regular)


def measure(file: AudioFile) -> AudioFacts:
    """Decode one file and return its facts; whatever is wrong with it is one of them.

    `rms_dbfs` and `peak_dbfs` are over all channels, 0 dBFS being a sample of 1.0 (so a sine of
    full scale has an RMS of -3.0). Only a file that holds audio is hashed.
    """
    if not file.is_regular:
        return _unreadable(file, "not a regular file")
    if not file.size_bytes:
        return _unreadable(file, "0 bytes")
    try:
        # Without waiting: a pipe may have taken the file's place since.
        descriptor = os.open(file.audio_path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)
                             | getattr(os, "O_BINARY", 0))  # fmt: skip
    except OSError as error:
        return _unreadable(file, error.strerror or type(error).__name__)
    try:
        return _measure_open(file, descriptor)
    finally:
        os.close(descriptor)


def scan(files: Iterable[AudioFile], n_threads: int = 0) -> Iterator[AudioFacts]:
    """Yield the facts of many files, in their order, a few at work at a time.

    Args:
        files: taken as they are needed, so that memory does not grow with their number.
        n_threads: 0 for one per core, 8 at most. Decoding and hashing hold no lock.
    """
    n_threads = n_threads or min(8, os.cpu_count() or 1)
    source = iter(files)
    with ThreadPoolExecutor(n_threads, thread_name_prefix="aqagen-audio") as pool:
        waiting: deque[Future[AudioFacts]] = deque()
        try:
            for file in islice(source, 4 * n_threads):
                waiting.append(pool.submit(measure, file))
            while waiting:
                yield waiting.popleft().result()
                for file in islice(source, 1):
                    waiting.append(pool.submit(measure, file))
        finally:
            for future in waiting:
                future.cancel()


def _measure_open(file: AudioFile, descriptor: int) -> AudioFacts:
    import soundfile  # noqa: PLC0415 - with numpy 0.2 s, which only a scan needs

    try:
        with soundfile.SoundFile(descriptor, closefd=False) as sound:
            n_frames, total, peak = _levels(sound)
            rate_hz, n_channels, kind = sound.samplerate, sound.channels, sound.format
    except (soundfile.SoundFileError, OSError, ValueError, MemoryError) as error:
        # The library names an open descriptor, which tells nobody anything.
        return _unreadable(file, str(error).replace(f"Error opening {descriptor}: ", ""))
    if not n_frames:
        return _unreadable(file, f"{kind} without a sample")
    if not (isfinite(total) and isfinite(peak)):
        return _unreadable(file, f"{kind} with samples that are no numbers")
    return AudioFacts(
        file.clip_id, file.audio_path, file.size_bytes, file.modified_ns, "ok",
        format=kind, duration_s=n_frames / rate_hz, sample_rate_hz=rate_hz,
        n_channels=n_channels, rms_dbfs=_dbfs(sqrt(total / (n_frames * n_channels))),
        peak_dbfs=_dbfs(peak), sha256=_sha256(descriptor),
        detail=_notes(file, kind, n_frames * n_channels),
    )  # fmt: skip


def _levels(sound: Any) -> tuple[int, float, float]:
    """Return frames decoded, the sum of the squares of all samples, and the largest of them."""
    import numpy as np  # noqa: PLC0415

    n_frames, total, peak = 0, 0.0, 0.0
    block = np.empty((max(1, _BLOCK_SAMPLES // sound.channels), sound.channels), np.float32)
    most = MAX_SAMPLES // sound.channels
    while n_frames < most:
        got = sound.read(out=block)
        if not len(got):
            break
        flat = got.reshape(-1)
        n_frames += len(got)
        total += float(np.dot(flat, flat))
        peak = max(peak, float(flat.max()), -float(flat.min()))
    return n_frames, total, peak


def _dbfs(level: float) -> float:
    return max(FLOOR_DBFS, 20 * log10(level)) if level > 0 else FLOOR_DBFS


def _sha256(descriptor: int) -> str:
    os.lseek(descriptor, 0, os.SEEK_SET)
    digest = hashlib.sha256()
    read: Callable[[], bytes] = lambda: os.read(descriptor, _BLOCK_BYTES)  # noqa: E731
    for block in iter(read, b""):
        digest.update(block)
    return digest.hexdigest()


def _notes(file: AudioFile, kind: str, n_samples: int) -> str | None:
    notes = []
    ending = PurePath(file.audio_path).suffix.lower()
    if kind in _USUAL_ENDINGS and ending not in _USUAL_ENDINGS[kind]:
        notes.append(f"{kind} data in a file named {ending or 'without an ending'}")
    if n_samples >= MAX_SAMPLES // 2 and n_samples + _BLOCK_SAMPLES > MAX_SAMPLES:
        notes.append("decoded no further than this")
    return "; ".join(notes) or None


def _unreadable(file: AudioFile, why: str) -> AudioFacts:
    return AudioFacts(
        file.clip_id, file.audio_path, file.size_bytes, file.modified_ns, "unreadable",
        detail=why[:_MAX_DETAIL],
    )  # fmt: skip
