"""A generation run: every row that has no item yet is asked, every answer is kept.

What comes back is put to the writer before it is parsed, so a crash in the parser loses
nothing that was paid for: the next run parses what is stored first.
"""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import asdict, dataclass, field
from typing import Any

from aqagen.generation import offline
from aqagen.generation.crew import Crew, Supply
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
    "Run",
    "RunPlan",
    "completion_of",
    "judge_completion",
    "parse_leftovers",
    "request_id",
]


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
        self._accepted_at_start = 0
        self.pool = Pool(plan.endpoints, plan.pool)
        self._crew = Crew(self.pool, writer, tally, "rows", plan.budget_tokens)

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
        self._rows = Supply(self._chunks(feed, pending))
        try:
            await self._crew.work(self._ask_next)
        finally:
            await self._rows.close()
            await asyncio.to_thread(feed.stop)
            self._count_rows(feed, pending)
            pending.close()
        # What stopped the reader waits until the answers that are under way have come.
        feed.wait()

    async def _chunks(
        self, feed: Feed, pending: PendingRows
    ) -> AsyncGenerator[list[Pending], None]:
        async with aclosing(feed.chunks(pending)) as chunks:
            async for chunk in chunks:
                self._count_rows(feed, pending)
                yield chunk
        # All are begun; their number is known while the last ones are waited for.
        self._count_rows(feed, pending)

    def _count_rows(self, feed: Feed, pending: PendingRows) -> None:
        tally = self._tally
        tally.rows, tally.rows_known = pending.n_rows, feed.complete
        tally.accepted_before = pending.n_accepted
        tally.answered_before = pending.n_rows - pending.n_pending
        tally.skipped = feed.skipped

    async def _ask_next(self) -> bool:
        """Ask about the next row; False when there is none, or enough is under way."""
        each = await self._rows.take()
        if each is None:
            return False
        text = self._plan.prompt.render(each.row.metadata)
        n_tokens = self._crew.estimate(len(text))
        if not self._wanted(n_tokens):
            self._rows.put_back(each)
            return False
        self._crew.begin(n_tokens)
        await self._ask(each, text, n_tokens)
        self._crew.end(n_tokens)
        return True

    def _wanted(self, n_tokens: int) -> bool:
        """Say whether another row of so many tokens may be begun.

        What is under way counts as if it came to what is hoped for: as an item, and as the
        tokens that were estimated. So neither the target nor the budget is overshot by it;
        whoever is under way and comes to less goes on with the next row.
        """
        target = self._plan.target
        accepted = self._accepted_at_start + self._tally.accepted
        if target is not None and accepted + self._crew.n_open >= target:
            self._crew.stop(f"the target of {target:,} is reached")
            return False
        if not self._crew.affords(n_tokens):
            self._crew.stop()
            return False
        return True

    def _may_reask(self, n_tokens: int) -> bool:
        budget = self._plan.budget_tokens
        return budget is None or self._tally.tokens + n_tokens <= budget

    async def _ask(self, each: Pending, text: str, n_tokens: int) -> None:
        """Ask about one row, again while the answer cannot be read and may be."""
        messages = [{"role": "user", "content": text}]
        answers_left = 1 + self._plan.policy.reasks - each.n_answers
        if self._plan.policy.retry_failed:
            answers_left = 1 + self._plan.policy.reasks
        lane: Lane | None = await self.pool.place(n_tokens)
        while True:
            outcome = await self.pool.complete(messages, lane, n_tokens)
            lane = None
            completion = completion_of(each, outcome, self._plan, self._config_id)
            self._writer.put(completion)
            if isinstance(outcome, Failure):
                self._crew.failed(outcome)
                return
            self._crew.answered(outcome, n_tokens)
            answers_left -= 1
            last = answers_left <= 0 or not self._may_reask(n_tokens)
            reason = judge_completion(self._writer, self._tally, completion, each.row, final=last)
            if reason is None or reason == "content-filter" or last:
                return
            self._tally.reasked[reason] += 1


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
