"""`aqagen generate`: every row that has no answer yet is asked, every answer is kept.

A pool of workers takes rows from one list. What comes back is put to the writer before it
is parsed, so a crash in the parser loses nothing that was paid for: the next run parses
what is stored first.
"""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from aqagen.errors import EndpointError
from aqagen.generation import offline
from aqagen.generation.endpoint import Endpoint, EndpointConfig, Failure, Reply
from aqagen.generation.parsing import Rejection, parse_completion
from aqagen.generation.prompts import Prompt
from aqagen.generation.tally import Tally
from aqagen.ids import content_id
from aqagen.records import Completion, Item, Origin, ParseOutcome, SourceRow
from aqagen.store import Store, Writer

__all__ = ["RunPlan", "generate", "pending_rows"]

_CHUNK = 10_000
_MAX_BACKLOG = 20_000


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What is asked: one prompt, one endpoint configuration, so many requests at a time."""

    prompt: Prompt
    endpoint: EndpointConfig
    concurrency: int

    @property
    def settings(self) -> dict[str, Any]:
        """What shapes an answer beside prompt and model, as it was asked for.

        The address, the key and the time-outs are not in it: the same question at another
        address is the same request. Nor is what a server refused to take: a run that falls
        back goes on with the same ids.
        """
        return {
            "sampling": asdict(self.endpoint.sampling),
            "structured": self.endpoint.structured,
            "schema": self.endpoint.schema,
        }

    @property
    def config_id(self) -> str:
        """The hash of everything but the row that shapes the answers of this run."""
        return content_id(
            "config",
            {
                "model": self.endpoint.model,
                "prompt_hash": self.prompt.prompt_hash,
                "settings": self.settings,
            },
        )


def request_id(row_id: str, config_id: str) -> str:
    """Return the id of a request: its row and everything else that shapes the answer."""
    return content_id("request", {"row_id": row_id, "config_id": config_id})


def pending_rows(
    store: Store, rows: Sequence[SourceRow], config_id: str
) -> list[tuple[str, SourceRow]]:
    """Return the rows that have no answer in the store, with their request ids."""
    asked = [(request_id(row.row_id, config_id), row) for row in rows]
    answered: set[str] = set()
    for start in range(0, len(asked), _CHUNK):
        answered |= store.answered([key for key, _ in asked[start : start + _CHUNK]])
    return [(key, row) for key, row in asked if key not in answered]


async def generate(
    store: Store, writer: Writer, rows: Sequence[SourceRow], plan: RunPlan, tally: Tally
) -> list[str]:
    """Ask every row that has no answer yet; return the optional fields the server refused.

    Args:
        store: where answers of earlier runs are looked up.
        writer: where everything goes that comes back.
        rows: the source rows; they are stored before anything is asked.
        plan: prompt, endpoint and concurrency.
        tally: the books, kept while the run goes on.

    Raises:
        EndpointError: the endpoint cannot be used, or failed too many rows in a row.
        StoreError: a commit failed.
    """
    config_id = plan.config_id
    store.save_config(
        config_id,
        model=plan.endpoint.model,
        prompt_name=plan.prompt.name,
        prompt_hash=plan.prompt.prompt_hash,
        prompt_text=plan.prompt.text,
        settings=plan.settings,
    )
    for row in rows:
        writer.put(row)
    writer.flush()
    for completion, row in store.unparsed():
        _judge(writer, Tally(), completion, row)
    pending = pending_rows(store, rows, config_id)
    tally.rows = len(rows)
    tally.answered_before = len(rows) - len(pending)
    if not pending:
        return []
    async with Endpoint(plan.endpoint, concurrency=plan.concurrency) as endpoint:
        pool = _Pool(endpoint, writer, plan, tally, config_id)
        work = iter(pending)
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(plan.concurrency, len(pending))):
                    group.create_task(pool.worker(work))
        except ExceptionGroup as errors:
            # One cause stops all workers; the first to meet it speaks for them.
            raise errors.exceptions[0] from errors
        return endpoint.dropped


class _Pool:
    """The workers' common state."""

    def __init__(
        self, endpoint: Endpoint, writer: Writer, plan: RunPlan, tally: Tally, config_id: str
    ) -> None:
        self._endpoint, self._writer, self._plan, self._tally = endpoint, writer, plan, tally
        self._config_id = config_id
        self._prompt_hash = plan.prompt.prompt_hash
        self._failures_in_a_row = 0
        self._max_failures = max(50, 2 * plan.concurrency)

    async def worker(self, work: Iterator[tuple[str, SourceRow]]) -> None:
        """Take rows until there are none; one iterator serves all workers."""
        for key, row in work:
            message = {"role": "user", "content": self._plan.prompt.render(row.metadata)}
            outcome = await self._endpoint.complete([message])
            self._tally.attempts += outcome.attempts
            completion = self._completion(key, row, outcome)
            self._writer.put(completion)
            if isinstance(outcome, Failure):
                self._count_failure(outcome)
            else:
                self._failures_in_a_row = 0
                self._tally.prompt_tokens += outcome.prompt_tokens or 0
                self._tally.completion_tokens += outcome.completion_tokens or 0
                _judge(self._writer, self._tally, completion, row)
            if self._writer.backlog > _MAX_BACKLOG:
                await asyncio.to_thread(self._writer.flush)

    def _count_failure(self, failure: Failure) -> None:
        self._tally.failed[failure.reason] += 1
        self._failures_in_a_row += 1
        if self._failures_in_a_row >= self._max_failures:
            raise EndpointError(
                f"{self._plan.endpoint.shown_url}: {self._failures_in_a_row} rows in a row failed, "
                f"the last with {failure.reason}: {failure.detail}. Everything received so far is "
                "stored; mend the endpoint and run the same command again."
            )

    def _completion(self, key: str, row: SourceRow, outcome: Reply | Failure) -> Completion:
        now = time.time()
        reply = outcome if isinstance(outcome, Reply) else None
        failure = outcome if isinstance(outcome, Failure) else None
        made_offline = reply is not None and reply.fingerprint == offline.FINGERPRINT
        origin: Origin = "offline" if made_offline else "generated"
        return Completion(
            completion_id=content_id("completion", {"request_id": key, "created_at": now}),
            request_id=key,
            attempt=outcome.attempts,
            dataset=row.dataset,
            row_id=row.row_id,
            model=self._plan.endpoint.model,
            prompt_name=self._plan.prompt.name,
            prompt_hash=self._prompt_hash,
            config_id=self._config_id,
            text=reply.text if reply else None,
            finish_reason=reply.finish_reason if reply else None,
            prompt_tokens=reply.prompt_tokens if reply else None,
            completion_tokens=reply.completion_tokens if reply else None,
            latency_ms=outcome.latency_ms,
            error=f"{failure.reason}: {failure.detail}" if failure else None,
            origin=origin,
            created_at=now,
        )


def _judge(writer: Writer, tally: Tally, completion: Completion, row: SourceRow) -> None:
    """Parse a stored answer and put what came of it."""
    parsed = parse_completion(completion.text or "", completion.finish_reason)
    if isinstance(parsed, Rejection):
        tally.rejected[parsed.reason] += 1
        writer.put(ParseOutcome(completion.completion_id, 0, parsed.reason))
        return
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
        )
    )
