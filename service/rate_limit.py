"""How often one caller may ask: a bucket of requests that fills by itself."""

import ipaddress

_BURST_SECONDS = 3.0
_MOST_BUCKETS = 50_000


def network_of(address: str) -> str:
    """Return the network an address belongs to (/24 or /56): one household, one bucket."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    bits = 24 if ip.version == 4 else 56  # noqa: PLR2004 - the two versions of IP
    return str(ipaddress.ip_network(f"{ip}/{bits}", strict=False).network_address)


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
