"""`tresen serve`: the API and the widgets, until somebody says stop."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from ipaddress import ip_address
from socket import socket
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer
import uvicorn
from starlette.types import ASGIApp

from knowledge_base.errors import BadInput, Fault, TresenError
from knowledge_base.storage.database import Database
from knowledge_base.storage.inspection import last_product_at
from knowledge_base.storage.keys import list_keys
from service.app import make_app, open_runtime
from service.commands.console import say
from service.commands.workers import Workers, queues
from service.door.auth import Keyring
from service.door.patience import PatientProtocol
from service.runtime import Runtime
from service.settings import (
    BAD_SETTINGS,
    Settings,
    hand_down,
    is_handed_down,
    load_settings,
    variable,
)
from service.watching.logs import set_up
from service.watching.telemetry import Telemetry

_KEEP_ALIVE = 75
"""Seconds; longer than the 60 of common proxies, so that they hang up first."""
_COUNTS = "PROMETHEUS_MULTIPROC_DIR"
"""Names prometheus_client's directory, where processes of one port count together."""
GRACE = 20
"""Seconds in which requests under way may finish after a SIGTERM."""


class _Server(uvicorn.Server):
    """A server that says when it is up, and where."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[str], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: Any = None) -> None:
        """Start, then announce the address."""
        await super().startup(sockets)
        if self.started and sockets:
            self._announce(_address(sockets[0]))


def serve(
    host: Annotated[str | None, typer.Option(help="address to listen on")] = None,
    port: Annotated[int | None, typer.Option(help="port to listen on")] = None,
    workers: Annotated[int, typer.Option(min=1, help="serving processes (PostgreSQL)")] = 1,
    fd: Annotated[
        int | None, typer.Option(min=0, help="socket that systemd or another parent opened")
    ] = None,
) -> None:
    """Serve the API and the widgets over what was imported and trained."""
    listening = None if fd is None else _handed_over(fd)
    if listening:
        host, port = listening.getsockname()[:2]
    chosen = {"host": host, "port": port}
    settings = load_settings(**{name: one for name, one in chosen.items() if one is not None})
    if workers > 1:
        raise SystemExit(_serve_with(settings, workers, listening))
    telemetry = Telemetry(is_shared=is_handed_down(_COUNTS))
    runtime = _behind_a_door(settings)
    _start(runtime)
    app = make_app(runtime, settings, telemetry=telemetry)
    hint_at_gaps(runtime.database)
    run(app, settings, lambda address: say(f"Tresen serves {address}"), listening)


def run(
    app: ASGIApp,
    settings: Settings,
    announce: Callable[[str], None],
    listening: socket | None = None,
) -> None:
    """Serve an application from this process, and announce its address when it is up.

    Where nobody is `listening` for us yet, we do at the address of the settings.
    """
    set_up(settings.log_level)
    listening = listening or bound(settings.host, settings.port)
    _Server(uvicorn.Config(app, **_options(settings)), announce).run(sockets=[listening])


def bound(host: str, port: int) -> socket:
    """Open the socket of an address. Raises Unavailable where that cannot be had.

    Made from its number it knows its protocol, and asyncio sends each piece of an answer at
    once only over sockets that do: else what follows the first waits 40 ms for its receipt.
    """
    (one,) = queues(host, port, 1)
    return socket(fileno=one.detach())


def hint_at_gaps(database: Database) -> None:
    """Say how anybody gets in where nobody can yet, and how products do."""
    if not _keyring(database):
        say("There is no key yet, so nobody gets in: tresen keys create --class …")
    with database.read() as connection:
        has_products = last_product_at(connection) is not None
    if not has_products:
        say("There are no products yet, so nothing is found: tresen products import FILE")


def _keyring(database: Database) -> Keyring:
    """Read which keys there are, to look at and not to compare with."""
    with database.read() as connection:
        return Keyring(b"", list_keys(connection))


def _handed_over(fd: int) -> socket:
    """Take a socket that outlasts us: who connects between two of us waits for the next one.

    Raises BadInput where nobody listens there.
    """
    try:
        return socket(fileno=fd)
    except OSError as wrong:
        detail = f"nobody handed over a socket as {fd}: {wrong.strerror}"
        raise BadInput(detail, Fault("--fd", detail)) from None


def _serve_with(settings: Settings, workers: int, listening: socket | None) -> int:
    """Serve from several processes that share one PostgreSQL; return what to exit with.

    A socket that was handed over is one queue for all of them.
    """
    if settings.embedded:
        detail = (
            "SQLite serves one process: set TRESEN_DATABASE_URL=postgresql://… "
            "for more, or leave --workers out"
        )
        raise BadInput(detail, Fault("--workers", detail))
    runtime = _behind_a_door(settings)
    hint_at_gaps(runtime.database)  # its processes say so to us alone
    runtime.stop()
    set_up(settings.log_level)
    sockets = [listening] * workers if listening else None
    sockets = sockets or queues(settings.host, settings.port, workers)
    with TemporaryDirectory(prefix="tresen-metrics-") as counts:
        hand_down(**{_COUNTS: counts})
        return Workers(sockets).run(lambda: say(f"Tresen serves {_address(sockets[0])}"))


def _address(listening: socket) -> str:
    """Write where a socket is found."""
    host, port = listening.getsockname()[:2]
    return f"http://{host}:{port}"


def _behind_a_door(settings: Settings) -> Runtime:
    """Open the runtime. Raises BadInput where anybody at all could make use of the service."""
    runtime = open_runtime(settings)
    faults = [] if _is_local(settings.host) else _open_doors(settings, runtime.database)
    if faults:
        runtime.stop()
        raise BadInput("the door is open to everybody", *faults, code=BAD_SETTINGS)
    return runtime


def _start(runtime: Runtime) -> None:
    """Open what is published before anybody is heard: what is wrong with it is said in a line.

    The application would start it, too, and uvicorn say so in a hundred. Raises Conflict.
    """
    try:
        runtime.start()
    except TresenError:
        runtime.stop()
        raise


def _is_local(host: str) -> bool:
    """Say whether only this machine reaches an address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _open_doors(settings: Settings, database: Database) -> list[Fault]:
    """Find what may be on one's own machine, and not where others reach it."""
    faults = []
    if _keyring(database).is_open_to_any_page(datetime.now(UTC)):
        detail = "a public key is for the pages of anybody: revoke it, make one with --origin"
        faults.append(Fault("keys", detail, "open_to_any_page"))
    if not settings.public_rate:
        detail = "0 lets everybody ask without a limit: set one"
        faults.append(Fault(variable("public_rate"), detail, BAD_SETTINGS))
    return faults


def _options(settings: Settings) -> Mapping[str, Any]:
    """Return what uvicorn is told.

    uvloop takes in one new connection a turn, however many wait: under load who comes over a
    new one was heard after seconds. asyncio's loop takes in all of them.
    """
    return {
        "loop": "asyncio",
        "http": PatientProtocol,
        "log_config": None,
        "log_level": "warning",
        "access_log": False,
        "server_header": False,
        "ws": "none",
        "proxy_headers": bool(settings.trusted_proxies),
        "forwarded_allow_ips": list(settings.trusted_proxies),
        "timeout_keep_alive": _KEEP_ALIVE,
        "timeout_graceful_shutdown": GRACE,
    }
