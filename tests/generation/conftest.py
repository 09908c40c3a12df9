"""What the tests of generation share: the offline endpoint, imported here only, and a raw server.

The raw server answers with bytes written in advance, for what the offline endpoint cannot do.
"""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from aqagen.generation.offline.faults import Faults
from aqagen.generation.offline.server import OfflineEndpoint, running_offline

__all__ = ["Faults", "OfflineEndpoint", "RawServer", "http_reply", "raw_server", "running_offline"]


@dataclass
class RawServer:
    """What reached a raw server: the whole requests, as bytes."""

    port: int = 0
    requests: list[bytes] = field(default_factory=list)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"


def http_reply(body: bytes | str, status: str = "200 OK", *headers: str) -> bytes:
    """Spell a whole HTTP reply; the connection ends with it."""
    raw = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(raw)}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + raw


@contextmanager
def raw_server(replies: Sequence[bytes]) -> Iterator[RawServer]:
    """Answer the first request with the first bytes, and so on; the last bytes stay."""
    server = RawServer()
    started, stop = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            int(line.split(b":")[1])
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length:")
        )
        server.requests.append(head + await reader.readexactly(length))
        writer.write(replies[min(len(server.requests), len(replies)) - 1])
        await writer.drain()
        writer.close()

    async def serve() -> None:
        listener = await asyncio.start_server(answer, "127.0.0.1", 0)
        server.port = listener.sockets[0].getsockname()[1]
        async with listener:
            started.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    try:
        assert started.wait(10)
        yield server
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()
