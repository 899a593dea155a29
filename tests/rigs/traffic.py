"""Shoppers who search and send events while a rig does something to the service."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx2

from tests.rigs.load import Shopper


@dataclass
class Traffic:
    """Somebody who searches and somebody who sends events, whatever happens."""

    address: str
    shopper: Shopper
    searched: Counter[int] = field(default_factory=Counter)
    sent: Counter[int] = field(default_factory=Counter)
    _is_over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def flowing(self) -> Iterator[None]:
        """Have both at it meanwhile, each having been answered before."""
        with ThreadPoolExecutor() as people:
            at_work = [people.submit(self._search), people.submit(self._send)]
            try:
                self.until(lambda: self.searched[200] > 0 and self.sent[202] > 0)
                yield
            finally:
                self._is_over.set()
            for one in at_work:
                one.result()

    def until(self, is_so: Callable[[], bool]) -> float:
        """Wait, as long as the test may take, until something is so; return the seconds."""
        begun = time.monotonic()
        while not is_so():
            time.sleep(0.01)
        return time.monotonic() - begun

    def _search(self) -> None:
        known = {"q": "laufschuh", "visitor_id": "v1", "consent": "personalization"}
        with self._client() as client:
            while not self._is_over.is_set():
                self.searched[_status(client, known)] += 1

    def _send(self) -> None:
        with self._client() as client:
            while not self._is_over.is_set():
                self.sent[self.shopper.send(client)] += 1

    def _client(self) -> httpx2.Client:
        headers = {"Authorization": f"Bearer {self.shopper.key}"}
        return httpx2.Client(base_url=self.address, headers=headers, timeout=60)


def _status(client: httpx2.Client, params: dict[str, str]) -> int:
    try:
        return client.get("/v1/search", params=params).status_code
    except httpx2.TransportError:
        return 0
