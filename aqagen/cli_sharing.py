"""The commands that come after a measurement: average, reproduce, table2, submit, export."""
# ruff: noqa: PLC0415 - imports inside commands keep --help fast; a flag is a parameter

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["sharing_app"]

sharing_app = typer.Typer()


@sharing_app.command()
def average(
    checkpoints: Annotated[
        list[Path],
        typer.Argument(help="Checkpoints; of a run's folder the one that select found best."),
    ],
    out: Annotated[Path, typer.Option(help="A new folder.")],
    weights: Annotated[
        list[str] | None,
        typer.Option(help="One per checkpoint: 0.3 0.7, or 0.3,0.7. Equal if not given."),
    ] = None,
    lora: Annotated[
        bool, typer.Option("--lora", help="Average LoRA adapters: of what they change, exactly.")
    ] = False,
) -> None:
    """Write the mean of several checkpoints' weights.

    Example: aqagen average runs/unsubmitted runs/submission-2 --out runs/submission-3
    """
    from aqagen.commands.average import run_average

    run_average(checkpoints, out, weights or (), lora=lora)
