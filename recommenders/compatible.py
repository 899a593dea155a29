"""What people of the shop say fits: first among accessories, as they know it for sure."""

import numpy as np

from knowledge_base.columns import Floats
from ranking.candidates import Candidates
from recommenders.fitting import Fitting
from recommenders.neighbours import nothing, summed
from recommenders.recommender import Ask, offered_for


class Compatible:
    """Serves what fits the page's product or the basket; learns nothing but popularity."""

    name = "compatible"

    def __init__(self, fitting: Fitting, popularity: Floats) -> None:
        self._fitting = fitting
        self._popularity = popularity

    def propose(self, ask: Ask, limit: int) -> Candidates:
        """Propose what fits, foremost what fits what came last and what people named.

        score = Σ over what it fits of said · (1 + popularity / greatest) / (1 + place).
        """
        seeds = offered_for(ask)
        if not len(seeds):
            return nothing()
        partners = [self._fitting.partners(row) for row in seeds.tolist()]
        rows = np.concatenate([found for found, _ in partners])
        said = np.concatenate([said / (1 + place) for place, (_, said) in enumerate(partners)])
        anchors = np.repeat(seeds, [len(found) for found, _ in partners])
        usable = ask.allowed[rows] & ~np.isin(rows, seeds)
        rows, said, anchors = rows[usable], said[usable], anchors[usable]
        most = max(float(self._popularity[rows].max(initial=0.0)), 1e-9)
        return summed(rows, said * (1.0 + self._popularity[rows] / most), anchors, limit)
