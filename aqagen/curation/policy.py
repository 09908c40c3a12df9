"""A policy: which reasons drop an item, which only mark it, and which say nothing.

    [reasons]
    "near-duplicate-question" = "drop"      # or "mark", or "ignore"

What it does not name keeps the check's own action.
"""

import difflib
import tomllib
from collections.abc import Iterable
from pathlib import Path

from aqagen.curation.checks import Check, Reason
from aqagen.errors import UsageError

__all__ = ["ACTIONS", "policy_template", "read_policy"]

ACTIONS = {
    "drop": "keep the item out of mixtures",
    "mark": "keep the item, and say so",
    "ignore": "keep the item, and say nothing",
}


_START = "`aqagen checks --policy-template` prints a policy to start from."


def read_policy(
    path: Path, checks: Iterable[Check], others: Iterable[Reason] = ()
) -> dict[str, str]:
    """Return the action by reason that a policy file names: a check's, or one of the others.

    Raises:
        UsageError: it cannot be read, is not TOML, or names a reason or an action that there
            is not; the message names those that come close.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--policy {path} cannot be read: {error}.") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"--policy {path} is not TOML: {error}. {_START}") from error
    more = ", ".join(name for name in document if name != "reasons")
    reasons = document.get("reasons")
    if more or not isinstance(reasons, dict):
        got = more or ("no such table" if reasons is None else f"reasons = {reasons!r}")
        raise UsageError(
            f"--policy {path}: expected one table [reasons] and nothing else, got {got}. {_START}"
        )
    known = [reason.code for check in checks for reason in check.reasons]
    known += [reason.code for reason in others]
    for reason, action in reasons.items():
        if reason not in known:
            raise UsageError(f"--policy {path}: no check gives the reason {reason!r}. "
                             f"{_close(reason, known)}")  # fmt: skip
        if action not in list(ACTIONS):  # a list: TOML has values without a hash
            raise UsageError(
                f"--policy {path}: {reason} = {action!r}, expected {', '.join(ACTIONS)}. "
                f"{_close(str(action), list(ACTIONS))}".strip()
            )
    return reasons


def policy_template(
    checks: Iterable[Check], others: Iterable[tuple[str, Iterable[Reason]]] = ()
) -> str:
    """Return a policy that says what is so by default, reason by reason, to be changed.

    Args:
        checks: whose reasons are listed.
        others: who else gives reasons, in words, and which.
    """
    lines = ["# aqagen validate --policy FILE: what each reason does.", "#"]
    lines += [f'#   "{action}": {what}' for action, what in ACTIONS.items()]
    lines += ["#", "# What a check could not decide is kept, whatever its reason does."]
    lines += ["# What is left out keeps its default, shown here.", "", "[reasons]"]
    given = [(f"{check.name}: {check.summary}", check.reasons) for check in checks]
    for title, reasons in [*given, *others]:
        lines += ["", f"# {title}"]
        for reason in reasons:
            because = f"  # {reason.because}" if reason.because else ""
            lines.append(f'"{reason.code}" = "{reason.action}"{because}')
    return "\n".join(lines) + "\n"


def _close(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    if close:
        return f"Did you mean {' or '.join(close)}?"
    return "`aqagen checks` lists them." if len(known) > len(ACTIONS) else ""
