"""The mean of LoRA adapters: of what they do to the model, not of their two factors.

An adapter changes a weight by  s B A  (s = alpha / r, or alpha / sqrt(r) with rsLoRA). The mean
of the changes is  1/n (s_1 B_1 A_1 + ... + s_n B_n A_n).  Averaging A and B by themselves gives
1/n^2 (B_1 + ... + B_n)(A_1 + ... + A_n)  instead, which mixes each B with every other A, and is
not even the mean of an adapter with itself written with other factors. So the factors are put
side by side:

    A = [A_1; ...; A_n]  (sum of r, in)      B = [c_1 B_1, ..., c_n B_n]  (out, sum of r)

with c_i = w_i s_i / (w_1 + ... + w_n) and a scale of 1: exactly the mean, but for the rounding of
c_i B_i to the adapter's type (none where c_i is a power of 2). The rank is the sum of the ranks.
"""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from aqagen.errors import TrainError
from trainer.averaging import Checkpoint, scales_of, weighted_mean
from trainer.folders import carry, new_folder, record
from trainer.weight_files import (
    FLOATS,
    Floats,
    Tensor,
    WeightReader,
    WeightWriter,
    decode,
    encode,
)

__all__ = ["average_adapters"]

_STEM = "adapter_model"
_CONFIG = "adapter_config.json"
_SAME = ("peft_type", "base_model_name_or_path", "fan_in_fan_out", "task_type")
# What a change of the form  s B A  does not say, or says with another rank in each place.
_REFUSED = ("use_dora", "rank_pattern", "alpha_pattern", "trainable_token_indices")
_A, _B = ".lora_A.", ".lora_B."
_EMBEDDING_A, _EMBEDDING_B = ".lora_embedding_A", ".lora_embedding_B"


def average_adapters(
    folders: Sequence[Path],
    out: Path,
    weights: Sequence[float] = (),
    say: Callable[[str], None] = print,
) -> Path:
    """Write one adapter that changes the model by the mean of what the adapters change.

    Args:
        folders: of the adapters, as peft writes them (safetensors).
        out: a new folder.
        weights: one per adapter; equal when empty.
        say: told what the user should know.

    Raises:
        UsageError: fewer than two adapters, impossible weights, or `out` is not empty.
        TrainError: the adapters are of different models or places, are no plain LoRA, or cannot
            be read or written. Nothing is left behind.
    """
    scales = scales_of(folders, weights)
    adapters = [Checkpoint.read(folder, _STEM, _CONFIG) for folder in folders]
    found = _differences(adapters)
    if found:
        raise TrainError("\n  ".join(["these adapters cannot be averaged:", *found]))
    first = adapters[0]
    rank = sum(int(adapter.config["r"]) for adapter in adapters)
    files = {path: WeightReader(path) for adapter in adapters for path in adapter.paths}
    try:
        with new_folder(out, 0) as folder:
            carry(first.folder, folder, [])
            name = f"{_STEM}.safetensors"
            made = {t: _combined(adapters, t, scales, files) for t in sorted(first.tensors)}
            layout = [(t, dtype, shape, len(data)) for t, (dtype, shape, data) in made.items()]
            with WeightWriter(folder / name, layout, first.metadata[first.paths[0]]) as file:
                for _, _, data in made.values():
                    file.write(data)
            config = {**first.config, "r": rank, "lora_alpha": rank, "use_rslora": False}
            (folder / _CONFIG).write_text(json.dumps(config, indent=2), encoding="utf-8")
            read = [{path.name: files[path].sha256() for path in a.paths} for a in adapters]
            record(folder, "mean of LoRA changes, factors side by side", folders, scales, read,
                   {name: file.sha256()})  # fmt: skip
    finally:
        for reader in files.values():
            reader.close()
    say(f"rank {rank}: the sum of the adapters' ranks, which makes the mean exact")
    return out


def _differences(adapters: Sequence[Checkpoint]) -> list[str]:
    first, problems = adapters[0], list[str]()
    for adapter in adapters:
        config, name = adapter.config, adapter.folder
        if config.get("peft_type") != "LORA":
            problems.append(f"{name} is {config.get('peft_type')!r}, expected LORA")
        problems += [
            f"{key} of {name} is {config.get(key)!r}, expected a number above 0"
            for key, kinds in (("r", {int}), ("lora_alpha", {int, float}))
            if type(config.get(key)) not in kinds or config[key] <= 0
        ]
        problems += [f"{name} uses {key}: not supported" for key in _REFUSED if config.get(key)]
        problems += [
            f"{key} is {config.get(key)!r} in {name}, {first.config.get(key)!r} in {first.folder}"
            for key in _SAME
            if config.get(key) != first.config.get(key)
        ]
        odd = sorted(adapter.tensors.keys() ^ first.tensors.keys())
        problems += [f"{tensor} is in only one of {first.folder} and {name}" for tensor in odd[:10]]
        for tensor in adapter.tensors.values():
            other = first.tensors.get(tensor.name)
            if other is not None and _outside(tensor) != _outside(other):
                problems.append(f"{tensor.name} is {list(tensor.shape)} in {name}, "
                                f"{list(other.shape)} in {first.folder}")  # fmt: skip
            if tensor.dtype not in FLOATS:
                problems.append(f"{tensor.name} of {name} is {tensor.dtype}: not supported")
    return problems


def _axis(name: str) -> int | None:
    """Return the axis of the rank: 0 of an A, 1 of a B, None of anything else."""
    if _A in name or name.endswith(_EMBEDDING_A):
        return 0
    return 1 if _B in name or name.endswith(_EMBEDDING_B) else None


def _outside(tensor: Tensor) -> tuple[int, ...]:
    """Return a shape without the rank."""
    axis = _axis(tensor.name)
    return tuple(size for at, size in enumerate(tensor.shape) if at != axis)


def _combined(
    adapters: Sequence[Checkpoint],
    name: str,
    scales: Sequence[float],
    files: Mapping[Path, WeightReader],
) -> tuple[str, tuple[int, ...], memoryview]:
    """Return the type, shape and bytes of one tensor of the mean."""
    tensors = [adapter.tensors[name] for adapter in adapters]
    pieces = [memoryview(bytearray(tensor.end - tensor.start)) for tensor in tensors]
    for tensor, piece in zip(tensors, pieces, strict=True):
        files[tensor.path].read(tensor.start, piece)
    dtype, axis = tensors[0].dtype, _axis(name)
    if axis is None:  # modules that were trained as a whole, biases
        try:
            types = [tensor.dtype for tensor in tensors]
            return dtype, tensors[0].shape, weighted_mean(pieces, types, scales)
        except ValueError as error:
            raise TrainError(f"{name}: {error}") from error
    numbers: list[Floats] = [
        decode(piece, tensor.dtype).reshape(tensor.shape)
        for tensor, piece in zip(tensors, pieces, strict=True)
    ]
    if axis == 1:
        total = sum(scales)
        numbers = [
            n * np.float32(scale / total * _scale(adapter.config))
            for n, scale, adapter in zip(numbers, scales, adapters, strict=True)
        ]
    whole = np.ascontiguousarray(np.concatenate(numbers, axis=axis))
    if not np.isfinite(whole).all():
        raise TrainError(f"{name} holds values that are not finite: an adapter is broken.")
    try:
        return dtype, whole.shape, encode(whole, dtype)
    except ValueError as error:
        raise TrainError(f"{name}: {error}") from error


def _scale(config: Mapping[str, Any]) -> float:
    rank, alpha = int(config["r"]), float(config["lora_alpha"])
    return alpha / math.sqrt(rank) if config.get("use_rslora") else alpha / rank
