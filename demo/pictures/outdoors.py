"""How is what belongs to a garden house drawn?"""

from demo.pictures.houses import LEAF, lawn, planks
from demo.pictures.ink import (
    NIGHT,
    STEEL,
    WHITE,
    WOOD,
    Subject,
    box,
    disc,
    line,
    mix,
    oval,
    path,
)

GLOW = "#ffe9a8"


def house_floor(subject: Subject) -> str:
    """Draw floor boards, laid."""
    tone = subject.dice.choice((WOOD, "#d6b07d", "#b98651"))
    boards = "".join(
        path(
            f"M{60 + 34 * n} {250 - 12 * n}l140 66l34 -12l-140 -66Z",
            mix(tone, NIGHT, 0.05 * ((n * 3) % 4)),
        )
        for n in range(5)
    )
    return boards + path(
        "M60 250l140 66v18l-140 -66ZM200 316l170 -60v18l-170 60Z", mix(tone, NIGHT, 0.35)
    )


def roof_felt(subject: Subject) -> str:
    """Draw a roll of roofing felt."""
    sheet = path("M110 230H330Q350 270 336 312H110Z", subject.colour) + line(
        "M150 262h170M140 288h190", subject.light, 3, 'stroke-dasharray="2 10"'
    )
    roll = (
        box(96, 128, 216, 108, subject.dark)
        + oval(96, 182, 26, 54, subject.deep)
        + oval(96, 182, 14, 30, subject.light)
        + oval(312, 182, 26, 54, subject.dark)
    )
    return sheet + roll + line("M150 130v104", subject.accent, 16)


def gutter(subject: Subject) -> str:
    """Draw a half-round gutter with its brackets."""
    trough = path("M52 176L340 132Q346 196 296 206L108 238Q58 236 52 176Z", subject.colour)
    rim = line("M52 176L340 132", subject.light, 9) + line(
        "M120 166v52M210 152v52M290 140v50", subject.deep, 7
    )
    drop = path("M96 262q16 26 0 36q-16 -10 0 -36Z", "#7fb4dc")
    return (
        trough
        + rim
        + drop
        + subject.dice.choice(("", path("M150 286q12 20 0 28q-12 -8 0 -28Z", "#7fb4dc")))
    )


def wood_paint(subject: Subject) -> str:
    """Draw a tin of paint with a drip in its colour."""
    tin = (
        box(118, 136, 164, 176, "#e7eaee", round_=10)
        + oval(200, 138, 82, 22, STEEL)
        + oval(200, 138, 68, 16, subject.colour)
    )
    drip = path(
        "M148 148h60q2 20 -4 52t-12 4q-4 -30 -10 -34t-8 18q-4 16 -12 4q-8 -20 -14 -44Z",
        subject.colour,
    )
    label = (
        box(118, 214, 164, 70, subject.colour)
        + box(138, 232, 70, 12, WHITE, round_=6)
        + disc(252, 250, 15, subject.accent)
    )
    handle = line("M120 150Q200 42 280 150", STEEL, 6)
    return handle + tin + label + drip


def wood_glaze(subject: Subject) -> str:
    """Draw a tin of glaze beside a glazed board."""
    board = box(216, 92, 120, 226, mix(subject.colour, WOOD, 0.4), round_=4)
    grain = line(
        "M240 100q20 60 0 110t6 100M276 100q-14 70 4 120t-6 92M310 98q10 80 -4 214",
        subject.dark,
        3,
    )
    tin = (
        box(76, 180, 130, 138, "#eef0f2", round_=8)
        + oval(141, 182, 65, 16, STEEL)
        + box(76, 226, 130, 56, subject.colour)
    )
    return (
        board
        + grain
        + line("M78 190Q141 112 204 190", STEEL, 5)
        + tin
        + disc(141, 254, 16, WHITE)
    )


def garden_lamp(subject: Subject) -> str:
    """Draw a garden lamp, lit."""
    glow = disc(200, 170, 104, GLOW)
    post = subject.dice.choice((True, False))
    stand = (
        box(192, 214, 16, 118, subject.colour) + box(160, 324, 80, 14, subject.dark, round_=6)
        if post
        else box(112, 96, 22, 150, subject.colour, round_=6)
        + line("M134 130Q200 96 200 124", subject.colour, 10)
    )
    head = (
        path("M150 134H250L238 216H162Z", "#fff7dc")
        + path("M138 134L200 98L262 134Z", subject.colour)
        + box(156, 212, 88, 14, subject.dark, round_=5)
    )
    return (
        f'<g opacity=".75">{glow}</g>'
        + stand
        + head
        + line("M182 138L186 212M218 138L214 212", subject.dark, 4)
    )


def garden_bench(subject: Subject) -> str:
    """Draw a garden bench."""
    slats = "".join(box(72, y, 256, 17, subject.colour, round_=6) for y in (136, 162, 188))
    seat = box(60, 228, 280, 20, subject.light, round_=7)
    legs = line("M86 132V326M314 132V326M66 206h40M334 206h-40", subject.deep, 13)
    return lawn() + legs + slats + seat


def raised_bed(subject: Subject) -> str:
    """Draw a raised bed with herbs."""
    greens = "".join(
        oval(
            x,
            subject.dice.randint(166, 190),
            26,
            34,
            subject.dice.choice((LEAF, "#77a85f", "#4c7d4a")),
        )
        for x in range(92, 320, 34)
    )
    fruit = "".join(
        disc(subject.dice.randint(90, 310), subject.dice.randint(150, 190), 8, "#d6503f")
        for _ in range(6)
    )
    frame = box(68, 200, 264, 122, subject.colour, round_=4) + planks(
        68, 204, 264, 118, subject.dark
    )
    return (
        lawn()
        + greens
        + fruit
        + frame
        + box(68, 200, 16, 130, subject.deep)
        + box(316, 200, 16, 130, subject.deep)
    )


DRAWINGS = {
    each.__name__: each
    for each in (
        house_floor,
        roof_felt,
        gutter,
        wood_paint,
        wood_glaze,
        garden_lamp,
        garden_bench,
        raised_bed,
    )
}
