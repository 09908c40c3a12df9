"""safetensors files read and written in pieces, so that memory does not grow with the model.

The library maps whole files into memory and writes whole dictionaries; it also has no bfloat16
for numpy. Here it checks a file, and the bytes are read and written in order. The format: eight
bytes with the header's length, the header as JSON (per tensor `dtype`, `shape` and
`data_offsets` behind the header), the tensors without gaps.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from safetensors import SafetensorError, safe_open

from aqagen.errors import TrainError

__all__ = [
    "FLOATS",
    "Floats",
    "Tensor",
    "WeightReader",
    "WeightWriter",
    "decode",
    "encode",
    "indexed_names",
    "read_layout",
    "weight_paths",
]

Floats = np.ndarray[Any, np.dtype[Any]]


_ALIGNMENT = 8
_LENGTH_BYTES = 8


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where a tensor lies.

    Attributes:
        dtype: as the format calls it: F32, BF16, I64.
        start, end: byte offsets in its file.
    """

    name: str
    dtype: str
    shape: tuple[int, ...]
    path: Path
    start: int
    end: int


def weight_paths(folder: Path, stem: str = "model") -> list[Path]:
    """Return the safetensors files of a checkpoint: of its index, or the only one.

    Raises:
        TrainError: there is none, or the index names a file that is not in the folder.
    """
    index = folder / f"{stem}.safetensors.index.json"
    only = folder / f"{stem}.safetensors"
    if not index.exists():
        if only.is_file():
            return [only]
        checkpoints = sorted(path.name for path in folder.glob("checkpoint-*"))
        hint = f" It holds {', '.join(checkpoints)}: name one of them." if checkpoints else ""
        raise TrainError(f"{folder} has neither {only.name} nor {index.name}.{hint}")
    try:
        names = set(json.loads(index.read_text(encoding="utf-8"))["weight_map"].values())
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise TrainError(f"{index} is no index of weights: {error}.") from error
    missing = sorted(n for n in map(str, names) if n != Path(n).name or not (folder / n).is_file())
    if missing:
        raise TrainError(f"{index} names {missing[0]}, which is not in {folder}.")
    return [folder / name for name in sorted(names)]


def indexed_names(folder: Path, stem: str = "model") -> set[str]:
    """Return the tensors that the index of a checkpoint's shards names; none without an index."""
    index = folder / f"{stem}.safetensors.index.json"
    if not index.exists():
        return set()
    return set(json.loads(index.read_text(encoding="utf-8"))["weight_map"])


def read_layout(path: Path) -> tuple[dict[str, str], list[Tensor]]:
    """Return a file's metadata and its tensors, in the order of their bytes.

    Raises:
        TrainError: it is missing or broken.
    """
    try:
        with safe_open(path, framework="np"):
            pass  # the library looks at lengths, types, shapes and offsets
        with path.open("rb") as file:
            length = int.from_bytes(file.read(_LENGTH_BYTES), "little")
            header: dict[str, Any] = json.loads(file.read(length))
    except (OSError, SafetensorError, ValueError) as error:
        raise TrainError(f"{path} cannot be read: {error}") from error
    metadata = header.pop("__metadata__", None) or {}
    base = _LENGTH_BYTES + length
    tensors = [
        Tensor(name, entry["dtype"], tuple(entry["shape"]), path, *(
            base + offset for offset in entry["data_offsets"]))
        for name, entry in header.items()
    ]  # fmt: skip
    return metadata, sorted(tensors, key=lambda tensor: (tensor.start, tensor.end))


class WeightReader:
    """One file, read piece by piece and hashed on the way while the pieces come in order."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("rb", buffering=0)
        self._hash = hashlib.sha256()
        self._hashed = 0

    def read(self, start: int, piece: memoryview) -> None:
        """Fill `piece` with the bytes from `start` on.

        Raises:
            OSError: the file cannot be read, or ends too soon.
        """
        if start > self._hashed:
            self._hash_to(start)
        self._file.seek(start)
        filled = 0
        while filled < len(piece):
            count = self._file.readinto(piece[filled:])
            if not count:
                raise OSError(0, f"{self._path} ends before byte {start + len(piece)}")
            filled += count
        if start == self._hashed:
            self._hash.update(piece)
            self._hashed += len(piece)

    def sha256(self) -> str:
        """Return the hash of the whole file; what was not read yet is read now."""
        self._hash_to(os.fstat(self._file.fileno()).st_size)
        return self._hash.hexdigest()

    def _hash_to(self, end: int) -> None:
        self._file.seek(self._hashed)
        while self._hashed < end:
            piece = self._file.read(min(end - self._hashed, 1 << 22))
            if not piece:
                raise OSError(0, f"{self._path} ends before byte {end}")
            self._hash.update(piece)
            self._hashed += len(piece)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class WeightWriter:
    """A new file: the layout first, then the bytes of each tensor in that order."""

    def __init__(
        self,
        path: Path,
        tensors: Iterable[tuple[str, str, tuple[int, ...], int]],
        metadata: Mapping[str, str],
    ) -> None:
        """Begin a file.

        Args:
            path: of the file.
            tensors: name, dtype, shape and number of bytes of each.
            metadata: of the file.
        """
        header: dict[str, Any] = {"__metadata__": dict(metadata)} if metadata else {}
        end = 0
        for name, dtype, shape, n_bytes in tensors:
            offsets = [end, end + n_bytes]
            header[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": offsets}
            end += n_bytes
        text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
        text += b" " * (-len(text) % _ALIGNMENT)
        self._file = path.open("wb", buffering=0)
        self._hash = hashlib.sha256()
        self.write(len(text).to_bytes(_LENGTH_BYTES, "little"))
        self.write(text)

    def write(self, piece: bytes | memoryview) -> None:
        """Append bytes."""
        left = memoryview(piece)
        self._hash.update(left)
        while left:
            left = left[self._file.write(left) :]

    def sha256(self) -> str:
        """Return the hash of what was written."""
        return self._hash.hexdigest()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            os.fsync(self._file.fileno())
        self._file.close()


# --- numbers ---


def _bfloat16(piece: memoryview) -> Floats:
    """The upper half of a float32."""
    wide = np.frombuffer(piece, "<u2").astype(np.uint32)
    wide <<= 16
    return wide.view(np.float32)


_DECODERS: dict[str, Callable[[memoryview], Floats]] = {
    "F64": lambda piece: np.frombuffer(piece, "<f8"),
    "F32": lambda piece: np.frombuffer(piece, "<f4"),
    "F16": lambda piece: np.frombuffer(piece, "<f2"),
    "BF16": _bfloat16,
}
FLOATS = frozenset(_DECODERS)


def encode(numbers: Floats, dtype: str) -> memoryview:
    """Return numbers as the bytes of a type, rounded to nearest, ties to even.

    Raises:
        ValueError: a number is too large for the type (16-bit floats end at 65,504).
    """
    if dtype == "BF16":
        bits = numbers.astype(np.float32, copy=False).view(np.uint32)
        rounded = bits >> 16
        rounded &= 1
        rounded += 0x7FFF
        rounded += bits
        rounded >>= 16
        return rounded.astype("<u2").data.cast("B")
    kinds = {"F64": "<f8", "F32": "<f4", "F16": "<f2"}
    try:
        with np.errstate(over="raise"):
            return numbers.astype(kinds[dtype], copy=False).data.cast("B")
    except FloatingPointError as error:
        raise ValueError(f"a number is too large for {dtype}") from error


def decode(piece: memoryview, dtype: str) -> Floats:
    """Return the floats that bytes stand for; bfloat16 as float32, exactly."""
    return _DECODERS[dtype](piece)
