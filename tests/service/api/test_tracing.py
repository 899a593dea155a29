"""Do spans say where the time went, and nothing about anybody?"""

import sys

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from starlette.testclient import TestClient

from knowledge_base.errors import BadInput
from service.app import make_app
from service.door.auth import KeyClass
from service.door.tracing import Traced, exporting
from service.settings import BAD_SETTINGS, load_settings
from tests.service.api.conftest import Served

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def traced(
    served: Served, share: float, headers: dict[str, str], **asked: str
) -> InMemorySpanExporter:
    """Ask something through the tracer, and return what it exports."""
    spans = InMemorySpanExporter()
    provider = exporting("", share, spans)
    client = TestClient(Traced(served.client.app, provider))
    key = {"Authorization": f"Bearer {served.keys[KeyClass.PUBLIC]}"}
    client.get("/v1/search", params=asked, headers={**key, **headers})
    provider.force_flush()
    return spans


def test_a_span_tells_route_status_and_stages_and_of_nobody(read_only: Served) -> None:
    asked = {"q": "canary", "visitor_id": "canary"}
    spans = traced(read_only, 1.0, {"X-Request-Id": "find-me"}, **asked)
    (span,) = spans.get_finished_spans()
    assert span.name == "GET search"
    assert span.attributes is not None
    assert span.attributes["http.response.status_code"] == 200
    assert span.attributes["tresen.request_id"] == "find-me"
    assert {"tresen.match.ms", "tresen.rank.ms", "tresen.facets.ms"} <= {*span.attributes}
    assert "canary" not in span.to_json()


def test_a_span_stands_below_that_of_the_shops_server(read_only: Served) -> None:
    (span,) = traced(read_only, 0.0, {"traceparent": PARENT}).get_finished_spans()
    assert span.parent is not None
    assert f"{span.parent.trace_id:032x}" in PARENT


def test_without_a_share_nothing_is_traced(read_only: Served) -> None:
    assert traced(read_only, 0.0, {}).get_finished_spans() == ()


def test_without_the_extra_the_start_says_what_to_install(
    read_only: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "service.door.tracing", None)
    settings = load_settings(traces="http://collector:4318/v1/traces")
    with pytest.raises(BadInput, match=r"tresen\[otel\]") as error:
        make_app(read_only.runtime, settings)
    assert error.value.code == BAD_SETTINGS
