"""How a keystroke is answered: words, categories and brands, and the products they lead to."""

from dataclasses import dataclass
from typing import Any

from knowledge_base.profiles import Profile
from ranking.context import Context
from service.engine import Engine
from service.searching import MOST_PAGES, SearchAsk, best_hits

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SuggestAsk:
    """What was typed so far, and how many of each kind are wanted."""

    context: Context
    text: str = ""
    limit: int = 6


def suggest(engine: Engine, ask: SuggestAsk, profile: Profile | None) -> Body:
    """Answer a keystroke; the body lacks only the answer's id and the tokens of its hits.

    The products are those a search for the text would find, in the same order by the same
    ladder; without a text those most wanted. Brands and categories count what rules leave.
    """
    products = SearchAsk(ask.context, ask.text, per_page=ask.limit)
    best = best_hits(engine, products, profile)
    language = ask.context.language
    words = engine.opened.suggesters[language].suggest(ask.text, best.eligible, ask.limit)
    return {
        "snapshot_id": engine.snapshot_id,
        "corrected": words.corrected,
        "level": best.level.word,
        "queries": words.queries,
        "products": best.hits,
        "categories": words.categories,
        "brands": words.brands,
        "content": engine.content[language].suggest(best.query, ask.context.now, MOST_PAGES),
    }
