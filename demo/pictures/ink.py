"""With what are the pictures drawn? Colours, a few shapes, and the product in question."""

import random
from dataclasses import dataclass

from demo.catalogue import Product
from demo.catalogue.words import as_text

WHITE, NIGHT = "#ffffff", "#1d2430"
STEEL, WOOD, PAPER, GLASS = "#b9c0c8", "#c99a62", "#f7f3ea", "#bfe0ea"
ACCENTS = (
    "#e4572e",
    "#2a9d8f",
    "#e9b44c",
    "#3d5a98",
    "#8e5aa8",
    "#d1495b",
    "#5b8e3e",
    "#2f7f9e",
)
GROUNDS = ("#e9eff5", "#f5eee3", "#e7f1ea", "#f1eaf3", "#e6f0f2", "#f7ebe6", "#eeeee6")
BLACK_BELOW = 180  # sum of red, green and blue


@dataclass(frozen=True, slots=True)
class Subject:
    """What is to be drawn: a product, its colour, and a die that falls the same for it."""

    product: Product
    colour: str
    dice: random.Random

    @property
    def dark(self) -> str:
        """Give the colour in shade; black things show their folds by being lighter there."""
        return (
            mix(self.colour, WHITE, 0.14) if self._is_black else mix(self.colour, NIGHT, 0.25)
        )

    @property
    def deep(self) -> str:
        """Give the colour in deep shade."""
        return mix(self.colour, WHITE, 0.25) if self._is_black else mix(self.colour, NIGHT, 0.5)

    @property
    def light(self) -> str:
        """Give the colour in the light."""
        return mix(self.colour, WHITE, 0.4)

    @property
    def accent(self) -> str:
        """Give a second colour, by the maker."""
        return livery(self.product)

    @property
    def _is_black(self) -> bool:
        return sum(_channels(self.colour)) < BLACK_BELOW

    def fact(self, name: str) -> str:
        """Read an attribute in English, empty when there is none."""
        return as_text(self.product.attributes.get(name, "")).en


def livery(product: Product) -> str:
    """Choose the colour of a product's maker, always the same one."""
    return random.Random(product.brand).choice(ACCENTS)


def mix(colour: str, other: str, share: float) -> str:
    """Mix a share of another colour in; both as ``#rrggbb``."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def path(d: str, fill: str, extra: str = "") -> str:
    """Draw a filled outline."""
    return f'<path d="{d}" fill="{fill}"{_space(extra)}/>'


def line(d: str, stroke: str, width: float = 4, extra: str = "") -> str:
    """Draw a line with round ends."""
    return (
        f'<path d="{d}" fill="none" stroke="{stroke}" stroke-width="{width:g}" '
        f'stroke-linecap="round" stroke-linejoin="round"{_space(extra)}/>'
    )


def box(x: float, y: float, wide: float, high: float, fill: str, *, round_: float = 0) -> str:
    """Draw a rectangle, its corners rounded if wanted."""
    corner = f' rx="{round_:g}"' if round_ else ""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{wide:g}" height="{high:g}"{corner} fill="{fill}"/>'
    )


def disc(x: float, y: float, radius: float, fill: str) -> str:
    """Draw a filled circle."""
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{fill}"/>'


def oval(x: float, y: float, wide: float, high: float, fill: str) -> str:
    """Draw a filled ellipse by its half axes."""
    return f'<ellipse cx="{x:g}" cy="{y:g}" rx="{wide:g}" ry="{high:g}" fill="{fill}"/>'


def group(content: str, transform: str) -> str:
    """Move, turn or scale what was drawn."""
    return f'<g transform="{transform}">{content}</g>'


def tilted(content: str, degrees: float) -> str:
    """Turn what was drawn about the middle of the picture."""
    return group(content, f"rotate({degrees:.1f} 200 200)")


def numeral(x: float, y: float, size: float, mark: str, fill: str) -> str:
    """Write a number or an initial, centred."""
    return (
        f'<text x="{x:g}" y="{y:g}" font-family="Georgia, serif" font-size="{size:g}" '
        f'font-weight="700" text-anchor="middle" fill="{fill}">{mark}</text>'
    )


def _space(extra: str) -> str:
    return f" {extra}" if extra else ""
