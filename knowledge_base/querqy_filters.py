"""Reads and writes the raw queries of querqy's `rules.txt` that are a filter of ours."""

import re

from knowledge_base.filters import PRICE, Filter
from knowledge_base.money import money_text

PRODUCT_ID = "product_id"
"""Stands where others name a field: what is hidden by its id."""

_RAW = re.compile(
    r"""\*\s*(?P<no>-?)(?P<field>(?:\\.|[^\s\\:"])+):
    (?:"(?P<quoted>(?:\\.|[^"\\])*)"
      |\[\s*(?P<low>[^\s\]]+)\s+TO\s+(?P<high>[^\s\]]+)\s*\]
      |(?P<bare>(?:\\.|[^\s\\"\[(])(?:\\.|[^\s\\])*))""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_IN_A_FIELD = re.compile(r'[\\\s:"]|^-')
_IN_QUOTES = re.compile(r'[\\"]')
_OPEN = "*"
REMEDY = (
    "must be one value of one attribute, such as * brand:nike, or * price:[10 TO 50]; other"
    " words and queries of a search engine's own have no meaning here"
)


def read_raw(text: str) -> tuple[str, bool] | None:
    """Return the filter that a raw query is, and whether it says no; None for any other."""
    found = _RAW.fullmatch(text.strip())
    if found is None:
        return None
    facet, no = _plain(found["field"]), bool(found["no"])
    if found["low"] is None:
        value = found["bare"] if found["quoted"] is None else found["quoted"]
        return f"{facet}:{_plain(value)}", no
    if facet != PRICE:
        return None
    ends = ("" if end == _OPEN else end for end in (found["low"], found["high"]))
    return f"{PRICE}:{'..'.join(ends)}", no


def write_raw(one: Filter, *, no: bool = False) -> str:
    """Write a filter as a raw query, with a minus before what must not be."""
    sign = "-" if no else ""
    if one.facet == PRICE:
        low, high = (_OPEN if end is None else money_text(end) for end in (one.low, one.high))
        return f"* {sign}{PRICE}:[{low} TO {high}]"
    facet = _IN_A_FIELD.sub(lambda sign: rf"\{sign[0]}", one.facet)
    value = _IN_QUOTES.sub(lambda sign: rf"\{sign[0]}", one.value)
    return f'* {sign}{facet}:"{value}"'


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)
