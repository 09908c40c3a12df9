"""The checks: one file each, found by being there."""

import importlib
import inspect
import pkgutil
from collections.abc import Sequence
from functools import cache
from typing import Any

from aqagen.curation.checks.base import Action, Check, Example, Reason
from aqagen.errors import UsageError

__all__ = [
    "Action",
    "Check",
    "Example",
    "Reason",
    "all_checks",
    "docstring_of",
    "select_checks",
]


@cache
def all_checks() -> dict[str, Check]:
    """Return every check by its name, in alphabetical order."""
    checks = [module.CHECK for module in _modules()]
    return {check.name: check for check in sorted(checks, key=lambda check: check.name)}


def docstring_of(check: Check) -> str:
    """Return what a check's file says of it: what fails, why, and whose rule it is."""
    texts = [inspect.getdoc(module) for module in _modules() if module.CHECK is check]
    return (texts[0] if texts else None) or check.summary


@cache
def _modules() -> list[Any]:
    return [
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
        if module.name != "base"
    ]


def select_checks(names: Sequence[str]) -> list[Check]:
    """Return the checks of these names; all of them when there are none.

    Raises:
        UsageError: there is no check of a name; the message lists those there are.
    """
    checks = all_checks()
    unknown = [name for name in names if name not in checks]
    if unknown:
        raise UsageError(f"there is no check {unknown[0]!r}. Known: {', '.join(checks)}.")
    return [checks[name] for name in names] if names else list(checks.values())
