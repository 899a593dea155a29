"""Cold products: what nobody has looked at yet, by likeness to what a person cares for."""

from collections.abc import Iterator

import numpy as np
import orjson
from scipy import sparse

from knowledge_base.catalogue import Catalogue
from knowledge_base.columns import Ints
from knowledge_base.language.words import Analyser
from ranking.candidates import Candidates
from recommenders.features import facet_values, tf_idf
from recommenders.neighbours import best
from recommenders.recommender import Arrays, Ask

WIDTH = 64
"""Directions in which products may differ."""
SPARE = 8
"""More directions that are looked into, so that the last kept ones are right."""
ROUNDS = 3
"""Rounds of power iteration towards the directions in which products differ most."""
RAREST = 2
"""Products a word or value must be of before it says that two are alike."""
NEAR = 0.5
"""Cosine from which a product is like another."""
MOST_COLD = 20_000
"""Cold products that are looked through, the newest of them: bounds a request."""


class ContentVectors:
    """Serves products without behaviour; learns nothing of anybody."""

    name = "content_vectors"

    def __init__(self, arrays: Arrays, visitors: Ints, released: Ints) -> None:
        """Take the vectors, who came in 30 days, and days of release (all shape (p,))."""
        self._vectors = arrays["vectors"]
        cold = np.flatnonzero(visitors == 0)
        newest = cold[np.argsort(-released[cold], kind="stable")[:MOST_COLD]]
        self._cold = np.sort(newest).astype(np.int32)
        self._cold_vectors = self._vectors[self._cold].astype(np.float32)

    @classmethod
    def compared(cls, catalogue: Catalogue) -> Arrays:
        """Return `vectors` (float16, shape (p, WIDTH)), each of length one or zero.

        The truncated SVD of the TF-IDF of title words and of the values of all facets (brand
        and category among them), found by seeded random projection (Halko, Martinsson, Tropp
        2011, "Finding structure with randomness").
        """
        features = _features(catalogue)
        p, width = features.shape
        rank = min(WIDTH + SPARE, p, width)
        vectors = np.zeros((p, WIDTH), dtype=np.float32)
        if rank:
            start = np.random.default_rng(1).standard_normal((width, rank), dtype=np.float32)
            basis = np.linalg.qr(features @ start)[0]
            for _ in range(ROUNDS):
                basis = np.linalg.qr(features @ (features.T @ basis))[0]
            left, strength, _ = np.linalg.svd((features.T @ basis).T, full_matrices=False)
            kept = min(WIDTH, rank)
            vectors[:, :kept] = basis @ (left[:, :kept] * strength[:kept])
            length = np.linalg.norm(vectors, axis=1, keepdims=True)
            vectors /= np.maximum(length, 1e-6)
        return {"vectors": vectors.astype(np.float16)}

    def propose(self, ask: Ask, limit: int) -> Candidates:
        """Propose cold products that are like some of what is cared for, the nearest first."""
        if not len(ask.liked) or not len(self._cold):
            return best(self._cold[:0], np.zeros(0), limit)
        loved = ask.liked[np.argsort(-ask.liking, kind="stable")[:WIDTH]]
        open_ = np.flatnonzero(ask.allowed[self._cold] & ~np.isin(self._cold, ask.liked))
        cosine = self._cold_vectors[open_] @ self._vectors[loved].astype(np.float32).T
        nearest = cosine.argmax(axis=1)
        score = cosine[np.arange(len(open_)), nearest]
        near = score >= NEAR
        return best(self._cold[open_[near]], score[near], limit, loved[nearest[near]])


def _features(catalogue: Catalogue) -> sparse.csr_matrix:
    """Return products × title words and values of all facets."""
    owners, columns, width = facet_values(catalogue)
    for language in catalogue.languages:
        known: dict[str, int] = {}
        pairs = [
            (row, known.setdefault(word, len(known)))
            for row, words in enumerate(_title_words(catalogue, language))
            for word in sorted(words)
        ]
        row, column = np.array(pairs, dtype=np.int32).reshape(-1, 2).T
        owners.append(row)
        columns.append(column + np.int32(width))
        width += len(known)
    return tf_idf(owners, columns, (catalogue.products, width), rarest=RAREST)


def _title_words(catalogue: Catalogue, language: str) -> Iterator[set[str]]:
    """Yield the stems of each product's title."""
    analyser, hits = Analyser(language), catalogue.hits[language]
    for row in range(catalogue.products):
        title = orjson.loads(hits.raw(row))["title"] or ""
        yield {stem for _, stem in analyser.terms(title)}
