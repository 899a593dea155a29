"""What was learned, in figures: weights, which facets are used, compounds taken apart."""

from typing import Any

from knowledge_base.learned import LearnedKind
from ranking.facet_order import EVERYWHERE
from ranking.weights import LEARNED, PRIORS
from service.engine import Opened

Body = dict[str, Any]

_MOST = 60
"""Facets and compounds that are listed."""


def learned_figures(opened: Opened) -> Body:
    """Return the weights, facet use and compounds of a snapshot."""
    weights, uses = opened.everybody.weights, opened.habits.get(EVERYWHERE, {})
    order = sorted(uses.items(), key=lambda one: (-one[1], one[0]))
    compounds = {
        language: [one for one in facts if one.kind is LearnedKind.COMPOUND]
        for language, facts in opened.facts.items()
    }
    return {
        "weights": [
            {
                "signal": name,
                "weight": round(weight, 4),
                "before": PRIORS[name],
                "learned": name in LEARNED,
            }
            for name, weight in weights.items()
        ],
        "facets": [{"facet": name, "people": round(people, 1)} for name, people in order][
            :_MOST
        ],
        "compounds": {language: len(facts) for language, facts in compounds.items()},
        "splits": [
            {"language": language, "word": one.key, "parts": one.what}
            for language, facts in compounds.items()
            for one in facts[:_MOST]
        ],
    }
