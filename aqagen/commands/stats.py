"""`aqagen stats`: what is in the store, at a glance."""

import time
from pathlib import Path
from typing import Any

from aqagen.commands.biases import bias_rows, count_rows
from aqagen.display import print_json, print_table
from aqagen.status import read_status
from aqagen.store import Store
from aqagen.store.biases import dataset_biases
from aqagen.store.summaries import summaries

__all__ = ["run_stats", "store_facts"]

_COUNTS = ("source_rows", "skipped_rows", "completions", "items", "kept_items")


def run_stats(store_path: Path, *, as_json: bool) -> None:
    """Print counts by dataset, and why rows, answers and items were turned away or marked.

    While a job runs on the store, which nobody else can open then, print the job's state.

    Raises:
        StoreError: there is no store, or another process without a status holds it.
    """
    running = read_status(store_path)
    if running:
        if as_json:
            print_json({"running": running})
        else:
            age_s = time.time() - running["time_s"]
            print(f"process {running['pid']} is at work on {store_path}, {age_s:.0f} s ago:")
            print("\n".join(f"  {line}" for line in running["lines"]))
        return
    with Store.open(store_path, must_exist=True) as store:
        report = store_facts(store)
    if as_json:
        print_json(report)
        return
    for dataset, counts in report.items():
        biases = counts.pop("biases")
        rows: list[tuple[object, ...]] = [(dataset, "")]
        for name, value in counts.items():
            if isinstance(value, dict):
                rows += [(f"    {name.split('_')[0]}: {reason}", n) for reason, n in value.items()]
            else:
                rows.append((f"  {name.replace('_', ' ')}", value))
        print_table(rows)
        print_table(bias_rows(biases))
        print_table(count_rows(biases))


def store_facts(store: Store) -> dict[str, dict[str, Any]]:
    """Return by dataset how much is there, what was turned away and why, and the biases.

    Raises:
        StoreError: DuckDB could not count.
    """
    datasets = store.all_datasets()
    biases = dataset_biases(store, datasets)
    found = summaries(store, datasets)
    return {
        dataset: {
            **{table: store.count(table, dataset) for table in _COUNTS},
            "skipped_by_reason": store.reasons("skipped_rows", dataset),
            "rejected_by_reason": store.reasons("rejected_completions", dataset),
            "dropped_by_reason": found[dataset].dropped,
            "marked_by_reason": found[dataset].marked,
            "undecided_by_reason": found[dataset].undecided,
            "biases": biases[dataset],
        }
        for dataset in datasets
    }
