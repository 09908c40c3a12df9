"""Qwen3-Omni: the thinker, a mixture of experts. Its encoder makes 13 tokens a second."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from transformers import (
    Qwen3OmniMoeThinkerConfig,
    Qwen3OmniMoeThinkerForConditionalGeneration,
    WhisperFeatureExtractor,
)

from trainer.families.base import AudioFeatures, Family, Parts, unpadded_mel
from trainer.families.tiny import chatml, initialise, tiny_tokenizer

__all__ = ["FAMILY", "Qwen3Omni"]

_SPECIAL_TOKENS = (
    "<|endoftext|>",
    "<|im_start|>",
    "<|im_end|>",
    "<|audio_pad|>",
    "<|audio_start|>",
    "<|audio_end|>",
    "<|image_pad|>",
    "<|video_pad|>",
    "<|vision_start|>",
    "<|vision_end|>",
)
_CHUNK_FRAMES, _CHUNK_TOKENS = 100, 13  # three convolutions of stride 2 over each second


class Qwen3Omni(Family):
    """Qwen3-Omni's thinker."""

    name = "qwen3_omni"
    model_types = frozenset({"qwen3_omni_moe", "qwen3_omni_moe_thinker"})
    audio_token = "<|audio_pad|>"
    suppressed_tokens = ("<|audio_pad|>", "<|image_pad|>", "<|video_pad|>")
    max_audio_s = 300.0
    model_class = Qwen3OmniMoeThinkerForConditionalGeneration
    chat_template = chatml("<|audio_start|><|audio_pad|><|audio_end|>")

    def tiny(self, seed: int = 0, corpus: Sequence[str] = ()) -> Parts:
        """Make a thinker of two layers each, four experts, two at a time."""
        tokenizer = tiny_tokenizer(_SPECIAL_TOKENS, self.chat_template, corpus)
        model = Qwen3OmniMoeThinkerForConditionalGeneration(_tiny_config(tokenizer.get_vocab()))
        initialise(model, seed)
        return Parts(model, tokenizer, WhisperFeatureExtractor(feature_size=40, chunk_length=300))

    def features(self, extractor: WhisperFeatureExtractor, waveform: np.ndarray) -> AudioFeatures:
        """Return the frames of the audio, no padding."""
        mel = unpadded_mel(extractor, waveform)
        full, rest = divmod(mel.shape[1], _CHUNK_FRAMES)
        for _ in range(3):
            rest = (rest + 1) // 2
        return AudioFeatures(mel, mel.shape[1], full * _CHUNK_TOKENS + rest)

    def encode_audio(self, model: Any, clips: Sequence[AudioFeatures]) -> Tensor:
        """Encode the clips end to end: the encoder splits them into chunks of 1 s itself.

        It pads the chunks to the longest, and its convolutions see that padding: a clip of less
        than one chunk is encoded by itself, or its values would depend on its neighbours.
        """
        tower = model.model.audio_tower
        if len(clips) > 1 and min(clip.n_frames for clip in clips) < _CHUNK_FRAMES:
            return torch.cat([self.encode_audio(model, [clip]) for clip in clips])
        mel = torch.cat([clip.mel for clip in clips], dim=1)  # (n_mels, sum of n_frames)
        n_frames = torch.tensor([clip.n_frames for clip in clips], device=mel.device)
        encoded: Tensor = tower(
            mel.to(tower.conv2d1.weight.dtype), feature_lens=n_frames
        ).last_hidden_state
        return encoded  # (sum of n_tokens, H)

    def unused_parameters(self, model: Any) -> list[nn.Parameter]:
        """The vision tower."""
        return list(model.model.visual.parameters())


def _tiny_config(vocab: dict[str, int]) -> Qwen3OmniMoeThinkerConfig:
    text = {
        "vocab_size": len(vocab),
        "hidden_size": 64,
        "intermediate_size": 128,
        "moe_intermediate_size": 64,
        "num_experts": 4,
        "num_experts_per_tok": 2,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "head_dim": 16,
        "max_position_embeddings": 4096,
        "tie_word_embeddings": False,
        "rope_parameters": {
            "rope_type": "default",
            "rope_theta": 10000.0,
            "mrope_section": [4, 2, 2],
            "mrope_interleaved": True,
        },
    }
    audio = {
        "num_mel_bins": 40,
        "encoder_layers": 2,
        "encoder_attention_heads": 4,
        "encoder_ffn_dim": 128,
        "d_model": 64,
        "output_dim": 64,
        "n_window": _CHUNK_FRAMES // 2,
        "n_window_infer": 400,
        "downsample_hidden_size": 16,
    }
    vision = {
        "depth": 1,
        "hidden_size": 16,
        "intermediate_size": 16,
        "num_heads": 2,
        "out_hidden_size": 64,
        "num_position_embeddings": 4,
        "deepstack_visual_indexes": [0],
    }
    return Qwen3OmniMoeThinkerConfig.from_dict(
        {
            "text_config": text,
            "audio_config": audio,
            "vision_config": vision,
            "audio_token_id": vocab["<|audio_pad|>"],
            "image_token_id": vocab["<|image_pad|>"],
            "video_token_id": vocab["<|video_pad|>"],
            "audio_start_token_id": vocab["<|audio_start|>"],
            "audio_end_token_id": vocab["<|audio_end|>"],
            "vision_start_token_id": vocab["<|vision_start|>"],
            "vision_end_token_id": vocab["<|vision_end|>"],
        }
    )


FAMILY = Qwen3Omni()
