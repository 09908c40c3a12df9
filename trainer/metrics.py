"""What a run says of itself: `metrics.jsonl` always, TensorBoard and others where they are."""

import json
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from transformers import TrainerControl, TrainerState, TrainingArguments
from transformers.integrations.integration_utils import (
    TensorBoardCallback,
    get_reporting_integration_callbacks,
)

from aqagen.errors import TrainError, UsageError

__all__ = ["Metrics"]


class Metrics:
    """Writes the metrics of a run, in the first process only."""

    def __init__(self, run: Path, report_to: Sequence[str], done: int) -> None:
        """Go on after step `done`: rows of later steps are from a run that was cut off."""
        self._path = run / "metrics.jsonl"
        self._samples = run / "samples.jsonl"
        for path in (self._path, self._samples):
            _keep_until(path, done)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a run that has no GPU
            self._arguments = TrainingArguments(output_dir=str(run), report_to="none")
        self._state = TrainerState(is_world_process_zero=True, global_step=done)
        self._control = TrainerControl()
        self._callbacks = [_callback(name, run, done) for name in report_to]
        self._tell("on_train_begin")

    def write(self, step: int, values: dict[str, float], shown: Sequence[dict[str, Any]]) -> None:
        """Write the metrics of a step, and some of its answers."""
        _append(self._path, {"step": step, **values})
        for answers in shown:
            _append(self._samples, {"step": step, **answers})
        self._state.global_step = step
        self._tell("on_log", logs=dict(values))

    def close(self) -> None:
        """Tell the integrations that the run is over."""
        self._tell("on_train_end")

    def _tell(self, event: str, **more: Any) -> None:
        for callback in self._callbacks:
            getattr(callback, event)(self._arguments, self._state, self._control, **more)


def _callback(name: str, run: Path, done: int) -> Any:
    try:
        if name == "tensorboard":
            from torch.utils.tensorboard import SummaryWriter  # noqa: PLC0415  (an extra)

            return TensorBoardCallback(SummaryWriter(str(run / "tensorboard"), purge_step=done + 1))
        return get_reporting_integration_callbacks([name])[0]()
    except (RuntimeError, ImportError, ValueError) as error:
        raise UsageError(f"report_to {name!r} cannot be used: {error}") from error


def _append(path: Path, row: dict[str, Any]) -> None:
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    except OSError as error:
        raise TrainError(
            f"{path} cannot be written: {error.strerror}. Checkpoints are as they were: free some "
            "space, then go on with --resume."
        ) from error


def _keep_until(path: Path, done: int) -> None:
    if not path.exists():
        return
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            row = json.loads(line)
        except ValueError:  # the last line of a run that was killed
            continue
        if row["step"] <= done:
            rows.append(line + "\n")
    fresh = path.with_name(f".writing-{path.name}")
    try:
        fresh.write_text("".join(rows), encoding="utf-8")
        fresh.replace(path)  # whole, or as it was
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise TrainError(f"{path} cannot be written anew: {error.strerror}.") from error
