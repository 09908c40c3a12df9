"""Asking a model about items: judges and probes go through the same engine as generation.

Every item and trial that has no answer is asked; every answer is put to the writer before anybody
looks at it. What follows from the answers is computed afterwards (`store/findings.py`).
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from aqagen.curation.hearing import AudioUnusableError
from aqagen.curation.subjects import Subject
from aqagen.generation.crew import Crew, Supply
from aqagen.generation.endpoint import EndpointConfig, Failure, Reply
from aqagen.generation.pool import Pool, PoolConfig
from aqagen.generation.tally import Tally
from aqagen.ids import content_id, text_hash
from aqagen.records import ItemCompletion
from aqagen.store import Store, Writer
from aqagen.store.inquiries import Inquiry, OpenAsks

__all__ = ["Asking", "AskingPlan", "Rendered"]

_CHUNK_ASKS = 500
# Messages with sounds in them that are held in memory at a time.
_MAX_OPEN_BYTES = 256 * 1024 * 1024


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
        pool: how hard to try.
        budget_tokens: begin no question after so many tokens; None for no limit.
    """

    purpose: str
    prompt: _PromptText
    render: Callable[[Subject], Rendered]
    readable: Callable[[str, Subject], bool]
    endpoints: tuple[EndpointConfig, ...]
    seed: int = 0
    pool: PoolConfig = field(default_factory=PoolConfig)
    budget_tokens: int | None = None

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
        self._open_bytes = 0
        self._less_open = asyncio.Event()
        self._rendering = asyncio.Lock()
        self.unasked: Counter[str] = Counter()
        self.pool = Pool(plan.endpoints, plan.pool)
        self._crew = Crew(self.pool, writer, tally, "questions", plan.budget_tokens)

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
        self._subjects = Supply(_chunks(open_asks))
        try:
            await self._crew.work(self._ask_next)
        finally:
            await self._subjects.close()
            open_asks.close()

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
        """Return what is sent, once memory has room for it; None where nothing can be heard."""
        async with self._rendering:
            while self._open_bytes > _MAX_OPEN_BYTES:
                self._less_open.clear()
                await self._less_open.wait()
            try:
                rendered = await asyncio.to_thread(self._plan.render, subject)
            except AudioUnusableError as error:
                self.unasked[error.reason] += 1
                self._tally.rows -= 1
                return None
            self._open_bytes += rendered.n_bytes
            return rendered

    async def _ask(self, subject: Subject, rendered: Rendered, n_tokens: int) -> None:
        lane = await self.pool.place(n_tokens)
        messages = [{"role": "user", "content": rendered.content}]
        outcome = await self.pool.complete(messages, lane, n_tokens)
        self._writer.put(self._completion(subject, rendered, outcome))
        if isinstance(outcome, Failure):
            self._crew.failed(outcome)
            return
        self._crew.answered(outcome, n_tokens)
        if self._plan.readable(outcome.text, subject):
            self._tally.accepted += 1
        else:
            self._tally.rejected["unreadable"] += 1

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


async def _chunks(open_asks: OpenAsks) -> AsyncGenerator[list[Subject], None]:
    while chunk := await asyncio.to_thread(open_asks.take, _CHUNK_ASKS):
        yield chunk
