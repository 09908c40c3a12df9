"""The status file beside a store: what a running job says of itself to other terminals."""

import json
import os
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

__all__ = ["read_status", "remove_status", "write_status"]


# It is written every second. An older one is a killed job's, whoever has its number now.
_STALE_S = 60.0


def _path(store_path: Path) -> Path:
    return store_path.with_name(f"{store_path.name}.status.json")


def write_status(store_path: Path, lines: Sequence[str]) -> None:
    """Write the status, whole or not at all; a full disk must not end a run over it."""
    path = _path(store_path)
    part = path.with_name(f".{path.name}.part")
    status = {"pid": os.getpid(), "time_s": time.time(), "lines": list(lines)}
    with suppress(OSError):
        part.write_text(json.dumps(status), encoding="utf-8")
        part.replace(path)


def remove_status(store_path: Path) -> None:
    """Remove the status of a run that has ended."""
    with suppress(OSError):
        _path(store_path).unlink(missing_ok=True)


def read_status(store_path: Path) -> dict[str, Any] | None:
    """Return the status of the job that runs on a store; None when there is no such job.

    A job that was killed leaves its file behind: its process id then belongs to nobody, or
    to another process after a while.
    """
    try:
        status = json.loads(_path(store_path).read_text(encoding="utf-8"))
        pid, time_s = int(status["pid"]), float(status["time_s"])
        lines = [str(line) for line in status["lines"]]
        # 0 and below are groups of processes.
        if pid <= 0 or abs(time.time() - time_s) > _STALE_S:
            return None
        os.kill(pid, 0)
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        return None
    return {"pid": pid, "time_s": time_s, "lines": lines}
