"""How are spices, mills and books drawn?"""

# ruff: noqa: E501 - an outline is one line, however long

import random

from demo.pictures.ink import (
    ACCENTS,
    NIGHT,
    PAPER,
    STEEL,
    WHITE,
    WOOD,
    Subject,
    box,
    disc,
    line,
    mix,
    numeral,
    oval,
    path,
    tilted,
)

TINTS = {
    "pepper": "#3d3531", "white pepper": "#d8cdb4", "green pepper": "#7d8a4b", "salt": "#eeece6", "smoked": "#b7a48c",
    "cumin": "#a98246", "coriander": "#c9a56b", "nutmeg": "#94673c", "clove": "#5c3a28", "cardamom": "#a9b37a",
    "cinnamon": "#a5633a", "turmeric": "#e2a31c", "ginger": "#dcb877", "paprika": "#bb3a22", "chilli": "#c4281e",
    "mustard": "#dbb13d", "curry": "#d9971f", "juniper": "#454463", "barbecue": "#9c4a27", "gingerbread": "#8e5530",
    "herb": "#6f8a4f",
}  # fmt: skip


def _tint(subject: Subject) -> str:
    """Know what colour a spice has: the last word that matches its name or shelf counts."""
    name = f"{subject.product.phrase.en} {subject.product.kind.path.en}".lower()
    found = [tint for word, tint in TINTS.items() if word in name]
    return found[-1] if found else "#b9834a"


def spice(subject: Subject) -> str:
    """Draw a spice, as a jar or a bag, whole or ground."""
    tint = _tint(subject)
    badge = (
        disc(262, 300, 22, "#5b9a4a") + path("M250 308q2 -24 26 -20q0 22 -26 20Z", WHITE)
        if subject.fact("organic") == "Yes"
        else ""
    )
    return subject.dice.choice((_jar, _bag))(subject, tint) + badge


def _grains(subject: Subject, tint: str, top: int, bottom: int) -> str:
    if subject.fact("form") != "Whole":
        return line(f"M140 {top + 16}q20 -10 40 0t40 0t40 0", mix(tint, WHITE, 0.2), 4)
    ink = (mix(tint, NIGHT, 0.25), mix(tint, WHITE, 0.2))
    return "".join(
        disc(
            subject.dice.randint(142, 258),
            subject.dice.randint(top + 12, bottom - 10),
            8,
            ink[n % 2],
        )
        for n in range(14)
    )


def _jar(subject: Subject, tint: str) -> str:
    glass = box(122, 132, 156, 196, "#e3edf0", round_=24) + box(
        130, 176, 140, 146, tint, round_=18
    )
    lid = box(130, 92, 140, 44, subject.accent, round_=8) + line(
        "M150 96v36M176 96v36M202 96v36M228 96v36M252 96v36", mix(subject.accent, NIGHT, 0.2), 3
    )
    label = box(146, 226, 108, 62, PAPER, round_=8) + path(
        "M200 236q26 20 0 42q-26 -22 0 -42Z", mix(tint, NIGHT, 0.15)
    )
    return (
        glass + _grains(subject, tint, 176, 222) + lid + label + line("M140 150V300", WHITE, 6)
    )


def _bag(subject: Subject, tint: str) -> str:
    body = path("M116 96H284L292 324Q200 338 108 324Z", "#dcbf94") + box(
        116, 82, 168, 26, mix("#dcbf94", NIGHT, 0.12), round_=4
    )
    window = path("M146 226Q200 170 254 226V300Q200 312 146 300Z", tint)
    label = box(150, 128, 100, 46, subject.accent, round_=8) + line("M168 151h64", PAPER, 7)
    return body + window + _grains(subject, tint, 220, 296) + label


