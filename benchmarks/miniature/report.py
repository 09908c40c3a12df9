"""docs/miniature.md and its figure: `text.md`, filled in from the runs' own files."""

import json
import math
import statistics as middle
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from string import Template
from typing import Any

import duckdb

from aqagen.display import note
from aqagen.errors import AqagenError
from benchmarks.miniature.baseline import classifier_baseline
from benchmarks.miniature.dataset import read_split
from benchmarks.miniature.figure import Bar, draw
from benchmarks.miniature.lineage import trace
from benchmarks.miniature.noise import NOISE
from benchmarks.miniature.plan import ARMS, FULL, MEAN_OF
from benchmarks.miniature.questions import KINDS, PARTS
from benchmarks.miniature.results import Results, read_results, read_steps
from benchmarks.miniature.statistics import Estimate
from benchmarks.miniature.steps import locked, whole

__all__ = ["write_report"]

CHANCE = 0.25
GOAL_POINTS = 25
_PARTS = (*PARTS.items(), (None, "all"))
_PART_NAMES = [name for _, name in _PARTS]
_ROWS = {
    "warm": "warm start only",
    **{name: arm.what for name, arm in ARMS.items()},
    "mean": f"mean of the weights of {MEAN_OF[0]} and {MEAN_OF[1]}",
    "silent": "curated, silence at the test",
}
_PAIRS = (
    ("curated", "warm"), ("curated", "noisy"), ("curated", "validated"), ("validated", "noisy"),
    ("captions-heavy", "curated"), ("questions-heavy", "curated"), ("filtered", "curated"),
    ("mean", "curated"), ("mean", "questions-heavy"),
)  # fmt: skip
_BY_KIND = ("warm", "curated", "questions-heavy", "silent", "blind")
_LABELS = {
    "warm": "warm start",
    "curated": "curated",
    "noisy": "half of it bad",
    "validated": "the same, validated",
    "blind": "trained and tested on noise",
    "captions-heavy": "curated, 3:1 captions",
    "questions-heavy": "curated, 1:3 captions",
    "filtered": "curated, solved at times",
    "mean": "mean of 1:1 and 1:3",
    "silent": "curated, tested on silence",
}
_ROLES = {"warm": "start", "silent": "control", "blind": "control"}


def write_report(out: Path, docs: Path) -> None:
    """Write miniature.md and miniature.svg into a folder.

    Raises:
        AqagenError: there is no evaluation yet.
    """
    results = read_results(out)
    arms = [arm for arm in _ROWS if arm in results.right]
    if not arms:
        raise AqagenError(f"{out} holds no evaluation yet: run python -m benchmarks.miniature.")
    filled = {
        **_settings(out, results),
        "expected": _expected(results),
        "unfinished": _unfinished(results),
        "table": _accuracies(results, arms),
        "baseline": _baseline(out),
        "kinds": _kinds(results, [arm for arm in _BY_KIND if arm in arms]),
        "by_seed": _by_seed(results, arms),
        "differences": _differences(results),
        "contamination": _contamination(out),
        "times": _times(out),
    }
    with locked(out / ".lock"):  # a run that goes on wants the stores for itself
        filled |= {"curation": _curation(out), "lineage": trace(out)}
    docs.mkdir(parents=True, exist_ok=True)
    text = Template((Path(__file__).parent / "text.md").read_text(encoding="utf-8"))
    (docs / "miniature.md").write_text(text.substitute(filled), encoding="utf-8")
    panels = [(name, [_bar(results, arm, part) for arm in arms]) for part, name in PARTS.items()]
    title = "A 0.5M audio language model on recordings that it has never heard"
    (docs / "miniature.svg").write_text(draw(title, panels, CHANCE), encoding="utf-8")
    note(f"written: {docs / 'miniature.md'}, {docs / 'miniature.svg'}")


def _settings(out: Path, results: Results) -> dict[str, object]:
    """Say how large everything is."""
    split = read_split(out / "data")
    counts = (f"{len(results.chosen(part))} {name}" for part, name in PARTS.items())
    return {
        "train_folds": f"{min(split.train_folds)}-{max(split.train_folds)}",
        "test_fold": split.test_fold,
        "counts": ", ".join(counts),
        "n_clips": _ledger(out, "ledger")["recordings"]["test"],
        "n_uploads": len({record["dealt"] for record in results.records.values()}),
        "mixture": f"{FULL.mixture:,}",
        "filtered": _filtered(out),
        "noise": ", ".join(f"{100 * s:.0f}% {kind.replace('-', ' ')}" for kind, s in NOISE.items()),
        "encoder_steps": FULL.encoder_steps,
        "warm_steps": FULL.warm_steps,
        "grpo_steps": FULL.grpo_steps,
    }


