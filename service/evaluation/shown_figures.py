"""What was shown lately: how popular it is, and how often somebody clicked."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from knowledge_base.columns import Bools, Ints
from knowledge_base.events import EventType
from knowledge_base.interactions import Interactions
from service.evaluation.levels import interval

Body = dict[str, Any]

BANDS = (("top 1 %", 0.01), ("next 9 %", 0.1), ("next 40 %", 0.5), ("the rest", 1.0))
"""Bands of products, the most looked at first, each with where it ends."""
DEEDS: Mapping[str, tuple[EventType, ...]] = {
    "shown": (EventType.IMPRESSION,),
    "looked at": (EventType.CLICK, EventType.VIEW),
    "bought": (EventType.PURCHASE,),
}
_MOST = 5_000
"""Answers of a placement that are looked at, the last ones."""


def shown_figures(values: Interactions, days: float) -> Body:
    """Return what the last days showed: shares by popularity, and clicks by placement."""
    late = values.at > values.until - days * 86_400
    return {
        "shown_days": days,
        "popularity": _by_popularity(values, late),
        "placements": [_placement(values.where(late), name) for name in values.placements],
    }


def _by_popularity(values: Interactions, late: Bools) -> list[Body]:
    """Return for each kind of deed the share that went to each band, and how many products.

    Products are ranked by how often they were looked at before.
    """
    looked = np.isin(values.type, DEEDS["looked at"])
    before = np.bincount(values.product[looked & ~late], minlength=values.products)
    rank = np.argsort(np.argsort(-before, kind="stable"), kind="stable")
    band = np.searchsorted([end for _, end in BANDS], (rank + 0.5) / max(values.products, 1))
    found = []
    for name, kinds in DEEDS.items():
        rows = values.product[late & np.isin(values.type, kinds)]
        counts = np.bincount(band[rows], minlength=len(BANDS))
        shares = counts / max(len(rows), 1)
        found.append(
            {
                "deed": name,
                "number": len(rows),
                "products": len(np.unique(rows)),
                "coverage": round(len(np.unique(rows)) / max(values.products, 1), 4),
                "shares": {
                    label: round(share, 4)
                    for (label, _), share in zip(BANDS, shares.tolist(), strict=True)
                },
            }
        )
    return found


def _placement(values: Interactions, name: str) -> Body:
    """Say how many of the answers of a placement were clicked, with a 95 % interval."""
    own = values.shown_on(name)
    shown = _answers(own, own.type == EventType.IMPRESSION)[-_MOST:]
    clicked = _answers(own, own.type == EventType.CLICK)
    led = np.isin(shown, clicked).astype(np.float64)
    return {"placement": name, "answers": len(shown), "clicked": interval(led)}


def _answers(values: Interactions, mask: Bools) -> Ints:
    return np.unique(values.answer[mask & (values.answer >= 0)])
