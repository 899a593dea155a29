"""How are trousers, dresses, socks and what one wears with them drawn?"""

# ruff: noqa: E501 - an outline is one line, however long

from demo.pictures.fabric import cloth, neck, sleeved, trouser_legs
from demo.pictures.ink import WHITE, Subject, box, disc, group, line, oval, path, tilted

HEMS = {"Short": 286, "Knee length": 316, "Long": 348}


def jeans(subject: Subject) -> str:
    """Draw jeans with pockets and seams."""
    seams = line(
        "M146 112Q168 136 186 112M254 112Q232 136 214 112M200 96V158", subject.light, 3
    )
    stitch = line("M132 326H180M220 326H268", subject.light, 3, 'stroke-dasharray="6 5"')
    patch = box(226, 80, 22, 16, "#a9713f", round_=2)
    return trouser_legs(subject) + seams + stitch + patch + disc(200, 88, 5, "#c8a45c")


def trousers(subject: Subject) -> str:
    """Draw cloth trousers with a crease."""
    crease = line("M164 116L150 328M236 116L250 328", subject.dark, 3)
    return trouser_legs(subject) + crease + disc(200, 88, 4, subject.light)


def sports_trousers(subject: Subject) -> str:
    """Draw sports trousers with side stripes."""
    stripes = line(
        "M150 100L132 318M250 100L268 318", subject.dice.choice((WHITE, subject.accent)), 9
    )
    cords = line("M194 96V136M206 96V130", subject.light, 4)
    return trouser_legs(subject) + stripes + cords


def skirt(subject: Subject) -> str:
    """Draw a skirt as long as the product says."""
    hem = {"Short": 250, "Knee length": 290, "Long": 336}[subject.fact("length")]
    half = 50 + (hem - 100) * 0.34
    outline = f"M152 92H248L{200 + half:g} {hem}Q200 {hem + 26} {200 - half:g} {hem}Z"
    folds = line(
        f"M178 118L{188 - half / 2:g} {hem}M222 118L{212 + half / 2:g} {hem}M200 118V{hem + 8}",
        subject.dark,
        3,
    )
    return cloth(subject, outline) + folds + box(150, 84, 100, 20, subject.dark, round_=5)


def dress(subject: Subject) -> str:
    """Draw a dress with a waist."""
    hem = HEMS[subject.fact("length")]
    sleeves = path(
        "M152 74L112 132L140 148L156 122ZM248 74L288 132L260 148L244 122Z", subject.dark
    )
    outline = f"M152 72L174 66Q200 104 226 66L248 72L252 128Q240 156 240 182L304 {hem}Q200 {hem + 26} 96 {hem}L160 182Q160 156 148 128Z"
    belt = path("M160 176Q200 188 240 176V192Q200 204 160 192Z", subject.deep)
    has_sleeves = subject.fact("sleeve") == "Long sleeve" or subject.dice.choice((True, False))
    return (sleeves if has_sleeves else "") + cloth(subject, outline) + belt


def pyjamas(subject: Subject) -> str:
    """Draw pyjamas: a small shirt over trousers."""
    lower = group(trouser_legs(subject), "translate(118 150) scale(.58)")
    upper = group(
        cloth(subject, sleeved(300))
        + neck(subject)
        + line("M200 120V300", subject.light, 5, 'stroke-dasharray="1 30"'),
        "translate(22 6) scale(.68)",
    )
    moon = path("M318 70a34 34 0 1 0 22 58a28 28 0 1 1 -22 -58Z", "#e9c46a")
    return lower + upper + moon


def sock(subject: Subject) -> str:
    """Draw a pair of socks."""
    outline = "M150 66H222V206Q224 226 246 242L292 272Q316 292 300 316Q284 336 252 322L170 284Q146 270 150 236Z"
    tips = path(
        "M262 252L292 272Q316 292 300 316Q284 336 252 322Q234 290 262 252ZM150 214Q180 222 178 288L170 284Q146 270 150 236Z",
        subject.dark,
    )
    cuff = box(146, 60, 80, 28, subject.dark, round_=8)
    rings = "".join(
        box(150, y, 72, 8, subject.light)
        for y in subject.dice.choice(((104,), (104, 122), (), (110, 132, 154)))
    )
    behind = group(path(outline, subject.deep), "translate(36 -14)")
    return behind + cloth(subject, outline) + tips + cuff + rings


