"""Running the command line in a test, and small datasets for it to read."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from typer.testing import CliRunner, Result

from aqagen.cli import app
from aqagen.sources import all_sources

Run = Callable[..., Result]

# Nothing of the machine that the tests run on may leak into them.
_FOREIGN = ("AQAGEN_", "OPENAI_")


def clean_environment(**more: str) -> dict[str, str]:
    """Return the environment without what aqagen reads, with some more."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
    return kept | {"COLUMNS": "80"} | more


def run(*arguments: object, env: Mapping[str, str | None] | None = None) -> Result:
    """Run a command in this process; the working folder is the test's own business."""
    removed = {name: None for name in os.environ if name.startswith(_FOREIGN)}
    return CliRunner().invoke(
        app, [str(a) for a in arguments], env={**removed, "COLUMNS": "80", **(env or {})}
    )


def aqagen(*arguments: object, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", "from aqagen.cli import main; main()", *map(str, arguments)],
        cwd=cwd, env=clean_environment(**env), capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip


def start_aqagen(*arguments: object, cwd: Path, **env: str) -> subprocess.Popen[str]:
    """Start a command in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", "from aqagen.cli import main; main()", *map(str, arguments)],
        cwd=cwd, env=clean_environment(**env), text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def write_example(name: str, folder: Path) -> Path:
    """Write the tiny dataset that a source carries, where the bare command looks for it."""
    data = folder / "data" / name
    data.mkdir(parents=True)
    all_sources()[name].write_example(data)
    return data
