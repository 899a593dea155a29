"""Segments: groups of visitors that a condition on what is known of them makes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from types import MappingProxyType
from typing import Any

from knowledge_base.conditions import EACH, Condition, parse_condition
from knowledge_base.errors import BadInput
from knowledge_base.fields import Fields
from knowledge_base.measures import NAMES, Measures
from knowledge_base.rules import MOST_PRIORITY, Push, read_push

OF = ":"
"""Stands between the id of a family of segments and the value that one of them is for."""
MOST_ASKED = 12
"""Values a family is asked about: those that somebody cares for most."""
MOST_OF_A_FAMILY = 5
"""Segments of one family that somebody is in: those cared for most."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Visitors who meet a condition, and what they are shown first.

    Whoever is in several is shown first what the one of the highest priority prefers.
    `names` are what people call it by language, where that differs from `name`. A condition
    with a `*` makes a family: a segment `id:value` for each value of a facet.
    """

    segment_id: str
    name: str
    condition: Condition
    prefer: tuple[Push, ...] = ()
    enabled: bool = True
    priority: int = 0
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def called(self, language: str) -> str:
        """Return what people call it in a language."""
        return self.names.get(language, self.name)

    def of(self, value: str) -> "Segment":
        """Return the segment of a family that is for a value."""
        return replace(
            self,
            segment_id=f"{self.segment_id}{OF}{value}",
            name=self.name.replace(EACH, value),
            names={
                language: name.replace(EACH, value) for language, name in self.names.items()
            },
        )


def read_segment(segment_id: str, body: object) -> Segment:
    """Read a segment as the API takes it. Raises BadInput with one fault per problem."""
    fields = Fields(body)
    segment = Segment(
        segment_id,
        name=fields.text("name") or segment_id,
        condition=_read_condition(fields),
        prefer=tuple(read_push(one) for one in fields.each("prefer")),
        enabled=fields.flag("enabled", default=True),
        priority=fields.whole("priority", 0, low=-MOST_PRIORITY, high=MOST_PRIORITY),
        names=fields.by_language("names"),
    )
    fields.finish("a segment")
    return segment


def _read_condition(fields: Fields) -> Condition:
    text = fields.text("condition", needed=True)
    try:
        return parse_condition(text, NAMES)
    except BadInput as wrong:
        fields.fault("condition", wrong.detail)
        return Condition(text, lambda _: False)


def segments_of(segments: Iterable[Segment], known: Measures | None) -> tuple[Segment, ...]:
    """Return the segments somebody is in, the highest priority first, then by id.

    Nobody of whom nothing may be known is in any.
    """
    if known is None:
        return ()
    own = [one for segment in segments if segment.enabled for one in _own(segment, known)]
    return tuple(sorted(own, key=lambda one: (-one.priority, one.segment_id)))


def _own(segment: Segment, known: Measures) -> Sequence[Segment]:
    condition = segment.condition
    if condition.each is not None:
        return _family(segment, condition.each, known)
    return (segment,) if condition.holds(known.get) else ()


def _family(segment: Segment, facet: str, known: Measures) -> Sequence[Segment]:
    """Return those of a family that somebody is in: of too many those cared for most."""
    own = (
        value
        for value in known.cares.most(facet, MOST_ASKED)
        if segment.condition.holds(_about(value, known))
    )
    return [segment.of(value) for value in islice(own, MOST_OF_A_FAMILY)]


def _about(value: str, known: Measures) -> Callable[[str], Any]:
    """Say of which value a family asks, beside all that is known."""
    return lambda name: value if name == EACH else known.get(name)
