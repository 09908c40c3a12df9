"""`aqagen train`: settings from flags and file, then the trainer, which alone imports torch."""

import os
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aqagen.display import note
from aqagen.errors import ConfigError, UsageError

__all__ = ["TrainOptions", "run_train", "training_packages"]


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """The flags of `aqagen train`; `settings` are those of the trainer that were given."""

    mixture: Path | None
    out: Path | None
    config: Path | None
    settings: Mapping[str, Any]
    resume: bool = False


def run_train(options: TrainOptions) -> None:
    """Run the command.

    Raises:
        AqagenError: a package, the mixture, the model or the output cannot be used, or the
            run had to stop.
    """
    mixture = options.mixture or _newest_mixture(Path("mixtures"))
    if not sys.stderr.isatty():
        os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")  # they are read at the import
    with training_packages():
        from trainer.config import TrainConfig  # noqa: PLC0415
        from trainer.trainer import train  # noqa: PLC0415
    config = TrainConfig.from_mapping(_file(options.config) | dict(options.settings))
    out = options.out or Path("runs") / f"{mixture.stem}-{config.method}"
    speaks = os.environ.get("RANK", "0") == "0"  # of the processes of `accelerate launch`
    if speaks:
        note(f"{config.method} on {mixture}, {config.steps} steps, to {out}")
    last = train(config, mixture, out, resume=options.resume, say=note)
    if speaks:
        print(last)


@contextmanager
def training_packages() -> Iterator[None]:
    """Say how to install what training needs, where an import in this context fails.

    Raises:
        UsageError: a package is missing.
    """
    try:
        yield
    except ImportError as error:
        raise UsageError(
            f"training needs more packages ({error.name} is missing): "
            'pip install -c constraints.txt "aqagen[train]".'
        ) from error


def _file(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path} cannot be used: {error}") from error


def _newest_mixture(folder: Path) -> Path:
    found = [*folder.glob("*.parquet"), *folder.glob("*.jsonl")]
    if not found:
        raise UsageError(
            f"there is no mixture in {folder}/. Make one first: aqagen mix --dcase 8k --tacos 12k"
        )
    return max(found, key=lambda path: path.stat().st_mtime_ns)
