"""The mean of several checkpoints' weights: the report's Submissions 3 and 4.

Every number is  (w_1 x_1 + ... + w_n x_n) / (w_1 + ... + w_n)  in float32, in the order in
which the checkpoints are given, then rounded once to the type of the first checkpoint. Pieces
of a few hundred thousand numbers are read, added up and written, so memory does not grow with
the model. Needs numpy and safetensors, no torch.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from aqagen.errors import TrainError, UsageError
from trainer.folders import carry, new_folder, read_json, record
from trainer.weight_files import (
    FLOATS,
    Tensor,
    WeightReader,
    WeightWriter,
    decode,
    encode,
    indexed_names,
    read_layout,
    weight_paths,
)

__all__ = ["Checkpoint", "average", "differences", "scales_of", "weighted_mean"]

_PIECE = 1 << 18  # numbers at a time: 1 MB in float32, which stays in a core's cache
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A checkpoint's layout.

    Attributes:
        paths: its weight files.
        metadata: of each file.
        tensors: by name, file by file in the order of their bytes.
        config: `config.json`.
    """

    folder: Path
    paths: tuple[Path, ...]
    metadata: Mapping[Path, dict[str, str]]
    tensors: Mapping[str, Tensor]
    config: Mapping[str, Any]

    @classmethod
    def read(cls, folder: Path, stem: str = "model", config: str = "config.json") -> "Checkpoint":
        """Read the layout of a checkpoint.

        Args:
            folder: of the checkpoint.
            stem: of its weight files.
            config: the name of its configuration.

        Raises:
            TrainError: a file is missing or broken, or lacks what the index says of it.
        """
        paths = weight_paths(folder, stem)
        layouts = {path: read_layout(path) for path in paths}
        tensors = {tensor.name: tensor for _, found in layouts.values() for tensor in found}
        lost = sorted(indexed_names(folder, stem) - tensors.keys())
        if lost:
            raise TrainError(
                f"{len(lost)} tensors that the index of {folder} names are in none of its files, "
                f"{lost[0]} first: a file is not the one that was written with it."
            )
        metadata = {path: found for path, (found, _) in layouts.items()}
        return cls(folder, tuple(paths), metadata, tensors, read_json(folder / config))


def average(
    folders: Sequence[Path],
    out: Path,
    weights: Sequence[float] = (),
    say: Callable[[str], None] = print,
) -> Path:
    """Write the mean of checkpoints of one model.

    Args:
        folders: of the checkpoints; configuration, tokenizer and processor are the first one's.
        out: a new folder, in the first checkpoint's sharding.
        weights: one per checkpoint; equal when empty.
        say: told what the user should know.

    Raises:
        UsageError: fewer than two checkpoints, impossible weights, or `out` is not empty.
        TrainError: the checkpoints do not fit together (every difference is listed), cannot be
            read, or the result cannot be written. Nothing is left behind.
    """
    scales = scales_of(folders, weights)
    checkpoints = [Checkpoint.read(folder) for folder in folders]
    found = differences(checkpoints)
    if found:
        raise TrainError(f"these are not checkpoints of one model:\n{_listed(found)}")
    first = checkpoints[0]
    mixed = [name for name in first.tensors
             if len({c.tensors[name].dtype for c in checkpoints}) > 1]  # fmt: skip
    if mixed:
        say(f"{len(mixed)} tensors have several types; the result has {folders[0]}'s")
    with new_folder(out, sum(t.end - t.start for t in first.tensors.values())) as folder:
        for name in carry(first.folder, folder, [c.folder for c in checkpoints[1:]]):
            say(f"{name} is not the same in all checkpoints; the result has {folders[0]}'s")
        with ExitStack() as stack:
            files = {path: WeightReader(path) for c in checkpoints for path in c.paths}
            for file in files.values():
                stack.callback(file.close)
            pool = stack.enter_context(ThreadPoolExecutor(len(checkpoints)))
            mean = _Mean(checkpoints, scales, files, pool)
            written = {path.name: mean.write(path, folder / path.name) for path in first.paths}
            hashes = dict(zip(files, pool.map(WeightReader.sha256, files.values()), strict=True))
        read = [{path.name: hashes[path] for path in c.paths} for c in checkpoints]
        record(folder, "mean of weights", folders, scales, read, written)
    return out


def scales_of(folders: Sequence[Path], weights: Sequence[float]) -> list[float]:
    """Return the weight of each checkpoint; 1 where none are given.

    Raises:
        UsageError: fewer than two checkpoints, one twice, or weights that make no mean.
    """
    if len(folders) < 2:  # noqa: PLR2004 - of one there is nothing to average
        raise UsageError(f"{len(folders)} checkpoint: a mean needs at least two.")
    if len({folder.resolve() for folder in folders}) < len(folders):
        raise UsageError("a checkpoint is named twice: --weights says how much each counts.")
    if weights and len(weights) != len(folders):
        raise UsageError(f"{len(weights)} weights for {len(folders)} checkpoints.")
    scales = list(weights) or [1.0] * len(folders)
    if any(not math.isfinite(w) or w < 0 for w in scales) or not sum(scales):
        raise UsageError(f"weights {scales}: expected numbers from 0 on, not all of them 0.")
    return scales


# --- what does not fit ---


