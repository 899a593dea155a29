"""How often one caller may ask: a bucket of requests that fills by itself."""

from socket import AF_INET, AF_INET6, inet_ntop, inet_pton

_BURST_SECONDS = 3.0
_MOST_BUCKETS = 50_000
_HOUSEHOLD = {AF_INET: 3, AF_INET6: 7}
"""Bytes at the beginning of an address that those of one household share."""


def network_of(address: str) -> str:
    """Return the network an address belongs to (/24 or /56): one household, one bucket."""
    family = AF_INET6 if ":" in address else AF_INET
    try:
        whole = inet_pton(family, address)
    except (OSError, ValueError):  # of a zone or a NUL in it, too
        return address
    return inet_ntop(family, whole[: _HOUSEHOLD[family]].ljust(len(whole), b"\0"))


class RateLimit:
    """Token buckets in memory, each with three seconds' worth of requests."""

    def __init__(self) -> None:
        self._buckets: dict[tuple[str, str], tuple[float, float]] = {}

    def __len__(self) -> int:
        return len(self._buckets)

    def wait(self, who: tuple[str, str], rate: float, now: float) -> float:
        """Take one request; return 0, or the seconds until there will be one to take.

        `rate` is requests a second, 0 for as many as one likes; `now` monotonic seconds.
        """
        if not rate:
            return 0.0
        full = max(1.0, rate * _BURST_SECONDS)
        left, at = self._buckets.get(who, (full, now))
        left = min(full, left + (now - at) * rate)
        if left < 1:
            self._buckets[who] = (left, now)
            return (1 - left) / rate
        self._buckets[who] = (left - 1, now)
        if len(self._buckets) > _MOST_BUCKETS:
            self._forget(now)
        return 0.0

    def _forget(self, now: float) -> None:
        """Drop the buckets that have had the time to fill up, or all in an emergency."""
        fresh = {
            who: bucket
            for who, bucket in self._buckets.items()
            if now - bucket[1] < _BURST_SECONDS
        }
        self._buckets = fresh if len(fresh) < _MOST_BUCKETS else {}
