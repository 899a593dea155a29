"""Reads querqy's `rules.txt`: inputs, and below each what is to be done."""

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from knowledge_base.errors import Fault
from knowledge_base.querqy_filters import PRODUCT_ID, REMEDY, read_raw
from knowledge_base.rules import Match
from knowledge_base.synonyms import EQUAL

Body = dict[str, Any]

LOW_UP_TO, MEDIUM_UP_TO = 10, 100
"""Querqy's weights that are a low and a medium strength; more is a high one."""
ANYTHING = "*"
"""The input of a rule that has no words."""

_INPUT = re.compile(r"(?P<input>.*?)\s*=>")
_BLOCK = re.compile(r"@\{.*\}@", re.DOTALL)
_PROPERTY = re.compile(r"@(?P<name>\w+)\s*:\s*(?P<value>.+)")
_INSTRUCTION = re.compile(
    r"(?P<name>[A-Za-z_]+)\s*(?:\((?P<weight>[^)]*)\))?\s*(?::\s*(?P<rest>.*))?", re.DOTALL
)
_BOOLEAN = re.compile(r"[()]|\b(?:AND|OR|NOT)\b")
_BARE_NAME = re.compile(r'"(?:\\.|[^"\\])*"|(?<!\w)([A-Za-z_]\w*)(?=\s*:)')
_PLAIN = ("name", "note", "enabled", "priority")
_OURS = ("when", "then", "match")


@dataclass(slots=True)
class Block:
    """One input with what stands below it, from its `line` on.

    `rule` is a body as the API takes it, without consequences where synonyms are all there
    is; `synonyms` are bodies by their lines. With a fault the whole block is of no use.
    """

    line: int
    entry_id: str | None = None
    rule: Body = field(default_factory=dict)
    synonyms: dict[int, Body] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def when(self) -> Body:
        """Return the rule's condition."""
        when: Body = self.rule.setdefault("when", {})
        return when

    @property
    def then(self) -> list[Body]:
        """Return the rule's consequences."""
        then: list[Body] = self.rule.setdefault("then", [])
        return then

    def fault(self, line: int, detail: str) -> None:
        """Remember what is wrong on a line."""
        self.faults.append(Fault(f"line {line}", detail, "unusable_instruction"))


