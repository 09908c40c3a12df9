"""The offline endpoint: a real HTTP server with the OpenAI chat protocol and no model in it.

It finds the metadata in the prompt and answers with a plain item (`offline_writer`). It
listens on 127.0.0.1 only. To start it by itself:

    python -m aqagen.generation.offline --port 8399 --delay-ms 20
"""

import asyncio
import socket
import threading
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import formatdate
from math import ceil
from time import time
from typing import Any, Self

from aiohttp import web

from aqagen.errors import EndpointError
from aqagen.generation.offline.chat import (
    RefusalError,
    completion_of,
    error_of,
    find_metadata,
    item_text,
    parse_body,
    prompt_of,
)
from aqagen.generation.offline.faults import NO_FAULTS, Faults
from aqagen.generation.offline.opinions import opinion_on
from aqagen.generation.offline.pool import MetadataError
from aqagen.generation.offline.replies import json_reply, misbehave
from aqagen.generation.offline.writer import Writer
from aqagen.ids import text_hash

__all__ = ["ChatRequest", "OfflineEndpoint", "running_offline"]

_HOST = "127.0.0.1"
_BODY_LIMIT_BYTES = 16 * 1024 * 1024
_WAITING_CONNECTIONS = 1024
_SHUTDOWN_S = 0.2
_START_LIMIT_S = 30


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """One chat request as it arrived.

    Attributes:
        arrival: its place in the order of arrival, from 0.
        body: what was sent; empty when it was not a chat request's JSON.
        headers: what was sent with it, names as sent; look them up case-insensitively.
        prompt: the text of the last user message.
        fault: what was planned for it (`Faults.kind_at`).
    """

    arrival: int
    body: Mapping[str, Any]
    headers: Mapping[str, str]
    prompt: str
    fault: str | None


