"""Strips JavaScript of what only its readers need: comments, idle space, long private names."""

import re
from collections.abc import Iterator
from string import ascii_lowercase

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    | (?P<comment>//[^\n]*|/\*.*?\*/)
    | (?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')
    | (?P<word>[\w$\#]+)""",
    re.VERBOSE | re.DOTALL,
)
_TEMPLATE = re.compile(r"(?:\\.|\$(?!\{)|[^`\\$])*(?:`|\$\{)", re.DOTALL)
"""A template from a quote or a closing brace to where it ends or the next value begins."""
_PATTERN = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\[\n])+/\w*")
_OPERATORS = frozenset(
    {"return", "typeof", "case", "in", "of", "await", "yield", "void", "else"}
)
"""Words after which a slash begins a pattern, as after a sign; after others it divides."""
_GAPS = frozenset({"space", "comment"})
_SHEET = ["sheet", "("]
"""What a template that is a style sheet comes after."""
_STYLE_GAP = re.compile(r"\s*([{};])\s*|([,:])\s+")
_LONELY = frozenset("(){}[],;:?=<>&|")
"""Signs that mean the same with and without a space beside them."""


def stripped(source: str) -> str:
    """Return a module that does the same in fewer letters.

    Lines stay apart, so that no semicolon is ever needed that was not; texts, templates and
    patterns stay as they are, but for style sheets, ``sheet(`…`)``, which have no text with
    space in it. Private names, which nobody outside a class can say, become short ones. After a
    bracket a slash is taken to divide.
    """
    kept: list[str] = []
    private: dict[str, str] = {}
    gap = ""
    for kind, piece in _pieces(source):
        if kind in _GAPS:
            gap = "\n" if gap == "\n" or "\n" in piece else " "
            continue
        if kept and (gap == "\n" or (gap and not _LONELY & {kept[-1][-1], piece[0]})):
            kept.append(gap)
        if piece.startswith("#"):
            kept.append(private.setdefault(piece, _short(len(private))))
        else:
            kept.append(_STYLE_GAP.sub(r"\1\2", piece) if kept[-2:] == _SHEET else piece)
        gap = ""
    return "".join(kept) + "\n"


def _short(number: int) -> str:
    """Make a private name: `#a` to `#z`, `#a1` …."""
    round_, letter = divmod(number, len(ascii_lowercase))
    return f"#{ascii_lowercase[letter]}{round_ or ''}"


def _pieces(source: str) -> Iterator[tuple[str, str]]:
    """Yield every token with its kind; together they are the source."""
    place, before = 0, ""
    braces: list[int] = []  # open within the value of each template that is open
    while place < len(source):
        kind, piece = _piece(source, place)
        if piece == "`" or (piece == "}" and braces == [*braces[:-1], 0]):
            braces = braces[:-1] if piece == "}" else braces
            piece += _rest(_TEMPLATE, source, place + 1)
            braces += [0] * piece.endswith("${")
        elif piece in {"{", "}"} and braces:
            braces[-1] += 1 if piece == "{" else -1
        elif piece == "/" and not _divides(before):
            piece = _rest(_PATTERN, source, place)
        if kind not in _GAPS:
            before = piece
        place += len(piece)
        yield kind, piece


def _piece(source: str, place: int) -> tuple[str, str]:
    found = _TOKEN.match(source, place)
    return (found.lastgroup or "", found[0]) if found else ("sign", source[place])


def _rest(pattern: re.Pattern[str], source: str, place: int) -> str:
    """Return what a pattern matches from a place. Raises ValueError where that has no end."""
    found = pattern.match(source, place)
    if found is None:
        line = source.count("\n", 0, place) + 1
        raise ValueError(f"line {line}: what begins here has no end")
    return found[0]


def _divides(before: str) -> bool:
    """Say whether a slash divides, by the token before it."""
    last = before[-1:]
    return before not in _OPERATORS and (last.isalnum() or last in "_$)]}`\"'")
