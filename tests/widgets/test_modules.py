import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from service.scripts.files import Served, read_modules
from service.scripts.stripping import stripped

WIDGETS = Path(__file__).parents[2] / "widgets"
MODULES = sorted(WIDGETS.glob("*.js"))
COMPILER = WIDGETS.parent / "tests/node_modules/.bin/tsc"
KILOBYTE = 1_024
BUDGETS = {
    "tracker.js": 2.0,
    "type-ahead.js": 6.0,
    "client.js": 3.0,
    "tresen.js": 24.0,
    "ga4.js": 1.0,
    "tresen.css": 0.5,
}
"""Kilobytes a browser is sent, gzipped, each module with all it needs before it answers."""
TOGETHER = 35.0

IMPORT = re.compile(r"^(?:import|export)\b[^;]*?\"(\./[^\"]+)\";", re.MULTILINE)
LATER = re.compile(r"\bimport\([\"`](\./[^\"`?]+)")


def needed(*modules: Path) -> set[Path]:
    """Follow imports, those made while running too, to everything some modules load."""
    found: set[Path] = set()
    waiting = list(modules)
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            text = stripped(module.read_text("utf-8"))
            waiting += [WIDGETS / name for name in IMPORT.findall(text) + LATER.findall(text)]
    return found


@pytest.fixture(scope="module")
def files() -> Mapping[str, Served]:
    return read_modules()


@pytest.mark.parametrize("name", BUDGETS)
def test_what_a_page_loads_stays_within_its_budget(
    files: Mapping[str, Served], name: str
) -> None:
    assert 0 < len(files[name].packed) <= BUDGETS[name] * KILOBYTE


def test_everything_together_stays_within_its_budget(files: Mapping[str, Served]) -> None:
    assert sum(len(files[name].packed) for name in BUDGETS) <= TOGETHER * KILOBYTE


@pytest.mark.parametrize("name", BUDGETS)
def test_what_a_page_loads_asks_for_nothing_but_what_may_come_later(
    files: Mapping[str, Served], name: str
) -> None:
    text = files[name].plain.decode()
    assert not re.search(r"\bimport\b\s*[\w{*\"]", text)
    assert set(LATER.findall(text)) <= {"./tracker.js", "./client.js", "./ga4.js"}


UNKNOWN = re.compile(
    r"^([\w.-]+)\(.*error TS(?:1\d{3}|2300|2304|2451|2552|2588|18004):", re.MULTILINE
)
"""What the compiler says of wrong syntax, and of names nobody declared or somebody twice."""


def test_every_name_in_what_is_served_is_declared_there_or_the_browsers(
    files: Mapping[str, Served], tmp_path: Path
) -> None:
    pages = [name for name in BUDGETS if name.endswith(".js")]
    for name in pages:
        (tmp_path / name).write_bytes(files[name].plain)
    (tmp_path / "control.js").write_text("nobody;\n")
    options = ["--allowJs", "--checkJs", "--noEmit", "--target", "es2024", "--types", ""]
    command = [str(COMPILER), *options, *pages, "control.js"]
    found = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert UNKNOWN.findall(found.stdout) == ["control.js"]


def test_two_modules_lead_to_all_others() -> None:
    assert needed(WIDGETS / "tresen.js", WIDGETS / "type-ahead.js") == set(MODULES)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_no_text_is_ever_parsed_as_markup_or_code(module: Path) -> None:
    text = module.read_text("utf-8")
    banned = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc"
    )
    assert not re.search(banned, text)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_a_module_says_first_what_it_is_for_and_needs_nobody_else(module: Path) -> None:
    text = module.read_text("utf-8")
    assert text.startswith("/** ")
    assert all(name.startswith("./") for name in re.findall(r"\bfrom \"([^\"]+)\"", text))


PHRASE = re.compile(r"^ +\"?([\w.]+)\"?: \"", re.MULTILINE)


@pytest.mark.parametrize("name", ["dictionary.js", "phrases.js"])
def test_every_phrase_is_there_in_german_and_in_english(name: str) -> None:
    text = (WIDGETS / name).read_text("utf-8")
    german, english = re.findall(r"\b(?:de|en)(?:: |, )\{(.*?)\n *\}", text, re.DOTALL)
    assert PHRASE.findall(german) == PHRASE.findall(english) != []


def test_every_phrase_the_widgets_say_is_in_the_dictionary() -> None:
    texts = [(WIDGETS / name).read_text("utf-8") for name in ("dictionary.js", "phrases.js")]
    known = {name for text in texts for name in PHRASE.findall(text)}
    said = {
        name
        for module in MODULES
        for name in re.findall(r"\bsay\(\"(\w+)\"", module.read_text("utf-8"))
    }
    assert said - known == set()
