"""`aqagen tiny`: a model that is small enough to train on a CPU."""

from pathlib import Path

from aqagen.commands.train import training_packages
from aqagen.display import note

__all__ = ["run_tiny"]


def run_tiny(mixture: Path, out: Path, seed: int) -> None:
    """Run the command.

    Raises:
        AqagenError: a package, the mixture or its audio cannot be used, or `out` exists.
    """
    with training_packages():
        from trainer.tiny import make_tiny  # noqa: PLC0415
    make_tiny(mixture, out, seed=seed, say=note)
    print(out)