def beanie(subject: Subject) -> str:
    """Draw a woolly hat, often with a bobble."""
    dome = "M94 262Q92 112 200 110Q308 112 306 262Z"
    ribs = line("M150 130Q132 190 134 256M200 114V256M250 130Q268 190 266 256", subject.dark, 4)
    bobble = disc(200, 98, subject.dice.choice((0, 26, 34)), subject.light)
    return bobble + cloth(subject, dome) + ribs + box(82, 244, 236, 52, subject.dark, round_=20)


def scarf(subject: Subject) -> str:
    """Draw a wrapped scarf with fringes."""
    ends = "M150 176L128 330H182L196 186ZM212 186L232 312H282L262 170Z"
    fringe = line(
        "M134 332V350M150 332V350M166 332V350M180 332V350M238 314V332M254 314V332M270 314V332",
        subject.dark,
        5,
    )
    return (
        cloth(subject, ends)
        + fringe
        + oval(200, 146, 96, 56, subject.dark)
        + oval(200, 128, 58, 26, subject.deep)
        + path("M104 140Q200 214 296 140Q300 200 200 206Q100 200 104 140Z", subject.colour)
    )


def belt(subject: Subject) -> str:
    """Draw a rolled belt with its buckle."""
    roll = line(
        "M200 208a22 22 0 1 1 22 -22a48 48 0 1 1 -48 -48a74 74 0 1 1 -74 74a100 100 0 0 0 100 92H330",
        subject.colour,
        26,
    )
    seam = line("M126 212a74 74 0 0 0 74 66H300", subject.light, 3, 'stroke-dasharray="8 7"')
    buckle = f'<rect x="296" y="276" width="56" height="56" rx="8" fill="none" stroke="{subject.dice.choice(("#c9a24a", "#aab2bb"))}" stroke-width="9"/>'
    return tilted(group(roll + seam + buckle, "translate(4 -16)"), subject.dice.uniform(-8, 8))


def handbag(subject: Subject) -> str:
    """Draw a handbag."""
    handle = line("M140 176Q140 84 200 84Q260 84 260 176", subject.dark, 13)
    body = path("M104 168H296L322 316Q322 330 306 330H94Q78 330 78 316Z", subject.colour)
    flap = path("M104 168H296L304 220Q200 276 96 220Z", subject.dark)
    clasp = disc(200, 246, 14, "#d4af5a") + disc(200, 246, 6, subject.deep)
    return (
        handle
        + body
        + subject.dice.choice(
            (flap + clasp, line("M92 236H308", subject.dark, 4) + clasp, flap)
        )
    )


def school_bag(subject: Subject) -> str:
    """Draw a school backpack with reflectors."""
    loop = line("M170 92Q170 58 200 58Q230 58 230 92", subject.deep, 12)
    body = box(108, 84, 184, 244, subject.colour, round_=44)
    flap = path("M108 128Q108 84 152 84H248Q292 84 292 128V176Q200 212 108 176Z", subject.dark)
    pocket = box(132, 228, 136, 84, subject.light, round_=18) + line(
        "M146 250H254", subject.deep, 5
    )
    glow = box(120, 206, 24, 12, "#fff3a3", round_=4) + box(
        256, 206, 24, 12, "#fff3a3", round_=4
    )
    star = path("M200 108l9 18 20 3-14 14 3 20-18-9-18 9 3-20-14-14 20-3Z", subject.accent)
    return loop + body + flap + pocket + glow + star


DRAWINGS = {
    each.__name__: each
    for each in (
        jeans,
        trousers,
        sports_trousers,
        skirt,
        dress,
        pyjamas,
        sock,
        beanie,
        scarf,
        belt,
        handbag,
        school_bag,
    )
} | {"running_sock": sock}
