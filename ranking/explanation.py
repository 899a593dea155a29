"""Says why a product stands where it stands: in numbers that add up, and in a sentence."""

from typing import Any

from ranking.ranker import Ranking
from ranking.sentences import public_sentence, sentence
from ranking.shortlist import REACH
from ranking.signals import Reason


def explain(ranking: Ranking, place: int, language: str) -> dict[str, Any]:
    """Explain the product at a place (from 0) to people of the shop, numbers and all.

    `points` add up to `score` exactly; tier and moves stand beside them.
    """
    return {
        "tier": {"number": int(ranking.tier[place])},
        "score": float(ranking.score[place]),
        "points": [
            {
                "signal": signal.name,
                "level": signal.level.word,
                "points": points,
                "reason": sentence(signal.why(int(ranking.candidate[place])), language),
            }
            for signal, points in zip(
                ranking.signals, ranking.points[:, place].tolist(), strict=True
            )
            if points
        ],
        "moves": _moves(ranking, place, language),
    }


def _moves(ranking: Ranking, place: int, language: str) -> list[dict[str, Any]]:
    """Name what is not a matter of points: pins, turns, first tiles, who stands behind."""
    moves: list[dict[str, Any]] = []
    pin = ranking.pinned.get(int(ranking.rows[place]))
    if ranking.behind[place]:
        moves.append({"move": "sold_out_last"})
    if ranking.rest[place]:
        moves.append({"move": "behind_the_best", "places": REACH})
    if ranking.tiles:
        moves.append({"move": "first_tiles", "places": ranking.tiles})
    if ranking.turns:
        moves.append({"move": "types_take_turns", "per_type": ranking.turns})
    if pin is not None:
        facts = {"source": pin.source, "name": pin.name, "position": pin.position}
        moves.append({"move": "pin", **facts})
    return [{**one, "reason": sentence(Reason(one["move"], one), language)} for one in moves]


def public_reason(ranking: Ranking, place: int, language: str) -> str | None:
    """Give a shopper the strongest true reason for a product, without numbers.

    None where what speaks most is only that it matches, or that somebody put it there.
    """
    candidate = int(ranking.candidate[place])
    by_strength = sorted(
        zip(ranking.points[:, place].tolist(), ranking.signals, strict=True),
        key=lambda one: -one[0],
    )
    sentences = (
        public_sentence(signal.why(candidate), language)
        for points, signal in by_strength
        if points > 0
    )
    return next((one for one in sentences if one), None)
