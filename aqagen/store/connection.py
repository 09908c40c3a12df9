"""Opening the store: who holds it, is it ours, is it too new; then migrate."""

import re
from pathlib import Path

import duckdb

from aqagen import __version__
from aqagen.errors import StoreBusyError, StoreError, StoreVersionError
from aqagen.store.migrations import MIGRATIONS

__all__ = ["open_connection", "sql_text", "store_error"]

_HOLDER = re.compile(r"Conflicting lock is held in (.+?) \(PID (\d+)\)")


def open_connection(path: Path, *, must_exist: bool) -> duckdb.DuckDBPyConnection:
    """Open and, where needed, migrate the store at `path`.

    Args:
        path: the DuckDB file.
        must_exist: refuse to create an empty store (for commands that only read).

    Raises:
        StoreBusyError: another process holds it.
        StoreVersionError: a newer aqagen wrote it.
        StoreError: it cannot be opened, is no store, or `must_exist` and is not there.
    """
    if path.is_dir():
        raise StoreError(f"{path} is a folder, expected a DuckDB file. Name a file with --store.")
    if must_exist and not path.exists():
        raise StoreError(
            f"there is no store at {path}. Make one with `aqagen generate` or `aqagen import`, or "
            "name yours with --store."
        )
    if not path.parent.is_dir():
        raise StoreError(f"the folder {path.parent} for the store does not exist. Create it first.")
    try:
        connection = duckdb.connect(str(path))
    except duckdb.Error as error:
        raise _open_error(path, error) from error
    try:
        _migrate(connection, path)
    except duckdb.Error as error:
        connection.close()
        raise StoreError(
            f"{path} cannot be brought to the schema of aqagen {__version__}: "
            f"{str(error).splitlines()[0]}. Is it a store of aqagen? If not, name another file "
            "with --store."
        ) from error
    except BaseException:
        connection.close()
        raise
    return connection


def store_error(path: Path, error: duckdb.Error) -> StoreError:
    """Turn an error of DuckDB while reading or writing into ours.

    Raises:
        KeyboardInterrupt: it was Ctrl-C that ended the statement.
    """
    if isinstance(error, duckdb.InterruptException):
        raise KeyboardInterrupt from error
    first_line = str(error).splitlines()[0]
    return StoreError(
        f"{path}: {first_line}. What was committed before is safe; mend the cause (disk space, "
        "permissions) and run the same command again: it goes on where it was."
    )


def sql_text(text: str) -> str:
    """Return a text as SQL writes one, for places where a parameter cannot stand."""
    return "'" + text.replace("'", "''") + "'"


def _open_error(path: Path, error: duckdb.Error) -> StoreError:
    message = str(error)
    holder = _HOLDER.search(message)
    if holder:
        return StoreBusyError(
            f"{path} is in use by process {holder.group(2)} ({holder.group(1)}). DuckDB lets one "
            "process at a time open a store: wait until it ends, or stop it."
        )
    if "not a valid DuckDB database" in message:
        return StoreError(f"{path} is not a DuckDB file. Name another with --store.")
    if "version number" in message:
        return StoreVersionError(
            f"{path} was written by a newer DuckDB than the installed {duckdb.__version__}: "
            f"{message.splitlines()[0]}. Upgrade: pip install -U aqagen duckdb."
        )
    return StoreError(
        f"{path} cannot be opened: {message.splitlines()[0]}. Name another place with --store."
    )


def _migrate(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Bring the schema up to date; each step is one transaction."""
    tables = {row[0] for row in connection.execute("SHOW TABLES").fetchall()}
    if "migrations" not in tables:
        if tables:
            raise StoreError(
                f"{path} is a DuckDB file of something else (its tables: "
                f"{', '.join(sorted(tables)[:5])}). Name another file with --store."
            )
        connection.execute(
            "CREATE TABLE migrations (name VARCHAR NOT NULL, aqagen_version VARCHAR NOT NULL, "
            "applied_at TIMESTAMP NOT NULL)"
        )
    rows = connection.execute("SELECT name, aqagen_version FROM migrations").fetchall()
    applied = dict(rows)
    unknown = set(applied) - {name for name, _ in MIGRATIONS}
    if unknown:
        newest = max(unknown)
        raise StoreVersionError(
            f"{path} was written by aqagen {applied[newest]}, this is {__version__}: it has the "
            f"schema step {newest!r}, which this version does not know. Upgrade: pip install -U "
            "aqagen."
        )
    for name, sql in MIGRATIONS:
        if name not in applied:
            connection.execute("BEGIN")
            connection.execute(sql)
            connection.execute(
                "INSERT INTO migrations VALUES (?, ?, now()::TIMESTAMP)", [name, __version__]
            )
            connection.execute("COMMIT")
