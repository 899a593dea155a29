"""One real demo shop for all journeys, and a browser whose every complaint fails the test."""

import fcntl
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.journeys.stage import newcomer
from tests.ports import free_ports

SIZE = 2_000
PATIENCE = 600
PAGE_PATIENCE = 30_000
"""Milliseconds until a page shows what is expected of it, however busy the machine is."""
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def made_shop(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Give a directory with a demo shop nobody has been to, made once for all processes."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "made-shop"
    folder.mkdir(exist_ok=True)
    with (folder / "turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not (folder / "made").exists():
            with opened(folder, free_ports(1)[0]):
                pass
            (folder / "made").touch()
    return folder


@pytest.fixture(scope="session")
def shop_folder(made_shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the directory of the demo shop; beside its data lies `log`, what it said."""
    return copied(made_shop, tmp_path_factory.mktemp("shop"))


def copied(shop: Path, folder: Path) -> Path:
    """Give a closed shop a second branch in another directory."""
    shutil.copytree(shop / "var", folder / "var")
    return folder


@pytest.fixture(scope="session")
def shop(shop_folder: Path) -> Iterator[str]:
    """Open a small demo shop on a free port, and give its address."""
    with opened(shop_folder, free_ports(1)[0]) as (address, _):
        yield address


@contextmanager
def opened(
    folder: Path, port: int, *words: str
) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """Open a demo shop, or what the `words` say, in a directory; gives address and process."""
    words = words or ("demo", "--size", str(SIZE))
    command = [sys.executable, "-m", "service", *words, "--port", str(port)]
    log = folder / "log"
    environment = {
        **os.environ,  # noqa: TID251 - handed on
        "TRESEN_ANSWER_SECONDS": "0",  # every answer whole, however busy the machine is
    }
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=output
        ) as process,
    ):
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(address, process, log)
            yield address, process
        finally:
            process.terminate()


def wait_for(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait until the shop is ready; say what it said when it never is."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(f"{address}/readyz", timeout=5):  # noqa: S310 - our own loopback address
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"the shop did not open:\n{log.read_text('utf-8', 'replace')}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start the machine's Chromium, or the one Playwright installed."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    expect.set_options(timeout=PAGE_PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield chromium
        chromium.close()


@pytest.fixture
def page(shop: str, browser: Browser) -> Iterator[Page]:
    """Open an empty page for somebody new; whatever it complains about fails the test."""
    context = newcomer(browser, base_url=shop, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def requests(page: Page) -> list[Request]:
    """Note down every request the page makes to the service."""
    made: list[Request] = []
    page.on("request", lambda request: made.append(request) if "/v1/" in request.url else None)
    return made
