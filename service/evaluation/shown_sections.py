"""Writes the sections of an evaluation that tell what is shown, learned and missed."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from service.evaluation.charts import Scale, bar, dot
from service.evaluation.page_parts import percent, table, titled

Body = dict[str, Any]


def popularity(rows: Sequence[Body], days: float) -> str:
    """Draw to which products what was shown, looked at and bought went."""
    parts = [
        titled(
            "How popular is what is shown?",
            f"The last {days:g} days; products by how often they were looked at before.",
        )
    ]
    for one in rows:
        told = f"{one['number']:,}, of {one['products']:,} products ({one['coverage']:.1%})"
        parts.append(f"<h3>{escape(one['deed'])} <small>{told}</small></h3>")
        bands = ((band, bar(share, 1.0), percent(share)) for band, share in _pairs(one))
        if one["number"]:
            parts.append(table(("products", "share", ""), bands))
    return "".join(parts)


def _pairs(one: Body) -> Iterable[tuple[str, float]]:
    shares: Mapping[str, float] = one["shares"]
    return shares.items()


def placements(rows: Sequence[Body]) -> str:
    """Draw how many answers of each placement were clicked."""
    rows = [one for one in rows if one["clicked"]]
    scale = Scale.over([one["clicked"]["high"] for one in rows])
    listed = table(
        ("placement", "answers clicked", "", "answers"),
        (
            (
                escape(one["placement"]),
                dot(one["clicked"], scale),
                percent(one["clicked"]["mean"]),
                f"{one['answers']:,}",
            )
            for one in rows
        ),
    )
    return titled("Clicks by placement", "Of what was really shown.") + listed if rows else ""


def weights(rows: Sequence[Body]) -> str:
    """Draw what each signal of all shoppers counts."""
    most = max((max(one["weight"], one["before"]) for one in rows), default=1.0)
    listed = table(
        ("signal", "weight", "", "as shipped"),
        (
            (
                escape(one["signal"]),
                bar(one["weight"], most, "learned" if one["learned"] else ""),
                f"{one['weight']:.2f}",
                f"{one['before']:.2f}",
            )
            for one in rows
        ),
    )
    told = "Points per unit of each signal; those in colour are learned from the shop's clicks."
    return titled("Weights", told) + listed


def facets(rows: Sequence[Body]) -> str:
    """Draw by what people filter."""
    most = max((one["people"] for one in rows), default=1.0)
    listed = table(
        ("facet", "people", ""),
        (
            (escape(one["facet"]), bar(one["people"], most), f"{one['people']:,.0f}")
            for one in rows
        ),
    )
    told = "How many people filtered by each, searching or browsing."
    return titled("Facets that are used", told if rows else "Nobody has filtered yet.") + listed


def splits(counts: Mapping[str, int], rows: Sequence[Body]) -> str:
    """List what compounds were taken apart."""
    told = ", ".join(f"{escape(name)}: {count:,}" for name, count in counts.items())
    listed = table(
        ("language", "word", "parts"),
        (tuple(escape(one[name]) for name in ("language", "word", "parts")) for one in rows),
    )
    folded = f"<details><summary>Some of them</summary>{listed}</details>" if rows else ""
    return titled("Compounds taken apart", f"By language: {told}.") + folded


def queries(missed: Sequence[Body], searches: Body) -> str:
    """List the queries whose answers are worst, by what is known of them."""
    lists = (
        ("Asked about the last day: wanted, and far down", missed, _percentless),
        ("Find nothing", searches["without_results_by_query"], _share_cell),
        ("Clicked less than before", searches["falling"], _share_cell),
    )
    parts = [
        titled("Worst queries", "Those first that cost most, by how often they are asked.")
    ]
    for title, rows, cell in lists:
        parts.append(f"<h3>{title}</h3>")
        head = tuple(name.replace("_", " ") for name in rows[0]) if rows else ()
        cells = (tuple(cell(*one) for one in row.items()) for row in rows)
        parts.append(table(head, cells) if rows else "<p>None.</p>")
    return "".join(parts)


def _percentless(_name: str, value: Any) -> str:
    return f"{value:.3f}" if isinstance(value, float) else escape(str(value))


def _share_cell(_name: str, value: Any) -> str:
    if value is None:
        return "no data"
    return percent(value) if isinstance(value, float) else escape(str(value))
