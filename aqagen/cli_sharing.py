"""The commands that come after a measurement: average, reproduce, table2, submit, export."""
# ruff: noqa: ARG001, PLC0415, PLR0913, PLR0917 - imports inside commands keep --help fast; a flag is a parameter

import os
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


Challenge = Annotated[str, typer.Argument(help="dcase2025 or dcase2026.")]
QuestionsFolder = Annotated[
    Path | None, typer.Option("--data", help="The questions' folder; data/CHALLENGE if not given.")
]
QuestionsSplit = Annotated[str, typer.Option("--split", help="Of the questions.")]


def _show_template(value: bool) -> None:
    if value:
        from aqagen.evaluation.submission_meta import TEMPLATE

        typer.echo(TEMPLATE, nl=False)
        raise typer.Exit


@sharing_app.command()
def submit(
    challenge: Challenge,
    predictions: Annotated[Path, typer.Argument(help="predictions.jsonl, or its folder.")],
    label: Annotated[str, typer.Option(help="Lastname_Institute, as the challenge names you.")],
    meta: Annotated[Path, typer.Option(help="The filled-in template, YAML.")],
    out: Annotated[Path, typer.Option(help="FILE.zip.")],
    number: Annotated[int, typer.Option(min=1, max=4, help="Which of your systems it is.")] = 1,
    data: QuestionsFolder = None,
    split: QuestionsSplit = "eval",
    report: Annotated[Path | None, typer.Option(help="The technical report, PDF.")] = None,
    add: Annotated[
        bool, typer.Option("--add", help="Put this system into a package that is there.")
    ] = False,
    fill_unparsed: Annotated[
        bool, typer.Option("--fill-unparsed", help="The first option where no answer was read.")
    ] = False,
    meta_template: Annotated[
        bool,
        typer.Option(
            "--meta-template",
            callback=_show_template,
            is_eager=True,
            allow_from_autoenv=False,
            help="Print the template of --meta and exit.",
        ),
    ] = False,
) -> None:
    """Make a package for a DCASE challenge, and check it.

    Example: aqagen submit dcase2025 evaluations/eval --label Li_Xiaomi --meta meta.yaml --out s.zip
    """
    from aqagen.commands.submit import SubmitOptions, run_submit

    run_submit(
        SubmitOptions(challenge, predictions, label, meta, out, number, data, split, report, add,
                      fill_unparsed)
    )  # fmt: skip


@sharing_app.command("check-submission")
def check_submission(
    challenge: Challenge,
    package: Annotated[Path, typer.Argument(help="The zip file, whoever has made it.")],
    data: QuestionsFolder = None,
    split: QuestionsSplit = "eval",
    form_only: Annotated[
        bool, typer.Option("--form-only", help="Without the questions: no ids, no options.")
    ] = False,
) -> None:
    """Look at a submission package as the challenge would; list every reason to refuse it.

    Example: aqagen check-submission dcase2025 s.zip
    """
    from aqagen.commands.submit import CheckOptions, run_check

    run_check(CheckOptions(challenge, package, data, split, form_only))


@sharing_app.command()
def reproduce(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(help="As of `aqagen table2`: submission-2; or your own FILE.toml.")
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the steps and what is missing; run nothing.")
    ] = False,
    processes: Annotated[
        int, typer.Option(min=1, help="Train on so many GPUs, by accelerate launch.")
    ] = 1,
) -> None:
    """Make one system of the report's Table 2, step by step; what is done is skipped.

    Example: aqagen reproduce submission-2 --dry-run
    """
    from aqagen.commands.reproduce import run_reproduce

    environment = dict(os.environ)
    # What aqagen.toml sets for the steps is there as well.
    of_file = (ctx.find_root().default_map or {}).get("generate", {})
    if of_file.get("endpoint") or of_file.get("offline"):
        environment.setdefault("AQAGEN_GENERATE_ENDPOINT", "aqagen.toml")
    run_reproduce(name, dry_run=dry_run, processes=processes, environment=environment)


@sharing_app.command()
def table2(as_json: Json = False) -> None:
    """Print the report's Table 2 beside your own scores.

    Example: aqagen table2
    """
    from aqagen.commands.reproduce import run_table2

    run_table2(as_json=as_json)
