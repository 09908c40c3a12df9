"""Flags that several commands have, said once."""

from enum import StrEnum
from typing import Annotated

import typer

from aqagen.errors import UsageError

__all__ = [
    "Audio",
    "Concurrency",
    "EndpointUrls",
    "Json",
    "KeyEnv",
    "Offline",
    "Seed",
    "TimeoutS",
    "concurrency_of",
]


class Audio(StrEnum):
    """The part of a chat message that carries sound."""

    input_audio = "input_audio"
    audio_url = "audio_url"


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
