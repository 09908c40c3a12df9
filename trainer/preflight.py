"""What is looked at before the first step: does the model hear, does it fit."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import torch

from aqagen.answers import tagged
from aqagen.errors import TrainError
from trainer.config import TrainConfig
from trainer.examples import Example
from trainer.model import AudioLM
from trainer.packing import pack

__all__ = ["check_hears", "explained_memory", "memory_estimate"]

_SAME = 1e-4  # nats; the same numbers computed twice agree to this


@torch.no_grad()
def check_hears(lm: AudioLM, examples: Sequence[Example], n_probed: int = 4) -> float:
    """Score the options with the clip and with as much silence: the scores must differ.

    Returns:
        The largest difference of an option's log-probability, in nats.

    Raises:
        TrainError: the model gives the same scores to both, or gives no numbers.
    """
    device = next(lm.parameters()).device
    largest = 0.0
    for example in examples[:n_probed]:
        clip = example.waveform(lm.sampling_rate)
        options = [
            lm.completion_ids(tagged(text)).to(device) for text in example.columns["options"]
        ]
        scores = []
        for waveform in (clip, np.zeros_like(clip)):
            prompt = lm.prompt(example.prompt, waveform).to(device)
            batch = pack([prompt], [options], lm.pad_id)
            logps = lm(batch).logps
            scores.append(
                torch.zeros(len(options), device=device).index_add_(0, batch.answer, logps.float())
            )
        difference = (scores[0] - scores[1]).abs().max()
        if not difference.isfinite():
            raise TrainError("the model's scores are not numbers: its checkpoint is broken.")
        largest = max(largest, float(difference))
    if largest < _SAME:
        raise TrainError(
            f"the model does not hear: the options of {min(n_probed, len(examples))} questions get "
            f"the same scores with the clip and with silence (difference {largest:.1e} nats). It "
            "would train blind. Is the audio encoder's part of the checkpoint there?"
        )
    return largest


def memory_estimate(lm: AudioLM, config: TrainConfig, n_processes: int = 1) -> str:
    """Return what the weights, gradients and the optimizer take, in one line."""
    bytes_each = 4 if config.precision == "fp32" else 2
    n_all = sum(p.numel() for p in lm.parameters())
    n_train = sum(p.numel() for p in lm.parameters() if p.requires_grad)
    copied = config.method == "grpo" and config.beta and not config.lora_rank
    reference = n_all if copied else 0
    per_weight = 2 + 2 if config.optimizer == "adamw-8bit" else 12  # gradients and moments
    masters = 4 if bytes_each == 2 and config.optimizer == "adamw" else 0  # noqa: PLR2004
    total: float = (n_all + reference) * bytes_each + n_train * (per_weight + masters)
    if config.shard and n_processes > 1:  # the shares, and the policy gathered while it samples
        total = total / n_processes + n_all * bytes_each
    return (
        f"{n_all / 1e6:,.1f}M weights, {n_train / 1e6:,.1f}M of them train: about "
        f"{total / 1e9:,.1f} GB for weights, reference, gradients and optimizer, "
        "and some for activations"
    )


@contextmanager
def explained_memory(config: TrainConfig, what: str) -> Iterator[None]:
    """Say what to lower where memory runs out.

    Raises:
        TrainError: in place of the allocator's error.
    """
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        text = str(error)
        out = isinstance(error, MemoryError | torch.OutOfMemoryError)
        if not out and "can't allocate memory" not in text and "out of memory" not in text:
            raise
        raise TrainError(
            f"out of memory {what}. What a step takes falls with max_tokens_per_forward "
            f"({config.max_tokens_per_forward}) and gradient_checkpointing = true, which a run may "
            "be gone on with, and with max_completion_tokens "
            f"({config.max_completion_tokens}). What weights and optimizer take falls with "
            'optimizer = "adamw-8bit", lora_rank = 16, train_audio_encoder = false, or '
            "shard = true on several GPUs."
        ) from error
