"""Does every number that dashboard and alert rules look at exist?"""

import re
from pathlib import Path

import orjson
import pytest
from prometheus_client.parser import text_string_to_metric_families

from knowledge_base.storage.backup import DRILLS
from service.door.auth import KeyClass
from service.watching.telemetry import COUNTERS, GAUGES
from tests.service.api.conftest import Served

DEPLOY = Path(__file__).parents[3] / "deploy"
DASHBOARD, ALERTS = DEPLOY / "grafana" / "tresen.json", DEPLOY / "prometheus" / "alerts.yaml"
OPERATOR = DEPLOY.parent / "docs" / "operator.md"
SERIES = re.compile(r"\b(?:tresen|process)_[a-z_]+\b(?!\.json)")


@pytest.fixture(scope="module")
def exported(read_only: Served) -> frozenset[str]:
    """Name every series there can be, without labels."""
    text = read_only.ask("GET", "/metrics", KeyClass.PRIVATE).text
    named: set[str] = set()
    for family in text_string_to_metric_families(text):
        endings = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}
        named |= {family.name + one for one in endings.get(family.type, ("",))}
    return frozenset(named)


@pytest.mark.parametrize("path", [DASHBOARD, ALERTS], ids=lambda one: one.name)
def test_every_series_that_is_looked_at_exists(path: Path, exported: frozenset[str]) -> None:
    looked_at = {*SERIES.findall(path.read_text("utf-8"))}
    assert looked_at
    assert looked_at - exported == set()


def test_every_number_is_looked_at_but_those_that_only_explain_others() -> None:
    looked_at = "".join(path.read_text("utf-8") for path in (DASHBOARD, ALERTS))
    counted = {f"tresen_{name}_total" for name in COUNTERS}
    numbers = counted | {f"tresen_{name}" for name in GAUGES}
    assert {one for one in numbers if one not in looked_at} == {
        "tresen_ingest_queue_bytes",  # beside the rows
        "tresen_keys",  # to see that a process has heard of one
        "tresen_live_seq",  # the lag is what tells
    }


def test_every_series_the_handbook_names_exists(exported: frozenset[str]) -> None:
    named = {*re.findall(r"`(tresen_[a-z_]+)`", OPERATOR.read_text("utf-8"))} - {DRILLS}
    families = exported | {one.removesuffix("_count") for one in exported}
    assert len(named) > 20
    assert named - families == set()


def test_every_panel_asks_something_of_a_source_that_one_chooses() -> None:
    panels = orjson.loads(DASHBOARD.read_bytes())["panels"]
    shown = [one for one in panels if one["type"] != "row"]
    assert len({one["id"] for one in panels}) == len(panels)
    assert all(one["datasource"]["uid"] == "${source}" for one in shown)
    assert all(target["expr"] for one in shown for target in one["targets"])


def test_each_of_the_eight_rules_says_what_to_do() -> None:
    rules = ALERTS.read_text("utf-8").split("- alert: ")[1:]
    assert len(rules) == 8
    assert all("expr: " in one and "summary: " in one and "remedy: " in one for one in rules)
