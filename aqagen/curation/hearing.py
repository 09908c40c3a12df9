"""What an audio model gets to hear: a clip, or silence, as a part of a chat message.

The clip's own samples at its own rate, in 16 bits, channels averaged: the server resamples to what
its model takes, and doing it here as well would only lose something.
"""

import base64
import importlib
import io
import wave
from pathlib import Path
from typing import Any, Literal

from aqagen.errors import AqagenError
from aqagen.generation.questions import UnaskableError

__all__ = ["AudioForm", "AudioUnusableError", "audio_part", "clip_wav", "length_s", "silent_wav"]

# OpenAI's own form, and the one that vLLM and SGLang take as well.
AudioForm = Literal["input_audio", "audio_url"]

_SILENCE_RATE_HZ = 16_000
_MAX_S = 3600.0


class AudioUnusableError(UnaskableError):
    """A clip cannot be heard; `reason` is a stable code: `audio-missing`, `audio-unreadable`."""


def clip_wav(audio_path: str | None) -> bytes:
    """Return a clip as the bytes of a WAV file, decoded by content and not by name.

    Raises:
        AudioUnusableError: there is no such file, or it is no sound.
        AqagenError: soundfile is not installed.
    """
    soundfile = _soundfile()
    path = _existing(audio_path)
    try:
        # A file object: of a path libsndfile would believe the ending.
        with path.open("rb") as opened, soundfile.SoundFile(opened) as sound:
            rate_hz = sound.samplerate
            channels = sound.read(dtype="int16", always_2d=True)  # (n_frames, n_channels)
    except (OSError, soundfile.LibsndfileError) as error:
        raise AudioUnusableError("audio-unreadable", str(error)) from error
    if not len(channels):
        raise AudioUnusableError("audio-unreadable", "it holds no samples")
    mono = channels[:, 0] if channels.shape[1] == 1 else channels.mean(axis=1).astype("int16")
    return _wav(mono.astype("<i2").tobytes(), rate_hz)


def length_s(audio_path: str | None, duration_s: float | None) -> float:
    """Return a clip's length: what the dataset says, else what its file says.

    Raises:
        AudioUnusableError: neither says it.
        AqagenError: soundfile is needed and not installed.
    """
    if duration_s and 0 < duration_s <= _MAX_S:
        return duration_s
    soundfile = _soundfile()
    try:
        with _existing(audio_path).open("rb") as opened, soundfile.SoundFile(opened) as sound:
            return float(sound.frames / sound.samplerate)
    except (OSError, soundfile.LibsndfileError) as error:
        raise AudioUnusableError("audio-unreadable", str(error)) from error


def silent_wav(seconds: float) -> bytes:
    """Return silence as the bytes of a WAV file."""
    return _wav(bytes(2 * round(seconds * _SILENCE_RATE_HZ)), _SILENCE_RATE_HZ)


def audio_part(wav: bytes, form: AudioForm) -> dict[str, Any]:
    """Return the part of a chat message that carries a sound."""
    data = base64.b64encode(wav).decode("ascii")
    if form == "input_audio":
        return {"type": "input_audio", "input_audio": {"data": data, "format": "wav"}}
    return {"type": "audio_url", "audio_url": {"url": f"data:audio/wav;base64,{data}"}}


def _wav(samples: bytes, rate_hz: int) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(samples)
    return buffer.getvalue()


def _existing(audio_path: str | None) -> Path:
    path = Path(audio_path) if audio_path else None
    if path is None or not path.is_file():
        raise AudioUnusableError("audio-missing", f"there is no file {audio_path}")
    return path


def _soundfile() -> Any:
    try:
        # Only what hears needs it.
        return importlib.import_module("soundfile")
    except ImportError as error:
        raise AqagenError(
            "audio is read with soundfile, which is not installed: pip install soundfile."
        ) from error
