"""Reading a dataset into the store ahead of the requests, in a thread, once.

Rows go to the store as they are read and come back when their turn is there: so requests
start with the first rows, memory does not grow with their number, and files that were read
before and have not changed are not read again.
"""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import AsyncGenerator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from aqagen import __version__
from aqagen.ids import content_id
from aqagen.records import ReadRow, SkippedRow
from aqagen.sources import ReadOptions, Source
from aqagen.store import Store, Writer
from aqagen.store.readings import Pending, PendingRows, Reading

__all__ = ["Feed", "reading_id"]

_CHUNK_ROWS = 2000
_FIRST_CHUNK_ROWS = 100
# So many rows are written without waiting for more: one request leaves with the first, and all that
# may be in flight when it has its answer.
_WRITTEN_AT_ONCE = {_FIRST_CHUNK_ROWS, 6 * _FIRST_CHUNK_ROWS}
# The reader is faster than the writer, which has answers to write too.
_MAX_BACKLOG = 4_000
_POLL_S = 0.02
_AUDIO = {".wav", ".mp3", ".flac", ".ogg"}


def reading_id(source: Source, options: ReadOptions) -> str:
    """Return the name of this way of reading these files in their present state.

    The state is name, size and time of change of every table in the folder: reading a
    million rows only to see that nothing changed would take longer than anything else.
    """
    tables = sorted(
        path
        for pattern in ("*.csv", "*.json", "*.jsonl")
        for path in options.data.glob(pattern)
        if path.is_file()
    )
    return content_id(
        "reading",
        {
            "aqagen": __version__,
            "dataset": source.name,
            "data": str(options.data.resolve()),
            "audio": str(options.audio.resolve()) if options.audio else None,
            "split": options.split,
            "answers": options.answers,
            "tables": [[path.name, *_state(path)] for path in tables],
            # Where the audio is said to be depends on where there is some.
            "audio_at_hand": _audio_folders(options.data),
        },
    )


def _audio_folders(data: Path) -> list[list[object]]:
    if not data.is_dir():
        return []
    folders = [[path.name, _state(path)[1]] for path in sorted(data.iterdir()) if path.is_dir()]
    return [*folders, [".", sum(path.suffix.lower() in _AUDIO for path in data.iterdir())]]


def _state(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


class Feed:
    """The rows of a dataset that have to be asked, as an async iterator of chunks.

    Attributes:
        source: the dataset.
        options: how to read it.
        reading: the reading in the store.
        skipped: bad rows by reason, of this reading.
    """

    def __init__(self, store: Store, writer: Writer, source: Source, options: ReadOptions) -> None:
        self._writer, self.source, self.options = writer, source, options
        self.reading = Reading(store, reading_id(source, options), source.name)
        self.skipped: Counter[str] = Counter(self.reading.skipped)
        self._stop = threading.Event()
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="aqagen-reader")
        self._work: Future[None] | None = None

    @property
    def complete(self) -> bool:
        """Whether every row has been read that is wanted."""
        return self._work is None or self._work.done()

    def start(self, limit: int | None) -> None:
        """Begin to read, at most so many rows, unless that was done before."""
        if not self.reading.complete:
            self._work = self._executor.submit(self._read, limit)

    def stop(self) -> None:
        """End reading; what was read is kept."""
        self._stop.set()
        self._executor.shutdown()

    def wait(self) -> None:
        """Return when every row is in the store.

        Raises:
            SourceError: the dataset cannot be read.
            StoreError: a row could not be written.
        """
        if self._work is not None:
            self._work.result()

    async def chunks(self, pending: PendingRows) -> AsyncGenerator[list[Pending], None]:
        """Yield what is to be asked, while it is read; `wait` says afterwards what went wrong.

        Raises:
            StoreError: a row could not be written.
        """
        fetch = asyncio.create_task(self._fetch(pending, _FIRST_CHUNK_ROWS))
        try:
            while rows := await fetch:
                # The next ones are fetched while these are asked.
                fetch = asyncio.create_task(self._fetch(pending, _CHUNK_ROWS))
                yield rows
        finally:
            fetch.cancel()

    async def _fetch(self, pending: PendingRows, n_rows: int) -> list[Pending]:
        """Return the next rows, waiting until they are read; none when there are no more."""
        while True:
            complete = self.complete
            rows = await asyncio.to_thread(_next_rows, pending, n_rows)
            if rows or complete:
                return rows
            self._writer.check()
            await asyncio.sleep(_POLL_S)

    def _read(self, limit: int | None) -> None:
        position = 0
        for record in self.source.read(self.options):
            if self._stop.is_set() or position == limit:
                break
            if isinstance(record, SkippedRow):
                self.skipped[record.reason] += 1
                self._writer.put(record)
            else:
                self._writer.put(ReadRow(record, self.reading.reading_id, position))
                position += 1
            if position in _WRITTEN_AT_ONCE:
                # They are asked while the others are read.
                self._writer.flush()
            while self._writer.backlog > _MAX_BACKLOG and not self._stop.is_set():
                self._writer.check()
                time.sleep(_POLL_S)
        else:
            self._writer.flush()
            self.reading.finish(self.skipped)
        self._writer.flush()


def _next_rows(pending: PendingRows, n_rows: int) -> list[Pending]:
    rows = pending.take(n_rows)
    if not rows:
        pending.extend()
        rows = pending.take(n_rows)
    return rows
