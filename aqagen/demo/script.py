"""`aqagen demo`: the loop as a list of steps, each a command that anyone could type."""

import shlex
import time
from collections.abc import Sequence
from pathlib import Path

import typer

from aqagen.demo.dataset import DemoDataset, DemoSizes, write_demo_dataset
from aqagen.demo.learning import Step, learning_steps, prepare, testing_steps, write_settings
from aqagen.display import note
from aqagen.errors import AqagenError

__all__ = ["run_demo"]


_MARKER = ".aqagen-demo"


def run_demo(folder: Path, seed: int, *, training: bool = True) -> None:
    """Run the whole loop in a folder; running it again goes on with what is there.

    Args:
        folder: gets `data/`, the stores, the mixtures, and what is trained.
        seed: of the sounds, the mixtures and the training.
        training: whether a tiny model is trained and tested, too.

    Raises:
        AqagenError: a step failed; its own message came before.
    """
    started_s = time.monotonic()
    _claim(folder, seed)
    note("1. Make a small dataset: synthesised sounds in TACOS, Clotho-AQA and DCASE form")
    try:
        sizes = DemoSizes() if training else DemoSizes(which_train=0)
        made = write_demo_dataset(folder / "data", seed, sizes)
    except OSError as error:
        raise AqagenError(f"{folder} cannot be written: {error.strerror}.") from error
    steps = _steps(folder, made, seed)
    if training:
        prepare()
        write_settings(folder)
        steps += learning_steps(folder, made.which_sound, seed)
        steps += testing_steps(folder, made.which_sound)
    steps.append(_report(folder))
    for number, step in enumerate(steps, start=2):
        note(f"\n{number}. {step.title}\n   $ {shlex.join(('aqagen', *step.arguments))}")
        _run(step.arguments)
    _farewell(folder, time.monotonic() - started_s)


def _claim(folder: Path, seed: int) -> None:
    """Mark a folder as the demo's own; never write over what somebody else has put there."""
    marker = folder / _MARKER
    try:
        if folder.exists() and not marker.exists() and any(folder.iterdir()):
            raise AqagenError(
                f"{folder} is not empty and no demo has made it: the demo writes datasets there. "
                "Name a new folder."
            )
        folder.mkdir(parents=True, exist_ok=True)
        earlier = marker.read_text(encoding="utf-8") if marker.exists() else ""
        if earlier not in {"", f"seed {seed}"}:
            raise AqagenError(f"{folder} holds the demo with {earlier}. Name a new folder.")
        marker.write_text(f"seed {seed}", encoding="utf-8")
    except OSError as error:
        raise AqagenError(
            f"{folder} cannot be written: {error.strerror}. Name another folder."
        ) from error


def _steps(folder: Path, made: DemoDataset, seed: int) -> list[Step]:
    store = ("--store", str(folder / "demo.duckdb"))
    made_offline = ("--offline", "--seed", str(seed), *store)
    mixture = str(folder / "mixtures" / "demo.parquet")
    sizes = ("--tacos", "60", "--clotho-aqa", "40", "--dcase", "all")
    return [
        Step(
            "Generate a question about every TACOS caption (no model: the offline endpoint)",
            ("generate", "tacos", "--data", str(made.tacos), *made_offline),
        ),
        Step(
            "Generate four options for every Clotho-AQA question",
            ("generate", "clotho-aqa", "--data", str(made.clotho_aqa), *made_offline),
        ),
        Step(
            "Import the human-made questions",
            ("import", "dcase2025", "--data", str(made.dcase2025), "--split", "train", *store),
        ),
        Step("Check every item, keep the good ones", ("validate", *store)),
        Step(
            "Mix the training set",
            ("mix", *sizes, "--seed", str(seed), "--out", mixture, *store),
        ),
    ]


def _report(folder: Path) -> Step:
    places = {"store": "demo.duckdb", "mixtures": "mixtures", "evaluations": "evaluations"}
    flags = [word for name, at in places.items() for word in (f"--{name}", str(folder / at))]
    out = str(folder / "report.html")
    return Step("One page about all of it", ("report", "--out", out, *flags))


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
  {shown}/mixtures/demo.parquet     a training set, with its manifest beside it
  {shown}/runs                      metrics, sample answers and checkpoints, where it has trained
  {shown}/evaluations               every answer of the trained models, and their scores
  {shown}/report.html               a page about all of it

What to look at next:
  aqagen stats --store {shown}/demo.duckdb
  aqagen generate tacos --data {shown}/data/tacos --dry-run

With your own data and model (data/README.md says how to obtain the datasets):
  aqagen generate tacos --endpoint http://localhost:8000/v1
  aqagen validate
  aqagen mix --dcase 8k --tacos 12k
  aqagen train"""
    )
