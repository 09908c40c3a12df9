"""What the families' tiny random models share: a byte-level tokenizer made on the spot."""

from collections.abc import Sequence
from typing import Any

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from torch import nn
from transformers import PreTrainedTokenizerFast

__all__ = ["chatml", "initialise", "tiny_qwen2", "tiny_tokenizer"]


def chatml(audio_turn: str, system: str | None = None) -> str:
    """Return a ChatML template, as the Qwen models have it.

    Args:
        audio_turn: what stands for a clip in the user's turn.
        system: the system turn that the template writes where a chat begins without one.
    """
    opening = (
        "{% if loop.first and message['role'] != 'system' %}"
        f"<|im_start|>system\n{system}<|im_end|>\n{{% endif %}}"
        if system
        else ""
    )
    return (
        "{% for message in messages %}" + opening + "<|im_start|>{{ message['role'] }}\n"
        "{% if message['content'] is string %}{{ message['content'] }}"
        "{% else %}{% for part in message['content'] %}"
        "{% if part['type'] == 'audio' %}" + audio_turn + "{% elif part['type'] == 'text' %}"
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
) -> PreTrainedTokenizerFast:
    """Learn a byte-level BPE of a few merges from `corpus`; any text has tokens in it."""
    n_merges = 300 if corpus else 64
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
                # A stack of experts is (experts, out, in); a convolution (out, in, width).
                fan_in = weight.shape[-1] if "experts" in name else weight[0].numel()
                scale = 0.1 if "embed" in name else gain * fan_in**-0.5
                weight.copy_(torch.randn(weight.shape, generator=generator) * scale)


def tiny_qwen2(vocab: dict[str, int]) -> dict[str, Any]:
    """Return the configuration of a Qwen2 language model of two layers."""
    return {
        "model_type": "qwen2",
        "vocab_size": len(vocab),
        "hidden_size": 64,
        "intermediate_size": 128,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "max_position_embeddings": 4096,
        "tie_word_embeddings": False,
        "bos_token_id": None,
        "eos_token_id": vocab["<|im_end|>"],
        "pad_token_id": vocab["<|endoftext|>"],
    }
