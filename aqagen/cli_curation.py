"""The commands that judge items: validate, checks, judge, probe."""
# ruff: noqa: PLC0415, PLR0913, PLR0917 - imports inside commands keep --help fast; a flag is a parameter

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from aqagen.flags import (
    DEFAULT_STORE,
    Audio,
    BudgetTokens,
    Concurrency,
    DeadlineS,
    EndpointUrls,
    Json,
    KeyEnv,
    Offline,
    OnOff,
    PatienceS,
    Rpm,
    Seed,
    Store,
    TimeoutS,
    Tpm,
    pool_of,
)

__all__ = ["checks", "judge", "probe", "validate"]


class ProbeName(StrEnum):
    """The probes."""

    text_only = "text-only"
    silence = "silence"
    shuffled_audio = "shuffled-audio"
    difficulty = "difficulty"


def validate(
    dataset: Annotated[str | None, typer.Option(help="Only this dataset.")] = None,
    check: Annotated[list[str] | None, typer.Option(help="Only this check; repeatable.")] = None,
    audio: Annotated[bool, typer.Option(help="Measure new audio files first.")] = True,
    fix: Annotated[
        bool,
        typer.Option("--fix", help="Repair what can be repaired without touching meaning first."),
    ] = False,
    policy: Annotated[
        Path | None,
        typer.Option(help="A TOML file that says what reasons do; remembered in the store."),
    ] = None,
    seed: Seed = 0,
    store: Store = DEFAULT_STORE,
    as_json: Json = False,
) -> None:
    """Run every check on every item that it has not judged yet; print kept and dropped.

    Example: aqagen validate --dataset tacos
    """
    from aqagen.commands.validate import ValidateOptions, run_validate

    run_validate(
        ValidateOptions(store, dataset, tuple(check or ()), audio, fix, policy, seed, as_json)
    )


def checks(
    name: Annotated[str | None, typer.Argument(help="Only this one, in full.")] = None,
    policy_template: Annotated[
        bool, typer.Option("--policy-template", help="Print the defaults as a policy file.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List the checks: what each finds, what it does to an item, and why.

    Example: aqagen checks four-options
    """
    from aqagen.commands.checks import run_checks

    run_checks(name, template=policy_template, as_json=as_json)


OnlyDataset = Annotated[str | None, typer.Option(help="Only this dataset.")]
Limit = Annotated[int | None, typer.Option(min=1, help="Only the first so many items.")]
RetryFailed = Annotated[
    bool, typer.Option("--retry-failed", help="Ask again what was finally refused.")
]


def judge(
    endpoint: EndpointUrls = None,
    model: Annotated[str, typer.Option(help="As the endpoint calls it.")] = "Qwen/Qwen3-32B",
    votes: Annotated[int, typer.Option(min=1, help="Votes per item; two thirds decide.")] = 3,
    dataset: OnlyDataset = None,
    limit: Limit = None,
    prompt: Annotated[
        Path | None, typer.Option(help="Your own prompt, with {INPUT_JSON_DATA} in it.")
    ] = None,
    calibrate: Annotated[
        Path | None, typer.Option(help="People's marks: item_id, dimension, mark.")
    ] = None,
    structured: Annotated[OnOff, typer.Option(help="Ask for JSON by schema.")] = OnOff.auto,
    api_key_env: KeyEnv = "OPENAI_API_KEY",
    offline: Offline = False,
    retry_failed: RetryFailed = False,
    concurrency: Concurrency = "auto",
    timeout: TimeoutS = 600.0,
    deadline: DeadlineS = 3600.0,
    patience: PatienceS = 300.0,
    rpm: Rpm = None,
    tpm: Tpm = None,
    budget_tokens: BudgetTokens = None,
    seed: Seed = 0,
    store: Store = DEFAULT_STORE,
    as_json: Json = False,
) -> None:
    """Let a language model score items on five dimensions, and drop what it rejects.

    Example: aqagen judge --endpoint http://localhost:8000/v1
    """
    from aqagen.commands.asking import AskOptions
    from aqagen.commands.judge import run_judge

    options = AskOptions(
        store, model, votes, tuple(endpoint or ()), api_key_env, offline, dataset, limit,
        retry_failed, timeout,
        pool_of(concurrency, deadline, patience, rpm, tpm),
        budget_tokens, seed, as_json,
    )  # fmt: skip
    run_judge(options, prompt_file=prompt, structured=structured.value, calibrate=calibrate)


def probe(
    name: Annotated[ProbeName, typer.Argument(help="What is asked.")],
    endpoint: EndpointUrls = None,
    model: Annotated[
        str | None, typer.Option(help="Qwen/Qwen3-32B, or Qwen/Qwen2.5-Omni-7B with audio.")
    ] = None,
    trials: Annotated[
        int | None, typer.Option(min=1, help="Answers per item; 4, or 8 for difficulty.")
    ] = None,
    audio_form: Annotated[
        Audio, typer.Option(help="How the endpoint takes sound.")
    ] = Audio.input_audio,
    dataset: OnlyDataset = None,
    limit: Limit = None,
    api_key_env: KeyEnv = "OPENAI_API_KEY",
    offline: Offline = False,
    retry_failed: RetryFailed = False,
    concurrency: Concurrency = "auto",
    timeout: TimeoutS = 600.0,
    deadline: DeadlineS = 3600.0,
    patience: PatienceS = 300.0,
    rpm: Rpm = None,
    tpm: Tpm = None,
    budget_tokens: BudgetTokens = None,
    seed: Seed = 0,
    store: Store = DEFAULT_STORE,
    as_json: Json = False,
) -> None:
    """Ask a model the items' questions: without audio, on silence, on another clip, on the clip.

    Example: aqagen probe text-only --endpoint http://localhost:8000/v1
    """
    from aqagen.commands.asking import AskOptions
    from aqagen.commands.probe import run_probe
    from aqagen.curation.probes import PROBES

    chosen = PROBES[name.value]
    options = AskOptions(
        store, model or chosen.model, trials or chosen.trials, tuple(endpoint or ()), api_key_env,
        offline, dataset, limit, retry_failed, timeout,
        pool_of(concurrency, deadline, patience, rpm, tpm),
        budget_tokens, seed, as_json,
    )  # fmt: skip
    run_probe(options, chosen, audio_form.value)
