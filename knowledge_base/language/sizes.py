"""Reads the sizes of clothes, shoes and tyres, which are names rather than measures."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from knowledge_base.language.numerals import NUMBER, read_number

_LETTERS = r"(?:\dx|x{1,5})[sl]"
_PLAIN = rf"(?:{NUMBER}|{_LETTERS}|[sml])"
_NOT_INSIDE, _END = r"(?<![^\W_])", r"(?![^\W_])"
_NAMED = re.compile(
    rf"{_NOT_INSIDE}(größe|groesse|grösse|gr|size|eur?|uk|us)[ .:]{{0,2}}"
    rf"({_PLAIN}(?: ?[/-] ?{_PLAIN})?){_END}",
    re.IGNORECASE,
)
_TYRE = re.compile(rf"{_NOT_INSIDE}(\d{{3}}/\d{{2}}) ?(?:z?r)? ?(\d{{2}}){_END}", re.IGNORECASE)
_JEANS = re.compile(rf"{_NOT_INSIDE}w ?(\d{{2}}) ?[/-]? ?l ?(\d{{2}}){_END}", re.IGNORECASE)
_BARE = re.compile(rf"{_NOT_INSIDE}{_LETTERS}{_END}", re.IGNORECASE)
SIZE_AHEAD = rf"{_NOT_INSIDE}(?:gr|size|eu|u[ks]|w ?\d|\d{{3}}/\d\d|{_LETTERS}{_END})"
"""What can be found in every text with a size, whatever the capitals."""
_AHEAD = re.compile(SIZE_AHEAD, re.IGNORECASE)
_NUMBER = re.compile(NUMBER)
_BETWEEN = re.compile(" ?[/-] ?")
_WHOLE = re.compile(rf"{_PLAIN}(?: ?[/-] ?{_PLAIN})?", re.IGNORECASE)
_OWN_SCALE = frozenset({"uk", "us"})
SIZE_WORDS = frozenset({"größe", "groesse", "grösse", "size", "schuhgröße", "shoe size"})
"""What attributes that hold sizes are called."""

SIZE, TYRE = "size", "tyre"


class Size(NamedTuple):
    """A size and its place in a text. One size has one key, however it is written."""

    dimension: str
    key: str
    start: int
    end: int


def read_sizes(text: str, language: str) -> Iterator[Size]:
    """Yield the sizes that a text names, those of tyres first.

    "Größe 42" and "EU 42" are "42", "XXL" is "2xl", "W32/L34" is "32/34"; "UK 8" is on a
    scale of its own.
    """
    if not _AHEAD.search(text):
        return
    for match in _TYRE.finditer(text):
        yield Size(TYRE, f"{match[1]}r{match[2]}", *match.span())
    for match in _JEANS.finditer(text):
        yield Size(SIZE, f"{match[1]}/{match[2]}", *match.span())
    for match in _NAMED.finditer(text):
        scale = match[1].lower()
        key = _key(match[2], language)
        yield Size(SIZE, scale + key if scale in _OWN_SCALE else key, *match.span())
    for match in _BARE.finditer(text):
        yield Size(SIZE, _letters(match[0]), *match.span())


def size_key(written: str, language: str) -> str | None:
    """Return the key of a size that stands alone, as the value of an attribute, or None."""
    written = written.strip()
    if _WHOLE.fullmatch(written):
        return _key(written, language)
    named = next(read_sizes(written, language), None)
    return named.key if named and (named.start, named.end) == (0, len(written)) else None


def size_parts(key: str) -> list[str]:
    """Return the sizes that a double size such as "98/104" is made for."""
    return key.split("/") if "/" in key else []


def _key(written: str, language: str) -> str:
    """Return the key of one size or, with a slash between them, of two."""
    if not _NUMBER.fullmatch(written):
        parts = _BETWEEN.split(written, maxsplit=1)
        if len(parts) > 1:
            return "/".join(_key(part, language) for part in parts)
        return _letters(written)
    number = read_number(written, language)
    return written if number is None else f"{number:.4g}"


def _letters(size: str) -> str:
    """Write sizes in letters one way: XXL as 2xl."""
    size = size.lower()
    count = size.count("x")
    return f"{count}x{size[-1]}" if count > 1 else size.removeprefix("1")
