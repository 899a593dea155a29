"""What runs: holds the engine in use, and swaps it when the shop's knowledge has moved on."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime

from threadpoolctl import threadpool_limits

from knowledge_base.consent import Consent
from knowledge_base.errors import TresenError, Unavailable
from knowledge_base.ledger import LEDGER
from knowledge_base.live import LiveFacts
from knowledge_base.market import Market
from knowledge_base.merchandising import merchandising_from
from knowledge_base.profiles import Profile
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.acquaintances import Acquaintances
from knowledge_base.storage.change_log import Topic, changes_after, last_seq
from knowledge_base.storage.database import Connection, Database
from knowledge_base.storage.merchandising import read_all
from knowledge_base.storage.people import read_profile
from knowledge_base.storage.products import changes_since
from ranking.context import Context
from service.engine import Engine, assemble
from service.intake.event_writer import EventWriter
from service.lock import Lock
from service.nightly import publish_nothing
from service.published import Published
from service.pulse import Pulse
from service.refresher import Refresher
from service.rehearsal import rehearse

PROFILE_SECONDS = 0.02
USES_EVERY = 60.0
"""Seconds between two times that the uses of rules are written down."""

_PATIENCE = 5.0
"""Seconds in which a look has to end with the service; who fetches may wait for a network."""

log = logging.getLogger(__name__)


class Runtime:
    """The open database and the engine over it; one per process.

    `engine` is replaced, never changed: whoever took one keeps a consistent state. Every
    `poll_seconds` one thread looks for changes, and another for a new snapshot, so that no
    price waits while one is opened, and a third fetches it first where hosts share a depot;
    `refresh` does both at once. `profile_seconds` is how
    long an answer waits for the person's profile before it goes on without.
    """

    def __init__(
        self,
        database: Database,
        store: SnapshotStore,
        market: Market,
        poll_seconds: float = 0.25,
        lock: Lock | None = None,
        refresher: Refresher | None = None,
    ) -> None:
        self.database = database
        with database.read() as connection:
            self._seq = last_seq(connection)
        self.store = store
        self.published = Published(store, store.root.parent / LEDGER)
        self.market = market
        self.events = EventWriter(database)
        self.pulse = Pulse(database, self.store)
        self.profile_seconds = PROFILE_SECONDS
        self.late_profiles = 0
        self.refresher = refresher
        self._lock = lock
        self._poll_seconds = poll_seconds
        self._engine: Engine | None = None
        self.acquaintances = Acquaintances()
        self._watchers: dict[Topic, list[Callable[[], None]]] = {
            Topic.PEOPLE: [self._forget_people]
        }
        self._refreshing, self._following = threading.Lock(), threading.Lock()
        self._counted_at = time.monotonic()
        self._stopping = threading.Event()
        looks = {"poller": self._look, "opener": self._keep_up}
        if store.is_shared:
            looks["fetcher"] = self._fetch
        self._pollers = [
            threading.Thread(target=self._poll, args=(look,), name=name, daemon=True)
            for name, look in looks.items()
        ]
        self._readers = ThreadPoolExecutor(4, thread_name_prefix="profiles")
        self._while_serving = ExitStack()

    @property
    def engine(self) -> Engine:
        """Return the engine to answer with. Raises Unavailable before the start."""
        if self._engine is None:
            raise Unavailable("the service is starting")
        return self._engine

    @property
    def seq(self) -> int:
        """Return the number of the last change that was taken in."""
        return self._seq

    def watch(self, topic: Topic, callback: Callable[[], None]) -> None:
        """Call back, on the poller's thread, when a topic changes after this was made."""
        self._watchers.setdefault(topic, []).append(callback)

    def start(self) -> None:
        """Open what is published, an empty snapshot before the first training; only once.

        Raises Conflict where there are snapshots and none can be opened.
        """
        if self._engine is not None:
            return
        if self.store.current() is None and not self.store.ids():
            here_alone = SnapshotStore(self.store.root)
            publish_nothing(here_alone, self.market, datetime.now(UTC))
        # a request is too short to be shared: threads of BLAS wait for each other, and spin
        self._while_serving.enter_context(threadpool_limits(limits=1, user_api="blas"))
        self.refresh()
        for one in self._pollers:
            one.start()

    def stop(self) -> None:
        """Stop looking for changes, write what was accepted, close the database, unlock."""
        self._stopping.set()
        for one in self._pollers:
            if one.is_alive():
                one.join(_PATIENCE)
        if self.refresher:
            self.refresher.stop()
        self._count_uses()
        self.events.close()
        self._readers.shutdown()
        self._while_serving.close()
        self.database.close()
        if self._lock:
            self._lock.close()

    def refresh(self) -> None:
        """Take in whatever has changed since the last look, a new snapshot too."""
        self._follow()
        self._take_in()

    def _follow(self) -> bool:
        """Open what is published; say whether that is another snapshot than the one in use."""
        with self._following:
            opened = self.published.follow()
        return self._engine is None or opened is not self._engine.opened

    def _fetch(self) -> None:
        if self.published.fetch():
            self.refresh()

    def _keep_up(self) -> None:
        if self._follow():
            self._take_in()
        self.pulse.look(self.engine.opened)
        if time.monotonic() - self._counted_at >= USES_EVERY:
            self._count_uses()

    def _count_uses(self) -> None:
        """Write down how often rules held; what cannot be written now is tried again."""
        self._counted_at = time.monotonic()
        try:
            if self._engine:
                self._engine.uses.write(self.database, datetime.now(UTC))
        except Unavailable as outage:
            log.warning("uses of rules are not written down yet: %s", outage.detail)

    def _look(self) -> None:
        self._take_in()
        if self.refresher:
            self.refresher.look()

    def _take_in(self) -> None:
        """Take in what has changed; what fails is repeated by the next look.

        Watchers come first: a revoked key must not wait for an engine that cannot be made.
        """
        with self._refreshing:
            with self.database.read() as connection:
                changed = changes_after(connection, self._seq)
                topics = {change.topic for change in changed}
                for topic in topics:
                    for callback in self._watchers.get(topic, ()):
                        callback()
                self._engine = self._next_engine(connection, topics)
            if changed:
                self._seq = changed[-1].seq

    async def person(self, context: Context) -> Profile | None:
        """Read who asks; None for nobody, without consent, or not in time or not at all."""
        if context.consent < Consent.PERSONALIZATION:
            return None
        if context.visitor_id is None and context.customer_id is None:
            return None
        reading = asyncio.get_running_loop().run_in_executor(
            self._readers, self._read_person, context
        )
        try:
            return await asyncio.wait_for(reading, self.profile_seconds)
        except (TimeoutError, Unavailable):
            self.late_profiles += 1
            return None

    def _read_person(self, context: Context) -> Profile:
        met = self.acquaintances  # before anything is read: what it remembers is then no older
        with self.database.look() as connection:
            return read_profile(
                connection,
                visitor_id=context.visitor_id,
                customer_id=context.customer_id,
                met=met,
            )

    def _forget_people(self) -> None:
        """Let go of everybody after an erasure or a withdrawal: in memory is a trace, too."""
        self.acquaintances = Acquaintances()
        self.pulse.forget()

    def _next_engine(self, connection: Connection, topics: set[Topic]) -> Engine:
        """Put together what has changed with what has not."""
        now, before = datetime.now(UTC), self._engine
        opened = self.published.opened
        if before is None or opened is not before.opened:
            live = LiveFacts.at_rest(opened.catalogue, opened.seq)
            merchandising = merchandising_from(*read_all(connection))
        elif topics & {Topic.PRODUCTS, Topic.MERCHANDISING} or before.day != now.date():
            live, merchandising = before.live, before.merchandising
            if Topic.MERCHANDISING in topics:
                merchandising = merchandising_from(*read_all(connection))
        else:
            return before
        changes, seq = changes_since(connection, live.seq)
        if self.refresher:
            self.refresher.notice(opened, changes)
        if changes:
            live = live.with_changes(changes, seq)
        engine = assemble(opened, live, merchandising, now, before)
        if before is None or opened is not before.opened:
            rehearse(engine, now)
        return engine

    def _poll(self, look: Callable[[], None]) -> None:
        complaint = ""
        while not self._stopping.wait(self._poll_seconds):
            try:
                look()
                complaint = ""
            except TresenError as error:
                if error.detail != complaint:  # once, and not with every look
                    log.warning("no news: %s", error.detail)
                complaint = error.detail
            except Exception:
                log.exception("the engine in use stays: a newer one could not be made")
