"""Does a shelf ever show what must not be recommended, whatever is asked of it?"""

import random
from datetime import timedelta

import pytest

from knowledge_base.consent import Consent
from knowledge_base.profiles import Profile
from recommenders.serving import STRATEGIES
from tests.service.flow import LINES, NOW, Desk, ids

PARENTS = {one.product_id: one.variant_of or one.product_id for one in LINES}
IDS = sorted(PARENTS)
PLACEMENTS = sorted(STRATEGIES)


def some(rng: random.Random, most: int = 3) -> list[str]:
    return rng.sample(IDS, rng.randint(0, most))


def hidden_for(desk: Desk, product_id: str) -> timedelta:
    """Return how long a product is not recommended to those who bought it."""
    catalogue = desk.engine.catalogue
    leaf = catalogue.leaf[catalogue.product_row(product_id)]
    return timedelta(days=float(desk.engine.recommenders.days[leaf]))


def a_person(desk: Desk, rng: random.Random) -> tuple[Profile, set[str]]:
    """Make somebody with a past, and name the products it forbids to recommend."""
    hidden = {PARENTS[one]: hidden_for(desk, PARENTS[one]) for one in some(rng)}
    bought = {
        one: (NOW - rng.choice([0.1, 0.9, 1.1]) * long).timestamp()
        for one, long in hidden.items()
    }
    returned = {
        one: at + timedelta(days=rng.choice([-1, 1])).total_seconds()
        for one, at in bought.items()
        if rng.random() < 0.3
    }
    dislikes = frozenset(PARENTS[one] for one in some(rng, 2))
    kept = {
        one
        for one, at in bought.items()
        if at >= (NOW - hidden[one]).timestamp() and not returned.get(one, 0.0) >= at
    }
    profile = Profile(
        bought=bought,
        returned=returned,
        dislikes=dislikes,
        recent=tuple(PARENTS[one] for one in some(rng)),
        basket=dict.fromkeys(some(rng, 2), 1),
    )
    return profile, kept | dislikes


def violations(desk: Desk, rng: random.Random) -> set[str]:
    """Ask once at random, and return what should not have been shown."""
    profile, forbidden = a_person(desk, rng)
    consent = rng.choice([Consent.NONE, Consent.PERSONALIZATION])
    known = consent is Consent.PERSONALIZATION
    basket, exclude = some(rng), tuple(PARENTS[one] for one in some(rng))
    product = rng.choice([None, *IDS])
    held = basket or (list(profile.basket) if known else [])
    body = desk.recommend(
        rng.choice(PLACEMENTS),
        *rng.choice([(), (), ("brand:Uhu",)]),
        profile=profile,
        consent=consent,
        basket=basket,
        recent=tuple(some(rng)),
        product_id=product,
        limit=rng.randint(1, 12),
        exclude=exclude,
    )
    never = {"gone", *exclude, *(PARENTS[one] for one in held)}
    never |= forbidden if known else set()
    never |= {PARENTS[product]} if product else set()
    shown = ids(body)
    twice = {one for one in shown if shown.count(one) > 1}
    return never & set(shown) | twice


LONG = [pytest.mark.long, pytest.mark.timeout(3600)]


@pytest.mark.parametrize(
    ("seed", "times"),
    [
        pytest.param(0, 1_000, id="short"),
        *(pytest.param(one, 100_000, id=f"long {one}", marks=LONG) for one in range(1, 11)),
    ],
)
def test_no_request_is_shown_what_must_not_be_recommended(
    desk: Desk, seed: int, times: int
) -> None:
    rng = random.Random(seed)
    shop = desk.with_entry("shop", {"sold_out": "show", "free_shipping_from": "100.00"})
    for number in range(times):
        assert violations(shop, rng) == set(), number
