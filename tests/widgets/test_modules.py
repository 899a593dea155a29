import re
from pathlib import Path

import pytest

from service.stripping import stripped
from service.widget_files import read_modules

WIDGETS = Path(__file__).parents[2] / "widgets"
MODULES = sorted(WIDGETS.glob("*.js"))
KILOBYTE = 1_000
BUDGETS = {
    "tracker.js": 2.0,
    "client.js": 2.6,
    "type-ahead.js": 6.0,
    "tresen.js": 27.0,
    "ga4.js": 1.0,
    "tresen.css": 0.5,
}
"""Kilobytes a browser is sent, gzipped: the client, and what is built on it."""
TOGETHER = 35.0

IMPORT = re.compile(r"^(?:import|export)\b[^;]*?\"(\./[^\"]+)\";", re.MULTILINE)
LATER = re.compile(r"\bimport\(\"(\./[^\"]+)\"\)")


def needed(module: Path) -> set[Path]:
    """Follow a module's imports, those made while running too, to everything it loads."""
    text = stripped(module.read_text("utf-8"))
    found = {module}
    for name in IMPORT.findall(text) + LATER.findall(text):
        found |= needed(module.parent / name)
    return found


@pytest.mark.parametrize("name", BUDGETS)
def test_what_a_page_loads_stays_within_its_budget(name: str) -> None:
    served = len(read_modules()[name].packed)
    assert 0 < served <= BUDGETS[name] * KILOBYTE


def test_everything_together_stays_within_its_budget() -> None:
    served = read_modules()
    assert sum(len(served[name].packed) for name in BUDGETS) <= TOGETHER * KILOBYTE


@pytest.mark.parametrize("name", BUDGETS)
def test_what_a_page_loads_asks_for_nothing_but_the_client_and_what_may_come_later(
    name: str,
) -> None:
    text = read_modules()[name].plain.decode()
    assert set(re.findall(r"^import\b.*\"(.+)\";$", text, re.MULTILINE)) <= {"./client.js"}
    assert set(LATER.findall(text)) <= {"./tracker.js", "./ga4.js"}


def test_two_modules_lead_to_all_others() -> None:
    found = needed(WIDGETS / "tresen.js") | needed(WIDGETS / "type-ahead.js")
    assert found == set(MODULES)


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
