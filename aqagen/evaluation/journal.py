"""The journal of a predictor: every answer on disk before anybody looks at it.

`completions.jsonl` in the output folder, appended to, never rewritten. A line carries the id of
what was asked of whom and how (`config_id`), so a run with other settings into the same folder
finds nothing of its own there, and loses nothing either.
"""

import errno
import fcntl
import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aqagen.errors import EvaluationError
from aqagen.evaluation.asks import Ask
from aqagen.evaluation.judging import Said
from aqagen.sources.base import read_lines

__all__ = ["JOURNAL_FILE", "Journal"]

JOURNAL_FILE = "completions.jsonl"


class Journal:
    """The answers of one configuration. Use it as a context manager.

    Attributes:
        said: answers by item id and permutation: those that were there, and those of this run.
        failed: likewise, why there is none; asked again by the next run.

    Raises:
        EvaluationError: (on entering) the folder cannot be used, or the file is of another kind.
    """

    def __init__(self, folder: Path, config_id: str) -> None:
        self._path = folder / JOURNAL_FILE
        self._config_id = config_id
        self._file: int | None = None
        self.said: dict[tuple[str, int], Said] = {}
        self.failed: dict[tuple[str, int], Said] = {}

    def __enter__(self) -> Self:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
            self._lock(self._file)
            self._end_last_line(self._file)
        except OSError as error:
            raise self._unusable(error) from error
        for line, text in read_lines(self._path, expected="answers as JSON Lines"):
            self._read(line, text)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def put(
        self,
        ask: Ask,
        text: str | None,
        error: str | None = None,
        facts: Mapping[str, Any] | None = None,
    ) -> None:
        """Keep what was said, or why nothing was.

        Raises:
            EvaluationError: it cannot be written; what was written before is whole.
        """
        row = {
            "config_id": self._config_id,
            "item_id": ask.item.item_id,
            "permutation": ask.permutation,
            "order": list(ask.order),
            "text": text,
            "error": error,
            **(facts or {}),
        }
        line = f"{json.dumps(row)}\n".encode()
        if self._file is None:
            raise EvaluationError(f"{self._path} is not open.")
        try:
            # One write per line, so that a killed run tears one line at most.
            whole = os.write(self._file, line) == len(line)
        except OSError as failure:
            raise self._unusable(failure) from failure
        if not whole:
            raise self._unusable(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
        self._note(ask.key, Said(text, ask.permutation, ask.order, error))

    def pass_over(self, ask: Ask, reason: str) -> None:
        """Note that a question could not be asked; nothing was paid, so nothing is written."""
        self._note(ask.key, Said(None, ask.permutation, ask.order, reason))

    def all_said(self) -> dict[tuple[str, int], Said]:
        """Return answers, and failures where there are none."""
        return {**self.failed, **self.said}

    def _note(self, key: tuple[str, int], said: Said) -> None:
        (self.failed if said.text is None else self.said)[key] = said

    def _read(self, line: int, text: str) -> None:
        try:
            row = json.loads(text)
        except ValueError:
            return  # a killed run tore it: it is asked again
        try:
            if row["config_id"] != self._config_id:
                return
            key = (row["item_id"], row["permutation"])
            self._note(key, Said(row["text"], key[1], tuple(row["order"]), row["error"]))
        except (KeyError, TypeError) as error:
            raise EvaluationError(
                f"{self._path} line {line} is no answer that was kept ({error!r}). Move the file "
                "away, or name another --out."
            ) from error

    def _lock(self, file: int) -> None:
        """Keep another process out, which would ask, and pay, the same once more."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            raise EvaluationError(
                f"{self._path} is in use by another `aqagen evaluate`. Wait for it, or name "
                "another --out."
            ) from None
        except OSError as error:
            if error.errno not in {errno.ENOLCK, errno.ENOTSUP}:  # not every file system has locks
                raise

    @staticmethod
    def _end_last_line(file: int) -> None:
        size = os.fstat(file).st_size
        if size and os.pread(file, 1, size - 1) != b"\n":
            os.write(file, b"\n")

    def _unusable(self, error: OSError) -> EvaluationError:
        return EvaluationError(
            f"{self._path} cannot be used: {error.strerror or error}. Name another --out, or make "
            "room."
        )
