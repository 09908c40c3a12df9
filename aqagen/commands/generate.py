"""`aqagen generate`: ask about every row of a dataset that has no item, and close the books."""

import asyncio
import ctypes
import gc
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from aqagen.boundary import Answer
from aqagen.commands.generate_report import show_plan, summary
from aqagen.display import note, print_json, watch
from aqagen.errors import AqagenError, UsageError
from aqagen.generation import offline
from aqagen.generation.batch import read_results, write_requests
from aqagen.generation.endpoint import EndpointConfig, Sampling, Structured
from aqagen.generation.pool import PoolConfig
from aqagen.generation.prompts import Prompt, load_prompt
from aqagen.generation.reading import Feed
from aqagen.generation.run import Run, RunPlan, parse_leftovers
from aqagen.generation.tally import Tally
from aqagen.records import SkippedRow, SourceRow
from aqagen.sources import ReadOptions, Source, get_source
from aqagen.sources.base import AnswerPolicy
from aqagen.store import Store, Writer
from aqagen.store.readings import AskPolicy, PendingRows

__all__ = ["GenerateOptions", "end_like_an_interrupt", "run_generate", "run_loop"]

DEFAULT_MODEL = "Qwen/Qwen3-32B"

# A run only appends and looks up: more would be spent on keeping what is not asked for again.
_STORE_MEMORY_MB = 128
_SWITCH_INTERVAL_S = 0.001
# Captions that the offline endpoint gets to see before it is asked.
_PRIMING_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class GenerateOptions:
    """The flags of `aqagen generate`."""

    dataset: str
    store: Path
    data: Path | None = None
    split: str | None = None
    audio: Path | None = None
    answers: AnswerPolicy = "majority"
    prompt: Path | None = None
    model: str = DEFAULT_MODEL
    endpoints: tuple[str, ...] = ()
    api_key_env: str = "OPENAI_API_KEY"
    offline: bool = False
    thinking: bool = False
    sampling: tuple[tuple[str, Any], ...] = ()
    structured: Structured = "auto"
    timeout_s: float = 600.0
    pool: PoolConfig = field(default_factory=PoolConfig)
    policy: AskPolicy = field(default_factory=AskPolicy)
    target: int | None = None
    budget_tokens: int | None = None
    usd_per_1m_in: float | None = None
    usd_per_1m_out: float | None = None
    batch_file: Path | None = None
    batch_results: Path | None = None
    seed: int = 0
    dry_run: bool = False
    as_json: bool = False


def run_generate(options: GenerateOptions) -> None:
    """Run the command.

    Raises:
        AqagenError: the dataset, the prompt, the endpoint or the store cannot be used, or
            rows are missing in the end.
    """
    source = get_source(options.dataset, "generate")
    prompt = load_prompt(source.name, options.prompt)
    data = options.data or Path("data") / options.dataset
    read = ReadOptions(data, options.split, options.audio, options.answers)
    plan = _plan(options, prompt)
    if options.dry_run:
        show_plan(options.store, plan, _rows(source, read), as_json=options.as_json)
        return
    if not data.exists():
        next(source.read(read), None)  # says what is missing, before a store is made
    tally = Tally(usd_per_1m_in=options.usd_per_1m_in, usd_per_1m_out=options.usd_per_1m_out)
    with Store.open(options.store) as store:
        store.limit_memory(_STORE_MEMORY_MB)
        store.fetch("SET threads = 1")  # small statements: more threads cost more than they bring
        with store.writer() as writer:
            parse_leftovers(store, writer)
            feed = Feed(store, writer, source, read)
            if options.batch_file or options.batch_results:
                _by_file(options, plan, store, writer, feed, tally)
            else:
                _live(options, plan, store, writer, feed, tally)
        tally.disputed = feed.reading.count_facts("disputed")
    if not options.batch_file:
        summary(options.dataset, options.store, plan, tally, as_json=options.as_json)
        _close_books(options, tally)


def _close_books(options: GenerateOptions, tally: Tally) -> None:
    """Say what is missing, as an error, so that nobody takes a part for the whole."""
    if not tally.rows:
        reasons = ", ".join(f"{n} {reason}" for reason, n in tally.skipped.items())
        raise AqagenError(f"{options.dataset}: no usable row ({reasons or 'the files are empty'}).")
    accepted = tally.accepted_before + tally.accepted
    if options.target is not None and accepted < options.target:
        raise AqagenError(
            f"{accepted:,} of the {options.target:,} accepted items asked for: {tally.rows:,} rows "
            "give no more. Ask again for the others with --retry-failed, or lower --target."
        )
    if tally.missing and not tally.stopped:
        raise AqagenError(
            f"{tally.missing:,} of {tally.to_ask:,} rows got no answer. Run the same command again "
            "to ask for them: what is stored is not asked twice. Rows that were finally refused "
            "need --retry-failed."
        )


def _rows(source: Source, read: ReadOptions) -> Iterator[SourceRow]:
    return (record for record in source.read(read) if not isinstance(record, SkippedRow))


