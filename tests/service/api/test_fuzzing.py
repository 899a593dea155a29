"""Does any request at all bring the service down, or make it break its own description?"""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode

from tests.databases import PostgresServer, SqliteFiles
from tests.rigs.fuzz import Twins, at_the_edges, twins

pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def both(
    sqlite: SqliteFiles, postgresql: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Twins]:
    """Serve the small shop from both databases."""
    kinds = {"sqlite": sqlite, "postgresql": postgresql}
    with twins(kinds, tmp_path_factory.mktemp("fuzzed")) as made:
        yield made


def fire_at(both: Twins, examples: int, step: int) -> None:
    """Fire at every operation: some requests by chance, and every so many at the edges."""
    document = both.document()
    for result in document.get_all_operations():
        operation = result.ok()
        for case in at_the_edges(document, operation, step):
            both.fire(case)
        for mode in GenerationMode:
            fire_by_chance(both, operation, mode, examples)
        both.refresh()


def fire_by_chance(both: Twins, operation: Any, mode: GenerationMode, examples: int) -> None:
    """Fire requests that fit a description, or that do not."""

    @given(operation.as_strategy(generation_mode=mode))
    @settings(max_examples=examples, suppress_health_check=list(HealthCheck))
    def fire(case: Case[Any]) -> None:
        both.fire(case)

    try:
        fire()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE, operation.label


def test_no_request_breaks_the_service_or_its_word(both: Twins) -> None:
    fire_at(both, examples=4, step=25)
    assert both.said.total() > 5_000, both.said


@pytest.mark.long
def test_no_request_of_a_hundred_thousand_does(both: Twins) -> None:
    fire_at(both, examples=70, step=1)
    print(both.said.total(), both.said)  # noqa: T201 - shown by pytest -s
    assert both.said.total() > 100_000
