"""Is it known when something last went well, and never when it did not?"""

from datetime import UTC, datetime
from pathlib import Path

from service.watching.stamps import Work, stamp, stamped

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_what_went_well_is_known_by_its_last_time(tmp_path: Path) -> None:
    assert stamped(tmp_path, Work.BACKUP) is None
    for month in (1, 6):
        stamp(tmp_path, Work.BACKUP, NOW.replace(month=month))
    assert stamped(tmp_path, Work.BACKUP) == NOW
    assert stamped(tmp_path, Work.DRILL) is None
