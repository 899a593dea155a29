"""Does the map name every module, in the room where it is?"""

import re

import pytest

from tests.architecture.test_tree import ROOMS, ROOT, modules

UNNAMED = {"__init__", "__main__", "env"}
"""What every package has, and what Alembic wants."""


def described() -> dict[str, set[str]]:
    """Return the names that the map gives for each room."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms = re.split(r"^\*\*`(\w+)/`", text, flags=re.MULTILINE)
    return {
        room: {name.rpartition("/")[2] for name in re.findall(r"`([\w/]+)`", said)}
        for room, said in zip(rooms[1::2], rooms[2::2], strict=True)
    }


@pytest.mark.parametrize("room", ROOMS)
def test_the_map_names_every_module(room: str) -> None:
    there = {path.stem for path in modules(room) if "versions" not in path.parts}
    assert there - UNNAMED - described()[room] == set()
