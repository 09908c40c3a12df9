"""Read a mixture back, as `schemas/mixture_row.schema.json` says."""

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from aqagen.boundary import MixtureRow
from aqagen.errors import MixError
from aqagen.store.parquet import read_parquet

__all__ = ["read_mixture"]


def read_mixture(path: Path) -> list[MixtureRow]:
    """Read a mixture, Parquet or JSON Lines.

    Raises:
        MixError: it is missing, empty, or a row is not as the schema says; the message names
            the row.
    """
    try:
        rows = read_parquet(path) if path.suffix == ".parquet" else _read_lines(path)
    except (OSError, UnicodeDecodeError) as error:
        reason = (error.strerror or str(error)) if isinstance(error, OSError) else "not UTF-8"
        raise MixError(
            f"the mixture {path} cannot be read: {reason}. `aqagen mix` makes one."
        ) from error
    if not rows:
        raise MixError(f"the mixture {path} has no rows.")
    return [_checked(path, number, row) for number, row in enumerate(rows, start=1)]


def _read_lines(path: Path) -> list[Any]:
    rows = []
    # Not splitlines(): JSON strings may hold the other characters that end a line for it.
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            rows.append(json.loads(line))
        except ValueError as error:
            raise MixError(f"{path} line {number} is not JSON: {error}.") from error
    return rows


def _checked(path: Path, number: int, row: Any) -> MixtureRow:
    try:
        return MixtureRow.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "the row"
        raise MixError(
            f"{path} row {number}: {field}: {first['msg']}. Expected a row as "
            "schemas/mixture_row.schema.json says; `aqagen mix` writes them."
        ) from error
