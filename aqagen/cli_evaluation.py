"""The commands of evaluation: evaluate, compare, select."""
# ruff: noqa: PLC0415, PLR0913, PLR0917 - imports inside commands keep --help fast; a flag is a parameter

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from aqagen.errors import UsageError
from aqagen.flags import (
    Audio,
    Concurrency,
    EndpointUrls,
    Json,
    KeyEnv,
    Offline,
    Seed,
    TimeoutS,
    concurrency_of,
)

__all__ = ["evaluation_app"]

evaluation_app = typer.Typer()


class CompatMode(StrEnum):
    """What other code does with an answer."""

    mmau_official = "mmau-official"
    letter = "letter"
    r1_aqa = "r1-aqa"


class OnConflict(StrEnum):
    """What decides where an answer's letter and text point at different options."""

    text = "text"
    letter = "letter"
    exclude = "exclude"


class Precision(StrEnum):
    """Of a local model's weights."""

    auto = "auto"
    bf16 = "bf16"
    fp32 = "fp32"


class LongAudio(StrEnum):
    """What becomes of clips that are longer than a local model takes."""

    error = "error"
    crop = "crop"


Data = Annotated[
    Path | None, typer.Option(help="The benchmark's folder or file; data/BENCHMARK if not given.")
]
Split = Annotated[str | None, typer.Option(help="As the benchmark names it; its usual one.")]
AudioFolder = Annotated[
    Path | None, typer.Option("--audio", help="The audio's folder, if it is elsewhere.")
]
Prompt = Annotated[
    Path | None, typer.Option(help="Your own prompt, with {QUESTION} and {OPTIONS} in it.")
]
Conflict = Annotated[
    OnConflict, typer.Option("--conflicts", help="An answer's letter and text differ: who wins.")
]
Permutations = Annotated[int, typer.Option(min=1, max=1000, help="Orders of the options per item.")]
LimitItems = Annotated[int | None, typer.Option("--limit", min=1, help="Only the first items.")]
MaxTokens = Annotated[int, typer.Option(min=1, help="Of an answer.")]
BatchSize = Annotated[int, typer.Option(min=1, help="Questions at a time, local model.")]
PrecisionFlag = Annotated[Precision, typer.Option("--precision", help="bf16 on a GPU if auto.")]
Processes = Annotated[
    int | None, typer.Option(min=1, help="Local model; one per GPU if not given.")
]
LongAudioFlag = Annotated[
    LongAudio, typer.Option("--long-audio", help="Clips longer than a local model takes.")
]


