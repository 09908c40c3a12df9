"""The only code that talks to the network: one chat endpoint that speaks OpenAI's protocol.

Works with vLLM, SGLang, OpenAI, OpenRouter and whatever else does. It posts through
pyreqwest and not through the openai package (docs/decisions/003-http-client.md), and keeps
that package's conventions: `OPENAI_BASE_URL`, `OPENAI_API_KEY`, `/chat/completions`.
"""

import ipaddress
import json
import re
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Literal, Self
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import orjson
from pyreqwest.client import ClientBuilder
from pyreqwest.exceptions import ConnectError
from pyreqwest.exceptions import RequestError as HttpError
from pyreqwest.proxy import ProxyBuilder

from aqagen import __version__
from aqagen.errors import EndpointError
from aqagen.generation.waits import rate_limit_wait_s, wait_asked_s
from aqagen.records import PASSING_STATUSES

__all__ = [
    "Endpoint",
    "EndpointConfig",
    "Failure",
    "Reply",
    "RequestError",
    "Sampling",
    "Structured",
    "masked_url",
    "read_reply",
    "request_body",
]

Structured = Literal["auto", "on", "off"]

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Sampling:
    """Sampling settings as they are sent.

    The defaults are those that Qwen3's model card recommends, for non-thinking mode and,
    with `for_thinking`, for thinking mode. `extras` are the fields that OpenAI's own API does
    not know (`top_k`, `min_p`, `chat_template_kwargs`).
    """

    temperature: float = 0.7
    top_p: float = 0.8
    top_k: int = 20
    min_p: float = 0.0
    max_tokens: int = 2048
    thinking: bool = False
    extras: bool = True

    @classmethod
    def for_thinking(cls) -> Self:
        """Return Qwen3's settings for thinking mode, with room for the thoughts."""
        return cls(temperature=0.6, top_p=0.95, max_tokens=16384, thinking=True)

    def fields(self) -> dict[str, Any]:
        """Return the request's fields; `chat_template_kwargs` is how vLLM and SGLang say it."""
        fields: dict[str, Any] = {"temperature": self.temperature, "top_p": self.top_p}
        if self.extras:
            fields |= {
                "top_k": self.top_k,
                "min_p": self.min_p,
                "chat_template_kwargs": {"enable_thinking": self.thinking},
            }
        return {**fields, "max_tokens": self.max_tokens}


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
    """

    base_url: str
    model: str
    api_key: str | None = field(default=None, repr=False)
    sampling: Sampling = field(default_factory=Sampling)
    structured: Structured = "auto"
    schema: dict[str, Any] | None = None
    timeout_s: float = 600.0

    @property
    def shown_url(self) -> str:
        """The address without a password that may be in it."""
        return masked_url(self.base_url)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the endpoint answered.

    Attributes:
        latency_ms: from sending to the last byte, of the try that succeeded.
        attempts: tries that it took.
        fingerprint: the `system_fingerprint`, by which offline answers are known.
        pause_s: its rate limit is used up for so long; None when it is not.
    """

    text: str
    finish_reason: str | None
    prompt_tokens: int | None
    completion_tokens: int | None
    latency_ms: float
    attempts: int
    fingerprint: str | None
    pause_s: float | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A request that got no answer: a stable reason, and the server's words."""

    reason: str
    detail: str
    latency_ms: float
    attempts: int


def optional_fields(config: EndpointConfig) -> dict[str, Any]:
    """Return what is sent beside model and messages: sampling, and the shape that is asked for."""
    fields = config.sampling.fields()
    if config.structured != "off" and config.schema is not None:
        fields["response_format"] = {
            "type": "json_schema",
            "json_schema": {"name": "item", "strict": True, "schema": config.schema},
        }
    return fields


