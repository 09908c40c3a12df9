"""LoRA by peft: small matrices beside the weights train, the weights themselves stay as they are.

The policy is the model with its adapter, the reference the same model with the adapter off: no
second copy. A checkpoint holds the adapter alone, as plain peft loads it.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, PeftModel, get_peft_model, set_peft_model_state_dict
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import nn

from aqagen.errors import TrainError, UsageError
from trainer.config import TrainConfig

__all__ = ["Adapter", "attach", "is_hearing", "merged"]

_WEIGHTS = "adapter_model.safetensors"


class Adapter:
    """The adapter of a model.

    Attributes:
        peft: peft's view of the model: it shares every weight with it.
    """

    def __init__(self, peft: PeftModel) -> None:
        self.peft = peft

    def off(self) -> Any:
        """Return a context in which the model is its base, for passes without gradients."""
        return self.peft.disable_adapter()

    def save(self, folder: Path) -> None:
        """Write `adapter_config.json` and `adapter_model.safetensors`."""
        self.peft.save_pretrained(str(folder), save_embedding_layers=False)


def is_hearing(name: str) -> bool:
    """Return whether a weight or module is a part of the audio encoder, by its name."""
    return "audio_tower" in name or "multi_modal_projector" in name


def attach(model: nn.Module, config: TrainConfig, checkpoint: Path | None = None) -> Adapter:
    """Put an adapter beside the linear layers of the parts that train; all else is frozen.

    Args:
        model: of transformers; changed in place.
        config: `lora_rank`, `lora_alpha`, `lora_targets`, `train_audio_encoder`, `train_lm`.
        checkpoint: take the adapter's weights from it; default: it begins as no change at all.

    Raises:
        UsageError: `lora_targets` names no layer.
        TrainError: the checkpoint holds another adapter.
    """
    torch.manual_seed(config.seed)  # half of a new adapter is random, the other half zero
    lora = LoraConfig(
        r=config.lora_rank,
        lora_alpha=config.lora_alpha,
        target_modules=_targets(model, config),
    )
    # fp32 beside bf16 weights: a rate of 1e-6 moves nothing in bf16.
    with _peft_is_older_than_transformers():
        peft = get_peft_model(model, lora, autocast_adapter_dtype=True)
    peft.peft_config["default"].base_model_name_or_path = _absolute(config.model)
    if checkpoint is not None:
        _restore(peft, checkpoint)
    return Adapter(peft)


@contextmanager
def _peft_is_older_than_transformers() -> Iterator[None]:
    """Keep quiet that peft reads an attribute which transformers has renamed."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*is_gradient_checkpointing", FutureWarning)
        yield


def _targets(model: nn.Module, config: TrainConfig) -> list[str]:
    linear = [name for name, module in model.named_modules() if isinstance(module, nn.Linear)]
    wanted = [
        name
        for name in linear
        if (config.train_audio_encoder and is_hearing(name))
        or (config.train_lm and "language_model" in name)
    ]
    if not config.lora_targets:
        return wanted
    named = [name for name in wanted if name.rpartition(".")[2] in config.lora_targets]
    if not named:
        known = sorted({name.rpartition(".")[2] for name in wanted})
        raise UsageError(
            f"lora_targets {', '.join(config.lora_targets)} names no layer of the parts that "
            f"train. Known: {', '.join(known)}."
        )
    return named


def _absolute(model: str) -> str:
    return str(Path(model).resolve()) if Path(model).is_dir() else model


def _restore(peft: Any, checkpoint: Path) -> None:
    weights = _read(checkpoint)
    expected = {n for n, p in peft.named_parameters() if "lora_" in n and ".default." in n}
    found: Any = set_peft_model_state_dict(peft, weights)
    if found.unexpected_keys or len(weights) != len(expected):
        raise TrainError(
            f"{checkpoint} holds an adapter of {len(weights)} weights that do not fit the "
            f"{len(expected)} of this run: the same lora_rank and parts are needed."
        )


def _read(folder: Path) -> dict[str, torch.Tensor]:
    try:
        return load_file(folder / _WEIGHTS)
    except (OSError, SafetensorError) as error:
        raise TrainError(f"the adapter {folder / _WEIGHTS} cannot be read: {error}.") from error


def merged(model: nn.Module, folder: str) -> Any:
    """Return the model with an adapter's changes added to its weights, and no adapter.

    Raises:
        TrainError: the adapter cannot be read, or does not fit the model.
    """
    _read(Path(folder))  # safetensors, or an error: peft would take a pickle as well
    try:
        with _peft_is_older_than_transformers():
            loaded = PeftModel.from_pretrained(model, folder)
        return loaded.merge_and_unload(safe_merge=True)
    except (ValueError, RuntimeError, KeyError) as error:
        reason = str(error).strip().splitlines()[0]
        raise TrainError(f"the adapter {folder} does not fit its model: {reason}") from error
