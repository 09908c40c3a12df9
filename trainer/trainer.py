"""The training loop: read it from top to bottom.

One step is `prompts_per_step` prompts whatever the number of processes. Nothing random has a
state: the order of the examples and every draw follow from the seed and the step's number, so
a run that was killed goes on exactly as if it had not been.
"""

import hashlib
import json
import math
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from aqagen.answer_prompt import load_answer_prompt
from aqagen.errors import TrainError, UsageError
from trainer.adapters import attach, is_hearing
from trainer.checkpoints import newest_checkpoint, read_state, save_checkpoint
from trainer.config import TrainConfig
from trainer.examples import Example, read_mixture, ready
from trainer.metrics import Metrics
from trainer.model import AudioLM, load
from trainer.objectives import Grpo, Objective, Sft, Tally, Turn, base_scores, rewards_of
from trainer.optimizer import MasterAdamW
from trainer.parallel import Processes
from trainer.preflight import check_hears, explained_memory, memory_estimate
from trainer.sharding import release, shard, whole_weights

__all__ = ["order", "set_trainable", "train"]

Say = Callable[[str], None]
_HISTORY = 100  # steps whose gradient norms say what is usual
_USUAL_FROM = 20  # of them, before a spike can be told


def train(  # noqa: C901, PLR0912, PLR0915 - the run from top to bottom
    config: TrainConfig, mixture: Path, run: Path, *, resume: bool = False, say: Say = print
) -> Path:
    """Train a model on a mixture.

    Args:
        config: the settings.
        mixture: of `aqagen mix`.
        run: the folder that gets checkpoints and metrics.
        resume: go on from its newest checkpoint.
        say: told what happens, in the first process.

    Returns:
        The last checkpoint.

    Raises:
        TrainError: the run cannot start or go on; the message says why and what to do.
        UsageError: the folder holds another run.
    """
    processes = Processes()
    say = say if processes.first else _silent
    if config.prompts_per_step % processes.n:
        raise UsageError(f"{config.prompts_per_step} prompts do not divide by {processes.n}.")
    checkpoint = _checkpoint(run, resume=resume)
    rows = read_mixture(mixture)

    course, facts, state = _course(config, mixture), dict[str, Any](), dict[str, Tensor]()
    if checkpoint is not None:
        facts, state = read_state(checkpoint)
        _same_course(facts, course, run)
    if config.method == "grpo":
        rewards_of(config)  # one that cannot be imported: said before minutes of loading

    with explained_memory(config, "before the first step"):
        dtype = torch.float32 if config.precision == "fp32" else torch.bfloat16
        begin = config.model if config.lora_rank else str(checkpoint or config.model)
        lm = load(begin, dtype, config.attention)
        if config.lora_rank:
            lm.adapter = attach(lm.model, config, checkpoint)
        prompt = load_answer_prompt("answer_think" if config.think else "answer")
        readied = ready(rows, prompt, lm.family.max_audio_s, config.long_audio)
        examples = readied.examples
        if readied.n_cropped or readied.n_skipped:
            say(f"{readied.n_cropped} clips cropped, {readied.n_skipped} skipped: too long")
        set_trainable(lm, config)
        say(memory_estimate(lm, config, processes.n))
        reference = _reference(lm, config, checkpoint)
        lm = _placed(lm, config, processes)
        reference = reference and _placed(reference, config, processes)
        heard = check_hears(lm.eval(), examples)
        release(lm)
        say(f"the model hears: up to {heard:.2g} nats between a clip and silence")

        objective = _objective(lm, reference, config, processes)
        optimizer = MasterAdamW([p for p in lm.parameters() if p.requires_grad], config)
    done, usual = 0, list[float]()
    if checkpoint is not None:
        optimizer.restore(state)
        del state
        done, usual = facts["step"], facts["gradient_norms"]
        say(f"going on after step {done}")
    if processes.first:
        run.mkdir(parents=True, exist_ok=True)
        metrics = Metrics(run, config.report_to, done)

    batches = _batches(lm, examples, config, processes, done)
    for step in range(done + 1, config.steps + 1):
        started_s = time.monotonic()
        turns = next(batches)
        torch.manual_seed(_seed(config.seed, step, processes.rank))  # dropout
        tally, values = Tally(), dict[str, float]()
        with explained_memory(config, f"in step {step}"):
            pieces = objective.prepare(turns, tally)
            for _ in range(config.updates_per_batch):
                lm.train()
                losses = torch.zeros(1, dtype=torch.float64, device=processes.device)
                for piece in pieces:
                    loss = objective.loss(piece, tally)
                    loss.backward()
                    losses += loss.detach()
                if not config.shard:
                    processes.sum_gradients(optimizer.masters)
                values["loss"] = float(processes.sum(losses))
                values["grad_norm"] = optimizer.clip(config.max_grad_norm)
                _stop_if_wrong(values, usual, config, step, _named(turns), run)
                torch.manual_seed(_seed(config.seed, step))  # rounding: alike in every process
                values["learning_rate"] = optimizer.step(step)
        usual = [*usual, values["grad_norm"]][-_HISTORY:]
        values |= _means(tally, processes)
        _timing(values, turns, config, step, time.monotonic() - started_s, processes)
        last = step == config.steps
        if processes.first:
            metrics.write(step, values, tally.shown if _worth_showing(step) or last else ())
            if _worth_showing(step) or last:
                say(_line(step, config.steps, values))
        if step % config.save_every_steps == 0 or last:
            # Every process brings its shares; the first one keeps what they make.
            state, weights = optimizer.state(keep=processes.first), whole_weights(lm)
            if processes.first:
                facts = {"step": step, "gradient_norms": usual, "course": course}
                save_checkpoint(run, step, lm, facts, state, weights)
            del state, weights
            processes.wait()
    if processes.first:
        metrics.close()
    return run / f"checkpoint-{config.steps}"