def request_body(config: EndpointConfig, messages: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the whole body of a chat request, as a batch file holds it."""
    return {"model": config.model, "messages": list(messages), **optional_fields(config)}


def masked_url(url: str) -> str:
    """Return a URL without user name and password; what is no URL as well."""
    return re.sub(r"(?:(?<=//)|(?<![^\s]))[^/\s]*@", "", url)


def _proxy_for(url: str, host: str) -> str | None:
    """Return the proxy that the environment names for a URL; never one for this machine itself.

    The client is told so, and does not look itself: no rule but this one, and no `~/.netrc`.
    """
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = host == "localhost"
    if loopback or proxy_bypass(host):
        return None
    return getproxies().get(urlsplit(url).scheme)


class RequestError(Exception):
    """One try that failed.

    Attributes:
        reason: a stable code: `timeout`, `connection`, `bad-reply`, `http-STATUS`.
        detail: the server's own words.
        wait_s: how long the server asked to wait; None when it did not say.
        rate_limited: it was refused for coming too fast, which costs the row nothing.
        busy: the server is there and has too much to do (429, 503).
        final: asking again cannot help.
        unreachable: there was nobody to ask, so no row is to blame.
    """

    def __init__(
        self,
        reason: str,
        detail: str,
        *,
        wait_s: float | None = None,
        rate_limited: bool = False,
        busy: bool = False,
        final: bool = False,
        unreachable: bool = False,
    ) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail = reason, detail
        self.wait_s, self.rate_limited = wait_s, rate_limited
        self.busy, self.final, self.unreachable = busy, final, unreachable


class Endpoint:
    """A connection pool to one chat endpoint. Use it as an async context manager.

    Until the first answer (`settled`) a refused request finds out what the server takes: an
    optional field that it refuses is left out from then on (`dropped`).
    """

    def __init__(self, config: EndpointConfig, *, alone: bool = True) -> None:
        self.config = config
        self._alone = alone
        self.dropped: list[str] = []
        self.settled = False
        self._url = config.base_url.rstrip("/") + "/chat/completions"
        self._optional = optional_fields(config)
        self._body_end = b""
        self._stack = AsyncExitStack()
        self._spell_body()

    async def __aenter__(self) -> Self:
        proxy = _proxy_for(self._url, self._checked_host())
        builder = (
            ClientBuilder()
            .follow_redirects(enable=False)
            .timeout(timedelta(seconds=self.config.timeout_s))
            .default_headers({"Content-Type": "application/json", **self._authorization()})
            .user_agent(f"aqagen/{__version__}")
        )
        builder = builder.proxy(ProxyBuilder.all(proxy)) if proxy else builder.no_proxy()
        self._client = await self._stack.enter_async_context(builder.build())
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    def _authorization(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.config.api_key}"} if self.config.api_key else {}

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

    async def post(self, messages: Sequence[dict[str, Any]]) -> Reply:
        """Ask once, leaving out one optional field after another while the server refuses.

        Raises:
            RequestError: this try failed.
            EndpointError: the endpoint cannot be used at all (refused, wrong key, unknown
                model, a request that it never accepts).
        """
        before_guess: tuple[dict[str, Any], list[str]] | None = None
        while True:
            try:
                reply = await self._post(messages)
            except RequestError as error:
                if self.settled or error.reason not in {"http-400", "http-422"}:
                    raise
                about_fields = _is_about_fields(error.detail)
                if before_guess is None and not about_fields:
                    before_guess = dict(self._optional), list(self.dropped)
                if self._drop_refused(error.detail):
                    continue
                if about_fields or before_guess is None:
                    raise EndpointError(
                        f"{self.config.shown_url} refuses the request: {error.detail}"
                    ) from None
                # Nothing helped, so it is not the fields: this row is refused, not the run.
                self._optional, self.dropped = before_guess
                self._spell_body()
                raise
            else:
                self.settled = True
                return reply

    async def _post(self, messages: Sequence[dict[str, Any]]) -> Reply:
        body = b'{"messages":' + _json_bytes(messages) + self._body_end
        started = time.monotonic()
        try:
            response = await self._client.post(self._url).body_bytes(body).build().send()
            raw = bytes(await response.bytes())
        except ConnectError as error:
            unreachable = _never_connected(error)
            # With others beside it, a server that is not up yet may come later.
            if unreachable and self._alone and not self.settled:
                raise self._no_connection(error) from error
            raise RequestError("connection", _causes(error), unreachable=unreachable) from error
        except TimeoutError:
            raise RequestError("timeout", f"no answer in {self.config.timeout_s:g} s") from None
        except HttpError as error:
            raise RequestError("connection", _causes(error)) from error
        if response.status != 200:  # noqa: PLR2004
            raise self._refusal(response.status, response.headers, raw)
        reply = read_reply(_decoded(raw), (time.monotonic() - started) * 1e3)
        if reply is None:
            shown = self._masked(raw)[:200].decode("utf-8", "replace")
            raise RequestError("bad-reply", f"200, but no completion in it: {shown!r}")
        if "x-ratelimit-remaining-requests" in response.headers:
            return replace(reply, pause_s=rate_limit_wait_s(response.headers))
        return reply

    def _spell_body(self) -> None:
        """Spell once what is the same in every request: all but the messages."""
        rest = json.dumps({"model": self.config.model, **self._optional}, ensure_ascii=False)
        self._body_end = b"," + rest[1:].encode("utf-8", "replace")

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
        self._spell_body()
        return True

    def _no_connection(self, error: ConnectError) -> EndpointError:
        return EndpointError(
            f"cannot connect to {self.config.shown_url}: {_causes(error)}. Is the server "
            "running, and is the address right? Set it with --endpoint or OPENAI_BASE_URL; "
            "--offline needs no server."
        )

    def _refusal(self, status: int, headers: Mapping[str, str], raw: bytes) -> RequestError:
        """Turn a status into what to do about it; what no retry can mend stops the run."""
        message = _error_message(self._masked(raw))
        where = f"{self.config.shown_url} answered {status}"
        if status in _REDIRECTS:
            location = self._masked(headers.get("Location", "").encode("utf-8", "replace"))
            raise EndpointError(
                f"{where}: it redirects to {_origin(location.decode('utf-8', 'replace'))}. "
                "Redirects are not followed, since the key would go along: correct the address."
            )
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
        if status == 402 or b"insufficient_quota" in raw:  # noqa: PLR2004
            raise EndpointError(
                f"{where}: {message}. There is no credit left; what was received is stored."
            )
        busy = status in {429, 503}
        return RequestError(
            f"http-{status}",
            message,
            wait_s=wait_asked_s(headers) if busy else None,
            rate_limited=status == 429,  # noqa: PLR2004
            busy=busy,
            final=status < 500 and status not in PASSING_STATUSES,  # noqa: PLR2004
        )

    def _masked(self, raw: bytes) -> bytes:
        """Servers like to repeat the key that they refuse. Mask before cutting, never after."""
        key = self.config.api_key
        return raw.replace(key.encode("utf-8", "surrogateescape"), b"***") if key else raw


# What a server says that does not take one of our fields. `max_tokens` is not among them:
# a prompt that is too long is refused with that word.
_ABOUT_FIELDS = re.compile(
    r"response_format|json_schema|chat_template_kwargs|top_k|min_p|\bunrecogni[sz]ed\b|\bunknown\b"
    r"|\bunsupported\b|\bextra\b|\bnot permitted\b",
    re.IGNORECASE,
)


def _is_about_fields(message: str) -> bool:
    return _ABOUT_FIELDS.search(message) is not None


def _origin(location: str) -> str:
    """Return scheme and host of where a redirect points to, or its text when it has none."""
    try:
        parts = urlsplit(masked_url(location))
    except ValueError:
        return repr(location[:200])
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else repr(location[:200])


def _never_connected(error: ConnectError) -> bool:
    """Tell a refused connection from one that broke off: the client calls both the same."""
    causes = error.details["causes"] or []
    return any("(Connect)" in cause["message"] for cause in causes)


def _causes(error: HttpError) -> str:
    """Return the innermost cause, which is what a person can act on, without the address."""
    causes = error.details["causes"] or []
    return causes[-1]["message"] if causes else error.message


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
    return re.sub(r"\s+", " ", str(body)).strip().rstrip(".")[:300] or "(no message)"


def _json_bytes(messages: Sequence[dict[str, Any]]) -> bytes:
    try:
        return orjson.dumps(messages)
    except TypeError:  # lone surrogates, which only the standard library lets pass
        return json.dumps(messages, ensure_ascii=False).encode("utf-8", "replace")


def _decoded(raw: bytes) -> Any:
    try:
        return orjson.loads(raw)
    except ValueError:
        pass
    try:
        # It reads what orjson refuses: lone surrogates and large numbers.
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None


def read_reply(body: Any, latency_ms: float = 0.0) -> Reply | None:
    """Return the reply in a chat completion's decoded JSON; None when there is none."""
    try:
        choice = body["choices"][0]
        text = choice["message"]["content"]
    except (KeyError, IndexError, TypeError):
        return None
    usage = body.get("usage")
    usage = usage if isinstance(usage, dict) else {}
    return Reply(
        # JSON can spell lone surrogates, which no UTF-8 store can hold.
        text=text.encode("utf-8", "replace").decode() if isinstance(text, str) else "",
        finish_reason=_text_or_none(choice.get("finish_reason")),
        prompt_tokens=_count_or_none(usage.get("prompt_tokens")),
        completion_tokens=_count_or_none(usage.get("completion_tokens")),
        latency_ms=latency_ms,
        attempts=1,
        fingerprint=_text_or_none(body.get("system_fingerprint")),
    )


def _text_or_none(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _count_or_none(value: object) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31:
        return value
    return None
