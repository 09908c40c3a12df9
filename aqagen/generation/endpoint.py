"""The only code that talks to the network: one chat endpoint that speaks OpenAI's protocol.

Works with vLLM, SGLang, OpenAI, OpenRouter and whatever else does. It posts through
aiohttp and not through the openai package (docs/decisions/003-http-client.md), and keeps
that package's conventions: `OPENAI_BASE_URL`, `OPENAI_API_KEY`, `/chat/completions`.
"""

import asyncio
import ipaddress
import json
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any, Literal, Self
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import tenacity

from aqagen.errors import EndpointError

__all__ = ["Endpoint", "EndpointConfig", "Failure", "Reply", "Sampling", "Structured", "masked_url"]

Structured = Literal["auto", "on", "off"]

_MAX_RETRY_WAIT_S = 30.0
_MAX_RATE_LIMIT_S = 3600.0


@dataclass(frozen=True, slots=True)
class Sampling:
    """Sampling settings as they are sent.

    The defaults are those that Qwen3's model card recommends, for non-thinking mode and,
    with `for_thinking`, for thinking mode.
    """

    temperature: float = 0.7
    top_p: float = 0.8
    top_k: int = 20
    min_p: float = 0.0
    max_tokens: int = 2048
    thinking: bool = False

    @classmethod
    def for_thinking(cls) -> Self:
        """Return Qwen3's settings for thinking mode, with room for the thoughts."""
        return cls(temperature=0.6, top_p=0.95, max_tokens=16384, thinking=True)

    def fields(self) -> dict[str, Any]:
        """Return the request's fields; `chat_template_kwargs` is how vLLM and SGLang say it."""
        return {
            "temperature": self.temperature,
            "top_p": self.top_p,
            "top_k": self.top_k,
            "min_p": self.min_p,
            "max_tokens": self.max_tokens,
            "chat_template_kwargs": {"enable_thinking": self.thinking},
        }


@dataclass(frozen=True, slots=True)
class EndpointConfig:
    """Where to ask and how.

    Attributes:
        base_url: up to and with `/v1`.
        model: the model's name at that endpoint.
        api_key: never shown: not in `repr`, not in an error, not in the store.
        sampling: the sampling settings.
        structured: ask for JSON by schema: `auto` tries and falls back.
        schema: the JSON Schema to ask for.
        timeout_s: for one request, from sending to the last byte.
        max_attempts: tries of one request that count: not those refused by a rate limit.
    """

    base_url: str
    model: str
    api_key: str | None = field(default=None, repr=False)
    sampling: Sampling = field(default_factory=Sampling)
    structured: Structured = "auto"
    schema: dict[str, Any] | None = None
    timeout_s: float = 600.0
    max_attempts: int = 7

    @property
    def shown_url(self) -> str:
        """The address without a password that may be in it."""
        return masked_url(self.base_url)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the endpoint answered."""

    text: str
    finish_reason: str | None
    prompt_tokens: int | None
    completion_tokens: int | None
    latency_ms: float
    attempts: int
    fingerprint: str | None


@dataclass(frozen=True, slots=True)
class Failure:
    """A request that got no answer: a stable reason, and the server's words."""

    reason: str
    detail: str
    latency_ms: float
    attempts: int


def masked_url(url: str) -> str:
    """Return a URL without user name and password; what is no URL as well."""
    return re.sub(r"(?<=//)[^/]*@", "", url)


def _proxy_for(url: str, host: str) -> str | None:
    """Return the proxy that the environment names for a URL; never one for this machine itself.

    aiohttp's own `trust_env` would read `~/.netrc` too and put its password in the key's place.
    """
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = host == "localhost"
    if loopback or proxy_bypass(host):
        return None
    return getproxies().get(urlsplit(url).scheme)


class _RequestError(Exception):
    """One try that failed.

    `wait_s` is how long the server asked to wait; `rate_limited` tries are free of charge;
    `final` ones are not tried again.
    """

    def __init__(
        self,
        reason: str,
        detail: str,
        *,
        wait_s: float | None = None,
        rate_limited: bool = False,
        final: bool = False,
    ) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail = reason, detail
        self.wait_s, self.rate_limited, self.final = wait_s, rate_limited, final


class _BadReplyError(Exception):
    """The status says that all is well, and the body does not."""


