"""How commands read a file of entries, and say what became of its lines."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import typer

from knowledge_base.errors import BadInput, Fault
from service.commands.console import say
from service.intake.entry_import import EntryImport


def text_of(file: Path) -> str:
    """Read a file of lines. Raises BadInput where it is not written in UTF-8."""
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        detail = f"{file.name} is not written in UTF-8"
        raise BadInput(detail, Fault(f"byte {error.start}", error.reason)) from None


def report(
    file: Path, done: EntryImport, warnings: Mapping[int, Sequence[Fault]] | None = None
) -> None:
    """Say what was done, what is doubtful by line, and what was refused; exit 1 if anything."""
    say(f"{done.new:,} new, {done.unchanged:,} unchanged, {len(done.refused):,} refused")
    for line, doubts in (warnings or {}).items():
        for one in doubts:
            say(f"{file.name}:{line}: warning: {one.place} {one.detail}")
    for refused in done.refused:
        say(f"{file.name}:{refused.line}: {refused.detail}")
    if done.refused:
        raise typer.Exit(1)
