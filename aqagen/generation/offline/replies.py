"""The offline endpoint's replies over HTTP, good and bad."""

import asyncio
import json
import socket
import struct
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from aqagen.generation.offline.chat import completion_of

__all__ = ["json_reply", "misbehave"]

_PAGE = b"<html><body><h1>200 OK</h1><p>The service will be back soon.</p></body></html>"


def json_reply(
    value: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> web.Response:
    """Return a reply whose body is JSON."""
    # ASCII, so that a lone surrogate from a prompt goes out as it came in.
    data = json.dumps(value).encode("ascii")
    return web.Response(body=data, status=status, headers=headers, content_type="application/json")


async def misbehave(
    request: web.Request, fault: str, body: Mapping[str, Any], text: str, arrival: int
) -> web.StreamResponse:
    """Send the reply that a fault of `RATES` stands for."""
    if fault == "hang":
        await asyncio.Event().wait()
    if fault == "not_json":
        return web.Response(body=_PAGE, content_type="text/html")
    reason = fault if fault in {"length", "content_filter"} else "stop"
    if fault in {"broken_json", "length"}:
        text = text[: len(text) // 2]
    if fault == "content_filter":
        text = ""
    reply = completion_of(body, text, number=arrival, finish_reason=reason)
    if fault == "empty_choices":
        reply["choices"] = []
    elif fault == "no_usage":
        del reply["usage"]
    elif fault == "partial_usage":
        reply["usage"] = {"prompt_tokens": None, "total_tokens": reply["usage"]["total_tokens"]}
    response = json_reply(reply)
    if fault == "wrong_content_type":
        response.content_type = "text/plain"
    return await _reset(request, response) if fault == "reset" else response


async def _reset(request: web.Request, whole: web.Response) -> web.StreamResponse:
    """Send half of a reply's body and reset the connection."""
    data = whole.body if isinstance(whole.body, bytes) else b""
    half = web.StreamResponse(headers={"Content-Type": "application/json"})
    half.content_length = len(data)
    await half.prepare(request)
    await half.write(data[: len(data) // 2])
    if request.transport is not None:
        # Without lingering, the connection ends by a reset and not by an orderly end.
        sock = request.transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
    return half