class Endpoint:
    """A connection pool to one chat endpoint. Use it as an async context manager.

    The first request goes alone and finds out what the server takes: an optional field
    that it refuses is left out from then on (`dropped`). The other requests wait for it.
    """

    def __init__(self, config: EndpointConfig, *, concurrency: int) -> None:
        self.config = config
        self.dropped: list[str] = []
        self._concurrency = concurrency
        self._settled = False
        self._unusable: EndpointError | None = None
        self._first = asyncio.Lock()
        self._url = config.base_url.rstrip("/") + "/chat/completions"
        self._optional = self._optional_fields()

    async def __aenter__(self) -> Self:
        self._proxy = _proxy_for(self._url, self._checked_host())
        headers = {"Content-Type": "application/json"}
        if self.config.api_key:
            headers["Authorization"] = f"Bearer {self.config.api_key}"
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=self._concurrency),
            timeout=aiohttp.ClientTimeout(total=self.config.timeout_s),
            headers=headers,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    def _checked_host(self) -> str:
        """Return the address's host, or say what is wrong with address or key."""
        try:
            parts = urlsplit(self._url)
            host = parts.hostname if parts.port != 0 else None
        except ValueError:  # from `port` too: it is not a number, or too large
            host = None
        if host is None or not self._url.startswith(("http://", "https://")):
            raise EndpointError(
                f"the endpoint {self.config.shown_url!r} is not a URL. Expected something like "
                "http://localhost:8000/v1."
            )
        key = self.config.api_key
        if key and parts.username is not None:
            raise EndpointError(
                f"the address of {self.config.shown_url} has a user name in it, and there is an "
                "API key too: one request can carry only one of them. Take one away."
            )
        if key and not key.isprintable():
            raise EndpointError(
                "the API key has a line break or another control character in it. Set the "
                "variable again without it."
            )
        return host

    async def complete(self, messages: Sequence[dict[str, Any]]) -> Reply | Failure:
        """Ask for one completion, retrying what may pass.

        Raises:
            EndpointError: the endpoint cannot be used at all (refused, wrong key, unknown
                model, a request that it never accepts); the run must stop.
        """
        if not self._settled:
            async with self._first:
                if self._unusable is not None:
                    raise self._unusable
                if not self._settled:
                    return await self._complete_first(messages)
        return await self._complete(messages)

    async def _complete_first(self, messages: Sequence[dict[str, Any]]) -> Reply | Failure:
        try:
            reply = await self._complete(messages)
        except EndpointError as error:
            # Whoever waits for this answer need not ask to hear the same.
            self._unusable = error
            raise
        self._settled = isinstance(reply, Reply)
        return reply

    async def _complete(self, messages: Sequence[dict[str, Any]]) -> Reply | Failure:
        started = time.monotonic()
        attempts = charged = 0

        def spent(state: tenacity.RetryCallState) -> bool:
            error = state.outcome.exception() if state.outcome else None
            if isinstance(error, _RequestError) and error.rate_limited:
                return time.monotonic() - started > _MAX_RATE_LIMIT_S
            return charged >= self.config.max_attempts

        try:
            async for attempt in tenacity.AsyncRetrying(
                retry=tenacity.retry_if_exception(_may_pass),
                wait=_wait_s,
                stop=spent,
                reraise=True,
            ):
                with attempt:
                    attempts += 1
                    try:
                        return await self._negotiated_post(messages, attempts)
                    except _RequestError as error:
                        charged += not error.rate_limited
                        raise
        except _RequestError as error:
            elapsed_ms = (time.monotonic() - started) * 1e3
            return Failure(error.reason, error.detail, elapsed_ms, attempts)
        raise EndpointError("the retries ended without an outcome")  # AsyncRetrying always ends

    async def _negotiated_post(self, messages: Sequence[dict[str, Any]], attempts: int) -> Reply:
        """Post once, leaving out one optional field after another while the server refuses."""
        while True:
            try:
                return await self._post(messages, attempts)
            except _RequestError as error:
                if self._settled or error.reason not in {"http-400", "http-422"}:
                    raise
                if not self._drop_refused(error.detail):
                    raise EndpointError(
                        f"{self.config.shown_url} refuses the request: {error.detail}"
                    ) from None

    async def _post(self, messages: Sequence[dict[str, Any]], attempts: int) -> Reply:
        body = {"model": self.config.model, "messages": list(messages), **self._optional}
        started = time.monotonic()
        try:
            async with self._session.post(
                self._url,
                data=json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"),
                allow_redirects=False,
                proxy=self._proxy,
            ) as response:
                raw = await response.read()
        except TimeoutError:
            raise _RequestError("timeout", f"no answer in {self.config.timeout_s:g} s") from None
        except aiohttp.ClientConnectorError as error:
            self._give_up_unless_settled(error)
            raise _RequestError("connection", str(error)) from error
        except (aiohttp.ClientError, OSError) as error:
            raise _RequestError("connection", f"{type(error).__name__}: {error}") from error
        if response.status != 200:  # noqa: PLR2004
            raise self._refusal(response.status, response.headers.get("Retry-After"), raw)
        try:
            return _read_reply(raw, (time.monotonic() - started) * 1e3, attempts)
        except _BadReplyError:
            shown = self._masked(raw)[:200].decode("utf-8", "replace")
            raise _RequestError("bad-reply", f"200, but no completion in it: {shown!r}") from None

    def _optional_fields(self) -> dict[str, Any]:
        fields = self.config.sampling.fields()
        if self.config.structured != "off" and self.config.schema is not None:
            fields["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": "item", "strict": True, "schema": self.config.schema},
            }
        return fields

    def _drop_refused(self, message: str) -> bool:
        """Leave out the field that the server named, else the next that it may not know."""
        droppable = [name for name in ("response_format", "chat_template_kwargs", "top_k", "min_p",
                                       "max_tokens") if name in self._optional]  # fmt: skip
        if self.config.structured == "on" and "response_format" in droppable:
            droppable.remove("response_format")
        named = [name for name in droppable if name in message]
        if "json_schema" in message and "response_format" in droppable:
            named.append("response_format")
        guesses = [name for name in droppable if name != "max_tokens"]
        if not named and not guesses:
            return False
        name: str = (named or guesses)[0]
        value = self._optional.pop(name)
        if name == "response_format" and value["type"] == "json_schema":
            self._optional[name] = {"type": "json_object"}
            name = "response_format.json_schema"
        elif name == "max_tokens":
            self._optional["max_completion_tokens"] = value
        self.dropped.append(name)
        return True

    def _give_up_unless_settled(self, error: aiohttp.ClientConnectorError) -> None:
        if not self._settled:
            raise EndpointError(
                f"cannot connect to {self.config.shown_url}: {error.os_error.strerror or error}. "
                "Is the server running, and is the address right? Set it with --endpoint or "
                "OPENAI_BASE_URL; --offline needs no server."
            ) from error

    def _refusal(self, status: int, retry_after: str | None, raw: bytes) -> _RequestError:
        """Turn a status into what to do about it; what no retry can mend stops the run."""
        message = _error_message(self._masked(raw))
        where = f"{self.config.shown_url} answered {status}"
        if status in {401, 403}:
            raise EndpointError(
                f"{where}: {message}. The key is wrong or may not use this model: it is read from "
                "OPENAI_API_KEY, or from the variable that --api-key-env names."
            )
        if status == 404:  # noqa: PLR2004
            raise EndpointError(
                f"{where}: {message}. Is the model {self.config.model!r} served there, and does "
                "the address end in /v1?"
            )
        if status in {429, 503}:
            return _RequestError(
                f"http-{status}", message, wait_s=_retry_after_s(retry_after),
                rate_limited=status == 429,  # noqa: PLR2004
            )  # fmt: skip
        return _RequestError(f"http-{status}", message, final=status < 500)  # noqa: PLR2004

    def _masked(self, raw: bytes) -> bytes:
        """Servers like to repeat the key that they refuse. Mask before cutting, never after."""
        key = self.config.api_key
        return raw.replace(key.encode("utf-8", "surrogateescape"), b"***") if key else raw


