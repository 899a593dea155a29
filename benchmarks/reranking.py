"""How well do text signals alone put judged products in order, and how much is left to learn?

`python -m benchmarks.reranking` takes the judged queries of the builder's merchant (ratings of
1 to 3, NDCG@10 over the judged products of each) and compares, on the half of the queries that
nothing was tuned on (crc32 odd),

* the order that words alone give as served: tier, then text score;
* a weighted sum of text signals, its weights a pairwise logit fitted on the even half: as
  explainable as what is served;
* LambdaMART (LightGBM, where it is installed) on the same signals and the same half: the
  yardstick, of which nobody could say why.
"""

import math
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from random import Random

import numpy as np
from scipy.optimize import minimize

from benchmarks.figures import SEED, Ratings, is_even, print_figures, print_paired
from benchmarks.relevance import read_judgments
from benchmarks.shops import Shop, data_folder, homedepot_lines, opened_shop, print_machine
from knowledge_base.language.words import Analyser
from ranking.metrics import Doubles, ndcg
from ranking.query import Query

SAMPLE = 2_000
MILD = 1e-3
"""How strongly weights are held back."""
TREES = {"objective": "lambdarank", "verbosity": -1, "seed": SEED, "deterministic": True}
TREES |= {"learning_rate": 0.05, "num_leaves": 15, "min_data_in_leaf": 50}
TREES |= {"num_iterations": 150, "label_gain": [0.0, 1.0, 2.0], "num_threads": 1}
SIGNALS = (
    "found",
    "tier",
    "score",
    "place",
    "words in the title",
    "title words asked for",
    "side by side",
    "how early",
    "letters alike",
    "last word",
    "numbers",
    "length",
)


@dataclass(frozen=True, slots=True)
class Case:
    """One query with its n judged products: signals (n, SIGNALS) and ratings (n,)."""

    text: str
    signals: Doubles
    ratings: Doubles


class Titles:
    """Says how much a title has of a query, by stems weighed by their rarity."""

    def __init__(self, titles: Mapping[str, str], analyser: Analyser) -> None:
        self._analyser = analyser
        self._stems = {one: self.stems(title) for one, title in titles.items()}
        self._thirds = {one: _thirds(title) for one, title in titles.items()}
        number = Counter(stem for stems in self._stems.values() for stem in set(stems))
        self._rarity = {
            stem: math.log(len(titles) / times + 1) for stem, times in number.items()
        }
        self._rarest = math.log(len(titles) + 1)

    def stems(self, text: str) -> list[str]:
        """Return the stems of a text."""
        return [self._analyser.stem(word) for word in text.lower().split()]

    def signals(self, text: str, product_id: str) -> list[float]:
        """Return what the title of a product says of a query, from the fifth signal on."""
        asked, title = self.stems(text), self._stems[product_id]
        known = set(title)
        places = [title.index(one) for one in asked if one in known]
        both = set(pairwise(asked)) & set(pairwise(title))
        digits = [one for one in asked if any(letter.isdigit() for letter in one)]
        letters, own = _thirds(text), self._thirds[product_id]
        return [
            self._share(asked, known),
            self._share(title, set(asked)),
            len(both) / max(1, len(asked) - 1),
            1 / (1 + min(places, default=len(title))),
            len(letters & own) / max(1, len(letters)),
            float(bool(asked) and asked[-1] in known),
            sum(one in known for one in digits) / max(1, len(digits)),
            math.log(1 + len(title)),
        ]

    def _share(self, words: Sequence[str], there: set[str]) -> float:
        weights = [self._rarity.get(one, self._rarest) for one in words]
        held = sum(w for one, w in zip(words, weights, strict=True) if one in there)
        return held / max(sum(weights), 1e-9)


def _thirds(text: str) -> set[str]:
    """Return the letters of a text, three at a time."""
    bare = f" {' '.join(text.lower().split())} "
    return {bare[at : at + 3] for at in range(len(bare) - 2)}


def cases(shop: Shop, judgments: Mapping[str, Ratings]) -> list[Case]:
    """Gather the signals of all judged products."""
    searcher = shop.engine.opened.searchers[shop.language]
    titles = Titles({one.product_id: one.title for one in shop.texts}, Analyser(shop.language))
    found = []
    for text, ratings in judgments.items():
        served = _served(shop, searcher.understand(text), list(ratings))
        words = np.array([titles.signals(text, one) for one in ratings])
        signals = np.column_stack([served, words])
        found.append(Case(text, signals, np.array(list(ratings.values()))))
    return found


