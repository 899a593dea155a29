"""How commands speak: a moving line on a terminal, plain lines elsewhere, a line per fault."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import MofNCompleteColumn, Progress, TaskID
from rich.table import Table

from knowledge_base.errors import TresenError

out = Console(highlight=False)

_NEWS_EVERY = 100_000
"""Steps of a bar between two lines where nobody looks."""


def say(line: str) -> None:
    """Write a line as it is."""
    typer.echo(line)


def complain(error: TresenError) -> None:
    """Write what is wrong, a line for each place."""
    typer.echo(f"tresen: {error.detail}", err=True)
    for one in error.faults:
        if one.detail != error.detail:
            typer.echo(f"  {one.place}: {one.detail}", err=True)


def show_table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Write rows under their headings; tabs instead of a table where nobody looks."""
    if not out.is_terminal:
        for row in (head, *rows):
            say("\t".join(row))
        return
    table = Table(*head, box=None, header_style="bold")
    for row in rows:
        table.add_row(*map(escape, row))
    out.print(table)


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Show which step long work is at: hand out what announces a step."""
    if not out.is_terminal:
        yield lambda step: say(f"  {step} …")
        return
    with out.status("") as status:
        yield lambda step: status.update(f"{step} …")


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """Show how far each step is: hand out what is told the step, what is done, and of what."""
    if not out.is_terminal:
        told: dict[str, int] = {}

        def tell(step: str, done: int, total: int) -> None:
            if step not in told or done - told[step] >= _NEWS_EVERY:
                told[step] = done
                say(f"  {step}: {done:,} of {total:,} …")

        yield tell
        return
    with Progress(*Progress.get_default_columns(), MofNCompleteColumn(), console=out) as bars:
        tasks: dict[str, TaskID] = {}

        def show(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(escape(step))
            bars.update(tasks[step], completed=done, total=total)

        yield show
