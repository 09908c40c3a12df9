"""What the families' tiny random models share: a byte-level tokenizer made on the spot."""

from collections.abc import Sequence

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from torch import nn
from transformers import PreTrainedTokenizerFast

__all__ = ["CHATML", "initialise", "tiny_tokenizer"]

# One user turn in ChatML. `{{ audio }}` is the family's turn for audio.
CHATML = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n"
    "{% if message['content'] is string %}{{ message['content'] }}"
    "{% else %}{% for part in message['content'] %}"
    "{% if part['type'] == 'audio' %}AUDIO_TURN{% elif part['type'] == 'text' %}"
    "{{ part['text'] }}{% endif %}{% endfor %}{% endif %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)

_TEXTS = (
    "user assistant system What is heard? Please choose the answer from the following options: "
    "Output the final answer in <answer> </answer>. <answer>a dog barks</answer>"
)


def tiny_tokenizer(
    special_tokens: Sequence[str],
    chat_template: str,
    corpus: Sequence[str] = (),
    n_merges: int = 64,
) -> PreTrainedTokenizerFast:
    """Learn a byte-level BPE of a few merges from `corpus`; any text has tokens in it."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=256 + len(special_tokens) + n_merges,
        special_tokens=list(special_tokens),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator([_TEXTS, *corpus], trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
        padding_side="left",
        chat_template=chat_template,
    )


def initialise(model: nn.Module, seed: int, gain: float = 0.7) -> None:
    """Draw the weights anew, at a scale that small widths need.

    The usual standard deviation of 0.02 is made for widths of thousands: at 64 it leaves the
    layers almost silent. Linear and convolution weights get gain / sqrt(fan in), embeddings 0.1.
    """
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if weight.ndim > 1:
                embedding = "embed" in name
                scale = 0.1 if embedding else gain * weight[0].numel() ** -0.5
                weight.copy_(torch.randn(weight.shape, generator=generator) * scale)