def read_blocks(text: str) -> Iterator[Block]:
    """Yield every input with its instructions; what cannot be used is a fault of its block."""
    block: Block | None = None
    for number, line in _statements(text):
        found = _INPUT.fullmatch(line)
        if found:
            if block:
                yield block
            block = Block(number)
            _read_input(block, found["input"])
        elif block is None:
            block = Block(number)
            block.fault(number, "stands below no input: write `words =>` above it")
        else:
            _read_statement(block, number, line)
    if block:
        yield block


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Yield what the lines say with their numbers; a block of properties is one."""
    begun, first = "", 0
    for number, raw in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        line = raw.strip()
        if begun or line.startswith("@{"):
            first = first or number
            begun += f"{line}\n"
            if line.endswith("}@"):
                yield first, begun.strip()
                begun, first = "", 0
        elif line and not line.startswith("#"):
            yield number, line
    if begun:
        yield first, begun.strip()


def _read_input(block: Block, text: str) -> None:
    """Read the words before the arrow; quotes mean that the query begins or ends there."""
    if text == ANYTHING:
        return
    begins, ends = text.startswith('"'), len(text) > 1 and text.endswith('"')
    words = text[begins : len(text) - ends].strip()
    if not words or '"' in words or _BOOLEAN.search(words):
        block.fault(block.line, "must be words, each rule its own: no AND, OR, NOT, ()")
    if ANYTHING in words[:-1]:
        block.fault(block.line, "a star can only stand at the end of the last word")
    matches = {
        (True, True): Match.EXACT,
        (True, False): Match.STARTS_WITH,
        (False, True): Match.ENDS_WITH,
    }
    block.when["query"] = words
    if (begins, ends) in matches:
        block.when["match"] = matches[begins, ends].value


def _read_statement(block: Block, number: int, line: str) -> None:
    if line.startswith("@"):
        _read_properties(block, number, line)
        return
    found = _INSTRUCTION.fullmatch(line)
    name = found["name"].upper() if found else ""
    if found is None or name not in _READERS:
        known = ", ".join(_READERS)
        block.fault(number, f"there is no such instruction; there are {known}")
        return
    _READERS[name](block, number, found["weight"], (found["rest"] or "").strip())


def _read_push(block: Block, number: int, kind: str, weight: str | None, rest: str) -> None:
    meant, raw = _number(weight, 1.0), read_raw(rest)
    if meant is None or not 0 < meant < math.inf:
        block.fault(number, "the weight must be a number above 0, such as UP(50)")
    elif raw is None or raw[1]:
        block.fault(number, REMEDY)
    else:
        strength = "low" if meant <= LOW_UP_TO else "medium"
        strength = "high" if meant > MEDIUM_UP_TO else strength
        block.then.append({kind: {"filter": raw[0], "strength": strength}})


def _read_up(block: Block, number: int, weight: str | None, rest: str) -> None:
    _read_push(block, number, "boost", weight, rest)


def _read_down(block: Block, number: int, weight: str | None, rest: str) -> None:
    _read_push(block, number, "bury", weight, rest)


def _read_filter(block: Block, number: int, _: str | None, rest: str) -> None:
    """Read what must be, or with a minus before it what must not."""
    raw = read_raw(rest)
    if raw is None:
        block.fault(number, REMEDY)
    elif not raw[1]:
        block.then.append({"filter": raw[0]})
    else:
        facet, _, value = raw[0].partition(":")
        hidden = {"product_id": value} if facet == PRODUCT_ID else {"filter": raw[0]}
        block.then.append({"hide": hidden})


def _read_synonym(block: Block, number: int, weight: str | None, rest: str) -> None:
    """Read what else is searched for; it is an entry of the synonyms."""
    words, meant = block.when.get("query", ""), _number(weight, None)
    if block.when.get("match") or not words or words.endswith(ANYTHING) or "$" in rest:
        block.fault(number, "a synonym is for words as they are: no quotes, no star, no $1")
    elif not rest or rest.startswith(ANYTHING) or (weight and meant is None):
        block.fault(number, "must be words, with a weight from 0 to 1: SYNONYM(0.8): sneaker")
    else:
        body: Body = {"kind": "one_way", "from": [words], "to": [rest]}
        if meant is not None:
            body["weight"] = min(max(round(meant * 100), 1), EQUAL - 1)
        block.synonyms[number] = body


def _read_delete(block: Block, number: int, _: str | None, rest: str) -> None:
    """Read which words are not to be searched for: a stop word, or other words instead."""
    words = block.when.get("query", "").split()
    left_out = rest.split() or words
    left = [one for one in words if one not in left_out]
    is_whole = block.when.get("match") == Match.EXACT.value
    if not set(left_out) <= set(words) or any(ANYTHING in one for one in words):
        block.fault(number, "can only leave out words of the input, which must have no star")
    elif left and is_whole:
        block.then.append({"replace_query": " ".join(left)})
    elif left and not block.when.get("match"):
        instead: Body = {"kind": "replacement", "from": [" ".join(words)]}
        block.synonyms[number] = {**instead, "to": [" ".join(left)]}
    elif len(words) == 1 and not block.when.get("match"):
        block.synonyms[number] = {"kind": "stop_words", "words": words}
    else:
        block.fault(number, "would leave nothing of the query: take one word, without quotes")


def _read_decorate(block: Block, number: int, key: str | None, rest: str) -> None:
    name, _, address = rest.partition(" ")
    if key is None and name.upper() == "REDIRECT" and address.strip():
        block.then.append({"redirect": address.strip()})
    else:
        block.fault(number, "only DECORATE: REDIRECT and an address has a meaning here")


Reader = Callable[[Block, int, str | None, str], None]
_READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "UP": _read_up,
        "DOWN": _read_down,
        "FILTER": _read_filter,
        "SYNONYM": _read_synonym,
        "DELETE": _read_delete,
        "DECORATE": _read_decorate,
    }
)


def _number(text: str | None, otherwise: float | None) -> float | None:
    if not text:
        return otherwise
    try:
        return float(text)
    except ValueError:
        return None


def _read_properties(block: Block, number: int, line: str) -> None:
    """Read `@name: value`, or several between `@{` and `}@`; names need no quotes there."""
    found = _PROPERTY.fullmatch(line)
    try:
        if found:
            properties = {found["name"]: json.loads(found["value"])}
        elif _BLOCK.fullmatch(line):
            named = _BARE_NAME.sub(_in_quotes, line[1:-1])
            properties = json.loads(named)
        else:
            block.fault(number, "properties end with }@ on the last of their lines")
            return
    except ValueError:
        block.fault(number, 'values are JSON, texts in quotes: @_id: "r17"')
        return
    for name, value in properties.items():
        _take_property(block, number, name, value)


def _in_quotes(name: re.Match[str]) -> str:
    return f'"{name[0]}"' if name[1] else name[0]


def _take_property(block: Block, number: int, name: str, value: Any) -> None:
    match name, value:
        case "_id", str() if re.fullmatch(r"[0-9A-Za-z_-]{1,64}", value):
            block.entry_id = value
        case "_log", _:
            pass
        case "match", str():
            block.when["match"] = value
        case "when", dict():
            block.when.update(value)
        case "then", list():
            block.then.extend(value)
        case _ if name in _PLAIN:
            block.rule[name] = value
        case _:
            known = ", ".join(("_id", *_PLAIN, *_OURS))
            block.fault(number, f"'{name}' has no meaning here, or not so; there are {known}")
