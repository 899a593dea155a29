"""Cuts JavaScript into tokens, as far as those who shorten our own modules need them."""

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    | (?P<comment>//[^\n]*|/\*.*?\*/)
    | (?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')
    | (?P<word>[\w$\#]+)
    | (?P<sign>=>|\?\.|\.\.\.)""",
    re.VERBOSE | re.DOTALL,
)
_TEMPLATE = re.compile(r"(?:\\.|\$(?!\{)|[^`\\$])*(?:`|\$\{)", re.DOTALL)
"""A template from a quote or a closing brace to where it ends or the next value begins."""
_PATTERN = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\[\n])+/\w*")
_OPERATORS = frozenset(
    {"return", "typeof", "case", "in", "of", "await", "yield", "void", "else"}
)
"""Words after which a slash begins a pattern, as after a sign; after others it divides."""
GAPS = frozenset({"space", "comment"})
"""Kinds of tokens that say nothing to the browser."""


def tokens(source: str) -> Iterator[tuple[str, str]]:
    """Yield every token with its kind; together they are the source.

    A template comes in parts, each up to where a value begins or the template ends. After a
    bracket a slash is taken to divide. Raises ValueError for what never ends.
    """
    place, before = 0, ""
    braces: list[int] = []  # open within the value of each template that is open
    while place < len(source):
        kind, piece = _token(source, place)
        if piece == "`" or (piece == "}" and braces == [*braces[:-1], 0]):
            braces = braces[:-1] if piece == "}" else braces
            piece += _ended(_TEMPLATE.match(source, place + 1), source, place)
            braces += [0] * piece.endswith("${")
        elif piece in {"{", "}"} and braces:
            braces[-1] += 1 if piece == "{" else -1
        elif piece == "/" and not _divides(before):
            piece = _ended(_PATTERN.match(source, place), source, place)
        if kind not in GAPS:
            before = piece
        place += len(piece)
        yield kind, piece


def _token(source: str, place: int) -> tuple[str, str]:
    found = _TOKEN.match(source, place)
    return (found.lastgroup or "", found[0]) if found else ("sign", source[place])


def _ended(found: re.Match[str] | None, source: str, place: int) -> str:
    """Return what was found from a place. Raises ValueError where that has no end."""
    if found is None:
        line = source.count("\n", 0, place) + 1
        raise ValueError(f"line {line}: what begins here has no end")
    return found[0]


def _divides(before: str) -> bool:
    """Say whether a slash divides, by the token before it."""
    last = before[-1:]
    return before not in _OPERATORS and (last.isalnum() or last in "_$)]}`\"'")
