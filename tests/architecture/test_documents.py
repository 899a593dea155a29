"""Does every link in the documents lead somewhere, and is what they name in the code there?"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/**/*.md"))]
ELSEWHERE = ("http://", "https://", "mailto:")
FOLDERS = "|".join(one.name for one in ROOT.iterdir() if one.is_dir() and one.name[0] != ".")
FILE = re.compile(rf"`((?:{FOLDERS})/[\w./-]+)`")
MODULE = re.compile(rf"(?:-m |`)((?:{FOLDERS})(?:\.\w+)+)\b(?![./])")


def links(text: str) -> list[str]:
    """Find the targets of a document's links and pictures, leaving code blocks out."""
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"\]\(([^)\s]+)[^)]*\)", prose) + re.findall(
        r'(?:src|href)="([^"]+)"', prose
    )


def anchors(text: str) -> set[str]:
    """Name a document's headings the way forges do."""
    headings = re.findall(r"^#+ +(.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    dead = []
    for link in links(text):
        path, _, anchor = link.partition("#")
        target = document.parent / path if path else document
        if link.startswith(ELSEWHERE):
            continue
        if not target.exists() or (
            anchor and anchor not in anchors(target.read_text(encoding="utf-8"))
        ):
            dead.append(link)
    assert dead == []


def nowhere(text: str) -> list[str]:
    """Find the files and modules a document names that are not there, or lack what it names."""
    files = [one for one in FILE.findall(text) if not (ROOT / one).exists()]
    return files + [one for one in MODULE.findall(text) if not _is_there(one)]


def _is_there(module: str) -> bool:
    path = ROOT / module.replace(".", "/")
    if path.is_dir() or path.with_suffix(".py").exists():
        return True
    inside = path.parent.with_suffix(".py")
    return (
        inside.exists()
        and re.search(rf"\b{path.name}\b", inside.read_text("utf-8")) is not None
    )


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_and_module_that_is_named_is_there(document: Path) -> None:
    assert nowhere(document.read_text("utf-8")) == []


def test_what_is_not_there_is_found() -> None:
    named = (
        "`docs/nothing.md`, `docs/api.md`, `python -m tests.nothing`, `ranking.ladder.Nobody`"
    )
    assert nowhere(named) == ["docs/nothing.md", "tests.nothing", "ranking.ladder.Nobody"]
