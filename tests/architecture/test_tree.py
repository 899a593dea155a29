"""Does the tree keep the promises that neither the linter nor the import contracts can hold?"""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("service", "search", "recommenders", "ranking", "knowledge_base")
TIMELESS = ROOMS[1:]

NAMELESS = {"base", "common", "helper", "helpers", "manager", "misc", "util", "utils"}
BANNED_IDENTIFIER = re.compile(
    r"(?:item|doc|document|article|user)_ids?|\w*(?:Manager|Helper|Utils?)"
)
CLOCKS = {"now", "today", "utcnow", "time_ns"}

REGISTRY = re.compile(
    r"\b(?:pypi|pythonhosted|crates|npmjs|proxy[.]golang|maven|maven[.]apache|deb[.]debian)"
    r"[.](?:org|io|com)\b"
)


def tracked() -> list[Path]:
    """List every file of the project, as git knows it, relative to the root."""
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    return [Path(name) for name in listing.split("\0") if name and (ROOT / name).is_file()]


def modules(*rooms: str) -> list[Path]:
    """List the tracked Python modules of some rooms."""
    return [path for path in tracked() if path.suffix == ".py" and path.parts[0] in rooms]


def defined(tree: ast.AST) -> Iterator[str]:
    """Yield the names a module chose itself: of classes, functions, arguments, variables."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def test_the_map_names_every_top_level_folder() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    folders = {path.parts[0] for path in tracked() if len(path.parts) > 1}
    shown = {folder for folder in folders if not folder.startswith(".")}
    assert {folder for folder in shown if f"{folder}/" not in text} == set()


def test_the_map_names_no_folder_that_is_not_there() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w./-]+)/`", text))
    folders = {str(parent) for path in tracked() for parent in path.parents}
    known = folders | {folder.rsplit("/", 1)[-1] for folder in folders}
    assert named - known == set()


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    assert [path for path in tracked() if NAMELESS & {Path(p).stem for p in path.parts}] == []


@pytest.mark.parametrize("room", [*ROOMS, "demo"])
def test_a_product_is_never_called_an_item_and_a_visitor_never_a_user(room: str) -> None:
    offences = [
        f"{path}: {name}"
        for path in modules(room)
        for name in defined(ast.parse((ROOT / path).read_text(encoding="utf-8")))
        if BANNED_IDENTIFIER.fullmatch(name)
    ]
    assert offences == []


@pytest.mark.parametrize("room", TIMELESS)
def test_only_the_service_looks_at_the_clock(room: str) -> None:
    offences = [
        f"{path}:{node.lineno}"
        for path in modules(room)
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCKS
    ]
    assert offences == []


def test_every_room_has_its_tests() -> None:
    tested = {
        path.parts[1] for path in tracked() if path.parts[0] == "tests" and len(path.parts) > 2
    }
    assert {*ROOMS, "demo"} - tested == set()


def test_no_file_names_a_package_registry() -> None:
    offences = [
        str(path)
        for path in tracked()
        if REGISTRY.search((ROOT / path).read_bytes().decode("utf-8", errors="replace"))
    ]
    assert offences == []