def _plan(options: GenerateOptions, prompt: Prompt) -> RunPlan:
    # Whoever writes without a model must not pass for one, nor keep a model from being asked.
    model = offline.MODEL if options.offline else options.model
    sampling = Sampling.for_thinking() if options.thinking else Sampling()
    config = EndpointConfig(
        base_url="",
        model=model,
        api_key=None if options.offline else os.environ.get(options.api_key_env),
        sampling=replace(sampling, **dict(options.sampling)),
        structured=options.structured,
        schema=Answer.model_json_schema(),
        timeout_s=options.timeout_s,
    )
    by_file = [flag for flag in (options.batch_file, options.batch_results) if flag]
    if len(by_file) == 2 or (by_file and (options.target or options.budget_tokens)):  # noqa: PLR2004
        raise UsageError(
            "--batch-file and --batch-results go one at a time, and without --target or "
            "--budget-tokens: a batch service answers all of a file."
        )
    needs_none = options.offline or options.dry_run or options.batch_file or options.batch_results
    if not (options.endpoints or needs_none):
        raise UsageError(
            "there is no endpoint to ask. Either serve a model, for example with `vllm serve "
            f"{DEFAULT_MODEL}`, and give its address with --endpoint http://localhost:8000/v1 "
            "(or OPENAI_BASE_URL; for OpenAI itself https://api.openai.com/v1), or use --offline, "
            "which needs no model and writes plain items."
        )
    endpoints = tuple(replace(config, base_url=url) for url in options.endpoints) or (config,)
    return RunPlan(
        prompt, endpoints, options.pool, options.policy, options.target, options.budget_tokens
    )


def _live(
    options: GenerateOptions, plan: RunPlan, store: Store, writer: Writer, feed: Feed, tally: Tally
) -> None:
    """Ask the endpoint, showing progress; an interrupt keeps what was received."""
    try:
        with watch(tally, options.store):
            run_loop(_ask(options, plan, store, writer, feed, tally))
    except KeyboardInterrupt:
        note(
            f"interrupted: {tally.accepted + tally.rejected.total():,} answers of this run are "
            f"stored in {options.store}. Run the same command again to go on."
        )
        raise


def run_loop(work: Any) -> None:
    """Run on uvloop, which is faster, where there is one, and with rarer garbage collection.

    Every answer makes dozens of objects that live for a tenth of a second; collecting after
    each 700 of them, as Python does, takes a tenth of the run. Reader and writer must not keep
    the interpreter from answers for 5 ms at a time, which is Python's own interval.
    """
    switch_interval_s = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    try:
        try:
            import uvloop  # noqa: PLC0415 - not for Windows
        except ImportError:
            asyncio.run(_on_one_core(work))
        else:
            uvloop.run(_on_one_core(work))
    finally:
        gc.unfreeze()
        sys.setswitchinterval(switch_interval_s)
        gc.set_threshold(*thresholds)


async def _on_one_core(work: Any) -> None:
    """Do the work with the loop, the HTTP client and the reader on the core where this thread is.

    Those hand the interpreter's lock to each other at every answer, so they never run side by
    side; across cores that takes a third more CPU (docs/decisions/003-http-client.md). The
    writer, started before, and what is given to other threads go where there is room.
    """
    if sys.platform != "linux":
        await work
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {ctypes.CDLL(None).sched_getcpu()})
    free = ThreadPoolExecutor(initializer=os.sched_setaffinity, initargs=(0, cores))
    asyncio.get_running_loop().set_default_executor(free)
    try:
        await work
    finally:
        os.sched_setaffinity(0, cores)


async def _ask(
    options: GenerateOptions, plan: RunPlan, store: Store, writer: Writer, feed: Feed, tally: Tally
) -> None:
    end_like_an_interrupt(signal.SIGTERM)
    async with _serving(options, plan, feed) as ready:
        run = Run(store, writer, ready, tally)
        tally.pool = run.pool
        try:
            await run.generate(feed)
        finally:
            for name in run.pool.dropped:
                note(f"the server does not take {name}: left out")
            for error in run.pool.left_out:
                note(f"an endpoint was left out: {error}")


def end_like_an_interrupt(number: signal.Signals) -> None:
    """Let a preempted job end as after Ctrl-C: flushed, with a word about what to do."""
    signal.signal(number, signal.default_int_handler)


@asynccontextmanager
async def _serving(options: GenerateOptions, plan: RunPlan, feed: Feed) -> AsyncIterator[RunPlan]:
    """Start the offline endpoint when it is wanted, and fill in its address."""
    if not options.offline:
        yield plan
        return
    from aqagen.generation.offline.server import OfflineEndpoint  # noqa: PLC0415 - not for others
    from aqagen.generation.offline.writer import Writer as OfflineWriter  # noqa: PLC0415

    rows = islice(_rows(feed.source, feed.options), _PRIMING_ROWS)
    seen = OfflineWriter(seed=options.seed).prime(row.metadata for row in rows)
    async with OfflineEndpoint(seen, keep_requests=0) as server:
        yield replace(plan, endpoints=(replace(plan.endpoints[0], base_url=server.base_url),))


def _by_file(
    options: GenerateOptions, plan: RunPlan, store: Store, writer: Writer, feed: Feed, tally: Tally
) -> None:
    """Write a batch file, or read a batch service's answers back."""
    plan.save(store)
    feed.start(plan.policy.limit)
    try:
        feed.wait()
    finally:
        feed.stop()
    pending = PendingRows(store, feed.reading.reading_id, plan.config_id, plan.policy)
    try:
        if options.batch_file:
            n_requests = write_requests(pending, plan, options.batch_file)
            if options.as_json:
                print_json({"batch_file": str(options.batch_file), "requests": n_requests})
            else:
                print(options.batch_file)
            note(
                f"{n_requests:,} requests written, {pending.n_rows - n_requests:,} answered before"
            )
            return
        if options.batch_results:
            unused: Counter[str] = read_results(pending, plan, options.batch_results, writer, tally)
            for reason, n_lines in unused.items():
                note(f"{n_lines:,} lines of {options.batch_results} not used: {reason}")
        tally.rows, tally.rows_known = pending.n_rows, True
        tally.answered_before = pending.n_rows - pending.n_pending
        tally.accepted_before, tally.skipped = pending.n_accepted, feed.skipped
    finally:
        pending.close()
