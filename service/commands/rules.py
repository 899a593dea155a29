"""`tresen rules`: the shop's rules from and to querqy's `rules.txt`."""

from typing import Annotated

import typer

from service.commands.console import say
from service.commands.entry_lines import report, text_of
from service.commands.files import File
from service.commands.opened import opened_database
from service.intake.querqy import export_rules, import_rules
from service.unknown_names import check_language

AUTHOR = "tresen rules import"
"""Who stands as the author of what a command wrote."""

app = typer.Typer(no_args_is_help=True, help="Import and export rules.")


@app.command("import")
def add(
    file: File,
    language: Annotated[
        str | None, typer.Option(help="the language the rules hold in; without it in all")
    ] = None,
) -> None:
    """Add what a rules.txt says; what cannot be used is named by its line, with a remedy."""
    text = text_of(file)
    with opened_database() as (settings, database):
        check_language(language, settings.languages, "--language")
        done = import_rules(database, text, AUTHOR, language)
    if done.synonyms.read or done.synonyms.refused:
        say(f"synonyms: {done.synonyms.new:,} new, {done.synonyms.unchanged:,} unchanged")
        for line in done.synonyms.refused:
            say(f"{file.name}:{line.line}: {line.detail}")
    report(file, done.rules)


@app.command("export")
def give() -> None:
    """Print all rules as a rules.txt."""
    with opened_database() as (_, database):
        for line in export_rules(database):
            say(line)
