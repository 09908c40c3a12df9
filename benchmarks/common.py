"""What the benchmarks share: the server, a command in a process of its own, medians, tables."""

import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

__all__ = ["HERE", "CommandError", "Launched", "Server", "Usage", "aqagen", "finish", "launch",
           "median", "run", "table"]  # fmt: skip

HERE = Path(__file__).parent
# No proxy between a client and the server, and no key that a client would need.
_ENVIRONMENT = {"OPENAI_API_KEY": "none", "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}


class CommandError(Exception):
    """A command did not do what it is there for."""


class Server:
    """The endpoint of `server.py` in a process of its own. Use it as a context manager."""

    def __enter__(self) -> Self:
        command = [sys.executable, str(HERE / "server.py")]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout
        self.url = self._process.stdout.readline().strip()
        self._host = self.url.split("/")[2]
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()

    def reset(self, **options: Any) -> None:
        """Set all counters to zero and all options to what is given, or off."""
        off = {"delay_ms": 0, "capacity": 0, "slots": 0, "p429": 0, "p500": 0, "preset": 0,
               "phang": 0, "pbad": 0}  # fmt: skip
        self._ask("POST", "/reset", json.dumps(off | options))

    def stats(self) -> dict[str, Any]:
        return self._ask("GET", "/stats")

    def brief(self) -> dict[str, Any]:
        return self._ask("GET", "/brief")

    def _ask(self, method: str, path: str, body: str | None = None) -> dict[str, Any]:
        connection = http.client.HTTPConnection(self._host, timeout=30)
        connection.request(method, path, body)
        answer: dict[str, Any] = json.loads(connection.getresponse().read())
        connection.close()
        return answer


@dataclass(frozen=True, slots=True)
class Usage:
    """What a command took, and said.

    Attributes:
        started: Unix time of its start.
        cpu_s: user and system time, with the processes that it waited for.
        code: its exit code; negative when a signal ended it.
    """

    started: float
    wall_s: float
    cpu_s: float
    peak_mb: float
    code: int
    out: str
    err: str

    @property
    def last_line(self) -> Any:
        """The last line of stdout, decoded: how the drivers of peers answer."""
        lines = self.out.strip().splitlines()
        if self.code or not lines:
            raise CommandError(f"it ended with {self.code}: {self.err[-2000:]}")
        return json.loads(lines[-1])

    @property
    def json(self) -> Any:
        """All of stdout, decoded: how aqagen answers."""
        if not self.out.strip():
            raise CommandError(f"it ended with {self.code}: {self.err[-2000:]}")
        return json.loads(self.out)


@dataclass(slots=True)
class Launched:
    """A command that runs."""

    process: subprocess.Popen[bytes]
    started: float
    out: Any
    err: Any

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def ended(self) -> bool:
        """Whether it has ended; its exit is left for `finish` to collect, as `poll` would not."""
        look = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return os.waitid(os.P_PID, self.pid, look) is not None


def launch(command: Sequence[str], cwd: Path | None = None) -> Launched:
    # The files live until `finish` has read them.
    out, err = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115
    started = time.time()
    environment = os.environ | _ENVIRONMENT
    process = subprocess.Popen(command, stdout=out, stderr=err, env=environment, cwd=cwd)
    return Launched(process, started, out, err)


def finish(launched: Launched) -> Usage:
    """Wait for a command and return what it took."""
    _, status, usage = os.wait4(launched.pid, 0)
    wall_s = time.time() - launched.started
    launched.process.returncode = code = os.waitstatus_to_exitcode(status)
    texts = []
    for file in (launched.out, launched.err):
        file.seek(0)
        texts.append(file.read().decode("utf-8", "replace"))
        file.close()
    cpu_s = usage.ru_utime + usage.ru_stime
    return Usage(launched.started, wall_s, cpu_s, usage.ru_maxrss / 1024, code, *texts)


def run(command: Sequence[str], cwd: Path | None = None) -> Usage:
    """Run a command to its end."""
    return finish(launch(command, cwd))


def aqagen(data: Path, store: Path, url: str, *more: str) -> list[str]:
    """Return the command that asks about every row of a TACOS folder."""
    command = [sys.executable, "-m", "aqagen", "generate", "tacos", "--data", str(data)]
    return [*command, "--store", str(store), "--endpoint", url, "--json", *more]


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows as a Markdown table."""
    texts = [[str(cell) for cell in row] for row in [head, *rows]]
    widths = [max(len(row[at]) for row in texts) for at in range(len(head))]
    for number, row in enumerate(texts):
        print("| " + " | ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) + " |")
        if number == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")
    print(flush=True)
