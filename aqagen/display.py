"""What people see: progress on stderr, tables and JSON on stdout."""

import json
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from aqagen.generation.tally import Tally

__all__ = ["note", "print_json", "print_table", "watch"]

_TERMINAL_INTERVAL_S = 0.25
_PLAIN_INTERVAL_S = 10.0


def note(message: str) -> None:
    """Say something about the work; data goes to stdout, this does not."""
    print(message, file=sys.stderr, flush=True)


def print_json(value: Mapping[str, Any]) -> None:
    """Print data for programs."""
    print(json.dumps(value, indent=2, ensure_ascii=False))


def print_table(rows: Sequence[tuple[object, ...]]) -> None:
    """Print plain columns that line up: text to the left, numbers to the right."""
    if not rows:
        return
    cells = [[f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row] for row in rows]
    widths = [max(len(row[index]) for row in cells) for index in range(len(cells[0]))]
    for row, texts in zip(rows, cells, strict=True):
        columns = [
            text.rjust(width) if isinstance(cell, int) else text.ljust(width)
            for cell, text, width in zip(row, texts, widths, strict=True)
        ]
        print("  ".join(columns).rstrip())
    # Data and notes share a terminal or a log: keep them in the order of events.
    sys.stdout.flush()


@contextmanager
def watch(tally: Tally) -> Iterator[None]:
    """Show a run's progress while it goes on: a bar on a terminal, a line every 10 s elsewhere."""
    stop = threading.Event()
    target = _bar if sys.stderr.isatty() else _lines
    thread = threading.Thread(target=target, args=(tally, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _bar(tally: Tally, stop: threading.Event) -> None:
    from rich.console import Console  # noqa: PLC0415 - 0.1 s that only a terminal needs
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[status]}"))
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("", total=None, status="")
        while True:
            stopped = stop.wait(_TERMINAL_INTERVAL_S)
            progress.update(
                task,
                total=tally.rows or None,
                completed=tally.answered_before + tally.asked,
                status=_status(tally),
            )
            if stopped:
                return


def _lines(tally: Tally, stop: threading.Event) -> None:
    while not stop.wait(_PLAIN_INTERVAL_S):
        note(f"{tally.answered_before + tally.asked:,}/{tally.rows:,} rows  {_status(tally)}")


def _status(tally: Tally) -> str:
    parts = [f"{tally.items_per_s:,.1f} items/s"]
    if tally.rejected:
        parts.append(f"{tally.rejected.total():,} rejected")
    if tally.failed:
        parts.append(f"{tally.failed.total():,} failed")
    parts.append(f"{tally.prompt_tokens:,} + {tally.completion_tokens:,} tokens")
    if tally.cost_usd is not None:
        parts.append(f"${tally.cost_usd:,.2f}")
    if tally.left_s is not None:
        parts.append(f"{_clock(tally.left_s)} left")
    return "  ".join(parts)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
