"""Reads the parameters of an Algolia request, whichever client of theirs wrote them."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

import orjson

from service.api.question import MOST_ID, unusable

_LETTERS = 500
_TRUE, _FALSE = (True, "true", "1"), (False, "false", "0")
_MEANINGLESS: Sequence[object] = (None, "", [], {})


class Params:
    """The parameters of one request among several, at a place that faults name.

    The current clients write JSON values, those before 5 one text as in an address.
    """

    def __init__(self, raw: object, place: str) -> None:
        if not isinstance(raw, Mapping):
            raise unusable(place, "is not an object")
        own = raw.get("params")
        if isinstance(own, str):
            own = dict(parse_qsl(own))
        self._given: Mapping[Any, Any] = {**raw, **(own if isinstance(own, Mapping) else {})}
        self.place = place

    def __contains__(self, name: str) -> bool:
        """Say whether a parameter is given and says something."""
        return self._given.get(name) not in _MEANINGLESS

    def at(self, name: str) -> str:
        """Name the place of a parameter."""
        return f"{self.place}.{name}"

    def text(self, name: str, most: int = _LETTERS) -> str:
        """Return a text, cut to a length, control characters as spaces. Raises BadInput."""
        value = self._given.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise unusable(self.at(name), "is not a text")
        return "".join(one if one.isprintable() else " " for one in value[:most])

    def name(self, name: str, most: int = MOST_ID) -> str | None:
        """Return an id, None where it is left out. Raises BadInput."""
        value = self._given.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str) or len(value) > most or not value.isprintable():
            detail = f"is not a text of at most {most} printable characters"
            raise unusable(self.at(name), detail)
        return value

    def number(self, name: str, otherwise: int, least: int, most: int) -> int:
        """Return a whole number between two others. Raises BadInput."""
        value = self._given.get(name)
        if value in _MEANINGLESS:
            return otherwise
        if isinstance(value, str) and value.isascii() and value.isdecimal():
            value = int(value[:9])
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        raise unusable(self.at(name), f"is not a whole number from {least} to {most}")

    def flag(self, name: str) -> bool:
        """Return true or false, false where it is left out. Raises BadInput."""
        value = self._given.get(name)
        if value in _MEANINGLESS:
            return False
        if not isinstance(value, bool | str) or value not in _TRUE + _FALSE:
            raise unusable(self.at(name), "is not true or false")
        return value in _TRUE

    def listed(self, name: str) -> list[Any]:
        """Return a list; one value alone is a list of one. Raises BadInput."""
        value = self._given.get(name)
        if isinstance(value, str) and value.startswith("["):
            try:
                value = orjson.loads(value)
            except orjson.JSONDecodeError:
                raise unusable(self.at(name), "is not JSON") from None
        if value in _MEANINGLESS:
            return []
        return value if isinstance(value, list) else [value]

    def within(self, name: str) -> "Params":
        """Return the parameters inside a parameter; none where it is left out."""
        return Params(self._given.get(name) or {}, self.at(name))
