"""How far what a night made may be from what is served, and still be published."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tolerances:
    """How far a snapshot may be from the one being served: shares, unless said otherwise.

    What each of them is stands beside the setting of its name (`judge_settings`).
    `fewer_events` is of those learned from. `load` is in seconds, `answer` in ms and counts
    only where it is `slower` than before. From so many `products`, `interactions`, `events` (a
    day) and `questions` on numbers are compared, and up to `contexts` lists of each kind.
    """

    fewer_products: float = 0.2
    more_products: float = 0.5
    repriced: float = 0.3
    fewer_buyable: float = 0.5
    renamed: float = 0.5
    untitled: float = 0.05
    fewer_pictures: float = 0.05
    fewer_events: float = 0.4
    quieter: float = 0.5
    busier: float = 2.0
    robots: float = 0.3
    unusable: float = 0.02
    refused_lines: float = 0.02
    worse: float = 0.02
    stability: float = 0.4
    coverage: float = 0.8
    inequality: float = 1.1
    concentration: float = 1.2
    leading: float = 0.25
    found: float = 0.8
    more_empty: float = 0.005
    load: float = 30.0
    answer: float = 200.0
    slower: float = 1.2
    heavier: float = 1.5
    products: int = 100
    interactions: int = 1_000
    events: int = 500
    questions: int = 50
    contexts: int = 300


ORDINARY = Tolerances()
