"""Golden queries: what people of the shop say must be found, whatever a night learned."""

from dataclasses import dataclass

from knowledge_base.fields import Fields

MOST_EXPECTED = 100
"""Products that one query may be expected to show."""
LAST_PLACE = 100
"""The last place a product may be expected at."""
FIRST_PAGE = 24
"""Where a product is expected at the latest, when nobody says where."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A product, and the last place it may stand at, counted from 1."""

    product_id: str
    at_most: int = FIRST_PAGE


@dataclass(frozen=True, slots=True)
class GoldenQuery:
    """A query with what it must show. Without a `language` in the shop's first one."""

    entry_id: str
    query: str
    expect: tuple[Expected, ...]
    language: str | None = None
    enabled: bool = True
    note: str = ""


def read_golden_query(entry_id: str, body: object) -> GoldenQuery:
    """Read an entry as the API takes it. Raises BadInput with one fault per problem."""
    fields = Fields(body)
    expected = tuple(
        Expected(
            one.text("product_id", needed=True),
            one.whole("at_most", FIRST_PAGE, low=1, high=LAST_PLACE),
        )
        for one in fields.each("expect")
    )
    if not 1 <= len(expected) <= MOST_EXPECTED:
        fields.fault("expect", f"must list 1 to {MOST_EXPECTED} products")
    entry = GoldenQuery(
        entry_id,
        fields.text("query", needed=True),
        expected,
        language=fields.text("language") or None,
        enabled=fields.flag("enabled", default=True),
        note=fields.text("note"),
    )
    fields.finish("a golden query")
    return entry
