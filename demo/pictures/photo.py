"""How are cameras and what goes with them drawn?"""

# ruff: noqa: E501 - an outline is one line, however long

from demo.pictures.ink import (
    NIGHT,
    STEEL,
    WHITE,
    Subject,
    box,
    disc,
    line,
    mix,
    oval,
    path,
    tilted,
)

GLASS_DEEP, GLASS_BRIGHT = "#24344f", "#5f86b8"


def _front(x: float, y: float, radius: float, ring: str) -> str:
    """Draw a lens from the front."""
    return (
        disc(x, y, radius, NIGHT)
        + disc(x, y, radius * 0.84, ring)
        + disc(x, y, radius * 0.74, "#10151f")
        + disc(x, y, radius * 0.52, GLASS_DEEP)
        + disc(x, y, radius * 0.3, GLASS_BRIGHT)
        + oval(x - radius * 0.22, y - radius * 0.26, radius * 0.14, radius * 0.1, "#dfeaf5")
    )


def camera(subject: Subject) -> str:
    """Draw a mirrorless camera from the front."""
    hump = subject.dice.choice(
        ("M158 132L176 96H224L242 132Z", "M150 132L156 108H214L220 132Z", "")
    )
    grip = box(70, 140, 54, 158, subject.deep, round_=18)
    body = path(hump, subject.dark) + box(64, 128, 272, 172, subject.colour, round_=22) + grip
    skin = box(124, 168, 212, 96, subject.dark)
    button = box(82, 112, 36, 20, subject.accent, round_=7) + disc(296, 126, 16, subject.dark)
    return (
        body
        + skin
        + button
        + _front(214, 216, 78, mix(subject.colour, NIGHT, 0.65))
        + disc(302, 152, 7, "#f4e9c1")
    )


def compact_camera(subject: Subject) -> str:
    """Draw a compact camera from the front."""
    body = box(72, 142, 256, 152, subject.colour, round_=30) + box(
        72, 142, 256, 26, subject.light, round_=13
    )
    flash = box(256, 184, 48, 22, "#fbf4d7", round_=6)
    side = subject.dice.choice((208, 180))
    return (
        body
        + box(104, 126, 44, 20, subject.dark, round_=8)
        + flash
        + _front(side, 228, 58, STEEL)
    )


def lens(subject: Subject) -> str:
    """Draw a lens from the side: the longer its focal length, the longer it is."""
    focal = int(subject.fact("focal_length").replace("-", " ").split()[0])
    length = min(250, 110 + focal * 0.6)
    left, right = 200 - length / 2, 200 + length / 2
    barrel = box(left, 138, length, 124, "#23272f", round_=10)
    mount = box(left - 20, 152, 24, 96, STEEL, round_=4)
    front = path(f"M{right - 6:g} 130L{right + 30:g} 114V286L{right - 6:g} 270Z", "#15181e")
    ribs = "".join(
        box(x, 130, 6, 140, "#343a45", round_=3)
        for x in range(int(left + 24), int(left + 76), 11)
    )
    ring = box(left + 86, 138, 7, 124, subject.accent)
    scale = line(f"M{left + 100:g} 160H{right - 18:g}", "#8d96a5", 3, 'stroke-dasharray="3 9"')
    glass = oval(right + 28, 200, 11, 76, GLASS_BRIGHT)
    return tilted(
        mount + barrel + ribs + ring + scale + front + glass,
        subject.dice.choice((-24, -18, -32, 14)),
    )


def memory_card(subject: Subject) -> str:
    """Draw a memory card with its contacts."""
    body = path(
        "M126 84H250L286 120V312Q286 324 274 324H126Q114 324 114 312V96Q114 84 126 84Z",
        "#2a2f38",
    )
    label = box(130, 148, 140, 130, subject.accent, round_=8)
    marks = (
        box(144, 164, 60, 14, WHITE, round_=7)
        + box(144, 190, 96, 10, mix(subject.accent, WHITE, 0.5), round_=5)
        + disc(242, 250, 16, WHITE)
    )
    pins = "".join(box(x, 96, 12, 32, "#d9b65a", round_=3) for x in range(132, 240, 19))
    return tilted(body + label + marks + pins, subject.dice.uniform(-12, 12))