def _silent(_message: str) -> None:
    """Say nothing: the first process speaks for all."""


def _checkpoint(run: Path, *, resume: bool) -> Path | None:
    there = next(path for path in (run, *run.absolute().parents) if path.exists())
    if not (there.is_dir() and os.access(there, os.W_OK)):
        raise UsageError(f"{run} cannot be written: {there} is no folder that lets you.")
    newest = newest_checkpoint(run)
    if resume and newest is None:
        raise UsageError(f"{run} has no checkpoint to go on from. Leave --resume out.")
    if not resume and any(run.glob("checkpoint-*")):  # without one there is nothing to lose
        raise UsageError(f"{run} holds a run already: --resume goes on with it, or name another.")
    return newest if resume else None


def set_trainable(lm: AudioLM, config: TrainConfig) -> None:
    """Freeze the parts that are not to train; unused parts stay frozen."""
    for name, parameter in lm.named_parameters():
        if not (config.train_audio_encoder if is_hearing(name) else config.train_lm):
            parameter.requires_grad_(False)
    if config.gradient_checkpointing:
        lm.model.activation_checkpointing_enable({"use_reentrant": False})


def _reference(lm: AudioLM, config: TrainConfig, checkpoint: Path | None) -> AudioLM | None:
    """Return the frozen model that the KL term measures from, if it is one of its own."""
    if config.method == "sft" or not config.beta or lm.adapter is not None:
        return None
    if checkpoint is None:
        return lm.reference()
    reference = load(config.model, next(lm.parameters()).dtype, config.attention)
    return reference.requires_grad_(False).eval()


def _placed(model: AudioLM, config: TrainConfig, processes: Processes) -> AudioLM:
    """Move a model to this process's device: whole, or a share of it."""
    if config.shard and processes.n > 1:
        return shard(model, processes)
    return model.to(processes.device)


def _objective(
    lm: AudioLM, reference: AudioLM | None, config: TrainConfig, processes: Processes
) -> Objective:
    if config.method == "sft":
        return Sft(lm, config, processes)
    if lm.adapter is not None:
        return Grpo(lm, base_scores(lm) if config.beta else None, config, processes)
    return Grpo(lm, reference, config, processes)


# --- the order of the examples ---


def order(seed: int, n_examples: int, position: int) -> int:
    """Return which example stands at a position of the endless, shuffled stream."""
    epoch, place = divmod(position, n_examples)
    return int(np.random.default_rng([seed, epoch]).permutation(n_examples)[place])


def _seed(*numbers: int) -> int:
    """Return 63 bits that follow from numbers."""
    return int(np.random.SeedSequence(numbers).generate_state(1, np.uint64)[0] >> np.uint64(1))


@dataclass(frozen=True)
class _Stream(Dataset[Turn | TrainError]):
    """The stream's turns by position; reads and extracts in a loader's process."""

    lm: AudioLM
    examples: Sequence[Example]
    seed: int

    def __getitem__(self, position: int) -> Turn | TrainError:
        example = self.examples[order(self.seed, len(self.examples), position)]
        try:
            encoded = self.lm.prompt(example.prompt, example.waveform(self.lm.sampling_rate))
        except TrainError as error:
            return error
        return Turn(example, encoded, _seed(self.seed, position))


