"""`tresen train`: builds what is served from what is known."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from service import nightly
from service.building.forecast import spoken, stages_before, with_remaining
from service.building.restraint import restrained
from service.building.training_lock import training_lock
from service.commands.console import progress, say
from service.commands.opened import opened_database, opened_store
from service.tidying import prune_logs

Publish = Annotated[bool, typer.Option(help="serve the result")]
Full = Annotated[bool, typer.Option("--full", help="fold people and learn factors anew, too")]


def train(
    full: Full = False,  # noqa: FBT002 - a flag
    publish: Publish = True,  # noqa: FBT002 - a flag
) -> None:
    """Build a snapshot beside the one being served, and publish it by one switch.

    One training at a time, behind everything else on the machine, with a deadline.
    """
    now = datetime.now(UTC)
    with (
        opened_database() as (settings, database),
        training_lock(settings.data_dir, database),
        restrained(niceness=settings.train_nice, hours=settings.train_hours) as heeding,
        progress() as step,
    ):
        store = opened_store(settings, database)
        prune_logs(database, now, settings.price_days)
        report = nightly.train(
            database,
            store,
            settings.market,
            now=now,
            full=full,
            publish=publish,
            robots_from=settings.robot_score,
            limits=settings.tolerances,
            apart=True,
            progress=with_remaining(heeding(step), stages_before(store)),
        )
    seconds = sum(report.seconds.values())
    say(
        f"{report.snapshot_id}: {report.products} products, {report.variants} variants,"
        f" {report.interactions} interactions in {spoken(seconds)}"
    )
    report.insist()
    if report.published:
        say("it is being served")
    elif store.pinned:
        say("it is not published: a rollback holds until `tresen snapshots publish ID`")
    else:
        say("it is not published")
