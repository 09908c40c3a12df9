"""Accuracy over a run's steps, as text and as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

__all__ = ["Point", "svg_plot", "text_plot"]

_HEIGHT = 12  # lines of the text plot
_WIDTH = 64  # columns
_SVG_WIDTH, _SVG_HEIGHT, _MARGIN = 640, 360, 56


@dataclass(frozen=True, slots=True)
class Point:
    """A checkpoint's accuracy with its 95% interval, all from 0 to 1."""

    step: int
    accuracy: float
    low: float
    high: float


def text_plot(points: Sequence[Point]) -> str:
    """Return a plot for a terminal: `o` accuracies, `|` their intervals, `*` the best."""
    bottom, top = _range(points)
    best = max(points, key=lambda point: (point.accuracy, -point.step))
    grid = [[" "] * _WIDTH for _ in range(_HEIGHT)]
    for point in points:
        column = round(_along(point.step, points) * (_WIDTH - 1))
        for line in range(_line(point.high, bottom, top), _line(point.low, bottom, top) + 1):
            grid[line][column] = "|"
        grid[_line(point.accuracy, bottom, top)][column] = "*" if point is best else "o"
    lines = []
    for number, row in enumerate(grid):
        value = top - (top - bottom) * number / (_HEIGHT - 1)
        lines.append(f"{100 * value:6.1f} |{''.join(row).rstrip()}")
    steps = sorted(point.step for point in points)
    lines.append(f"{'':6} +{'-' * _WIDTH}")
    lines.append(f"{'step':>6}  {steps[0]:<{_WIDTH // 2},}{steps[-1]:>{_WIDTH - _WIDTH // 2},}")
    return "\n".join(lines)


def svg_plot(points: Sequence[Point], title: str) -> str:
    """Return the same as an SVG picture that needs nothing else."""
    bottom, top = _range(points)
    ordered = sorted(points, key=lambda point: point.step)

    def x(point: Point) -> float:
        return _MARGIN + _along(point.step, points) * (_SVG_WIDTH - 2 * _MARGIN)

    def y(value: float) -> float:
        return _MARGIN + (top - value) / (top - bottom) * (_SVG_HEIGHT - 2 * _MARGIN)

    path = " ".join(f"{x(p):.1f},{y(p.accuracy):.1f}" for p in ordered)
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SVG_WIDTH} {_SVG_HEIGHT}" '
        'font-family="sans-serif" font-size="12">\n'
        f'<text x="{_MARGIN}" y="24">{escape(title)}</text>\n'
        f'<polyline points="{path}" fill="none" stroke="#1f5fa8"/>\n'
    )
    for point in ordered:
        at = f"{x(point):.1f}"
        picture += (
            f'<line x1="{at}" x2="{at}" y1="{y(point.low):.1f}" y2="{y(point.high):.1f}" '
            'stroke="#1f5fa8" stroke-opacity="0.4"/>\n'
            f'<circle cx="{at}" cy="{y(point.accuracy):.1f}" r="3" fill="#1f5fa8">'
            f"<title>step {point.step}: {100 * point.accuracy:.1f}%</title></circle>\n"
            f'<text x="{at}" y="{_SVG_HEIGHT - 20}" text-anchor="middle">{point.step}</text>\n'
        )
    for value in (bottom, (bottom + top) / 2, top):
        picture += f'<text x="8" y="{y(value) + 4:.1f}">{100 * value:.1f}%</text>\n'
    return f"{picture}</svg>\n"


def _range(points: Sequence[Point]) -> tuple[float, float]:
    bottom = min(point.low for point in points)
    top = max(point.high for point in points)
    return (bottom, top) if top > bottom else (bottom - 0.01, top + 0.01)


def _line(value: float, bottom: float, top: float) -> int:
    return round((top - value) / (top - bottom) * (_HEIGHT - 1))


def _along(step: int, points: Sequence[Point]) -> float:
    steps = [point.step for point in points]
    first, last = min(steps), max(steps)
    return (step - first) / (last - first) if last > first else 0.5
