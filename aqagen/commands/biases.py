"""The biases of a set as people see them, in `aqagen stats` and `aqagen validate`."""

from collections.abc import Mapping
from typing import Any

__all__ = ["bias_rows", "count_rows"]


def bias_rows(report: Mapping[str, Any], *, flagged_only: bool = False) -> list[tuple[str, ...]]:
    """Return a line per bias: its share, its interval, chance, and whether they part."""
    return [
        (
            f"  {'biased: ' if flagged_only else ''}{name}",
            f"{100 * bias['share']:.1f}%",
            "[{:.1f}, {:.1f}]".format(*(100 * end for end in bias["ci95"])),
            f"chance {100 * bias['chance']:.1f}%",
            "biased" if bias["biased"] and not flagged_only else "",
        )
        for name, bias in report["against_chance"].items()
        if (bias["biased"] or not flagged_only) and report["items"]
    ]


def count_rows(report: Mapping[str, Any]) -> list[tuple[object, ...]]:
    """Return what there is to count: options, types and openings of questions, words."""
    rows: list[tuple[object, ...]] = [
        (f"    {name}: {key}", n)
        for name, field in (
            ("options", "option_count"),
            ("question", "question_types"),
            ("opening", "repeated_openings"),
        )
        for key, n in report[field].items()
    ]
    for text, counts in report["vocabulary"].items():
        rows += [(f"    {name.replace('_', ' ')} in {text}", n) for name, n in counts.items()]
    return rows if report["items"] else []
