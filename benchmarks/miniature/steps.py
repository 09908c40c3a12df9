"""Command lines, each run once: what they took is kept, and a done one is passed over."""

import fcntl
import json
import re
import shlex
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import typer

from aqagen.display import note

__all__ = ["Steps", "StoppedError", "locked", "peak_mb", "whole"]


class StoppedError(Exception):
    """A command ended with an error; its own message came before."""


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of one folder; `steps.jsonl` in it says what each took.

    A step is done when the file or folder that it makes is there; of several processes one makes
    it, and the others wait.
    """

    folder: Path

    def run(self, stage: str, made: Path | None, *arguments: str) -> None:
        """Run an aqagen command line in this process, unless what it makes is there.

        Args:
            stage: what the time is booked under.
            made: the file or folder; None for a command that adds to what another makes.
            arguments: of the command line.

        Raises:
            StoppedError: it failed.
        """
        self.do(stage, made, shlex.join(("aqagen", *arguments)), lambda: _command(arguments))

    def do(self, stage: str, made: Path | None, words: str, work: Callable[[], object]) -> None:
        """Do something that is no command of the product, in the same way."""
        with self._alone(made):
            if made is None or not made.exists():
                self._booked(stage, words, work)

    def _alone(self, made: Path | None) -> AbstractContextManager[None]:
        if made is None:
            return nullcontext()
        return locked(self.folder / ".locks" / f"{made.parent.name}-{made.name}")

    def _booked(self, stage: str, words: str, work: Callable[[], object]) -> None:
        note(f"$ {words}")
        _forget_peak()
        started_s = time.monotonic()
        work()
        took = {
            "stage": stage,
            "command": words,
            "seconds": round(time.monotonic() - started_s, 2),
            "peak_mb": peak_mb(),
        }
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "steps.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(took) + "\n")


def _command(arguments: Sequence[str]) -> None:
    from aqagen.cli import app  # noqa: PLC0415 - torch reads its settings when it is imported

    code = typer.main.get_command(app).main(list(arguments), "aqagen", standalone_mode=False)
    if code:
        raise StoppedError(f"stopped at `{shlex.join(('aqagen', *arguments))}`")


@contextmanager
def locked(lock: Path) -> Iterator[None]:
    """Let one process at a time do something: the one that holds this file's lock."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            note(f"another process is at it; waiting for {lock}")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give a file to write to; it takes the name `path` when all is written."""
    part = path.with_name(f".{path.name}.part")
    yield part
    part.replace(path)


def _forget_peak() -> None:
    """Begin the measuring of the memory's peak anew (Linux)."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return  # elsewhere the peak is that of all steps before, too


def peak_mb() -> float | None:
    """Return the most memory this process has held since the step began; None if unknown."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return None
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return round(int(found.group(1)) / 1024) if found else None
