"""Flags that several commands have, said once."""
# ruff: noqa: PLC0415 - imports inside functions keep --help fast

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aqagen.errors import UsageError

if TYPE_CHECKING:
    from aqagen.generation.pool import PoolConfig

__all__ = [
    "DEFAULT_STORE",
    "Audio",
    "BudgetTokens",
    "Concurrency",
    "DeadlineS",
    "EndpointUrls",
    "Json",
    "KeyEnv",
    "Offline",
    "OnOff",
    "PatienceS",
    "Rpm",
    "Seed",
    "Store",
    "TimeoutS",
    "Tpm",
    "concurrency_of",
    "pool_of",
]


class Audio(StrEnum):
    """The part of a chat message that carries sound."""

    input_audio = "input_audio"
    audio_url = "audio_url"


class OnOff(StrEnum):
    """Whether to ask for JSON by schema; `auto` tries and falls back."""

    auto = "auto"
    on = "on"
    off = "off"


Seed = Annotated[int, typer.Option(help="Decides whatever chance decides.")]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
EndpointUrls = Annotated[
    list[str] | None,
    typer.Option(envvar=["OPENAI_BASE_URL"], help="An OpenAI-compatible address; repeatable."),
]
KeyEnv = Annotated[str, typer.Option(help="The environment variable that holds the key.")]
Offline = Annotated[bool, typer.Option("--offline", help="Use the bundled endpoint.")]
Concurrency = Annotated[str, typer.Option(help="Requests at a time, or auto.")]
TimeoutS = Annotated[float, typer.Option(min=0.1, help="Seconds for one request.")]
Store = Annotated[
    Path, typer.Option("--store", envvar="AQAGEN_STORE", help="The DuckDB file that keeps all.")
]
BudgetTokens = Annotated[
    int | None, typer.Option(min=1, help="Begin no request after so many tokens.")
]
DeadlineS = Annotated[
    float, typer.Option(min=0.1, help="Seconds for one row or question, retries included.")
]
PatienceS = Annotated[
    float, typer.Option(min=0.0, help="Stop after so many seconds without any answer.")
]
Rpm = Annotated[float | None, typer.Option(min=0.1, help="Requests a minute.")]
Tpm = Annotated[float | None, typer.Option(min=1, help="Tokens a minute.")]
DEFAULT_STORE = Path("aqagen.duckdb")


def concurrency_of(text: str) -> int | None:
    """Return the number that `--concurrency` says; None for auto.

    Raises:
        UsageError: it is neither.
    """
    if text == "auto":
        return None
    if not text.isdecimal() or int(text) < 1:
        raise UsageError(f"--concurrency {text!r}: expected a number of 1 or more, or auto.")
    return int(text)


def pool_of(
    concurrency: str, deadline_s: float, patience_s: float, rpm: float | None, tpm: float | None
) -> "PoolConfig":
    """Return how hard the endpoints are tried: what the flags of every command that asks say."""
    from aqagen.generation.pool import PoolConfig

    return PoolConfig(
        concurrency=concurrency_of(concurrency),
        deadline_s=deadline_s,
        patience_s=patience_s,
        requests_per_minute=rpm,
        tokens_per_minute=tpm,
    )
