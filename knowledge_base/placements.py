"""Placements: what people of the shop decided about a shelf, instead of what is shipped."""

from dataclasses import dataclass

from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.fields import Fields
from knowledge_base.filters import Filter
from knowledge_base.shop import Dials, read_dials

MOST_HITS = 50
MOST_PER_TYPE = 100
MOST_GROUPS = 20
BESIDE = "+"
"""Stands between recommenders that take turns."""


@dataclass(frozen=True, slots=True)
class Placement:
    """One shelf as people want it; what is left out is as shipped.

    `strategy` are groups of recommenders, a later one only filling up what the earlier leave;
    those of a group take turns. `size` is how many hits are shown to who asks for no number.
    `filter` and `category` hold where the page asks for nothing else of their facets.
    `per_type` lets product types take turns with so many each, 0 leaves them as they come.
    `dials` are the ladder's here.
    """

    name: str
    strategy: tuple[tuple[str, ...], ...] = ()
    size: int | None = None
    filter: Filter | None = None
    category: str | None = None
    per_type: int | None = None
    dials: Dials | None = None
    enabled: bool = True
    note: str = ""

    @property
    def filters(self) -> tuple[Filter, ...]:
        """Return all that a shelf is held to."""
        category = Filter(CATEGORY, self.category) if self.category else None
        return tuple(one for one in (category, self.filter) if one)


def read_placement(name: str, body: object) -> Placement:
    """Read a placement as the API takes it. Raises BadInput with one fault per problem."""
    fields = Fields(body)
    groups = fields.texts("strategy")
    if len(groups) > MOST_GROUPS:
        fields.fault("strategy", f"must be a list of at most {MOST_GROUPS} texts")
    placement = Placement(
        name,
        strategy=tuple(tuple(one.split(BESIDE)) for one in groups),
        size=_number(fields, "size", low=1, high=MOST_HITS),
        filter=fields.filter("filter"),
        category=fields.text("category") or None,
        per_type=_number(fields, "per_type", low=0, high=MOST_PER_TYPE),
        dials=read_dials(fields.inside("dials")) if "dials" in fields else None,
        enabled=fields.flag("enabled", default=True),
        note=fields.text("note"),
    )
    fields.finish("a placement")
    return placement


def _number(fields: Fields, name: str, *, low: int, high: int) -> int | None:
    return fields.whole(name, low, low=low, high=high) if name in fields else None
