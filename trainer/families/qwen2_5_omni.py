"""Qwen2.5-Omni: its thinker, which listens and writes (the paper's model).

Checkpoints come in two layouts: the hub's whole Omni (`thinker.*`, `talker.*`, `token2wav.*`)
and a thinker by itself. Both load; a thinker is saved by itself, under the names that it has in
the whole model less `thinker.`, and `merge_into_omni` puts it back for tools that want that.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn
from transformers import (
    Qwen2_5OmniThinkerConfig,
    Qwen2_5OmniThinkerForConditionalGeneration,
    WhisperFeatureExtractor,
)

from aqagen.errors import TrainError
from trainer.families.base import AudioFeatures, Family, Parts, pooled_tokens, unpadded_mel
from trainer.families.tiny import chatml, initialise, tiny_tokenizer

__all__ = ["FAMILY", "Qwen25Omni", "merge_into_omni"]

_PREFIX = "thinker."

_SPECIAL_TOKENS = (
    "<|endoftext|>",
    "<|im_start|>",
    "<|im_end|>",
    "<|AUDIO|>",
    "<|audio_bos|>",
    "<|audio_eos|>",
    "<|IMAGE|>",
    "<|VIDEO|>",
    "<|vision_bos|>",
    "<|vision_eos|>",
)


class Qwen25Omni(Family):
    """Qwen2.5-Omni's thinker."""

    name = "qwen2_5_omni"
    model_types = frozenset({"qwen2_5_omni", "qwen2_5_omni_thinker"})
    audio_token = "<|AUDIO|>"
    suppressed_tokens = ("<|AUDIO|>", "<|IMAGE|>", "<|VIDEO|>")
    max_audio_s = 300.0  # the hub checkpoint's feature extractor: chunk_length 300
    model_class = Qwen2_5OmniThinkerForConditionalGeneration
    chat_template = chatml(
        "<|audio_bos|><|AUDIO|><|audio_eos|>", system="You are a helpful assistant."
    )

    def tiny(self, seed: int = 0, corpus: Sequence[str] = ()) -> Parts:
        """Make a thinker of two layers each."""
        tokenizer = tiny_tokenizer(_SPECIAL_TOKENS, self.chat_template, corpus)
        config = tiny_config(tokenizer.get_vocab())
        model = Qwen2_5OmniThinkerForConditionalGeneration(config)
        initialise(model, seed)
        return Parts(model, tokenizer, WhisperFeatureExtractor(feature_size=40, chunk_length=300))

    def features(self, extractor: WhisperFeatureExtractor, waveform: np.ndarray) -> AudioFeatures:
        """Return the frames of the audio, no padding; 25 tokens a second."""
        mel = unpadded_mel(extractor, waveform)
        return AudioFeatures(mel, mel.shape[1], pooled_tokens(mel.shape[1]))

    def encode_audio(self, model: Any, clips: Sequence[AudioFeatures]) -> Tensor:
        """Encode the clips end to end: the encoder splits them into windows of 2 s itself."""
        tower = model.model.audio_tower
        mel = torch.cat([clip.mel for clip in clips], dim=1)  # (n_mels, sum of n_frames)
        n_frames = torch.tensor([clip.n_frames for clip in clips], device=mel.device)
        encoded: Tensor = tower(
            mel.to(tower.conv1.weight.dtype),
            feature_lens=n_frames,
            aftercnn_lens=(n_frames - 1) // 2 + 1,
        ).last_hidden_state
        return encoded  # (sum of n_tokens, hidden size)

    def unused_parameters(self, model: Any) -> list[nn.Parameter]:
        """The vision tower, and the embeddings of two tokens that audio input never takes."""
        thinker = model.model
        return [
            *thinker.visual.parameters(),
            *thinker.audio_tower.audio_bos_eos_token.parameters(),
        ]


