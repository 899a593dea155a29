"""Strips JavaScript of what only its readers need: comments, idle space, long private names."""

import re
from string import ascii_lowercase

from service.scripts.tokens import GAPS, tokens

_SHEET = ["sheet", "("]
"""What a template that is a style sheet comes after."""
_STYLE_GAP = re.compile(r"(?<=^`)\s+|\s*;?\s*(\})\s*|\s*([{;])\s*|([,:])\s+")
_LONELY = frozenset("(){}[],;:?=<>&|!*%\"'`")
"""Signs that mean the same with and without a space beside them."""
_NEEDLESS = frozenset({(";", "}"), (",", "}"), (",", ")")})
"""Signs that say nothing before others."""
_TWINS = frozenset("+-")
"""Signs of which two together mean something else."""
_UNFINISHED, _BELONGING = frozenset("{([,;:?=&|>"), frozenset("})],;:?=&|.")
"""Signs after which, and before which, the end of a line ends nothing."""


def stripped(source: str) -> str:
    """Return a module that does the same in fewer letters.

    Lines stay apart where one may end a statement or import and export; texts, templates and
    patterns stay as they are, but for style sheets, ``sheet(`…`)``, which have no text with
    space in it. Private names, which nobody outside a class can say, become short ones.
    """
    kept = [""]
    private: dict[str, str] = {}
    gap = ""
    for kind, piece in tokens(source):
        if kind in GAPS:
            gap = "\n" if gap == "\n" or "\n" in piece else " "
            continue
        if gap and not _is_idle(gap, kept[-1][-1:], piece):
            kept.append(gap)
        if (kept[-1], piece) in _NEEDLESS:
            kept.pop()
        if piece.startswith("#"):
            kept.append(private.setdefault(piece, _short(len(private))))
        else:
            kept.append(_STYLE_GAP.sub(r"\1\2\3", piece) if kept[-2:] == _SHEET else piece)
        gap = ""
    return "".join(kept) + "\n"


def _is_idle(gap: str, before: str, after: str) -> bool:
    """Say whether a sign and the token after it mean the same without a gap between them."""
    if not before:
        return True
    if gap == "\n":
        if after in {"import", "export"}:
            return False
        is_member = before == "}" and (after[0].isalpha() or after[0] == "#")
        return is_member or before in _UNFINISHED or after[0] in _BELONGING
    if _TWINS & {before, after[0]}:
        return before != after[0]
    return before in _LONELY or after[0] in _LONELY


def _short(number: int) -> str:
    """Make a private name: `#a` to `#z`, `#a1` …."""
    round_, letter = divmod(number, len(ascii_lowercase))
    return f"#{ascii_lowercase[letter]}{round_ or ''}"
