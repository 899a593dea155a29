"""Do the few things read of a feed line tell the same as the whole of it?"""

from itertools import chain

import msgspec

from knowledge_base.families import families
from knowledge_base.products import Product
from knowledge_base.tastes import Looks, traits_of
from tests.knowledge_base.shop import lines


def looks_of(product: Product) -> Looks:
    """Read a line the way storage does."""
    return msgspec.json.decode(msgspec.json.encode(product), type=Looks)


def test_a_variant_is_like_what_it_inherits() -> None:
    own = {line.product_id: looks_of(line) for line in lines()}
    parents = {line.product_id: line.variant_of for line in lines()}
    compared = 0
    for variant in chain.from_iterable(one.variants for one in families(lines())):
        parent = own.get(parents[variant.product_id] or "")
        told = traits_of(own[variant.product_id], parent)
        assert told == traits_of(looks_of(variant)), variant.product_id
        compared += parent is not None
    assert compared > 0


def test_a_variant_keeps_what_it_says_itself() -> None:
    shoe = Product("s", brand="Adler", attributes={"colour": ({"de": "blau"},)})
    mine = Product("s-1", variant_of="s", attributes={"colour": ({"de": "rot"},)})
    told = traits_of(looks_of(mine), looks_of(shoe))
    assert told.values == {"brand": ("Adler",), "colour": ("rot",)}
