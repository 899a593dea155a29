"""Does a shop's day go by without anything from outside, on a machine that reaches nobody?"""

import subprocess
import sys
from pathlib import Path

import pytest

UNSHARED = ("unshare", "--user", "--map-root-user", "--net")
ROOT = Path(__file__).parents[2]


def is_permitted() -> bool:
    """Say whether this system lets us have a network of our own."""
    try:
        return not subprocess.run(
            [*UNSHARED, "true"], check=False, capture_output=True
        ).returncode
    except FileNotFoundError:
        return False


def spent(folder: Path, *around: str) -> list[str]:
    """Go through a day, and return what was said."""
    command = [*around, sys.executable, "-m", "tests.rigs.journey", str(folder)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert not done.returncode, done.stderr
    return done.stdout.splitlines()


@pytest.mark.skipif(not is_permitted(), reason="no network of one's own is permitted here")
def test_a_day_goes_by_where_no_other_host_can_be_reached(tmp_path: Path) -> None:
    alone = (*UNSHARED, sys.executable, "-m", "tests.rigs.alone")
    way_out, end = spent(tmp_path, *alone)
    assert way_out.startswith("closed")
    assert end == "done"


GUARD = """
import ipaddress, sys
def guard(event, found):
    if event == "socket.connect" and isinstance(found[1], tuple):
        if not ipaddress.ip_address(found[1][0]).is_loopback:
            raise OSError(101, "guarded")
    if event == "socket.getaddrinfo" and found[0] not in {None, "", "127.0.0.1", "localhost"}:
        raise OSError(101, "guarded")
sys.addaudithook(guard)
"""


@pytest.mark.skipif(is_permitted(), reason="the machine alone is the harder test")
def test_a_day_goes_by_where_every_way_out_is_guarded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guard = tmp_path / "guard"
    guard.mkdir()
    (guard / "sitecustomize.py").write_text(GUARD)
    monkeypatch.setenv("PYTHONPATH", str(guard))
    data = tmp_path / "data"
    data.mkdir()
    assert spent(data) == ["closed (guarded)", "done"]
