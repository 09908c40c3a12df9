"""The workers of a run: as many as requests may be under way, and when all of them stop.

A worker asks for one thing after another. Generation and curation share what is here: the books of
tokens, and the end of a run that gets nowhere.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import Generic, Protocol, TypeVar

from aqagen.errors import EndpointError
from aqagen.generation.endpoint import Failure, Reply
from aqagen.generation.pool import Pool
from aqagen.generation.tally import Tally

__all__ = ["CHARACTERS_PER_TOKEN", "TOKENS_PER_ANSWER", "Crew", "Keeper", "Supply"]

T = TypeVar("T")

# Records that may wait for their commit before no new request is begun.
_MAX_BACKLOG = 20_000
# Requests that wait to be tried again and have another take their place.
_MAX_WAITING = 2_000
_MAX_FAILED_IN_A_ROW = 100
# Before the first answer: so many bad rows at the beginning are unlikely.
_MAX_REFUSED_AT_FIRST = 5

# What is known of tokens before the first answer has told more.
CHARACTERS_PER_TOKEN = 3.6
TOKENS_PER_ANSWER = 120


class Keeper(Protocol):
    """What keeps records, and may be behind with them (`store.Writer`)."""

    @property
    def backlog(self) -> int:
        """Records that wait to be kept."""

    def flush(self) -> None:
        """Return when everything is kept."""


class Supply(Generic[T]):
    """Hands out one by one what comes in chunks, to any number of workers."""

    def __init__(self, chunks: AsyncGenerator[Sequence[T], None]) -> None:
        self._chunks = chunks
        self._there: deque[T] = deque()
        self._refilling = asyncio.Lock()

    async def take(self) -> T | None:
        """Return the next thing; None when there are no more."""
        while not self._there:
            async with self._refilling:
                if not self._there:
                    try:
                        self._there.extend(await anext(self._chunks))
                    except StopAsyncIteration:
                        return None
        return self._there.popleft()

    def put_back(self, thing: T) -> None:
        """Give back what was taken and not used: it is the next again."""
        self._there.appendleft(thing)

    async def close(self) -> None:
        """End what brings the chunks."""
        await self._chunks.aclose()


class Crew:
    """The workers of one run.

    Attributes:
        pool: where they ask.
        n_open: things that are being asked about.
    """

    def __init__(
        self,
        pool: Pool,
        keeper: Keeper | None,
        tally: Tally,
        things: str,
        budget_tokens: int | None,
    ) -> None:
        """Make a crew without workers.

        Args:
            pool: where they ask.
            keeper: gets what came; nothing new is begun while it is far behind. None where
                everything is kept at once.
            tally: the run's books.
            things: what one request is about, in the plural, for messages.
            budget_tokens: begin nothing beyond so many tokens; None for no limit.
        """
        self.pool, self.n_open = pool, 0
        self._keeper, self._tally = keeper, tally
        self._things, self._budget_tokens = things, budget_tokens
        self._open_tokens = self._n_workers = self._failed_in_a_row = 0
        self._catching_up = asyncio.Lock()
        # A request that waits to be tried again has left its place to others.
        pool.on_waiting = self._hire

    async def work(self, ask_next: Callable[[], Awaitable[bool]]) -> None:
        """Ask until nothing is left.

        Args:
            ask_next: takes the next thing, calls `begin`, asks, calls `end`; False when there
                is nothing to begin.

        Raises:
            EndpointError: no endpoint can be used, or too much in a row failed.
            StoreError: a commit failed.
        """
        self._ask_next = ask_next
        try:
            async with self.pool, asyncio.TaskGroup() as self._group:
                self._hire()
        except BaseExceptionGroup as errors:
            # One cause stops all; the first to meet it speaks for them.
            raise errors.exceptions[0] from None

    @property
    def _n_wanted(self) -> int:
        # As many again wait for a place with their request ready (`Pool.complete` says why).
        return 2 * self.pool.limit + min(self.pool.waiting, _MAX_WAITING)

    def _hire(self) -> None:
        if self._n_workers < self._n_wanted:
            self._n_workers += 1
            self._group.create_task(self._work())

    async def _work(self) -> None:
        # When the limit falls, some are too many.
        while self._n_workers <= self._n_wanted and await self._ask_next():
            if self._keeper and self._keeper.backlog > _MAX_BACKLOG:
                await self._catch_up(self._keeper)
        self._n_workers -= 1

    async def _catch_up(self, keeper: Keeper) -> None:
        async with self._catching_up:
            if keeper.backlog > _MAX_BACKLOG:
                await asyncio.to_thread(keeper.flush)

    def estimate(self, n_characters: int) -> int:
        """Return about how many tokens a request of so many characters and its answer have."""
        tally = self._tally
        n_answers = tally.accepted + tally.rejected.total()
        answer_tokens = tally.completion_tokens // n_answers if n_answers else TOKENS_PER_ANSWER
        return int(n_characters / CHARACTERS_PER_TOKEN) + answer_tokens

    def affords(self, n_tokens: int) -> bool:
        """Say whether the budget has room for so many tokens.

        What is under way counts as it was estimated, so that it does not overshoot.
        """
        budget = self._budget_tokens
        return budget is None or self._tally.tokens + self._open_tokens + n_tokens <= budget

    def stop(self, reason: str = "") -> None:
        """Note why no more is begun, once nothing is under way any more.

        Args:
            reason: why; the budget when it is empty.
        """
        budget = f"the budget of {self._budget_tokens or 0:,} tokens has no room for another"
        if not self.n_open:
            self._tally.stopped = reason or budget

    def begin(self, n_tokens: int) -> None:
        """Note that something of about so many tokens is begun; a place comes after that."""
        self.n_open += 1
        self._open_tokens += n_tokens
        self._hire()

    def end(self, n_tokens: int) -> None:
        """Note that what was begun is resolved."""
        self.n_open -= 1
        self._open_tokens -= n_tokens

    def answered(self, reply: Reply, n_estimated: int) -> None:
        """Note an answer and what it cost."""
        self._failed_in_a_row = 0
        n_in, n_out = reply.prompt_tokens or 0, reply.completion_tokens or 0
        self._tally.attempts += reply.attempts
        self._tally.prompt_tokens += n_in
        self._tally.completion_tokens += n_out
        if n_in:
            self.pool.correct(n_estimated, n_in + n_out)

    def failed(self, failure: Failure) -> None:
        """Note a failure; stop a run that gets nowhere, with one message, not one for each row.

        Raises:
            EndpointError: too much in a row failed.
        """
        self._tally.attempts += failure.attempts
        self._tally.failed[failure.reason] += 1
        self._failed_in_a_row += 1
        limit = _MAX_FAILED_IN_A_ROW
        if not any(lane.ever_answered for lane in self.pool.lanes):
            # A refusal may be about one row, and costs one try; anything else cost them all.
            limit = _MAX_REFUSED_AT_FIRST if failure.reason.startswith("http-4") else 1
        if self._failed_in_a_row >= limit:
            # Who has just been told to go on must not send either.
            self.pool.stopped = EndpointError(
                f"{self.pool.lanes[0].endpoint.config.shown_url}: {self._failed_in_a_row} "
                f"{self._things} in a row failed, the last after {failure.attempts} tries with "
                f"{failure.reason}: {failure.detail}. Everything received so far is stored; mend "
                "the endpoint and run the same command again."
            )
            raise self.pool.stopped
