"""`tresen synonyms`: the shop's synonyms from and to a `synonyms.txt`."""

from pathlib import Path
from typing import Annotated

import typer

from knowledge_base.errors import BadInput, Fault
from service.commands.console import say
from service.commands.opened import opened_database
from service.synonyms import export_synonyms, import_synonyms

AUTHOR = "tresen synonyms import"
"""Who stands as the author of what a command wrote."""

app = typer.Typer(no_args_is_help=True, help="Import and export synonyms.")

Language = Annotated[
    str | None, typer.Option(help="the language the lines hold in; without it in all")
]


@app.command("import")
def add(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    language: Language = None,
) -> None:
    """Add what the lines of a file say, `a, b` or `a => b`; refused lines are named."""
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        detail = f"{file.name} is not written in UTF-8"
        raise BadInput(detail, Fault(f"byte {error.start}", error.reason)) from None
    with opened_database() as (_, database):
        done = import_synonyms(database, text, AUTHOR, language)
    say(f"{done.new:,} new, {done.unchanged:,} unchanged, {len(done.refused):,} refused")
    for one in done.refused:
        say(f"{file.name}:{one.line}: {one.detail}")
    if done.refused:
        raise typer.Exit(1)


@app.command("export")
def give(language: Language = None) -> None:
    """Print the lines that say what the enabled synonyms say."""
    with opened_database() as (_, database):
        for line in export_synonyms(database, language):
            say(line)
