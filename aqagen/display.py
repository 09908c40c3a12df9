"""What people see: progress on stderr, tables and JSON on stdout."""

import json
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aqagen.generation.tally import Tally
from aqagen.status import remove_status, write_status

__all__ = ["note", "print_json", "print_table", "status_lines", "watch"]

_TERMINAL_INTERVAL_S = 0.25
_PLAIN_INTERVAL_S = 10.0
_STATUS_INTERVAL_S = 1.0


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
def watch(tally: Tally, store_path: Path) -> Iterator[None]:
    """Show a run's progress while it goes on: a bar on a terminal, a line every 10 s elsewhere.

    Beside the store it keeps a small status file, by which `aqagen stats` knows of the run:
    the store itself is open to one process only.
    """
    stop = threading.Event()
    showing = threading.Thread(
        target=_bar if sys.stderr.isatty() else _lines, args=(tally, stop), daemon=True
    )
    noting = threading.Thread(target=_keep_status, args=(tally, store_path, stop), daemon=True)
    showing.start()
    noting.start()
    try:
        yield
    finally:
        stop.set()
        showing.join()
        noting.join()


def _keep_status(tally: Tally, store_path: Path, stop: threading.Event) -> None:
    while True:
        write_status(store_path, status_lines(tally))
        if stop.wait(_STATUS_INTERVAL_S):
            break
    remove_status(store_path)


def _bar(tally: Tally, stop: threading.Event) -> None:
    # 0.1 s of imports that only a terminal needs.
    from rich.console import Console, Group  # noqa: PLC0415
    from rich.live import Live  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    bar = Progress(BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[left]}"))
    task = bar.add_task("", total=None, left="")
    with Live(bar, console=Console(stderr=True), auto_refresh=False) as live:
        while True:
            stopped = stop.wait(_TERMINAL_INTERVAL_S)
            left = "" if tally.left_s is None else f"{_clock(tally.left_s)} left"
            done = tally.answered_before + tally.asked
            bar.update(task, total=tally.rows or None, completed=done, left=left)
            # On lines of their own, so that a narrow terminal cuts nothing off.
            live.update(Group(bar, Text("  ".join(_status(tally)))), refresh=True)
            if stopped:
                return


def _lines(tally: Tally, stop: threading.Event) -> None:
    while not stop.wait(_PLAIN_INTERVAL_S):
        note("  ".join([_done(tally), *_status(tally)]))


def status_lines(tally: Tally) -> list[str]:
    """Return a run's state in a few lines, for another terminal."""
    return [_done(tally), *_status(tally)]


def _done(tally: Tally) -> str:
    more = "" if tally.rows_known else "+"
    left = "" if tally.left_s is None else f"  {_clock(tally.left_s)} left"
    return f"{tally.answered_before + tally.asked:,}/{tally.rows:,}{more} rows{left}"


def _status(tally: Tally) -> list[str]:
    parts = [f"{tally.items_per_s:,.1f} items/s"]
    if tally.asked:
        parts.append(f"{100 * tally.accepted / tally.asked:.1f}% accepted")
    for name, counts in (("rejected", tally.rejected), ("failed", tally.failed)):
        if counts:
            parts.append(f"{name} {_counts(counts)}")
    pool = tally.pool
    if pool is not None:
        if pool.retries:
            parts.append(f"retries {_counts(pool.retries)}")
        waiting = f", {pool.waiting} waiting" if pool.waiting else ""
        parts.append(f"{pool.in_flight} of {pool.limit} in flight ({pool.why}{waiting})")
    parts.append(f"{tally.prompt_tokens:,} + {tally.completion_tokens:,} tokens")
    if tally.cost_usd is not None:
        parts.append(f"${tally.cost_usd:,.2f}")
    return parts


def _counts(counts: Counter[str]) -> str:
    # A copy: the run goes on while this is read.
    return " ".join(f"{reason}:{n:,}" for reason, n in counts.copy().most_common(3))


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
