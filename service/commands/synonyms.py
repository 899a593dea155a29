"""`tresen synonyms`: the shop's synonyms from and to a `synonyms.txt`."""

from typing import Annotated

import typer

from service.commands.console import say
from service.commands.entry_lines import report, text_of
from service.commands.files import File
from service.commands.opened import opened_database
from service.intake.synonyms import export_synonyms, import_synonyms
from service.unknown_names import check_language

AUTHOR = "tresen synonyms import"
"""Who stands as the author of what a command wrote."""

app = typer.Typer(no_args_is_help=True, help="Import and export synonyms.")

Language = Annotated[
    str | None, typer.Option(help="the language the lines hold in; without it in all")
]


@app.command("import")
def add(
    file: File,
    language: Language = None,
) -> None:
    """Add what the lines of a file say, `a, b` or `a => b`; refused lines are named."""
    text = text_of(file)
    with opened_database() as (settings, database):
        check_language(language, settings.languages, "--language")
        done = import_synonyms(database, text, AUTHOR, language)
    report(file, done)


@app.command("export")
def give(language: Language = None) -> None:
    """Print the lines that say what the enabled synonyms say."""
    with opened_database() as (_, database):
        for line in export_synonyms(database, language):
            say(line)
