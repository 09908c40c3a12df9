"""Putting questions to endpoints, as many at a time as those take: judges, probes, evaluation.

Whoever asks says how a question is rendered and where answers are kept. Every answer is handed
over before anybody looks at it; what has no answer in the end is handed over as a failure.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from aqagen.generation.crew import Crew, Keeper, Supply
from aqagen.generation.endpoint import EndpointConfig, Failure, Reply
from aqagen.generation.pool import Pool, PoolConfig
from aqagen.generation.tally import Tally

__all__ = ["Asker", "Questions", "Rendered", "UnaskableError"]

# Messages with sounds in them that are held in memory at a time.
_MAX_OPEN_BYTES = 256 * 1024 * 1024

Subject = TypeVar("Subject")


class UnaskableError(Exception):
    """A question cannot be put; `reason` is a stable code."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Rendered:
    """One question as it is sent.

    Attributes:
        content: of the user's turn: text, or parts.
        detail: what is kept beside the answer.
        n_characters: of text, to estimate tokens.
        n_bytes: of sound.
    """

    content: str | list[dict[str, Any]]
    detail: Mapping[str, Any]
    n_characters: int
    n_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Asker(Generic[Subject]):
    """What whoever asks must say.

    Attributes:
        render: makes a message of a subject; runs in a thread, one at a time. Raises
            `UnaskableError` where there is nothing to be asked.
        keep: is handed every answer and every failure.
        unaskable: is told of what could not be asked.
        readable: says whether an answer can be read, for the books only.
    """

    render: Callable[[Subject], Rendered]
    keep: Callable[[Subject, Rendered, Reply | Failure], None]
    unaskable: Callable[[Subject, UnaskableError], None]
    readable: Callable[[str, Subject], bool]


class Questions(Generic[Subject]):
    """One run of questions.

    Attributes:
        unasked: questions that could not be put, by reason (no audio).
    """

    def __init__(
        self,
        asker: Asker[Subject],
        endpoints: Sequence[EndpointConfig],
        pool: PoolConfig,
        tally: Tally,
        *,
        keeper: Keeper | None = None,
        budget_tokens: int | None = None,
    ) -> None:
        """Make a run.

        Args:
            asker: whoever asks.
            endpoints: one or more addresses of the same model.
            pool: how hard to try.
            tally: the run's books.
            keeper: where answers wait to be kept, if they do.
            budget_tokens: begin no question after so many tokens; None for no limit.
        """
        self._asker, self._tally = asker, tally
        self._open_bytes = 0
        self._less_open = asyncio.Event()
        self._rendering = asyncio.Lock()
        self.unasked: Counter[str] = Counter()
        self.pool = Pool(endpoints, pool)
        self._crew = Crew(self.pool, keeper, tally, "questions", budget_tokens)

    async def ask_all(self, chunks: AsyncGenerator[Sequence[Subject], None]) -> None:
        """Ask them all.

        Raises:
            EndpointError: no endpoint can be used, or too many questions in a row failed.
            StoreError: a commit failed.
        """
        self._subjects = Supply(chunks)
        try:
            await self._crew.work(self._ask_next)
        finally:
            await self._subjects.close()

    async def _ask_next(self) -> bool:
        """Ask the next question; False when there is none, or no room in the budget."""
        subject = await self._subjects.take()
        if subject is None:
            return False
        rendered = await self._rendered(subject)
        if rendered is None:
            return True
        n_tokens = self._crew.estimate(rendered.n_characters)
        affordable = self._crew.affords(n_tokens)
        if affordable:
            self._crew.begin(n_tokens)
            await self._ask(subject, rendered, n_tokens)
            self._crew.end(n_tokens)
        else:
            self._subjects.put_back(subject)
            self._crew.stop()
        self._open_bytes -= rendered.n_bytes
        self._less_open.set()
        return affordable

    async def _rendered(self, subject: Subject) -> Rendered | None:
        """Return what is sent, once memory has room for it; None where it cannot be asked."""
        async with self._rendering:
            while self._open_bytes > _MAX_OPEN_BYTES:
                self._less_open.clear()
                await self._less_open.wait()
            try:
                rendered = await asyncio.to_thread(self._asker.render, subject)
            except UnaskableError as error:
                self._asker.unaskable(subject, error)
                self.unasked[error.reason] += 1
                self._tally.rows -= 1
                return None
            self._open_bytes += rendered.n_bytes
            return rendered

    async def _ask(self, subject: Subject, rendered: Rendered, n_tokens: int) -> None:
        lane = await self.pool.place(n_tokens)
        messages = [{"role": "user", "content": rendered.content}]
        outcome = await self.pool.complete(messages, lane, n_tokens)
        self._asker.keep(subject, rendered, outcome)
        if isinstance(outcome, Failure):
            self._crew.failed(outcome)
            return
        self._crew.answered(outcome, n_tokens)
        if self._asker.readable(outcome.text, subject):
            self._tally.accepted += 1
        else:
            self._tally.rejected["unreadable"] += 1
