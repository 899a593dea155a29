"""The files that commands read: on this machine, never at an address."""

import re
from pathlib import Path
from typing import Annotated

import typer

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,19}://")


def readable(written: str) -> Path:
    """Take a file that is there. Raises BadParameter, for an address with what to do instead.

    Nothing is fetched: whoever names an address would decide where this machine asks.
    """
    if _ADDRESS.match(written):
        raise typer.BadParameter(
            f"{written} is an address, and files are read: fetch it first, "
            "curl -fsSo feed.xml ADDRESS"
        )
    path = Path(written)
    if not path.is_file():
        raise typer.BadParameter(f"there is no file {written}")
    return path


File = Annotated[Path, typer.Argument(parser=readable, metavar="FILE")]
Files = Annotated[list[Path], typer.Argument(parser=readable, metavar="FILE…")]
