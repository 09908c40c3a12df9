"""What `aqagen judge` and `aqagen probe` share: asking models about the items of a store."""

import os
import signal
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from aqagen.asking import Asking, AskingPlan
from aqagen.commands.generate import end_like_an_interrupt, run_loop
from aqagen.display import note, watch
from aqagen.errors import AqagenError, UsageError
from aqagen.generation import offline
from aqagen.generation.endpoint import EndpointConfig, Sampling, Structured
from aqagen.generation.pool import PoolConfig
from aqagen.generation.tally import Tally
from aqagen.store import Store
from aqagen.store.inquiries import Inquiry

__all__ = [
    "AskOptions",
    "ask_about_items",
    "book_rows",
    "chosen_datasets",
    "endpoints_of",
    "say_what_is_missing",
]


@dataclass(frozen=True, slots=True)
class AskOptions:
    """The flags that both commands have; `trials` answers are wanted per item."""

    store: Path
    model: str
    trials: int
    endpoints: tuple[str, ...] = ()
    api_key_env: str = "OPENAI_API_KEY"
    offline: bool = False
    dataset: str | None = None
    limit: int | None = None
    retry_failed: bool = False
    timeout_s: float = 600.0
    pool: PoolConfig = field(default_factory=PoolConfig)
    budget_tokens: int | None = None
    seed: int = 0
    as_json: bool = False


def endpoints_of(
    options: AskOptions,
    sampling: Sampling,
    schema: dict[str, Any] | None = None,
    structured: Structured = "off",
) -> tuple[EndpointConfig, ...]:
    """Return where to ask; the offline endpoint's address is filled in when it runs.

    Raises:
        UsageError: no endpoint is given.
    """
    if not (options.endpoints or options.offline):
        raise UsageError(
            "there is no endpoint to ask. Serve a model, for example with `vllm serve "
            f"{options.model}`, and give its address with --endpoint http://localhost:8000/v1, "
            "or use --offline, which needs no model and answers by rule."
        )
    config = EndpointConfig(
        base_url="",
        # Whoever answers without a model must not pass for one.
        model=offline.MODEL if options.offline else options.model,
        api_key=None if options.offline else os.environ.get(options.api_key_env),
        sampling=sampling,
        structured=structured,
        schema=schema,
        timeout_s=options.timeout_s,
    )
    if options.offline:
        return (config,)
    return tuple(replace(config, base_url=url) for url in options.endpoints)


def chosen_datasets(store: Store, wanted: str | None) -> tuple[str, ...]:
    """Return the datasets to ask about.

    Raises:
        AqagenError: the store holds no items, or none of the wanted dataset.
    """
    there = store.datasets()
    if not there:
        raise AqagenError(
            f"{store.path} holds no items yet. Make some with `aqagen generate` or bring some "
            "with `aqagen import`."
        )
    if wanted and wanted not in there:
        raise UsageError(
            f"{store.path} holds no items of {wanted!r}. It holds: {', '.join(there)}."
        )
    return (wanted,) if wanted else tuple(there)


def ask_about_items(
    options: AskOptions, store: Store, plan: AskingPlan, keep: Callable[[], None]
) -> tuple[Tally, Counter[str]]:
    """Ask what has no answer yet, and keep what follows, also when the run is cut off.

    Args:
        options: the flags.
        store: the store.
        plan: what is asked, where and how.
        keep: makes findings of the answers that are stored.

    Returns:
        The books, and the questions that could not be put, by reason.
    """
    inquiry = Inquiry(
        plan.purpose, plan.config_id, options.trials,
        chosen_datasets(store, options.dataset), options.limit,
        retry_failed=options.retry_failed,
    )  # fmt: skip
    tally = Tally()
    unasked: Counter[str] = Counter()

    async def work() -> None:
        end_like_an_interrupt(signal.SIGTERM)
        async with AsyncExitStack() as stack:
            ready = plan
            if options.offline:
                from aqagen.generation.offline.server import OfflineEndpoint  # noqa: PLC0415

                server = await stack.enter_async_context(OfflineEndpoint(keep_requests=0))
                config = replace(plan.endpoints[0], base_url=server.base_url)
                ready = replace(plan, endpoints=(config,))
            asking = Asking(store, writer, ready, tally)
            tally.pool = asking.pool
            try:
                await asking.ask_all(inquiry)
            finally:
                unasked.update(asking.unasked)

    try:
        with store.writer() as writer, watch(tally, options.store):
            run_loop(work())
    except KeyboardInterrupt:
        note(
            f"interrupted: {tally.accepted + tally.rejected.total():,} answers of this run are "
            f"stored in {options.store}. Run the same command again to go on."
        )
        raise
    finally:
        keep()
    if tally.stopped:
        note(f"stopped: {tally.stopped}. Run the same command again to go on.")
    return tally, unasked


def say_what_is_missing(tally: Tally) -> None:
    """Say which questions have no answer, as an error, so that nobody takes a part for all.

    Raises:
        AqagenError: some have none.
    """
    if tally.failed:
        reasons = ", ".join(f"{n:,} {reason}" for reason, n in tally.failed.most_common())
        raise AqagenError(
            f"{tally.failed.total():,} questions got no answer ({reasons}). Run the same command "
            "again: what is stored is not asked twice. What was finally refused needs "
            "--retry-failed."
        )


def book_rows(tally: Tally, unasked: Counter[str]) -> Sequence[tuple[str, object]]:
    """Return the books of a run as lines of a table."""
    return [
        ("questions", tally.rows),
        ("  answered before", tally.answered_before),
        ("  answered now", tally.accepted + tally.rejected.total()),
        *((f"    {reason}", n) for reason, n in tally.rejected.items()),
        *((f"  failed: {reason}", n) for reason, n in tally.failed.items()),
        *((f"  not asked: {reason}", n) for reason, n in unasked.items()),
        *([("  not reached", tally.not_reached)] if tally.stopped else []),
    ]