class OfflineEndpoint:
    """The server, between `async with` and its end.

    Args:
        writer: what writes the items; a new one that learns from requests when not given.
        faults: how it misbehaves. May be set anew while it runs.
        port: 0 for any free one.
        keep_requests: how many of the latest chat requests are kept in `requests` and
            counted in `prompt_counts`; 0 to keep none, for long runs.

    Attributes:
        requests: the latest chat requests, oldest first.
        prompt_counts: how often each prompt was asked, by `ids.text_hash` (`count_of`).
        n_requests: chat requests so far.
        statuses: replies so far by status code.
        in_flight: chat requests being answered now.
        max_in_flight: the most there have been.

    Raises:
        EndpointError: (on entering) the port cannot be used.
    """

    def __init__(
        self,
        writer: Writer | None = None,
        faults: Faults = NO_FAULTS,
        *,
        port: int = 0,
        keep_requests: int = 10_000,
    ) -> None:
        self.writer = writer or Writer()
        self.faults = faults
        self.requests: deque[ChatRequest] = deque(maxlen=keep_requests)
        self.prompt_counts: Counter[str] = Counter()
        self.statuses: Counter[int] = Counter()
        self.n_requests = self.in_flight = self.max_in_flight = 0
        self._port = port
        self._runner: web.AppRunner | None = None

    @property
    def base_url(self) -> str:
        """The address that OpenAI clients take, `http://127.0.0.1:PORT/v1`."""
        return f"http://{_HOST}:{self._port}/v1"

    def count_of(self, prompt: str) -> int:
        """Return how often a prompt was asked."""
        return self.prompt_counts[text_hash(prompt)]

    async def __aenter__(self) -> Self:
        try:
            sock = socket.create_server((_HOST, self._port), backlog=_WAITING_CONNECTIONS)
        except (OSError, OverflowError) as error:
            raise EndpointError(
                f"the port {self._port} of {_HOST} cannot be used: {error}. "
                "Choose another, or 0 for any free one."
            ) from error
        self._port = sock.getsockname()[1]
        app = web.Application(client_max_size=_BODY_LIMIT_BYTES)
        app.router.add_post("/v1/chat/completions", self._chat)
        app.router.add_get("/v1/models", self._models)
        app.router.add_route("*", "/{path:.*}", _unknown_path)
        # A client that gives up frees its place, as with servers that stop generating then.
        self._runner = web.AppRunner(
            app, access_log=None, handler_cancellation=True, shutdown_timeout=_SHUTDOWN_S
        )
        await self._runner.setup()
        await web.SockSite(self._runner, sock, backlog=_WAITING_CONNECTIONS).start()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _models(self, request: web.Request) -> web.Response:
        if not self._has_key(request):
            return self._error(_wrong_key())
        names = self.faults.known_models or ("offline",)
        listed = [{"id": n, "object": "model", "created": 0, "owned_by": "aqagen"} for n in names]
        return json_reply({"object": "list", "data": listed})

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        arrival, self.n_requests = self.n_requests, self.n_requests + 1
        self.in_flight += 1
        self.max_in_flight = max(self.max_in_flight, self.in_flight)
        try:
            reply = await self._reply(request, arrival)
        except RefusalError as refusal:
            reply = self._error(refusal)
        finally:
            self.in_flight -= 1
        self.statuses[reply.status] += 1
        return reply

    async def _reply(self, request: web.Request, arrival: int) -> web.StreamResponse:
        faults = self.faults
        fault = faults.kind_at(arrival)
        body = self._record(request, await request.read(), arrival, fault)
        self._check(request, body)
        # The item is written before the pause, so that a writer that learns from requests
        # learns in their order.
        text = self._item_text(body)
        delay_s = faults.delay_s_at(arrival)
        if delay_s:
            await asyncio.sleep(delay_s)
        if fault is None:
            return json_reply(completion_of(body, text, number=arrival))
        if fault.isdecimal():
            raise RefusalError(int(fault), f"The offline endpoint was told to answer {fault}.")
        return await misbehave(request, fault, body, text, arrival)

    def _record(
        self, request: web.Request, raw: bytes, arrival: int, fault: str | None
    ) -> dict[str, Any]:
        """Parse a body and keep the request, a bad one too."""
        body: dict[str, Any] = {}
        prompt = ""
        try:
            body = parse_body(raw)
            prompt = prompt_of(body)
        finally:
            if self.requests.maxlen:
                headers = request.headers.copy()
                self.requests.append(ChatRequest(arrival, body, headers, prompt, fault))
                self.prompt_counts[text_hash(prompt)] += 1
        return body

    def _check(self, request: web.Request, body: Mapping[str, Any]) -> None:
        """Refuse what the faults say is refused always."""
        faults = self.faults
        if not self._has_key(request):
            raise _wrong_key()
        if faults.capacity is not None and self.in_flight > faults.capacity:
            raise RefusalError(429, "Too many requests in flight.", "rate_limit_exceeded")
        for name in body:
            if name in faults.reject_fields:
                raise RefusalError(
                    400, f"Unrecognized request argument supplied: {name}", param=name
                )
        if faults.no_json_schema and _format_of(body) == "json_schema":
            raise RefusalError(
                400, "This response_format type is unavailable now", param="response_format"
            )
        if faults.known_models and body["model"] not in faults.known_models:
            message = f"The model `{body['model']}` does not exist or you do not have access to it."
            raise RefusalError(404, message, "model_not_found", "model")

    def _has_key(self, request: web.Request) -> bool:
        key = self.faults.api_key
        return key is None or request.headers.get("Authorization") == f"Bearer {key}"

    def _item_text(self, body: Mapping[str, Any]) -> str:
        opinion = opinion_on(prompt_of(body))
        if opinion is not None:
            return opinion
        try:
            item = self.writer.write(find_metadata(prompt_of(body)))
        except MetadataError as error:
            message = f"The offline endpoint cannot answer: {error}."
            raise RefusalError(400, message, "no_metadata", "messages") from error
        return item_text(item, bare=_format_of(body) in {"json_object", "json_schema"})

    def _error(self, refusal: RefusalError) -> web.Response:
        headers = {}
        wait_s = self.faults.retry_after_s
        if wait_s is not None and refusal.status in {429, 503}:
            # An HTTP date has whole seconds, so it is rounded up.
            date = formatdate(ceil(time() + wait_s), usegmt=True)
            headers["Retry-After"] = date if self.faults.retry_after_date else f"{wait_s:g}"
        return json_reply(error_of(refusal), status=refusal.status, headers=headers)


def _wrong_key() -> RefusalError:
    return RefusalError(401, "Incorrect API key provided.", "invalid_api_key")


def _format_of(body: Mapping[str, Any]) -> object:
    asked = body.get("response_format")
    return asked.get("type") if isinstance(asked, dict) else None


async def _unknown_path(request: web.Request) -> web.Response:
    message = f"Invalid URL ({request.method} {request.path})"
    return json_reply(error_of(RefusalError(404, message)), status=404)


@contextmanager
def running_offline(
    writer: Writer | None = None,
    faults: Faults = NO_FAULTS,
    *,
    port: int = 0,
    keep_requests: int = 10_000,
) -> Iterator[OfflineEndpoint]:
    """Run the endpoint in a thread of its own, for code without an event loop.

    Takes what `OfflineEndpoint` takes and yields it; its counters may be read meanwhile.

    Raises:
        EndpointError: the port cannot be used.
    """
    endpoint = OfflineEndpoint(writer, faults, port=port, keep_requests=keep_requests)
    started: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def serve() -> None:
        stop = asyncio.Event()
        try:
            async with endpoint:
                started.set_result((asyncio.get_running_loop(), stop))
                await stop.wait()
        except EndpointError as error:
            started.set_exception(error)

    thread = threading.Thread(target=asyncio.run, args=(serve(),), name="offline-endpoint")
    thread.start()
    try:
        loop, stop = started.result(_START_LIMIT_S)
        try:
            yield endpoint
        finally:
            loop.call_soon_threadsafe(stop.set)
    finally:
        thread.join()
