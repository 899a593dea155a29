"""Reads the fields of one feed line, in every way they may be written, and notes each fault."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, TypeVar

from knowledge_base import amounts, cells
from knowledge_base.amounts import shortened
from knowledge_base.errors import BadInput, Fault
from knowledge_base.products import Texts

T = TypeVar("T")

RESERVED = frozenset({"availability", "brand", "category", "price", "sale"})
"""Facets that come from fields of their own; no attribute may have their names."""

_MOST_FAULTS = 50
_MOST_ATTRIBUTES = 200
_MOST_VALUES = 500
_MOST_IMAGES = 50
_MOST_PATHS = 50
_MOST_STEPS = 12
_NAME_LENGTH = 128
_STEP_LENGTH = 200
_CODE_LENGTH = 255
_VALUE_LENGTH = 10_000
"""Compatibility lists are long, and article numbers in them are searched for."""

SINGLE: Mapping[str, Callable[[Any], Any]] = {
    "product_id": cells.identifier,
    "variant_of": cells.identifier,
    "brand": partial(cells.text, longest=200),
    "unit_price": partial(cells.text, longest=_CODE_LENGTH),
    "unit_pricing_measure": partial(cells.text, longest=_CODE_LENGTH),
    "unit_pricing_base_measure": partial(cells.text, longest=_CODE_LENGTH),
    "availability": cells.availability,
    "stock": amounts.stock,
    "delivery_days": amounts.days,
    "url": cells.url,
    "gtin": cells.first_text,
    "mpn": partial(cells.text, longest=_CODE_LENGTH),
    "sku": partial(cells.text, longest=_CODE_LENGTH),
    "released_at": cells.moment,
    "margin": amounts.number,
    "rating": amounts.rating,
    "rating_count": amounts.count,
}
MONEY = ("price", "list_price")
ALSO_ATTRIBUTES = {
    "size": "size",
    "colour": "colour",
    "color": "colour",
    "material": "material",
    "gender": "gender",
    "age_group": "age_group",
    "tags": "tags",
}
TRANSLATED = frozenset({"title", "description", "categories", *ALSO_ATTRIBUTES})
"""Fields whose texts may come in several languages."""
FIELDS = frozenset(
    {
        *SINGLE,
        *MONEY,
        *TRANSLATED,
        "currency",
        "image_url",
        "image_urls",
        "attributes",
    }
)
"""Every name a feed line may use; texts also take a language, as in `title_en`."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,4})?")
_TRUTH = {"de": ("nein", "ja"), "en": ("no", "yes")}


@lru_cache(4096)
def field_of(name: str) -> tuple[str, str | None] | None:
    """Split a column's name into field and language (`title_en`), or return None."""
    if name in FIELDS:
        return name, None
    field, _, language = name.rpartition("_")
    if field in TRANSLATED and re.fullmatch(r"[a-z]{2}", language):
        return field, language
    return None


@lru_cache(4096)
def attribute_name(written: str) -> str:
    """Return the name a facet can have: lower case, words joined by underscores."""
    return re.sub(r"[\W_]+", "_", written.lower()).strip("_")


def _is_blank(value: object) -> bool:
    if isinstance(value, str):
        return not value or value.isspace()
    return value is None or (isinstance(value, list | dict) and not value)


