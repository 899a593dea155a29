"""Sends traces to a collector of OpenTelemetry, where one is named: the extra `otel`."""

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from opentelemetry.trace import SpanKind
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.door.access import route_of
from service.watching.timings import current

_PARENTS = TraceContextTextMapPropagator()


def exporting(
    address: str, share: float, exporter: SpanExporter | None = None
) -> TracerProvider:
    """Trace a share of the requests that nobody else has decided about, for a collector."""
    named = Resource.create({SERVICE_NAME: "tresen"})
    provider = TracerProvider(sampler=ParentBased(TraceIdRatioBased(share)), resource=named)
    provider.add_span_processor(
        BatchSpanProcessor(exporter or OTLPSpanExporter(endpoint=address))
    )
    return provider


class Traced:
    """Makes a span of each request, below the caller's own where a `traceparent` names it.

    It says the route, the method, the status, the request's id and what its stages took, and
    nothing else: an address or a header might name somebody.
    """

    def __init__(self, app: ASGIApp, provider: TracerProvider) -> None:
        self.app = app
        self._provider = provider
        self._tracer = provider.get_tracer("tresen")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on inside a span; what still waits is sent when the service ends."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            self._provider.shutdown()
        elif scope["type"] == "http":
            await self._trace(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _trace(self, scope: Scope, receive: Receive, send: Send) -> None:
        route, method = route_of(scope["path"]), scope["method"]
        parent = _PARENTS.extract({"traceparent": Headers(scope=scope).get("traceparent", "")})
        span = self._tracer.start_span(f"{method} {route}", parent, SpanKind.SERVER)
        span.set_attributes({"http.route": route, "http.request.method": method})

        async def look(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = Headers(raw=message["headers"])
                span.set_attribute("http.response.status_code", message["status"])
                span.set_attribute("tresen.request_id", headers.get("x-request-id", ""))
            await send(message)

        try:
            await self.app(scope, receive, look)
        finally:
            for stage, seconds in (timings.stages if (timings := current()) else {}).items():
                span.set_attribute(f"tresen.{stage}.ms", seconds * 1_000)
            span.end()
