"""How commands speak: a moving line on a terminal, plain lines elsewhere, a line per fault."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.table import Table

from knowledge_base.errors import TresenError

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def say(line: str) -> None:
    """Write a line as it is."""
    out.print(line, markup=False)


def complain(error: TresenError) -> None:
    """Write what is wrong, a line for each place."""
    err.print(f"tresen: {error.detail}", markup=False)
    for one in error.faults:
        if one.detail != error.detail:
            err.print(f"  {one.place}: {one.detail}", markup=False)


def show_table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Write rows under their headings; tabs instead of a table where nobody looks."""
    if not out.is_terminal:
        for row in (head, *rows):
            say("\t".join(row))
        return
    table = Table(*head, box=None, header_style="bold")
    for row in rows:
        table.add_row(*row)
    out.print(table, markup=False)


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Show which step long work is at: hand out what announces a step."""
    if not out.is_terminal:
        yield lambda step: say(f"  {step} …")
        return
    with out.status("") as status:
        yield lambda step: status.update(f"{step} …")