def _filtered(out: Path) -> str:
    """Say how many items the difficulty filter leaves: from the least of a seed to the most."""
    manifests = (out / "mixtures").glob("filtered-*.manifest.json")
    rows = sorted(json.loads(path.read_text(encoding="utf-8"))["rows"] for path in manifests)
    return f"{rows[0]} to {rows[-1]} items" if rows else "not run here"


def _ledger(out: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / f"{name}.json").read_text(encoding="utf-8"))
    return found


def _bar(results: Results, arm: str, part: str) -> Bar:
    n_seeds = len(results.right[arm])
    label = _LABELS[arm] if n_seeds >= len(FULL.seeds) else f"{_LABELS[arm]} ({n_seeds} seeds)"
    return Bar(label, _ROLES.get(arm, "arm"), results.accuracy(arm, part))


def _accuracies(results: Results, arms: Sequence[str]) -> str:
    rows = [
        [f"**{arm}**: {_ROWS[arm]}", len(results.right[arm])]
        + [_percent(results.accuracy(arm, part)) for part, _ in _PARTS]
        for arm in arms
    ]
    guesses = [f"{100 * results.present_guess(part):.1f}" for part in PARTS]
    deaf = [f"{100 * results.deaf_guess(part):.1f}" for part, _ in _PARTS]
    rows.append(["the best guess without ears", "", *deaf])
    rows.append(["who hears what there is, not in which order", "", *guesses, ""])
    return _markdown(["arm", "seeds", *_PART_NAMES], rows)


def _expected(results: Results) -> str:
    """Put beside each expectation what was measured; one whose arms are not there is left out."""
    rows: list[list[object]] = []

    def add(expectation: str, n_seeds: int, measured: str, *, met: bool) -> None:
        rows.append([expectation, n_seeds, measured, "yes" if met else "**no**"])

    gain = results.difference("curated", "warm", "part1")
    if gain:
        add(
            f"GRPO brings which sound up by {GOAL_POINTS} points or more", len(gain[1]),
            _points(gain[0]), met=100 * gain[0].mean >= GOAL_POINTS and gain[0].low > 0,
        )  # fmt: skip
    if "curated" in results.right:
        found = results.accuracy("curated", "part2")
        deaf = results.deaf_guess("part2")
        n_seeds = len(results.right["curated"])
        for name, share in (("chance", CHANCE), ("the best guess without ears", deaf)):
            expectation = f"temporal is above {name} ({100 * share:.1f}) after it"
            add(expectation, n_seeds, _percent(found), met=found.low > share)
    for arm in ("silent", "blind"):
        if arm in results.right:
            found = results.accuracy(arm, "part1")
            expectation = f"{_LABELS[arm]}: which sound is not above chance"
            n_seeds = len(results.right[arm])
            add(expectation, n_seeds, _percent(found), met=found.low <= CHANCE)
    quality = results.difference("curated", "noisy", "part1")
    if quality:
        add(
            "curated beats half-bad on which sound", len(quality[1]),
            _points(quality[0]), met=quality[0].low > 0,
        )  # fmt: skip
    return _markdown(["expected", "seeds", "measured", "met"], rows)


def _unfinished(results: Results) -> str:
    """Say which arms have fewer seeds than a comparison needs, and which have none."""
    wanted = len(FULL.seeds)
    counted = {arm: len(results.right.get(arm, {})) for arm in _ROWS}
    short = [f"{arm} ({n} of {wanted} seeds)" for arm, n in counted.items() if 0 < n < wanted]
    none = [arm for arm, n in counted.items() if not n]
    told = []
    if short:
        told.append(f"Not finished, so no comparison: {', '.join(short)}.")
    if none:
        told.append(f"Not run: {', '.join(none)}.")
    if not told:
        return f"All arms have {wanted} seeds."
    return "\n".join([*told, "The same command goes on where it was."])


def _baseline(out: Path) -> str:
    """Say how a plain classifier does; measured once, for it does not depend on the arms."""
    path = out / "classifier.json"
    if not path.exists():
        with whole(path) as part:
            part.write_text(json.dumps(classifier_baseline(out / "data")) + "\n", encoding="utf-8")
    found = json.loads(path.read_text(encoding="utf-8"))
    names = ("top1", "of_four", "recordings_top1")
    top1, of_four, recordings = (f"{100 * found[name]:.1f}%" for name in names)
    return (
        "Beside it, a plain classifier (logistic regression on log-mel statistics, trained on the\n"
        f"same scenes), on the {found['n']:.0f} which-sound questions about a scene of one sound: "
        f"{top1} of\n**ten** classes, {of_four} of the four options. Trained and tested on whole "
        f"recordings of up to 5 s,\nsilent edges cut, it tells {recordings} of "
        f"{found['n_recordings']:.0f} among ten classes. The tiny model is to be read against "
        "that,\nnot against nothing."
    )


