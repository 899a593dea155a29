"""Which segments the asker is in: by profile, by the shop's books, and by this request."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.consent import Consent
from knowledge_base.hours import WEEKDAYS
from knowledge_base.live import LiveFacts
from knowledge_base.measures import Measures
from knowledge_base.norms import Norms
from knowledge_base.profiles import NOBODY, Profile
from knowledge_base.segments import Segment, segments_of
from ranking.context import Context
from ranking.person import minute_of


def membership(
    profile: Profile | None,
    context: Context,
    live: LiveFacts,
    segments: Iterable[Segment],
    norms: Norms,
) -> tuple[tuple[Segment, ...], bool]:
    """Return the segments of the asker in this minute, the highest priority first.

    None without consent for personalization, nor for somebody of whom nothing is known; just
    the one whom a context makes him one of. Also says whether they are the same in any context:
    whether no condition that had to be looked at asks about the request.
    """
    if context.segment is not None:
        return tuple(one for one in segments if one.segment_id == context.segment), False
    if profile is None or profile is NOBODY or context.consent < Consent.PERSONALIZATION:
        return (), True
    around = _Circumstances(context, profile, live)
    known = Measures(profile, minute_of(context.now), norms, around.fact)
    own = segments_of(segments, known)
    return own, not around.asked


@dataclass(slots=True)
class _Circumstances:
    """The facts of one request, None where the page does not say, and whether one was asked."""

    context: Context
    known: Profile
    live: LiveFacts
    asked: bool = False

    def fact(self, name: str) -> float | str | None:
        """Return a fact by its name among `knowledge_base.measures.CONTEXT`."""
        self.asked = True
        return _FACTS[name](self)


def _category(around: _Circumstances) -> str | None:
    chosen = [one.value for one in around.context.filters if one.facet == CATEGORY]
    return chosen[0] if len(chosen) == 1 else None


def _basket_value(around: _Circumstances) -> float:
    """Return what the basket of the request, or else the known one, costs now, in money."""
    sent = [(one.product_id, one.quantity) for one in around.context.basket]
    lines = sent or around.known.basket.items()
    return sum(_price(around.live, line) * quantity for line, quantity in lines) / 100


def _price(live: LiveFacts, line: str) -> int:
    """Return the price of a variant, of a product that of its first, in cents."""
    catalogue = live.catalogue
    variant, row = catalogue.variant_ids.row(line), catalogue.product_row(line)
    if variant < 0 <= row:
        variant = int(catalogue.variant_start[row])
    is_there = variant >= 0 and not live.gone[variant]
    return max(int(live.price[variant]), 0) if is_there else 0


_FACTS: Mapping[str, Callable[[_Circumstances], float | str | None]] = {
    "placement": lambda around: around.context.touch_point,
    "category": _category,
    "language": lambda around: around.context.language,
    "campaign": lambda around: around.context.campaign,
    "device": lambda around: around.context.device,
    "referrer": lambda around: around.context.referrer,
    "weekday": lambda around: WEEKDAYS[around.context.now.weekday()],
    "hour": lambda around: around.context.now.hour,
    "basket_value": _basket_value,
}
