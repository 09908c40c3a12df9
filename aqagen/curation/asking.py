"""Asking a model about items: judges and probes go through the same engine as generation.

Every item and trial that has no answer is asked; every answer is put to the writer before anybody
looks at it. What follows from the answers is computed afterwards (`store/findings.py`).
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from aqagen.curation.hearing import AudioUnusableError
from aqagen.curation.subjects import Subject
from aqagen.errors import EndpointError
from aqagen.generation.endpoint import EndpointConfig, Failure, Reply
from aqagen.generation.pool import Lane, Pool, PoolConfig
from aqagen.generation.tally import Tally
from aqagen.ids import content_id, text_hash
from aqagen.records import ItemCompletion
from aqagen.store import Store, Writer
from aqagen.store.inquiries import Inquiry, OpenAsks

__all__ = ["Asking", "AskingPlan", "Rendered"]

_CHUNK_ASKS = 500
_MAX_WAITING = 2_000
_MAX_BACKLOG = 20_000
# Messages with sounds in them that are held in memory at a time.
_MAX_OPEN_BYTES = 256 * 1024 * 1024
_MAX_FAILED_IN_A_ROW = 100
_MAX_REFUSED_AT_FIRST = 5
_CHARACTERS_PER_TOKEN = 3.6
# What is known of an answer's length before there is one.
_TOKENS_PER_ANSWER = 100


class _PromptText(Protocol):
    """What the store keeps of a prompt."""

    @property
    def name(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def prompt_hash(self) -> str: ...


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
class AskingPlan:
    """What is asked, where and how.

    Attributes:
        purpose: `judge`, or a probe's name.
        prompt: its text, for the store.
        render: makes a message of an item and a trial; runs in a thread, one at a time. Raises
            `AudioUnusableError` where there is nothing to be heard.
        readable: says whether an answer can be read, for the books only.
        endpoints: one or more addresses of the same model.
        seed: decides the order of options, and which other clip is heard.
    """

    purpose: str
    prompt: _PromptText
    render: Callable[[Subject], Rendered]
    readable: Callable[[str, Subject], bool]
    endpoints: tuple[EndpointConfig, ...]
    seed: int = 0
    pool: PoolConfig = field(default_factory=PoolConfig)

    @property
    def model(self) -> str:
        """The model that is asked."""
        return self.endpoints[0].model

    @property
    def settings(self) -> dict[str, Any]:
        """What shapes an answer beside prompt and model; not the address, nor the audio's form."""
        config = self.endpoints[0]
        return {
            "purpose": self.purpose,
            "sampling": asdict(config.sampling),
            "structured": config.structured,
            "schema": config.schema,
            "seed": self.seed,
        }

    @property
    def config_id(self) -> str:
        """The hash of everything but item and trial that shapes the answers."""
        return content_id(
            "inquiry",
            {
                "model": self.model,
                "prompt_hash": self.prompt.prompt_hash,
                "settings": self.settings,
            },
        )


