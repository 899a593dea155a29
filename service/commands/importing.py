"""`tresen products import`: feeds from files."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from knowledge_base.feeds.detect import Format
from service.commands.console import progress, progress_bar, say
from service.commands.files import Files, readable
from service.commands.opened import opened_database
from service.commands.refreshing import refresh_now
from service.intake.import_report import Report, refused_file
from service.intake.importing import FeedImport, import_products
from service.intake.standing import Limits
from service.tidying import prune_logs
from service.watching.stamps import Work, stamp

products = typer.Typer(no_args_is_help=True, help="Import the product feed.")

Form = Annotated[Format, typer.Option("--format", help="how the files are written")]
Tolerated = Annotated[
    float, typer.Option(min=0, max=1, help="share of refused lines that is still a success")
]
Full = Annotated[
    bool, typer.Option("--full/--delta", help="whether what is not in the feed is gone")
]
Force = Annotated[
    bool, typer.Option("--force", help="also a full feed that drops or reprices a lot")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="report, but change nothing")]
Refreshed = Annotated[
    bool, typer.Option("--refresh/--no-refresh", help="make what is new findable at once")
]
TOLERATED = 0.05


@products.callback()
def _group() -> None:
    """Keep `import` a command of its own although it is the only one."""


@products.command("import")
def products_import(  # noqa: PLR0913, PLR0917 - an option each
    files: Files,
    form: Form = Format.AUTO,
    mapping: Annotated[
        Path | None,
        typer.Option(
            parser=readable, help="which column is which field (TOML)", metavar="FILE"
        ),
    ] = None,
    full: Full = False,  # noqa: FBT002 - a flag
    dry_run: DryRun = False,  # noqa: FBT002 - a flag
    force: Force = False,  # noqa: FBT002 - a flag
    tolerate: Tolerated = TOLERATED,
    refresh: Refreshed = True,  # noqa: FBT002 - a flag
) -> None:
    """Import a feed of one or several files; refused lines are named, the rest counts."""
    with opened_database() as (settings, database):
        now = datetime.now(UTC)
        feed = FeedImport(
            files,
            form,
            mapping,
            full,
            dry_run,
            refused_to=refused_file(settings.data_dir, "products"),
            force=force,
            limits=Limits(settings.feed_most_gone, settings.feed_most_repriced),
        )
        with progress_bar() as watch:
            report = import_products(database, feed, settings.market, now=now, watch=watch)
        tell(report)
        if not dry_run:
            prune_logs(database, now, settings.price_days)
        if not dry_run and not report.objections:
            stamp(settings.data_dir, Work.FEED, now)
            if refresh:
                with progress() as step:
                    refresh_now(settings, database, step)
    judge(report, tolerate)


def tell(report: Report) -> None:
    """Say what an import did."""
    for line in report.lines():
        say(line)


def judge(report: Report, tolerate: float) -> None:
    """End with 1 where more was refused than is tolerated, or the whole."""
    if report.objections or report.refused_share > tolerate:
        raise typer.Exit(1)
