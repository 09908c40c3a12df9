"""The help: golden files, examples that can be typed, and quick to come.

After a wanted change: `AQAGEN_UPDATE_GOLDEN=1 python -m pytest tests/test_help.py`, and read the
difference before you commit it.
"""

import os
import re
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer.main

from aqagen.cli import app
from tests.cli_helpers import clean_environment, run

GOLDEN = Path(__file__).parent / "golden" / "help"
# Read here, at import: `run` hides AQAGEN_ variables from the commands.
UPDATE = bool(os.environ.get("AQAGEN_UPDATE_GOLDEN"))
GROUP = typer.main.get_command(app)
COMMANDS = sorted(GROUP.commands)
HEAVY = ("torch", "transformers", "duckdb", "openai", "pydantic", "aiohttp", "tenacity", "numpy",
         "soundfile")  # fmt: skip


@pytest.mark.parametrize("command", ["aqagen", *COMMANDS])
def test_help_is_the_golden_one(command):
    result = run(*([] if command == "aqagen" else [command]), "--help")
    assert result.exit_code == 0
    file = GOLDEN / f"{command}.txt"
    if UPDATE:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(result.stdout, encoding="utf-8")
    assert file.is_file(), f"run with AQAGEN_UPDATE_GOLDEN=1 to write {file.name}"
    assert result.stdout == file.read_text("utf-8")


def test_no_golden_file_is_left_over():
    assert {path.stem for path in GOLDEN.iterdir()} == {"aqagen", *COMMANDS}


@pytest.mark.parametrize("command", ["aqagen", *COMMANDS])
def test_the_example_can_be_typed(command):
    text = (GROUP if command == "aqagen" else GROUP.commands[command]).help
    examples = re.findall(r"^Example: aqagen (.+)$", text, re.MULTILINE)
    assert examples, f"{command} --help shows no example"
    for example in examples:
        name, *arguments = shlex.split(example)
        assert command in {"aqagen", name}
        parent = GROUP.make_context("aqagen", [name], resilient_parsing=True)
        # Raises for an option that does not exist, or a value that it does not take.
        GROUP.commands[name].make_context(name, arguments, parent=parent)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_says_what_it_is(command):
    for parameter in GROUP.commands[command].params:
        assert parameter.param_type_name == "argument" or parameter.help, parameter.name


def test_help_loads_nothing_heavy():
    code = (
        "import sys\n"
        "from aqagen.cli import main\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert not end.code\n"
        f"print('loaded:', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code, "--help"],
        env=clean_environment(), capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert shown.stdout.startswith("Usage: ")
    assert shown.stdout.endswith("loaded: []\n")


def test_help_comes_at_once():
    """At most 0.3 s on a machine at rest; the quickest of five, for others share it with us."""
    taken_s = []
    for _ in range(5):
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "aqagen", "--help"],
            env=clean_environment(), capture_output=True, timeout=60, check=True,
        )  # fmt: skip
        taken_s.append(time.perf_counter() - started)
    assert min(taken_s) < 1.0


def test_no_command_shows_the_help():
    result = run()
    assert result.exit_code == 2
    assert "Commands:" in result.output


def test_version():
    result = run("--version")
    assert result.exit_code == 0
    assert re.fullmatch(r"aqagen \d+\.\d+\.\d+\n", result.stdout)
