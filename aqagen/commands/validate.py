"""`aqagen validate`: run the checks on what they have not seen, and say what is kept."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from aqagen.commands.biases import bias_rows
from aqagen.curation.checks import Check, all_checks, select_checks
from aqagen.display import note, print_json, print_table
from aqagen.errors import AqagenError, UsageError
from aqagen.records import CheckRun
from aqagen.store import Store
from aqagen.store.audio import scan_audio
from aqagen.store.biases import dataset_biases
from aqagen.store.choosing import choose_best_samples
from aqagen.store.judging import (
    ALL_DATASETS,
    judge,
    remember_policy,
    remembered_policy,
    set_checks_in_force,
)
from aqagen.store.summaries import Summary, summaries

__all__ = ["ValidateOptions", "run_validate"]

_PROGRESS_S = 10.0


@dataclass(frozen=True, slots=True)
class ValidateOptions:
    """The flags of `aqagen validate`."""

    store: Path
    dataset: str | None = None
    checks: tuple[str, ...] = ()
    audio: bool = True
    fix: bool = False
    policy: Path | None = None
    seed: int = 0
    as_json: bool = False


def run_validate(options: ValidateOptions) -> None:
    """Run the command.

    Raises:
        AqagenError: the store cannot be used or holds no items, a check is unknown, or the
            policy cannot be used.
    """
    checks = select_checks(options.checks)
    in_force = list(all_checks().values())
    policy = _read_policy(options.policy, in_force) if options.policy else None
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
        if policy is not None:
            _put_in_force(store, policy)
        set_checks_in_force(store, in_force, remembered_policy(store))
        datasets = [options.dataset] if options.dataset else there
        if options.audio:
            _scan_audio(store, datasets)
        fixes = _fix_texts(store, datasets) if options.fix else {}
        # What is written after this is not among the words that it could leave.
        keep_words = options.as_json and not options.fix
        runs = judge(store, checks, datasets, keep_words=keep_words)
        choose_best_samples(store)
        if options.fix and _fix_orders(store, datasets, options.seed, fixes):
            runs += judge(store, checks, datasets, keep_words=options.as_json)
            choose_best_samples(store)
        biases = dataset_biases(store, datasets, texts=options.as_json)
        found = summaries(store, datasets)
        reports = {name: _report(name, found[name], runs, biases[name]) for name in datasets}
        for dataset, repaired in fixes.items():
            reports[dataset]["repaired"] = repaired
    if options.as_json:
        print_json(reports)
        return
    for dataset, report in reports.items():
        _print(dataset, report)


# What few runs need is imported when they do: pydantic alone takes as long as 2,000 items.
def _read_policy(path: Path, checks: Sequence[Check]) -> dict[str, str]:
    from aqagen.curation.policy import read_policy  # noqa: PLC0415
    from aqagen.store.choosing import NOT_BEST  # noqa: PLC0415
    from aqagen.store.findings import JUDGE_REASONS  # noqa: PLC0415

    return read_policy(path, checks, (*JUDGE_REASONS, NOT_BEST))


def _put_in_force(store: Store, policy: dict[str, str]) -> None:
    from aqagen.store.findings import set_judge_in_force  # noqa: PLC0415

    remember_policy(store, policy)
    set_judge_in_force(store)


def _fix_texts(store: Store, datasets: Sequence[str]) -> dict[str, dict[str, int]]:
    from aqagen.commands.fix import fix_texts  # noqa: PLC0415

    return {name: fix_texts(store, name) for name in datasets}


def _fix_orders(
    store: Store, datasets: Sequence[str], seed: int, fixes: dict[str, dict[str, int]]
) -> bool:
    """Balance the answers' positions over what is kept; say whether anything changed."""
    from aqagen.commands.fix import fix_orders  # noqa: PLC0415

    found = {name: fix_orders(store, name, seed) for name in datasets}
    for name, counts in found.items():
        fixes[name].update(counts)
    return any(found.values())


def _scan_audio(store: Store, datasets: Sequence[str]) -> None:
    """Measure the audio that is at hand; say how far it is, and what was found."""
    told_s = time.monotonic()

    def progress(done: int, of: int) -> None:
        nonlocal told_s
        if time.monotonic() - told_s > _PROGRESS_S:
            told_s = time.monotonic()
            note(f"audio: {done:,} of {of:,} files measured")

    found = scan_audio(store, datasets, progress)
    if any(astuple(found)):
        note(
            f"audio: {found.measured:,} files measured now ({found.unreadable:,} unreadable), "
            f"{found.known:,} known before, {found.missing:,} missing"
        )


def _report(
    dataset: str, found: Summary, runs: Sequence[CheckRun], biases: dict[str, Any]
) -> dict[str, Any]:
    kept = biases["items"]
    judged_now: Counter[str] = Counter()
    for run in runs:
        # A check that compares items looks at everything each time.
        if run.scope in {dataset, ALL_DATASETS}:
            judged_now[run.check_name] += run.n_items if run.scope == dataset else 0
    return {
        "items": found.items,
        "judged_now": max(judged_now.values(), default=0),
        "checks_now": len(judged_now),
        "kept": kept,
        "replaced": found.replaced,
        "dropped": found.items - kept - found.unjudged - found.replaced,
        "dropped_by_reason": found.dropped,
        "marked_by_reason": found.marked,
        "undecided_by_reason": found.undecided,
        "not_judged_by_every_check": found.unjudged,
        "biases": biases,
    }


def _print(dataset: str, report: dict[str, Any]) -> None:
    print_table(
        [
            (f"{dataset}: items", report["items"]),
            ("  kept", report["kept"]),
            ("  dropped", report["dropped"]),
            *((f"    {reason}", n) for reason, n in report["dropped_by_reason"].items()),
            *([("  replaced by repaired ones", report["replaced"])] if report["replaced"] else []),
            *((f"  marked, kept: {reason}", n) for reason, n in report["marked_by_reason"].items()),
            *(
                (f"  undecided, kept: {reason}", n)
                for reason, n in report["undecided_by_reason"].items()
            ),
            *((f"  repaired now: {kind}", n) for kind, n in report.get("repaired", {}).items()),
        ]
    )
    print_table(bias_rows(report["biases"], flagged_only=True))
    unjudged = report["not_judged_by_every_check"]
    if unjudged:
        note(f"{dataset}: {unjudged:,} items are not judged by every check yet: aqagen validate")
    note(f"{dataset}: {report['judged_now']:,} items judged now by {report['checks_now']} checks")
