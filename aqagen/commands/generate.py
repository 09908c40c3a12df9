"""`aqagen generate`: read a dataset, ask about every row that has no answer, close the books."""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from aqagen.boundary import Answer
from aqagen.display import note, print_json, print_table, watch
from aqagen.errors import AqagenError, UsageError
from aqagen.generation import offline
from aqagen.generation.endpoint import EndpointConfig, Sampling, Structured
from aqagen.generation.offline.server import OfflineEndpoint
from aqagen.generation.offline.writer import Writer as OfflineWriter
from aqagen.generation.prompts import Prompt, load_prompt
from aqagen.generation.run import RunPlan, generate, pending_rows
from aqagen.generation.tally import Tally
from aqagen.records import SkippedRow, SourceRow
from aqagen.sources import ReadOptions, get_source
from aqagen.sources.base import AnswerPolicy, Source
from aqagen.store import Store, Writer

__all__ = ["GenerateOptions", "run_generate"]

DEFAULT_MODEL = "Qwen/Qwen3-32B"

# What an English or JSON character costs in tokens, for the estimate before a run.
_CHARACTERS_PER_TOKEN = 3.6
_TOKENS_PER_ANSWER = 120
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
    limit: int | None = None
    prompt: Path | None = None
    model: str | None = None
    endpoint: str | None = None
    api_key_env: str = "OPENAI_API_KEY"
    offline: bool = False
    thinking: bool = False
    sampling: tuple[tuple[str, Any], ...] = ()
    structured: Structured = "auto"
    concurrency: int = 64
    timeout_s: float = 600.0
    usd_per_1m_in: float | None = None
    usd_per_1m_out: float | None = None
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
    prompt = load_prompt(options.dataset, options.prompt)
    rows, skipped = _read(source, options)
    if not rows:
        reasons = ", ".join(f"{n} {reason}" for reason, n in _by_reason(skipped).items())
        raise AqagenError(f"{options.dataset}: no usable row ({reasons or 'the files are empty'}).")
    plan = _plan(options, prompt)
    if options.dry_run:
        _show_plan(options, plan, rows)
        return
    tally = Tally(
        skipped=_by_reason(skipped),
        disputed=sum(bool(row.facts.get("disputed")) for row in rows),
        usd_per_1m_in=options.usd_per_1m_in,
        usd_per_1m_out=options.usd_per_1m_out,
    )
    with Store.open(options.store) as store:
        try:
            with store.writer() as writer, watch(tally):
                for skip in skipped:
                    writer.put(skip)
                asyncio.run(_ask(options, plan, store, writer, rows, tally))
        except KeyboardInterrupt:
            note(
                f"interrupted: {tally.accepted + tally.rejected.total():,} answers of this run are "
                f"stored in {options.store}. Run the same command again to go on."
            )
            raise
        _summary(options, plan, tally)
    if tally.missing:
        raise AqagenError(
            f"{tally.missing:,} of {tally.to_ask:,} rows got no answer. Run the same command again "
            "to ask for them: what is stored is not asked twice."
        )


def _read(source: Source, options: GenerateOptions) -> tuple[list[SourceRow], list[SkippedRow]]:
    data = options.data or Path("data") / options.dataset
    read = ReadOptions(data, split=options.split, audio=options.audio, answers=options.answers)
    rows: list[SourceRow] = []
    skipped: list[SkippedRow] = []
    for record in source.read(read):
        if isinstance(record, SkippedRow):
            skipped.append(record)
        else:
            rows.append(record)
            if len(rows) == options.limit:
                break
    return rows, skipped


def _plan(options: GenerateOptions, prompt: Prompt) -> RunPlan:
    model = options.model or DEFAULT_MODEL
    if options.offline:
        if options.model or options.endpoint:
            note("--offline asks no model: --model and --endpoint are not used")
        model = offline.MODEL
    sampling = Sampling.for_thinking() if options.thinking else Sampling()
    config = EndpointConfig(
        base_url=options.endpoint or "",
        model=model,
        api_key=None if options.offline else os.environ.get(options.api_key_env),
        sampling=replace(sampling, **dict(options.sampling)),
        structured=options.structured,
        schema=Answer.model_json_schema(),
        timeout_s=options.timeout_s,
    )
    if not (options.endpoint or options.offline or options.dry_run):
        raise UsageError(
            "there is no endpoint to ask. Either serve a model, for example with `vllm serve "
            f"{DEFAULT_MODEL}`, and give its address with --endpoint http://localhost:8000/v1 "
            "(or OPENAI_BASE_URL; for OpenAI itself https://api.openai.com/v1), or use --offline, "
            "which needs no model and writes plain items."
        )
    return RunPlan(prompt, config, options.concurrency)


