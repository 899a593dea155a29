"""Reads and writes synonyms the way Solr's `synonyms.txt` has them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from knowledge_base.synonyms import SynonymEntry, SynonymKind

_ARROW = "=>"
_TOKEN = re.compile(r"\\.|=>|,|[^\\,=]+|.", re.DOTALL)
_SPECIAL = re.compile(r"[\\,#]|=>")


def read_lines(text: str) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    """Yield the number of every line that says something, and its entry or what is wrong.

    `a, b, c` is a group of equal words; `a => b, c` leads from a to b and to c, below what is
    called a itself, also where a stands on both sides. `#` begins a comment, a backslash takes
    its meaning from the sign behind it.
    """
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if line.strip() and not line.startswith("#"):
            yield number, _read_line(line.strip())


def _read_line(line: str) -> Mapping[str, Any] | str:
    sides = [list(dict.fromkeys(side)) for side in _sides(line)]
    match sides:
        case [words]:
            return {"kind": SynonymKind.TWO_WAY.value, "words": words}
        case [typed, meant] if added := [one for one in meant if one not in typed]:
            return {"kind": SynonymKind.ONE_WAY.value, "from": typed, "to": added}
        case [_, _]:
            return "there is nothing new on the right of the arrow"
        case _:
            return "there is more than one arrow"


def _sides(line: str) -> list[list[str]]:
    """Split a line at its arrows, and each side at its commas; take the backslashes off."""
    sides, text = [list[str]()], ""
    for token in (*_TOKEN.findall(line), ","):
        if token in {",", _ARROW}:
            if text.strip():
                sides[-1].append(text.strip())
            text = ""
            if token == _ARROW:
                sides.append([])
        else:
            text += token[1:] if len(token) > 1 and token[0] == "\\" else token
    return sides


def write_lines(entries: Iterable[SynonymEntry]) -> Iterator[str]:
    """Yield the lines that mean the same to Solr; stop and protected words have none.

    What leads one way keeps the word itself: `a => a, b`. A replacement does not: `a => b`.
    """
    for one in entries:
        match one.kind:
            case SynonymKind.TWO_WAY:
                yield _list(one.words)
            case SynonymKind.ONE_WAY:
                yield from (
                    f"{_list([text])} {_ARROW} {_list([text, *one.to])}" for text in one.words
                )
            case SynonymKind.REPLACEMENT:
                yield f"{_list(one.words)} {_ARROW} {_list(one.to)}"
            case _:
                pass


def _list(texts: Sequence[str]) -> str:
    return ", ".join(_SPECIAL.sub(lambda sign: rf"\{sign[0]}", text) for text in texts)
