"""`aqagen checks`: every check with what it finds, what comes of it, and why."""

import difflib
from collections.abc import Mapping
from typing import Any

from aqagen.curation.checks import Check, Example, all_checks, docstring_of
from aqagen.curation.policy import policy_template
from aqagen.display import print_json, print_table
from aqagen.errors import UsageError
from aqagen.store.choosing import NOT_BEST
from aqagen.store.findings import JUDGE_REASONS

__all__ = ["run_checks"]

_OTHERS = (
    ("aqagen judge: what a model thinks of an item", JUDGE_REASONS),
    ("aqagen validate, of several samples of a row", (NOT_BEST,)),
)


def run_checks(name: str | None, *, template: bool, as_json: bool) -> None:
    """Print all checks in short, one in full, or a policy of the defaults.

    Raises:
        UsageError: there is no check of that name; the message names those that come close.
    """
    checks = all_checks()
    if name is not None and name not in checks:
        close = difflib.get_close_matches(name, checks, n=3, cutoff=0.4)
        hint = f"Did you mean {' or '.join(close)}?" if close else "`aqagen checks` lists all."
        raise UsageError(f"there is no check {name!r}. {hint}")
    chosen = [checks[name]] if name else list(checks.values())
    if template:
        print(policy_template(chosen, () if name else _OTHERS), end="")
    elif as_json:
        print_json({check.name: _described(check) for check in chosen})
    elif name:
        _print_one(chosen[0])
    else:
        for check in chosen:
            print(f"{check.name}: {check.summary}")
            print_table([_reason_row(reason) for reason in _described(check)["reasons"]])


def _described(check: Check) -> dict[str, Any]:
    return {
        "version": check.version,
        "summary": check.summary,
        "reasons": [
            {"reason": reason.code, "action": reason.action, "because": reason.because}
            for reason in check.reasons
        ],
        "description": docstring_of(check),
        "accepts": [_shown(example) for example in check.accepts],
        "rejects": [
            {"reason": example.reason or check.reason, **_shown(example)}
            for example in check.rejects
        ],
        "undecided": [_shown(example) for example in check.undecided],
    }


def _shown(example: Example) -> dict[str, Any]:
    """Return of an example what it says itself; what it leaves at its default is no part of it."""
    default = Example()
    names = [name for name in Example.__dataclass_fields__ if name not in {"reason", "beside"}]
    shown = {
        name: getattr(example, name)
        for name in names
        if getattr(example, name) != getattr(default, name)
        or name in {"question", "options", "answer_index"}
    }
    if example.beside:
        shown["beside"] = [_shown(other) for other in example.beside]
    return shown


def _reason_row(reason: Mapping[str, str]) -> tuple[str, ...]:
    return (f"  {reason['reason']}", reason["action"], reason["because"])


def _print_one(check: Check) -> None:
    described = _described(check)
    print(f"{check.name} (version {check.version})\n\n{described['description']}\n")
    print_table([_reason_row(reason) for reason in described["reasons"]])
    for kind in ("accepts", "rejects", "undecided"):
        for example in described[kind]:
            print(f"\n{kind}{': ' + example['reason'] if 'reason' in example else ''}")
            _print_example(example)


def _print_example(example: Mapping[str, Any], indent: str = "  ") -> None:
    print(f"{indent}{example['question']!r}")
    for index, option in enumerate(example["options"]):
        print(f"{indent}  {'*' if index == example['answer_index'] else '-'} {option!r}")
    for name, value in example.items():
        if name == "beside":
            for other in value:
                print(f"{indent}beside")
                _print_example(other, indent + "  ")
        elif name not in {"question", "options", "answer_index", "reason"}:
            print(f"{indent}{name}: {value!r}")
