"""How far what a night made may be from what is served, and still be published."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tolerances:
    """How far a snapshot may be from the one being served; shares.

    From `products` and `interactions` on, as the one being served has them, numbers are
    compared. `found` is the share of titles that have to find something.
    """

    fewer_products: float = 0.2
    more_products: float = 0.5
    repriced: float = 0.3
    fewer_interactions: float = 0.5
    products: int = 100
    interactions: int = 1_000
    found: float = 0.8


ORDINARY = Tolerances()
