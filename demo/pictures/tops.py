"""How are clothes for the upper body drawn?"""

# ruff: noqa: E501 - an outline is one line, however long

from demo.pictures.fabric import cloth, neck, sleeved
from demo.pictures.ink import WHITE, Subject, box, disc, line, mix, path

SHORT = "M140 92L170 80Q200 110 230 80L260 92L326 146L296 192L268 174V318Q200 330 132 318V174L104 192L74 146Z"  # fmt: skip
SOFT = "M142 94L172 82Q200 108 228 82L258 94L306 130L330 276L292 284L266 196Q262 240 276 318Q200 332 124 318Q138 240 134 196L108 284L70 276L94 130Z"  # fmt: skip


def _cuffs(subject: Subject, hem: int) -> str:
    """Knit ribs at wrists and hem."""
    return (
        path("M64 288L68 270L108 280L104 298Z", subject.dark)
        + path("M336 288L332 270L292 280L296 298Z", subject.dark)
        + path(f"M132 {hem}V{hem - 18}Q200 {hem - 6} 268 {hem - 18}V{hem}Q200 {hem + 12} 132 {hem}Z", subject.dark)
    )  # fmt: skip


def _buttons(fill: str, start: int, end: int, x: int = 200) -> str:
    return "".join(disc(x, y, 4, fill) for y in range(start, end, 34))


def _print(subject: Subject) -> str:
    """Put a small emblem on the chest, each time another."""
    ink = mix(subject.accent, WHITE, 0.15)
    return subject.dice.choice((
        "",
        disc(200, 190, 26, ink),
        path("M174 206L200 160L226 206Z", ink),
        box(150, 176, 100, 14, ink, round_=7) + box(150, 200, 70, 14, ink, round_=7),
        line("M160 196Q180 172 200 196T240 196", ink, 9),
    ))  # fmt: skip


def t_shirt(subject: Subject) -> str:
    """Draw a t-shirt, its sleeves as the product says."""
    if subject.fact("sleeve") == "Long sleeve":
        return cloth(subject, sleeved(318)) + neck(subject) + _print(subject)
    fold = line("M268 178V206M132 178V206", subject.dark, 4)
    return cloth(subject, SHORT) + neck(subject) + fold + _print(subject)


def shirt(subject: Subject) -> str:
    """Draw a shirt with collar and buttons."""
    outline = SHORT if subject.fact("sleeve") == "Short sleeve" else sleeved(322)
    collar = path(
        "M166 78L200 112L180 134L152 92ZM234 78L200 112L220 134L248 92Z", subject.light
    )
    pocket = line("M222 168H254V204Q238 214 222 204Z", subject.dark, 3)
    placket = line("M200 114V326", subject.dark, 3) + _buttons(subject.deep, 140, 320)
    return cloth(subject, outline) + placket + pocket + collar


def blouse(subject: Subject) -> str:
    """Draw a blouse with a bow."""
    bow = path("M200 108L168 92V128ZM200 108L232 92V128Z", subject.dark) + disc(
        200, 110, 8, subject.deep
    )
    ribbons = line("M198 116L186 166M202 116L216 158", subject.dark, 7)
    return cloth(subject, SOFT) + line("M200 120V324", subject.dark, 2) + ribbons + bow


def sweater(subject: Subject) -> str:
    """Draw a knitted sweater."""
    yoke = line("M112 150Q200 190 288 150", subject.light, 8, 'stroke-dasharray="2 16"')
    ribs = line(
        "M176 210V290M200 214V294M224 210V290", subject.dark, 3, 'stroke-dasharray="10 8"'
    )
    return (
        cloth(subject, sleeved(314))
        + _cuffs(subject, 314)
        + neck(subject)
        + yoke
        + subject.dice.choice((ribs, ""))
    )


def hoodie(subject: Subject) -> str:
    """Draw a hooded sweater with its front pocket."""
    hood = path(
        "M150 92Q150 44 200 42Q250 44 250 92Q226 124 200 124Q174 124 150 92Z", subject.dark
    )
    inside = path(
        "M170 92Q172 62 200 60Q228 62 230 92Q216 112 200 112Q184 112 170 92Z", subject.deep
    )
    pocket = path("M156 236H244L262 290H138Z", subject.dark)
    cords = line("M184 116V168M216 116V160", subject.light, 5)
    return cloth(subject, sleeved(316)) + _cuffs(subject, 316) + pocket + hood + inside + cords


def rain_jacket(subject: Subject) -> str:
    """Draw a rain jacket with hood and zip."""
    hood = path(
        "M148 94Q148 40 200 38Q252 40 252 94Q226 116 200 116Q174 116 148 94Z", subject.dark
    )
    inside = path(
        "M168 92Q170 58 200 56Q230 58 232 92Q216 106 200 106Q184 106 168 92Z", subject.deep
    )
    pockets = line("M152 246L172 282M248 246L228 282", subject.deep, 6)
    drops = "".join(
        path(f"M{x} {y}q8 12 0 17q-8 -5 0 -17Z", "#7fb4dc")
        for x, y in ((60, 90), (338, 80), (352, 150))
    )
    return (
        cloth(subject, sleeved(322))
        + line("M200 112V328", subject.light, 5)
        + pockets
        + hood
        + inside
        + drops
    )


def winter_jacket(subject: Subject) -> str:
    """Draw a quilted winter jacket."""
    rows = "".join(f"M133 {y}Q200 {y + 14} 267 {y}" for y in (150, 190, 230, 270))
    collar = path("M156 98Q160 62 200 62Q240 62 244 98Q200 126 156 98Z", subject.dark)
    fur = line("M160 92Q170 66 200 64Q230 66 240 92", "#e8dcc6", 12, 'stroke-dasharray="3 9"')
    return (
        cloth(subject, sleeved(318))
        + line(rows, subject.dark, 4)
        + line("M200 118V324", subject.deep, 5)
        + collar
        + fur
    )


def coat(subject: Subject) -> str:
    """Draw a long double-breasted coat."""
    lapels = path(
        "M172 80L200 176L150 134L150 92ZM228 80L200 176L250 134L250 92Z", subject.dark
    )
    belt = box(132, 222, 136, 16, subject.deep)
    return (
        cloth(subject, sleeved(352))
        + line("M200 176V360", subject.dark, 3)
        + belt
        + lapels
        + _buttons(subject.deep, 196, 340, 184)
        + _buttons(subject.deep, 196, 340, 216)
    )


def blazer(subject: Subject) -> str:
    """Draw a blazer with lapels and a pocket square."""
    inner = path("M172 80Q200 100 228 80L200 196Z", WHITE)
    tie = path("M193 96H207L212 168L200 186L188 168Z", subject.accent)
    lapels = path(
        "M172 80L200 200L158 150L160 128L146 124ZM228 80L200 200L242 150L240 128L254 124Z",
        subject.dark,
    )
    square = path("M226 158L236 146L246 158Z", WHITE) + line("M224 160H250", subject.deep, 4)
    return (
        cloth(subject, sleeved(322))
        + inner
        + tie
        + lapels
        + square
        + line("M200 200V328", subject.dark, 3)
        + _buttons(subject.deep, 216, 280)
    )


DRAWINGS = {
    each.__name__: each
    for each in (
        t_shirt,
        shirt,
        blouse,
        sweater,
        hoodie,
        rain_jacket,
        winter_jacket,
        coat,
        blazer,
    )
}
