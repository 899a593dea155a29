"""What the service counts for Prometheus, without any fact about a person."""

from collections.abc import Mapping

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

disable_created_metrics()  # type: ignore[no-untyped-call]  # theirs; a second series for each

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
_ROWS = (1, 3, 10, 30, 100, 300, 1_000)

COUNTERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "events_received": ("events answered: stored, duplicates and refused together", ()),
    "events_stored": ("events that are on disk", ()),
    "events_duplicates": ("events that were on disk already", ()),
    "events_refused": ("events that were kept aside, with a reason", ()),
    "robot_events": ("events that robots did, for all we know", ()),
    "searches": ("searches answered", ()),
    "search_zero_results": ("searches that found nothing", ()),
    "fallback": ("answers given without something, or not at all, under load", ("without",)),
    "profiles_late": ("answers without 1:1 because the profile was not read in time", ()),
    "ratelimited": ("requests above a rate", ("class",)),
    "auth_failed": ("requests turned away at the door", ("reason",)),
    "log_lines_lost": ("lines of the log that nobody took in time", ()),
}
"""What is counted beside requests and commits: what it means, and by which labels."""

GAUGES: Mapping[str, str] = {
    "ingest_queue_rows": "rows of events that wait to be written",
    "ingest_queue_bytes": "about what they take in memory",
    "writer_heartbeat_seconds": "seconds the writer of events has been at its present group",
    "wal_bytes": "size of SQLite's write-ahead log",
    "change_lag_seq": "changes in the database that this process has yet to take in",
    "fold_lag_seq": "events since everybody's were last folded into profiles",
    "database_up": "1 if the database answers",
    "live_seq": "number of the last change of a product that answers show",
    "keys": "keys in force",
    "feed_products": "products being served",
    "feed_variants": "variants being served",
    "feed_last_success_timestamp_seconds": "when `tresen products import` last succeeded",
    "products_not_findable": "new products that wait for the index",
    "refresh_failures": "refreshes of the index that failed in a row",
    "snapshot_timestamp_seconds": "when the snapshot being served was made",
    "model_age_seconds": "seconds since the last training that is served; -1 before the first",
    "model_pinned": "1 while a rollback holds",
    "guardrail_failed": "reasons for which the last night was refused",
    "erasure_pending": "erasures of the ledger that the database has yet to see",
    "disk_free_bytes": "room beside the data",
    "backup_last_success_timestamp_seconds": "when `tresen backup` last succeeded",
    "restore_drill_last_success_timestamp_seconds": "when `tresen drill` last succeeded",
}
"""What is looked at when somebody asks."""


class Telemetry:
    """The counters and gauges of one process, or of all that serve the same port together.

    Several processes share a directory of prometheus_client's, which the environment names; of
    a gauge then the last that was set holds.
    """

    def __init__(self, *, is_shared: bool = False) -> None:
        registry = self._registry = CollectorRegistry()
        self._is_shared = is_shared
        self._seen: dict[tuple[str, ...], int] = {}
        self._answers: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        if not is_shared:
            ProcessCollector(registry=registry)
        self._requests = Counter(
            "tresen_http_requests",
            "requests answered",
            ("route", "method", "code"),
            registry=registry,
        )
        self._seconds = Histogram(
            "tresen_http_seconds",
            "time taken to answer",
            ("route",),
            buckets=_SECONDS,
            registry=registry,
        )
        self._commit_seconds = Histogram(
            "tresen_commit_seconds",
            "time taken to write a group of events",
            buckets=_SECONDS,
            registry=registry,
        )
        self._commit_rows = Histogram(
            "tresen_commit_rows", "rows of such a group", buckets=_ROWS, registry=registry
        )
        self._model = Gauge(
            "tresen_model_info",
            "1 for the snapshot being served, 0 for those served before",
            ("snapshot",),
            registry=registry,
            multiprocess_mode="mostrecent",
        )
        self._served = ""
        self._counters = {
            name: Counter(f"tresen_{name}", meaning, labels, registry=registry)
            for name, (meaning, labels) in COUNTERS.items()
        }
        self._gauges = {
            name: Gauge(
                f"tresen_{name}", meaning, registry=registry, multiprocess_mode="mostrecent"
            )
            for name, meaning in GAUGES.items()
        }

    def answered(self, route: str, method: str, code: int, seconds: float) -> None:
        """Count one answer."""
        kind = route, method, code
        if kind not in self._answers:  # a lookup by labels takes as long as all the rest
            self._answers[kind] = self._requests.labels(*kind), self._seconds.labels(route)
        number, took = self._answers[kind]
        number.inc()
        took.observe(seconds)

    def committed(self, rows: int, seconds: float) -> None:
        """Count one group of events that was written."""
        self._commit_rows.observe(rows)
        self._commit_seconds.observe(seconds)

    def searched(self, total: int) -> None:
        """Count a search that found so many."""
        self.count("searches")
        if not total:
            self.count("search_zero_results")

    def count(self, name: str, *labels: str, times: int = 1) -> None:
        """Count something of COUNTERS."""
        counter = self._counters[name]
        (counter.labels(*labels) if labels else counter).inc(times)

    def follow(self, name: str, *labels: str, total: int) -> None:
        """Count what was counted elsewhere since this was last told."""
        key = (name, *labels)
        self.count(name, *labels, times=total - self._seen.get(key, 0))
        self._seen[key] = total

    def show(self, gauges: Mapping[str, float]) -> None:
        """Set some of GAUGES."""
        for name, value in gauges.items():
            self._gauges[name].set(value)

    def serves(self, snapshot_id: str) -> None:
        """Name the snapshot being served."""
        if self._served:
            self._model.labels(self._served).set(0)
        self._model.labels(snapshot_id).set(1)
        self._served = snapshot_id

    def exposition(self) -> bytes:
        """Write everything in the Prometheus text format."""
        if not self._is_shared:
            return generate_latest(self._registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]  # theirs
        return generate_latest(together)
