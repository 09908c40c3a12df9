"""Endpoints used as one: who gets the next request, what is tried again, when to stop.

Every endpoint has a lane: its limit of requests in flight (`limiter.py`), and whether it is
open. A lane is open to one request at a time until that has an answer; then to as many as its
limit allows; when it fails again and again without an answer between, it is closed for a
growing while and tried with one request (an outage costs rows nothing). Load follows speed,
because a request goes to the lane with most room. A request that waits to be tried again
holds no place, so it stalls nobody.
"""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from typing import Any, Self

import tenacity

from aqagen.errors import EndpointError
from aqagen.generation.endpoint import Endpoint, EndpointConfig, Failure, Reply, RequestError
from aqagen.generation.limiter import Limiter
from aqagen.generation.pacing import Pacer

__all__ = ["Lane", "Pool", "PoolConfig"]

_MAX_BACKOFF_S = 30.0
# Failures in a row, without an answer between, by which an outage is told from bad luck.
_OUTAGE_FAILURES = 8


@dataclass(frozen=True, slots=True)
class PoolConfig:
    """How hard to try.

    Attributes:
        concurrency: requests in flight per endpoint; None finds out.
        deadline_s: a row is given up after so long, whatever the cause.
        patience_s: the run stops when no endpoint has answered for so long.
        requests_per_minute: never more than this, over all endpoints.
        tokens_per_minute: likewise; a request is estimated first and corrected by its usage.
        max_attempts: tries of one row that count. Refusals by a rate limit and failures
            during an outage do not.
    """

    concurrency: int | None = None
    deadline_s: float = 3600.0
    patience_s: float = 300.0
    requests_per_minute: float | None = None
    tokens_per_minute: float | None = None
    max_attempts: int = 7


@dataclass(slots=True, eq=False)
class Lane:
    """One endpoint, its limit, and whether it is open.

    Attributes:
        in_flight: requests that are with the endpoint now.
        proven: it has answered since the last outage; until then it gets one at a time.
        closed_until_s: not before this, on the monotonic clock.
        dead: why it is not used any more; None while it is.
    """

    endpoint: Endpoint
    limiter: Limiter
    in_flight: int = 0
    proven: bool = False
    closed_until_s: float = 0.0
    dead: EndpointError | None = None
    ever_answered: bool = False
    failures: int = 0
    outages: int = 0
    last_answer_s: float = field(default_factory=time.monotonic)
    last_error: str = ""
    asked_wait_s: float = 0.0

    @property
    def room(self) -> int:
        """How many more requests it may get now."""
        if self.dead or self.closed_until_s > time.monotonic():
            return 0
        return (self.limiter.limit if self.proven else 1) - self.in_flight

    def answered(self, reply: Reply) -> None:
        """Note an answer."""
        now_s = time.monotonic()
        self.limiter.on_answer(now_s, reply.latency_ms / 1e3, self.in_flight)
        self.proven, self.ever_answered, self.failures, self.outages = True, True, 0, 0
        self.last_answer_s, self.asked_wait_s = now_s, 0.0
        if reply.pause_s:
            self.closed_until_s = now_s + reply.pause_s

    def failed(self, error: RequestError, sent_s: float) -> bool:
        """Note a failure; return whether the row has to answer for it."""
        now_s = time.monotonic()
        self.last_error = str(error)
        if error.final:
            # An answer of a kind: the endpoint is there.
            self.last_answer_s = now_s
            return True
        if error.busy:
            self.limiter.on_refusal(now_s, sent_s)
        if error.rate_limited:
            self.failures += 1
            self.asked_wait_s = error.wait_s or 0.0
            if error.wait_s and self.failures >= max(_OUTAGE_FAILURES, self.limiter.limit):
                # Nobody gets through: all wait, not each for itself.
                self.closed_until_s = max(self.closed_until_s, now_s + error.wait_s)
            return False
        self.failures += 1
        bad_luck = self.failures < max(_OUTAGE_FAILURES, self.in_flight)
        if self.proven and bad_luck and not error.unreachable:
            return True
        if now_s >= self.closed_until_s:
            self.outages += 1
            self.closed_until_s = now_s + _backoff_s(self.outages)
        self.proven = False
        return not self.ever_answered


@dataclass(frozen=True, slots=True)
class _Refused:
    """A try that failed, and whether the row has to answer for it."""

    error: RequestError
    charged: bool


