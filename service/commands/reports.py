"""`tresen report`: what people of the shop want to know, on the command line."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from service.commands.console import say, show_table
from service.commands.opened import opened_database
from service.reports import report_searches

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
