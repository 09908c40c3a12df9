"""A condition that a user writes in SQL: one expression over known columns, and nothing else.

DuckDB's own parser takes it apart; what comes out is compared with what a condition may be made
of. So no subquery reads a file or another table, and no function looks at the machine or at
chance: the same store and condition draw the same items.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

import duckdb

__all__ = ["fault_of_condition"]

# What the parser calls the parts of an expression over the columns of one row.
_PARTS = {
    "BETWEEN", "CASE", "CAST", "COLLATE", "COLUMN_REF", "COMPARISON", "CONJUNCTION", "CONSTANT",
    "FUNCTION", "LAMBDA", "OPERATOR", "TYPE",
}  # fmt: skip
_NAMES = {
    "SUBQUERY": "a subquery",
    "WINDOW": "a window function",
    "STAR": "a star",
    "PARAMETER": "a parameter",
}
# Syntax that the parser writes as functions.
_SYNTAX = {"if", "ifnull", "nullif"}
_LITERALS = {"list_value", "struct_pack"}
# Of its macros those over lists: others read the state of the session.
_PURE = """
SELECT DISTINCT function_name FROM duckdb_functions() WHERE database_name = 'system' AND (
    (function_type = 'scalar' AND stability = 'CONSISTENT')
    OR (function_type = 'macro' AND regexp_matches(function_name, '^(?:list|array|map)_'))
)
"""


def fault_of_condition(
    connection: duckdb.DuckDBPyConnection, condition: str, columns: Iterable[str]
) -> str:
    """Return what is wrong with a condition, in words; '' if it is one expression over columns.

    Args:
        connection: DuckDB's; nothing is run but its parser and its list of functions.
        condition: what stands after WHERE.
        columns: their names; names of lambdas' own parameters may stand beside them.
    """
    if not condition.strip():
        return "it is empty"
    select = _parse(connection, condition)
    if "fault" in select:
        return str(select["fault"])
    tree = select.pop("where_clause", None)
    # All but the condition is as it is around any other: nothing got out of the brackets.
    plain = _parse(connection, "TRUE")
    if select != {key: part for key, part in plain.items() if key != "where_clause"}:
        return "it is more than one condition"
    nodes = list(_nodes(tree))
    for node in nodes:
        if node["class"] not in _PARTS:
            return f"{_NAMES.get(node['class'], node['class'].lower())} has no place in a condition"
    # DuckDB 1 calls the arguments children.
    functions = [
        (
            node["function_name"].lower(),
            node.get("arguments", node.get("children", ())),
            node["schema"].lower(),
        )
        for node in nodes
        if node["class"] == "FUNCTION"
    ]
    impure = {name for name, *_ in functions} - _SYNTAX
    if impure:
        impure -= {name.lower() for (name,) in connection.execute(_PURE).fetchall()}
    # Of nothing, or of one moment and today: the machine's or the clock's. In `question.length()`
    # the schema is the argument.
    known = {column.lower() for column in columns} | {"kept_items"}
    impure |= {name for name, given, of in functions if not given and of not in known} - _LITERALS
    impure |= {name for name, given, _ in functions if name == "age" and not given[1:]}
    if impure:
        return f"{min(impure)}() is no function of a row's columns alone"
    lambdas = [node["lhs"] for node in nodes if node["class"] == "LAMBDA"]
    known |= {part["column_names"][0].lower() for part in _nodes(lambdas) if "column_names" in part}
    named = [node["column_names"][0] for node in nodes if node["class"] == "COLUMN_REF"]
    unknown = sorted(name for name in named if name.lower() not in known)
    return f"there is no column {unknown[0]!r}" if unknown else ""


def _parse(connection: duckdb.DuckDBPyConnection, condition: str) -> dict[str, Any]:
    """Return DuckDB's tree of a SELECT with a condition; `fault` if it is none."""
    query = f"SELECT 1 FROM kept_items WHERE ({condition}\n)"
    row = connection.execute("SELECT json_serialize_sql(?)", [query]).fetchone()
    parsed = json.loads(row[0] if row else "{}")
    if parsed.get("error", True):
        return {"fault": str(parsed.get("error_message", "it cannot be parsed"))}
    if len(parsed["statements"]) > 1:
        return {"fault": "it is more than one condition"}
    return dict(parsed["statements"][0]["node"])


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield each part of an expression, itself first."""
    if isinstance(tree, dict):
        if "class" in tree:
            yield tree
        tree = list(tree.values())
    if isinstance(tree, list):
        for branch in tree:
            yield from _nodes(branch)
