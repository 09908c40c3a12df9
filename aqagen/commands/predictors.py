"""Where the answers of `aqagen evaluate` come from: an endpoint, or a local checkpoint."""

import os
import re
import signal
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from aqagen.answer_prompt import AnswerPrompt
from aqagen.answers import chosen_option
from aqagen.commands.generate import end_like_an_interrupt, run_loop
from aqagen.curation.hearing import AudioForm
from aqagen.display import note, watch
from aqagen.errors import UsageError
from aqagen.evaluation.asking import ask_endpoints, endpoint_config_id
from aqagen.evaluation.asks import Ask, Hears
from aqagen.evaluation.benchmarks import Conflicts
from aqagen.evaluation.journal import Journal
from aqagen.evaluation.judging import Compat, Said
from aqagen.evaluation.predictions import PREDICTIONS_FILE
from aqagen.generation import offline
from aqagen.generation.endpoint import EndpointConfig, Sampling
from aqagen.generation.pool import PoolConfig
from aqagen.generation.tally import Tally
from aqagen.ids import content_id
from aqagen.sources.base import safe_file_name

__all__ = [
    "DEFAULT_MODEL",
    "EvaluateOptions",
    "LocalOptions",
    "say_by_checkpoint",
    "say_by_endpoint",
]

DEFAULT_MODEL = "Qwen/Qwen2.5-Omni-7B"


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
            name = _named_by(self.predictions)
            return f"{name}-{self.compat}" if self.compat else name
        if self.offline:
            name = offline.MODEL
        elif self.model and not self.endpoints and Path(self.model).is_dir():
            name = _name_of_folder(Path(self.model).resolve())
        else:
            name = (self.model or DEFAULT_MODEL).rstrip("/").rpartition("/")[2]
            name = name if safe_file_name(name) else "model"
        return name if self.hears == "clip" else f"{name}-{self.hears}"


def _named_by(predictions: Path) -> str:
    """Return the name of a system by its file, or by the folder that it lies in."""
    if predictions.is_dir():
        return predictions.resolve().name
    own = predictions.name == PREDICTIONS_FILE
    return predictions.resolve().parent.name if own else predictions.stem


def _name_of_folder(folder: Path) -> str:
    """Return the name of a checkpoint: with that of its run, for every run has a checkpoint-100."""
    of_run = re.fullmatch(r"checkpoint-\d+", folder.name)
    return f"{folder.parent.name}-{folder.name}" if of_run else folder.name


def say_by_endpoint(
    options: EvaluateOptions, asks: list[Ask], prompt: AnswerPrompt, out: Path, tally: Tally
) -> dict[tuple[str, int], Said]:
    """Return what an endpoint says, by item id and permutation; failures say why.

    Raises:
        AqagenError: no endpoint can be used, or the output folder.
    """
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
            _say_interrupted(journal, out)
            raise
        return journal.all_said()


def _say_interrupted(journal: Journal, out: Path) -> None:
    note(
        f"interrupted: {len(journal.said):,} answers are stored in {out}. Run the same command "
        "again to go on."
    )


def say_by_checkpoint(
    options: EvaluateOptions, asks: list[Ask], prompt: AnswerPrompt, out: Path
) -> dict[tuple[str, int], Said]:
    """Return what a checkpoint of this machine says, by item id and permutation.

    What its journal holds is not asked again: of a checkpoint that is done, no weights are loaded.

    Raises:
        AqagenError: a package, the checkpoint, its sounds or the output folder cannot be used.
    """
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
        with watch(tally, out / "evaluation"), closing(answer(model, questions, config)) as answers:
            try:
                for each in answers:
                    _keep(journal, tally, pending[each.key], each.text, each.error)
            except KeyboardInterrupt:
                _say_interrupted(journal, out)
                raise
        return journal.all_said()


def _keep(journal: Journal, tally: Tally, ask: Ask, text: str | None, error: str | None) -> None:
    """Put an answer, or why there is none, into the journal and the books."""
    if text is None:
        reason = error or "missing"
        tally.failed[reason] += 1
        journal.pass_over(ask, reason)
        return
    journal.put(ask, text)
    if chosen_option(text, ask.item.options) is None:
        tally.rejected["unreadable"] += 1
    else:
        tally.accepted += 1


def _fingerprint(model: str) -> list[Any]:
    """Return what tells a checkpoint's weights from those that lay there before."""
    folder = Path(model)
    if not folder.is_dir():
        return [model]
    weights = sorted(folder.glob("*.safetensors"))
    stats = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in weights]
    mine = [folder.resolve().name, *([name, size, str(ns)] for name, size, ns in stats)]
    from trainer.families import base_of  # noqa: PLC0415 - torch is slow to import

    base = base_of(model)
    return mine if base is None else [*mine, _fingerprint(base)]
