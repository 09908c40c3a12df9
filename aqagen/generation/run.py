"""A generation run: every row that has no item yet is asked, every answer is kept.

What comes back is put to the writer before it is parsed, so a crash in the parser loses
nothing that was paid for: the next run parses what is stored first.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from aqagen.errors import EndpointError
from aqagen.generation import offline
from aqagen.generation.endpoint import EndpointConfig, Failure, Reply
from aqagen.generation.parsing import Rejection, parse_completion
from aqagen.generation.pool import Lane, Pool, PoolConfig
from aqagen.generation.prompts import Prompt
from aqagen.generation.reading import Feed
from aqagen.generation.tally import Tally
from aqagen.ids import content_id, text_hash
from aqagen.records import Completion, Item, Origin, ParseOutcome, SourceRow
from aqagen.store import Store, Writer
from aqagen.store.readings import AskPolicy, Pending, PendingRows

__all__ = [
    "CHARACTERS_PER_TOKEN",
    "TOKENS_PER_ANSWER",
    "Run",
    "RunPlan",
    "completion_of",
    "judge_completion",
    "parse_leftovers",
    "request_id",
]

_MAX_BACKLOG = 20_000
# Requests that may wait to be tried again before no new ones are begun.
_MAX_WAITING = 2_000
_MAX_FAILED_IN_A_ROW = 100
# Before the first answer: so many bad rows at the beginning are unlikely.
_MAX_REFUSED_AT_FIRST = 5

# What is known of tokens before the first answer has told more.
CHARACTERS_PER_TOKEN = 3.6
TOKENS_PER_ANSWER = 120


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What is asked, where, and when it is enough.

    Attributes:
        prompt: the prompt's text.
        endpoints: one or more addresses of the same model; the first one's settings count.
        pool: how hard to try.
        policy: which rows are asked.
        target: stop at exactly so many accepted rows; None for all rows.
        budget_tokens: begin no request after so many tokens; None for no limit.
    """

    prompt: Prompt
    endpoints: tuple[EndpointConfig, ...]
    pool: PoolConfig = field(default_factory=PoolConfig)
    policy: AskPolicy = field(default_factory=AskPolicy)
    target: int | None = None
    budget_tokens: int | None = None

    @property
    def model(self) -> str:
        """The model that is asked."""
        return self.endpoints[0].model

    @property
    def settings(self) -> dict[str, Any]:
        """What shapes an answer beside prompt and model, as it was asked for.

        The address, the key and the time-outs are not in it: the same question at another
        address is the same request. Nor is what a server refused to take: a run that falls
        back goes on with the same ids.
        """
        return {
            "sampling": asdict(self.endpoints[0].sampling),
            "structured": self.endpoints[0].structured,
            "schema": self.endpoints[0].schema,
        }

    @property
    def config_id(self) -> str:
        """The hash of everything but the row that shapes the answers of this run."""
        return content_id(
            "config",
            {
                "model": self.model,
                "prompt_hash": self.prompt.prompt_hash,
                "settings": self.settings,
            },
        )

    def save(self, store: Store) -> None:
        """Keep what shapes the answers, with the prompt's text, in the store."""
        store.save_config(
            self.config_id,
            model=self.model,
            prompt_name=self.prompt.name,
            prompt_hash=self.prompt.prompt_hash,
            prompt_text=self.prompt.text,
            settings=self.settings,
        )


def request_id(row_id: str, config_id: str, sample: int) -> str:
    """Return the id of a request: its row and everything else that shapes the answer."""
    return text_hash(f"request {row_id} {config_id} {sample}")


