"""Answers in front of nobody, so that no shopper waits for what a new snapshot works out."""

import logging
from datetime import datetime

import orjson

from ranking.context import Context
from service.answering.recommending import RecommendAsk, recommend
from service.answering.searching import SearchAsk, search
from service.answering.suggesting import SuggestAsk, suggest
from service.engine import Engine

log = logging.getLogger(__name__)


def rehearse(engine: Engine, now: datetime) -> None:
    """Have everything worked out that is worked out when first asked for.

    A mistake is logged and otherwise left for the requests that will make it again.
    """
    try:
        for language, titles in engine.catalogue.hits.items():
            title = orjson.loads(titles.raw(0))["title"] if len(titles) else ""
            for text in ("", title):
                search(engine, SearchAsk(Context(now, "search", language), text), None)
                suggest(engine, SuggestAsk(Context(now, "suggest", language), text), None)
            recommend(engine, RecommendAsk(Context(now, "home", language)), None)
    except Exception:
        log.exception("a rehearsal of snapshot %s went wrong", engine.snapshot_id)
