import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from service.widget_files import read_modules

WIDGETS = Path(__file__).parents[2] / "widgets"
MODULES = sorted(WIDGETS.glob("*.js"))
BUDGET = 35_000
TRACKER_BUDGET = 2_000

IMPORT = re.compile(r"^(?:import|export)\b[^;]*?\bfrom \"([^\"]+)\";", re.MULTILINE)


def weight(modules: Iterable[Path]) -> int:
    """Count the bytes a browser is sent for these modules, as they are served."""
    served = read_modules()
    return sum(len(served[module.name].packed) for module in modules)


def needed(module: Path) -> set[Path]:
    """Follow a module's imports to everything it loads."""
    found = {module}
    for name in IMPORT.findall(module.read_text("utf-8")):
        found |= needed(module.parent / name)
    return found


def test_the_widgets_stay_within_their_budget_of_bytes() -> None:
    assert 0 < weight(MODULES) <= BUDGET


def test_the_tracker_alone_stays_small() -> None:
    assert weight(needed(WIDGETS / "tracker.js")) <= TRACKER_BUDGET


def test_one_module_leads_to_all_others() -> None:
    assert needed(WIDGETS / "tresen.js") == set(MODULES)


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
    assert all(name.startswith("./") for name in IMPORT.findall(text))


def test_every_phrase_is_there_in_german_and_in_english() -> None:
    text = (WIDGETS / "dictionary.js").read_text("utf-8")
    german, english = re.findall(r"^  (?:de|en): \{(.*?)^  \},", text, re.MULTILINE | re.DOTALL)
    phrase = re.compile(r"^    \"?([\w.]+)\"?:", re.MULTILINE)
    assert phrase.findall(german) == phrase.findall(english)


def test_every_phrase_the_widgets_say_is_in_the_dictionary() -> None:
    known = (WIDGETS / "dictionary.js").read_text("utf-8")
    said = {
        name
        for module in MODULES
        for name in re.findall(r"\bsay\(\"(\w+)\"", module.read_text())
    }
    assert {name for name in said if f"\n    {name}: " not in known} == set()
