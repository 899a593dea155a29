"""How are power tools drawn?"""

from demo.pictures.ink import NIGHT, STEEL, WHITE, Subject, box, disc, line, mix, path, tilted

RUBBER, DARK_STEEL = "#2b3038", "#8b939d"


def skin_of(subject: Subject) -> str:
    """Give machines the colour of their maker, a little different each."""
    return mix(
        subject.accent, subject.dice.choice((NIGHT, WHITE)), subject.dice.uniform(0.0, 0.15)
    )


def _battery(x: float, y: float, skin: str) -> str:
    return box(x, y, 96, 38, RUBBER, round_=8) + box(x + 12, y + 12, 36, 10, skin, round_=4)


def drill(subject: Subject) -> str:
    """Draw a cordless drill."""
    skin = skin_of(subject)
    chuck = (
        path("M268 132L312 142V178L268 188Z", RUBBER)
        + box(310, 152, 22, 16, STEEL)
        + line("M332 160H368", DARK_STEEL, 7)
    )
    body = box(92, 116, 180, 88, skin, round_=30) + box(212, 116, 42, 88, RUBBER)
    grip = path("M118 192H186L174 296H106Z", skin) + path("M132 204H168L160 284H126Z", RUBBER)
    trigger = path("M186 206q18 6 12 34l-16 -4Z", NIGHT)
    vents = line("M108 142h30M108 158h30M108 174h30", mix(skin, NIGHT, 0.4), 5)
    return tilted(
        chuck + body + grip + trigger + vents + _battery(86, 290, skin),
        subject.dice.uniform(-7, 3),
    )


def hammer_drill(subject: Subject) -> str:
    """Draw a rotary hammer."""
    skin = skin_of(subject)
    nose = path("M252 124H300L322 136V172L300 184H252Z", RUBBER) + line(
        "M322 154H376", DARK_STEEL, 9
    )
    body = box(82, 108, 186, 96, skin, round_=22) + box(
        150, 108, 60, 96, mix(skin, NIGHT, 0.25)
    )
    motor = box(150, 190, 60, 78, skin, round_=12)
    handle = line("M104 170Q60 236 104 292H180V256", RUBBER, 22)
    side = line("M286 184V262", RUBBER, 22)
    return tilted(
        side + nose + body + motor + handle + disc(112, 136, 14, RUBBER),
        subject.dice.uniform(-5, 4),
    )


def jigsaw(subject: Subject) -> str:
    """Draw a jigsaw."""
    skin = skin_of(subject)
    body = path("M84 150Q90 106 150 104H280Q314 110 316 160V216H236V176H170V216H96Z", skin)
    foot = box(82, 252, 248, 18, STEEL, round_=5) + box(250, 214, 54, 42, RUBBER)
    blade = path("M278 270h18v64l-9 10l-9 -10Z", DARK_STEEL) + line(
        "M278 280l-6 6 6 6-6 6 6 6-6 6 6 6-6 6 6 6", DARK_STEEL, 3
    )
    base = box(96, 210, 140, 44, mix(skin, NIGHT, 0.25), round_=8)
    return blade + foot + base + body + box(130, 118, 110, 24, RUBBER, round_=12)


def sander(subject: Subject) -> str:
    """Draw an orbital sander."""
    skin = skin_of(subject)
    head = path("M120 150Q122 92 200 90Q278 92 280 150V206H120Z", skin) + path(
        "M128 130Q140 100 200 98Q260 100 272 130Z", RUBBER
    )
    skirt = box(108, 200, 184, 42, mix(skin, NIGHT, 0.3), round_=10)
    pad = box(86, 240, 228, 22, RUBBER, round_=8) + box(82, 262, 236, 12, "#c78a54", round_=4)
    bag = path("M280 160H318Q352 170 350 216Q330 236 304 222L280 200Z", "#4a515c")
    return bag + head + skirt + pad + disc(200, 164, 15, WHITE)


def tool_battery(subject: Subject) -> str:
    """Draw a battery pack with its charge lights."""
    skin = skin_of(subject)
    body = path("M96 176H304L320 306Q320 318 306 318H94Q80 318 80 306Z", RUBBER) + box(
        118, 120, 164, 60, "#3b424d", round_=10
    )
    rails = box(138, 108, 26, 24, STEEL, round_=4) + box(236, 108, 26, 24, STEEL, round_=4)
    lights = "".join(
        disc(126 + 30 * n, 286, 8, "#7ed07e" if n < subject.dice.randint(2, 4) else "#525a66")
        for n in range(4)
    )
    return (
        rails
        + body
        + box(104, 202, 192, 54, skin, round_=10)
        + path("M206 208L182 234H200L192 252L220 224H202Z", WHITE)
        + lights
    )


DRAWINGS = {
    each.__name__: each
    for each in (
        drill,
        hammer_drill,
        jigsaw,
        sander,
        tool_battery,
    )
}
