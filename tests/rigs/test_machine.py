"""Does a shop do, step by step, what a few dictionaries say it should?"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from knowledge_base.snapshots import SnapshotStore
from service import runtime
from service.api import events, visitors
from service.door.key_cabinet import KeyCabinet
from tests.databases import SQLITE_ONLY, Databases
from tests.rigs.machine import ShopMachine, Site

FAULTS = {
    "no change of keys is heard": (KeyCabinet, "follow", lambda _: None),
    "a withdrawal is not heard": (events, "withdrawn_visitor", lambda _: None),
    "an erasure erases nothing": (visitors, "erase", lambda *_, **__: 0),
    "prices wait for the index": (runtime, "changes_since", lambda _, seq: ([], seq)),
}
Fault = tuple[object, str, Callable[..., Any]]


def live(site: Site, runs: int, steps: int, *phases: Phase) -> None:
    """Let shops live beside their models."""
    limits = settings(
        max_examples=runs,
        stateful_step_count=steps,
        deadline=None,
        phases=phases or list(Phase),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(lambda: ShopMachine(site), settings=limits)  # type: ignore[arg-type]  # whatever makes a machine will do


def test_a_shop_is_what_its_model_says(databases: Databases, tmp_path: Path) -> None:
    live(Site(databases, tmp_path), 8, 20)


@SQLITE_ONLY  # where the fault lies no database is asked
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_shop_with_a_fault_is_seen_to_differ(
    databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    monkeypatch.setattr(*fault)
    with pytest.raises(AssertionError):
        live(Site(databases, tmp_path), 15, 20, Phase.generate)


@pytest.mark.long
@SQLITE_ONLY  # as above
def test_a_rollback_that_is_not_held_is_seen_in_time(
    databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SnapshotStore, "pin", lambda _: None)
    with pytest.raises(AssertionError):
        live(Site(databases, tmp_path), 200, 30, Phase.generate)


@pytest.mark.long
def test_five_hundred_shops_are_what_their_models_say(
    databases: Databases, tmp_path: Path
) -> None:
    live(Site(databases, tmp_path), 500, 30)
