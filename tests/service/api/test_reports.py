"""Does the report over HTTP look as described, and hold what was just sent?"""

import jsonschema_rs

from service.door.auth import KeyClass
from tests.service.api.conftest import Served

PATH = "/v1/reports/searches"


def test_a_search_without_results_is_reported_as_described(served: Served) -> None:
    sent = {"event_id": "e1", "type": "search", "query": "Quietschente", "total": 0}
    assert served.ask("POST", "/v1/events", json=[sent]).status_code == 202
    found = served.get(PATH, KeyClass.MERCHANDISER, days=1)
    (row,) = found["without_results_by_query"]
    assert (row["query"], row["without_results"], row["click_rate"]) == (
        "quietschente",
        1,
        None,
    )
    described = served.client.get("/openapi.json").json()["paths"][PATH]["get"]
    schema = described["responses"]["200"]["content"]["application/json"]["schema"]
    assert [str(one) for one in jsonschema_rs.validator_for(schema).iter_errors(found)] == []


def test_days_that_cannot_be_are_refused(read_only: Served) -> None:
    for days in ("0", "-1", "many", "1000"):
        answer = read_only.ask("GET", PATH, KeyClass.MERCHANDISER, params={"days": days})
        assert answer.status_code == 400


def test_segments_are_reported_as_described(read_only: Served) -> None:
    path = "/v1/reports/segments"
    found = read_only.get(path, KeyClass.MERCHANDISER)
    assert "bargain" in {one["id"] for one in found["segments"]}
    described = read_only.client.get("/openapi.json").json()["paths"][path]["get"]
    schema = described["responses"]["200"]["content"]["application/json"]["schema"]
    assert [str(one) for one in jsonschema_rs.validator_for(schema).iter_errors(found)] == []
