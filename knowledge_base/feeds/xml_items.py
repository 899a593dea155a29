"""Reads XML, RSS 2.0 and Atom, one product in memory at a time."""

from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from knowledge_base.errors import BadInput
from knowledge_base.feeds.entries import Entries, Line, Unreadable

_ENTRIES = ("{*}item", "{*}entry")
_GOOGLE = "base.google.com"
_LONGEST_ITEM = 8 * 1024 * 1024


def read_xml(path: Path) -> Entries:
    """Yield each `item` or `entry` under its elements' names without prefix.

    Nothing is fetched, and entities a document defines itself are not resolved: an item that
    uses one is refused. Raises BadInput with the place when the document is not well-formed.
    """
    with path.open("rb") as file:
        source = _Source(file)
        walk = etree.iterparse(
            source,
            tag=_ENTRIES,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            for _, element in walk:
                yield _entry(element)
                _free(element)
                source.since = 0
        except etree.XMLSyntaxError as wrong:
            raise BadInput(f"{path.name} is not well-formed XML: {wrong}") from wrong


class _Source:
    """A file of which no part without the end of an item may be large: the parser keeps it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.since = 0

    def read(self, size: int) -> bytes:
        """Read on. Raises BadInput when nothing has ended for too long."""
        if self.since > _LONGEST_ITEM:
            raise BadInput(f"no item ends within {_LONGEST_ITEM:,} bytes")
        chunk = self._file.read(size)
        self.since += len(chunk)
        return chunk


def _entry(element: etree._Element) -> Line | Unreadable:
    number: Any = element.sourceline  # the stubs leave its type open
    for entity in element.iter(etree.Entity):
        return Unreadable(number, f"uses {entity.text}, which only the document defines")
    return Line(number, _fields(element))


def _free(element: etree._Element) -> None:
    """Let go of an element and everything before it, so that memory stays flat."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _fields(element: etree._Element) -> dict[str, Any]:
    """Return an element's children; repeated ones as a list, Google's own before others."""
    found: dict[str, list[Any]] = {}
    google: set[str] = set()
    for child in element:
        name = etree.QName(child)
        ours = _GOOGLE in (name.namespace or "")
        if name.localname in google and not ours:
            continue
        if ours and name.localname not in google:
            google.add(name.localname)
            found.pop(name.localname, None)
        found.setdefault(name.localname, []).append(_value(child))
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _value(child: etree._Element) -> Any:
    """Return a child's text, an Atom link's address, or the fields below it."""
    if len(child):
        return _fields(child)
    return child.get("href") or child.text or ""
