"""What a model family is: how its checkpoints load, its chat reads, its audio enters.

Every family keeps its parts in the same places: `model.model.audio_tower`,
`model.model.language_model` and `model.lm_head`. The rest of the trainer
(`trainer.model.AudioLM`) is written against that and against the few methods here.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal

import numpy as np
import torch
from safetensors import SafetensorError
from torch import Tensor, nn
from transformers import AutoTokenizer, PreTrainedTokenizerBase, WhisperFeatureExtractor

from aqagen.errors import TrainError

__all__ = ["AudioFeatures", "Family", "Parts", "pooled_tokens", "unpadded_mel", "windowed_mel"]


@dataclass(frozen=True, slots=True)
class AudioFeatures:
    """What the audio encoder takes for one clip.

    Attributes:
        mel: log-mel frames, (n_mels, n_frames), float32; without needless padding.
        n_frames: how many of them are audio; the rest is padding that the encoder insists on.
        n_tokens: how many embeddings the encoder makes of them.
    """

    mel: Tensor
    n_frames: int
    n_tokens: int

    def to(self, device: torch.device | str) -> "AudioFeatures":
        """Return the same features on a device."""
        return AudioFeatures(self.mel.to(device), self.n_frames, self.n_tokens)


@dataclass(frozen=True, slots=True)
class Parts:
    """A loaded checkpoint: the model, and what turns text and audio into its input."""

    model: Any
    tokenizer: PreTrainedTokenizerBase
    feature_extractor: WhisperFeatureExtractor


class Family(ABC):
    """One model family. A file in `trainer/families/` exposes one as `FAMILY`.

    Attributes:
        name: as users write it.
        model_types: the `model_type` of the `config.json` files that it loads.
        can: what it is good for.
        audio_token: the placeholder that stands for one audio embedding.
        suppressed_tokens: never sampled, and left out of the softmax in scoring too:
            placeholders of other inputs, which would break the next forward pass.
        max_audio_s: the longest clip that the model was made for.
        mask_name: what the stock model calls the mask of the frames that are audio.
        chat_template: used where the checkpoint has none.
    """

    name: ClassVar[str]
    model_types: ClassVar[frozenset[str]]
    can: ClassVar[frozenset[Literal["train", "predict"]]] = frozenset({"train", "predict"})
    audio_token: ClassVar[str]
    suppressed_tokens: ClassVar[tuple[str, ...]]
    end_of_turn: ClassVar[str] = "<|im_end|>"
    max_audio_s: ClassVar[float]
    mask_name: ClassVar[str] = "feature_attention_mask"
    chat_template: ClassVar[str]

    model_class: ClassVar[Any]

    def load(self, path: str, dtype: torch.dtype, attention: str) -> Parts:
        """Load a checkpoint folder, or a name on the hub.

        Raises:
            TrainError: a file is missing or broken, or weights of this model are not in it.
        """
        try:
            model, info = self.model_class.from_pretrained(
                path, dtype=dtype, attn_implementation=attention, output_loading_info=True
            )
            tokenizer = AutoTokenizer.from_pretrained(path, padding_side="left")
            extractor = WhisperFeatureExtractor.from_pretrained(path)
        except (OSError, ValueError, RuntimeError, SafetensorError) as error:
            raise TrainError(
                f"{path} cannot be loaded as {self.name}: {' '.join(str(error).split())[:300]}"
            ) from error
        if info["missing_keys"]:
            missing = sorted(info["missing_keys"])
            # transformers would go on with random weights in their place.
            raise TrainError(
                f"{path} lacks {len(missing)} of the weights of {self.name}, {missing[0]} first: "
                "it is not a whole checkpoint of this model."
            )
        return Parts(model, tokenizer, extractor)

    @abstractmethod
    def tiny(self, seed: int = 0, corpus: Sequence[str] = ()) -> Parts:
        """Make a model of a few 100k random weights with this architecture, and its tokenizer.

        Args:
            seed: of the weights.
            corpus: texts that the tokenizer learns its merges from.
        """

    @abstractmethod
    def features(self, extractor: WhisperFeatureExtractor, waveform: np.ndarray) -> AudioFeatures:
        """Return the features of a mono waveform, (n_samples,) at `extractor.sampling_rate` Hz."""

    @abstractmethod
    def encode_audio(self, model: Any, clips: Sequence[AudioFeatures]) -> Tensor:
        """Encode clips, each once: (sum of n_tokens, hidden size), clip after clip."""

    def unused_parameters(self, model: Any) -> list[nn.Parameter]:
        """Return the parameters that no audio question ever reaches: frozen, or DDP complains."""
        del model
        return []

    def save(self, parts: Parts, folder: Path, weights: dict[str, Tensor] | None = None) -> None:
        """Write a checkpoint that plain transformers loads. The folder must exist.

        Args:
            parts: of the checkpoint.
            folder: where it goes.
            weights: those to write, where the model itself holds a share of them only.
        """
        parts.model.save_pretrained(folder, state_dict=weights)
        parts.tokenizer.save_pretrained(folder)
        parts.feature_extractor.save_pretrained(folder)


def unpadded_mel(extractor: WhisperFeatureExtractor, waveform: np.ndarray) -> Tensor:
    """Return the log-mel frames of the audio alone: (n_mels, ceil(n_samples / hop length)).

    The extractor itself pads to its longest clip (300 s for Qwen2.5-Omni: 270-450 ms a clip)
    and the last frames of the audio look into that padding. 400 zeros (one window) are all
    that they can see, so the values are the same.
    """
    n_frames = -(-len(waveform) // extractor.hop_length)
    padded = np.pad(waveform.astype(np.float32, copy=False), (0, extractor.n_fft))
    features = extractor(
        padded,
        sampling_rate=extractor.sampling_rate,
        padding="do_not_pad",
        truncation=False,
        return_tensors="np",
    )["input_features"][0]
    return torch.from_numpy(np.ascontiguousarray(features[:, :n_frames]))


def windowed_mel(extractor: WhisperFeatureExtractor, waveform: np.ndarray) -> Tensor:
    """Return log-mel frames padded to whole windows: (n_mels, n_windows * frames of a window).

    For encoders with learned positions, which take nothing but whole windows
    (`extractor.chunk_length` seconds). Each window is extracted by itself.
    """
    size = extractor.n_samples
    windows = [waveform[start : start + size] for start in range(0, len(waveform), size)]
    extracted = [
        extractor(window, sampling_rate=extractor.sampling_rate, return_tensors="np")
        for window in windows
    ]
    return torch.from_numpy(np.concatenate([e["input_features"][0] for e in extracted], axis=1))


def pooled_tokens(n_frames: int) -> int:
    """Return the embeddings that Whisper's convolutions and a pooling by 2 make of frames."""
    return ((n_frames - 1) // 2 - 1) // 2 + 1