@evaluation_app.command()
def evaluate(
    ctx: typer.Context,
    benchmark: Annotated[
        str, typer.Argument(help="dcase2025, dcase2026, mmau, mmar, avqa or jsonl.")
    ],
    data: Data = None,
    split: Split = None,
    audio: AudioFolder = None,
    model: Annotated[
        str | None,
        typer.Option(
            help="A folder, a name on the hub, or as the endpoint calls it; Qwen/Qwen2.5-Omni-7B."
        ),
    ] = None,
    endpoint: EndpointUrls = None,
    predictions: Annotated[
        Path | None, typer.Option(help="Any system's answers: JSON Lines, CSV, MMAU's, MMAR's.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="evaluations/BENCHMARK-SPLIT/SYSTEM if not given.")
    ] = None,
    permutations: Permutations = 1,
    silence: Annotated[
        bool, typer.Option("--silence", help="Control: let the model hear silence.")
    ] = False,
    shuffled_audio: Annotated[
        bool, typer.Option("--shuffled-audio", help="Control: let it hear another clip.")
    ] = False,
    compat: Annotated[
        CompatMode | None, typer.Option(help="Judge as other code does; exactly if not given.")
    ] = None,
    conflicts: Conflict = OnConflict.text,
    prompt: Prompt = None,
    limit: LimitItems = None,
    max_tokens: MaxTokens = 512,
    batch_size: BatchSize = 32,
    precision: PrecisionFlag = Precision.auto,
    processes: Processes = None,
    long_audio: LongAudioFlag = LongAudio.error,
    audio_form: Annotated[
        Audio, typer.Option(help="How the endpoint takes sound.")
    ] = Audio.input_audio,
    offline: Offline = False,
    api_key_env: KeyEnv = "OPENAI_API_KEY",
    concurrency: Concurrency = "auto",
    timeout: TimeoutS = 600.0,
    export_mmau: Annotated[
        Path | None, typer.Option(help="Also write a file for MMAU's official scorer.")
    ] = None,
    export_mmar: Annotated[
        Path | None, typer.Option(help="Also write a file for MMAR's official scorer.")
    ] = None,
    seed: Seed = 0,
    as_json: Json = False,
) -> None:
    """Measure a model, an endpoint or a file of answers on a benchmark: top-1 accuracy.

    Goes on where it was. An answer that cannot be read, or is missing, is wrong.

    Example: aqagen evaluate dcase2025 --model runs/dcase/checkpoint-1000 --out evaluations/mine
    """
    from aqagen.commands.evaluate import run_evaluate
    from aqagen.commands.predictors import EvaluateOptions, LocalOptions
    from aqagen.generation.pool import PoolConfig

    if silence and shuffled_audio:
        raise UsageError("--silence and --shuffled-audio are two controls: run them one by one.")
    source = ctx.get_parameter_source("endpoint")
    for_all = source is not None and source.name in {"ENVIRONMENT", "DEFAULT_MAP"}
    if predictions or (for_all and model and Path(model).is_dir()):
        # Whoever names a file or a checkpoint does not mean the endpoint that is set for all.
        endpoint = None
    run_evaluate(
        EvaluateOptions(
            benchmark=benchmark,
            data=data,
            split=split,
            audio=audio,
            conflicts=conflicts.value,
            model=model,
            endpoints=tuple(endpoint or ()),
            offline=offline,
            predictions=predictions,
            out=out,
            prompt=prompt,
            permutations=permutations,
            hears="silence" if silence else "another-clip" if shuffled_audio else "clip",
            compat=compat.value if compat else None,
            limit=limit,
            max_tokens=max_tokens,
            local=LocalOptions(batch_size, precision.value, long_audio.value, processes),
            api_key_env=api_key_env,
            audio_form=audio_form.value,
            timeout_s=timeout,
            # A lost item costs a score: a few more tries than a row of generation gets.
            pool=PoolConfig(concurrency=concurrency_of(concurrency), max_attempts=10),
            export_mmau=export_mmau,
            export_mmar=export_mmar,
            seed=seed,
            as_json=as_json,
        )
    )


@evaluation_app.command()
def compare(
    first: Annotated[Path, typer.Argument(help="predictions.jsonl, or its folder.")],
    second: Annotated[Path, typer.Argument(help="Of another system, on the same items.")],
    as_json: Json = False,
) -> None:
    """Compare two systems on the same items: difference, interval, exact McNemar test.

    Example: aqagen compare evaluations/before evaluations/after
    """
    from aqagen.commands.compare import run_compare

    run_compare(first, second, as_json=as_json)


@evaluation_app.command()
def select(
    run: Annotated[Path, typer.Argument(help="The folder of a run, with its checkpoints.")],
    benchmark: Annotated[str, typer.Option(help="As of `aqagen evaluate`.")] = "dcase2025",
    data: Data = None,
    split: Split = None,
    audio: AudioFolder = None,
    conflicts: Conflict = OnConflict.text,
    prompt: Prompt = None,
    permutations: Permutations = 1,
    limit: LimitItems = None,
    max_tokens: MaxTokens = 512,
    batch_size: BatchSize = 32,
    precision: PrecisionFlag = Precision.auto,
    processes: Processes = None,
    long_audio: LongAudioFlag = LongAudio.error,
    svg: Annotated[Path | None, typer.Option(help="Also draw the plot, as SVG.")] = None,
    seed: Seed = 0,
    as_json: Json = False,
) -> None:
    """Evaluate the checkpoints of a run that are not evaluated yet, and name the best.

    Example: aqagen select runs/dcase --benchmark dcase2025
    """
    from aqagen.commands.predictors import EvaluateOptions, LocalOptions
    from aqagen.commands.select import run_select

    options = EvaluateOptions(
        benchmark=benchmark,
        data=data,
        split=split,
        audio=audio,
        conflicts=conflicts.value,
        prompt=prompt,
        permutations=permutations,
        limit=limit,
        max_tokens=max_tokens,
        local=LocalOptions(batch_size, precision.value, long_audio.value, processes),
        seed=seed,
        as_json=as_json,
    )
    run_select(run, options, svg)
