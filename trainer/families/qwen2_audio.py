"""Qwen2-Audio: the model of the predecessor, r1-aqa. Its encoder takes whole windows of 30 s."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor
from transformers import (
    Qwen2AudioConfig,
    Qwen2AudioForConditionalGeneration,
    WhisperFeatureExtractor,
)
from transformers.masking_utils import create_bidirectional_mask

from trainer.families.base import AudioFeatures, Family, Parts, pooled_tokens, windowed_mel
from trainer.families.tiny import chatml, initialise, tiny_qwen2, tiny_tokenizer

__all__ = ["FAMILY", "Qwen2Audio"]


class Qwen2Audio(Family):
    """Qwen2-Audio."""

    name = "qwen2_audio"
    model_types = frozenset({"qwen2_audio"})
    audio_token = "<|AUDIO|>"
    suppressed_tokens = ("<|AUDIO|>",)
    max_audio_s = 30.0
    model_class = Qwen2AudioForConditionalGeneration
    chat_template = chatml(
        "Audio 1: <|audio_bos|><|AUDIO|><|audio_eos|>\n", system="You are a helpful assistant."
    )

    def tiny(self, seed: int = 0, corpus: Sequence[str] = ()) -> Parts:
        """Make a model of two layers each, with windows of 2 s."""
        special = ("<|endoftext|>", "<|im_start|>", "<|im_end|>",
                   "<|AUDIO|>", "<|audio_bos|>", "<|audio_eos|>")  # fmt: skip
        tokenizer = tiny_tokenizer(special, self.chat_template, corpus)
        vocab = tokenizer.get_vocab()
        audio = {
            "model_type": "qwen2_audio_encoder",
            "num_mel_bins": 40,
            "encoder_layers": 2,
            "encoder_attention_heads": 4,
            "encoder_ffn_dim": 128,
            "d_model": 64,
            "max_source_positions": 100,
        }
        config = Qwen2AudioConfig.from_dict(
            {
                "text_config": tiny_qwen2(vocab),
                "audio_config": audio,
                "audio_token_index": vocab["<|AUDIO|>"],
                "tie_word_embeddings": False,
            }
        )
        model = Qwen2AudioForConditionalGeneration(config)
        initialise(model, seed)
        return Parts(model, tokenizer, WhisperFeatureExtractor(feature_size=40, chunk_length=2))

    def features(self, extractor: WhisperFeatureExtractor, waveform: np.ndarray) -> AudioFeatures:
        """Return one window of frames, padded: the encoder refuses anything else."""
        n_frames = -(-len(waveform) // extractor.hop_length)
        return AudioFeatures(windowed_mel(extractor, waveform), n_frames, pooled_tokens(n_frames))

    def encode_audio(self, model: Any, clips: Sequence[AudioFeatures]) -> Tensor:
        """Encode the windows together; frames of padding are masked, their tokens dropped."""
        tower = model.model.audio_tower
        mel = torch.stack([clip.mel for clip in clips])  # (clips, n_mels, frames)
        n_states = torch.tensor([(c.n_frames - 1) // 2 + 1 for c in clips], device=mel.device)
        states = torch.arange(mel.shape[2] // 2, device=mel.device)
        mask = create_bidirectional_mask(
            config=tower.config,
            inputs_embeds=mel.new_zeros(len(clips), len(states), 1, dtype=tower.dtype),
            attention_mask=(states < n_states[:, None]).long(),
        )
        encoded = tower(mel.to(tower.dtype), attention_mask=mask).last_hidden_state
        projected = model.model.multi_modal_projector(encoded)  # (clips, tokens, H)
        return torch.cat([p[: c.n_tokens] for p, c in zip(projected, clips, strict=True)])


FAMILY = Qwen2Audio()
