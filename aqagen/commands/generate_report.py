"""What `aqagen generate` prints: the plan of a dry run, and the books of a run."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from aqagen.display import note, print_json, print_table
from aqagen.errors import AqagenError
from aqagen.generation.crew import CHARACTERS_PER_TOKEN, TOKENS_PER_ANSWER
from aqagen.generation.run import RunPlan
from aqagen.generation.tally import Tally
from aqagen.records import SourceRow
from aqagen.store import Store

__all__ = ["show_plan", "summary"]


def show_plan(store_path: Path, plan: RunPlan, rows: Iterable[SourceRow], *, as_json: bool) -> None:
    """Print the first prompt, and what the run would ask.

    Raises:
        AqagenError: there is no usable row.
    """
    done: set[str] = set()
    if store_path.exists():
        with Store.open(store_path) as store:
            done = store.accepted_rows(plan.config_id)
    first = None
    n_rows = n_requests = n_characters = 0
    for row in rows:
        if n_rows == plan.policy.limit:
            break
        n_rows += 1
        text = plan.prompt.render(row.metadata)
        first = first or text
        if row.row_id not in done:
            n_requests += plan.policy.samples
            n_characters += len(text) * plan.policy.samples
    if first is None:
        raise AqagenError("there is no usable row in the dataset. See data/README.md.")
    figures = {
        "rows": n_rows,
        "requests": n_requests,
        "estimated_prompt_tokens": round(n_characters / CHARACTERS_PER_TOKEN),
        "estimated_completion_tokens": TOKENS_PER_ANSWER * n_requests,
    }
    if as_json:
        print_json({**figures, "first_prompt": first})
        return
    print(first)
    print()
    print_table([(name.replace("_", " "), value) for name, value in figures.items()])


def summary(dataset: str, store_path: Path, plan: RunPlan, tally: Tally, *, as_json: bool) -> None:
    """Close the books: rows in = answered before + accepted + rejected + failed + not reached."""
    if as_json:
        print_json({"dataset": dataset, "model": plan.model, "store": str(store_path),
                    **figures(tally)})  # fmt: skip
        return
    so_far = "" if tally.rows_known else " read so far"
    rows: list[tuple[object, ...]] = [(f"{dataset}: rows{so_far}", tally.rows)]
    if tally.disputed:
        rows.append(("  of them disputed by the annotators", tally.disputed))
    rows += [
        ("  answered before", tally.answered_before),
        ("  asked now", tally.asked),
        ("    accepted", tally.accepted),
        *((f"    rejected: {reason}", n) for reason, n in tally.rejected.most_common()),
        *((f"    failed: {reason}", n) for reason, n in tally.failed.most_common()),
    ]
    if tally.not_reached:
        rows.append(("  not reached", tally.not_reached))
    rows += [(f"rows skipped: {reason}", n) for reason, n in tally.skipped.most_common()]
    rows += [(f"asked again: {reason}", n) for reason, n in tally.reasked.most_common()]
    if tally.pool:
        rows += [(f"tried again: {reason}", n) for reason, n in tally.pool.retries.most_common()]
    rows += [("tokens in", tally.prompt_tokens), ("tokens out", tally.completion_tokens)]
    if tally.extra_items:
        rows.append(("items beyond the first, not used", tally.extra_items))
    if tally.cost_usd is not None:
        rows.append(("cost, USD", f"{tally.cost_usd:.2f}"))
    print_table(rows)
    if tally.stopped:
        note(f"stopped: {tally.stopped}")
    note(f"{tally.elapsed_s:.1f} s, stored in {store_path}. Next: aqagen validate")


def figures(tally: Tally) -> dict[str, Any]:
    """Return the books as plain data."""
    return {
        "rows": tally.rows,
        "rows_known": tally.rows_known,
        "skipped": dict(tally.skipped),
        "disputed": tally.disputed,
        "answered_before": tally.answered_before,
        "requests": tally.attempts,
        "accepted": tally.accepted,
        "rejected": dict(tally.rejected),
        "failed": dict(tally.failed),
        "not_reached": tally.not_reached,
        "reasked": dict(tally.reasked),
        "retries": dict(tally.pool.retries) if tally.pool else {},
        "extra_items": tally.extra_items,
        "prompt_tokens": tally.prompt_tokens,
        "completion_tokens": tally.completion_tokens,
        "cost_usd": tally.cost_usd,
        "stopped": tally.stopped or None,
        "seconds": round(tally.elapsed_s, 3),
    }