def _served(shop: Shop, query: Query, ids: Sequence[str]) -> Doubles:
    """Return what the search says of products: found, tier, score, place (n, 4)."""
    candidates = shop.engine.opened.searchers[shop.language].find(query).candidates
    order = np.lexsort((candidates.rows, -candidates.score, candidates.tier))
    at = {int(row): place for place, row in enumerate(candidates.rows[order].tolist())}
    best, tiers = candidates.score.max(initial=1e-9), int(candidates.tier.max(initial=0)) + 1
    lines = []
    for one in ids:
        place = at.get(shop.engine.catalogue.product_row(one))
        if place is None:
            lines.append([0.0, -float(tiers), 0.0, -math.log(2 + len(order))])
        else:
            row = order[place]
            tier, score = float(candidates.tier[row]), float(candidates.score[row] / best)
            lines.append([1.0, -tier, score, -math.log(2 + place)])
    return np.array(lines)


def goodness(case: Case, score: Doubles) -> float:
    """Return NDCG@10 of the judged products by a score, equals in their order."""
    gains = case.ratings - 1
    return ndcg(gains[np.argsort(-score, kind="stable")], gains, 10)


def pairwise_logit(learned_on: Sequence[Case], spread: Doubles) -> Doubles:
    """Fit weights (SIGNALS,) so that the better of two products scores more."""
    parts = []
    for case in learned_on:
        better, worse = np.nonzero(case.ratings[:, None] > case.ratings[None, :])
        gap = (case.ratings[better] - case.ratings[worse])[:, None]
        parts.append(gap * (case.signals[better] - case.signals[worse]) / spread)
    apart = np.concatenate(parts)

    def loss(weights: Doubles) -> tuple[float, Doubles]:
        margin = apart @ weights
        slope = -1 / (1 + np.exp(np.minimum(margin, 50)))
        value = float(np.logaddexp(0, -margin).mean() + MILD * weights @ weights)
        return value, apart.T @ slope / len(apart) + 2 * MILD * weights

    fitted = minimize(loss, np.zeros(apart.shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(fitted.x / spread)


def trees(learned_on: Sequence[Case], judged_by: Sequence[Case]) -> list[Doubles] | None:
    """Return LambdaMART's scores of each case, None where LightGBM is not installed."""
    if find_spec("lightgbm") is None:
        return None
    library = import_module("lightgbm")
    data = library.Dataset(
        np.concatenate([one.signals for one in learned_on]),
        label=np.concatenate([np.rint(one.ratings - 1) for one in learned_on]),
        group=[len(one.ratings) for one in learned_on],
    )
    model = library.train(TREES, data)
    return [model.predict(one.signals) for one in judged_by]


def report(every: Sequence[Case]) -> None:
    """Fit on the even half and print the figures of the odd one."""
    even = [one for one in every if is_even(one.text)]
    odd = [one for one in every if not is_even(one.text)]
    spread = np.concatenate([one.signals for one in even]).std(axis=0) + 1e-9
    weights = pairwise_logit(even, spread)
    told = zip(SIGNALS, weights * spread, strict=True)
    print("\nweights by spread: " + ", ".join(f"{name} {weight:+.2f}" for name, weight in told))
    scores = trees(even, [*even, *odd])
    for half, name in ((even, "even half (tuned on)"), (odd, "odd half (held out)")):
        # words alone: the place says tier and score in one, for what was found
        figures = {
            "as given": [goodness(one, np.zeros(len(one.ratings))) for one in half],
            "words alone": [goodness(one, one.signals[:, 3]) for one in half],
            "weighted sum": [goodness(one, one.signals @ weights) for one in half],
        }
        if scores is not None:
            own, scores = scores[: len(half)], scores[len(half) :]
            figures["LambdaMART"] = [goodness(*one) for one in zip(half, own, strict=True)]
        print(f"\n{name}, NDCG@10")
        values = {name: np.array(one) for name, one in figures.items()}
        for one, found in values.items():
            print_figures(one, {"NDCG@10": found})
        for behind, ahead in pairwise(values):
            print_paired(f"{ahead} over {behind}", values[ahead], values[behind])


def main() -> None:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="all judged queries")
    options = parser.parse_args()
    folder = data_folder("homedepot")
    judgments = read_judgments("homedepot", "relevance")
    several = sorted(text for text, one in judgments.items() if len(set(one.values())) > 1)
    if not options.long:
        several = sorted(Random(SEED).sample(several, min(SAMPLE, len(several))))
    with opened_shop(homedepot_lines(folder), "en", "USD") as shop:
        every = cases(shop, {text: judgments[text] for text in several})
    print(f"{len(every)} queries whose products are not all rated alike")
    report(every)
    print_machine("benchmarks.reranking", f"pairs by seed {SEED}, ratings less 1 as gains")


if __name__ == "__main__":
    main()
