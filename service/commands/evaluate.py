"""`tresen evaluate`: how good the answers are, on the console, as a page and as JSON."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from service.building.restraint import restrained
from service.commands.console import progress, say, show_table
from service.commands.opened import opened_database, opened_store
from service.evaluation.evaluating import USUAL, Extent, evaluate
from service.evaluation.levels import MEASURES
from service.evaluation.page import page

PAGE, FIGURES = "evaluation.html", "evaluation.json"

Report = Annotated[Path | None, typer.Option(help="directory for the page and the figures")]
Days = Annotated[float, typer.Option(min=0.01, help="how much of the end of the log is asked")]
Most = Annotated[int, typer.Option("--questions", min=1, help="of each kind, at most")]
Snapshots = Annotated[int, typer.Option(min=0, help="how many of the last trainings")]


def evaluate_all(
    report: Report = None,
    days: Days = USUAL.days,
    questions: Most = USUAL.questions,
    snapshots: Snapshots = USUAL.snapshots,
) -> None:
    """Ask what is learned about the last day, which it did not know; publish nothing."""
    with (
        opened_database() as (settings, database),
        restrained(niceness=settings.train_nice, hours=settings.train_hours) as heeding,
        progress() as step,
    ):
        found = evaluate(
            database,
            opened_store(settings, database),
            now=datetime.now(UTC),
            robots_from=settings.robot_score,
            extent=Extent(days, questions, snapshots),
            progress=heeding(step),
        )
    _show(found)
    if report is not None:
        report.mkdir(parents=True, exist_ok=True)
        (report / FIGURES).write_bytes(orjson.dumps(found, option=orjson.OPT_INDENT_2))
        (report / PAGE).write_text(page(found), encoding="utf-8")
        say(f"\nwritten: {report / PAGE} and {report / FIGURES}")


def _show(found: dict[str, Any]) -> None:
    measure = MEASURES[0]
    say(f"asked about {found['since'][:16]} to {found['until'][:16]}: {measure}")
    rows = [
        (
            one["snapshot"],
            one["touch_point"],
            one["level"],
            _cell(one[measure]),
            _cell(one.get(f"{measure} gain")),
            str(one[measure]["n"]) if one[measure] else "0",
        )
        for one in found["quality"]
    ]
    head = ("snapshot", "touch-point", "level", measure, "on the level below", "questions")
    show_table(head, rows)


def _cell(one: dict[str, float] | None) -> str:
    if one is None:
        return "no data"
    return f"{one['mean']:.3f} [{one['low']:.3f}, {one['high']:.3f}]"
