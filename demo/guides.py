"""What does the shop advise? Guides in both languages, and how searches lead to them."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

GUIDES: Mapping[str, Mapping[str, Mapping[str, Any]]] = json.loads(
    (Path(__file__).parent / "templates/guides.json").read_bytes()
)
"""By name and language: `title`, `keywords`, and `text` in paragraphs."""
_BANNER = {"title": "Gartenwochen: alles für Haus und Beet", "url": "/category/Garten"}

Entry = tuple[str, str, Mapping[str, Any]]


def guide_address(name: str, language: str) -> str:
    """Say where a guide stands."""
    return f"/guide/{name}" + ("" if language == "de" else f"?language={language}")


def entries() -> Iterator[Entry]:
    """Yield what people of the shop wrote: kind, id and body, as the API takes them."""
    for name, languages in GUIDES.items():
        for language, guide in languages.items():
            body = {"title": guide["title"], "text": " ".join(guide["text"])}
            rest = {"keywords": guide["keywords"], "language": language}
            yield (
                "content",
                f"{name}-{language}",
                {**body, **rest, "url": guide_address(name, language)},
            )
    yield "rules", "banner", _rule("gartenhaus", {"banner": _BANNER})
    yield "rules", "redirect", _rule("retoure", {"redirect": guide_address("versand", "de")})


def _rule(query: str, then: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"name": query, "when": {"query": query, "language": "de"}, "then": [then]}
