"""docs/miniature.md and its figure, written from the runs' own files."""

import json
import statistics as middle
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import duckdb

from aqagen.display import note
from aqagen.errors import AqagenError
from benchmarks.miniature.baseline import Baseline, classifier_baseline
from benchmarks.miniature.figure import Bar, draw
from benchmarks.miniature.lineage import trace
from benchmarks.miniature.noise import NOISE
from benchmarks.miniature.plan import ARMS, FULL, MEAN_OF
from benchmarks.miniature.questions import KINDS, PARTS
from benchmarks.miniature.results import Results, read_results, read_steps
from benchmarks.miniature.statistics import Estimate

__all__ = ["write_report"]

CHANCE = 0.25
_PARTS = (*PARTS.items(), (None, "all"))
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
_ROLES = {"warm": "start", "silent": "control", "blind": "control"}


def write_report(out: Path, docs: Path) -> None:
    """Write docs/miniature.md and docs/miniature.svg.

    Raises:
        AqagenError: the folder holds no evaluation yet.
    """
    results = read_results(out)
    arms = [arm for arm in _ROWS if arm in results.right]
    if not arms:
        raise AqagenError(f"{out} holds no evaluation yet: run python -m benchmarks.miniature.")
    baseline = _baseline(out)
    sections = (
        _head(results, arms),
        _table(results, arms, baseline),
        _kinds(results, arms),
        _differences(results),
        _by_seed(results, arms),
        _contamination(out),
        _curation(out),
        trace(out),
        _times(out),
        (Path(__file__).parent / "notes.md").read_text(encoding="utf-8").strip(),
    )
    docs.mkdir(exist_ok=True)
    text = "\n\n".join(section for section in sections if section)
    (docs / "miniature.md").write_text(f"{text}\n", encoding="utf-8")
    panels = [
        (name, [Bar(arm, _ROLES.get(arm, "arm"), results.accuracy(arm, part)) for arm in arms])
        for part, name in PARTS.items()
    ]
    title = "A 0.5M audio language model on recordings that it has never heard"
    (docs / "miniature.svg").write_text(draw(title, panels, CHANCE), encoding="utf-8")
    note(f"written: {docs / 'miniature.md'}, {docs / 'miniature.svg'}")


def _baseline(out: Path) -> Baseline:
    """Measure the classifier once; it does not depend on the arms."""
    path = out / "baseline.json"
    if not path.exists():
        found = classifier_baseline(out / "data")
        path.write_text(json.dumps(found) + "\n", encoding="utf-8")
    return Baseline(json.loads(path.read_text(encoding="utf-8")))


def _head(results: Results, arms: Sequence[str]) -> str:
    counts = {name: len(results.chosen(part)) for part, name in PARTS.items()}
    told = ", ".join(f"{n} {name}" for name, n in counts.items())
    n_recordings = len({record["dealt"] for record in results.records.values()})
    seeds = sorted({len(results.right[arm]) for arm in arms})
    shares = ", ".join(f"{share:.0%} {kind.replace('-', ' ')}" for kind, share in NOISE.items())
    return f"""# The report in miniature

Does GRPO on curated mixtures work, and what do quality and ratio bring? Shown from real recordings to a table:
[ESC-10](https://github.com/karolpiczak/ESC-50) (400 recordings, 10 classes), an audio language model of
0.5M weights made from nothing, and aqagen's own commands in between. No weights are downloaded.

![accuracy by part and arm](miniature.svg)

This page is written by `python -m benchmarks.miniature --report docs` from the runs' own files. To repeat it:

```sh
python -m benchmarks.miniature --esc10 data/esc10 --out miniature            # goes on where it was
python -m benchmarks.miniature --esc10 data/esc10 --out miniature-quick --quick
python -m benchmarks.miniature --out miniature --report docs
```

## What was done

**Scenes.** Of folds 1-4, scenes of 2 s with one to three recordings of different classes one after the other (order,
pauses, gains of +-6 dB, seeded), written as TACOS has them (strong captions with onset and offset), and with
questions in the form of DCASE 2025 Task 5. Of fold 5, an evaluation set of that form: {told}, each
recording ({n_recordings} uploads) asked about equally often. All scenes last 2 s, so that nobody can
count sounds by the clip's length.

**Data.** `aqagen generate tacos --offline` asks "Which of these can be heard?" and the like about every caption,
`aqagen import dcase2025` brings the others, `aqagen validate` judges them, `aqagen mix` draws {FULL.mixture:,}.
The noisy store has the same scenes, captions and questions, but its endpoint and its question writer are
careless: {shares}. `noisy` is a mixture of all that, `validated` one of what the checks
keep of it, in the same sizes.

**Model.** A thinker of Qwen2.5-Omni's architecture (`aqagen tiny`). (A) The encoder learns the ten classes,
{FULL.encoder_steps} steps, and is frozen; (B) a warm start with all four options as targets, {FULL.warm_steps} steps:
the form of an answer and the reading of options, no answer; (C) GRPO, the report's rewards, G = 8, beta 0.04,
{FULL.grpo_steps} steps of 8 prompts. Arms of one seed share A and B. Steps, rates and sizes were chosen on fold 4,
with folds 1-3 trained on and another seed, before fold 5 was touched. The data is drawn once; a seed decides
weights, mixture and order. Seeds by arm: {" to ".join(map(str, {seeds[0]: 0, seeds[-1]: 0}))}."""


