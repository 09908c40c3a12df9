"""`aqagen validate`: run the checks on what they have not seen, and say what is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aqagen.curation.checks import all_checks, select_checks
from aqagen.display import note, print_json, print_table
from aqagen.errors import AqagenError, UsageError
from aqagen.records import CheckRun
from aqagen.store import Store
from aqagen.store.judging import ALL_DATASETS, judge, set_checks_in_force

__all__ = ["ValidateOptions", "run_validate"]


@dataclass(frozen=True, slots=True)
class ValidateOptions:
    """The flags of `aqagen validate`."""

    store: Path
    dataset: str | None = None
    checks: tuple[str, ...] = ()
    as_json: bool = False


def run_validate(options: ValidateOptions) -> None:
    """Run the command.

    Raises:
        AqagenError: the store cannot be used or holds no items, or a check is unknown.
    """
    checks = select_checks(options.checks)
    with Store.open(options.store, must_exist=True) as store:
        there = store.datasets()
        if not there:
            raise AqagenError(
                f"{options.store} holds no items yet. Make some with `aqagen generate` or bring "
                "some with `aqagen import`."
            )
        if options.dataset and options.dataset not in there:
            raise UsageError(
                f"{options.store} holds no items of {options.dataset!r}. It holds: "
                f"{', '.join(there)}."
            )
        set_checks_in_force(store, list(all_checks().values()))
        datasets = [options.dataset] if options.dataset else there
        runs = judge(store, checks, datasets)
        reports = {dataset: _report(store, dataset, runs) for dataset in datasets}
    if options.as_json:
        print_json(reports)
        return
    for dataset, report in reports.items():
        _print(dataset, report)


def _report(store: Store, dataset: str, runs: Sequence[CheckRun]) -> dict[str, Any]:
    kept = store.count("kept_items", dataset)
    n_items = store.count("items", dataset)
    unjudged = store.unjudged(dataset)
    return {
        "items": n_items,
        "judged_now": max((run.n_items for run in runs if run.scope == dataset), default=0),
        "checks_now": sum(run.scope in {dataset, ALL_DATASETS} for run in runs),
        "kept": kept,
        "dropped": n_items - kept - unjudged,
        "dropped_by_reason": store.reasons("dropped_items", dataset),
        "undecided_by_reason": store.undecided(dataset),
        "not_judged_by_every_check": unjudged,
    }


def _print(dataset: str, report: dict[str, Any]) -> None:
    print_table(
        [
            (f"{dataset}: items", report["items"]),
            ("  kept", report["kept"]),
            ("  dropped", report["dropped"]),
            *((f"    {reason}", n) for reason, n in report["dropped_by_reason"].items()),
            *(
                (f"  undecided, kept: {reason}", n)
                for reason, n in report["undecided_by_reason"].items()
            ),
        ]
    )
    unjudged = report["not_judged_by_every_check"]
    if unjudged:
        note(f"{dataset}: {unjudged:,} items are not judged by every check yet: aqagen validate")
    note(f"{dataset}: {report['judged_now']:,} items judged now by {report['checks_now']} checks")
