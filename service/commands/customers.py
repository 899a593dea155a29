"""`tresen customers import`: what the shop's own books say of its customers."""

from datetime import UTC, datetime

import typer

from knowledge_base.feeds.detect import Format
from service.commands.console import progress
from service.commands.files import Files
from service.commands.importing import (
    TOLERATED,
    DryRun,
    Form,
    Tolerated,
    judge,
    tell,
)
from service.commands.opened import opened_database
from service.intake.customers import import_customers
from service.intake.import_report import refused_file

app = typer.Typer(no_args_is_help=True, help="Import facts of customers.")


@app.callback()
def _group() -> None:
    """Keep `import` a command of its own although it is the only one."""


@app.command("import")
def customers_import(
    files: Files,
    form: Form = Format.AUTO,
    dry_run: DryRun = False,  # noqa: FBT002 - a flag
    tolerate: Tolerated = TOLERATED,
) -> None:
    """Import birthday, group, loyalty status, a child's age and facts of your own.

    What a file says of a customer takes the place of what was known before.
    """
    with opened_database() as (settings, database), progress() as step:
        step("reading " + ", ".join(path.name for path in files))
        report = import_customers(
            database,
            files,
            today=datetime.now(UTC).date(),
            form=form,
            refused_to=refused_file(settings.data_dir, "customers"),
            dry_run=dry_run,
        )
    tell(report)
    judge(report, tolerate)
