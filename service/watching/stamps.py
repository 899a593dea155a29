"""When work of the operator's last went well: a small file for each, which metrics tell of."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path

FOLDER = "stamps"


class Work(StrEnum):
    """What is to happen again and again."""

    FEED = "feed"
    BACKUP = "backup"
    DRILL = "drill"


def stamp(folder: Path, work: Work, now: datetime) -> None:
    """Note in a data directory that something went well just now."""
    stamps = folder / FOLDER
    stamps.mkdir(parents=True, exist_ok=True)
    beside = stamps / f".{work}"
    beside.write_text(now.isoformat(), encoding="ascii")
    beside.replace(stamps / work)


def stamped(folder: Path, work: Work) -> datetime | None:
    """Say when something last went well; None where it never did, or nobody can say."""
    try:
        return datetime.fromisoformat((folder / FOLDER / work).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
