"""`aqagen reproduce` and `aqagen table2`."""

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from aqagen.commands.scores_table import percent, print_columns
from aqagen.display import note, print_json
from aqagen.errors import AqagenError, ConfigError
from aqagen.evaluation.selected import best_scores
from aqagen.reproducing import (
    Planned,
    Recipe,
    all_recipes,
    environment_of,
    is_made,
    load_recipe,
    missing_needs,
    plan,
)

__all__ = ["run_reproduce", "run_table2"]

_PARTS = ("part1", "part2", "part3")
_INTERRUPTED = 130


def run_reproduce(
    name: str,
    *,
    dry_run: bool = False,
    processes: int = 1,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run the command.

    Args:
        name: of a recipe, or its file.
        dry_run: show the steps only.
        processes: to train with.
        environment: by which it is known what is there; `os.environ` if not given.

    Raises:
        AqagenError: there is no such recipe, something that a step needs is missing, or a step
            failed.
    """
    recipe = load_recipe(name)
    known = os.environ if environment is None else environment
    if dry_run:
        lines, missing = _shown(recipe, processes, known, ())
        print("\n".join(lines))
        for line in missing:
            print(f"missing  {line}")
        print("nothing was run" if missing else "nothing is missing; nothing was run")
        return
    _run(recipe, processes, known, ())


def _run(
    recipe: Recipe, processes: int, known: Mapping[str, str], above: tuple[str, ...]
) -> None:  # fmt: skip
    note(f"{recipe.title}: {recipe.details}")
    missing = [need for each in plan(recipe, known) for need in each.missing]
    for line in missing_needs(recipe, missing):
        note(f"missing  {line}")
    for number, step in enumerate(recipe.steps, start=1):
        planned = plan(recipe, known)[number - 1]  # anew: earlier steps have made things
        command = _command(planned.arguments, processes)
        if planned.state == "done":
            note(f"\n{number}. {step.title}: done")
            continue
        note(f"\n{number}. {step.title}\n   $ {_typed(command)}")
        if planned.missing:
            raise AqagenError(
                "\n  ".join(["stopped: this step needs", *missing_needs(recipe, planned.missing)])
            )
        if planned.arguments[0] == "reproduce":
            _run(_inner(recipe, planned, above), processes, known, (*above, recipe.name))
            continue
        code = _code_of(command, environment_of(step))
        if code == _INTERRUPTED:
            raise KeyboardInterrupt
        if code:
            raise AqagenError(f"stopped at `{_typed(command)}`; run it again when that is mended.")
        if step.makes and not is_made(step.makes):
            raise AqagenError(f"`{_typed(command)}` has ended, but {step.makes} is not whole.")
    _tell(recipe)


def _code_of(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a step and return its exit code.

    A terminal's Ctrl-C reaches the step as well, which needs its time to put away what it has.
    """
    with subprocess.Popen(command, env=environment) as running:  # noqa: S603 - our own command lines
        before = signal.signal(signal.SIGTERM, lambda *_: running.terminate())
        try:
            while True:
                try:
                    return running.wait()
                except KeyboardInterrupt:
                    note("interrupted: the step puts away what it has")
        finally:
            signal.signal(signal.SIGTERM, before)


def _shown(
    recipe: Recipe, processes: int, known: Mapping[str, str], above: tuple[str, ...]
) -> tuple[list[str], list[str]]:
    """Return the steps of a recipe as text, and what is missing for them."""
    lines, needs = [f"{recipe.title}: {recipe.details}"], list[str]()
    every: list[str] = []
    for planned in plan(recipe, known):
        command = _typed(_command(planned.arguments, processes))
        lines.append(f"  {planned.state:<8} {command}")
        needs += planned.missing
        if planned.arguments[0] == "reproduce" and planned.state != "done":
            inner = _inner(recipe, planned, above)
            more, theirs = _shown(inner, processes, known, (*above, recipe.name))
            lines += [f"  {line}" for line in more[1:]]
            every += theirs
    return lines, list(dict.fromkeys([*every, *missing_needs(recipe, needs)]))


def _inner(recipe: Recipe, planned: Planned, above: tuple[str, ...]) -> Recipe:
    inner = load_recipe(planned.arguments[1])
    if inner.name in {*above, recipe.name}:
        raise ConfigError(f"the recipe {recipe.name} reproduces {inner.name}, which leads to it.")
    return inner


def _command(arguments: Sequence[str], processes: int) -> list[str]:
    launch = [
        "-m", "accelerate.commands.launch", "--multi_gpu", "--num_processes", str(processes),
        "--mixed_precision", "no",
    ]  # fmt: skip
    several = arguments[0] == "train" and processes > 1
    return [sys.executable, *(launch if several else []), "-m", "aqagen", *arguments]


def _typed(command: Sequence[str]) -> str:
    """Return a command as a user would type it."""
    words = shlex.join(command[1:])
    return words.removeprefix("-m ").replace("accelerate.commands.launch", "accelerate launch")


def _tell(recipe: Recipe) -> None:
    found = _own(recipe)
    if found is None:
        return
    path, scores = found
    reported = f", the report says {recipe.paper.total}%" if recipe.paper else ""
    note(f"\n{recipe.title}: {percent(scores['accuracy'])}%{reported} ({path})")


def _own(recipe: Recipe) -> tuple[Path, dict[str, Any]] | None:
    """Return the best of the user's own scores of a recipe, and where they lie."""
    return best_scores(sorted(Path().glob(recipe.scores))) if recipe.scores else None


def run_table2(*, as_json: bool = False) -> None:
    """Print the report's Table 2 beside the scores of the working folder.

    Raises:
        AqagenError: a `scores.json` cannot be read.
    """
    rows = []
    for recipe in all_recipes():
        if recipe.paper is None:
            continue
        paper = recipe.paper.model_dump()
        rows.append({"name": recipe.name, "title": recipe.title, "details": recipe.details,
                     "paper": paper, "own": _measured(recipe)})  # fmt: skip
    if as_json:
        print_json({"benchmark": "dcase2025 dev", "rows": rows})
        return
    header = ("recipe", *(f"{part} {who}" for part in ("1", "2", "3", "all")
                          for who in ("report", "own")), "95%")  # fmt: skip
    print_columns("Table 2, DCASE 2025 development set, %", header, [_line(row) for row in rows])
    if not any(row["own"] for row in rows):
        note("nothing of your own yet: aqagen reproduce submission-2 --dry-run")
    note("the report's first three rows are not the question-weighted mean of their parts")


def _measured(recipe: Recipe) -> dict[str, Any] | None:
    found = _own(recipe)
    if found is None:
        return None
    path, scores = found
    parts = scores.get("parts") or {}
    return {
        **{part: (parts.get(part) or {}).get("accuracy") for part in _PARTS},
        "total": scores["accuracy"],
        "ci95": scores.get("ci95"),
        "n": scores.get("n"),
        "scores": str(path),
    }


def _line(row: dict[str, Any]) -> list[str]:
    own = row["own"] or {}
    cells = [
        cell
        for part in (*_PARTS, "total")
        for cell in (f"{row['paper'][part]:.1f}", percent(own.get(part)))
    ]
    low, high = own.get("ci95") or (None, None)
    between = "" if low is None else f"{percent(low)} to {percent(high)}"
    return [row["name"], *cells, between]
