"""Scores as tables on stdout."""

import sys
from collections.abc import Sequence

from aqagen.evaluation.benchmarks import Benchmark
from aqagen.evaluation.judging import Compat
from aqagen.evaluation.scoring import Scores, Share

__all__ = ["percent", "print_columns", "print_scores"]

_PLAIN_WIDTH = 120


def percent(share: float | None) -> str:
    """Return a share as a percentage with one decimal, as papers print it."""
    return "-" if share is None else f"{100 * share:.1f}"


def print_columns(
    title: str, header: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:  # fmt: skip
    """Print a table, first column to the left, the others to the right."""
    # 0.1 s of imports that only a table needs.
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.markup import escape  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table(
        title=escape(title) or None,
        title_justify="left",
        box=SIMPLE_HEAD,
        pad_edge=False,
        show_header=any(header),
    )
    for number, name in enumerate(header):
        table.add_column(name, justify="right" if number else "left")
    for row in rows:
        # Names come from the benchmark's files: no markup.
        table.add_row(*map(escape, row))
    width = None if sys.stdout.isatty() else _PLAIN_WIDTH
    Console(file=sys.stdout, width=width, highlight=False).print(table)
    sys.stdout.flush()


def print_scores(benchmark: Benchmark, scores: Scores, compat: Compat | None) -> None:
    """Print what `scores.json` says."""
    mode = f", scored as {compat} does" if compat else ""
    header = ("", "n", "right", "%", "95% from", "to")
    rows = [_row(name, share) for name, share in scores.parts.items()]
    rows.append(_row("question-weighted" if scores.parts else "all", scores.overall))
    if scores.domain_average is not None:
        rows.append(("domain average", "", "", percent(scores.domain_average), "", ""))
    print_columns(f"{benchmark.name} {benchmark.split}{mode}", header, rows)
    facts = [("unparsed (wrong)", f"{scores.unparsed:,}")]
    facts += [(f"no answer (wrong): {why}", f"{n:,}") for why, n in scores.missing.items()]
    facts += [(f"excluded: {why}", f"{n:,}") for why, n in benchmark.excluded_counts().items()]
    facts += [(f"defect: {code}", f"{n:,}") for code, n in benchmark.defect_counts().items()]
    facts.append(("a blind guess, %", percent(benchmark.chance)))
    if scores.permutations > 1:
        facts += [
            (f"{scores.permutations} orders of the options, % in each",
             " ".join(map(percent, scores.by_permutation))),
            ("the same option in all orders, %", percent(scores.consistency)),
            ("right in all orders, %", percent(scores.always_right)),
        ]  # fmt: skip
    print_columns("", ("", ""), facts)
    for name, shares in scores.categories.items():
        print_columns(f"by {name}", header, [_row(value, s) for value, s in shares.items()])


def _row(name: str, share: Share) -> tuple[str, ...]:
    low, high = share.ci95
    return (name or "(none)", f"{share.n:,}", f"{share.correct:,}", percent(share.accuracy),
            percent(low), percent(high))  # fmt: skip
