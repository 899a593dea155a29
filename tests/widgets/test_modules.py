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
    "asking.js": 2.4,
    "client.js": 1.0,
    "type-ahead.js": 6.0,
    "tresen.js": 27.0,
    "ga4.js": 1.0,
    "tresen.css": 0.5,
}
"""Kilobytes a browser is sent, gzipped: the client's halves, and what is built on them."""
TOGETHER = 35.0
TYPE_AHEAD = ("type-ahead.js", "asking.js")
TYPING = 8.1
"""Kilobytes until somebody who types is answered, the half of the client that asks included."""

IMPORT = re.compile(r"^(?:import|export)\b[^;]*?\"(\./[^\"]+)\";", re.MULTILINE)
LATER = re.compile(r"\bimport\(\"(\./[^\"]+)\"\)")


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


@pytest.mark.parametrize("name", BUDGETS)
def test_what_a_page_loads_stays_within_its_budget(name: str) -> None:
    served = len(read_modules()[name].packed)
    assert 0 < served <= BUDGETS[name] * KILOBYTE


def test_everything_together_stays_within_its_budget() -> None:
    served = read_modules()
    assert sum(len(served[name].packed) for name in TYPE_AHEAD) <= TYPING * KILOBYTE
    assert sum(len(served[name].packed) for name in BUDGETS) <= TOGETHER * KILOBYTE


@pytest.mark.parametrize("name", BUDGETS)
def test_what_a_page_loads_asks_for_nothing_but_the_client_and_what_may_come_later(
    name: str,
) -> None:
    text = read_modules()[name].plain.decode()
    assert set(re.findall(r"^import\b.*\"(.+)\";$", text, re.MULTILINE)) <= {
        "./asking.js",
        "./client.js",
    }
    assert set(LATER.findall(text)) <= {"./tracker.js", "./ga4.js"}


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
