"""A checkpoint answers many questions: batches of like lengths, one process per GPU.

    questions -> durations -> batches, longest first -> processes -> answers as they come

The longest batch comes first, so that a lack of memory shows at once; a batch that does not fit is
halved. Decoding is greedy, and the prompt is the one of training (`AudioLM.prompt`).
"""

import os
import queue
import signal
import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from torch import multiprocessing

from aqagen.errors import TrainError
from trainer.audio import duration_s, load_audio
from trainer.families import family_of
from trainer.model import AudioLM, load
from trainer.packing import EncodedPrompt
from trainer.sampling import sample

__all__ = [
    "Answer",
    "AnswerConfig",
    "Question",
    "answer",
    "answer_batch",
    "answer_with",
    "batches_of",
]

_LOADER_THREADS = 4
_WORKER_WAIT_S = 5.0


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        key: the caller's; comes back with the answer.
        prompt: the text of the user's turn.
        audio_path: the clip.
        silence: let the model hear zeros of the clip's length.
        max_s: how much of the clip is heard, from the beginning; None for all.
    """

    key: int
    prompt: str
    audio_path: str
    silence: bool = False
    max_s: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, or why there is none (`audio-missing`, `audio-unreadable`, `audio-too-long`)."""

    key: int
    text: str | None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerConfig:
    """How a checkpoint answers.

    Attributes:
        batch_size: questions at a time, at most.
        max_tokens: of an answer.
        precision: `auto` is bf16 on a GPU and fp32 elsewhere.
        long_audio: what becomes of clips that are longer than the model takes: an error before
            the first question, or heard from the beginning as far as it takes.
        processes: None for one per GPU, or one without any.
        threads: of each process on a CPU; None for torch's own choice.
    """

    batch_size: int = 32
    max_tokens: int = 512
    precision: Literal["auto", "bf16", "fp32"] = "auto"
    long_audio: Literal["error", "crop"] = "error"
    attention: str = "sdpa"
    processes: int | None = None
    threads: int | None = None


def answer(
    model: str, questions: Sequence[Question], config: AnswerConfig | None = None
) -> Generator[Answer, None, None]:
    """Yield the answers of a checkpoint, each batch as it is done, in any order.

    Args:
        model: a checkpoint folder of any family, or a name on the hub.
        questions: in any order.
        config: how.

    Raises:
        TrainError: no such checkpoint, clips that are too long, no memory for one question, or a
            process died.
    """
    if not questions:
        return
    config = config or AnswerConfig()
    family = family_of(model)
    ready, failed = _with_lengths(questions, family.max_audio_s, config)
    yield from failed
    if not ready:
        return
    batches = _batches(ready, config.batch_size)
    n_gpus = torch.cuda.device_count()
    n = min(config.processes or n_gpus or 1, len(batches))
    if n == 1:
        device = "cuda:0" if n_gpus else "cpu"
        yield from answer_with(_loaded(model, device, config), batches, config)
    else:
        yield from _by_processes(model, batches, config, n, n_gpus)


def answer_with(
    lm: AudioLM, batches: Iterable[Sequence[Question]], config: AnswerConfig
) -> Iterator[Answer]:
    """Yield the answers of a loaded model; the next batch's sound is read meanwhile."""
    coming = iter(batches)
    with ThreadPoolExecutor(1) as reader:
        reading = reader.submit(_next_prompts, lm, coming)
        while (read := reading.result()) is not None:
            reading = reader.submit(_next_prompts, lm, coming)
            batch, encoded = read
            pairs = list(zip(batch, encoded, strict=True))
            asked = [(q.key, p) for q, p in pairs if isinstance(p, EncodedPrompt)]
            yield from (each for each in encoded if isinstance(each, Answer))
            texts = answer_batch(lm, [prompt for _, prompt in asked], config.max_tokens)
            yield from (Answer(key, text) for (key, _), text in zip(asked, texts, strict=True))


def _next_prompts(
    lm: AudioLM, batches: Iterator[Sequence[Question]]
) -> tuple[Sequence[Question], list[EncodedPrompt | Answer]] | None:
    batch = next(batches, None)
    return None if batch is None else (batch, _prompts(lm, batch))


def answer_batch(lm: AudioLM, prompts: Sequence[EncodedPrompt], max_tokens: int) -> list[str]:
    """Return the most likely answers, in order; a batch that does not fit is halved.

    Raises:
        TrainError: not even one question fits into memory.
    """
    if not prompts:
        return []
    device = next(lm.parameters()).device
    try:
        uniforms = torch.zeros(len(prompts), 1, max_tokens)
        drawn = sample(lm, [p.to(device) for p in prompts], uniforms, temperature=0)
    except torch.OutOfMemoryError as error:
        if len(prompts) == 1:
            raise TrainError(
                f"there is not enough memory on {device} for one question of "
                f"{len(prompts[0].input_ids)} tokens. Use a larger GPU, or a smaller model."
            ) from error
    else:
        return [lm.decode(group[0]) for group in drawn.completions]
    # Outside of `except`, whose traceback would keep the tensors alive.
    torch.cuda.empty_cache()
    half = len(prompts) // 2
    return [
        *answer_batch(lm, prompts[:half], max_tokens),
        *answer_batch(lm, prompts[half:], max_tokens),
    ]


