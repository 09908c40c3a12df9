"""Mixtures as Parquet, written and read by DuckDB: the same rows give the same bytes."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

__all__ = ["read_parquet", "write_parquet"]

_COLUMNS = (
    "{item_id: 'VARCHAR', dataset: 'VARCHAR', clip_id: 'VARCHAR', question: 'VARCHAR', "
    "options: 'VARCHAR[]', answer: 'VARCHAR', answer_index: 'INTEGER', audio_path: 'VARCHAR', "
    "origin: 'VARCHAR'}"
)


def write_parquet(rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Write mixture rows in their order.

    Raises:
        OSError: the file cannot be written.
    """
    lines = path.with_suffix(".lines")
    try:
        with lines.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        with duckdb.connect() as connection:
            # One thread: the order of the row groups is part of the bytes.
            connection.execute("SET threads = 1")
            source = f"read_json(?, format = 'newline_delimited', columns = {_COLUMNS})"
            connection.execute(
                f"COPY (SELECT * FROM {source}) TO '{_quoted(path)}' "
                "(FORMAT parquet, COMPRESSION zstd)",
                [str(lines)],
            )
    except duckdb.Error as error:
        raise OSError(0, str(error).splitlines()[0]) from error
    finally:
        lines.unlink(missing_ok=True)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def read_parquet(path: Path) -> list[dict[str, Any]]:
    """Read the rows of a mixture in their order.

    Raises:
        OSError: the file is missing or is not Parquet.
    """
    try:
        with duckdb.connect() as connection:
            connection.execute("SET preserve_insertion_order = true")
            result = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
            names = [column[0] for column in result.description]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    except duckdb.Error as error:
        raise OSError(0, str(error).splitlines()[0]) from error
