"""Does the ledger keep every erasure, whatever becomes of the process that writes it?"""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from knowledge_base.errors import Conflict
from knowledge_base.ledger import open_ledger

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TRACES = np.array([-5, 7], dtype=np.int64)


def test_an_erasure_is_still_there_when_the_ledger_is_opened_again(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path / "ledger")
    entry = ledger.entry("v1", NOW, TRACES)
    assert ledger.add([entry]).add([entry]).erasures == {entry}
    again = open_ledger(tmp_path / "ledger", b"another key")
    assert again.key == ledger.key
    assert again.erasures == {entry}
    assert again.traces.tolist() == TRACES.tolist()
    assert again.digest("v1") == entry.digest != again.digest("v2")


def test_nobody_else_may_read_the_ledger_and_no_id_stands_in_it(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    ledger = open_ledger(path)
    ledger.add([ledger.entry("canary", NOW, TRACES)])
    assert path.stat().st_mode & 0o077 == 0
    assert b"canary" not in path.read_bytes()


def test_a_line_that_a_crash_cut_short_is_passed_over_and_written_over(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    ledger = open_ledger(path)
    first, second = ledger.entry("v1", NOW, TRACES), ledger.entry("v2", NOW, TRACES)
    ledger.add([first])
    with path.open("ab") as file:
        file.write(b'{"erased":"12')
    cut = open_ledger(path)
    assert cut.erasures == {first}
    cut.add([second])
    assert open_ledger(path).erasures == {first, second}


@pytest.mark.parametrize(
    "written", [b"", b"no ledger\n", b'{"key":"x"}\n', b'{"key":"00"}\n{}\n']
)
def test_what_is_no_ledger_is_refused_and_left_as_it_is(tmp_path: Path, written: bytes) -> None:
    path = tmp_path / "ledger"
    path.write_bytes(written)
    with pytest.raises(Conflict, match="not a ledger"):
        open_ledger(path)
    assert path.read_bytes() == written
