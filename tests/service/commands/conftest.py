"""A way to type commands against a data directory of one's own."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from service.__main__ import main
from service.judging.trial import tried

Tresen = Callable[..., tuple[int, str, str]]


@pytest.fixture
def tresen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Tresen:
    """Run a command; return its exit code and what it wrote."""
    monkeypatch.setenv("TRESEN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("TRESEN_TRAIN_NICE", "0")  # or the tests would stay behind others
    monkeypatch.setattr(
        "service.judging.judge.tried_apart", tried
    )  # or each took a process more

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["tresen", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        written = capsys.readouterr()
        return int(ended.value.code or 0), written.out, written.err

    return run
