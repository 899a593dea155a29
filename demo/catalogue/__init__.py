"""What does the made-up shop sell, and how does it tell others?"""

from demo.catalogue.feed import lines, money, write_feed, write_lines
from demo.catalogue.shop import SIZE, Shop, make
from demo.catalogue.stocking import Product, Variant

__all__ = [
    "SIZE",
    "Product",
    "Shop",
    "Variant",
    "lines",
    "make",
    "money",
    "write_feed",
    "write_lines",
]
