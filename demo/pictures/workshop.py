"""How are hand tools, bits and screws drawn?"""

# ruff: noqa: E501 - an outline is one line, however long

from demo.pictures.ink import (
    NIGHT,
    STEEL,
    WHITE,
    WOOD,
    Subject,
    box,
    disc,
    group,
    line,
    mix,
    path,
    tilted,
)
from demo.pictures.machines import DARK_STEEL, RUBBER, skin_of


def drill_bit(subject: Subject) -> str:
    """Draw a drill bit with its flutes."""
    tone = {"hss": "#59616c", "carbide": "#a9b0b8", "steel": "#c2a25e"}.get(
        subject.product.material, STEEL
    )
    wide = 14 + 2 * int(subject.fact("diameter").split()[0])
    body = box(200 - wide / 2, 96, wide, 150, tone) + path(
        f"M{200 - wide / 2:g} 98L200 {84 - wide / 3:g}L{200 + wide / 2:g} 98Z",
        mix(tone, WHITE, 0.4),
    )
    flutes = line(
        "".join(
            f"M{200 - wide / 2:g} {y + 22}L{200 + wide / 2:g} {y}" for y in range(104, 226, 20)
        ),
        mix(tone, NIGHT, 0.4),
        7,
    )
    shank = box(200 - wide / 3, 246, wide / 1.5, 92, STEEL, round_=4) + box(
        200 - wide / 3, 306, wide / 1.5, 10, subject.accent
    )
    return tilted(body + flutes + shank, subject.dice.choice((32, 45, -38, 20)))


def bit_set(subject: Subject) -> str:
    """Draw a set of bits in its case."""
    skin = skin_of(subject)
    case = box(72, 104, 256, 200, RUBBER, round_=20) + box(
        84, 116, 232, 176, "#3d444f", round_=12
    )
    inks = ("#d9b65a", STEEL, "#6fa0cf", "#cf6f5a")
    bits = "".join(
        box(100 + 30 * column, 136 + 62 * row, 14, 40, subject.dice.choice(inks), round_=4) + box(98 + 30 * column, 166 + 62 * row, 18, 10, skin)
        for row in range(2) for column in range(7)
    )  # fmt: skip
    return tilted(
        case + bits + box(100, 258, 200, 20, skin, round_=10), subject.dice.uniform(-6, 6)
    )


def screw(subject: Subject) -> str:
    """Draw three screws."""
    tone = "#c8a64c" if subject.product.material == "zinc" else "#b4bbc4"
    one = path("M170 96H230L212 122H188Z", mix(tone, WHITE, 0.25)) + path(
        "M188 120H212L208 290L200 316L192 290Z", tone
    )
    thread = line(
        "".join(f"M186 {y + 8}L214 {y}" for y in range(150, 290, 14)), mix(tone, NIGHT, 0.35), 5
    )
    whole = one + thread + line("M194 100h12M200 94v12", mix(tone, NIGHT, 0.5), 4)
    turn = subject.dice.uniform(-10, 10)
    return "".join(
        group(whole, f"rotate({turn + angle:.1f} 200 200) translate({shift} 0) scale(.96)")
        for angle, shift in ((-16, -74), (4, 6), (20, 84))
    )


def wall_plug(subject: Subject) -> str:
    """Draw two wall plugs."""
    tone = subject.dice.choice(("#9aa3ad", "#d05a3a", "#5e8f4f", "#4a78b5"))
    one = box(168, 96, 64, 22, mix(tone, NIGHT, 0.2), round_=6) + path(
        "M176 116H224L214 316H186Z", tone
    )
    ribs = line(
        "M174 150H226M176 178H224M178 206H222M180 234H220", mix(tone, NIGHT, 0.3), 6
    ) + line("M200 240V312", mix(tone, NIGHT, 0.5), 5)
    return "".join(
        group(one + ribs, f"rotate({angle} 200 200) translate({shift} 0)")
        for angle, shift in ((-18, -52), (16, 56))
    )


def hammer(subject: Subject) -> str:
    """Draw an engineer's hammer."""
    handle = path("M188 140H212L220 346Q200 356 180 346Z", WOOD) + box(
        180, 276, 40, 70, skin_of(subject), round_=10
    )
    head = path("M104 98H246L296 112V138L246 146H104Z", "#5b636e") + box(
        96, 92, 34, 60, "#7d858f", round_=6
    )
    return tilted(handle + head, subject.dice.uniform(12, 38))


def screwdriver(subject: Subject) -> str:
    """Draw a screwdriver."""
    skin = skin_of(subject)
    handle = box(172, 60, 56, 134, skin, round_=24) + line(
        "M186 84V172M200 84V172M214 84V172", RUBBER, 6
    )
    blade = box(192, 192, 16, 128, STEEL) + path("M192 318H208L204 346H196Z", DARK_STEEL)
    return tilted(
        handle + box(184, 186, 32, 16, RUBBER, round_=5) + blade,
        subject.dice.choice((35, -40, 48, -28)),
    )


def spirit_level(subject: Subject) -> str:
    """Draw a spirit level with its vials."""
    skin = skin_of(subject)
    body = box(40, 172, 320, 58, skin, round_=8) + box(40, 172, 320, 10, mix(skin, WHITE, 0.4))
    vial = (
        box(164, 184, 72, 28, "#cfe86a", round_=12)
        + box(190, 188, 22, 18, "#eefbb8", round_=9)
        + line("M186 184v28M216 184v28", NIGHT, 3)
    )
    ends = (
        disc(86, 202, 19, "#cfe86a")
        + disc(314, 202, 19, "#cfe86a")
        + line("M86 190v24M302 202h24", NIGHT, 3)
    )
    return tilted(
        body
        + vial
        + ends
        + box(34, 168, 14, 66, RUBBER, round_=4)
        + box(352, 168, 14, 66, RUBBER, round_=4),
        subject.dice.uniform(-16, -4),
    )


DRAWINGS = {
    each.__name__: each
    for each in (
        drill_bit,
        bit_set,
        screw,
        wall_plug,
        hammer,
        screwdriver,
        spirit_level,
    )
}
