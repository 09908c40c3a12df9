"""`aqagen demo`: the loop as a list of steps, each a command that anyone could type.

A step of a later stage (train, evaluate, report) is one more entry of `_steps`.
"""

import shlex
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from aqagen.demo.dataset import write_demo_dataset
from aqagen.display import note
from aqagen.errors import AqagenError

__all__ = ["run_demo"]


_MARKER = ".aqagen-demo"


@dataclass(frozen=True, slots=True)
class _Step:
    """One command line, and what it is good for."""

    title: str
    arguments: tuple[str, ...]


def run_demo(folder: Path, seed: int) -> None:
    """Run the whole loop in a folder; running it again goes on with what is there.

    Args:
        folder: gets `data/`, the store and the mixture.
        seed: of the sounds and of the mixture.

    Raises:
        AqagenError: a step failed; its own message came before.
    """
    started_s = time.monotonic()
    _claim(folder)
    note("1. Make a small dataset: synthesised sounds in TACOS, Clotho-AQA and DCASE form")
    try:
        made = write_demo_dataset(folder / "data", seed)
    except OSError as error:
        raise AqagenError(f"{folder} cannot be written: {error.strerror}.") from error
    steps = _steps(folder, made.tacos, made.clotho_aqa, made.dcase2025, seed)
    for number, step in enumerate(steps, start=2):
        note(f"\n{number}. {step.title}\n   $ {shlex.join(('aqagen', *step.arguments))}")
        _run(step.arguments)
    _farewell(folder, time.monotonic() - started_s)


def _claim(folder: Path) -> None:
    """Mark a folder as the demo's own; never write over what somebody else has put there."""
    marker = folder / _MARKER
    try:
        if folder.exists() and not marker.exists() and any(folder.iterdir()):
            raise AqagenError(
                f"{folder} is not empty and no demo has made it: the demo writes datasets there. "
                "Name a new folder."
            )
        folder.mkdir(parents=True, exist_ok=True)
        marker.touch()
    except OSError as error:
        raise AqagenError(
            f"{folder} cannot be written: {error.strerror}. Name another folder."
        ) from error


def _steps(folder: Path, tacos: Path, clotho_aqa: Path, dcase: Path, seed: int) -> list[_Step]:
    store = ("--store", str(folder / "demo.duckdb"))
    made_offline = ("--offline", "--seed", str(seed), *store)
    mixture = str(folder / "mixtures" / "demo.parquet")
    sizes = ("--tacos", "60", "--clotho-aqa", "40", "--dcase", "all")
    return [
        _Step(
            "Generate a question about every TACOS caption (no model: the offline endpoint)",
            ("generate", "tacos", "--data", str(tacos), *made_offline),
        ),
        _Step(
            "Generate four options for every Clotho-AQA question",
            ("generate", "clotho-aqa", "--data", str(clotho_aqa), *made_offline),
        ),
        _Step(
            "Import the human-made questions",
            ("import", "dcase2025", "--data", str(dcase), "--split", "train", *store),
        ),
        _Step("Check every item, keep the good ones", ("validate", *store)),
        _Step(
            "Mix the training set",
            ("mix", *sizes, "--seed", str(seed), "--out", mixture, *store),
        ),
    ]


def _run(arguments: Sequence[str]) -> None:
    """Run a command line in this process, exactly as the shell would."""
    from aqagen.cli import app  # noqa: PLC0415 - the command line is what starts the demo

    code = typer.main.get_command(app).main(list(arguments), "aqagen", standalone_mode=False)
    if code:
        raise AqagenError(f"the demo stopped at `{shlex.join(('aqagen', *arguments))}`.")


def _farewell(folder: Path, seconds: float) -> None:
    shown = shlex.quote(str(folder))
    note(
        f"""
Done in {seconds:.0f} s. What lies where:
  {shown}/data                      the sounds and their metadata; listen to them
  {shown}/demo.duckdb               every row, completion, item and verdict
  {shown}/mixtures/demo.parquet     the training set, with its manifest beside it

What to look at next:
  aqagen stats --store {shown}/demo.duckdb
  aqagen generate tacos --data {shown}/data/tacos --dry-run

With your own data and model (data/README.md says how to obtain the datasets):
  aqagen generate tacos --endpoint http://localhost:8000/v1
  aqagen validate
  aqagen mix --dcase 8k --tacos 12k"""
    )
