"""`tresen train`: builds what is served from what is known."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from service import nightly
from service.commands.console import progress, say
from service.commands.opened import opened_database, opened_store
from service.tidying import prune_logs

Publish = Annotated[bool, typer.Option(help="serve the result")]


def train(
    publish: Publish = True,  # noqa: FBT002 - a flag
) -> None:
    """Build a snapshot beside the one being served, and publish it by one switch."""
    now = datetime.now(UTC)
    with opened_database() as (settings, database), progress() as step:
        prune_logs(database, now, settings.price_days)
        report = nightly.train(
            database,
            opened_store(settings),
            settings.market,
            now=now,
            publish=publish,
            robots_from=settings.robot_score,
            progress=step,
        )
    seconds = sum(report.seconds.values())
    say(
        f"{report.snapshot_id}: {report.products} products, {report.variants} variants,"
        f" {report.interactions} interactions in {seconds:.1f} s"
    )
    say("it is being served" if report.published else "it is not published")
