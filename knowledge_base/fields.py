"""Reads what people wrote as JSON field by field, and remembers every fault with its place."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from knowledge_base.errors import BadInput, Fault
from knowledge_base.filters import Filter, parse_filter
from knowledge_base.hours import Hours, parse_hours
from knowledge_base.money import to_cents
from knowledge_base.referrers import host_of

Choice = TypeVar("Choice", bound=StrEnum)

LONGEST = 2_000
"""Characters of one text; what people write is short."""
_UNSPEAKABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
ADDRESS = r"(https?://[^\s/\\][^\s\\]*|/|/[^\s/\\][^\s\\]*)"
"""An http(s) address, or a path on the shop's own host."""
_ADDRESS = re.compile(ADDRESS)


class Fields:
    """One JSON object: hands out its fields, and knows which nobody asked for.

    A field that cannot be used counts as left out, so that one reading finds all faults.
    Places are JSON pointers into the whole body.
    """

    def __init__(
        self, body: object, place: str = "", faults: list[Fault] | None = None
    ) -> None:
        self.place = place
        self.faults: list[Fault] = [] if faults is None else faults
        self._body: Mapping[str, Any] = body if isinstance(body, Mapping) else {}
        self._asked: set[str] = set()
        self._inside: list[Fields] = []
        if not isinstance(body, Mapping):
            self.faults.append(Fault(place or "/", "must be an object"))

    def __contains__(self, name: str) -> bool:
        return self._body.get(name) is not None

    def says(self, name: str) -> bool:
        """Say whether a field says anything: a blank text says no more than leaving it out."""
        value = self._body.get(name)
        return bool(value.strip()) if isinstance(value, str) else value is not None

    def kind(self, kinds: Collection[str]) -> str | None:
        """Return the name of the only field, which says what the object is, or None."""
        match list(self._body):
            case [name] if name in kinds:
                return str(name)
        self._asked.update(self._body)
        self.faults.append(
            Fault(self.place, f"must have exactly one field, one of {', '.join(kinds)}")
        )
        return None

    def fault(self, name: str, detail: str) -> None:
        """Remember what is wrong with a field."""
        self.faults.append(Fault(f"{self.place}/{name}", detail))

    def _take(self, name: str) -> Any:
        self._asked.add(name)
        return self._body.get(name)

    def text(self, name: str, *, needed: bool = False, longest: int = LONGEST) -> str:
        """Return a text without the blanks around it; "" where it is left out."""
        value = self._take(name)
        if value is None:
            value = ""
        if not isinstance(value, str) or len(value) > longest or _UNSPEAKABLE.search(value):
            self.fault(name, f"must be a text of at most {longest} characters")
            return ""
        if needed and not value.strip():
            self.fault(name, "is missing")
        return value.strip()

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts that say something."""
        value = self._take(name)
        items = value if isinstance(value, list) else []
        found = tuple(one.strip() for one in items if isinstance(one, str) and one.strip())
        if value is not None and (not isinstance(value, list) or len(found) < len(items)):
            self.fault(name, "must be a list of texts")
        if any(len(one) > LONGEST for one in found):
            self.fault(name, f"must be a list of texts of at most {LONGEST} characters")
        return found

    def words(self, name: str, there: Sequence[str]) -> tuple[str, ...]:
        """Return those that are listed of some words, in the order these come in."""
        listed = self.texts(name)
        if not set(listed) <= set(there):
            self.fault(name, f"must be some of {', '.join(there)}")
        return tuple(one for one in there if one in listed)

    def by_language(self, name: str) -> Mapping[str, str]:
        """Return a text for each of some languages, such as {"de": …, "en": …}."""
        value = self._take(name)
        said = value if isinstance(value, Mapping) else {}
        inside = Fields(said, f"{self.place}/{name}", self.faults)
        texts = {language: inside.text(language) for language in said}
        if value is not None and not isinstance(value, Mapping):
            self.fault(name, "must be an object of texts by language")
        return {language: text for language, text in texts.items() if text}

    def whole(self, name: str, default: int, *, low: int, high: int) -> int:
        """Return a whole number between two ends, both in."""
        value = self._take(name)
        if value is None:
            return default
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        self.fault(name, f"must be a whole number from {low} to {high}")
        return default

    def flag(self, name: str, *, default: bool) -> bool:
        """Return true or false."""
        value = self._take(name)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self.fault(name, "must be true or false")
        return default

    def choice(self, name: str, default: Choice) -> Choice:
        """Return one of the words of the default's kind."""
        return self.one_of(name, type(default)) or default

    def one_of(self, name: str, words: type[Choice]) -> Choice | None:
        """Return one of some words, None where it is left out."""
        value = self._take(name)
        for one in words:
            if one.value == value:
                return one
        if value is not None:
            self.fault(name, f"must be one of {', '.join(words)}")
        return None

    def moment(self, name: str) -> datetime | None:
        """Return an ISO 8601 moment that names its zone."""
        text = self.text(name)
        try:
            moment = datetime.fromisoformat(text) if text else None
        except ValueError:
            moment = None
        if text and (moment is None or moment.tzinfo is None):
            self.fault(name, "must be a time such as 2026-03-01T08:00:00+01:00")
            return None
        return moment

    def hours(self, name: str) -> Hours | None:
        """Return hours of a day, written as 18..22."""
        text = self.text(name)
        try:
            return parse_hours(text) if text else None
        except ValueError as wrong:
            self.fault(name, str(wrong))
            return None

    def host(self, name: str) -> str | None:
        """Return the host of an address, or one that is written without the rest."""
        text = self.text(name).casefold()
        host = host_of(text) if text else None
        if text and host is None:
            self.fault(name, "must be a host such as google.com, or a part of its name")
        return host

    def zone(self, name: str, default: ZoneInfo) -> ZoneInfo:
        """Return a time zone by its name in the IANA's database."""
        text = self.text(name)
        try:
            return ZoneInfo(text) if text else default
        except (ValueError, OSError, ZoneInfoNotFoundError):
            self.fault(name, "must be the name of a time zone such as Europe/Berlin")
            return default

    def address(self, name: str, *, needed: bool = False) -> str:
        """Return an http(s) address, or a path on the shop's own host."""
        text = self.text(name, needed=needed)
        if not text or _ADDRESS.fullmatch(text):
            return text
        self.fault(name, "must begin with http://, https:// or one /")
        return ""

    def cents(self, name: str) -> int | None:
        """Return an amount of money, written as a decimal text, in cents."""
        text = self.text(name)
        try:
            return to_cents(Decimal(text)) if text else None
        except (InvalidOperation, ValueError):
            self.fault(name, "must be an amount of money such as 49.00")
            return None

    def filter(self, name: str, *, needed: bool = False) -> Filter | None:
        """Return a filter written as `facet:value` or `price:low..high`."""
        text = self.text(name, needed=needed)
        try:
            return parse_filter(text, f"{self.place}/{name}") if text else None
        except BadInput as wrong:
            self.faults.extend(wrong.faults)
            return None

    def inside(self, name: str) -> "Fields":
        """Return the object in a field; an empty one where it is left out."""
        value = self._take(name)
        return self._open({} if value is None else value, name)

    def each(self, name: str) -> "list[Fields]":
        """Return the objects listed in a field."""
        value = self._take(name)
        if value is not None and not isinstance(value, list):
            self.fault(name, "must be a list")
            return []
        return [self._open(one, f"{name}/{number}") for number, one in enumerate(value or [])]

    def named(self) -> "dict[str, Fields]":
        """Return the object in every field, where the fields' names are free."""
        return {name: self.inside(name) for name in self._body}

    def _open(self, body: object, name: str) -> "Fields":
        opened = Fields(body, f"{self.place}/{name}", self.faults)
        self._inside.append(opened)
        return opened

    def finish(self, what: str) -> None:
        """End the reading. Raises BadInput with every fault, unknown fields among them."""
        for fields in self._opened():
            fields.name_strangers()
        if self.faults:
            places = ", ".join(one.place for one in self.faults)
            raise BadInput(f"this is not {what}: see {places}", *self.faults)

    def _opened(self) -> "Iterator[Fields]":
        yield self
        for one in self._inside:
            yield from one._opened()  # noqa: SLF001  (an object of the same class)

    def name_strangers(self) -> None:
        """Find fault with the fields that nobody asked for."""
        for name in self._body:
            if name not in self._asked:
                self.fault(name, "there is no such field here")
