"""Does the demo open a shop by one command, and make it only once?"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2


@contextmanager
def opened(folder: Path) -> Iterator[str]:
    """Open a small demo shop on a free port; hand out what it says until it is open."""
    command = [sys.executable, "-m", "service", "demo", "--port", "0", "--size", "40"]
    environment = {
        **os.environ,  # noqa: TID251 - handed on
        "TRESEN_DATA_DIR": str(folder),
        "TRESEN_ANSWER_SECONDS": "0",  # every answer whole, however busy the machine is
    }
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as process:
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            said += line
            if line.startswith("Patch the price"):
                break
        try:
            yield said
        finally:
            process.terminate()


def found(pattern: str, said: str) -> str:
    """Find something in what was said."""
    match = re.search(pattern, said)
    assert match, said
    return match[0]


def search(said: str, key: str) -> httpx2.Response:
    """Search in the shop that said so."""
    address = found(r"http://[\d.:]+", said)
    return httpx2.get(
        f"{address}/v1/search", params={"q": "laufschuhe", "key": key}, timeout=60
    )


def test_the_shop_is_made_once_and_opened_with_new_keys_each_time(tmp_path: Path) -> None:
    with opened(tmp_path) as first:
        assert "inventing a shop" in first
        old = found(r"pk_\w+", first)
        answer = search(first, old)
        assert answer.json()["total"] > 0
    with opened(tmp_path) as second:
        assert "inventing a shop" not in second
        assert (
            search(second, found(r"pk_\w+", second)).json()["total"] == answer.json()["total"]
        )
        assert search(second, old).status_code == 401
