"""Reads query parameters strictly: what is not known or not usable is named, never guessed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, TypeVar

from starlette.datastructures import QueryParams

from knowledge_base.errors import BadInput, Fault

T = TypeVar("T")

MOST_ID = 64
_MOST_STRANGERS = 10
"""How many unknown parameters are named: each takes a search for what was meant."""
_TRUE, _FALSE = {"true", "1"}, {"false", "0"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One query parameter, as it is read and as the OpenAPI document shows it."""

    name: str
    description: str
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})

    def as_openapi(self) -> dict[str, Any]:
        """Write the parameter for the OpenAPI document."""
        return {
            "name": self.name,
            "in": "query",
            "required": False,
            # A form sends every field it has: an empty one counts as left out.
            "allowEmptyValue": True,
            "description": self.description,
            "schema": dict(self.schema),
        }


def id_schema(most: int = MOST_ID) -> dict[str, Any]:
    """Describe an id."""
    return {"type": "string", "maxLength": most}


class Question:
    """The query parameters of one request, all of them known by name."""

    def __init__(self, given: QueryParams, known: Iterable[Parameter]) -> None:
        self._given = given
        parameters = {one.name: one for one in known}
        self._check_names([*parameters])
        if len(given.multi_items()) > len(given):
            self._check_numbers(parameters.values())

    def _check_names(self, names: Sequence[str]) -> None:
        strangers = [one for one in self._given if one not in names and one != "key"]
        faults = [
            Fault(one, f"there is no such parameter{_hint(one, names)}", "unknown_parameter")
            for one in strangers[:_MOST_STRANGERS]
        ]
        if faults:
            raise BadInput("the request has parameters that do not exist", *faults)

    def _check_numbers(self, parameters: Iterable[Parameter]) -> None:
        once = [one.name for one in parameters if one.schema.get("type") != "array"]
        for name in once:
            if len(self._given.getlist(name)) > 1:
                raise unusable(name, "is given more than once")

    def text(self, name: str, most: int) -> str:
        """Return a text, cut to a length, control characters as spaces."""
        text = self._given.get(name, "")[:most]
        return (
            text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
        )

    def name(self, name: str, most: int = MOST_ID) -> str | None:
        """Return an id or a name, None where it is left out. Raises BadInput."""
        value = self._given.get(name)
        if not value:
            return None
        if len(value) > most or not value.isprintable():
            raise unusable(name, f"is not a text of at most {most} printable characters")
        return value

    def number(self, name: str, otherwise: int, least: int, most: int) -> int:
        """Return a whole number between two others. Raises BadInput."""
        value = self._given.get(name)
        if not value:
            return otherwise
        digits = value.isascii() and value.isdecimal() and len(value) <= len(str(most))
        if not digits or not least <= int(value) <= most:
            raise unusable(name, f"is not a whole number from {least} to {most}")
        return int(value)

    def choice(self, name: str, words: Sequence[str]) -> str:
        """Return one of some words, the first where it is left out. Raises BadInput."""
        value = self._given.get(name) or words[0]
        if value not in words:
            raise unusable(name, f"is not one of {', '.join(words)}")
        return value

    def flag(self, name: str) -> bool:
        """Return true or false, false where it is left out. Raises BadInput."""
        value = self._given.get(name) or "false"
        if value not in _TRUE | _FALSE:
            raise unusable(name, "is not true or false")
        return value in _TRUE

    def words(self, name: str, most: int) -> tuple[str, ...] | None:
        """Return what stands between commas, None where it is left out. Raises BadInput."""
        value = self._given.get(name)
        if value is None:
            return None
        words = tuple(word for part in value.split(",") if (word := part.strip()))
        if len(words) > most:
            raise unusable(name, f"has more than {most} parts")
        if not value.isprintable():
            raise unusable(name, "has characters that cannot be printed")
        return words

    def each(self, name: str, most: int, read: Callable[[str, str], T]) -> tuple[T, ...]:
        """Read every value of a parameter that may be repeated. Raises BadInput."""
        values = self._given.getlist(name)
        if len(values) > most:
            raise unusable(name, f"is given more than {most} times")
        return tuple(read(value, name) for value in values if value)


def _hint(name: str, names: Sequence[str]) -> str:
    near = get_close_matches(name, names, 1)
    return f"; did you mean '{near[0]}'?" if near else f"; there are {', '.join(names)}"


def unusable(name: str, why: str) -> BadInput:
    """Say what is wrong with a parameter."""
    return BadInput(f"{name} {why}", Fault(name, why))