def _table(results: Results, arms: Sequence[str], baseline: Baseline) -> str:
    lines = [
        "## The table",
        "",
        "Accuracy on fold 5 in percent; the 95% intervals are over seeds and recordings.",
        "",
        "| arm | seeds | " + " | ".join(name for _, name in _PARTS) + " |",
        "|---|---|" + "---|" * len(_PARTS),
    ]
    for arm in arms:
        cells = [_percent(results.accuracy(arm, part)) for part, _ in _PARTS]
        seeds = len(results.right[arm])
        lines.append(f"| **{arm}**: {_ROWS[arm]} | {seeds} | {' | '.join(cells)} |")
    heard = [results.present_guess(part) for part in PARTS]
    lines += [
        "| chance | | " + " | ".join(["25.0"] * len(_PARTS)) + " |",
        f"| who hears what, not in which order | | {' | '.join(f'{100 * g:.1f}' for g in heard)} | |",
        "",
        f"Beside it, a plain classifier (logistic regression on log-mel statistics, trained on the same scenes) "
        f"on the {baseline['n']:.0f} scenes of one sound among the which-sound questions: {100 * baseline['top1']:.1f}% "
        f"of **ten** classes, {100 * baseline['of_four']:.1f}% of the four options. On the whole 5 s recordings it has "
        "86% of ten. The tiny model is below it.",
    ]
    return "\n".join(lines)


