"""Draws figures as inline SVG: dots with their intervals, bars, and lines over nights.

Places are percentages of the width, so that a drawing is as wide as the page and its words stay
as large as they are; words stand in HTML beside it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

_HEIGHT = 120
_MARGIN = 4.0
"""Percent of the width left free on either side."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What a drawing's left and right edge stand for."""

    low: float
    high: float

    @classmethod
    def over(cls, values: Sequence[float], *, zero: bool = True) -> "Scale":
        """Cover some values, and 0 where that is wanted."""
        every = [*values, *([0.0] if zero else [])]
        low, high = min(every, default=0.0), max(every, default=1.0)
        return cls(low, high if high > low else low + 1.0)

    def place(self, value: float) -> str:
        """Return where a value stands, in percent of the width."""
        share = (value - self.low) / (self.high - self.low)
        return f"{_MARGIN + share * (100 - 2 * _MARGIN):.2f}%"


def dot(interval: Mapping[str, float] | None, scale: Scale, kind: str = "") -> str:
    """Draw a mean as a dot and its interval as a line, beside a line for zero."""
    if interval is None:
        return _drawing('<text x="4%" y="15">no data</text>')
    mean, low, high = (scale.place(interval[name]) for name in ("mean", "low", "high"))
    zero = scale.place(0.0) if scale.low <= 0 <= scale.high else "0%"
    said = f"{interval['mean']:.3f} [{interval['low']:.3f}, {interval['high']:.3f}]"
    return _drawing(
        f'<line class="zero" x1="{zero}" x2="{zero}" y1="0" y2="20"/>'
        f'<line class="reach {kind}" x1="{low}" x2="{high}" y1="10" y2="10"/>'
        f'<circle class="{kind}" cx="{mean}" cy="10" r="4.5"/>',
        said,
    )


def bar(value: float, most: float, kind: str = "") -> str:
    """Draw a value as a bar, the greatest as wide as the page lets it be."""
    width = 100 * value / most if most > 0 else 0.0
    return _drawing(
        f'<rect class="{kind}" x="0" y="3" width="{width:.2f}%" height="14" rx="2"/>',
        f"{value:g}",
    )


def lines(series: Mapping[str, Sequence[float | None]], labels: Sequence[str]) -> str:
    """Draw each series as a line over the same labels; where there is no value, a gap."""
    known = [one for values in series.values() for one in values if one is not None]
    across, up = Scale(0, max(len(labels) - 1, 1)), Scale.over(known)
    drawn = "".join(
        part
        for number, values in enumerate(series.values())
        for part in _line(values, across, up, f"series{number}")
    )
    words = "".join(
        f'<text x="{_MARGIN}%" y="{y}" class="scale">{value:.3f}</text>'
        for value, y in ((up.high, 10), (up.low, _HEIGHT - 2))
    )
    said = "; ".join(f"{name}: {_spoken(values)}" for name, values in series.items())
    return (
        f'<svg class="lines" width="100%" height="{_HEIGHT}" role="img"'
        f' aria-label="{escape(said)}">{words}{drawn}</svg>'
    )


def _line(values: Sequence[float | None], across: Scale, up: Scale, kind: str) -> Iterator[str]:
    points = [
        (
            across.place(place),
            _HEIGHT - 8 - (one - up.low) / (up.high - up.low) * (_HEIGHT - 24),
        )
        if one is not None
        else None
        for place, one in enumerate(values)
    ]
    for here, there in pairwise(points):
        if here and there:
            yield (
                f'<line class="{kind}" x1="{here[0]}" y1="{here[1]:.1f}"'
                f' x2="{there[0]}" y2="{there[1]:.1f}"/>'
            )
    for one in points:
        if one:
            yield f'<circle class="{kind}" cx="{one[0]}" cy="{one[1]:.1f}" r="3.5"/>'


def _spoken(values: Sequence[float | None]) -> str:
    return ", ".join("no data" if one is None else f"{one:.3f}" for one in values)


def _drawing(inside: str, said: str = "") -> str:
    hidden = f'role="img" aria-label="{escape(said)}"' if said else 'aria-hidden="true"'
    return f'<svg class="strip" width="100%" height="20" {hidden}>{inside}</svg>'
