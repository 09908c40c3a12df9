"""The model families: one file each, found by being there."""

import importlib
import json
import pkgutil
from functools import cache
from pathlib import Path
from typing import cast

from aqagen.errors import TrainError
from trainer.families.base import AudioFeatures, Family, Parts

_HELPERS = {"base", "tiny"}
_ADAPTER = "adapter_config.json"  # as peft calls it

__all__ = [
    "AudioFeatures",
    "Family",
    "Parts",
    "all_families",
    "base_of",
    "family_of",
    "get_family",
]


@cache
def all_families() -> dict[str, Family]:
    """Return every family by its name, in alphabetical order."""
    families = [
        cast("Family", importlib.import_module(f"{__name__}.{module.name}").FAMILY)
        for module in pkgutil.iter_modules(__path__)
        if module.name not in _HELPERS
    ]
    return {family.name: family for family in sorted(families, key=lambda family: family.name)}


def get_family(name: str) -> Family:
    """Return the family of a name.

    Raises:
        TrainError: there is none; the message lists those there are.
    """
    if name not in all_families():
        raise TrainError(f"{name!r} is not a model family. Known: {', '.join(all_families())}.")
    return all_families()[name]


def family_of(path: str) -> Family:
    """Return the family of a checkpoint, by the `model_type` in its `config.json`.

    Args:
        path: a checkpoint folder, an adapter's folder, or a name on the hub.

    Raises:
        TrainError: no checkpoint is there, or no family loads it.
    """
    model_type = _model_type(base_of(path) or path)
    for family in all_families().values():
        if model_type in family.model_types:
            return family
    known = ", ".join(sorted(t for f in all_families().values() for t in f.model_types))
    raise TrainError(f"{path}: its model_type {model_type!r} is not one that can be used: {known}.")


def base_of(path: str) -> str | None:
    """Return the model that an adapter's folder belongs to, or None when it is no adapter.

    Raises:
        TrainError: its configuration cannot be read, or names no model.
    """
    config = Path(path) / _ADAPTER
    if not config.is_file():
        return None
    try:
        return str(json.loads(config.read_text(encoding="utf-8"))["base_model_name_or_path"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TrainError(f"{config} does not say which model it is an adapter of.") from error


def _model_type(path: str) -> str:
    folder = Path(path)
    if not folder.is_dir():
        return _hub_model_type(path)
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        return str(config["model_type"])
    except FileNotFoundError as error:
        raise TrainError(f"{path} has no config.json: it is not a checkpoint folder.") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TrainError(
            f"{path}/config.json cannot be used: {type(error).__name__}: {error}."
        ) from error


def _hub_model_type(name: str) -> str:
    from transformers import PreTrainedConfig  # noqa: PLC0415  (seconds to import)

    try:
        return str(PreTrainedConfig.get_config_dict(name)[0]["model_type"])
    except (OSError, ValueError, KeyError) as error:
        raise TrainError(
            f"{name} is no folder here, and could not be had from the hub: "
            f"{str(error).splitlines()[0]}"
        ) from error
