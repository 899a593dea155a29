"""Forgets what is kept for a while only: moves of prices, changes all have seen, old feeds."""

from datetime import datetime, timedelta

from knowledge_base.storage.change_log import prune_changes
from knowledge_base.storage.database import Database
from knowledge_base.storage.feed_imports import prune_intakes
from knowledge_base.storage.price_history import prune_price_history

_CHANGES = timedelta(days=7)
"""Longer than any process sleeps; the last change stays for ever."""
_FEEDS = timedelta(days=90)
"""Longer than a shop stays with what was learned once."""


def prune_logs(database: Database, now: datetime, price_days: int) -> None:
    """Forget what is too old, in short pieces, so that nobody waits."""
    for prune, before in (
        (prune_price_history, now - timedelta(days=price_days)),
        (prune_changes, now - _CHANGES),
        (prune_intakes, now - _FEEDS),
    ):
        while True:
            with database.write() as connection:
                if not prune(connection, before):
                    break