class Pool:
    """One or more endpoints. Use it as an async context manager.

    Attributes:
        retries: tries beyond the first of each request, by cause.
        waiting: requests that wait to be tried again.
        on_waiting: is called when one begins to wait.
        stopped: why no place is given any more; None while they are.
    """

    def __init__(self, configs: Sequence[EndpointConfig], config: PoolConfig) -> None:
        self.config = config
        fixed = config.concurrency is not None
        self.lanes = [
            Lane(
                Endpoint(each, alone=len(configs) == 1),
                Limiter(limit=config.concurrency or 16, fixed=fixed),
            )
            for each in configs
        ]
        self.retries: Counter[str] = Counter()
        self.waiting = 0
        self.stopped: EndpointError | None = None
        self.on_waiting: Callable[[], None] = lambda: None
        self._requests = Pacer(config.requests_per_minute)
        self._tokens = Pacer(config.tokens_per_minute)
        self._queue: deque[asyncio.Future[None]] = deque()
        self._stack = AsyncExitStack()
        self._timer: asyncio.TimerHandle | None = None
        self._timer_at_s = 0.0

    async def __aenter__(self) -> Self:
        for lane in self.lanes:
            await self._stack.enter_async_context(lane.endpoint)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._timer:
            self._timer.cancel()
        await self._stack.aclose()

    @property
    def in_flight(self) -> int:
        """Requests that are with an endpoint now."""
        return sum(lane.in_flight for lane in self.lanes)

    @property
    def limit(self) -> int:
        """Requests that may be in flight, over all endpoints that are used."""
        return sum(lane.limiter.limit for lane in self.lanes if not lane.dead)

    @property
    def why(self) -> str:
        """What holds the limit where it is, in a word per endpoint."""
        states = []
        for lane in self.lanes:
            if lane.dead:
                states.append("dead")
            elif lane.closed_until_s > time.monotonic():
                states.append("pausing")
            else:
                states.append(lane.limiter.why if lane.proven else "trying")
        return ", ".join(states)

    @property
    def left_out(self) -> list[EndpointError]:
        """Why endpoints are not used any more, while others are."""
        errors = [lane.dead for lane in self.lanes if lane.dead]
        return errors if len(errors) < len(self.lanes) else []

    @property
    def dropped(self) -> list[str]:
        """The optional fields that were refused."""
        return list(dict.fromkeys(name for lane in self.lanes for name in lane.endpoint.dropped))

    async def place(self, n_tokens: int = 0) -> Lane:
        """Wait until a request of about so many tokens may be sent; return the lane to send it on.

        The place must be given back: `complete` does.

        Raises:
            EndpointError: no endpoint can be used, none has answered for `patience_s`, or the
                run was stopped.
        """
        await self._requests.wait(1)
        await self._tokens.wait(n_tokens)
        while True:
            if self.stopped:
                raise self.stopped
            lane = self.lanes[0]
            if len(self.lanes) > 1:
                lane = max(self.lanes, key=lambda lane: lane.room)
            if lane.room > 0:
                lane.in_flight += 1
                return lane
            self._check_hope()
            await self._wait_for_room()

    async def complete(
        self, messages: Sequence[dict[str, Any]], lane: Lane | None = None, n_tokens: int = 0
    ) -> Reply | Failure:
        """Ask for one completion, trying again what may pass.

        Args:
            messages: the chat.
            lane: a place that was waited for; None to wait for one.
            n_tokens: about how many it costs, when no place was waited for yet.

        Raises:
            EndpointError: no endpoint can be used; the run must stop.
        """
        started_s = time.monotonic()
        attempts = charged = 0
        while True:
            left_s = self.config.deadline_s - (time.monotonic() - started_s)
            try:
                if lane and lane.endpoint.config.timeout_s < left_s:
                    # It ends in time by itself, as nearly every request does.
                    outcome = await self._try(lane, messages)
                else:
                    async with asyncio.timeout(left_s):
                        outcome = await self._try(lane or await self.place(n_tokens), messages)
            except TimeoutError:
                waited_ms = (time.monotonic() - started_s) * 1e3
                detail = f"not answered in {self.config.deadline_s:g} s"
                return Failure("deadline", detail, waited_ms, attempts + 1)
            # What was refused has cost no tokens: only the first try is estimated.
            lane, n_tokens = None, 0
            attempts += 1
            if isinstance(outcome, Reply):
                # Whoever waits for this place sends before the answer is read. So places are
                # never empty for long, and requests leave in a row, which costs less CPU.
                await asyncio.sleep(0)
                return outcome if attempts == 1 else replace(outcome, attempts=attempts)
            if outcome is None:
                continue
            error = outcome.error
            charged += outcome.charged
            self._check_hope()
            elapsed_s = time.monotonic() - started_s
            pause_s = _pause_s(error, charged)
            late = elapsed_s + pause_s > self.config.deadline_s
            if error.final or late or charged >= self.config.max_attempts:
                return Failure(error.reason, error.detail, elapsed_s * 1e3, attempts)
            self.retries[error.reason] += 1
            self.waiting += 1
            self.on_waiting()
            try:
                await asyncio.sleep(pause_s)
            finally:
                self.waiting -= 1

    def correct(self, n_estimated: int, n_used: int) -> None:
        """Tell what a request really cost in tokens."""
        self._tokens.correct(n_used - n_estimated)

    async def _try(self, lane: Lane, messages: Sequence[dict[str, Any]]) -> Reply | _Refused | None:
        """Send once on a place of a lane and give the place back; None when the lane died."""
        sent_s = time.monotonic()
        try:
            reply = await lane.endpoint.post(messages)
        except EndpointError as error:
            self._bury(lane, error)
            return None
        except RequestError as error:
            return _Refused(error, lane.failed(error, sent_s))
        else:
            lane.answered(reply)
            return reply
        finally:
            self._give_back(lane)

    def _bury(self, lane: Lane, error: EndpointError) -> None:
        lane.dead = error
        if all(lane.dead for lane in self.lanes):
            raise error

    def _check_hope(self) -> None:
        """Stop when every endpoint has been silent for too long."""
        alive = [lane for lane in self.lanes if not lane.dead]
        if not alive:
            raise self.lanes[0].dead or EndpointError("there is no endpoint")
        silent_s = time.monotonic() - max(lane.last_answer_s for lane in alive)
        failing = all(lane.failures for lane in alive)
        # A rate limit that says when it ends is waited for on top.
        patience_s = self.config.patience_s + min(lane.asked_wait_s for lane in alive)
        if failing and silent_s > patience_s:
            lane = alive[0]
            raise EndpointError(
                f"{lane.endpoint.config.shown_url} has not answered for {silent_s:.0f} s; last: "
                f"{lane.last_error}. Everything received so far is stored; mend the endpoint and "
                "run the same command again."
            )

    async def _wait_for_room(self) -> None:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[None] = loop.create_future()
        self._queue.append(future)
        self._look_again(loop)
        await future

    def _look_again(self, loop: asyncio.AbstractEventLoop) -> None:
        """Wake those who wait when a lane opens again, or in a second: is there still hope?

        One timer for all of them, for most requests wait here for a moment.
        """
        now_s = time.monotonic()
        soonest_s = now_s + 1.0
        for lane in self.lanes:
            if now_s < lane.closed_until_s < soonest_s:
                soonest_s = lane.closed_until_s
        if self._timer and self._timer_at_s > soonest_s:
            self._timer.cancel()
            self._timer = None
        if not self._timer:
            self._timer_at_s = soonest_s
            self._timer = loop.call_later(soonest_s - now_s, self._wake_all)

    def _wake_all(self) -> None:
        self._timer = None
        while self._queue:
            future = self._queue.popleft()
            if not future.done():
                future.set_result(None)

    def _give_back(self, lane: Lane) -> None:
        lane.in_flight -= 1
        if not self._queue:
            return
        room = sum(max(0, lane.room) for lane in self.lanes)
        while self._queue and room > 0:
            future = self._queue.popleft()
            if not future.done():
                future.set_result(None)
                room -= 1


_BACKOFF = tenacity.wait_random_exponential(multiplier=1, max=_MAX_BACKOFF_S)
_RETRYING = tenacity.Retrying()


def _backoff_s(n_failures: int) -> float:
    """Return a random wait that doubles with every failure, at most `_MAX_BACKOFF_S`.

    tenacity's strategy without its loop: here a request that waits must hold no place.
    """
    state = tenacity.RetryCallState(_RETRYING, None, (), {})
    state.attempt_number = n_failures
    return min(_BACKOFF(state), _MAX_BACKOFF_S)


def _pause_s(error: RequestError, charged: int) -> float:
    backoff_s = _backoff_s(max(1, charged))
    if error.wait_s is not None:
        # Whoever was told the same second would come back in the same second.
        return error.wait_s + min(1.0, backoff_s)
    return backoff_s
