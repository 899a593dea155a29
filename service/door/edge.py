"""What every endpoint needs at hand: one value, made with the application."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from service.door.access import Door
from service.door.auth import Caller, KeyClass
from service.door.key_cabinet import KeyCabinet
from service.door.middleware import CALLER
from service.door.pace import Pacing
from service.door.tokens import HitTokens
from service.runtime import Runtime
from service.settings import Settings
from service.watching.telemetry import Telemetry


@dataclass(frozen=True, slots=True)
class Edge:
    """The service's outer side, around the runtime."""

    runtime: Runtime
    settings: Settings
    door: Door
    cabinet: KeyCabinet
    tokens: HitTokens
    customer_secrets: Sequence[bytes]
    telemetry: Telemetry
    pacing: Pacing


def edge_of(request: Request) -> Edge:
    """Return what the application was made with."""
    edge: Edge = request.app.state.edge
    return edge


AtEdge = Annotated[Edge, Depends(edge_of)]
"""The same as an argument of FastAPI's routes."""


def caller_of(request: Request) -> Caller:
    """Return who asks; behind the gate there always is somebody."""
    caller: Caller = request.scope[CALLER]
    return caller


def sees_numbers(request: Request) -> bool:
    """Say whether the caller may see points and private facts such as margins."""
    return caller_of(request).key_class is KeyClass.MERCHANDISER
