"""What the service counts about itself: Server-Timing per answer, metrics for Prometheus."""

import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from starlette.types import Scope

_STEPS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
_KEY = "tresen.timings"


class Timings:
    """How long the stages of one answer took."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._stages: list[tuple[str, float]] = []

    @property
    def seconds(self) -> float:
        """Return the seconds since the request came in."""
        return time.perf_counter() - self._start

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time one stage."""
        start = time.perf_counter()
        yield
        self._stages.append((name, time.perf_counter() - start))

    def header(self) -> str:
        """Write the Server-Timing header (milliseconds)."""
        stages = [*self._stages, ("total", self.seconds)]
        return ", ".join(f"{name};dur={seconds * 1000:.2f}" for name, seconds in stages)


def begin(scope: Scope) -> Timings:
    """Start the clock of a request."""
    timings = Timings()
    scope[_KEY] = timings
    return timings


def timings_of(scope: Scope) -> Timings:
    """Return the clock of the request that a scope belongs to."""
    timings: Timings = scope[_KEY]
    return timings


class Telemetry:
    """Counters since the start of this process, without any fact about a person."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._steps: defaultdict[str, list[int]] = defaultdict(lambda: [0] * len(_STEPS))
        self._seconds: defaultdict[str, float] = defaultdict(float)

    def answered(self, resource: str, method: str, status: int, seconds: float) -> None:
        """Count one answer."""
        self._requests[resource, method, status] += 1
        self._seconds[resource] += seconds
        steps = self._steps[resource]
        for number, limit in enumerate(_STEPS):
            steps[number] += seconds <= limit

    def exposition(self, gauges: Mapping[str, float], counters: Mapping[str, int]) -> str:
        """Write everything in the Prometheus text format, with what was measured just now."""
        lines = ["# TYPE tresen_requests_total counter"]
        for (resource, method, status), count in sorted(self._requests.items()):
            labels = f'resource="{resource}",method="{method}",status="{status}"'
            lines.append(f"tresen_requests_total{{{labels}}} {count}")
        lines += self._histogram()
        for name, count in counters.items():
            lines += [f"# TYPE tresen_{name}_total counter", f"tresen_{name}_total {count}"]
        for name, value in gauges.items():
            lines += [f"# TYPE tresen_{name} gauge", f"tresen_{name} {value:g}"]
        return "\n".join(lines) + "\n"

    def _histogram(self) -> Iterator[str]:
        yield "# TYPE tresen_request_seconds histogram"
        for resource, steps in sorted(self._steps.items()):
            total = sum(n for (one, _, _), n in self._requests.items() if one == resource)
            for limit, count in zip((*_STEPS, "+Inf"), (*steps, total), strict=True):
                labels = f'resource="{resource}",le="{limit}"'
                yield f"tresen_request_seconds_bucket{{{labels}}} {count}"
            label = f'{{resource="{resource}"}}'
            yield f"tresen_request_seconds_sum{label} {self._seconds[resource]:g}"
            yield f"tresen_request_seconds_count{label} {total}"
