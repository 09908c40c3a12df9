"""`aqagen evaluate`: a system on a benchmark, to `predictions.jsonl` and `scores.json`."""

import json
import os
import signal
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from aqagen.answer_prompt import AnswerPrompt, load_answer_prompt
from aqagen.answers import extract_answer, stated_letter
from aqagen.commands.asking import say_what_is_missing
from aqagen.commands.generate import end_like_an_interrupt, run_loop
from aqagen.commands.scores_table import print_scores
from aqagen.curation.hearing import AudioForm
from aqagen.display import note, print_json, watch
from aqagen.errors import AqagenError, EvaluationError, UsageError
from aqagen.evaluation.asking import ask_endpoints, endpoint_config_id
from aqagen.evaluation.asks import Ask, Hears, plan_asks
from aqagen.evaluation.benchmarks import BENCHMARKS, Benchmark, Conflicts, load_benchmark
from aqagen.evaluation.journal import Journal
from aqagen.evaluation.judging import Compat, Said
from aqagen.evaluation.predictions import PREDICTIONS_FILE, Prediction, write_predictions
from aqagen.evaluation.results import read_results, write_results
from aqagen.evaluation.scoring import complete, score, write_json, write_lines
from aqagen.generation import offline
from aqagen.generation.endpoint import EndpointConfig, Sampling
from aqagen.generation.pool import PoolConfig
from aqagen.generation.tally import Tally
from aqagen.ids import content_id

__all__ = ["EvaluateOptions", "LocalOptions", "evaluate_checkpoint", "run_evaluate"]

DEFAULT_MODEL = "Qwen/Qwen2.5-Omni-7B"
SCORES_FILE = "scores.json"
DEFECTS_FILE = "defects.jsonl"


@dataclass(frozen=True, slots=True)
class LocalOptions:
    """How a checkpoint of this machine answers (`trainer.answering.AnswerConfig`)."""

    batch_size: int = 32
    precision: Literal["auto", "bf16", "fp32"] = "auto"
    long_audio: Literal["error", "crop"] = "error"
    processes: int | None = None