class Asking:
    """One run of questions about items.

    Attributes:
        unasked: questions that could not be put, by reason (no audio).
    """

    def __init__(self, store: Store, writer: Writer, plan: AskingPlan, tally: Tally) -> None:
        self._store, self._writer, self._plan, self._tally = store, writer, plan, tally
        self._config_id = plan.config_id
        self._failed_in_a_row = 0
        self._open_bytes = 0
        self._changed = asyncio.Event()
        self.unasked: Counter[str] = Counter()
        self.pool = Pool(plan.endpoints, plan.pool)

    async def ask_all(self, inquiry: Inquiry) -> None:
        """Ask what has no answer yet.

        Raises:
            EndpointError: no endpoint can be used, or too many questions in a row failed.
            StoreError: a commit failed.
        """
        plan = self._plan
        self._store.save_config(
            self._config_id,
            model=plan.model,
            prompt_name=plan.prompt.name,
            prompt_hash=plan.prompt.prompt_hash,
            prompt_text=plan.prompt.text,
            settings=plan.settings,
        )
        open_asks = await asyncio.to_thread(OpenAsks, self._store, inquiry)
        tally = self._tally
        tally.rows, tally.rows_known = open_asks.n_asks, True
        tally.answered_before = open_asks.n_asks - open_asks.n_open
        try:
            async with self.pool, asyncio.TaskGroup() as group:
                async for subject in _subjects(open_asks):
                    await self._begin(subject, group)
        except BaseExceptionGroup as errors:
            # One cause stops all; the first to meet it speaks for them.
            raise errors.exceptions[0] from None
        finally:
            open_asks.close()

    async def _begin(self, subject: Subject, group: asyncio.TaskGroup) -> None:
        await self._wait_for_memory()
        try:
            rendered = await asyncio.to_thread(self._plan.render, subject)
        except AudioUnusableError as error:
            self.unasked[error.reason] += 1
            self._tally.rows -= 1
            return
        n_tokens = int(rendered.n_characters / _CHARACTERS_PER_TOKEN) + self._tokens_per_answer()
        lane = await self.pool.place(n_tokens)
        self._open_bytes += rendered.n_bytes
        group.create_task(self._ask(subject, rendered, lane, n_tokens))

    async def _wait_for_memory(self) -> None:
        while self._open_bytes > _MAX_OPEN_BYTES or self.pool.waiting > _MAX_WAITING:
            self._changed.clear()
            await self._changed.wait()
        if self._writer.backlog > _MAX_BACKLOG:
            await asyncio.to_thread(self._writer.flush)
        self._writer.check()

    def _tokens_per_answer(self) -> int:
        tally = self._tally
        answered = tally.accepted + tally.rejected.total()
        return tally.completion_tokens // answered if answered else _TOKENS_PER_ANSWER

    async def _ask(self, subject: Subject, rendered: Rendered, lane: Lane, n_tokens: int) -> None:
        messages = [{"role": "user", "content": rendered.content}]
        outcome = await self.pool.complete(messages, lane, n_tokens)
        self._writer.put(self._completion(subject, rendered, outcome))
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
            if self._plan.readable(outcome.text, subject):
                tally.accepted += 1
            else:
                tally.rejected["unreadable"] += 1
        self._open_bytes -= rendered.n_bytes
        self._changed.set()

    def _completion(
        self, subject: Subject, rendered: Rendered, outcome: Reply | Failure
    ) -> ItemCompletion:
        plan, now = self._plan, time.time()
        reply = outcome if isinstance(outcome, Reply) else None
        key = f"{self._config_id} {subject.item_id} {subject.trial}"
        return ItemCompletion(
            completion_id=text_hash(f"item completion {key} {now!r}"),
            item_id=subject.item_id,
            purpose=plan.purpose,
            trial=subject.trial,
            config_id=self._config_id,
            model=plan.model,
            text=reply.text if reply else None,
            finish_reason=reply.finish_reason if reply else None,
            prompt_tokens=reply.prompt_tokens if reply else None,
            completion_tokens=reply.completion_tokens if reply else None,
            latency_ms=outcome.latency_ms,
            error=f"{outcome.reason}: {outcome.detail}" if isinstance(outcome, Failure) else None,
            detail=rendered.detail,
            created_at=now,
        )

    def _count_failure(self, failure: Failure) -> None:
        """Stop a run that gets nowhere: one message, not one for each item."""
        self._tally.failed[failure.reason] += 1
        self._failed_in_a_row += 1
        limit = _MAX_FAILED_IN_A_ROW
        if not any(lane.ever_answered for lane in self.pool.lanes):
            limit = _MAX_REFUSED_AT_FIRST if failure.reason.startswith("http-4") else 1
        if self._failed_in_a_row >= limit:
            raise EndpointError(
                f"{self._plan.endpoints[0].shown_url}: {self._failed_in_a_row} questions in a row "
                f"failed, the last after {failure.attempts} tries with {failure.reason}: "
                f"{failure.detail}. Everything received so far is stored; mend the endpoint and "
                "run the same command again."
            )


async def _subjects(open_asks: OpenAsks) -> AsyncIterator[Subject]:
    while chunk := await asyncio.to_thread(open_asks.take, _CHUNK_ASKS):
        for subject in chunk:
            yield subject
