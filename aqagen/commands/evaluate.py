"""`aqagen evaluate`: a system on a benchmark, to `predictions.jsonl` and `scores.json`."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from aqagen.answer_prompt import AnswerPrompt, load_answer_prompt
from aqagen.answers import extract_answer, stated_letter
from aqagen.commands.asking import say_what_is_missing
from aqagen.commands.predictors import EvaluateOptions, say_by_checkpoint, say_by_endpoint
from aqagen.commands.scores_table import print_scores
from aqagen.display import note, print_json
from aqagen.errors import AqagenError, EvaluationError, UsageError
from aqagen.evaluation.asks import Ask, plan_asks
from aqagen.evaluation.benchmarks import BENCHMARKS, Benchmark, load_benchmark
from aqagen.evaluation.predictions import PREDICTIONS_FILE, Prediction, write_predictions
from aqagen.evaluation.results import read_results, write_results
from aqagen.evaluation.scoring import complete, score, write_json, write_lines
from aqagen.generation.tally import Tally

__all__ = ["evaluate_checkpoint", "run_evaluate"]

SCORES_FILE = "scores.json"
DEFECTS_FILE = "defects.jsonl"


def run_evaluate(options: EvaluateOptions) -> None:
    """Run the command.

    Raises:
        AqagenError: benchmark, model, endpoint or predictions cannot be used, or questions have
            no answer in the end.
    """
    _check(options)
    benchmark = _benchmark(options)
    out = options.out or Path("evaluations") / f"{benchmark.name}-{benchmark.split}" / options.label
    tally = Tally()
    if options.predictions:
        _spare(options.predictions, out)
        said = read_results(options.predictions, benchmark)
        permutations = max(options.permutations, 1 + max(number for _, number in said))
    else:
        asks, prompt = _asks(options, benchmark)
        permutations = options.permutations
        if options.endpoints or options.offline:
            said = say_by_endpoint(options, asks, prompt, out, tally)
        else:
            said = say_by_checkpoint(options, asks, prompt, out)
    predictions = complete(benchmark, said, permutations, options.compat)
    _keep(options, benchmark, predictions, out)
    if options.export_mmau:
        write_results(options.export_mmau, "mmau", benchmark, predictions)
    if options.export_mmar:
        write_results(options.export_mmar, "mmar", benchmark, predictions)
    if any(item.answer_index is None for item in benchmark.items):
        note(
            f"{benchmark.name} {benchmark.split} has no public answers: the predictions are "
            "written, not scored. `aqagen submit` makes a package of them."
        )
        print(out / PREDICTIONS_FILE)
    else:
        _show(options, benchmark, predictions, out)
    say_what_is_missing(tally)


def evaluate_checkpoint(options: EvaluateOptions, benchmark: Benchmark) -> dict[str, Any]:
    """Evaluate a checkpoint of this machine into `options.out`; return what `scores.json` holds.

    What its journal holds is not asked again: of a checkpoint that is done, no weights are loaded.

    Raises:
        AqagenError: the checkpoint cannot be used, or the benchmark cannot be scored.
    """
    out = options.out or Path("evaluations") / options.label
    asks, prompt = _asks(options, benchmark)
    said = say_by_checkpoint(options, asks, prompt, out)
    predictions = complete(benchmark, said, options.permutations, options.compat)
    score(predictions, benchmark)  # says so where there is nothing to score by
    return _keep(options, benchmark, predictions, out)


def _check(options: EvaluateOptions) -> None:
    remote = bool(options.endpoints) or options.offline
    if options.predictions and (
        remote or options.model or options.limit or options.hears != "clip"
    ):
        raise UsageError(
            "--predictions brings the answers of a system: it goes without --model, --endpoint, "
            "--offline, --limit, --silence and --shuffled-audio."
        )
    if options.benchmark not in BENCHMARKS:
        raise UsageError(
            f"{options.benchmark!r} is not a benchmark. Known: {', '.join(BENCHMARKS)}."
        )


def _spare(predictions: Path, out: Path) -> None:
    """Refuse to write over the predictions that are read.

    Raises:
        UsageError: they lie in the output folder.
    """
    source = predictions / PREDICTIONS_FILE if predictions.is_dir() else predictions
    if source.resolve() == (out / PREDICTIONS_FILE).resolve():
        raise UsageError(
            f"{source} would be written over: name another folder for what is judged anew, "
            f"--out {out}-again."
        )


def _benchmark(options: EvaluateOptions) -> Benchmark:
    data = options.data or Path("data") / options.benchmark
    benchmark = load_benchmark(
        options.benchmark, data, options.split, options.audio, options.conflicts
    )
    if options.limit is None:
        return benchmark
    return replace(benchmark, items=benchmark.items[: options.limit])


def _asks(options: EvaluateOptions, benchmark: Benchmark) -> tuple[list[Ask], AnswerPrompt]:
    prompt = load_answer_prompt(file=options.prompt)
    asks = plan_asks(benchmark, prompt, options.permutations, options.hears, options.seed)
    n_missing = sum("audio-missing" in item.defects for item in benchmark.items)
    if n_missing == len(benchmark.items):
        raise EvaluationError(
            f"not one clip of {benchmark.name} is there, {benchmark.items[0].audio_path} first. "
            "Get the audio (data/README.md says where), or name its folder with --audio."
        )
    return asks, prompt


def _keep(
    options: EvaluateOptions, benchmark: Benchmark, predictions: list[Prediction], out: Path
) -> dict[str, Any]:
    """Write predictions, defects and scores; return the scores with what they are of."""
    write_predictions(out / PREDICTIONS_FILE, predictions)
    write_lines(out / DEFECTS_FILE, benchmark.defect_rows())
    if any(item.answer_index is None for item in benchmark.items):
        return {}
    whole = {
        "benchmark": benchmark.name,
        "split": benchmark.split,
        "benchmark_hash": benchmark.benchmark_hash,
        "system": str(options.predictions or options.label),
        "hears": options.hears,
        "compat": options.compat,
        "limit": options.limit,
        **score(predictions, benchmark).as_json(),
        "chance": benchmark.chance,
        "defects": benchmark.defect_counts(),
        "excluded": benchmark.excluded_counts(),
    }
    write_json(out / SCORES_FILE, whole)
    return whole


def _show(
    options: EvaluateOptions, benchmark: Benchmark, predictions: list[Prediction], out: Path
) -> None:
    if options.as_json:
        print_json(json.loads((out / SCORES_FILE).read_text(encoding="utf-8")))
    else:
        print_scores(benchmark, score(predictions, benchmark), options.compat)
    letters = sum(
        p.predicted_index is None
        and p.completion is not None
        and stated_letter(extract_answer(p.completion) or p.completion) is not None
        for p in predictions
    )
    if letters and options.compat != "letter":
        note(f"{letters:,} of the unparsed answers begin with a letter: --compat letter reads it.")
    if benchmark.excluded or benchmark.defect_counts():
        note(f"defects of the benchmark are listed in {out / DEFECTS_FILE}")
    n_missing = sum(p.error == "missing" for p in predictions)
    if options.predictions and n_missing:
        note(
            f"{n_missing:,} of {len(predictions):,} questions have no answer in "
            f"{options.predictions}: they count as wrong"
        )
    note(f"written to {out}")
    if all(p.completion is None for p in predictions):
        raise AqagenError(f"there is not one answer to {benchmark.name}: the score says nothing.")
