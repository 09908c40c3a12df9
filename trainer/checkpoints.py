"""Checkpoints: a folder that plain transformers loads, whole or not there at all.

    runs/<name>/checkpoint-100/    model, tokenizer, feature extractor
                               +   resume.json, optimizer.safetensors (in the newest only)

They are written to a folder beside, flushed to the disk, and renamed: after a crash or on
a full disk the older checkpoint is still there.
"""

import json
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from aqagen.errors import TrainError
from trainer.model import AudioLM

__all__ = ["newest_checkpoint", "read_state", "save_checkpoint"]

_RESUME = "resume.json"
_OPTIMIZER = "optimizer.safetensors"


def save_checkpoint(
    run: Path,
    step: int,
    lm: AudioLM,
    facts: dict[str, Any],
    optimizer: Mapping[str, Tensor],
    weights: dict[str, Tensor] | None = None,
) -> Path:
    """Write `checkpoint-<step>` of a run.

    Args:
        run: the run's folder.
        step: that is done.
        lm: the policy.
        facts: small things that a resume needs, as JSON.
        weights: the policy's, where it holds a share of them only.
        optimizer: its state; that of older checkpoints is deleted, it is several times as
            large as the model.

    Raises:
        TrainError: it cannot be written; older checkpoints are as they were.
    """
    final, writing = run / f"checkpoint-{step}", run / f".writing-checkpoint-{step}"
    try:
        shutil.rmtree(writing, ignore_errors=True)
        writing.mkdir(parents=True)
        lm.save(writing, weights)
        # 8-bit moments share their small tables; safetensors wants a copy for each.
        owned = {n: t.clone() if n.endswith(".qmap") else t for n, t in optimizer.items()}
        save_file(owned, writing / _OPTIMIZER)
        (writing / _RESUME).write_text(json.dumps(facts, indent=2), encoding="utf-8")
        for path in (*writing.iterdir(), writing):
            _flush(path)
        shutil.rmtree(final, ignore_errors=True)
        writing.rename(final)
        _flush(run)
    except (OSError, SafetensorError, RuntimeError) as error:
        shutil.rmtree(writing, ignore_errors=True)
        older = newest_checkpoint(run)
        kept = f"{older.name} is whole" if older else "There is no older one"
        further = "go on with --resume" if older else "begin anew"
        raise TrainError(
            f"checkpoint-{step} cannot be written below {run}: {str(error).splitlines()[0]}. "
            f"{kept}. Free some space, then {further}."
        ) from error
    for other in run.glob("checkpoint-*"):
        if other != final:
            (other / _OPTIMIZER).unlink(missing_ok=True)
    return final


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def newest_checkpoint(run: Path) -> Path | None:
    """Return the newest checkpoint that a run can go on from, or None."""
    found = {
        int(match[1]): path
        for path in run.glob("checkpoint-*")
        if (match := re.fullmatch(r"checkpoint-(\d+)", path.name)) and (path / _OPTIMIZER).exists()
    }
    return found[max(found)] if found else None


def read_state(checkpoint: Path) -> tuple[dict[str, Any], dict[str, Tensor]]:
    """Return the facts and the optimizer's state of a checkpoint.

    Raises:
        TrainError: they cannot be read.
    """
    try:
        facts = json.loads((checkpoint / _RESUME).read_text(encoding="utf-8"))
        state = load_file(checkpoint / _OPTIMIZER)
    except (OSError, ValueError, SafetensorError) as error:
        raise TrainError(f"{checkpoint} cannot be resumed from: {error}") from error
    return facts, state
