"""Mixture rows, as `aqagen mix` writes them, to training examples."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from aqagen.answer_prompt import AnswerPrompt
from aqagen.answers import tagged
from aqagen.boundary import MixtureRow
from aqagen.errors import MixError, TrainError
from aqagen.mixing.reading import read_mixture as mixture_rows
from trainer.audio import AudioCheck, check_audio, load_audio
from trainer.config import LongAudio

__all__ = ["Example", "Readied", "read_mixture", "ready"]


@dataclass(frozen=True, slots=True)
class Example:
    """One question about one clip, as the trainer takes it.

    Attributes:
        item_id: of the item, which leads back to its metadata.
        prompt: the text of the user's turn.
        audio_path: the clip.
        max_s: how much of it is heard, from the beginning; None for all.
        columns: the mixture row, which reward functions receive column by column, and
            `solution`: the right answer in its tags, as other trainers call it.
    """

    item_id: str
    prompt: str
    audio_path: str
    columns: dict[str, Any]
    max_s: float | None = None

    def waveform(self, sampling_rate_hz: int) -> np.ndarray:
        """Return the clip's samples, (n_samples,) float32.

        Raises:
            TrainError: the file cannot be read.
        """
        return load_audio(self.audio_path, sampling_rate_hz, self.max_s)


def read_mixture(path: Path) -> list[MixtureRow]:
    """Read a mixture, Parquet or JSON Lines.

    Raises:
        TrainError: it is missing, empty, or a row is not as `schemas/mixture_row.schema.json`
            says; the message names the row.
    """
    try:
        return mixture_rows(path)
    except MixError as error:
        raise TrainError(str(error)) from error


@dataclass(frozen=True, slots=True)
class Readied:
    """A mixture whose every file was looked at.

    Attributes:
        examples: in the mixture's order.
        n_cropped, n_skipped: rows whose clip is longer than the model takes.
        audio: what was found of the files.
    """

    examples: list[Example]
    n_cropped: int
    n_skipped: int
    audio: AudioCheck


def ready(
    rows: Sequence[MixtureRow],
    prompt: AnswerPrompt,
    max_audio_s: float,
    long_audio: LongAudio = "error",
    folder: Path | None = None,
) -> Readied:
    """Make examples of mixture rows, after a look at every sound file.

    Args:
        rows: of `read_mixture`.
        prompt: the template that turns question and options into the user's turn.
        max_audio_s: the longest clip that the model takes.
        long_audio: whether longer clips are an error, cropped or skipped.
        folder: where relative paths of sound files begin; default: the working folder.

    Raises:
        TrainError: rows without a sound file, files that are missing, unreadable or too long:
            all of them in one message; or nothing is left to train on.
    """
    without = [row.item_id for row in rows if not row.audio_path]
    if without:
        raise TrainError(
            f"{len(without)} rows of the mixture name no sound file: {', '.join(without[:5])}"
            f"{', ...' if len(without) > 5 else ''}. Get the audio and import the dataset again."  # noqa: PLR2004
        )
    examples = [_example(row, prompt, folder) for row in rows]
    check = check_audio((e.audio_path for e in examples), max_audio_s, long_audio)
    too_long = set(check.too_long)
    n_long = sum(example.audio_path in too_long for example in examples)
    if long_audio == "skip":
        examples = [example for example in examples if example.audio_path not in too_long]
        if not examples:
            raise TrainError(f"every clip is longer than {max_audio_s:g} s and skipped.")
        return Readied(examples, 0, n_long, check)
    cropped = [
        replace(example, max_s=max_audio_s) if example.audio_path in too_long else example
        for example in examples
    ]
    return Readied(cropped, n_long, 0, check)


def _example(row: MixtureRow, prompt: AnswerPrompt, folder: Path | None) -> Example:
    audio_path = Path(row.audio_path or "")
    if folder is not None and not audio_path.is_absolute():
        audio_path = folder / audio_path
    return Example(
        item_id=row.item_id,
        prompt=prompt.render(row.question, row.options),
        audio_path=str(audio_path),
        columns=row.model_dump() | {"solution": tagged(row.answer)},
    )
