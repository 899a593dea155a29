"""Writes the figures of an evaluation as one page: no script, no network, nothing beside it."""

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from service.evaluation.charts import Scale, bar, dot
from service.evaluation.levels import MEASURES
from service.evaluation.page_parts import (
    EDGES,
    drawn,
    mean,
    moment,
    percent,
    table,
    titled,
    value,
)
from service.evaluation.shown_sections import (
    facets,
    placements,
    popularity,
    queries,
    splits,
    weights,
)

Body = dict[str, Any]

_MEASURE = MEASURES[0]
_NIGHTLY = {
    "How well it knows what is looked at next": tuple(
        f"{_MEASURE} {name}" for name in ("made", "served", "popular")
    ),
    "How like its lists are to those before, and how much they show": (
        "stability",
        "coverage",
        "inequality",
    ),
}
"""What nights note of themselves, by drawing."""
_TOUCH_POINTS = {
    "home": "Home page: what a visit then came to",
    "search": "Results of searches",
    "session": "What is looked at next",
    "product_alternatives": "Alternatives on the product page",
    "product_accessories": "Accessories on the product page",
    "basket": "The rest of the basket",
}
_LEVELS = {"base": "base", "pre": "pre", "segment": "segment", "one_to_one": "1:1"}


def page(found: Body) -> str:
    """Return the page; every text of others is written so that it stays text."""
    sections = "".join(f"<section>{one}</section>" for one in _sections(found) if one)
    style = files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        '<meta http-equiv="Content-Security-Policy"'
        " content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>Tresen: evaluation of {escape(found['made_at'][:10])}</title>"
        f"<style>{style}</style></head><body><main>{_head(found)}{sections}</main></body></html>"
    )


def _head(found: Body) -> str:
    return (
        "<header><h1>How good are the answers?</h1><p>Asked about"
        f" {moment(found['since'])} to {moment(found['until'])} (UTC), which nothing asked"
        f" had learned from. {found['interactions']:,} interactions are known,"
        f" {found['known']:,} of the askers had been there before. Lines are 95 % intervals of"
        " the mean (bootstrap over questions): where two overlap, chance may be the difference."
        "</p></header>"
    )


def _sections(found: Body) -> Iterator[str]:
    newest = found["spread"][-1]["snapshot"]
    latest = [one for one in found["quality"] if one["snapshot"] == newest]
    yield _quality(latest)
    yield _snapshots(found["quality"], found["spread"])
    yield _recommenders(found["recommenders"])
    yield _nights(found["nights"])
    yield popularity(found["popularity"], found["shown_days"])
    yield placements(found["placements"])
    yield weights(found["weights"])
    yield facets(found["facets"])
    yield splits(found["compounds"], found["splits"])
    yield queries(found["worst_queries"], found["searches"])


def _quality(rows: Sequence[Body]) -> str:
    """Draw what each level is worth at each touch-point."""
    scale, gains = (
        Scale.over([one[name][edge] for one in rows if one.get(name) for edge in EDGES])
        for name in (_MEASURE, f"{_MEASURE} gain")
    )
    parts = [
        titled("Quality by touch-point and level", _EXPLAINED),
    ]
    for touch_point, title in _TOUCH_POINTS.items():
        own = [one for one in rows if one["touch_point"] == touch_point]
        asked = next((one[_MEASURE]["n"] for one in own if one[_MEASURE]), 0)
        parts.append(f"<h3>{title} <small>{asked:,} questions</small></h3>")
        if asked:
            head = ("level", _MEASURE, "", "gain on the level below", "")
            parts.append(table(head, (_level_row(one, scale, gains) for one in own)))
    return "".join(parts)


_EXPLAINED = (
    f"{_MEASURE}: 1 where all that was wanted stands first, 0 where none of it is among 20."
    " Learned from all but the last day."
)


def _level_row(one: Body, scale: Scale, gains: Scale) -> tuple[str, ...]:
    gain = one.get(f"{_MEASURE} gain")
    return (
        _LEVELS[one["level"]],
        dot(one[_MEASURE], scale, one["level"]),
        mean(one[_MEASURE]),
        dot(gain, gains, one["level"]) if gain else "",
        mean(gain, signed=True) if gain else "",
    )


def _snapshots(rows: Sequence[Body], spread: Sequence[Body]) -> str:
    """Draw how good and how varied the last snapshots are, each asked the same."""
    names = [one["snapshot"] for one in spread]
    over_nights = ""
    if len(names) > 1:
        top = {
            (one["snapshot"], one["touch_point"]): one[_MEASURE]
            for one in rows
            if one["level"] == "one_to_one"
        }
        series = {
            title: [value(top.get((name, at))) for name in names]
            for at, title in _TOUCH_POINTS.items()
        }
        over_nights = drawn(series, names)
    head = ("snapshot", "shows of all products", "", "inequality (Gini)", "lists")
    listed = table(
        head,
        (
            (
                escape(one["snapshot"]),
                bar(one["coverage"] or 0.0, 1.0),
                percent(one["coverage"]),
                f"{one['gini']:.2f}",
                f"{one['lists']:,}",
            )
            for one in spread
        ),
    )
    told = f"Each was asked the same, with all levels; {_MEASURE}, the oldest first."
    return titled("The last snapshots", told) + over_nights + listed


def _recommenders(rows: Sequence[Body]) -> str:
    """Draw how good each recommender is alone."""
    rows = [one for one in rows if one.get("HR@20")]
    scale = Scale.over([one["HR@20"][edge] for one in rows for edge in EDGES])
    head = (
        "asked, and who answers",
        "HR@20",
        "",
        "MRR@20",
        "coverage",
        "Gini",
        "novelty (bits)",
    )
    listed = table(
        head,
        (
            (
                escape(one["name"]),
                dot(one["HR@20"], scale),
                mean(one["HR@20"]),
                mean(one["MRR@20"]),
                percent(one["coverage"]),
                f"{one['gini']:.2f}",
                f"{one['novelty']:.1f}",
            )
            for one in rows
        ),
    )
    told = "Fitted on all but the last day; every product is ranked, before any rule or mask."
    return titled("Recommenders by themselves", told) + listed if rows else ""


def _nights(rows: Sequence[Body]) -> str:
    """Draw what nights measured of themselves."""
    parts = [titled("The last nights", "What each measured before it was published.")]
    for title, names in _NIGHTLY.items():
        series = {name: [one.get(name) for one in rows] for name in names}
        if any(one is not None for values in series.values() for one in values):
            parts.append(f"<h3>{title}</h3>")
            parts.append(drawn(series, [one["snapshot"] for one in rows]))
    head = ("snapshot", "learned", "seconds", "refused because")
    parts.append(
        table(
            head,
            (
                (
                    escape(one["snapshot"]),
                    moment(one["trained_at"]),
                    f"{one['seconds']:,.0f}",
                    escape("; ".join(one["refused"])),
                )
                for one in rows
            ),
        )
    )
    return "".join(parts)
