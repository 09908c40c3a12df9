"""`aqagen select`: a run's checkpoints on a benchmark, and the best of them."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from aqagen.commands.evaluate import evaluate_checkpoint
from aqagen.commands.predictors import EvaluateOptions
from aqagen.commands.scores_table import percent, print_columns
from aqagen.display import note, print_json
from aqagen.errors import AqagenError, EvaluationError
from aqagen.evaluation.benchmarks import load_benchmark
from aqagen.evaluation.comparing import compare_predictions
from aqagen.evaluation.plotting import Point, svg_plot, text_plot
from aqagen.evaluation.predictions import read_predictions

__all__ = ["run_select"]

_CONFIGS = ("config.json", "adapter_config.json")  # of a whole model, of an adapter
_CHECKPOINT = re.compile(r"checkpoint-(\d+)")


def run_select(run: Path, options: EvaluateOptions, svg: Path | None = None) -> None:
    """Run the command.

    Raises:
        AqagenError: the run has no checkpoints, or model or benchmark cannot be used.
    """
    checkpoints = _checkpoints(run)
    data = options.data or Path("data") / options.benchmark
    benchmark = load_benchmark(
        options.benchmark, data, options.split, options.audio, options.conflicts
    )
    if options.limit is not None:
        benchmark = replace(benchmark, items=benchmark.items[: options.limit])
    folder = run / "evaluations" / f"{benchmark.name}-{benchmark.split}"
    found: dict[int, dict[str, Any]] = {}
    for step, checkpoint in checkpoints.items():
        chosen = replace(options, model=str(checkpoint), out=folder / checkpoint.name)
        found[step] = evaluate_checkpoint(chosen, benchmark)
        note(f"step {step:,}: {percent(found[step]['accuracy'])}%")
    points = [Point(s, w["accuracy"], w["ci95"][0], w["ci95"][1]) for s, w in found.items()]
    # Of equal ones the earliest: it has drifted least.
    ranked = sorted(points, key=lambda point: (-point.accuracy, point.step))
    best = ranked[0]
    against = _against(folder, checkpoints, ranked)
    if svg is not None:
        _write(svg, svg_plot(points, f"{run.name} on {benchmark.name} {benchmark.split}"))
    whole = {
        "best": str(checkpoints[best.step]),
        "step": best.step,
        "accuracy": best.accuracy,
        "ci95": [best.low, best.high],
        "p_value_against_next": against,
        "steps": {str(point.step): point.accuracy for point in points},
    }
    if options.as_json:
        print_json(whole)
        return
    _print(f"{run} on {benchmark.name} {benchmark.split}", points, found)
    print(text_plot(points))
    print(
        f"\nbest: {checkpoints[best.step]}, {percent(best.accuracy)}% "
        f"(95%: {percent(best.low)} to {percent(best.high)})"
    )
    if against is not None:
        word = "may be chance" if against >= 0.05 else "is more than chance"  # noqa: PLR2004
        note(f"its lead over step {ranked[1].step:,} {word} (exact McNemar p = {against:.2g})")
    note("the best of several is flattered by having been chosen: measure it on other items too")


def _print(title: str, points: list[Point], found: dict[int, dict[str, Any]]) -> None:
    parts = sorted({part for whole in found.values() for part in whole["parts"]})
    rows = [
        (
            f"{point.step:,}",
            percent(point.accuracy),
            percent(point.low),
            percent(point.high),
            *(percent(found[point.step]["parts"][part]["accuracy"]) for part in parts),
            f"{found[point.step]['unparsed']:,}",
        )
        for point in points
    ]
    print_columns(title, ("step", "%", "95% from", "to", *parts, "unparsed"), rows)


def _checkpoints(run: Path) -> dict[int, Path]:
    """Return a run's checkpoints by step, in order.

    Raises:
        EvaluationError: there are none.
    """
    found = {
        int(match[1]): path
        for path in run.glob("checkpoint-*")
        if (match := _CHECKPOINT.fullmatch(path.name))
        and any((path / name).is_file() for name in _CONFIGS)
    }
    if not found:
        state = "holds no checkpoint-N" if run.is_dir() else "is missing"
        raise EvaluationError(f"{run} {state}, expected the output folder of `aqagen train`.")
    return dict(sorted(found.items()))


def _against(folder: Path, checkpoints: dict[int, Path], ranked: list[Point]) -> float | None:
    """Return the p-value of the best against the next; None of a single checkpoint."""
    if len(ranked) == 1:
        return None
    best, following = (folder / checkpoints[point.step].name for point in ranked[:2])
    pair = read_predictions(following), read_predictions(best)
    return compare_predictions(*pair, (following, best)).p_value


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise AqagenError(f"{path} cannot be written: {error.strerror or error}.") from error
