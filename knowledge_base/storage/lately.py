"""Follows the event log through the day: what teaches of its last events, read on and on."""

from datetime import datetime

from sqlalchemy import Connection

from knowledge_base.catalogue import Catalogue
from knowledge_base.interactions import Interactions
from knowledge_base.storage.events import add_events, last_event_seq, withdrawals
from knowledge_base.storage.interaction_columns import InteractionColumns

MOST_EVENTS = 200_000
"""Events that are looked back on at first: of a busy shop the last hours."""


class Lately:
    """The last events, over the rows of one catalogue; each is read only once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._columns = InteractionColumns(catalogue)
        self._first = self._seq = 0

    def news(
        self, connection: Connection, since: datetime, now: datetime
    ) -> Interactions | None:
        """Return the events since a moment, None where none has come since the last time.

        When too many are held, all but the last are let go.
        """
        seq = last_event_seq(connection)
        if seq == self._seq:
            return None
        if not self._seq or seq - self._first > 2 * MOST_EVENTS:
            self._columns = InteractionColumns(self._catalogue)
            self._first = self._seq = max(0, seq - MOST_EVENTS)
        add_events(connection, self._columns, after=self._seq)
        self._seq = seq
        values = self._columns.interactions(now, withdrawals(connection))
        return values.where(values.at >= since.timestamp())
