"""Turns the HTML that shops put into descriptions into plain text."""

import re

from lxml import etree

_TAG = re.compile(r"</?[a-zA-Z]|<[!?]")
_MARKUP = re.compile(rf"{_TAG.pattern}|&#?\w+;")
_HIDDEN = ("script", "style", "template", "title")
_INLINE = {"a", "abbr", "b", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u"}
_PASSES = 3
"""Feeds escape their HTML once too often now and then: read it as often as that."""


def plain_text(text: str) -> str:
    """Return the text that a browser would show, one line per block.

    What comes out is stable: `plain_text(plain_text(t)) == plain_text(t)`.
    """
    for _ in range(_PASSES):
        stripped = _tidy(_strip_once(text) if _MARKUP.search(text) else text)
        if stripped == text:
            return text
        text = stripped
    return _tidy(_MARKUP.sub(" ", text))


def _strip_once(text: str) -> str:
    """Drop the tags; blocks and breaks end a line, a line break in HTML is only a blank."""
    written = text.replace("\n", " ") if _TAG.search(text) else text
    parser = etree.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    # in an element of its own, because libxml2 drops text that stands before a comment
    root = etree.fromstring(f"<p>{written}</p>", parser)
    etree.strip_elements(root, *_HIDDEN, with_tail=False)
    for element in root.iter():
        if element.tag not in _INLINE:
            element.text = f"\n{element.text or ''}"
            element.tail = f"\n{element.tail or ''}"
    return "".join(str(piece) for piece in root.itertext())


def _tidy(text: str) -> str:
    """Collapse blanks; keep one line break where there were any."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
