"""New checkpoint folders: whole or not there at all, and what else than weights lies in them."""

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aqagen.errors import TrainError, UsageError

__all__ = ["RECORD", "carry", "new_folder", "read_json", "record"]

RECORD = "averaged.json"

# Configuration, tokenizer, processor. Anything else is weights or the state of a training run.
_CARRIED = {".json", ".jinja", ".txt", ".model"}
_CARRIED_NAMES = {"spk_dict.pt"}  # the voices of a whole Qwen2.5-Omni, which will not load without
_LEFT = {RECORD, "resume.json", "trainer_state.json", "scores.json"}


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON object.

    Raises:
        TrainError: it is missing, or no JSON object.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TrainError(f"{path} cannot be read: {error}.") from error
    if not isinstance(value, dict):
        raise TrainError(f"{path} is no JSON object.")
    return value


@contextmanager
def new_folder(out: Path, n_bytes: int) -> Iterator[Path]:
    """Give a folder beside `out` that takes its place when everything in it is on the disk.

    Raises:
        UsageError: `out` is there and not empty.
        TrainError: there is no room for `n_bytes`, or a file cannot be read or written.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(f"{out} is there already. Name another folder.")
    out = out.resolve()  # "." has no name
    folder = out.with_name(f".writing-{out.name}")
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        free = shutil.disk_usage(folder).free
        if n_bytes > free:
            raise TrainError(f"{out} needs {n_bytes:,} bytes, {free:,} are free.")
        yield folder
        for path in (*folder.iterdir(), folder):
            _flush(path)
        folder.rename(out)
        _flush(out.parent)
    except OSError as error:
        raise TrainError(f"{out} cannot be written: {error.strerror or error}.") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def carry(first: Path, out: Path, others: Sequence[Path]) -> list[str]:
    """Copy all but weights and the state of training; return the files that are not the same."""
    different = []
    for path in sorted(first.iterdir()):
        named = path.suffix in _CARRIED and path.name not in _LEFT
        if path.is_file() and (named or path.name in _CARRIED_NAMES):
            shutil.copyfile(path, out / path.name)
            index = path.name.endswith(".safetensors.index.json")  # they may be sharded otherwise
            if not index and any(_content(other / path.name) != path.read_bytes()
                                 for other in others):  # fmt: skip
                different.append(path.name)
    return different


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def record(
    folder: Path,
    method: str,
    folders: Sequence[Path],
    scales: Sequence[float],
    read: Sequence[Mapping[str, str]],
    written: Mapping[str, str],
) -> None:
    """Write `averaged.json`: what the result is the mean of, by name and SHA-256."""
    checkpoints = [
        {"name": "/".join(path.resolve().parts[-2:]), "weight": scale, "sha256": dict(hashes)}
        for path, scale, hashes in zip(folders, scales, read, strict=True)
    ]
    text = json.dumps(
        {"method": method, "checkpoints": checkpoints, "sha256": dict(written)}, indent=2
    )
    (folder / RECORD).write_text(text + "\n", encoding="utf-8")


def _flush(path: Path) -> None:
    """Wait until a file or a folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
