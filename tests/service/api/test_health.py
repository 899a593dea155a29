"""Do the numbers add up, and is what they mean said?"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from service.door.auth import KeyClass
from service.watching.stamps import Work, stamp, stamped
from service.watching.telemetry import COUNTERS, GAUGES, Telemetry
from service.watching.timings import begin, stage
from tests.service.api.conftest import Served
from tests.service.test_doctor import NOW

PERSONAL = {"visitor", "visitor_id", "query", "q", "product", "product_id", "customer"}


def numbers(text: str) -> dict[str, float]:
    """Read the series that have no labels."""
    return {
        sample.name: sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if not sample.labels
    }


def shown(served: Served) -> str:
    return served.ask("GET", "/metrics", KeyClass.PRIVATE).text


def test_every_number_says_what_it_is_and_none_names_anybody(read_only: Served) -> None:
    read_only.get("/v1/search", q="schuh", visitor_id="canary")
    text = shown(read_only)
    for family in text_string_to_metric_families(text):
        assert family.documentation
        assert not any(PERSONAL & {*one.labels} for one in family.samples)
    assert "canary" not in text
    assert "schuh" not in text
    named = {one.name for one in text_string_to_metric_families(text)}
    assert named >= {f"tresen_{name}" for name in (*COUNTERS, *GAUGES)}


def test_searches_that_find_nothing_are_counted(read_only: Served) -> None:
    before = numbers(shown(read_only))
    for query in ("schuh", "qqqqxxxx"):
        read_only.get("/v1/search", q=query)
    after = numbers(shown(read_only))
    grown = {name: after[name] - before[name] for name in after}
    assert grown["tresen_searches_total"] == 2
    assert grown["tresen_search_zero_results_total"] == 1


def test_those_turned_away_are_counted_by_the_reason(read_only: Served) -> None:
    read_only.client.get("/v1/search", headers={"Authorization": "Bearer nothing"})
    read_only.ask("GET", "/v1/rules")
    text = shown(read_only)
    assert 'tresen_auth_failed_total{reason="unauthorized"}' in text
    assert 'tresen_auth_failed_total{reason="refused"}' in text


def test_events_are_counted_with_the_groups_they_are_written_in(served: Served) -> None:
    events = [{"event_id": f"e{n}", "type": "view", "product_id": "s1"} for n in range(3)]
    headers = {"User-Agent": "Googlebot/2.1"}
    assert served.ask("POST", "/v1/events", json=events, headers=headers).status_code == 202
    found = numbers(shown(served))
    assert found["tresen_events_stored_total"] == 3
    assert found["tresen_commit_rows_sum"] == 3
    assert found["tresen_commit_seconds_count"] == 1
    assert found["tresen_robot_events_total"] == 3
    assert found["tresen_writer_heartbeat_seconds"] == 0
    assert found["tresen_database_up"] == 1


def test_metrics_name_the_snapshot_being_served(read_only: Served) -> None:
    served = read_only.runtime.engine.snapshot_id
    assert f'tresen_model_info{{snapshot="{served}"}} 1.0' in shown(read_only)
    telemetry = Telemetry()
    for one in ("old", "new"):
        telemetry.serves(one)
    text = telemetry.exposition().decode()
    assert 'tresen_model_info{snapshot="old"} 0.0' in text
    assert 'tresen_model_info{snapshot="new"} 1.0' in text


def test_a_writer_that_has_stopped_is_seen(served: Served) -> None:
    served.runtime.events.close()
    assert numbers(shown(served))["tresen_writer_heartbeat_seconds"] == float("inf")


def test_what_the_operator_did_is_known_by_its_stamp(served: Served, tmp_path: Path) -> None:
    name = "tresen_backup_last_success_timestamp_seconds"
    assert numbers(shown(served))[name] == 0
    stamp(tmp_path, Work.BACKUP, NOW)
    assert numbers(shown(served))[name] == NOW.timestamp()
    (tmp_path / "stamps" / "backup").write_text("rubbish")
    assert stamped(tmp_path, Work.BACKUP) is None


def test_health_answers_whoever_asks_for_the_head_alone(read_only: Served) -> None:
    for path in ("/healthz", "/readyz"):
        assert read_only.client.head(path).status_code == 200


def test_an_answer_tells_how_long_its_stages_took(read_only: Served) -> None:
    def stages(path: str, **params: str) -> set[str]:
        timing = read_only.ask("GET", path, params=params).headers["server-timing"]
        return {one.split(";")[0] for one in timing.split(", ")}

    search = {"person", "understand", "match", "filter", "rank", "facets", "page", "total"}
    assert stages("/v1/search", q="schuh") >= search
    assert stages("/v1/suggest", q="sch") >= search - {"facets"} | {"words"}
    assert stages("/v1/recommendations/home") >= {
        "person",
        "mask",
        "propose",
        "rank",
        "page",
        "total",
    }


def test_a_stage_that_comes_twice_takes_both_times() -> None:
    timings = begin()
    timings.add("match", 1.0)
    with stage("match"):
        pass
    assert list(timings.stages) == ["match"]
    assert timings.stages["match"] > 1.0
    assert timings.header().startswith("match;dur=10")


SHARED = """
from service.watching.telemetry import Telemetry
one = Telemetry(is_shared=True)
one.follow("searches", total=2)
one.follow("searches", total=3)
one.answered("search", "GET", 200, 0.1)
print(one.exposition().decode())
"""


def test_processes_that_serve_together_count_together(tmp_path: Path) -> None:
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}  # noqa: TID251 - for a process of its own
    command = [sys.executable, "-c", SHARED]
    texts = [
        subprocess.run(
            command, env=environment, check=True, capture_output=True, text=True
        ).stdout
        for _ in range(2)
    ]
    assert [numbers(one)["tresen_searches_total"] for one in texts] == [3, 6]


def test_what_was_counted_elsewhere_is_counted_once() -> None:
    telemetry = Telemetry()
    for total in (2, 2, 5):
        telemetry.follow("fallback", "freshness", total=total)
    assert 'tresen_fallback_total{without="freshness"} 5.0' in telemetry.exposition().decode()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        *(("GET", one) for one in ("/healthz", "/docs", "/openapi.json", "/widgets/tresen.js")),
        *(("GET", one) for one in ("/metrics", "/v1/search", "/nowhere", "/widgets/nowhere")),
        ("POST", "/v1/events"),
        ("OPTIONS", "/v1/search"),
        ("DELETE", "/healthz"),
    ],
)
def test_every_answer_has_the_headers_that_protect_it(
    read_only: Served, method: str, path: str
) -> None:
    headers = read_only.client.request(method, path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert "server" not in headers
