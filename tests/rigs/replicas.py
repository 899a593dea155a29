"""Replicas that share a PostgreSQL, and the reverse proxy we ship before them."""

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from tests.databases import PostgresServer
from tests.ports import free_ports
from tests.rigs.load import serving, shoppers
from tests.service.api.conftest import fill, unhurried

SHIPPED = Path(__file__).parents[2] / "deploy" / "nginx.conf"


class Replicas:
    """Serving processes that share a database, each on a port of its own.

    They share a directory, too, or each has its own and follows a depot.
    """

    def __init__(self, folder: Path, url: str, number: int, depot: str = "") -> None:
        self.ports = free_ports(number)
        self._folders = [
            folder.with_name(f"host-{one}") if depot else folder for one in range(number)
        ]
        self._environment = {
            "TRESEN_DATABASE_URL": url,
            "TRESEN_REFRESH_EVERY": "0",
            "TRESEN_SNAPSHOTS": depot,
        }
        self._running = [ExitStack() for _ in self.ports]

    def start(self, number: int) -> None:
        """Start one, and wait until it serves."""
        folder, port = self._folders[number], self.ports[number]
        served = serving(folder, environment=self._environment, port=port)
        _, process = self._running[number].enter_context(served)
        self._running[number].callback(process.wait)
        self._running[number].callback(process.terminate)

    def stop(self, number: int) -> None:
        """Tell one to end, and wait until it has."""
        self._running[number].close()


@contextmanager
def replicated(
    postgresql: PostgresServer, folder: Path, number: int, depot: str = ""
) -> Iterator[tuple[Replicas, str, str]]:
    """Serve the small shop from some replicas; hand out its database and a key.

    Who trained it has the folder `data`, whether replicas look into that or into a depot.
    """
    with postgresql.fresh(folder) as url, ExitStack() as running:
        fill(unhurried(folder / "data", url).model_copy(update={"snapshots": depot}))
        (shopper, *_) = shoppers(url)
        replicas = Replicas(folder / "data", url, number, depot)
        for one in range(number):
            replicas.start(one)
            running.callback(replicas.stop, one)
        yield replicas, url, shopper.key


@contextmanager
def proxied(folder: Path, replicas: Sequence[int]) -> Iterator[str]:
    """Run nginx by the shipped configuration before replicas on ports; return its address."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    assert program, "no nginx: `make proxy` installs it"
    (port,) = free_ports(1)
    text = SHIPPED.read_text().replace("listen 8000", f"listen 127.0.0.1:{port}")
    for name, replica in zip("ab", replicas, strict=True):
        text = text.replace(f"tresen-{name}:8080", f"127.0.0.1:{replica}")
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    text = re.sub(r"http \{", f"http {{ {temporary}", text)
    folder.mkdir(exist_ok=True)
    written = folder / "nginx.conf"
    written.write_text(text)
    orders = f"daemon off; pid {folder}/pid; error_log {folder}/error.log warn;"
    command = [program, "-p", str(folder), "-c", str(written), "-g", orders]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def wait_for(port: int) -> None:
    """Wait, as long as the test may take, until somebody listens."""
    while True:
        with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.01)
