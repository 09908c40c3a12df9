"""Asking a model about items: judges and probes go through the same engine as generation.

Every item and trial that has no answer is asked; every answer is put to the writer before anybody
looks at it. What follows from the answers is computed afterwards (`store/findings.py`).
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncGenerator, Callable
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from aqagen.curation.subjects import Subject
from aqagen.generation.endpoint import EndpointConfig, Failure, Reply
from aqagen.generation.pool import Pool, PoolConfig
from aqagen.generation.questions import Asker, Questions, Rendered, UnaskableError
from aqagen.generation.tally import Tally
from aqagen.ids import content_id, text_hash
from aqagen.records import ItemCompletion
from aqagen.store import Store, Writer
from aqagen.store.inquiries import Inquiry, OpenAsks

__all__ = ["Asking", "AskingPlan"]

_CHUNK_ASKS = 500


class _PromptText(Protocol):
    """What the store keeps of a prompt."""

    @property
    def name(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def prompt_hash(self) -> str: ...


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
    """One run of questions about items."""

    def __init__(self, store: Store, writer: Writer, plan: AskingPlan, tally: Tally) -> None:
        self._store, self._writer, self._plan, self._tally = store, writer, plan, tally
        self._config_id = plan.config_id
        asker = Asker(
            plan.render,
            lambda subject, rendered, outcome: writer.put(
                self._completion(subject, rendered, outcome)
            ),
            _pass_over,
            plan.readable,
        )
        self._questions = Questions(
            asker, plan.endpoints, plan.pool, tally,
            keeper=writer, budget_tokens=plan.budget_tokens,
        )  # fmt: skip

    @property
    def pool(self) -> Pool:
        """The endpoints in use."""
        return self._questions.pool

    @property
    def unasked(self) -> Counter[str]:
        """Questions that could not be put, by reason (no audio)."""
        return self._questions.unasked

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
            await self._questions.ask_all(_chunks(open_asks))
        finally:
            open_asks.close()

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


def _pass_over(subject: Subject, error: UnaskableError) -> None:
    """What cannot be asked has no row in the store; the books count it."""


async def _chunks(open_asks: OpenAsks) -> AsyncGenerator[list[Subject], None]:
    while chunk := await asyncio.to_thread(open_asks.take, _CHUNK_ASKS):
        yield chunk
