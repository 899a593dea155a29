"""`tresen doctor`: what is well, what is not, and what to do; for people and for monitoring."""

from datetime import UTC, datetime

import typer

from service.commands.console import say
from service.doctor import examine
from service.settings import load_settings


def doctor() -> None:
    """Examine this installation, changing nothing; end with 1 when there is something to do."""
    ill = 0
    for one in examine(load_settings(), datetime.now(UTC)):
        say(f"{'ok' if one.is_well else 'NOT OK':<7} {one.subject}: {one.detail}")
        if not one.is_well:
            say(f"        → {one.remedy}")
            ill += 1
    if ill:
        say(f"{ill} to look at")
        raise typer.Exit(1)
