"""`aqagen average`: the mean of checkpoints or of LoRA adapters."""

import re
from collections.abc import Sequence
from pathlib import Path

from aqagen.display import note
from aqagen.errors import UsageError
from aqagen.evaluation.selected import best_checkpoint

__all__ = ["run_average"]

_ADAPTER = "adapter_config.json"


def run_average(
    checkpoints: Sequence[Path], out: Path, weights: Sequence[str] = (), *, lora: bool = False
) -> None:
    """Run the command; of a run's folder the checkpoint that `aqagen select` found best.

    Args:
        checkpoints: folders; behind `--weights 0.3` a shell's next words arrive here too.
        out: a new folder.
        weights: numbers, one or several (with commas) in each.
        lora: average adapters, though there are whole models beside them.

    Raises:
        AqagenError: a package is missing, the checkpoints do not fit together, or files cannot
            be read or written.
    """
    try:
        from trainer.averaging import average  # noqa: PLC0415
        from trainer.averaging_adapters import average_adapters  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(
            f"averaging needs numpy and safetensors ({error.name} is missing): "
            'pip install -c constraints.txt "aqagen[train]".'
        ) from error
    numbers = [path for path in checkpoints if weights and _is_number(path)]
    folders = [_checkpoint(path) for path in checkpoints if path not in numbers]
    scales = _numbers([*weights, *map(str, numbers)])
    adapters = [(folder / _ADAPTER).is_file() for folder in folders]
    whole = [(folder / "config.json").is_file() for folder in folders]
    if lora or (all(adapters) and not any(whole)):
        done = average_adapters(folders, out, scales, note)
    else:
        done = average(folders, out, scales, note)
    print(done)


def _checkpoint(path: Path) -> Path:
    if not path.is_dir():
        raise UsageError(f"{path} is no folder, expected a checkpoint.")
    if any(path.glob("*.safetensors")) or not any(path.glob("checkpoint-*")):
        return path
    best, n_measured = best_checkpoint(path)
    n_there = len(list(path.glob("checkpoint-*")))
    note(f"{best} is the best of {n_measured} checkpoints of {path} that were measured")
    if n_measured < n_there:
        note(f"{n_there - n_measured} more were not: `aqagen select {path}` measures them")
    return best


def _is_number(path: Path) -> bool:
    return re.fullmatch(r"[\d.]+", str(path)) is not None and not path.exists()


def _numbers(texts: Sequence[str]) -> list[float]:
    try:
        return [float(number) for text in texts for number in text.split(",")]
    except ValueError as error:
        raise UsageError(f"--weights {' '.join(texts)}: expected numbers.") from error
