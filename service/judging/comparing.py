"""Are the lists of a new snapshot as good, as steady and as varied as those being served?"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from knowledge_base.columns import Bools, Ints, Longs
from knowledge_base.interactions import Interactions
from knowledge_base.runs import run_starts
from ranking.metrics import Doubles, bootstrap_interval, rank_overlap
from recommenders.evaluation import SHOWN, answered, gini
from recommenders.held_out import Question, looks, moves, next_looks
from service.judging.shelves import Shelves, exposure
from service.judging.tolerances import Tolerances

Figures = dict[str, float]

MEASURE = f"NDCG@{SHOWN}"
DEPTH = 10
"""Places of a list that are compared."""
PERSISTENCE = 0.9
"""How gladly shoppers look at the next place."""
MOST = 0.01
"""Share of the products that is shown most."""
TYPES = 50
"""Types of products whose most popular ones are compared, those with most products."""
_SEED = 7


def last_day(values: Interactions) -> Interactions:
    """Return the interactions that what is judged must not have learned from."""
    return values.where(_is_late(values))


def _is_late(values: Interactions) -> Bools:
    is_late: Bools = values.at > values.until - 86_400
    return is_late


def _looks_before(values: Interactions) -> Longs:
    """Count what was done with each product before the last day (int64, shape (p,))."""
    return np.bincount(values.product[~_is_late(values)], minlength=values.products)


def questions(values: Interactions, limit: int) -> list[Question]:
    """Return what shoppers looked at next on the last day, at most so many, drawn by chance."""
    known = _looks_before(values) > 0
    asked = moves(next_looks(*looks(values.where(_is_late(values) & known[values.product]))))
    chance = np.random.default_rng(_SEED)
    drawn = chance.choice(len(asked), min(limit, len(asked)), replace=False)
    return [asked[place] for place in np.sort(drawn).tolist()]


def quality(
    made: Shelves, served: Shelves | None, values: Interactions, limits: Tolerances
) -> tuple[list[str], Figures]:
    """Ask both, and the products looked at most before, what shoppers looked at next.

    Worse is what is so beyond chance: the whole 95 % interval of the paired differences lies
    below what is allowed. A small shop's night is not refused for its noise.
    """
    asked = questions(values, limits.contexts)
    figures: Figures = {"questions": len(asked)}
    if len(asked) < limits.questions:
        return [], figures
    share = _looks_before(values)
    popular = np.argsort(-share, kind="stable").astype(np.int32)
    ways = {"made": made.after, "popular": lambda given: _without(popular, given)}
    if served is not None:
        ways["served"] = served.after
    found = {
        name: answered(way, asked, share / max(share.sum(), 1)).figures[MEASURE]
        for name, way in ways.items()
    }
    figures |= {f"{MEASURE} {name}": float(one.mean()) for name, one in found.items()}
    reasons = []
    for name, worse in (("served", limits.worse), ("popular", 0.0)):
        if name in found and _is_worse(found["made"], found[name], worse):
            reasons.append(
                f"it knows less well what shoppers look at next than what is {name}:"
                f" {MEASURE} {found['made'].mean():.3f}, {found[name].mean():.3f}"
            )
    return reasons, figures


def _without(rows: Ints, given: Ints) -> Ints:
    head = rows[: SHOWN + 1]
    others: Ints = head[head != given[-1]]
    return others[:SHOWN]


def _is_worse(made: Doubles, other: Doubles, allowed: float) -> bool:
    _, high = bootstrap_interval(made - other, seed=_SEED)
    return high < -allowed * float(other.mean())


def steadiness(made: Shelves, served: Shelves, limits: Tolerances) -> tuple[list[str], Figures]:
    """Compare what both show after the same products, and their favourites of each type."""
    contexts = _contexts(made, served, limits.contexts)
    figures: Figures = {"contexts": len(contexts)}
    if len(contexts) < limits.questions:
        return [], figures
    lists = [[one.after(row)[:DEPTH] for row in contexts] for one in (made, served)]
    figures["stability"] = _alike(*lists)
    favourites = list(_favourites(made, served))
    if favourites:
        figures["stability of favourites"] = _alike(*zip(*favourites, strict=True))
    reasons = [
        f"its lists are other ones than those served: {name} {figures[name]:.2f}"
        for name in ("stability", "stability of favourites")
        if figures.get(name, 1.0) < limits.stability
    ]
    shown = [exposure(one, len(made.own)) for one in lists]
    leading = [_leading(one) for one in lists]
    figures |= {"leading": leading[0], "leading served": leading[1]}
    if leading[0] > leading[1] + limits.leading:
        reasons.append(
            f"one product heads {leading[0]:.0%} of its lists, served {leading[1]:.0%}"
        )
    spread = {name: [way(one) for one in shown] for name, way in _SPREAD.items()}
    figures |= {name: one for name, (one, _) in spread.items()}
    figures |= {f"{name} served": other for name, (_, other) in spread.items()}
    return reasons + list(_uneven(spread, limits)), figures


def _leading(lists: Sequence[Ints]) -> float:
    """Return the share of the lists that the product heads which heads most."""
    heads = [int(one[0]) for one in lists if len(one)]
    return max(Counter(heads).values(), default=0) / len(lists)


def _coverage(shown: Doubles) -> float:
    return float(np.mean(shown > 0))


def _concentration(shown: Doubles) -> float:
    """Return the share of what is shown that goes to the products shown most."""
    most = np.sort(shown)[-max(1, round(MOST * len(shown))) :]
    return float(most.sum() / max(shown.sum(), 1.0))


_SPREAD = {"coverage": _coverage, "inequality": gini, "concentration": _concentration}


def _uneven(spread: Mapping[str, list[float]], limits: Tolerances) -> Iterator[str]:
    made, served = spread["coverage"]
    if made < limits.coverage * served:
        yield f"its lists show {made:.1%} of the products, those served {served:.1%}"
    made, served = spread["inequality"]
    if made > limits.inequality * served:
        yield f"its lists show products less equally (Gini {made:.2f}, served {served:.2f})"
    made, served = spread["concentration"]
    if made > limits.concentration * served:
        yield f"few products are {made:.0%} of what its lists show, served {served:.0%}"


def _contexts(made: Shelves, served: Shelves, limit: int) -> list[Ints]:
    """Return products that both know and may show: the favourites, and some by chance."""
    known = np.flatnonzero(made.engine.allowed & (made.own >= 0) & (served.own >= 0))
    wanted = known[np.argsort(-served.popularity[known], kind="stable")]
    head, tail = wanted[: limit // 2], wanted[limit // 2 :]
    chance = np.random.default_rng(_SEED)
    some = chance.choice(tail, min(limit - len(head), len(tail)), replace=False)
    return [one.astype(np.int32) for one in np.concatenate([head, some])[:, None]]


def _favourites(made: Shelves, served: Shelves) -> Iterator[tuple[Ints, Ints]]:
    """Yield the most popular products of the largest types, of both."""
    known = np.flatnonzero((served.own >= 0) & made.engine.allowed).astype(np.int32)
    leaf = made.engine.catalogue.leaf[known]
    order = np.argsort(leaf, kind="stable")
    types = np.split(known[order], run_starts(leaf[order])[1:])
    for rows in sorted(types, key=len, reverse=True)[:TYPES]:
        if len(rows) > DEPTH:
            yield _best(rows, made), _best(rows, served)


def _best(rows: Ints, of: Shelves) -> Ints:
    return rows[np.argsort(-of.popularity[rows], kind="stable")[:DEPTH]]


def _alike(made: Sequence[Ints], served: Sequence[Ints]) -> float:
    pairs = zip(made, served, strict=True)
    alike = [rank_overlap(one.tolist(), other.tolist(), PERSISTENCE) for one, other in pairs]
    return float(np.mean(alike))