def _may_pass(error: BaseException) -> bool:
    return isinstance(error, _RequestError) and not error.final


def _wait_s(state: tenacity.RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    backoff_s = tenacity.wait_random_exponential(multiplier=1, max=_MAX_RETRY_WAIT_S)(state)
    if isinstance(error, _RequestError) and error.wait_s is not None:
        # Whoever was told the same second would come back in the same second.
        return error.wait_s + min(1.0, backoff_s)
    return backoff_s


def _retry_after_s(value: str | None) -> float | None:
    """Read `Retry-After`: seconds, or an HTTP date (RFC 9110, 10.2.3)."""
    if not value:
        return None
    try:
        wait_s = float(value)
    except ValueError:
        try:
            wait_s = parsedate_to_datetime(value).timestamp() - time.time()
        except ValueError:
            return None
    # `not <` also turns NaN away.
    return min(wait_s, _MAX_RATE_LIMIT_S) if wait_s > 0 else 0.0


def _error_message(raw: bytes) -> str:
    """Return the server's own words, at most 300 characters of them, on one line."""
    text = raw[:4000].decode("utf-8", "replace")
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        body = text
    if isinstance(body, dict):
        error = body.get("error", body)
        body = error.get("message", error) if isinstance(error, dict) else error
    return re.sub(r"\s+", " ", str(body)).strip()[:300] or "(no message)"


def _read_reply(raw: bytes, latency_ms: float, attempts: int) -> Reply:
    try:
        body = json.loads(raw)
        choice = body["choices"][0]
        text = choice["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        raise _BadReplyError from None
    usage = body.get("usage")
    usage = usage if isinstance(usage, dict) else {}
    return Reply(
        # JSON can spell lone surrogates, which no UTF-8 store can hold.
        text=text.encode("utf-8", "replace").decode() if isinstance(text, str) else "",
        finish_reason=_text_or_none(choice.get("finish_reason")),
        prompt_tokens=_count_or_none(usage.get("prompt_tokens")),
        completion_tokens=_count_or_none(usage.get("completion_tokens")),
        latency_ms=latency_ms,
        attempts=attempts,
        fingerprint=_text_or_none(body.get("system_fingerprint")),
    )


def _text_or_none(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _count_or_none(value: object) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31:
        return value
    return None
