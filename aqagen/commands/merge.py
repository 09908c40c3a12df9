"""`aqagen merge`: an adapter and its model become one checkpoint."""

from pathlib import Path
from typing import Literal, cast

from aqagen.commands.train import training_packages
from aqagen.display import note
from aqagen.errors import UsageError

__all__ = ["run_merge"]


def run_merge(adapter: Path, out: Path, precision: str) -> None:
    """Run the command.

    Raises:
        AqagenError: the adapter or its model cannot be used, or `out` exists.
    """
    if precision not in {"bf16", "fp32"}:
        raise UsageError(f"--precision is {precision!r}, expected bf16 or fp32.")
    with training_packages():
        from trainer.model import write_merged  # noqa: PLC0415
    chosen = cast("Literal['bf16', 'fp32']", precision)
    note(f"merged with {write_merged(adapter, out, chosen)}")
    print(out)
