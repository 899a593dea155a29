"""`tresen visitors`: what is kept of a person, and its erasure."""

from datetime import UTC, datetime
from typing import Annotated

import orjson
import typer

from knowledge_base.storage.folds import rebuild_summaries
from knowledge_base.storage.people import export_person
from service import erasing
from service.commands.console import say
from service.commands.opened import opened_database

app = typer.Typer(
    no_args_is_help=True, help="Export, erase and fold anew what is kept of people."
)

PersonId = Annotated[str, typer.Argument(help="a visitor's or a customer's id")]


@app.command()
def export(person_id: PersonId) -> None:
    """Print every fact and every event of a visitor or customer as JSON."""
    with opened_database() as (_, database), database.read() as connection:
        kept = export_person(connection, person_id)
    say(orjson.dumps(kept, option=orjson.OPT_INDENT_2).decode())


@app.command()
def erase(person_id: PersonId) -> None:
    """Erase every trace of a visitor or customer."""
    with opened_database() as (settings, database):
        erased = erasing.erase(database, settings.data_dir, person_id, now=datetime.now(UTC))
    say(f"erased {erased} rows")


@app.command()
def rebuild() -> None:
    """Fold every summary anew from the events that are kept, after a change of how."""
    with opened_database() as (_, database):
        rebuilt, left = rebuild_summaries(database)
    say(f"{rebuilt} summaries folded anew, {left} left as they are (events purged or gone)")


@app.command()
def replay() -> None:
    """Erase again whoever was erased after the backup that was restored."""
    with opened_database() as (settings, database):
        erased = erasing.replay(database, settings.data_dir)
    say(f"erased {erased} people again")
