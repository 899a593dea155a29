"""That people filter by facets: what the order of facets is learned from."""

from typing import NamedTuple


class FacetUse(NamedTuple):
    """That somebody filtered by a facet; `is_known` where it is more than a session.

    `query` is "" and `category` None where there was none.
    """

    who: str
    is_known: bool
    query: str
    category: str | None
    facet: str
