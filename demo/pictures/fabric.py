"""How is fabric drawn: its pattern, and the outlines that several garments share?"""

# ruff: noqa: E501 - an outline is one line, however long

from demo.pictures.ink import WHITE, Subject, box, disc, mix, path

TROUSERS = "M140 78H260L280 334H218L200 158L182 334H120Z"


def cloth(subject: Subject, outline: str) -> str:
    """Fill an outline with the fabric, patterned as the product says."""
    plain = path(outline, subject.colour)
    woven = _pattern(subject)
    return f"{plain}{woven}{path(outline, 'url(#p)')}" if woven else plain


def _pattern(subject: Subject) -> str:
    ink = mix(subject.colour, WHITE, 0.55)
    step = subject.dice.choice((18, 24, 30))
    marks = {
        "Striped": box(0, 0, step, step / 3, ink),
        "Dotted": disc(step / 2, step / 2, step / 6, ink),
        "Checked": box(0, 0, step, 3, ink) + box(0, 0, 3, step, ink),
    }.get(subject.fact("pattern"))
    if marks is None:
        return ""
    turn = subject.dice.choice((0, 0, 90, 45))
    return (
        f'<pattern id="p" width="{step}" height="{step}" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate({turn})">{marks}</pattern>'
    )


def sleeved(hem: int) -> str:
    """Outline a garment with long sleeves down to a hem."""
    return f"M142 92L172 80Q200 106 228 80L258 92L306 128L336 288L296 298L268 192V{hem}Q200 {hem + 12} 132 {hem}V192L104 298L64 288L94 128Z"  # fmt: skip


def neck(subject: Subject) -> str:
    """Draw a round neckline."""
    return path("M170 80Q200 110 230 80L238 84Q200 126 162 84Z", subject.dark)


def trouser_legs(subject: Subject) -> str:
    """Draw trousers without any detail."""
    return cloth(subject, TROUSERS) + path("M140 78H260L262 98H138Z", subject.dark)
