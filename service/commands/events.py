"""`tresen events …`: a history from files, what was refused, and what is kept too long."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from knowledge_base.consent import Consent, parse_consent
from knowledge_base.errors import BadInput, Fault
from knowledge_base.feeds.detect import Format
from knowledge_base.retention import read_retention
from knowledge_base.storage.purging import expire_refused, purge_events
from knowledge_base.storage.refused import RefusedOnes, reasons
from service.commands.console import progress, say, show_table
from service.commands.files import Files
from service.commands.importing import (
    TOLERATED,
    Form,
    Tolerated,
    judge,
    tell,
)
from service.commands.opened import opened_database
from service.intake.event_import import import_events
from service.intake.import_report import refused_file
from service.intake.replaying import replay as replay_refused

app = typer.Typer(no_args_is_help=True, help="Import a shop's history; look after the log.")
refused = typer.Typer(no_args_is_help=True, help="Look at refused events, and try them again.")
app.add_typer(refused, name="refused")

Code = Annotated[str | None, typer.Option(help="only those refused with this code")]
Place = Annotated[str | None, typer.Option(help="only those refused for this field")]
Consented = Annotated[
    str,
    typer.Option(help="what the shop's customers have consented to where a line says nothing"),
]


@app.command("import")
def import_(
    files: Files,
    form: Form = Format.AUTO,
    consent: Consented = Consent.NONE.word,
    tolerate: Tolerated = TOLERATED,
) -> None:
    """Import what happened before; the same file again adds nothing."""
    with opened_database() as (settings, database), progress() as step:
        step("reading " + ", ".join(path.name for path in files))
        refused_to = refused_file(settings.data_dir, "events")
        report = import_events(
            database,
            files,
            now=datetime.now(UTC),
            form=form,
            consent=parse_consent(consent),
            refused_to=refused_to,
        )
    tell(report)
    judge(report, tolerate)


@app.command()
def purge() -> None:
    """Delete what has been kept as long as TRESEN_RETENTION says; totals of people survive."""
    now = datetime.now(UTC)
    with opened_database() as (settings, database), progress() as step:
        step("folding and deleting old events")
        gone = purge_events(database, read_retention(settings.retention), now=now)
        with database.write() as connection:
            kept = timedelta(days=settings.refused_days)
            expired = expire_refused(connection, kept, now=now)
    for kind, number in sorted(gone.items()):
        say(f"{number:,} {kind}")
    say(f"{gone.total():,} events and {expired:,} refused ones deleted")


@refused.command("list")
def show(code: Code = None, place: Place = None) -> None:
    """Count refused events by reason; what is replayable was kept whole."""
    with opened_database() as (_, database), database.read() as connection:
        found = reasons(connection, RefusedOnes(code, place))
    rows = [
        (
            one.code,
            one.place,
            f"{one.count:,}",
            f"{one.replayable:,}",
            one.last_at.isoformat()[:19],
            one.detail,
        )
        for one in found
    ]
    show_table(("code", "field", "events", "replayable", "last", "for example"), rows)


@refused.command()
def replay(
    code: Code = None,
    place: Place = None,
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", help="FIELD=VALUE to put right before; no value drops the field"),
    ] = None,
) -> None:
    """Store what is sound now, at the time at which it came; the rest stays refused."""
    with opened_database() as (_, database), progress() as step:
        step("replaying refused events")
        done = replay_refused(database, RefusedOnes(code, place), _changes(changes or []))
    say(", ".join(f"{number:,} {what}" for what, number in done.items()))


def _changes(written: list[str]) -> dict[str, str]:
    """Read FIELD=VALUE. Raises BadInput."""
    changes = {}
    for one in written:
        field, sign, value = one.partition("=")
        if not field or not sign:
            detail = f"'{one}' is not FIELD=VALUE"
            raise BadInput(detail, Fault("--set", detail))
        changes[field] = value
    return changes