def differences(checkpoints: Sequence[Checkpoint]) -> list[str]:
    """Say how checkpoints differ in family, tensor names and shapes; nothing when they fit."""
    first, problems = checkpoints[0], list[str]()
    family = first.config.get("model_type")
    for other in checkpoints[1:]:
        name = other.folder
        if other.config.get("model_type") != family:
            theirs = other.config.get("model_type")
            problems.append(f"{name} is a {theirs}, {first.folder} a {family}")
        for missing, where in (
            (first.tensors.keys() - other.tensors.keys(), name),
            (other.tensors.keys() - first.tensors.keys(), first.folder),
        ):
            problems += _some(f"{tensor} is not in {where}" for tensor in sorted(missing))
        problems += _some(
            f"{tensor} is {list(theirs.shape)} in {name}, {list(mine.shape)} in {first.folder}"
            for tensor, mine in first.tensors.items()
            if (theirs := other.tensors.get(tensor)) is not None and theirs.shape != mine.shape
        )
    return problems


def _some(lines: Iterator[str]) -> list[str]:
    every = list(lines)
    more = [f"... and {len(every) - _SHOWN} more like it"] if len(every) > _SHOWN else []
    return every[:_SHOWN] + more


def _listed(lines: Sequence[str]) -> str:
    return "\n".join(f"  {line}" for line in lines)


# --- numbers ---


class _Mean:
    """Computes the mean of tensors, piece by piece."""

    def __init__(
        self,
        checkpoints: Sequence[Checkpoint],
        scales: Sequence[float],
        files: Mapping[Path, WeightReader],
        pool: ThreadPoolExecutor,
    ) -> None:
        self._checkpoints = checkpoints
        self._scales = scales
        self._files = files
        self._pool = pool
        # Two sets: the next pieces are read while these are added up.
        sets = ([bytearray(8 * _PIECE) for _ in checkpoints] for _ in range(2))
        self._buffers = [[memoryview(buffer) for buffer in each] for each in sets]

    def write(self, path: Path, out: Path) -> str:
        """Write the mean of one file of the first checkpoint; return the SHA-256 of it."""
        first = self._checkpoints[0]
        tensors = [tensor for tensor in first.tensors.values() if tensor.path == path]
        layout = [(t.name, t.dtype, t.shape, t.end - t.start) for t in tensors]
        with WeightWriter(out, layout, first.metadata[path]) as file:
            for tensor, pieces in self._read(tensors):
                file.write(self._combine(tensor, pieces))
            return file.sha256()

    def _read(self, tensors: Sequence[Tensor]) -> Iterator[tuple[Tensor, list[memoryview]]]:
        """Yield pieces of all checkpoints, one of each; the next are read meanwhile."""
        ahead: tuple[Tensor, list[memoryview]] | None = None
        for number, (tensor, start, count) in enumerate(self._steps(tensors)):
            pieces, reads = [], []
            buffers = self._buffers[number % 2]
            for checkpoint, buffer in zip(self._checkpoints, buffers, strict=True):
                theirs = checkpoint.tensors[tensor.name]
                pieces.append(buffer[: _size(theirs) * count])
                reads.append((self._files[theirs.path], theirs.start + _size(theirs) * start))
            jobs = [
                self._pool.submit(file.read, offset, piece)
                for (file, offset), piece in zip(reads, pieces, strict=True)
            ]
            if ahead is not None:
                yield ahead
            for job in jobs:  # one at a time reads from a file: they are hashed in their order
                job.result()
            ahead = tensor, pieces
        if ahead is not None:
            yield ahead

    @staticmethod
    def _steps(tensors: Sequence[Tensor]) -> Iterator[tuple[Tensor, int, int]]:
        for tensor in tensors:
            n_numbers = math.prod(tensor.shape)
            for start in range(0, n_numbers, _PIECE):
                yield tensor, start, min(_PIECE, n_numbers - start)

    def _combine(self, tensor: Tensor, pieces: Sequence[memoryview]) -> memoryview:
        types = [checkpoint.tensors[tensor.name].dtype for checkpoint in self._checkpoints]
        try:
            return weighted_mean(pieces, types, self._scales)
        except ValueError as error:
            folders = ", ".join(str(checkpoint.folder) for checkpoint in self._checkpoints)
            raise TrainError(f"{tensor.name} of {folders}: {error}") from error


def weighted_mean(
    pieces: Sequence[memoryview], types: Sequence[str], scales: Sequence[float]
) -> memoryview:
    """Return the weighted mean of numbers, as bytes of the first one's type.

    Integers must be the same everywhere.

    Args:
        pieces: the bytes of equally many numbers.
        types: of each piece.
        scales: the weight of each.

    Raises:
        ValueError: integers or 8-bit floats that differ, or a result that is not finite.
    """
    if not FLOATS.issuperset(types):
        if any(piece != pieces[0] for piece in pieces):
            raise ValueError(f"{types[0]} that differ; only floats of 16 to 64 bits have a mean")
        return pieces[0]
    wide = np.dtype(np.float64 if "F64" in types else np.float32)
    weights = np.array(scales, wide)
    with np.errstate(over="ignore", invalid="ignore"):  # looked at below
        numbers = [
            decode(piece, dtype).astype(wide, copy=False)
            for piece, dtype in zip(pieces, types, strict=True)
        ]
        if (weights != 1).any():  # times 1 changes no bit
            numbers = [n * weight for n, weight in zip(numbers, weights, strict=True)]
        else:
            numbers[0] = numbers[0].copy()
        mean, weight = numbers[0], weights[0]
        for more, its_weight in zip(numbers[1:], weights[1:], strict=True):
            mean += more
            weight = weight + its_weight
        mean /= weight
        finite = np.isfinite(mean.sum())  # quick, and never true when one of them is not
    if not (finite or np.isfinite(mean).all()):
        raise ValueError("the mean is not finite: one of them is broken, or too large to add up")
    return encode(mean, types[0])


def _size(tensor: Tensor) -> int:
    """Return the bytes of one number."""
    return (tensor.end - tensor.start) // max(1, math.prod(tensor.shape))