def _loaded(model: str, device: str, config: AnswerConfig) -> AudioLM:
    if config.threads and device == "cpu":
        torch.set_num_threads(config.threads)
    bf16 = config.precision == "bf16" or (config.precision == "auto" and device != "cpu")
    lm = load(model, torch.bfloat16 if bf16 else torch.float32, config.attention)
    return lm.to(device).eval()


def _with_lengths(
    questions: Sequence[Question], max_s: float, config: AnswerConfig
) -> tuple[list[tuple[float, Question]], list[Answer]]:
    """Return the questions that can be asked with their clips' lengths, and the other's answers."""
    paths = sorted({question.audio_path for question in questions})
    with ThreadPoolExecutor(_LOADER_THREADS) as pool:
        lengths = dict(zip(paths, pool.map(_length_s, paths), strict=True))
    too_long = [path for path in paths if (lengths[path] or 0) > max_s]
    if too_long and config.long_audio == "error":
        raise TrainError(
            f"{len(too_long)} clips are longer than the {max_s:g} s that this model takes, "
            f"{too_long[0]} first ({lengths[too_long[0]]:.1f} s). --long-audio crop lets it hear "
            "their beginning."
        )
    ready, failed = [], []
    for question in questions:
        seconds = lengths[question.audio_path]
        if seconds is None:
            there = Path(question.audio_path).is_file()
            failed.append(Answer(question.key, None, _why_unheard(there=there)))
        elif seconds > max_s:
            ready.append((max_s, replace(question, max_s=max_s)))
        else:
            ready.append((seconds, question))
    return ready, failed


def _why_unheard(*, there: bool) -> str:
    return "audio-unreadable" if there else "audio-missing"


def _length_s(path: str) -> float | None:
    try:
        return duration_s(path)
    except TrainError:
        return None


def batches_of(
    questions: Sequence[Question], config: AnswerConfig, max_s: float = float("inf")
) -> list[list[Question]]:
    """Return the questions that can be asked in batches, as `answer` does.

    Raises:
        TrainError: clips are longer than `max_s`, and that is an error.
    """
    return _batches(_with_lengths(questions, max_s, config)[0], config.batch_size)


def _batches(ready: Sequence[tuple[float, Question]], size: int) -> list[list[Question]]:
    """Return batches of like lengths, longest first; of one clip the questions stay together."""
    ordered = sorted(ready, key=lambda pair: (-pair[0], pair[1].audio_path, pair[1].key))
    questions = [question for _, question in ordered]
    return [questions[start : start + size] for start in range(0, len(questions), size)]


def _prompts(lm: AudioLM, batch: Sequence[Question]) -> list[EncodedPrompt | Answer]:
    """Read the sounds of a batch and encode its prompts; each file is read once."""
    clips: dict[tuple[str, float | None], np.ndarray | None] = {}
    made: list[EncodedPrompt | Answer] = []
    for question in batch:
        key = (question.audio_path, question.max_s)
        if key not in clips:
            try:
                clips[key] = load_audio(question.audio_path, lm.sampling_rate, question.max_s)
            except TrainError:
                clips[key] = None
        clip = clips[key]
        if clip is None:
            made.append(Answer(question.key, None, "audio-unreadable"))
        else:
            heard = np.zeros_like(clip) if question.silence else clip
            made.append(lm.prompt(question.prompt, heard))
    return made


def _by_processes(
    model: str, batches: Sequence[Sequence[Question]], config: AnswerConfig, n: int, n_gpus: int
) -> Iterator[Answer]:
    """Let n processes take batches from one queue: who is quick takes more."""
    context = multiprocessing.get_context("spawn")
    tasks, results = context.Queue(), context.Queue()
    for batch in batches:
        tasks.put(batch)
    for _ in range(n):
        tasks.put(None)
    workers = [
        context.Process(
            target=_process,
            args=(model, f"cuda:{rank % n_gpus}" if n_gpus else "cpu", config, tasks, results),
            daemon=True,
        )
        for rank in range(n)
    ]
    # Ctrl-C reaches all processes; it is this one's to tell the others, also while they begin.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        for worker in workers:
            worker.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    try:
        yield from _collected(results, workers, sum(map(len, batches)))
    finally:
        # What nobody will take any more must not keep this process from ending.
        tasks.cancel_join_thread()
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.join()


def _collected(results: Any, workers: Sequence[Any], n_answers: int) -> Iterator[Answer]:
    left = n_answers
    while left:
        try:
            message = results.get(timeout=_WORKER_WAIT_S)
        except queue.Empty:
            dead = [worker for worker in workers if worker.exitcode not in {None, 0}]
            if dead:
                raise TrainError(
                    f"a process that answers died (exit code {dead[0].exitcode}); what came before "
                    "is kept. Run the same command again to go on."
                ) from None
            continue
        if isinstance(message, str):
            raise TrainError(message)
        left -= 1
        yield message


def _process(*arguments: Any) -> None:
    """Work in a process of its own, which ends when the one that started it does."""
    # Ctrl-C goes to all processes of a terminal: who waits for the answers ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _work(*arguments)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(model: str, device: str, config: AnswerConfig, tasks: Any, results: Any) -> None:
    """Answer batches until there are no more."""
    try:
        if device != "cpu":
            torch.cuda.set_device(device)
        lm = _loaded(model, device, replace(config, threads=config.threads or 1))
        for each in answer_with(lm, iter(tasks.get, None), config):
            results.put(each)
    except TrainError as error:
        results.put(str(error))