class Run:
    """One run over a feed of rows."""

    def __init__(self, store: Store, writer: Writer, plan: RunPlan, tally: Tally) -> None:
        self._store, self._writer, self._plan, self._tally = store, writer, plan, tally
        self._config_id = plan.config_id
        self._prompt_hash = plan.prompt.prompt_hash
        self._failed_in_a_row = 0
        self._open = self._open_tokens = 0
        self._accepted_at_start = 0
        self._changed = asyncio.Event()
        self.pool = Pool(plan.endpoints, plan.pool)

    async def generate(self, feed: Feed) -> None:
        """Ask every row of the feed that has no item yet.

        Raises:
            EndpointError: no endpoint can be used, or too many rows in a row failed.
            SourceError: the dataset cannot be read.
            StoreError: a commit failed.
        """
        if self._plan.target is not None:
            self._accepted_at_start = self._store.count_accepted(
                self._config_id, feed.source.name, feed.options.split
            )
        self._plan.save(self._store)
        feed.start(self._plan.policy.limit)
        pending = PendingRows(
            self._store, feed.reading.reading_id, self._config_id, self._plan.policy
        )
        try:
            async with self.pool, asyncio.TaskGroup() as group:
                await self._dispatch(feed, pending, group)
        except BaseExceptionGroup as errors:
            # One cause stops all; the first to meet it speaks for them.
            raise errors.exceptions[0] from None
        finally:
            await asyncio.to_thread(feed.stop)
            self._count_rows(feed, pending)
            pending.close()
        # What stopped the reader waits until the answers that are under way have come.
        feed.wait()

    async def _dispatch(self, feed: Feed, pending: PendingRows, group: asyncio.TaskGroup) -> None:
        async for chunk in feed.chunks(pending):
            self._count_rows(feed, pending)
            for each in chunk:
                message = {"role": "user", "content": self._plan.prompt.render(each.row.metadata)}
                n_tokens = self._estimate(message["content"])
                if not await self._wanted(n_tokens):
                    return
                lane = await self.pool.place(n_tokens)
                self._open += 1
                self._open_tokens += n_tokens
                group.create_task(self._ask(each, [message], lane, n_tokens))
        # All are begun; their number is known while the last ones are waited for.
        self._count_rows(feed, pending)

    def _count_rows(self, feed: Feed, pending: PendingRows) -> None:
        tally = self._tally
        tally.rows, tally.rows_known = pending.n_rows, feed.complete
        tally.accepted_before = pending.n_accepted
        tally.answered_before = pending.n_rows - pending.n_pending
        tally.skipped = feed.skipped

    async def _wanted(self, n_tokens: int) -> bool:
        """Wait until another row of so many tokens may be begun; False when there is enough.

        What is under way counts as if it came to what is hoped for: as an item, and as the
        tokens that were estimated. So neither the target nor the budget is overshot by it.
        """
        tally, plan = self._tally, self._plan
        while True:
            accepted = self._accepted_at_start + tally.accepted
            enough = plan.target is not None and accepted + self._open >= plan.target
            if plan.budget_tokens is not None:
                hoped_tokens = tally.tokens + self._open_tokens + n_tokens
                enough = enough or hoped_tokens > plan.budget_tokens
            if enough and not self._open:
                tally.stopped = (
                    f"the target of {plan.target:,} is reached"
                    if plan.target is not None and accepted >= plan.target
                    else f"the budget of {plan.budget_tokens:,} tokens has no room for another"
                )
                return False
            if self._writer.backlog > _MAX_BACKLOG:
                await asyncio.to_thread(self._writer.flush)
            elif enough or self.pool.waiting > _MAX_WAITING:
                self._changed.clear()
                await self._changed.wait()
            else:
                return True

    def _estimate(self, text: str) -> int:
        tally = self._tally
        answer_tokens = TOKENS_PER_ANSWER
        if tally.accepted:
            answer_tokens = tally.completion_tokens // tally.accepted
        return int(len(text) / CHARACTERS_PER_TOKEN) + answer_tokens

    def _may_reask(self, n_tokens: int) -> bool:
        budget = self._plan.budget_tokens
        return budget is None or self._tally.tokens + n_tokens <= budget

    async def _ask(
        self, each: Pending, messages: Sequence[dict[str, Any]], lane: Lane, n_tokens: int
    ) -> None:
        """Ask about one row, again while the answer cannot be read and may be."""
        answers_left = 1 + self._plan.policy.reasks - each.n_answers
        if self._plan.policy.retry_failed:
            answers_left = 1 + self._plan.policy.reasks
        next_lane: Lane | None = lane
        while True:
            outcome = await self.pool.complete(messages, next_lane, n_tokens)
            next_lane = None
            self._tally.attempts += outcome.attempts
            completion = completion_of(each, outcome, self._plan, self._config_id)
            self._writer.put(completion)
            if isinstance(outcome, Failure):
                self._count_failure(outcome)
                break
            self._failed_in_a_row = 0
            self._count_tokens(outcome, n_tokens)
            answers_left -= 1
            last = answers_left <= 0 or not self._may_reask(n_tokens)
            reason = judge_completion(self._writer, self._tally, completion, each.row, final=last)
            if reason is None or reason == "content-filter" or last:
                break
            self._tally.reasked[reason] += 1
        self._open -= 1
        self._open_tokens -= n_tokens
        self._changed.set()

    def _count_tokens(self, reply: Reply, n_estimated: int) -> None:
        n_in, n_out = reply.prompt_tokens or 0, reply.completion_tokens or 0
        self._tally.prompt_tokens += n_in
        self._tally.completion_tokens += n_out
        if n_in:
            self.pool.correct(n_estimated, n_in + n_out)

    def _count_failure(self, failure: Failure) -> None:
        """Stop a run that gets nowhere: one message, not one for each row."""
        self._tally.failed[failure.reason] += 1
        self._failed_in_a_row += 1
        limit = _MAX_FAILED_IN_A_ROW
        if not any(lane.ever_answered for lane in self.pool.lanes):
            # A refusal may be about one row, and costs one try; anything else cost them all.
            limit = _MAX_REFUSED_AT_FIRST if failure.reason.startswith("http-4") else 1
        if self._failed_in_a_row >= limit:
            raise EndpointError(
                f"{self._plan.endpoints[0].shown_url}: {self._failed_in_a_row} rows in a row "
                f"failed, the last after {failure.attempts} tries with {failure.reason}: "
                f"{failure.detail}. Everything received so far is stored; mend the endpoint and "
                "run the same command again."
            )


