"""Lists what the snapshot learned of words, beside what people say against it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge_base.learned import Fact, LearnedKind, read_veto, veto_id
from knowledge_base.merchandising import Entry
from service.engine import Opened

KIND = "learned"
"""The kind of entries that vetoes are."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LearnedAsk:
    """Which facts are wanted: of a kind, of a language, with these letters, vetoed or not."""

    kind: LearnedKind | None = None
    language: str | None = None
    text: str = ""
    vetoed: bool | None = None

    def wants(self, row: Row) -> bool:
        """Say whether a fact is one of them."""
        letters = self.text.casefold()
        return (
            self.kind in (None, row["kind"])
            and self.language in (None, row["language"])
            and self.vetoed in (None, row["vetoed"])
            and any(letters in (row[name] or "").casefold() for name in ("key", "what"))
        )


def list_learned(opened: Opened, stored: Sequence[Entry], ask: LearnedAsk) -> list[Row]:
    """Return the facts that are wanted, and last the vetoes of what is not learned any more."""
    return [one for one in _every(opened, stored) if ask.wants(one)]


def _every(opened: Opened, stored: Sequence[Entry]) -> Iterator[Row]:
    vetoes = {one.entry_id: one for one in stored}
    there = set()
    for language, facts in opened.facts.items():
        for fact in facts:
            name = veto_id(fact.kind, fact.key)
            there.add(name)
            yield _row(fact, language, vetoes.get(name))
    for name in vetoes.keys() - there:
        veto = read_veto(name, vetoes[name].body)
        yield _row(Fact(veto.kind, veto.key, ""), None, vetoes[name])


def _row(fact: Fact, language: str | None, entry: Entry | None) -> Row:
    return {
        "kind": fact.kind.value,
        "key": fact.key,
        "language": language,
        "what": fact.what or None,
        "evidence": fact.evidence,
        "vetoed": entry is not None,
        "note": entry.body.get("note") if entry else None,
        "author": entry.author if entry else None,
        "version": entry.version if entry else 0,
    }
