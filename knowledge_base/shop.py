"""The shop's own settings: what becomes of sold-out products, how far each level reaches."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from knowledge_base.fields import Fields

FEWEST_VISITORS = 2
"""However a shop decides, nobody is shown what one person alone has searched for."""
MOST_EXCLUDED, LONGEST_EXCLUDED = 1_000, 200
FACETS = "facets"
"""The touch-point whose dials hold for the order of facets."""
MOST_NAMED = 100
"""Facets that people may name in one list."""
EVERYWHERE = "default"
"""The dials of every touch-point that has none of its own."""


OTHERWISE = ZoneInfo("Europe/Berlin")
"""The time zone of a shop that names none."""


class SoldOut(StrEnum):
    """What becomes of products that cannot be bought now; they are never recommended."""

    HIDE = "hide"
    LAST = "last"
    SHOW = "show"


@dataclass(frozen=True, slots=True)
class Dial:
    """Whether a level of the ladder takes part, and how strongly (0 to 100)."""

    on: bool = True
    strength: int = 100

    @property
    def weight(self) -> float:
        """Return what the level's signals are multiplied by, 0 to 1."""
        return self.strength / 100 if self.on else 0.0


@dataclass(frozen=True, slots=True)
class Dials:
    """The dials of one touch-point; `first_tiles` keeps 1:1 to that many places, 0 to none.

    `exploration` says how far chance may move what little is known of; `margin` and `stock`
    how far what the shop earns, and what it has enough of, may. All three need `pre`.
    """

    pre: Dial = Dial()
    segment: Dial = Dial()
    one_to_one: Dial = Dial()
    exploration: Dial = Dial(strength=10)
    margin: Dial = Dial(strength=0)
    stock: Dial = Dial(strength=0)
    first_tiles: int = 0


SILENT = Dials(pre=Dial(on=False), segment=Dial(on=False), one_to_one=Dial(on=False))
"""The dials of a touch-point where no level has a say."""


@dataclass(frozen=True, slots=True)
class Suggesting:
    """Which queries may be suggested to others.

    Those that `least_visitors` different visitors found something with, from the next training
    on; and at once none that has all words of a text to `exclude`, in whatever form.
    """

    least_visitors: int = 3
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facets:
    """Which facets are offered unasked: these `first`, in this order, the `hidden` never.

    All others come by how they split the hits, how people use them, and who asks. The values
    of those in `by_name` stand by their names instead of by how many products have them.
    """

    first: tuple[str, ...] = ("category",)
    hidden: tuple[str, ...] = ()
    by_name: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shop:
    """Settings that hold for the whole shop.

    `free_shipping_from` is cents, None for never. By the clock of `time_zone` conditions speak
    of weekdays and hours.
    """

    sold_out: SoldOut = SoldOut.HIDE
    free_shipping_from: int | None = None
    ladder: Mapping[str, Dials] = field(default_factory=lambda: MappingProxyType({}))
    suggestions: Suggesting = Suggesting()
    facets: Facets = Facets()
    time_zone: ZoneInfo = OTHERWISE

    def dials(self, touch_point: str) -> Dials:
        """Return the dials of a touch-point, or those of all that have none."""
        return self.ladder.get(touch_point) or self.ladder.get(EVERYWHERE) or Dials()


SHIPPED_BODY: Mapping[str, Any] = {
    "sold_out": SoldOut.HIDE.value,
    "free_shipping_from": None,
    "time_zone": OTHERWISE.key,
    "ladder": {},
    "suggestions": {"least_visitors": Suggesting().least_visitors, "exclude": []},
    "facets": {"first": list(Facets().first), "hidden": [], "by_name": []},
}
"""What holds until somebody decides otherwise, as it is written."""


def read_shop(body: object) -> Shop:
    """Read the settings as the API takes them. Raises BadInput with one fault per problem."""
    fields = Fields(body)
    shop = Shop(
        sold_out=fields.choice("sold_out", SoldOut.HIDE),
        free_shipping_from=fields.cents("free_shipping_from"),
        time_zone=fields.zone("time_zone", OTHERWISE),
        ladder={name: read_dials(one) for name, one in fields.inside("ladder").named().items()},
        suggestions=_read_suggesting(fields.inside("suggestions")),
        facets=_read_facets(fields.inside("facets")),
    )
    fields.finish("a shop's settings")
    return shop


def _read_facets(fields: Fields) -> Facets:
    first = fields.texts("first") if "first" in fields else Facets().first
    facets = Facets(first, fields.texts("hidden"), fields.texts("by_name"))
    for name in ("first", "hidden", "by_name"):
        if len(getattr(facets, name)) > MOST_NAMED:
            fields.fault(name, f"takes {MOST_NAMED} facets at most")
    return facets


def _read_suggesting(fields: Fields) -> Suggesting:
    exclude = fields.texts("exclude")
    if len(exclude) > MOST_EXCLUDED or any(len(one) > LONGEST_EXCLUDED for one in exclude):
        detail = f"takes {MOST_EXCLUDED} texts of {LONGEST_EXCLUDED} characters at most"
        fields.fault("exclude", detail)
    return Suggesting(
        fields.whole(
            "least_visitors", Suggesting().least_visitors, low=FEWEST_VISITORS, high=1_000
        ),
        exclude,
    )


def read_dials(fields: Fields) -> Dials:
    """Read how far each level of the ladder reaches somewhere."""
    return Dials(
        pre=_read_dial(fields.inside("pre")),
        segment=_read_dial(fields.inside("segment")),
        one_to_one=_read_dial(fields.inside("one_to_one")),
        exploration=_read_dial(fields.inside("exploration"), Dials().exploration.strength),
        margin=_read_dial(fields.inside("margin"), Dials().margin.strength),
        stock=_read_dial(fields.inside("stock"), Dials().stock.strength),
        first_tiles=fields.whole("first_tiles", 0, low=0, high=1_000),
    )


def _read_dial(fields: Fields, strength: int = 100) -> Dial:
    return Dial(
        fields.flag("on", default=True), fields.whole("strength", strength, low=0, high=100)
    )
