"""Writes what pages of figures are made of: titles, tables, drawings and numbers."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import pairwise

from service.evaluation.charts import lines

EDGES = ("low", "high")
"""Of an interval."""


def drawn(series: Mapping[str, Sequence[float | None]], labels: Sequence[str]) -> str:
    """Draw series over labels, with a key to them."""
    keys = "".join(
        f'<li class="series{number}">{escape(name)}</li>' for number, name in enumerate(series)
    )
    outer = dict.fromkeys((labels[0], labels[-1]))  # one label is first and last
    ends = "".join(f"<span>{escape(one)}</span>" for one in outer)
    return (
        f'<figure>{lines(series, labels)}<div class="ends">{ends}</div>'
        f"<figcaption><ul>{keys}</ul></figcaption></figure>"
    )


def titled(title: str, told: str) -> str:
    """Write the title of a section, and what it tells."""
    return f"<h2>{title}</h2><p>{told}</p>"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table whose cells are HTML already."""
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    heads = "".join(_heads(head))
    inside = f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody>"
    return f'<div class="wide"><table>{inside}</table></div>'


def _heads(head: Sequence[str]) -> Iterator[str]:
    """Write headings; one with nothing after it stands over that column, too."""
    starts = [place for place, one in enumerate(head) if one or not place]
    for start, end in pairwise((*starts, len(head))):
        yield f'<th scope="col" colspan="{end - start}">{escape(head[start])}</th>'


def _cell(cell: str) -> str:
    kind = ' class="drawing"' if cell.startswith("<svg") else ""
    return f"<td{kind}>{cell}</td>"


def value(interval: Mapping[str, float] | None) -> float | None:
    """Return the mean of an interval, None where there is none."""
    return interval["mean"] if interval else None


def mean(interval: Mapping[str, float] | None, *, signed: bool = False) -> str:
    """Write a mean with its interval."""
    if interval is None:
        return "no data"
    write: Callable[[float], str] = (
        (lambda one: f"{one:+.3f}") if signed else (lambda one: f"{one:.3f}")
    )
    mean, low, high = (write(interval[name]) for name in ("mean", *EDGES))
    return f"{mean} <small>[{low}, {high}]</small>"


def percent(share: float | None) -> str:
    """Write a share; one that nobody knows is not 0."""
    return "no data" if share is None else f"{share:.1%}"


def moment(at: str) -> str:
    """Write a time to the minute."""
    return escape(at[:16].replace("T", " "))