async def _ask(
    options: GenerateOptions,
    plan: RunPlan,
    store: Store,
    writer: Writer,
    rows: Sequence[SourceRow],
    tally: Tally,
) -> None:
    async with _serving(options, plan, rows) as ready:
        for field in await generate(store, writer, rows, ready, tally):
            note(f"the server does not take {field}: left out")


@asynccontextmanager
async def _serving(
    options: GenerateOptions, plan: RunPlan, rows: Sequence[SourceRow]
) -> AsyncIterator[RunPlan]:
    """Start the offline endpoint when it is wanted, and fill in its address."""
    if not options.offline:
        yield plan
        return
    seen = OfflineWriter(seed=options.seed).prime(
        row.metadata for row in islice(rows, _PRIMING_ROWS)
    )
    async with OfflineEndpoint(seen, keep_requests=0) as server:
        yield replace(plan, endpoint=replace(plan.endpoint, base_url=server.base_url))


def _show_plan(options: GenerateOptions, plan: RunPlan, rows: Sequence[SourceRow]) -> None:
    """Print the first prompt, and what the run would ask."""
    pending: Sequence[Any] = rows
    if options.store.exists():
        with Store.open(options.store) as store:
            pending = pending_rows(store, rows, plan.config_id)
    lengths = [len(plan.prompt.render(row.metadata)) for row in rows]
    mean_tokens = sum(lengths) / len(lengths) / _CHARACTERS_PER_TOKEN
    figures = {
        "rows": len(rows),
        "requests": len(pending),
        "estimated_prompt_tokens": round(mean_tokens * len(pending)),
        "estimated_completion_tokens": _TOKENS_PER_ANSWER * len(pending),
    }
    if options.as_json:
        print_json({**figures, "first_prompt": plan.prompt.render(rows[0].metadata)})
        return
    print(plan.prompt.render(rows[0].metadata))
    print()
    print_table([(name.replace("_", " "), value) for name, value in figures.items()])


def _by_reason(skipped: Sequence[SkippedRow]) -> Counter[str]:
    return Counter(skip.reason for skip in skipped)


def _summary(options: GenerateOptions, plan: RunPlan, tally: Tally) -> None:
    """Close the books: rows in = answered before + accepted + rejected + failed."""
    cost = tally.cost_usd
    if options.as_json:
        print_json(
            {
                "dataset": options.dataset,
                "model": plan.endpoint.model,
                "store": str(options.store),
                "rows": tally.rows,
                "skipped": dict(tally.skipped),
                "disputed": tally.disputed,
                "answered_before": tally.answered_before,
                "requests": tally.asked,
                "accepted": tally.accepted,
                "rejected": dict(tally.rejected),
                "failed": dict(tally.failed),
                "extra_items": tally.extra_items,
                "prompt_tokens": tally.prompt_tokens,
                "completion_tokens": tally.completion_tokens,
                "cost_usd": cost,
                "seconds": round(tally.elapsed_s, 3),
            }
        )
        return
    rows: list[tuple[object, ...]] = [
        (f"{options.dataset}: rows", tally.rows),
        ("  answered before", tally.answered_before),
        ("  asked now", tally.asked),
        ("    accepted", tally.accepted),
        *((f"    rejected: {reason}", n) for reason, n in tally.rejected.most_common()),
        *((f"    failed: {reason}", n) for reason, n in tally.failed.most_common()),
        *((f"rows skipped: {reason}", n) for reason, n in tally.skipped.most_common()),
        ("tokens in", tally.prompt_tokens),
        ("tokens out", tally.completion_tokens),
    ]
    if tally.disputed:
        rows.insert(1, ("  of them disputed by the annotators", tally.disputed))
    if tally.extra_items:
        rows.append(("items beyond the first, not used", tally.extra_items))
    if cost is not None:
        rows.append(("cost, USD", f"{cost:.2f}"))
    print_table(rows)
    note(f"{tally.elapsed_s:.1f} s, stored in {options.store}. Next: aqagen validate")
