"""`tresen report`: what people of the shop want to know, on the command line."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from knowledge_base.errors import Conflict
from knowledge_base.manifest import LEARNED
from knowledge_base.merchandising import merchandising_from
from knowledge_base.storage.merchandising import read_all
from service.building.crowd import census_in
from service.building.merging import sound
from service.commands.console import say, show_table
from service.commands.opened import opened_database, opened_store
from service.reports import report_searches
from service.segment_report import report_segments

app = typer.Typer(no_args_is_help=True, help="Report what happens in the shop.")

_HEADS = {
    "searches": "searches",
    "without_results": "nothing found",
    "click_rate": "clicked",
    "click_rate_before": "before",
}
_LISTS = {
    "top": "What is searched for most",
    "without_results_by_query": "What finds nothing",
    "falling": "What is clicked less than before",
    "filters_without_results": "Filters that lead nowhere",
}


@app.callback()
def report() -> None:
    """Report what happens in the shop."""


@app.command()
def searches(
    days: Annotated[int, typer.Option(min=1, help="compared with as many before")] = 30,
    limit: Annotated[int, typer.Option(min=1, help="rows of each list")] = 20,
) -> None:
    """Report what is searched for, what finds nothing, and what is clicked less."""
    with opened_database() as (settings, database):
        now, robots_from = datetime.now(UTC), settings.robot_score
        found = report_searches(
            database, now=now, days=days, most=limit, robots_from=robots_from
        )
    say(
        f"{found['searches']} searches in {days} days: {_share(found['without_results'])} found"
        f" nothing (known of {_share(found['results_known'])}),"
        f" {_share(found['click_rate'])} led to a product"
        f" (known of {_share(found['clicks_known'])})"
    )
    for name, title in _LISTS.items():
        _show(title, found[name])


@app.command()
def segments(
    limit: Annotated[int, typer.Option(min=1, help="pairs of segments that share most")] = 20,
) -> None:
    """Report how many people are in each segment, what they share, and what could be one."""
    with opened_database() as (settings, database):
        store = opened_store(settings, database)
        with database.read() as connection:
            merchandising = merchandising_from(*read_all(connection))
    served = next(sound(store), None)
    if served is None:
        raise Conflict("nobody was counted yet: `tresen train` does")
    learned = served.parts[LEARNED].facts
    found = report_segments(census_in(learned), learned["trained_at"], merchandising.segments)
    counted = found["counted_at"]
    say(f"{found['people']} people, counted {counted[:16] if counted else 'never'}")
    rows = [
        (one["id"], one["name"], _people(one["people"]), _share(one["share"]), _liked(one))
        for one in found["segments"]
    ]
    show_table(("segment", "name", "people", "share", "likes more than all"), rows)
    shared = [(*one["segments"], str(one["people"])) for one in found["overlaps"][:limit]]
    say("\nWhat segments share most")
    show_table(("segment", "and", "people"), shared)
    say("\nProposed: write the segment with its condition to switch it on")
    proposed = [
        (
            one["id"],
            one["entry"]["name"],
            str(one["people"]),
            one["entry"]["condition"],
            _liked(one),
        )
        for one in found["proposed"]
    ]
    show_table(("segment", "name", "people", "condition", "likes more than all"), proposed)


def _people(people: int | str | None) -> str:
    return "not counted" if people is None else str(people)


def _liked(row: dict[str, Any]) -> str:
    return ", ".join(
        f"{next(iter(one['labels'].values()))} ×{one['times']}" for one in row["likes"]
    )


def _show(title: str, rows: Sequence[dict[str, Any]]) -> None:
    say(f"\n{title}" if rows else f"\n{title}: nothing")
    if rows:
        head = tuple(_HEADS.get(name, name) for name in rows[0])
        show_table(head, [tuple(map(_cell, row.items())) for row in rows])


def _cell(cell: tuple[str, Any]) -> str:
    name, value = cell
    return str(value) if name in {"query", "facet", "value", "searches"} else _share(value)


def _share(value: float | None) -> str:
    return "no data" if value is None else f"{value:.1%}"