def _batches(
    lm: AudioLM, examples: Sequence[Example], config: TrainConfig, processes: Processes, done: int
) -> Iterator[list[Turn]]:
    """Yield this process's turns, step by step."""
    n = config.prompts_per_step
    positions = [
        list(range(step * n + processes.rank, (step + 1) * n, processes.n))
        for step in range(done, config.steps)
    ]
    loader: DataLoader[Any] = DataLoader(
        _Stream(lm.prompter(), examples, config.seed),
        batch_sampler=positions,
        collate_fn=list,
        num_workers=config.loader_workers,
    )
    for turns in loader:
        for turn in turns:
            if isinstance(turn, TrainError):
                raise turn
        yield [Turn(t.example, t.prompt.to(processes.device), t.seed) for t in turns]


# --- trust ---


_FREE = {  # how a run is computed, watched and reported
    "attention",
    "gradient_checkpointing",
    "loader_workers",
    "max_tokens_per_forward",
    "report_to",
    "save_every_steps",
    "shard",
    "spike_factor",
}


def _course(config: TrainConfig, mixture: Path) -> dict[str, Any]:
    """Return what decides a run's course, as JSON has it; all else may change in between."""
    settings = {name: value for name, value in asdict(config).items() if name not in _FREE}
    content = hashlib.sha256(mixture.read_bytes()).hexdigest()
    course: dict[str, Any] = json.loads(json.dumps(settings | {"mixture's sha256": content}))
    return course


def _same_course(facts: dict[str, Any], course: dict[str, Any], run: Path) -> None:
    begun = facts.get("course", {})
    different = [
        f"{name} was {begun.get(name)!r}, is {course.get(name)!r}"
        for name in sorted(begun.keys() | course.keys())
        if begun.get(name) != course.get(name)
    ]
    if different:
        raise UsageError(
            f"{run} was begun with other settings: {'; '.join(different)}. Give those that it was "
            f"begun with, or begin a run of its own. Free to change: {', '.join(sorted(_FREE))}."
        )


def _named(turns: Sequence[Turn]) -> str:
    return ", ".join(turn.example.item_id for turn in turns)


def _stop_if_wrong(
    values: dict[str, float],
    usual: list[float],
    config: TrainConfig,
    step: int,
    rows: str,
    run: Path,
) -> None:
    """Stop before a bad gradient reaches the weights; every process sees the same numbers."""
    norm = values["grad_norm"]
    problem = None
    if not (math.isfinite(norm) and math.isfinite(values["loss"])):
        problem = f"the loss is {values['loss']} and the gradient's norm {norm}"
    elif len(usual) >= _USUAL_FROM:
        expected = max(statistics.median(usual), config.max_grad_norm)
        if norm > config.spike_factor * expected:
            problem = f"the gradient's norm is {norm:.3g}, usual is {expected:.3g}"
    if problem:
        newest = newest_checkpoint(run)
        kept = f"The last good checkpoint is {newest}." if newest else "No checkpoint is there yet."
        raise TrainError(f"stopped in step {step}: {problem}. The rows were {rows}. {kept}")


# --- numbers ---


def _means(tally: Tally, processes: Processes) -> dict[str, float]:
    names = sorted(tally.sums)
    if processes.n > 1:
        gathered: list[Any] = [None] * processes.n
        torch.distributed.all_gather_object(gathered, names)
        names = sorted({name for part in gathered for name in part})
    pairs = torch.tensor([tally.sums[name] for name in names], dtype=torch.float64)
    summed = processes.sum(pairs.to(processes.device)).tolist()
    return {
        name: total / count for name, (total, count) in zip(names, summed, strict=True) if count
    }


def _timing(
    values: dict[str, float],
    turns: Sequence[Turn],
    config: TrainConfig,
    step: int,
    seconds: float,
    processes: Processes,
) -> None:
    here = torch.tensor(
        [float(sum(len(t.prompt.input_ids) for t in turns))], device=processes.device
    )
    prompt_tokens = float(processes.sum(here))
    n_answers = config.prompts_per_step * config.group_size
    tokens = prompt_tokens + n_answers * values.get("completion_tokens", 0.0)
    values["step_s"] = seconds
    values["tokens_per_s"] = tokens / seconds
    values["time_left_s"] = seconds * (config.steps - step)


def _worth_showing(step: int) -> bool:
    return step == 1 or step % 10 == 0


def _line(step: int, steps: int, values: dict[str, float]) -> str:
    names = ("loss", "reward", "reward/accuracy", "kl", "zero_variance", "in_options", "grad_norm")
    shown = "  ".join(f"{name} {values[name]:.3f}" for name in names if name in values)
    return f"step {step}/{steps}  {shown}  {values['time_left_s'] / 60:.0f} min left"
