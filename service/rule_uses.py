"""Counts in memory for how many answers each rule held, until somebody writes it down."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from threading import Lock

from knowledge_base.errors import Unavailable
from knowledge_base.rules import Rule
from knowledge_base.storage.database import Database
from knowledge_base.storage.rule_uses import add_rule_uses


class RuleUses:
    """Counts of any number of threads; what answers take of it is a lock and an addition."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._lock = Lock()

    def note(self, rules: Sequence[Rule]) -> None:
        """Count one more answer for each of some rules."""
        if rules:
            with self._lock:
                self._counts.update(one.rule_id for one in rules)

    def counted(self) -> Mapping[str, int]:
        """Return what has not been written down yet, by the rules' ids."""
        with self._lock:
            return dict(self._counts)

    def write(self, database: Database, now: datetime) -> None:
        """Write down what was counted, and begin anew.

        Raises Unavailable, and then counts on, where it cannot be written.
        """
        with self._lock:
            counts, self._counts = self._counts, Counter()
        if not counts:
            return
        try:
            with database.write() as connection:
                add_rule_uses(connection, counts, now)
        except Unavailable:
            with self._lock:
                self._counts.update(counts)
            raise
