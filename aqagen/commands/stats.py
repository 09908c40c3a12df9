"""`aqagen stats`: what is in the store, at a glance."""

from pathlib import Path

from aqagen.display import print_json, print_table
from aqagen.store import Store

__all__ = ["run_stats"]

_COUNTS = ("source_rows", "skipped_rows", "completions", "items", "kept_items")


def run_stats(store_path: Path, *, as_json: bool) -> None:
    """Print counts by dataset, and why rows, answers and items were turned away."""
    with Store.open(store_path, must_exist=True) as store:
        report = {
            dataset: {
                **{table: store.count(table, dataset) for table in _COUNTS},
                "skipped_by_reason": store.reasons("skipped_rows", dataset),
                "rejected_by_reason": store.reasons("rejected_completions", dataset),
                "dropped_by_reason": store.reasons("dropped_items", dataset),
            }
            for dataset in store.all_datasets()
        }
    if as_json:
        print_json(report)
        return
    for dataset, counts in report.items():
        rows: list[tuple[object, ...]] = [(dataset, "")]
        for name, value in counts.items():
            if isinstance(value, dict):
                rows += [(f"    {name.split('_')[0]}: {reason}", n) for reason, n in value.items()]
            else:
                rows.append((f"  {name.replace('_', ' ')}", value))
        print_table(rows)