def _kinds(results: Results, arms: Sequence[str]) -> str:
    shown = [arm for arm in ("warm", "curated", "questions-heavy", "silent", "blind") if arm in arms]
    lines = [
        "By kind of question:",
        "",
        "| kind | items | " + " | ".join(shown) + " |",
        "|---|---|" + "---|" * len(shown),
    ]
    for kind in KINDS:
        n = len(results.chosen(None, kind))
        if n:
            cells = [_percent(results.accuracy(arm, None, kind)) for arm in shown]
            lines.append(f"| {kind} | {n} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _differences(results: Results) -> str:
    lines = [
        "## Paired differences",
        "",
        "In points, over the seeds that both arms have (same encoder, warm start and questions). In "
        "brackets the 95% interval; bold where it excludes zero.",
        "",
        "| arms | seeds | " + " | ".join(name for _, name in _PARTS) + " |",
        "|---|---|" + "---|" * len(_PARTS),
    ]
    for arm, other in _PAIRS:
        found = [results.difference(arm, other, part) for part, _ in _PARTS]
        there = [each for each in found if each is not None]
        if there:
            cells = [_points(each[0]) for each in there]
            lines.append(f"| {arm} - {other} | {len(there[0][2])} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _by_seed(results: Results, arms: Sequence[str]) -> str:
    seeds = sorted({seed for arm in arms for seed in results.right[arm]})
    chosen = results.chosen("part1")
    lines = [
        "Which sound, seed by seed:",
        "",
        "| arm | " + " | ".join(f"seed {seed}" for seed in seeds) + " |",
        "|---|" + "---|" * len(seeds),
    ]
    for arm in arms:
        by_seed = results.right[arm]
        cells = [f"{100 * by_seed[s][chosen].mean():.1f}" if s in by_seed else "" for s in seeds]
        lines.append(f"| {arm} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _contamination(out: Path) -> str:
    lines = [
        "## No recording on both sides",
        "",
        "`aqagen validate --check contaminated-clip` on a list of all recordings, those of training and of the test:",
        "",
        "| split | recordings trained on | tested on | found on both sides |",
        "|---|---|---|---|",
    ]
    for name, title in (("ledger", "as used"), ("ledger-spoiled", "spoiled on purpose: 5 added")):
        report = json.loads((out / f"{name}.json").read_text(encoding="utf-8"))
        sides, both = report["recordings"], report["contaminated"]
        named = ", ".join(f"`{Path(file).name}` ({same})" for file, same in both) or "none"
        lines.append(f"| {title} | {sides['train']} | {sides['test']} | {len(both)}: {named} |")
    return "\n".join(lines)


def _curation(out: Path) -> str:
    """Say what the checks kept of the good store and of the spoiled one."""
    lines = [
        "## What the checks found",
        "",
        "| store | set | items | kept | dropped, by reason |",
        "|---|---|---|---|---|",
    ]
    for name in ("curated", "validated"):
        with duckdb.connect(str(out / "stores" / f"{name}.duckdb"), read_only=True) as store:
            rows = store.sql(
                "SELECT dataset, count(*), (SELECT count(*) FROM kept_items k "
                "WHERE k.dataset = i.dataset) FROM items i GROUP BY dataset ORDER BY dataset DESC"
            ).fetchall()
            for dataset, n, kept in rows:
                reasons = store.execute(
                    "SELECT reason, count(DISTINCT item_id) FROM dropped_items WHERE dataset = ? "
                    "GROUP BY 1 ORDER BY 2 DESC, 1", [dataset],
                ).fetchall()  # fmt: skip
                told = ", ".join(f"{count} {reason}" for reason, count in reasons) or "none"
                title = "good" if name == "curated" else "careless"
                lines.append(f"| {title} | {dataset} | {n:,} | {kept:,} | {told} |")
    lines += [
        "",
        "A wrong answer to a question without a caption (the DCASE form) can be seen by no rule; what is left of the "
        "bad items in `validated` is mostly that.",
    ]
    return "\n".join(lines)


def _times(out: Path) -> str:
    by_stage: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for step in read_steps(out):
        by_stage[step.stage].append((step.seconds, step.peak_mb or 0.0))
    lines = [
        "## Time and memory",
        "",
        "One process with one thread, on 2 cores that others used meanwhile (so the seconds are upper bounds).",
        "",
        "| stage | times | median s | all, min | peak MB |",
        "|---|---|---|---|---|",
    ]
    for stage, took in by_stage.items():
        seconds, peak = [s for s, _ in took], max(mb for _, mb in took)
        lines.append(
            f"| {stage} | {len(took)} | {middle.median(seconds):.1f} | {sum(seconds) / 60:.1f} | {peak:.0f} |"
        )
    total = sum(s for took in by_stage.values() for s, _ in took)
    lines.append(f"| all | | | {total / 60:.0f} | |")
    return "\n".join(lines)


def _percent(found: Estimate) -> str:
    return f"{100 * found.mean:.1f} [{100 * found.low:.1f}, {100 * found.high:.1f}]"


def _points(found: Estimate) -> str:
    text = f"{100 * found.mean:+.1f} [{100 * found.low:+.1f}, {100 * found.high:+.1f}]"
    return f"**{text}**" if found.low > 0 or found.high < 0 else text
