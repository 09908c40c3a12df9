"""The command line: parse, call, print. Nothing heavy is imported before a command runs."""
# ruff: noqa: ARG001, PLC0415, PLR0913, PLR0917 - imports inside commands keep --help fast; a flag is a parameter

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from aqagen import __version__
from aqagen.cli_curation import checks, judge, probe, validate
from aqagen.cli_evaluation import evaluation_app
from aqagen.cli_sharing import sharing_app
from aqagen.errors import AqagenError, UsageError
from aqagen.flags import (
    DEFAULT_STORE,
    BudgetTokens,
    Concurrency,
    DeadlineS,
    Json,
    OnOff,
    PatienceS,
    Rpm,
    Seed,
    Store,
    TimeoutS,
    Tpm,
    pool_of,
)


class _Group(TyperGroup):
    """Turns our errors into one message and an exit code, and an interrupt into 130."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except AqagenError as error:
            typer.echo(f"error: {error}", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            ctx.exit(130)
        except RuntimeError as error:
            # How DuckDB says Ctrl-C when it waits for a result.
            if str(error) != "Query interrupted":
                raise
            ctx.exit(130)


app = typer.Typer(
    name="aqagen",
    cls=_Group,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    # Tracebacks with local variables would show keys.
    pretty_exceptions_enable=False,
    context_settings={"auto_envvar_prefix": "AQAGEN", "help_option_names": ["-h", "--help"]},
)

_REPEATABLE = ("endpoint", "check", "weights")


class Answers(StrEnum):
    """How three annotators become one answer."""

    majority = "majority"
    confident = "confident"
    unanimous = "unanimous"
    all = "all"


def _show_version(value: bool) -> None:
    if value:
        typer.echo(f"aqagen {__version__}")
        raise typer.Exit


@app.callback()
def root(
    ctx: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_show_version,
            is_eager=True,
            allow_from_autoenv=False,
            help="Show the version and exit.",
        ),
    ] = False,
) -> None:
    """Make, curate and mix audio question answering data.

    Example: aqagen demo
    """
    from aqagen.config import read_config

    ctx.default_map = read_config(Path.cwd(), _known_options(ctx), _REPEATABLE)


def _known_options(ctx: typer.Context) -> dict[str, set[str]]:
    commands: dict[str, Any] = ctx.command.commands  # type: ignore[attr-defined]
    return {
        name: {parameter.name for parameter in command.params} for name, command in commands.items()
    }


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="Where to put everything.")] = Path("demo-out"),
    seed: Seed = 0,
    train: Annotated[
        bool, typer.Option("--train/--no-train", help="Train a tiny model too: minutes.")
    ] = True,
) -> None:
    """Show the whole loop on a small made-up dataset: no network, no key, no GPU.

    Example: aqagen demo demo-out
    """
    from aqagen.demo.script import run_demo

    run_demo(folder, seed, training=train)


@app.command()
def generate(
    dataset: Annotated[str, typer.Argument(help="tacos or clotho-aqa.")],
    data: Annotated[
        Path | None, typer.Option(help="The dataset's folder; data/DATASET if not given.")
    ] = None,
    split: Annotated[str | None, typer.Option(help="As the dataset names it.")] = None,
    audio: Annotated[
        Path | None, typer.Option(help="The audio's folder, if it is elsewhere.")
    ] = None,
    answers: Annotated[Answers, typer.Option(help="Clotho-AQA.")] = Answers.majority,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first so many rows.")] = None,
    prompt: Annotated[
        Path | None, typer.Option(help="Your own prompt, with {INPUT_JSON_DATA} in it.")
    ] = None,
    model: Annotated[str, typer.Option(help="As the endpoint calls it.")] = "Qwen/Qwen3-32B",
    endpoint: Annotated[
        list[str] | None,
        typer.Option(
            envvar=["AQAGEN_GENERATE_ENDPOINT", "OPENAI_BASE_URL"],
            help="Any OpenAI-compatible address, up to /v1; repeatable, load follows speed.",
        ),
    ] = None,
    api_key_env: Annotated[
        str, typer.Option(help="The environment variable that holds the key.")
    ] = "OPENAI_API_KEY",
    offline: Annotated[bool, typer.Option("--offline", help="Use the bundled endpoint.")] = False,
    thinking: Annotated[bool, typer.Option(help="Qwen3's thinking mode.")] = False,
    temperature: Annotated[
        float | None, typer.Option(min=0.0, help="0.7, or 0.6 thinking.")
    ] = None,
    top_p: Annotated[float | None, typer.Option(min=0.0, max=1.0, help="0.8, or 0.95.")] = None,
    top_k: Annotated[int | None, typer.Option(min=-1, help="20.")] = None,
    min_p: Annotated[float | None, typer.Option(min=0.0, max=1.0, help="0.")] = None,
    max_tokens: Annotated[int | None, typer.Option(min=1, help="2048, or 16384.")] = None,
    structured: Annotated[OnOff, typer.Option(help="Ask for JSON by schema.")] = OnOff.auto,
    extras: Annotated[
        bool, typer.Option(help="Send top_k, min_p and chat_template_kwargs.")
    ] = True,
    concurrency: Concurrency = "auto",
    timeout: TimeoutS = 600.0,
    deadline: DeadlineS = 3600.0,
    patience: PatienceS = 300.0,
    rpm: Rpm = None,
    tpm: Tpm = None,
    samples: Annotated[int, typer.Option(min=1, help="Items per row.")] = 1,
    reasks: Annotated[
        int, typer.Option(min=0, help="Ask again so often for an answer that cannot be read.")
    ] = 1,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Ask again for rows that are given up.")
    ] = False,
    target: Annotated[int | None, typer.Option(min=1, help="Exactly so many accepted.")] = None,
    budget_tokens: BudgetTokens = None,
    batch_file: Annotated[
        Path | None,
        typer.Option(help="Write the requests in the OpenAI Batch format; ask nothing."),
    ] = None,
    batch_results: Annotated[
        Path | None, typer.Option(help="Read a batch service's answers back.")
    ] = None,
    price_in: Annotated[float | None, typer.Option(help="USD per million tokens in.")] = None,
    price_out: Annotated[float | None, typer.Option(help="USD per million tokens out.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the first prompt and count; ask nothing.")
    ] = False,
    seed: Seed = 0,
    store: Store = DEFAULT_STORE,
    as_json: Json = False,
) -> None:
    """Ask a language model for a question about every row of a dataset.

    Goes on where it was: a request that has an answer is never sent again.

    Example: aqagen generate tacos --endpoint http://localhost:8000/v1
    """
    from aqagen.commands.generate import GenerateOptions, run_generate
    from aqagen.store.readings import AskPolicy

    sampling = {"temperature": temperature, "top_p": top_p, "top_k": top_k, "min_p": min_p,
                "max_tokens": max_tokens, "extras": extras}  # fmt: skip
    run_generate(
        GenerateOptions(
            dataset=dataset,
            store=store,
            data=data,
            split=split,
            audio=audio,
            answers=answers.value,
            prompt=prompt,
            model=model,
            endpoints=tuple(endpoint or ()),
            api_key_env=api_key_env,
            offline=offline,
            thinking=thinking,
            sampling=tuple((k, v) for k, v in sampling.items() if v is not None),
            structured=structured.value,
            timeout_s=timeout,
            pool=pool_of(concurrency, deadline, patience, rpm, tpm),
            policy=AskPolicy(samples, reasks, retry_failed, limit),
            target=target,
            budget_tokens=budget_tokens,
            usd_per_1m_in=price_in,
            usd_per_1m_out=price_out,
            batch_file=batch_file,
            batch_results=batch_results,
            seed=seed,
            dry_run=dry_run,
            as_json=as_json,
        )
    )


@app.command("import")
def import_items(
    dataset: Annotated[
        str, typer.Argument(help="dcase2025, dcase2026, avqa, mmau, mmar or jsonl.")
    ],
    data: Annotated[
        Path | None, typer.Option(help="The dataset's folder or file; data/DATASET if not given.")
    ] = None,
    split: Annotated[str | None, typer.Option(help="As the dataset names it.")] = None,
    audio: Annotated[
        Path | None, typer.Option(help="The audio's folder, if it is elsewhere.")
    ] = None,
    store: Store = DEFAULT_STORE,
    as_json: Json = False,
) -> None:
    """Bring human-made items into the store.

    Example: aqagen import dcase2025 --data data/dcase2025 --split train
    """
    from aqagen.commands.import_items import ImportOptions, run_import

    run_import(ImportOptions(dataset, store, data, split, audio, as_json))


for _command in (validate, checks, judge, probe):
    app.command()(_command)


@app.command()
def mix(
    clotho_aqa: Annotated[str | None, typer.Option(help="How many: 8k, 500, all.")] = None,
    tacos: Annotated[str | None, typer.Option(help="How many.")] = None,
    dcase: Annotated[str | None, typer.Option(help="How many of dcase2025.")] = None,
    avqa: Annotated[str | None, typer.Option(help="How many.")] = None,
    jsonl: Annotated[str | None, typer.Option(help="How many of your own.")] = None,
    where: Annotated[str | None, typer.Option(help="SQL over kept_items and item_labels.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="FILE.parquet or FILE.jsonl; mixtures/... if not given.")
    ] = None,
    keep_option_order: Annotated[
        bool, typer.Option("--keep-option-order", help="Do not balance the answers' positions.")
    ] = False,
    seed: Seed = 0,
    store: Store = DEFAULT_STORE,
    as_json: Json = False,
) -> None:
    """Sample kept items of each dataset, shuffle them together, write them with a manifest.

    Example: aqagen mix --dcase 8k --tacos 12k
    """
    from aqagen.commands.mix import MixOptions, run_mix

    sizes = {"clotho-aqa": clotho_aqa, "tacos": tacos, "dcase2025": dcase, "avqa": avqa,
             "jsonl": jsonl}  # fmt: skip
    asked = {dataset: size for dataset, size in sizes.items() if size is not None}
    run_mix(MixOptions(store, asked, where, out, seed, keep_option_order, as_json))


@app.command()
def train(
    mixture: Annotated[
        Path | None, typer.Argument(help="Of `aqagen mix`; the newest if not given.")
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="A folder or a name on the hub; Qwen/Qwen2.5-Omni-7B.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="runs/NAME if not given.")] = None,
    config: Annotated[Path | None, typer.Option(help="Any setting, as TOML.")] = None,
    method: Annotated[str | None, typer.Option(help="grpo or sft.")] = None,
    targets: Annotated[str | None, typer.Option(help="sft: gold or all-options.")] = None,
    steps: Annotated[int | None, typer.Option(min=1, help="2000.")] = None,
    learning_rate: Annotated[float | None, typer.Option(help="1e-6.")] = None,
    lora_rank: Annotated[
        int | None, typer.Option(min=0, help="Train adapters of this rank; 0: the weights.")
    ] = None,
    long_audio: Annotated[
        str | None,
        typer.Option(help="Clips longer than the model takes: error, crop or skip."),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on from the newest checkpoint.")
    ] = False,
    seed: Annotated[int | None, typer.Option(help="Of the order and the sampling; 0.")] = None,
) -> None:
    """Train a model with GRPO; the defaults are the MiAQA report's Table 1.

    Example: aqagen train mixtures/dcase2025-8k.parquet --out runs/dcase
    """
    from aqagen.commands.train import TrainOptions, run_train

    flags = {"model": model, "method": method, "targets": targets, "steps": steps,
             "learning_rate": learning_rate, "lora_rank": lora_rank, "long_audio": long_audio,
             "seed": seed}  # fmt: skip
    settings = {name: value for name, value in flags.items() if value is not None}
    run_train(TrainOptions(mixture, out, config, settings, resume))


app.add_typer(evaluation_app)
app.add_typer(sharing_app)


@app.command()
def merge(
    adapter: Annotated[Path, typer.Argument(help="A checkpoint of `aqagen train --lora-rank N`.")],
    out: Annotated[Path, typer.Option(help="A new folder.")],
    precision: Annotated[str, typer.Option(help="Of the written weights: bf16 or fp32.")] = "bf16",
) -> None:
    """Write an adapter and the model that it belongs to as one checkpoint.

    Example: aqagen merge runs/lora/checkpoint-2000 --out models/lora
    """
    from aqagen.commands.merge import run_merge

    run_merge(adapter, out, precision)


@app.command()
def tiny(
    mixture: Annotated[Path, typer.Argument(help="Of `aqagen mix`; questions of one kind.")],
    out: Annotated[Path, typer.Option(help="A new folder.")] = Path("models/tiny"),
    seed: Seed = 0,
) -> None:
    """Make a tiny model for a mixture, to try training on a CPU: it hears, but knows no answer.

    Example: aqagen tiny mixtures/which-sound.parquet --out models/tiny
    """
    from aqagen.commands.tiny import run_tiny

    run_tiny(mixture, out, seed)


@app.command()
def stats(store: Store = DEFAULT_STORE, as_json: Json = False) -> None:
    """Show what is in the store.

    Example: aqagen stats
    """
    from aqagen.commands.stats import run_stats

    run_stats(store, as_json=as_json)


@app.command()
def report(
    store: Store = DEFAULT_STORE,
    out: Annotated[Path, typer.Option(help="The page.")] = Path("report.html"),
    mixtures: Annotated[Path, typer.Option(help="The mixtures' folder.")] = Path("mixtures"),
    evaluations: Annotated[Path, typer.Option(help="The evaluations' folder.")] = Path(
        "evaluations"
    ),
) -> None:
    """Write one HTML page with plots: what is in the store, the mixtures, the evaluations.

    Example: aqagen report --out report.html
    """
    from aqagen.commands.report import run_report

    run_report(store, out, mixtures, evaluations)


@app.command()
def config(ctx: typer.Context, as_json: Json = False) -> None:
    """Print every option in force and where its value comes from; keys are masked.

    Example: aqagen config
    """
    from aqagen.commands.config import run_config

    if ctx.parent is None:
        raise UsageError("run it as `aqagen config`")
    run_config(ctx.parent, as_json=as_json)


def main() -> None:
    """Run the command line."""
    app()
