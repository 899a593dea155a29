"""How are shoes drawn?"""

# ruff: noqa: E501 - an outline is one line, however long

from demo.pictures.ink import NIGHT, WHITE, Subject, box, disc, line, mix, path, tilted

LOW = "M84 220Q86 172 112 168L152 160Q170 196 212 206L288 222Q330 232 334 272V284H80Q78 250 84 220Z"
HIGH = "M104 96H190Q188 160 204 186Q250 200 292 212Q330 224 334 268V288H92Q90 200 104 96Z"
GRIP = 'stroke-dasharray="10 8"'


def _laces(subject: Subject, spots: tuple[tuple[int, int], ...]) -> str:
    ink = subject.dice.choice((WHITE, subject.accent, mix(subject.colour, NIGHT, 0.6)))
    return line("".join(f"M{x} {y}l26 -16" for x, y in spots), ink, 6)


def running_shoe(subject: Subject) -> str:
    """Draw a running shoe with a thick sole and a flash of its maker."""
    sole = path("M68 276Q200 262 338 270Q350 304 322 312H110Q64 312 68 276Z", WHITE)
    tread = path("M76 300Q200 304 340 296Q336 312 322 312H110Q84 312 76 300Z", subject.accent)
    toe = path("M288 222Q330 232 334 272L286 274Q300 246 288 222Z", subject.dark)
    heel = path(
        "M84 220Q86 172 112 168L122 166Q112 220 122 280L80 284Q78 250 84 220Z", subject.dark
    )
    flash = subject.dice.choice((
        line("M140 262L186 206M166 266L212 214", subject.light, 9),
        line("M136 248Q190 262 250 226", subject.accent, 11),
        path("M140 268L200 204L216 208L176 270Z", subject.light),
        line("M146 232H190M152 250H216", subject.accent, 8),
    ))  # fmt: skip
    upper = path(LOW, subject.colour) + toe + heel + flash
    return tilted(upper + _laces(subject, ((164, 196), (184, 208), (206, 216))) + sole + tread, subject.dice.uniform(-13, -4))  # fmt: skip


def sneaker(subject: Subject) -> str:
    """Draw a trainer with a flat sole."""
    sole = box(74, 270, 264, 34, WHITE, round_=15) + line(
        "M82 290H330", mix(WHITE, NIGHT, 0.15), 3
    )
    cap = path("M288 222Q330 232 334 272H270Q272 236 288 222Z", subject.light)
    side = subject.dice.choice((disc(196, 240, 15, subject.light), line("M150 262L172 214", subject.accent, 13), box(96, 196, 26, 50, subject.accent, round_=6), ""))  # fmt: skip
    upper = path(LOW, subject.colour) + cap + side
    return tilted(
        upper + _laces(subject, ((166, 196), (186, 208), (208, 216))) + sole,
        subject.dice.uniform(-8, 0),
    )


def boot(subject: Subject) -> str:
    """Draw a boot."""
    sole = path("M86 284H338V304Q200 310 150 304V318H86Z", subject.deep)
    shaft = path("M104 96H190L188 122H100Z", subject.dark)
    side = subject.dice.choice((line("M150 130Q148 190 158 280", subject.dark, 5), path("M136 128H164L158 190H142Z", subject.dark), _laces(subject, ((180, 150), (186, 172), (200, 192)))))  # fmt: skip
    return path(HIGH, subject.colour) + shaft + side + sole


def hiking_shoe(subject: Subject) -> str:
    """Draw an ankle-high hiking shoe with a deep tread."""
    upper = path(
        "M96 132H186Q186 170 208 186Q256 202 296 216Q330 228 334 268V284H86Q84 200 96 132Z",
        subject.colour,
    )
    guard = path(
        "M300 218Q330 228 334 268V284H86V256Q220 268 284 250Q302 240 300 218Z", subject.dark
    )
    collar = box(92, 122, 98, 24, subject.deep, round_=11)
    sole = box(80, 280, 260, 22, NIGHT, round_=6) + line("M88 306H332", NIGHT, 12, GRIP)
    return (
        upper
        + guard
        + collar
        + _laces(subject, ((176, 164), (184, 182), (204, 196), (226, 204)))
        + sole
    )


def sandal(subject: Subject) -> str:
    """Draw a sandal with straps."""
    sole = path(
        "M70 262Q120 250 190 266Q270 282 336 262Q350 290 320 296Q200 312 92 296Q64 292 70 262Z",
        "#a77b4f",
    )
    straps = line(
        "M98 262Q110 190 166 196Q196 220 188 268M236 278Q244 220 300 226Q322 244 318 268",
        subject.colour,
        22,
    )
    buckle = box(150, 196, 22, 20, "#d4af5a", round_=4)
    return tilted(
        line("M98 262Q96 226 104 206", subject.dark, 18) + straps + buckle + sole,
        subject.dice.uniform(-9, 2),
    )


def pumps(subject: Subject) -> str:
    """Draw a court shoe; the heel is as high as the product says."""
    rise = {"Flat": 14, "4 cm": 44, "6 cm": 66, "8 cm": 88}[subject.fact("heel")]
    top = 288 - rise
    upper = f"M76 {top - 62}Q92 {top - 30} 140 {top - 22}Q214 {top + 8} 262 236Q322 246 340 282Q340 292 326 292H262Q180 288 132 {top + 10}L84 {top}Q72 {top - 30} 76 {top - 62}Z"
    heel = path(f"M82 {top - 4}L124 {top + 6}L104 300H86Z", subject.dark)
    return (
        heel
        + path(upper, subject.colour)
        + line(f"M84 {top}L132 {top + 10}Q180 288 262 292H334", subject.deep, 6)
    )


def slipper(subject: Subject) -> str:
    """Draw a slipper with a warm lining."""
    sole = box(76, 276, 262, 24, subject.deep, round_=12)
    upper = path("M168 276Q160 206 216 196Q326 196 336 278H168Z", subject.colour)
    back = path("M80 278Q74 232 100 226Q112 254 168 260V278Z", subject.dark)
    lining = line("M170 262Q166 208 214 198", "#f3e9d8", 16)
    return (
        upper
        + back
        + sole
        + lining
        + disc(276, 232, subject.dice.choice((0, 9, 14)), subject.accent)
    )


def rubber_boot(subject: Subject) -> str:
    """Draw a wellington boot."""
    tall = "M112 76H196V190Q204 216 254 226Q328 238 332 284H104Q100 180 112 76Z"
    dots = "".join(disc(x, y, 8, subject.light) for x, y in subject.dice.choice((((132, 120), (172, 150), (140, 190), (180, 226), (240, 252)), ((150, 170),), ())))  # fmt: skip
    return (
        path(tall, subject.colour)
        + box(106, 70, 96, 24, subject.light, round_=8)
        + dots
        + path("M96 282H338V306H180L170 314H96Z", subject.deep)
    )


DRAWINGS = {
    each.__name__: each
    for each in (running_shoe, sneaker, boot, hiking_shoe, sandal, pumps, slipper, rubber_boot)
}
