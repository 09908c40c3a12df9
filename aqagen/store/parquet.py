"""Mixtures and exports as Parquet, written and read by DuckDB: same rows, same bytes."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from aqagen.store.connection import sql_text

__all__ = ["read_parquet", "write_audio_parquet", "write_parquet"]

_COLUMNS = (
    "{item_id: 'VARCHAR', dataset: 'VARCHAR', clip_id: 'VARCHAR', question: 'VARCHAR', "
    "options: 'VARCHAR[]', answer: 'VARCHAR', answer_index: 'INTEGER', audio_path: 'VARCHAR', "
    "origin: 'VARCHAR'}"
)


def write_parquet(rows: Sequence[Mapping[str, Any]], path: Path, columns: str = _COLUMNS) -> None:
    """Write rows in their order.

    Args:
        rows: with JSON values.
        path: of the file.
        columns: DuckDB's types, as a struct of names; those of a mixture.

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
            source = f"read_json(?, format = 'newline_delimited', columns = {columns})"
            connection.execute(
                f"COPY (SELECT * FROM {source}) TO {sql_text(str(path))} "
                "(FORMAT parquet, COMPRESSION zstd)",
                [str(lines)],
            )
    except duckdb.Error as error:
        raise OSError(0, str(error).splitlines()[0]) from error
    finally:
        lines.unlink(missing_ok=True)


def write_audio_parquet(
    rows: Iterable[Mapping[str, Any]], path: Path, types: Mapping[str, str], metadata: str
) -> None:
    """Write rows with sound files in them, and the metadata by which `datasets` knows them.

    Args:
        rows: by column; `audio` holds (bytes, name).
        path: of the file.
        types: DuckDB's types of the other columns.
        metadata: JSON, kept under the key `huggingface`.

    Raises:
        OSError: the file cannot be written.
    """
    names = list(types)
    columns = ", ".join(f'"{name}" {types[name]}' for name in names)
    places = ", ".join(["?"] * len(names))
    try:
        with duckdb.connect() as connection:
            connection.execute("SET threads = 1")
            connection.execute(
                f"CREATE TABLE rows (audio STRUCT(bytes BLOB, path VARCHAR), {columns})"
            )
            for row in rows:
                connection.execute(
                    f"INSERT INTO rows VALUES ({{'bytes': ?::BLOB, 'path': ?}}, {places})",
                    [*row["audio"], *(row[name] for name in names)],
                )
            connection.execute(
                f"COPY rows TO {sql_text(str(path))} (FORMAT parquet, COMPRESSION zstd, "
                f"KV_METADATA {{huggingface: {sql_text(metadata)}}})"
            )
    except duckdb.Error as error:
        raise OSError(0, str(error).splitlines()[0]) from error


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
