"""An endpoint that writes bad items among the good ones, as a careless model would."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aqagen.generation.offline.server import OfflineEndpoint
from aqagen.records import SourceRow
from aqagen.sources import get_source
from aqagen.sources.base import ReadOptions
from benchmarks.miniature.noise import NoisyWriter

__all__ = ["careless_endpoint"]


@contextmanager
def careless_endpoint(tacos: Path) -> Iterator[str]:
    """Serve items about a dataset in TACOS' form over HTTP, and yield the address."""
    rows = get_source("tacos", "generate").read(ReadOptions(tacos, "development"))
    writer = NoisyWriter().prime(row.metadata for row in rows if isinstance(row, SourceRow))
    ready, done = threading.Event(), threading.Event()
    address: list[str] = []

    async def serve() -> None:
        try:
            async with OfflineEndpoint(writer, keep_requests=0) as server:
                address.append(server.base_url)
                ready.set()
                await asyncio.to_thread(done.wait)
        finally:
            ready.set()  # where it cannot be served, nobody waits for ever

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    try:
        ready.wait()
        yield address[0]
    finally:
        done.set()
        thread.join()