def tiny_config(
    vocab: dict[str, int], hidden: int = 64, layers: int = 2, n_mels: int = 40
) -> Qwen2_5OmniThinkerConfig:
    """Return a thinker's configuration at any size, for random models."""
    head_dim = 16
    text = {
        "vocab_size": len(vocab),
        "hidden_size": hidden,
        "intermediate_size": 2 * hidden,
        "num_hidden_layers": layers,
        "num_attention_heads": hidden // head_dim,
        "num_key_value_heads": hidden // head_dim // 2,
        "max_position_embeddings": 4096,
        "pad_token_id": vocab["<|endoftext|>"],
        "eos_token_id": vocab["<|im_end|>"],
        "bos_token_id": None,
        "tie_word_embeddings": False,
        "rope_parameters": {
            "rope_type": "default",
            "rope_theta": 10000.0,
            # of the three axes; they must sum to half of the head's width
            "mrope_section": [head_dim // 4, head_dim // 8, head_dim // 8],
        },
    }
    audio = {
        "num_mel_bins": n_mels,
        "encoder_layers": layers,
        "encoder_attention_heads": 4,
        "encoder_ffn_dim": 2 * hidden,
        "d_model": hidden,
        "output_dim": hidden,
        "n_window": 100,
    }
    vision = {
        "depth": 1,
        "hidden_size": 16,
        "intermediate_size": 16,
        "num_heads": 2,
        "out_hidden_size": hidden,
        "fullatt_block_indexes": [0],
    }
    return Qwen2_5OmniThinkerConfig.from_dict(
        {
            "text_config": text,
            "audio_config": audio,
            "vision_config": vision,
            "audio_token_index": vocab["<|AUDIO|>"],
            "image_token_index": vocab["<|IMAGE|>"],
            "video_token_index": vocab["<|VIDEO|>"],
            "audio_start_token_id": vocab["<|audio_bos|>"],
            "audio_end_token_id": vocab["<|audio_eos|>"],
            "vision_start_token_id": vocab["<|vision_bos|>"],
            "vision_end_token_id": vocab["<|vision_eos|>"],
            "pad_token_id": vocab["<|endoftext|>"],
            "eos_token_id": vocab["<|im_end|>"],
        }
    )


def merge_into_omni(thinker: Path, omni: Path, out: Path) -> None:
    """Write a whole Omni with the weights of a trained thinker in the place of its own.

    Args:
        thinker: a checkpoint folder of a thinker by itself.
        omni: a folder with the whole Omni that it came from.
        out: a new folder for the result, file by file as `omni` has them.

    Raises:
        TrainError: the two do not fit together, or a file is missing.
    """
    fresh = {name: file for file in _weight_files(thinker) for name in _names(file)}
    files = {file: _names(file) for file in _weight_files(omni)}
    wanted = {n for names in files.values() for n in names if n.startswith(_PREFIX)}
    if not wanted:
        raise TrainError(f"{omni} holds no thinker.* weights: it is not a whole Omni.")
    unmatched = wanted ^ {_PREFIX + name for name in fresh}
    if unmatched:
        raise TrainError(f"{thinker} and {omni} do not fit: {min(unmatched)} is in one alone.")
    shutil.copytree(omni, out, ignore=shutil.ignore_patterns("*.safetensors"))
    for file, names in files.items():
        with safe_open(file, framework="pt") as opened:
            weights = {name: opened.get_tensor(name) for name in names}
        for name in wanted & set(names):
            with safe_open(fresh[name.removeprefix(_PREFIX)], framework="pt") as opened:
                trained = opened.get_tensor(name.removeprefix(_PREFIX))
            if trained.shape != weights[name].shape:
                raise TrainError(f"{thinker}: {name} is {tuple(trained.shape)}, "
                                 f"in {omni} {tuple(weights[name].shape)}.")  # fmt: skip
            weights[name] = trained.to(weights[name].dtype)
        save_file(weights, out / file.name, metadata={"format": "pt"})


def _weight_files(folder: Path) -> list[Path]:
    files = sorted(folder.glob("*.safetensors"))
    if not files:
        raise TrainError(f"{folder} holds no .safetensors file.")
    return files


def _names(file: Path) -> list[str]:
    try:
        with safe_open(file, framework="pt") as opened:
            return list(opened.keys())
    except SafetensorError as error:
        raise TrainError(f"{file} cannot be read: {error}.") from error


FAMILY = Qwen25Omni()
