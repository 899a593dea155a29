"""Engines that run in a process of their own, asked and answering line by line."""

import json
import subprocess
from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from shutil import which
from weakref import finalize

from benchmarks.figures import Find
from benchmarks.texts import Texts

_HERE = Path(__file__).parent
_SYSTEM_PYTHON = "/usr/bin/python3"
_FIELDS = ("title", "category", "brand", "values", "description")


def has_xapian() -> bool:
    """Say whether the system's Python can import Xapian: `apt install python3-xapian`."""
    command = [_SYSTEM_PYTHON, "-c", "import xapian"]
    is_there = Path(_SYSTEM_PYTHON).exists()
    return is_there and not subprocess.run(command, check=False, capture_output=True).returncode


def xapian(texts: Sequence[Texts], language: str) -> Find:
    """Ask Xapian for all words, then for any, as its guide does."""
    command = [_SYSTEM_PYTHON, str(_HERE / "xapian_peer.py")]
    stemmer = {"de": "german", "en": "english"}[language]
    ask = _started(command, chain([stemmer], (json.dumps(_fields(one)) for one in texts)))

    def find(text: str, limit: int) -> list[str]:
        return [texts[row].product_id for row in json.loads(ask(json.dumps([text, limit])))]

    return find


def lucene_jar() -> Path | None:
    """Return where Lucene is: `pip install --no-deps --only-binary :all: pyserini` brings it.

    None where it is not, or no Java (11 or later) to run it.
    """
    package = find_spec("pyserini")
    if package is None or not package.submodule_search_locations or not which("java"):
        return None
    folder = Path(package.submodule_search_locations[0]) / "resources" / "jars"
    return next(folder.glob("anserini-*-fatjar.jar"), None)


def lucene(texts: Sequence[Texts], language: str) -> Find:
    """Ask Lucene after the plain plan: all words, those nobody has by what is near them."""
    command = ["java", "-cp", str(lucene_jar()), str(_HERE / "LucenePeer.java")]
    ask = _started(command, chain([language], ("\t".join(_fields(one)) for one in texts)))

    def find(text: str, limit: int) -> list[str]:
        rows = ask(f"{limit}\t{_in_one_line(text)}").split()
        return [texts[int(row)].product_id for row in rows]

    return find


def _fields(one: Texts) -> list[str]:
    return [_in_one_line(getattr(one, name)) for name in _FIELDS]


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _started(command: Sequence[str], lines: Iterable[str]) -> Callable[[str], str]:
    """Start a peer and tell it some lines and an empty one; return what answers a line."""
    peer = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    )
    asked, told = peer.stdin, peer.stdout
    if asked is None or told is None:
        raise BrokenPipeError
    for line in lines:
        asked.write(line + "\n")
    asked.write("\n")

    def ask(line: str) -> str:
        asked.write(line + "\n")
        asked.flush()
        return told.readline()

    finalize(ask, peer.communicate)  # nobody asks any more: its input ends, and so does it
    return ask