def mill(subject: Subject) -> str:
    """Draw a turned spice mill."""
    tone = subject.colour if subject.product.colours else WOOD
    shade = mix(tone, NIGHT, 0.2)
    waist = subject.dice.randint(0, 10)
    body = f"M142 330Q150 {280 - waist} {162 + waist} 240Q142 210 150 182H250Q258 210 {238 - waist} 240Q250 {280 - waist} 258 330Z"
    head = path("M152 172Q146 118 200 112Q254 118 248 172Z", tone) + disc(200, 100, 15, STEEL)
    return (
        path(body, tone)
        + box(148, 170, 104, 14, STEEL, round_=5)
        + head
        + box(136, 320, 128, 16, shade, round_=6)
        + line(f"M172 196Q168 240 {160 + waist} 312", mix(tone, WHITE, 0.35), 6)
    )


def mortar(subject: Subject) -> str:
    """Draw a mortar with its pestle."""
    tone = {"granite": "#6f7680", "marble": "#e4e2de"}.get(subject.product.material, WOOD)
    shade = mix(tone, NIGHT, 0.22)
    pestle = line("M226 190L312 74", shade, 26) + disc(314, 72, 20, shade)
    bowl = path("M92 188H308Q304 290 236 306V324H164V306Q96 290 92 188Z", tone) + oval(
        200, 188, 108, 26, shade
    )
    specks = "".join(
        disc(subject.dice.randint(120, 280), subject.dice.randint(226, 290), 3, shade)
        for _ in range(12)
    )
    return bowl + oval(200, 190, 88, 17, "#7f9a55") + pestle + specks


def book(subject: Subject) -> str:
    """Draw a book cover: the series gives colour and motif, the volume its number."""
    series = random.Random(subject.fact("series") + subject.product.brand)
    cover, ink = series.sample(ACCENTS, 2)
    cover, pale = mix(cover, NIGHT, series.choice((0.05, 0.25, 0.45))), mix(ink, WHITE, 0.3)
    volume = int(subject.fact("volume"))
    motif = series.choice((_mountains, _moons, _waves, _windows))(volume, pale)
    pages = path("M112 70H300V344H112Z", mix(PAPER, NIGHT, 0.1)) + line(
        "M304 76V338", "#d8d2c2", 3
    )
    front = box(100, 62, 196, 274, cover, round_=4) + box(
        100, 62, 16, 274, mix(cover, NIGHT, 0.3)
    )
    bands = box(134, 84, 140, 12, pale, round_=6) + box(
        150, 104, 108, 8, mix(pale, cover, 0.4), round_=4
    )
    initials = "".join(word[0] for word in subject.product.brand.split())[:2]
    return tilted(
        pages
        + front
        + bands
        + motif
        + numeral(206, 300, 52, str(volume), PAPER)
        + numeral(206, 326, 15, initials, pale),
        series.uniform(-4, 4),
    )


def _mountains(volume: int, ink: str) -> str:
    return path(
        f"M128 246L172 {176 - 4 * volume}L204 214L238 {150 + 5 * volume}L284 246Z", ink
    ) + disc(148 + 13 * volume, 148, 15, PAPER)


def _moons(volume: int, ink: str) -> str:
    return (
        disc(206, 186, 54, ink)
        + disc(206 - 60 + 12 * volume, 176, 46, mix(ink, NIGHT, 0.55))
        + disc(252, 140, 4, PAPER)
    )


def _waves(volume: int, ink: str) -> str:
    rows = "".join(
        f"M130 {140 + 22 * n}q19 {-12 - volume} 38 0t38 0t38 0t38 0" for n in range(5)
    )
    return line(rows, ink, 6)


def _windows(volume: int, ink: str) -> str:
    lit = {(volume * 5 + n * 7) % 12 for n in range(volume)}
    return "".join(
        box(
            142 + 34 * (n % 4),
            132 + 38 * (n // 4),
            24,
            28,
            PAPER if n in lit else ink,
            round_=3,
        )
        for n in range(12)
    )


DRAWINGS = {each.__name__: each for each in (spice, mill, mortar, book)}