@dataclass(frozen=True, slots=True)
class EvaluateOptions:
    """The flags of `aqagen evaluate`."""

    benchmark: str
    data: Path | None = None
    split: str | None = None
    audio: Path | None = None
    conflicts: Conflicts = "text"
    model: str | None = None
    endpoints: tuple[str, ...] = ()
    offline: bool = False
    predictions: Path | None = None
    out: Path | None = None
    prompt: Path | None = None
    permutations: int = 1
    hears: Hears = "clip"
    compat: Compat | None = None
    limit: int | None = None
    max_tokens: int = 512
    local: LocalOptions = field(default_factory=LocalOptions)
    api_key_env: str = "OPENAI_API_KEY"
    audio_form: AudioForm = "input_audio"
    timeout_s: float = 600.0
    pool: PoolConfig = field(default_factory=PoolConfig)
    export_mmau: Path | None = None
    export_mmar: Path | None = None
    seed: int = 0
    as_json: bool = False

    @property
    def label(self) -> str:
        """The system's name in the default output folder."""
        if self.predictions:
            name = self.predictions.stem
        elif self.offline:
            name = offline.MODEL
        else:
            name = (self.model or DEFAULT_MODEL).rstrip("/").rpartition("/")[2]
        return name if self.hears == "clip" else f"{name}-{self.hears}"


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
        said = read_results(options.predictions, benchmark)
        permutations = max(options.permutations, 1 + max(number for _, number in said))
    else:
        asks, prompt = _asks(options, benchmark)
        permutations = options.permutations
        if options.endpoints or options.offline:
            said = _from_endpoint(options, asks, prompt, out, tally)
        else:
            said = _from_checkpoint(options, asks, prompt, out)
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
    said = _from_checkpoint(options, asks, prompt, out)
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
    if options.endpoints and not options.model:
        raise UsageError("--endpoint needs --model NAME, as the endpoint calls it.")
    if options.benchmark not in BENCHMARKS:
        raise UsageError(
            f"{options.benchmark!r} is not a benchmark. Known: {', '.join(BENCHMARKS)}."
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


def _from_endpoint(
    options: EvaluateOptions, asks: list[Ask], prompt: AnswerPrompt, out: Path, tally: Tally
) -> dict[tuple[str, int], Said]:
    config = EndpointConfig(
        base_url="",
        # Whoever answers without a model must not pass for one.
        model=offline.MODEL if options.offline else options.model or DEFAULT_MODEL,
        api_key=None if options.offline else os.environ.get(options.api_key_env),
        sampling=Sampling(temperature=0.0, top_p=1.0, top_k=-1, max_tokens=options.max_tokens),
        structured="off",
        timeout_s=options.timeout_s,
    )
    config_id = endpoint_config_id(config, prompt.prompt_hash, options.hears, options.seed)

    async def work(journal: Journal) -> None:
        end_like_an_interrupt(signal.SIGTERM)
        async with AsyncExitStack() as stack:
            urls = options.endpoints
            if options.offline:
                from aqagen.generation.offline.server import OfflineEndpoint  # noqa: PLC0415

                server = await stack.enter_async_context(OfflineEndpoint(keep_requests=0))
                urls = (server.base_url,)
            endpoints = [replace(config, base_url=url) for url in urls]
            await ask_endpoints(asks, endpoints, options.pool, options.audio_form, journal, tally)

    with Journal(out, config_id) as journal:
        try:
            with watch(tally, out / "evaluation"):
                run_loop(work(journal))
        except KeyboardInterrupt:
            note(
                f"interrupted: {len(journal.said):,} answers are stored in {out}. Run the same "
                "command again to go on."
            )
            raise
        return journal.all_said()


def _from_checkpoint(
    options: EvaluateOptions, asks: list[Ask], prompt: AnswerPrompt, out: Path
) -> dict[tuple[str, int], Said]:
    try:
        from trainer.answering import AnswerConfig, Question, answer  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(
            f"a local model needs more packages ({error.name} is missing): "
            'pip install -c constraints.txt "aqagen[train]". Or serve it, and use --endpoint.'
        ) from error
    model = options.model or DEFAULT_MODEL
    config = AnswerConfig(
        batch_size=options.local.batch_size,
        max_tokens=options.max_tokens,
        precision=options.local.precision,
        long_audio=options.local.long_audio,
        processes=options.local.processes,
    )
    config_id = content_id(
        "evaluation",
        {
            "checkpoint": _fingerprint(model),
            "prompt_hash": prompt.prompt_hash,
            "hears": options.hears,
            "seed": options.seed,
            "max_tokens": options.max_tokens,
            "precision": options.local.precision,
            "long_audio": options.local.long_audio,
        },
    )
    with Journal(out, config_id) as journal:
        pending = [ask for ask in asks if ask.key not in journal.said]
        questions = [
            Question(number, ask.prompt, ask.audio_path or "", ask.silence)
            for number, ask in enumerate(pending)
        ]
        note(f"{model}: {len(questions):,} questions, {len(asks) - len(pending):,} answered before")
        tally = Tally(rows=len(asks), rows_known=True, answered_before=len(asks) - len(pending))
        with watch(tally, out / "evaluation"):
            for each in answer(model, questions, config) if questions else ():
                if each.text is None:
                    tally.failed[each.error or "missing"] += 1
                    journal.pass_over(pending[each.key], each.error or "missing")
                else:
                    tally.accepted += 1
                    journal.put(pending[each.key], each.text)
        return journal.all_said()


def _fingerprint(model: str) -> list[Any]:
    """Return what tells a checkpoint's weights from those that lay there before."""
    folder = Path(model)
    if not folder.is_dir():
        return [model]
    weights = sorted(folder.glob("*.safetensors"))
    stats = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in weights]
    return [folder.resolve().name, *([name, size, str(ns)] for name, size, ns in stats)]


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
    note(f"written to {out}")
    if all(p.completion is None for p in predictions):
        raise AqagenError(f"there is not one answer to {benchmark.name}: the score says nothing.")
