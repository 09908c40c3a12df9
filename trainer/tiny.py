"""A thinker made from nothing, small enough to learn on a CPU: for the demo and for tests.

What such widths need is in docs/training.md: weights drawn at 0.7 / sqrt(fan in), output
weights that begin as the embeddings, mel bands brought to mean 0 and deviation 1 by the first
convolution, and an audio encoder that has heard something before.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from transformers import Qwen2_5OmniThinkerForConditionalGeneration, WhisperFeatureExtractor

from trainer.families import AudioFeatures, Parts, get_family
from trainer.families.qwen2_5_omni import tiny_config
from trainer.families.tiny import initialise
from trainer.model import AudioLM

__all__ = ["make_tiny"]


def make_tiny(
    folder: Path,
    corpus: Sequence[str],
    clips: Sequence[np.ndarray],
    labels: Sequence[int],
    *,
    seed: int = 0,
    hidden: int = 96,
    encoder_steps: int = 300,
) -> float:
    """Make a thinker and write it to a folder.

    Args:
        folder: of the checkpoint; made when it is not there.
        corpus: prompts and answers, of which the tokenizer learns.
        clips: 16 kHz waveforms for the encoder to learn to hear from.
        labels: what each is, from 0.
        seed: of the weights and of the encoder's batches.
        hidden: width of the language model and of the encoder.
        encoder_steps: of the encoder's training, 32 clips each.

    Returns:
        The encoder's accuracy on the last 10 batches of its training.
    """
    family = get_family("qwen2_5_omni")
    tokenizer = family.tiny(seed, corpus).tokenizer
    config = tiny_config(tokenizer.get_vocab(), hidden=hidden)
    model = Qwen2_5OmniThinkerForConditionalGeneration(config)
    initialise(model, seed)
    extractor = WhisperFeatureExtractor(feature_size=40, chunk_length=300)
    lm = AudioLM(family, Parts(model, tokenizer, extractor))
    features = [family.features(extractor, clip) for clip in clips]
    with torch.no_grad():
        model.lm_head.weight.copy_(model.get_input_embeddings().weight)
        _normalise_mel(model.model.audio_tower.conv1, torch.cat([f.mel for f in features], dim=1))
    accuracy = _teach_hearing(lm, features, torch.tensor(labels), seed, encoder_steps)
    folder.mkdir(parents=True, exist_ok=True)
    lm.save(folder)
    return accuracy


def _normalise_mel(convolution: nn.Conv1d, mel: Tensor) -> None:
    """Fold (x - mean) / deviation of each mel band into the first convolution."""
    mean, deviation = mel.mean(1), mel.std(1) + 1e-3  # (n_mels,)
    convolution.weight /= deviation[None, :, None]
    bias = convolution.bias
    if bias is not None:
        bias.copy_(-(convolution.weight * mean[None, :, None]).sum((1, 2)))


def _teach_hearing(
    lm: AudioLM, features: Sequence[AudioFeatures], labels: Tensor, seed: int, steps: int
) -> float:
    """Train the encoder to tell the clips' labels, from the mean of its embeddings."""
    generator = torch.Generator().manual_seed(seed)
    hidden = lm.model.get_input_embeddings().weight.shape[1]
    head = nn.Linear(hidden, int(labels.max()) + 1)
    with torch.no_grad():
        head.weight.copy_(torch.randn(head.weight.shape, generator=generator) * hidden**-0.5)
        head.bias.zero_()
    tower = [p for p in lm.model.model.audio_tower.parameters() if p.requires_grad]
    parameters = [*tower, *head.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=1.5e-3, weight_decay=0.05)
    right: list[float] = []
    for step in range(steps):
        chosen = torch.randint(len(features), (32,), generator=generator).tolist()
        clips = [features[index] for index in chosen]
        embedded = lm.encode_audio(clips).split([clip.n_tokens for clip in clips])
        guesses = head(torch.stack([clip.mean(0) for clip in embedded]))  # (32, labels)
        wanted = labels[chosen]
        loss = nn.functional.cross_entropy(guesses, wanted)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 1.0)
        for group in optimizer.param_groups:
            group["lr"] = 1.5e-3 * min(1.0, (step + 1) / 20) * (1 - step / steps)
        optimizer.step()
        right.append(float((guesses.argmax(1) == wanted).float().mean()))
    return sum(right[-10:]) / max(1, len(right[-10:]))
