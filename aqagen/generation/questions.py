"""Putting questions to endpoints, as many at a time as those take: judges, probes, evaluation.

Whoever asks says how a question is rendered and where answers are kept. Every answer is handed
over before anybody looks at it; what has no answer in the end is handed over as a failure.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from aqagen.errors import EndpointError
from aqagen.generation.endpoint import EndpointConfig, Failure, Reply
from aqagen.generation.pool import Lane, Pool, PoolConfig
from aqagen.generation.tally import Tally

__all__ = ["Asker", "Questions", "Rendered", "UnaskableError"]

_MAX_WAITING = 2_000
# Messages with sounds in them that are held in memory at a time.
_MAX_OPEN_BYTES = 256 * 1024 * 1024
_MAX_FAILED_IN_A_ROW = 100
_MAX_REFUSED_AT_FIRST = 5
_CHARACTERS_PER_TOKEN = 3.6
# What is known of an answer's length before there is one.
_TOKENS_PER_ANSWER = 100

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
        ready: is waited for before the next question, for who keeps the answers may be behind.
    """

    render: Callable[[Subject], Rendered]
    keep: Callable[[Subject, Rendered, Reply | Failure], None]
    unaskable: Callable[[Subject, UnaskableError], None]
    readable: Callable[[str, Subject], bool]
    ready: Callable[[], Awaitable[None]]


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
    ) -> None:
        self._asker, self._tally = asker, tally
        self._shown_url = endpoints[0].shown_url
        self._failed_in_a_row = 0
        self._open_bytes = 0
        self._changed = asyncio.Event()
        self.unasked: Counter[str] = Counter()
        self.pool = Pool(endpoints, pool)

    async def ask_all(self, subjects: AsyncIterator[Subject]) -> None:
        """Ask them all.

        Raises:
            EndpointError: no endpoint can be used, or too many questions in a row failed.
        """
        try:
            async with self.pool, asyncio.TaskGroup() as group:
                async for subject in subjects:
                    await self._begin(subject, group)
        except BaseExceptionGroup as errors:
            # One cause stops all; the first to meet it speaks for them.
            raise errors.exceptions[0] from None

    async def _begin(self, subject: Subject, group: asyncio.TaskGroup) -> None:
        while self._open_bytes > _MAX_OPEN_BYTES or self.pool.waiting > _MAX_WAITING:
            self._changed.clear()
            await self._changed.wait()
        await self._asker.ready()
        try:
            rendered = await asyncio.to_thread(self._asker.render, subject)
        except UnaskableError as error:
            self._asker.unaskable(subject, error)
            self.unasked[error.reason] += 1
            self._tally.rows -= 1
            return
        n_tokens = int(rendered.n_characters / _CHARACTERS_PER_TOKEN) + self._tokens_per_answer()
        lane = await self.pool.place(n_tokens)
        self._open_bytes += rendered.n_bytes
        group.create_task(self._ask(subject, rendered, lane, n_tokens))

    def _tokens_per_answer(self) -> int:
        tally = self._tally
        answered = tally.accepted + tally.rejected.total()
        return tally.completion_tokens // answered if answered else _TOKENS_PER_ANSWER

    async def _ask(self, subject: Subject, rendered: Rendered, lane: Lane, n_tokens: int) -> None:
        messages = [{"role": "user", "content": rendered.content}]
        outcome = await self.pool.complete(messages, lane, n_tokens)
        self._asker.keep(subject, rendered, outcome)
        tally = self._tally
        tally.attempts += outcome.attempts
        if isinstance(outcome, Failure):
            self._count_failure(outcome)
        else:
            self._failed_in_a_row = 0
            n_in, n_out = outcome.prompt_tokens or 0, outcome.completion_tokens or 0
            tally.prompt_tokens += n_in
            tally.completion_tokens += n_out
            if n_in:
                self.pool.correct(n_tokens, n_in + n_out)
            if self._asker.readable(outcome.text, subject):
                tally.accepted += 1
            else:
                tally.rejected["unreadable"] += 1
        self._open_bytes -= rendered.n_bytes
        self._changed.set()

    def _count_failure(self, failure: Failure) -> None:
        """Stop a run that gets nowhere: one message, not one for each item."""
        self._tally.failed[failure.reason] += 1
        self._failed_in_a_row += 1
        limit = _MAX_FAILED_IN_A_ROW
        if not any(lane.ever_answered for lane in self.pool.lanes):
            limit = _MAX_REFUSED_AT_FIRST if failure.reason.startswith("http-4") else 1
        if self._failed_in_a_row >= limit:
            raise EndpointError(
                f"{self._shown_url}: {self._failed_in_a_row} questions in a row "
                f"failed, the last after {failure.attempts} tries with {failure.reason}: "
                f"{failure.detail}. Everything received so far is stored; mend the endpoint and "
                "run the same command again."
            )
