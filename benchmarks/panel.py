"""Questions that shoppers ask, with what each product is truly worth to those who ask them.

The worth of a product to a shopper is the chance that it tempts: the logistic of its utility in
points, less `CLICK_BIAS`. What an answer is compared with is either what its asker wants, or
what all who would ask the same want on average: the best that one order for everybody can do.
Those who would ask are shoppers by their interest in the leaf, weighed by the chance that they
have something in mind of that name, for those people, of that brand, best liked in that colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

import numpy as np

from benchmarks.figures import SEED
from demo.assortment import COLOUR_NAMES, FloatArray, IntArray
from demo.catalogue import Product
from demo.choices import Mind
from demo.makes import CLICK_BIAS
from demo.queries import Query, ask
from demo.shoppers import HABIT_VISITS
from demo.world import World
from knowledge_base.filters import Filter
from knowledge_base.profiles import Profile
from ranking.context import Context
from ranking.metrics import Doubles, ndcg
from service.answering.searching import SearchAsk, search
from service.engine import Engine

DEPTH, DEEP = 10, 100
_SEARCHES = 2 / 3  # of those who do not start on the home page
_AUDIENCE = 150


@dataclass(frozen=True, slots=True)
class Question:
    """What one shopper asks: in words, or (without) by the page of a category."""

    shopper: int
    need: int
    leaf: str
    language: str
    query: Query | None

    @property
    def text(self) -> str:
        """Return the words, empty on a category page."""
        return self.query.text if self.query else ""

    def ask(self, context: Context) -> SearchAsk:
        """Ask it in a context, as deep as orders are compared."""
        page = () if self.query else (Filter("category", self.leaf.replace(" > ", "/")),)
        context = replace(
            context,
            touch_point="search" if self.query else "category",
            language=self.language,
            filters=page,
        )
        return SearchAsk(context, self.text, per_page=DEEP, facets=())


def questions(world: World, count: int, seed: int) -> list[Question]:
    """Draw what shoppers would ask, those who come more often more often."""
    rng = np.random.default_rng([seed, count])
    often = np.array(HABIT_VISITS)[world.shoppers.habit]
    drawn = rng.choice(len(often), count, p=often / often.sum())
    return [_question(world, shopper, rng) for shopper in drawn.tolist()]


def _question(world: World, shopper: int, rng: np.random.Generator) -> Question:
    mind, goods = Mind(world, shopper, rng), world.assortment
    need = mind.need()
    product = world.shop.products[mind.imagine(goods.leaf_rows[need])]
    is_english = bool(world.shoppers.is_english[shopper])
    query = None
    if rng.random() < _SEARCHES:
        colour, size = mind.colour(product), mind.size(product)
        query = ask(product, colour, size, is_english=is_english, rng=rng)
    language = "en" if is_english else "de"
    return Question(shopper, need, goods.leaves[need], language, query)


@dataclass(frozen=True, slots=True)
class _Asking:
    """People who need something of a leaf, shape [people, products] each.

    What products are worth to them, how probably they have each in mind, and the colour of
    each that they like best.
    """

    worth: FloatArray
    in_mind: FloatArray
    colour: IntArray


class Truth:
    """What products are worth, to one shopper and to all who would ask the same."""

    def __init__(self, world: World, seed: int = SEED) -> None:
        self._world = world
        self._rng = np.random.default_rng(seed)
        self._rows = np.arange(len(world.shop.products))
        self._about = cache(self._asked_about)

    def own(self, question: Question) -> FloatArray:
        """Return what each product is worth to the asker, shape [products]."""
        return _tempts(self._utility(question.shopper, question.need))

    def common(self, question: Question) -> FloatArray:
        """Return what each product is worth to those who would ask the same."""
        asking, query = self._about(question.need), question.query
        in_mind = asking.in_mind
        if query:
            in_mind = in_mind * [_fits(one, query) for one in self._world.shop.products]
            if query.colour:
                in_mind = in_mind * (asking.colour == COLOUR_NAMES.index(query.colour))
        weight = in_mind.sum(axis=1)
        if not weight.any():  # nobody of those drawn; the asker is one of a kind
            weight = np.ones(len(weight))
        common: FloatArray = weight @ asking.worth / weight.sum()
        return common

    def _asked_about(self, need: int) -> "_Asking":
        """Draw people who need something of a leaf."""
        people, goods = self._world.shoppers, self._world.assortment
        interest = people.interest[:, need]
        drawn = self._rng.choice(len(interest), _AUDIENCE, p=interest / interest.sum())
        points = np.stack([self._utility(one, need) for one in drawn.tolist()])
        odds = np.where(goods.leaf == need, np.exp(points), 0.0)
        liking = np.where(goods.colours, people.colour[drawn][:, None, :], -np.inf)
        return _Asking(
            _tempts(points), odds / odds.sum(axis=1, keepdims=True), liking.argmax(axis=2)
        )

    def _utility(self, shopper: int, need: int) -> FloatArray:
        return self._world.utility_of_rows(shopper, self._rows, need)


def _fits(product: Product, query: Query) -> bool:
    return (
        product.phrase.de == query.phrase
        and query.audience in {"", product.kind.audience}
        and query.brand in {"", product.brand}
    )


def _tempts(points: FloatArray) -> FloatArray:
    return np.asarray(1 / (1 + np.exp(-(points + CLICK_BIAS))))


def ordered(
    engine: Engine, question: Question, context: Context, profile: Profile | None = None
) -> list[str]:
    """Return the ids of an answer, in order."""
    body = search(engine, question.ask(context), profile)
    return [hit["product_id"] for hit in body["hits"]]


def nobody(now: datetime) -> Context:
    """Return the context of somebody of whom nothing is known."""
    return Context(now, "search", "de")


def goodness(
    world: World, orders: Sequence[Sequence[str]], worth: FloatArray, k: int = DEPTH
) -> list[float]:
    """Return NDCG@k of several orders of the same answer against the best order of them all."""
    rows = [np.array([world.shop.rows[one] for one in ids], dtype=np.int64) for ids in orders]
    ideal = worth[np.unique(np.concatenate(rows))]
    return [ndcg(worth[one], ideal, k) if len(one) else 1.0 for one in rows]


def closer(learned: Doubles, base: Doubles) -> float:
    """Return by which share an order is closer to the ideal one than another is.

    (NDCG learned - NDCG base) / (1 - NDCG base), of the means: how gains are scaled or shifted
    makes no difference to it.
    """
    room = float(1 - base.mean())
    return float(learned.mean() - base.mean()) / room if room > 0 else 0.0


def closer_interval(learned: Doubles, base: Doubles, draws: int = 2000) -> tuple[float, float]:
    """Return the 95 % percentile bootstrap interval of that over questions."""
    rng = np.random.default_rng(SEED)
    picks = (rng.integers(len(base), size=len(base)) for _ in range(draws))
    low, high = np.quantile([closer(learned[one], base[one]) for one in picks], [0.025, 0.975])
    return float(low), float(high)
