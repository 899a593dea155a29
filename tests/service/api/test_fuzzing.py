"""Does any request at all bring the service down, or make it break its own description?"""

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from service.app import make_app, open_runtime
from service.auth import KeyClass
from service.commands.keys import issue_key
from tests.service.api.conftest import fill, unhurried

EXAMPLES = 30
"""For each operation, way of making requests and class of keys: five thousand in all."""
HELD = [
    schemathesis.checks.not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]


@pytest.fixture(scope="module")
def keys() -> dict[KeyClass, str]:
    """Hold the keys of the service under fire."""
    return {}


@pytest.fixture(scope="module")
def document(
    tmp_path_factory: pytest.TempPathFactory, keys: dict[KeyClass, str]
) -> Iterator[Any]:
    """Serve the small shop on a port of its own, and read what it says of itself."""
    folder = tmp_path_factory.mktemp("fuzzed")
    fill(unhurried(folder))
    runtime = open_runtime(unhurried(folder))
    keys |= {one: issue_key(runtime.database, one, one.value) for one in KeyClass}
    config = uvicorn.Config(make_app(runtime, unhurried(folder)), log_config=None, ws="none")
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        serving = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        serving.start()
        port = listening.getsockname()[1]
        yield schemathesis.openapi.from_url(
            f"http://127.0.0.1:{port}/openapi.json", wait_for_schema=20
        )
        server.should_exit = True
        serving.join()


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_request_breaks_the_service_or_its_word(
    document: Any, keys: dict[KeyClass, str], mode: GenerationMode
) -> None:
    for result in document.get_all_operations():
        operation = result.ok()

        @given(operation.as_strategy(generation_mode=mode))
        @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
        def fire(case: Case[Any]) -> None:
            for key in keys.values():
                case.call_and_validate(headers={"Authorization": f"Bearer {key}"}, checks=HELD)

        try:
            fire()
        except Unsatisfiable:
            assert mode is GenerationMode.NEGATIVE, operation.label