class LineReader:
    """Reads the fields of one line and collects what is wrong with them."""

    def __init__(self, raw: Mapping[str, Any], languages: Sequence[str], currency: str) -> None:
        self._raw = raw
        self._default = languages[0]
        self._currency = currency
        self._faults: list[Fault] = []
        self._suffixed: dict[str, dict[str, Any]] = {}
        self._attributes = self._object("attributes")
        for name, value in raw.items():
            known = field_of(name)
            if known is None:
                self.fault(name, "is not a field of a product", "unknown_field")
            elif known[1] and not _is_blank(value):
                self._suffixed.setdefault(known[0], {})[known[1]] = value

    def fault(self, place: str, detail: str, code: str = "invalid") -> None:
        """Note that a field cannot be used."""
        self._faults.append(Fault(place, detail, code))

    def blames(self, place: str) -> bool:
        """Say whether something is wrong with a field already."""
        return any(fault.place == place for fault in self._faults)

    def miss(self, name: str) -> None:
        """Note that a necessary field is not there, unless it is there and wrong."""
        if not self.blames(name):
            self.fault(name, "is missing", "missing")

    def raise_faults(self) -> None:
        """Raise BadInput if anything was wrong."""
        faults = list(dict.fromkeys(self._faults))[:_MOST_FAULTS]
        if faults:
            said = "; ".join(f"{fault.place}: {fault.detail}" for fault in faults)
            raise BadInput(said, *faults)

    def single(self) -> dict[str, Any]:
        """Read the fields that hold one value in every language."""
        return self._given(SINGLE)

    def money(self) -> dict[str, Any]:
        """Read the amounts, all in the shop's currency."""
        named = self._read("currency", cells.text, self._raw.get("currency"))
        if named and named.upper() != self._currency:
            self.fault("currency", f"is {named}; this shop sells in {self._currency}")
        read = partial(amounts.money, currency=self._currency)
        return self._given(dict.fromkeys(MONEY, read))

    def texts(self, name: str, read: Callable[[object], T]) -> dict[str, T]:
        """Read one value by language; the default language gets the first if it has none."""
        found: dict[str, T] = {}
        for language, value in self._by_language(name).items():
            one = self._read(name, read, value)
            if one:
                found[language] = one
        return self._whole(found)

    def categories(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        """Read the category paths by language."""
        return self.texts("categories", _paths)

    def images(self) -> tuple[str, ...]:
        """Read the addresses of the pictures, the main one first, each once."""
        written = [
            *_several(self._raw.get("image_url")),
            *_several(self._raw.get("image_urls")),
        ]
        read = (self._read("image_urls", cells.url, one) for one in written)
        return tuple(dict.fromkeys(one for one in read if one))[:_MOST_IMAGES]

    def attributes(self) -> dict[str, tuple[Texts, ...]]:
        """Read the attributes, also those that have a field of their own."""
        found: dict[str, tuple[Texts, ...]] = {}
        for written, value in self._attributes.items():
            place = f"attributes.{written}"
            name = attribute_name(str(written))
            if name in RESERVED or not name or len(name) > _NAME_LENGTH:
                self.fault(place, "is not a name an attribute can have", "reserved_name")
            elif values := self._values(place, value):
                found[name] = values
        for field, name in ALSO_ATTRIBUTES.items():
            by_language = self._by_language(field)
            if name == "tags":
                by_language = {one: _split_tags(tags) for one, tags in by_language.items()}
            if values := self._values(field, by_language):
                found[name] = values
        if len(found) > _MOST_ATTRIBUTES:
            self.fault("attributes", f"are more than {_MOST_ATTRIBUTES}")
        return found

    def removed_attributes(self) -> set[str]:
        """Name the attributes that are explicitly null."""
        nested = {
            attribute_name(str(name))
            for name, value in self._attributes.items()
            if value is None
        }
        own = {
            name
            for field, name in ALSO_ATTRIBUTES.items()
            if field in self._raw and self._raw[field] is None
        }
        return nested | own

    def _object(self, name: str) -> Mapping[Any, Any]:
        given = self._raw.get(name)
        if isinstance(given, dict):
            return given
        if not _is_blank(given):
            self.fault(name, "is not an object of names and values")
        return {}

    def _given(self, readers: Mapping[str, Callable[[Any], Any]]) -> dict[str, Any]:
        """Read those fields that are there and can be used."""
        return {
            name: value
            for name, read in readers.items()
            if (value := self._read(name, read, self._raw.get(name))) is not None
        }

    def _read(self, place: str, read: Callable[[Any], T], value: object) -> T | None:
        if _is_blank(value):
            return None
        try:
            return read(value)
        except ValueError as wrong:
            self.fault(place, str(wrong))
            return None

    def _by_language(self, name: str) -> dict[str, Any]:
        """Return what a field says in each language, also in columns with a suffix."""
        value = self._raw.get(name)
        if _is_blank(value):
            value = {}
        said = value if isinstance(value, dict) else {self._default: value}
        return self._spoken(name, {**said, **self._suffixed.get(name, {})})

    def _spoken(self, place: str, said: Mapping[Any, Any]) -> dict[str, Any]:
        """Return an object by language, and refuse what is no language."""
        for language in said:
            if not _LANGUAGE.fullmatch(str(language)):
                self.fault(place, f"'{shortened(str(language))}' is not the code of a language")
        return dict(said)

    def _whole(self, found: dict[str, T]) -> dict[str, T]:
        """Say it in the default language too, and in that one first."""
        for first in found.values():
            return {self._default: found.get(self._default, first), **found}
        return found

    def _values(self, place: str, value: object) -> tuple[Texts, ...]:
        """Read the values of one attribute, each by language, no value twice."""
        found: list[Texts] = []
        said = value if isinstance(value, dict) else {self._default: value}
        for number, one in enumerate(_by_value(said), 1):
            if number > _MOST_VALUES:
                self.fault(place, f"has more than {_MOST_VALUES} values")
                break
            texts: dict[str, str] = {}
            for language, written in self._spoken(place, one).items():
                text = self._read(place, _value_text, _spelled(written, language))
                if text:
                    texts[language] = text
            whole = self._whole(texts)
            if whole and whole not in found:
                found.append(whole)
        return tuple(found)


def _by_value(said: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Turn the values in each language into what each value is called in every language."""
    columns = {language: _several(values) for language, values in said.items()}
    for number in range(max(map(len, columns.values()), default=0)):
        spoken: dict[str, Any] = {}
        for language, values in columns.items():
            if number < len(values):
                one = values[number]
                spoken |= one if isinstance(one, dict) else {language: one}
        yield spoken


def _spelled(value: object, language: str) -> object:
    """Say true and false in words."""
    return _TRUTH.get(language, _TRUTH["en"])[value] if isinstance(value, bool) else value


def _value_text(value: object) -> str:
    return cells.text(value, _VALUE_LENGTH)


def _paths(value: object) -> tuple[tuple[str, ...], ...]:
    """Read category paths: "A > B | C", a list of such texts, or a list of lists of steps."""
    written = value.split("|") if isinstance(value, str) else _several(value)
    if len(written) > _MOST_PATHS:
        raise ValueError(f"are more than {_MOST_PATHS}")
    return tuple(dict.fromkeys(path for one in written if (path := _path(one))))


def _path(value: object) -> tuple[str, ...]:
    written = value.split(">") if isinstance(value, str) else _several(value)
    if len(written) > _MOST_STEPS:
        raise ValueError(f"have more than {_MOST_STEPS} steps")
    return tuple(cells.text(step, _STEP_LENGTH) for step in written if not _is_blank(step))


def _split_tags(value: object) -> object:
    return re.split(r"[,;|]", value) if isinstance(value, str) else value


def _several(value: object) -> Sequence[Any]:
    """Return the values of a list, or the one value there is."""
    if _is_blank(value):
        return ()
    return value if isinstance(value, list | tuple) else (value,)
