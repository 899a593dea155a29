"""All that people of the shop wrote, as one frozen value."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from knowledge_base.compatibility import CompatibilityEntry, read_compatibility
from knowledge_base.content import ContentPage, read_content_page
from knowledge_base.errors import BadInput, Fault
from knowledge_base.golden_queries import GoldenQuery, read_golden_query
from knowledge_base.learned import Veto, read_veto
from knowledge_base.placements import Placement, read_placement
from knowledge_base.rules import Rule, read_rule
from knowledge_base.segments import Segment, read_segment
from knowledge_base.shipped_segments import SHIPPED
from knowledge_base.shop import EVERYWHERE, SILENT, Dials, Shop, read_shop
from knowledge_base.synonyms import SynonymEntry, read_synonym

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing somebody wrote, as it is stored: its JSON body, and who wrote it when."""

    entry_id: str
    version: int
    body: Mapping[str, Any]
    author: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Merchandising:
    """The merchandiser's word, as of a version. `faults` names stored entries left aside."""

    version: int = 0
    rules: tuple[Rule, ...] = ()
    segments: tuple[Segment, ...] = tuple(SHIPPED.values())
    shop: Shop = field(default_factory=Shop)
    synonyms: tuple[SynonymEntry, ...] = ()
    content: tuple[ContentPage, ...] = ()
    compatibility: tuple[CompatibilityEntry, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    placements: tuple[Placement, ...] = ()
    golden_queries: tuple[GoldenQuery, ...] = ()
    faults: tuple[Fault, ...] = ()

    def placement(self, name: str) -> Placement:
        """Return what people decided about a placement: nothing where it stays as shipped."""
        there = (one for one in self.placements if one.name == name and one.enabled)
        return next(there, Placement(name))

    def dials(self, touch_point: str) -> Dials:
        """Return the ladder's dials of a touch-point."""
        return self.placement(touch_point).dials or self.shop.dials(touch_point)

    def unlearned(self) -> "Merchandising":
        """Return the same without the ladder: results stand by their match and by rules."""
        return replace(
            self,
            shop=replace(self.shop, ladder={EVERYWHERE: SILENT}),
            placements=tuple(replace(one, dials=None) for one in self.placements),
        )


def merchandising_from(version: int, entries: Mapping[str, Sequence[Entry]]) -> Merchandising:
    """Read stored entries by kind; one that cannot be read is left aside and reported."""
    faults: list[Fault] = []

    def read(kind: str, one_of: Callable[[Entry], Made]) -> list[Made]:
        made = []
        for entry in entries.get(kind, ()):
            try:
                made.append(one_of(entry))
            except BadInput as wrong:
                at = f"/{kind}/{entry.entry_id}"
                faults.extend(Fault(at + one.place, one.detail) for one in wrong.faults)
        return made

    rules = read("rules", lambda one: read_rule(one.entry_id, one.body, one.created_at))
    segments = read("segments", lambda one: read_segment(one.entry_id, one.body))
    shops = read("shop", lambda one: read_shop(one.body))
    by_id = {**SHIPPED, **{one.segment_id: one for one in segments}}
    return Merchandising(
        version=version,
        rules=tuple(rules),
        segments=tuple(by_id.values()),
        shop=shops[0] if shops else Shop(),
        synonyms=tuple(read("synonyms", lambda one: read_synonym(one.entry_id, one.body))),
        content=tuple(read("content", lambda one: read_content_page(one.entry_id, one.body))),
        compatibility=tuple(
            read("compatibility", lambda one: read_compatibility(one.entry_id, one.body))
        ),
        vetoes=tuple(read("learned", lambda one: read_veto(one.entry_id, one.body))),
        placements=tuple(
            read("placements", lambda one: read_placement(one.entry_id, one.body))
        ),
        golden_queries=tuple(
            read("golden_queries", lambda one: read_golden_query(one.entry_id, one.body))
        ),
        faults=tuple(faults),
    )