def completion_of(
    each: Pending, outcome: Reply | Failure, plan: RunPlan, config_id: str
) -> Completion:
    """Return the record of what came back for a row."""
    now = time.time()
    reply = outcome if isinstance(outcome, Reply) else None
    failure = outcome if isinstance(outcome, Failure) else None
    made_offline = reply is not None and reply.fingerprint == offline.FINGERPRINT
    origin: Origin = "offline" if made_offline else "generated"
    key = request_id(each.row.row_id, config_id, each.sample)
    return Completion(
        completion_id=text_hash(f"completion {key} {now!r}"),
        request_id=key,
        attempt=outcome.attempts,
        dataset=each.row.dataset,
        row_id=each.row.row_id,
        model=plan.model,
        prompt_name=plan.prompt.name,
        prompt_hash=plan.prompt.prompt_hash,
        config_id=config_id,
        sample=each.sample,
        text=reply.text if reply else None,
        finish_reason=reply.finish_reason if reply else None,
        prompt_tokens=reply.prompt_tokens if reply else None,
        completion_tokens=reply.completion_tokens if reply else None,
        latency_ms=outcome.latency_ms,
        error=f"{failure.reason}: {failure.detail}" if failure else None,
        origin=origin,
        created_at=now,
    )


def parse_leftovers(store: Store, writer: Writer) -> None:
    """Parse answers that were stored when a run was cut off, and not parsed any more."""
    for completion, row in store.unparsed():
        judge_completion(writer, Tally(), completion, row)
    writer.flush()


def judge_completion(
    writer: Writer, tally: Tally, completion: Completion, row: SourceRow, *, final: bool = True
) -> str | None:
    """Parse a stored answer and put what came of it; return why it was rejected, if it was.

    Args:
        writer: gets the outcome and the item.
        tally: counts the row as accepted or, when `final`, as rejected.
        completion: the answer.
        row: what it answers.
        final: the row is not asked again, whatever the answer is.
    """
    parsed = parse_completion(completion.text or "", completion.finish_reason)
    if isinstance(parsed, Rejection):
        if final or parsed.reason == "content-filter":
            tally.rejected[parsed.reason] += 1
        writer.put(ParseOutcome(completion.completion_id, 0, parsed.reason))
        return parsed.reason
    tally.accepted += 1
    tally.extra_items += parsed.n_items - 1
    writer.put(ParseOutcome(completion.completion_id, parsed.n_items, None))
    writer.put(
        Item.make(
            row,
            parsed.question,
            parsed.options,
            parsed.answer_index,
            completion.origin,
            completion.completion_id,
            completion.sample,
        )
    )
    return None