def camera_bag(subject: Subject) -> str:
    """Draw a camera bag with its strap."""
    strap = line("M92 196Q96 70 200 70Q304 70 308 196", subject.deep, 14)
    body = box(84, 150, 232, 168, subject.colour, round_=26)
    flap = path("M84 176Q84 150 110 150H290Q316 150 316 176V222Q200 250 84 222Z", subject.dark)
    pocket = box(126, 246, 148, 54, subject.light, round_=12)
    buckles = box(136, 216, 20, 42, subject.deep, round_=5) + box(
        244, 216, 20, 42, subject.deep, round_=5
    )
    return (
        strap
        + body
        + subject.dice.choice(
            (
                flap + pocket + buckles,
                flap + disc(200, 228, 15, "#d4af5a"),
                pocket + line("M100 196H300", subject.deep, 6),
            )
        )
    )


def camera_backpack(subject: Subject) -> str:
    """Draw a camera backpack."""
    loop = line("M172 84Q172 54 200 54Q228 54 228 84", subject.deep, 11)
    body = box(112, 76, 176, 258, subject.colour, round_=48)
    front = box(136, 206, 128, 106, subject.dark, round_=22)
    zips = line("M136 132Q200 104 264 132", subject.deep, 5) + line(
        "M152 234H248", subject.light, 4
    )
    return (
        loop
        + box(96, 190, 30, 110, subject.deep, round_=14)
        + box(274, 190, 30, 110, subject.deep, round_=14)
        + body
        + front
        + zips
        + disc(200, 268, 13, subject.accent)
    )


def tripod(subject: Subject) -> str:
    """Draw a tripod with its head."""
    spread = subject.dice.randint(66, 100)
    legs = line(
        f"M200 150L{200 - spread} 336M200 150L{200 + spread} 336", subject.colour, 15
    ) + line("M200 150V330", subject.dark, 13)
    locks = line(
        f"M{200 - spread * 0.55:g} 252l-12 -5M{200 + spread * 0.55:g} 252l12 -5",
        subject.accent,
        13,
    )
    head = (
        box(178, 118, 44, 44, subject.deep, round_=12)
        + disc(200, 104, 20, subject.dark)
        + box(160, 76, 80, 16, NIGHT, round_=6)
    )
    return (
        legs
        + locks
        + head
        + line("M222 136L282 116", subject.deep, 9)
        + disc(200, 140, 8, subject.accent)
    )


def camera_battery(subject: Subject) -> str:
    """Draw a rechargeable battery."""
    body = box(120, 104, 160, 212, "#2c313b", round_=18)
    contacts = "".join(box(x, 104, 22, 22, "#d9b65a") for x in (144, 178, 212))
    bolt = path("M210 176L168 238H196L186 286L234 218H204Z", subject.accent)
    return tilted(
        body + box(120, 142, 160, 8, "#454c59") + contacts + bolt, subject.dice.uniform(-14, 14)
    )


def lens_filter(subject: Subject) -> str:
    """Draw a polarising filter: a ring with tinted glass."""
    tint = subject.dice.choice(("#6f8fae", "#7a9f8c", "#8c86ad"))
    rim = (
        disc(200, 200, 124, NIGHT) + disc(200, 200, 114, "#3a404b") + disc(200, 200, 100, tint)
    )
    half = path(
        "M200 100a100 100 0 0 1 70 171L129 129A100 100 0 0 1 200 100Z", mix(tint, WHITE, 0.35)
    )

    return tilted(
        rim + half + line("M200 80V88", subject.accent, 6), subject.dice.uniform(0, 360)
    )


DRAWINGS = {
    each.__name__: each
    for each in (
        camera, compact_camera, lens, memory_card, camera_bag, camera_backpack, tripod, camera_battery, lens_filter,
    )
}  # fmt: skip
