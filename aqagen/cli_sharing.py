"""The commands that come after a measurement: average, reproduce, table2, submit, export."""
# ruff: noqa: PLC0415 - imports inside commands keep --help fast; a flag is a parameter

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from aqagen.flags import Json

__all__ = ["sharing_app"]

sharing_app = typer.Typer()


class ExportFormat(StrEnum):
    """Whose format."""

    hf = "hf"
    ms_swift = "ms-swift"
    verl = "verl"
    r1_aqa = "r1-aqa"
    jsonl = "jsonl"


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


@sharing_app.command()
def export(
    mixture: Annotated[Path, typer.Argument(help="Of `aqagen mix`: .parquet or .jsonl.")],
    format_: Annotated[ExportFormat, typer.Option("--format", help="Whose format.")],
    out: Annotated[Path, typer.Option(help="A new folder.")],
    audio_root: Annotated[
        Path, typer.Option(help="Sound files outside of this folder are not named nor opened.")
    ] = Path("data"),
    skip_missing: Annotated[
        bool, typer.Option("--skip-missing", help="Leave out rows whose sound file is not there.")
    ] = False,
    store: Annotated[
        Path, typer.Option(envvar="AQAGEN_STORE", help="Knows the recordings' licences.")
    ] = Path("aqagen.duckdb"),
    as_json: Json = False,
) -> None:
    """Write a mixture in another tool's format; hf holds the sound and a dataset card.

    Example: aqagen export mixtures/dcase2025-8k.parquet --format hf --out exports/dcase
    """
    from aqagen.commands.export import ExportOptions, run_export

    run_export(ExportOptions(mixture, format_.value, out, store, audio_root, skip_missing, as_json))
