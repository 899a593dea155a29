"""The command line: `tresen …`, or `python -m service …`."""

import errno

import typer

from knowledge_base.errors import Fault, TresenError, Unavailable
from service.commands import (
    backup,
    compatibility,
    customers,
    demo,
    doctor,
    evaluate,
    events,
    explaining,
    importing,
    keys,
    refreshing,
    reports,
    rules,
    snapshots,
    synonyms,
    training,
    visitors,
)
from service.commands import serve as serving
from service.commands.console import complain
from service.settings import BAD_SETTINGS

EX_CONFIG = 78
"""What sysexits.h calls a configuration error."""

app = typer.Typer(
    name="tresen",
    help="The sales assistant behind the counter of a web shop.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(demo.demo)
app.command()(serving.serve)
app.add_typer(importing.products, name="products")
app.add_typer(events.app, name="events")
app.add_typer(customers.app, name="customers")
app.add_typer(rules.app, name="rules")
app.add_typer(synonyms.app, name="synonyms")
app.add_typer(compatibility.app, name="compatibility")
app.command()(training.train)
app.command("refresh")(refreshing.refresh_index)
app.command("evaluate")(evaluate.evaluate_all)
app.add_typer(snapshots.app, name="snapshots")
app.command()(doctor.doctor)
app.command()(backup.backup)
app.command()(backup.restore)
app.command()(backup.drill)
app.add_typer(reports.app, name="report")
app.command("explain")(explaining.explain)
app.add_typer(keys.app, name="keys")
app.add_typer(visitors.app, name="visitors")


def main() -> None:
    """Run a command; what goes wrong is said in one line each."""
    try:
        app()
    except TresenError as error:
        complain(error)
        raise SystemExit(EX_CONFIG if error.code == BAD_SETTINGS else 1) from None
    except OSError as error:
        complain(Unavailable(f"the system says: {error}", *_remedies(error)))
        raise SystemExit(1) from None


def _remedies(error: OSError) -> tuple[Fault, ...]:
    """Say what helps where the operator's is the remedy: room, or a right."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return (Fault("disk", "make room: `tresen snapshots prune`, `tresen events purge`"),)
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return (Fault("rights", "run this as the user whose data these are, who may write"),)
    return ()


if __name__ == "__main__":
    main()
