"""What is written on a product: all that any of the engines compared may read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Texts:
    """One product's texts in one language, the weightiest first."""

    product_id: str
    title: str
    category: str = ""
    brand: str = ""
    values: str = ""
    description: str = ""
