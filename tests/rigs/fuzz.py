"""Fires requests drawn from the OpenAPI document at twins: one service over each database."""

import socket
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
import schemathesis
import uvicorn
from schemathesis import Case, GenerationMode
from schemathesis.checks import CheckFunction
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    unsupported_method,
)

from service.app import make_app, open_runtime
from service.commands.keys import issue_key
from service.door.auth import KeyClass
from service.runtime import Runtime
from tests.databases import Databases
from tests.service.api.conftest import fill, unhurried

BATCHES = {
    "POST /v1/events",
    "POST /algolia/1/events",
    "PUT /v1/products",
    "PATCH /v1/products",
}
"""Judge line by line: a bad one is refused by name while the others are kept."""
NAMED = {
    "/v1/learned/{kind}/{key}/history",
    *(f"/v1/rules/{name}" for name in ("preview", "replay", "import", "export", "problems")),
    *(f"/v1/synonyms/{name}" for name in ("import", "export")),
}
"""Stand where an id could: with other methods they are the address of an entry."""


def out_of_place(operation: Any) -> list[CheckFunction]:
    """List the checks that do not hold for an operation.

    For none: a schema says how a request is written, not that its names mean something here.
    """
    checks: list[CheckFunction] = [positive_data_acceptance]
    if operation.label in BATCHES:
        checks.append(negative_data_rejection)
    if operation.path in NAMED:
        checks += [unsupported_method, allow_header_conformance]
    return checks


PATIENCE = 60
"""Seconds an answer may take: what is asked here is whether it is right."""


@dataclass(frozen=True)
class Target:
    """One service under fire."""

    address: str
    runtime: Runtime
    keys: Mapping[KeyClass, str]
    session: requests.Session = field(default_factory=requests.Session)

    def answer(self, case: Case[Any], who: KeyClass) -> Response:
        """Send a request with the key of a class, and hold the answer against the document."""
        return case.call_and_validate(
            self.address,
            self.session,
            headers={"Authorization": f"Bearer {self.keys[who]}"},
            excluded_checks=out_of_place(case.operation),
            timeout=PATIENCE,
        )


@dataclass(frozen=True)
class Twins:
    """Services that differ in their database alone, and how often each status was answered."""

    targets: Sequence[Target]
    said: Counter[int] = field(default_factory=Counter)

    def document(self) -> Any:
        """Read what the services say of themselves; keys are what we bring along."""
        address = f"{self.targets[0].address}/openapi.json"
        document = schemathesis.openapi.from_url(address, wait_for_schema=20)
        document.config.generation.update(with_security_parameters=False)
        return document

    def fire(self, case: Case[Any]) -> None:
        """Send a request to all with every class of keys: they must say the same."""
        for who in KeyClass:
            answers = [one.answer(case, who) for one in self.targets]
            self.said.update(one.status_code for one in answers)
            verdicts = [verdict(one) for one in answers]
            assert verdicts == verdicts[:1] * len(verdicts), f"{case.operation.label} as {who}"

    def refresh(self) -> None:
        """Let all take in what was written."""
        for one in self.targets:
            one.runtime.refresh()


def verdict(answer: Response) -> tuple[int, object]:
    """Say what became of a request: the status, and every word of a refusal."""
    if answer.status_code >= 400:
        return answer.status_code, answer.json()
    is_told = b'"refused":[' in answer.content
    return answer.status_code, answer.json()["refused"] if is_told else []


def at_the_edges(document: Any, operation: Any, step: int) -> Iterator[Case[Any]]:
    """Yield every so many of the requests that lie at the edges of what is described."""
    drawn = document.iter_coverage_cases(
        operation,
        generation_modes=list(GenerationMode),
        generation_config=document.config.generation,
    )
    yield from list(drawn)[::step]


@contextmanager
def twins(kinds: Mapping[str, Databases], folder: Path) -> Iterator[Twins]:
    """Serve the small shop once for each kind of database."""
    with ExitStack() as running:
        targets = [
            running.enter_context(target(databases, folder / kind))
            for kind, databases in kinds.items()
        ]
        yield Twins(targets)


@contextmanager
def target(databases: Databases, folder: Path) -> Iterator[Target]:
    """Serve the small shop on a port of its own."""
    with databases.fresh(folder) as url:
        settings = unhurried(folder, url)
        fill(settings)
        runtime = open_runtime(settings)
        keys = {one: issue_key(runtime.database, one, one.value) for one in KeyClass}
        config = uvicorn.Config(make_app(runtime, settings), log_config=None, ws="none")
        server = uvicorn.Server(config)
        with socket.create_server(("127.0.0.1", 0)) as listening:
            serving = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
            serving.start()
            yield Target(f"http://127.0.0.1:{listening.getsockname()[1]}", runtime, keys)
            server.should_exit = True
            serving.join()
