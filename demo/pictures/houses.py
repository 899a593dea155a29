"""How are garden houses drawn, with the roof and the width they have?"""

# ruff: noqa: E501 - an outline is one line, however long

from demo.pictures.ink import GLASS, WHITE, Subject, box, disc, line, mix, oval, path

GRASS, LEAF = "#9cc08a", "#5d9150"


def lawn() -> str:
    """Draw the grass a thing stands on."""
    return oval(200, 330, 168, 22, GRASS)


def planks(x: float, y: float, wide: float, high: float, ink: str) -> str:
    """Draw the joints between boards."""
    return line(
        "".join(
            f"M{x:g} {level:g}h{wide:g}" for level in range(int(y) + 18, int(y + high), 18)
        ),
        ink,
        2,
    )


def _half(subject: Subject) -> float:
    """Say how wide a house is drawn, from its width in centimetres: half of it."""
    return 78 + (int(subject.fact("width").split()[0]) - 200) * 0.24


def _roof(kind: str, half: float, top: float, ink: str) -> str:
    left, right = 200 - half - 18, 200 + half + 18
    if kind == "gabled roof":
        return path(
            f"M{left:g} {top:g}L200 {top - 82:g}L{right:g} {top:g}L{right - 6:g} {top + 14:g}L200 {top - 62:g}L{left + 6:g} {top + 14:g}Z",
            ink,
        )
    if kind == "pent roof":
        return path(
            f"M{left:g} {top - 46:g}L{right:g} {top - 4:g}V{top + 12:g}L{left:g} {top - 28:g}Z",
            ink,
        )
    return box(left, top - 12, right - left, 20, ink, round_=4)


def _gable(kind: str, half: float, top: float, fill: str) -> str:
    """Fill the wall between the eaves and the roof."""
    left, right = 200 - half, 200 + half
    if kind == "gabled roof":
        return path(f"M{left:g} {top + 2:g}L200 {top - 70:g}L{right:g} {top + 2:g}Z", fill)
    return (
        path(f"M{left:g} {top - 40:g}L{right:g} {top:g}H{left:g}Z", fill)
        if kind == "pent roof"
        else ""
    )


def garden_house(subject: Subject) -> str:
    """Draw a garden house with the roof and the width that it has."""
    half, top, kind = _half(subject), 182.0, subject.fact("roof")
    wall = box(200 - half, top, 2 * half, 148, subject.colour) + _gable(
        kind, half, top, subject.colour
    )
    door_x = 200 - half * subject.dice.choice((0.62, 0.3, 0.1))
    door = (
        box(door_x, 226, 52, 104, subject.dark)
        + box(door_x + 8, 236, 36, 40, GLASS)
        + disc(door_x + 44, 288, 4, WHITE)
    )
    window_x = max(door_x + 66, 200 + half * 0.3)
    window = (
        box(window_x, 226, 46, 46, WHITE)
        + box(window_x + 5, 231, 36, 36, GLASS)
        + line(f"M{window_x + 23:g} 231v36M{window_x + 5:g} 249h36", WHITE, 4)
    )
    pot = path(f"M{190 + half:g} 316h24l-4 20h-16Z", "#b96a43") + disc(
        202 + half, 306, 15, LEAF
    )
    return (
        lawn()
        + wall
        + planks(200 - half, top, 2 * half, 148, subject.dark)
        + _roof(kind, half, top, mix(subject.dark, "#5a3b2e", 0.5))
        + door
        + window
        + pot
    )


def tool_shed(subject: Subject) -> str:
    """Draw a tool shed with double doors."""
    half, top, kind = _half(subject) * 0.8, 178.0, subject.fact("roof")
    wall = box(200 - half, top, 2 * half, 152, subject.colour) + _gable(
        kind, half, top, subject.colour
    )
    ribs = line(
        "".join(
            f"M{x:g} {top + 6:g}v142" for x in range(int(200 - half) + 14, int(200 + half), 16)
        ),
        subject.dark,
        2,
    )
    doors = (
        box(158, 216, 40, 114, subject.light)
        + box(202, 216, 40, 114, subject.light)
        + line("M190 266v20M210 266v20", subject.deep, 5)
    )
    return lawn() + wall + ribs + doors + _roof(kind, half, top, subject.deep)


def greenhouse(subject: Subject) -> str:
    """Draw a greenhouse with something growing in it."""
    half = _half(subject)
    left, right = 200 - half, 200 + half
    hull = f"M{left:g} 330V190L200 112L{right:g} 190V330Z"
    plants = "".join(
        disc(x, subject.dice.randint(286, 304), 17, LEAF) + line(f"M{x:g} 330v-30", LEAF, 5)
        for x in range(int(left) + 28, int(right) - 10, 38)
    )
    bars = line(
        f"{hull}M{left:g} 190H{right:g}M200 112V330M{200 - half / 2:g} 152V330M{200 + half / 2:g} 152V330",
        subject.colour,
        6,
    )
    return (
        lawn()
        + path(hull, mix(GLASS, WHITE, 0.3))
        + plants
        + path(hull, GLASS, 'fill-opacity=".4"')
        + bars
    )


DRAWINGS = {
    each.__name__: each
    for each in (
        garden_house,
        tool_shed,
        greenhouse,
    )
}
