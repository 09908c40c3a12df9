"""The figure: accuracy by part, arm by arm; colours that can be told on white and on black."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from benchmarks.miniature.statistics import Estimate

__all__ = ["Bar", "draw"]

_LEFT, _TOP, _ROW, _GROUP = 262, 66, 22, 30
_PLOT, _RIGHT = 392, 66
# Text and lines in a grey that has contrast on both; the colours by what an arm is.
_INK = "#7a828c"
_COLOURS = {"control": "#9aa3ad", "start": "#c98a1b", "arm": "#2f81d6"}


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a panel: an arm's accuracy; `role` is a key of the legend."""

    label: str
    role: str
    estimate: Estimate


def draw(title: str, panels: Sequence[tuple[str, Sequence[Bar]]], chance: float) -> str:
    """Return an SVG with one panel for each part, dots with 95% intervals, chance dashed."""
    height = _TOP + sum(_GROUP + _ROW * len(bars) for _, bars in panels) + 54
    width = _LEFT + _PLOT + _RIGHT
    size = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
    parts = [
        f'<svg {size} font-family="system-ui, sans-serif" font-size="13" fill="{_INK}" role="img">',
        f"<title>{escape(title)}</title>",
        f'<text x="12" y="24" font-size="15" font-weight="600">{escape(title)}</text>',
        _legend(),
    ]
    y = float(_TOP)
    for name, bars in panels:
        y += _GROUP
        parts.append(f'<text x="12" y="{y - 8:.0f}" font-weight="600">{escape(name)}</text>')
        parts.append(_grid(y, len(bars), chance))
        for bar in bars:
            parts.append(_bar(bar, y + _ROW / 2))
            y += _ROW
    parts.append(_axis(y + 16))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _x(value: float) -> float:
    return _LEFT + value * _PLOT


def _legend() -> str:
    names = {"arm": "after GRPO", "start": "warm start", "control": "without the sound"}
    drawn, x = [], 12
    for role, name in names.items():
        drawn.append(f'<circle cx="{x + 5}" cy="43" r="5" fill="{_COLOURS[role]}"/>')
        drawn.append(f'<text x="{x + 16}" y="48">{name}</text>')
        x += 40 + 7 * len(name)
    drawn.append(
        f'<line x1="{x}" x2="{x + 22}" y1="43" y2="43" stroke="{_INK}" stroke-dasharray="4 3"/>'
        f'<text x="{x + 30}" y="48">chance</text>'
    )
    return "\n".join(drawn)


def _grid(y: float, n_bars: int, chance: float) -> str:
    end = y + n_bars * _ROW
    lines = [
        f'<line x1="{_x(v):.1f}" x2="{_x(v):.1f}" y1="{y:.0f}" y2="{end:.0f}" stroke="{_INK}" '
        'stroke-opacity="0.25"/>'
        for v in (0.0, 0.5, 1.0)
    ]
    lines.append(
        f'<line x1="{_x(chance):.1f}" x2="{_x(chance):.1f}" y1="{y:.0f}" y2="{end:.0f}" '
        f'stroke="{_INK}" stroke-dasharray="4 3"/>'
    )
    return "\n".join(lines)


def _bar(bar: Bar, y: float) -> str:
    colour, found = _COLOURS[bar.role], bar.estimate
    said = f"{bar.label}: {found.mean:.1%} [{found.low:.1%}, {found.high:.1%}]"
    return (
        f'<g><title>{escape(said)}</title><text x="{_LEFT - 14}" y="{y + 4.5:.1f}" '
        f'text-anchor="end">{escape(bar.label)}</text>'
        f'<line x1="{_x(found.low):.1f}" x2="{_x(found.high):.1f}" y1="{y:.1f}" y2="{y:.1f}" '
        f'stroke="{colour}" stroke-width="3" stroke-opacity="0.55" stroke-linecap="round"/>'
        f'<circle cx="{_x(found.mean):.1f}" cy="{y:.1f}" r="5" fill="{colour}"/>'
        f'<text x="{_x(1) + 12:.0f}" y="{y + 4.5:.1f}">{100 * found.mean:.0f}%</text></g>'
    )


def _axis(y: float) -> str:
    ticks = [
        f'<text x="{_x(v):.1f}" y="{y:.0f}" text-anchor="middle" font-size="11">{v:.0%}</text>'
        for v in (0.0, 0.25, 0.5, 0.75, 1.0)
    ]
    said = "accuracy, with 95% intervals over seeds and recordings"
    ticks.append(f'<text x="{_x(0.5):.1f}" y="{y + 22:.0f}" text-anchor="middle">{said}</text>')
    return "\n".join(ticks)
