"""A thinker made from nothing, small enough to learn on a CPU: for the demo and for trying things.

What such widths need (docs/training.md): weights drawn at 0.7 / sqrt(fan in), output weights
that begin as the embeddings, mel bands brought to mean 0 and deviation 1 by the first
convolution, and an audio encoder that has learned to hear, as that of a real model has.
"""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import Qwen2_5OmniThinkerForConditionalGeneration, WhisperFeatureExtractor

from aqagen.answer_prompt import load_answer_prompt
from aqagen.answers import tagged
from aqagen.errors import TrainError, UsageError
from trainer.examples import Example, read_mixture, ready
from trainer.families import AudioFeatures, Parts, get_family
from trainer.families.qwen2_5_omni import tiny_config
from trainer.families.tiny import initialise
from trainer.model import AudioLM

__all__ = ["make_tiny"]

_MOST_ANSWERS = 200  # of which the encoder can be taught to tell one from another
_ENCODER_BATCH = 32  # clips


def make_tiny(
    mixture: Path,
    folder: Path,
    *,
    seed: int = 0,
    hidden: int = 96,
    encoder_steps: int = 150,
    say: Callable[[str], None] = print,
) -> None:
    """Make a thinker for a mixture and write it to a folder.

    Its tokenizer learns from the mixture's texts. Its encoder learns to tell the mixture's
    answers from its clips; the language model, which answers, has learned nothing.

    Args:
        mixture: of `aqagen mix`; the questions should be of one kind, with few answers.
        folder: of the checkpoint, which must not be there yet.
        seed: of the weights and of the encoder's batches.
        hidden: width of the language model and of the encoder.
        encoder_steps: of the encoder's training, 32 clips each.
        say: told what happens.

    Raises:
        TrainError: the mixture or its audio cannot be used.
        UsageError: the folder is there already.
    """
    if folder.exists():
        raise UsageError(f"{folder} is there already: name a new folder for the model.")
    family = get_family("qwen2_5_omni")
    prompt = load_answer_prompt("answer")
    examples = ready(read_mixture(mixture), prompt, family.max_audio_s).examples
    labels = _labels(examples, mixture)
    corpus = [example.prompt + tagged(example.columns["answer"]) for example in examples]
    tokenizer = family.tiny(seed, corpus).tokenizer
    model = Qwen2_5OmniThinkerForConditionalGeneration(
        tiny_config(tokenizer.get_vocab(), hidden=hidden)
    )
    initialise(model, seed)
    extractor = WhisperFeatureExtractor(feature_size=40, chunk_length=300)
    lm = AudioLM(family, Parts(model, tokenizer, extractor))
    features = [
        family.features(extractor, example.waveform(lm.sampling_rate)) for example in examples
    ]
    with torch.no_grad():
        model.lm_head.weight.copy_(model.get_input_embeddings().weight)
        _normalise_mel(model.model.audio_tower.conv1, torch.cat([f.mel for f in features], dim=1))
    accuracy = _teach_hearing(lm, features, labels, seed, encoder_steps)
    say(
        f"{sum(p.numel() for p in model.parameters()):,} weights; the encoder tells "
        f"{int(labels.max()) + 1} answers apart in {accuracy:.0%} of its last clips"
    )
    writing = folder.with_name(f".writing-{folder.name}")
    shutil.rmtree(writing, ignore_errors=True)
    writing.mkdir(parents=True)
    lm.save(writing)
    writing.rename(folder)


def _labels(examples: Sequence[Example], mixture: Path) -> Tensor:
    """Number the mixture's answers: (n,) one per example."""
    answers = sorted({example.columns["answer"] for example in examples})
    if not 1 < len(answers) <= _MOST_ANSWERS:
        raise TrainError(
            f"{mixture} has {len(answers)} different answers, expected 2 to {_MOST_ANSWERS}: "
            "a tiny encoder is taught to tell them apart."
        )
    return torch.tensor([answers.index(example.columns["answer"]) for example in examples])


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
        chosen = torch.randint(len(features), (_ENCODER_BATCH,), generator=generator).tolist()
        clips = [features[index] for index in chosen]
        embedded = lm.encode_audio(clips).split([clip.n_tokens for clip in clips])
        guesses = head(torch.stack([clip.mean(0) for clip in embedded]))  # (n, labels)
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