def _kinds(results: Results, arms: Sequence[str]) -> str:
    rows = [
        [kind, len(results.chosen(None, kind))]
        + [
            f"{100 * guess(None, kind):.1f}"
            for guess in (results.deaf_guess, results.present_guess)
        ]
        + [_percent(results.accuracy(arm, None, kind)) for arm in arms]
        for kind in KINDS
        if len(results.chosen(None, kind))
    ]
    return _markdown(["kind", "items", "without ears", "without order", *arms], rows)


def _by_seed(results: Results, arms: Sequence[str]) -> str:
    seeds = sorted({seed for arm in arms for seed in results.right[arm]})
    chosen = results.chosen("part1")

    def cell(arm: str, seed: int) -> str:
        right = results.right[arm].get(seed)
        return "" if right is None else f"{100 * right[chosen].mean():.1f}"

    rows = [[arm, *(cell(arm, seed) for seed in seeds)] for arm in arms]
    return _markdown(["arm", *(f"seed {seed}" for seed in seeds)], rows)


def _differences(results: Results) -> str:
    rows = []
    for arm, other in _PAIRS:
        found = [results.difference(arm, other, part) for part, _ in _PARTS]
        there = [each for each in found if each is not None]
        if there:
            cells = [_points(each[0]) for each in there]
            rows.append([f"{arm} - {other}", len(there[0][1]), *cells])
    return _markdown(["arms", "seeds", *_PART_NAMES], rows)


def _contamination(out: Path) -> str:
    rows = []
    for name, title in (("ledger", "as used"), ("ledger-spoiled", "spoiled on purpose, 5 added")):
        report = _ledger(out, name)
        sides, both = report["recordings"], report["contaminated"]
        named = ", ".join(f"`{Path(file).name}` (same {same})" for file, same in both)
        found = f"{len(both)}: {named}" if both else "none"
        rows.append([title, sides["train"], sides["test"], found])
    return _markdown(["split", "trained on", "tested on", "found on both sides"], rows)


def _curation(out: Path) -> str:
    """Say what the checks kept of the good store and of the careless one."""
    rows: list[list[object]] = []
    for name, title in (("curated", "good"), ("validated", "careless")):
        with duckdb.connect(str(out / "stores" / f"{name}.duckdb"), read_only=True) as store:
            sets = store.sql(
                "SELECT dataset, count(*), (SELECT count(*) FROM kept_items k "
                "WHERE k.dataset = i.dataset) FROM items i GROUP BY dataset ORDER BY dataset DESC"
            ).fetchall()
            for dataset, n_items, n_kept in sets:
                reasons = store.execute(
                    "SELECT reason, count(DISTINCT item_id) FROM dropped_items WHERE dataset = ? "
                    "GROUP BY 1 ORDER BY 2 DESC, 1", [dataset],
                ).fetchall()  # fmt: skip
                told = ", ".join(f"{n} {reason}" for reason, n in reasons) or "none"
                rows.append([title, dataset, f"{n_items:,}", f"{n_kept:,}", told])
    return _markdown(["store", "set", "items", "kept", "dropped, by reason"], rows)


def _times(out: Path) -> str:
    by_stage: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for step in read_steps(out):
        by_stage[step.stage].append((step.seconds, step.peak_mb or math.nan))
    rows = [
        [
            stage, len(took), f"{middle.median(s for s, _ in took):.1f}",
            f"{sum(s for s, _ in took) / 60:.1f}", f"{max(mb for _, mb in took):.0f}",
        ]
        for stage, took in by_stage.items()
    ]  # fmt: skip
    total = sum(s for took in by_stage.values() for s, _ in took)
    rows.append(["all", "", "", f"{total / 60:.0f}", ""])
    return _markdown(["stage", "times", "median s", "all, min", "peak MB"], rows)


def _markdown(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [list(head), ["---"] * len(head), *(list(map(str, row)) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _percent(found: Estimate) -> str:
    return f"{100 * found.mean:.1f} [{100 * found.low:.1f}, {100 * found.high:.1f}]"


def _points(found: Estimate) -> str:
    text = f"{100 * found.mean:+.1f} [{100 * found.low:+.1f}, {100 * found.high:+.1f}]"
    return f"**{text}**" if found.low > 0 or found.high < 0 else text
