"""Audio Flamingo 3: windows of 30 s, one after another, up to 10 minutes."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor
from transformers import (
    AudioFlamingo3Config,
    AudioFlamingo3ForConditionalGeneration,
    WhisperFeatureExtractor,
)

from trainer.families.base import AudioFeatures, Family, Parts, pooled_tokens, windowed_mel
from trainer.families.tiny import chatml, initialise, tiny_qwen2, tiny_tokenizer

__all__ = ["FAMILY", "AudioFlamingo3"]


class AudioFlamingo3(Family):
    """Audio Flamingo 3, as transformers has it."""

    name = "audio_flamingo3"
    model_types = frozenset({"audioflamingo3"})
    audio_token = "<sound>"
    suppressed_tokens = ("<sound>",)
    max_audio_s = 600.0
    mask_name = "input_features_mask"
    model_class = AudioFlamingo3ForConditionalGeneration
    chat_template = chatml("<sound>", system="You are a helpful assistant.")

    def tiny(self, seed: int = 0, corpus: Sequence[str] = ()) -> Parts:
        """Make a model of two layers each, with windows of 2 s."""
        special = ("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<sound>")
        tokenizer = tiny_tokenizer(special, self.chat_template, corpus)
        vocab = tokenizer.get_vocab()
        audio = {
            "model_type": "audioflamingo3_encoder",
            "num_mel_bins": 40,
            "num_hidden_layers": 2,
            "num_attention_heads": 4,
            "intermediate_size": 128,
            "hidden_size": 64,
            "max_source_positions": 100,
        }
        config = AudioFlamingo3Config.from_dict(
            {
                "text_config": tiny_qwen2(vocab),
                "audio_config": audio,
                "audio_token_id": vocab["<sound>"],
                "tie_word_embeddings": False,
            }
        )
        model = AudioFlamingo3ForConditionalGeneration(config)
        initialise(model, seed)
        return Parts(model, tokenizer, WhisperFeatureExtractor(feature_size=40, chunk_length=2))

    def features(self, extractor: WhisperFeatureExtractor, waveform: np.ndarray) -> AudioFeatures:
        """Return whole windows of frames, the last one padded."""
        n_frames = -(-len(waveform) // extractor.hop_length)
        window = extractor.nb_max_frames
        full, rest = divmod(n_frames, window)
        n_tokens = full * pooled_tokens(window) + (pooled_tokens(rest) if rest else 0)
        return AudioFeatures(windowed_mel(extractor, waveform), n_frames, n_tokens)

    def encode_audio(self, model: Any, clips: Sequence[AudioFeatures]) -> Tensor:
        """Encode all windows of all clips together; the tokens of padding are dropped."""
        tower = model.model.audio_tower
        width = 2 * tower.config.max_source_positions  # frames of a window
        mel = torch.cat([clip.mel for clip in clips], dim=1)  # (n_mels, windows * width)
        windows = mel.unflatten(1, (-1, width)).transpose(0, 1)  # (windows, n_mels, width)
        frame = torch.arange(width, device=mel.device)
        real = torch.cat(
            [
                start + frame < clip.n_frames
                for clip in clips
                for start in range(0, clip.mel.shape[1], width)
            ]
        ).view(-1, width)  # (windows, width)
        encoded: Tensor = model.get_audio_features(
            windows.to(tower.dtype), real.long(), return_dict=True
        ).pooler_output
        return encoded  # (sum of n_tokens, H)


FAMILY = AudioFlamingo3()
