"""The report as one HTML page: what is in a store, what was mixed of it, what came of that.

Pure: numbers in, text out. The page needs no network and no script; whatever comes from a
dataset, a model or a file name is escaped.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

__all__ = ["html_report"]

_STYLE = """
:root { color-scheme: light dark; --ink: #1c1e21; --soft: #686d76; --line: #d9dce1;
  --paper: #fff; --bar: #2f6db3; --off: #b3541e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --soft: #9aa0a8; --line: #3a3f46;
  --paper: #16181b; --bar: #6ea8e6; --off: #e59a63; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem } h2 { font-size: 1.2rem; margin-top: 2.5rem;
  border-top: 1px solid var(--line); padding-top: 1rem } h3 { font-size: 1rem }
p.note, td.note { color: var(--soft) }
table { border-collapse: collapse; width: 100% }
td, th { padding: .15rem .6rem .15rem 0; text-align: left; vertical-align: top }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
td.bar { width: 45% } svg { display: block; width: 100%; height: 1.1rem; margin-top: .2rem }
.fill { fill: var(--bar) } .off { fill: var(--off); stroke: var(--off) }
.dot { fill: var(--bar); stroke: var(--bar) } .axis { stroke: var(--line) }
.chance { stroke: var(--soft); stroke-dasharray: 3 2 }
"""


def html_report(
    title: str,
    made: str,
    datasets: Mapping[str, Mapping[str, Any]],
    probes: Sequence[Mapping[str, Any]],
    mixtures: Mapping[str, Mapping[str, Any]],
    evaluations: Mapping[str, Mapping[str, Any]],
) -> str:
    """Return the page.

    Args:
        title: of the page.
        made: when and by what it was made.
        datasets: by name, what `aqagen stats --json` says.
        probes: one per dataset, probe and model: `dataset`, `probe`, `model`, `trials`, and
            `histogram`: the number of items by share of right answers, eleven of them, 0 to 1.
        mixtures: manifests by file.
        evaluations: what `scores.json` holds, by folder.
    """
    body = [f"<h1>{escape(title)}</h1>", f'<p class="note">{escape(made)}</p>']
    for name, facts in datasets.items():
        body += _dataset(name, facts)
    body += _probes(probes)
    body += _mixtures(mixtures)
    body += _evaluations(evaluations)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n<body>\n"
        + "\n".join(body)
        + "\n</body></html>\n"
    )


def _dataset(name: str, facts: Mapping[str, Any]) -> Iterable[str]:
    yield f"<h2>{escape(name)}</h2>"
    stages = {key: n for key, n in facts.items() if isinstance(n, int)}
    yield _counts("From rows to items", stages)
    for key, words in (
        ("skipped", "Rows that were skipped"),
        ("rejected", "Answers that could not be used"),
        ("dropped", "Items that were dropped"),
        ("marked", "Items that are marked, and kept"),
        ("undecided", "Items on which a check could not decide"),
    ):
        yield _counts(words, facts.get(f"{key}_by_reason", {}))
    biases = facts["biases"]
    if biases["items"]:
        yield "<h3>What guessers get who do not listen</h3>"
        yield '<p class="note">Share of right answers, 95% interval; dashed: chance.</p>'
        shares = biases["against_chance"]
        yield _table(
            (
                escape(bias),
                f"{_percent(each['share'])} ({_percent(each['chance'])} by chance)",
                _interval(each["share"], each["ci95"], each["chance"], off=each["biased"]),
            )
            for bias, each in shares.items()
        )
        yield _counts("Options of an item", biases["option_count"])
        yield _counts("Types of questions", biases["question_types"])


def _probes(probes: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    if probes:
        yield "<h2>Probes</h2>"
    for probe in probes:
        shown = f"{probe['probe']} of {probe['dataset']}, {probe['model']}, {probe['trials']} tries"
        shares = {f"{10 * tenth}% right": n for tenth, n in enumerate(probe["histogram"]) if n}
        yield _counts(shown, shares)


def _mixtures(mixtures: Mapping[str, Mapping[str, Any]]) -> Iterable[str]:
    if mixtures:
        yield "<h2>Mixtures</h2>"
    for name, manifest in mixtures.items():
        given = {dataset: each["given"] for dataset, each in manifest["datasets"].items()}
        yield _counts(f"{name}: {manifest['rows']:,} rows, seed {manifest['seed']}", given)


def _evaluations(evaluations: Mapping[str, Mapping[str, Any]]) -> Iterable[str]:
    if not evaluations:
        return
    yield "<h2>Evaluations</h2>"
    yield '<p class="note">Top-1 accuracy, 95% interval; dashed: a blind guess.</p>'
    for name, scores in evaluations.items():
        what = f"{scores['benchmark']} {scores['split']}"
        if scores["hears"] != "clip":
            what += f", hears {scores['hears']}"
        yield f"<h3>{escape(name)}</h3>"
        parts = {**scores["parts"], "all": scores}
        yield f'<p class="note">{escape(what)}, {scores["unparsed"]:,} unparsed</p>'
        yield _table(
            (
                escape(part or "(none)"),
                f"{_percent(share['accuracy'])} of {share['n']:,}",
                _interval(share["accuracy"], share["ci95"], scores["chance"]),
            )
            for part, share in parts.items()
            if share["n"]
        )


def _counts(title: str, counts: Mapping[str, int]) -> str:
    """Return numbers with a bar for each, as a table under a title; nothing of no numbers."""
    if not counts:
        return ""
    most = max(1, *counts.values())
    rows = (
        (escape(str(name).replace("_", " ")), f"{n:,}", _bar(n / most))
        for name, n in counts.items()
    )
    return f"<h3>{escape(title)}</h3>\n{_table(rows)}"


def _table(rows: Iterable[tuple[str, str, str]]) -> str:
    cells = "\n".join(
        f'<tr><td>{name}</td><td class="n">{value}</td><td class="bar">{picture}</td></tr>'
        for name, value, picture in rows
    )
    return f"<table>\n{cells}\n</table>"


def _svg(content: str) -> str:
    return f'<svg viewBox="0 0 100 10" preserveAspectRatio="none" role="img">{content}</svg>'


def _bar(share: float) -> str:
    return _svg(f'<rect class="fill" x="0" y="1" width="{100 * share:.2f}" height="8"/>')


def _interval(share: float, ends: Sequence[float], chance: float, *, off: bool = False) -> str:
    low, high = (100 * end for end in ends)
    kind = "off" if off else "dot"
    return _svg(
        '<line class="axis" x1="0" x2="100" y1="9.5" y2="9.5" stroke-width=".5"/>'
        f'<line class="chance" x1="{100 * chance:.2f}" x2="{100 * chance:.2f}" y1="0" y2="10" '
        'stroke-width=".4"/>'
        f'<line class="{kind}" x1="{low:.2f}" x2="{high:.2f}" y1="5" y2="5" stroke-width="1.2"/>'
        f'<rect class="{kind}" x="{100 * share - 0.4:.2f}" y="2" width=".8" height="6"/>'
    )


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"
