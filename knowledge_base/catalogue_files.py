"""Writes a catalogue into a snapshot's part, and opens it again memory-mapped."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from knowledge_base.catalogue import Catalogue, Facet, FacetKind
from knowledge_base.columns import Ints, KeyColumn, Longs, SparseLists, TextColumn
from knowledge_base.part_files import PartReader, PartWriter
from knowledge_base.products import LIVE

_ARRAYS = (
    "variant_start",
    *LIVE,
    "released",
    "rating",
    "rating_count",
    "margin",
    "leaf",
)
_TEXTS = ("hits", "texts", "variant_hits")


def save_catalogue(catalogue: Catalogue, out: PartWriter) -> None:
    """Write every column; small things stand in the part's facts."""
    out.facts |= {
        "numbering": catalogue.numbering,
        "languages": list(catalogue.languages),
        "currency": catalogue.currency,
        "products": catalogue.products,
        "variants": catalogue.variants,
        "facets": [[facet.name, facet.kind.value] for facet in catalogue.facets.values()],
    }
    for name in _ARRAYS:
        out.array(f"columns/{name}", getattr(catalogue, name))
    out.keys("product_ids", catalogue.product_ids)
    out.keys("variant_ids", catalogue.variant_ids)
    for name in _TEXTS:
        for language, column in getattr(catalogue, name).items():
            out.texts(f"{name}/{language}", column)
    _save_facets(list(catalogue.facets.values()), catalogue.languages, out)


def open_catalogue(part: PartReader) -> Catalogue:
    """Open the columns that `save_catalogue` wrote."""
    facts = part.facts
    languages = tuple(facts["languages"])
    columns: dict[str, Any] = {name: part.array(f"columns/{name}") for name in _ARRAYS}
    for name in _TEXTS:
        columns[name] = {language: part.texts(f"{name}/{language}") for language in languages}
    return Catalogue(
        numbering=facts["numbering"],
        languages=languages,
        currency=facts["currency"],
        product_ids=part.keys("product_ids"),
        variant_ids=part.keys("variant_ids"),
        facets={facet.name: facet for facet in _open_facets(languages, part)},
        **columns,
    )


def _save_facets(facets: Sequence[Facet], languages: Sequence[str], out: PartWriter) -> None:
    """Write all facets one behind the other, so that thousands of them are a dozen files."""
    out.array("facets/value_ends", _ends(len(one.values) for one in facets))
    out.array("facets/code_ends", _ends(len(one.codes.values) for one in facets))
    out.texts("facets/values", TextColumn.joined(one.values.column for one in facets))
    out.array("facets/order", _joined(one.values.order for one in facets))
    out.array("facets/parents", _joined(one.parents for one in facets))
    out.array("facets/owner", _joined(one.codes.owner for one in facets))
    out.array("facets/codes", _joined(one.codes.values for one in facets))
    for language in languages:
        column = TextColumn.joined(one.labels[language] for one in facets)
        out.texts(f"facets/labels/{language}", column)


def _open_facets(languages: Sequence[str], part: PartReader) -> Iterator[Facet]:
    """Yield the facets that `_save_facets` wrote."""
    values, order = part.texts("facets/values"), part.array("facets/order")
    parents = part.array("facets/parents")
    owner, codes = part.array("facets/owner"), part.array("facets/codes")
    labels = {language: part.texts(f"facets/labels/{language}") for language in languages}
    spans = pairwise([0, *part.array("facets/value_ends").tolist()])
    lists = pairwise([0, *part.array("facets/code_ends").tolist()])
    for (name, kind), (a, b), (c, d) in zip(part.facts["facets"], spans, lists, strict=True):
        yield Facet(
            name,
            FacetKind(kind),
            KeyColumn(values.part(a, b), order[a:b]),
            {language: column.part(a, b) for language, column in labels.items()},
            SparseLists(owner[c:d], codes[c:d]),
            parents[a:b],
        )


def _ends(lengths: Iterable[int]) -> Longs:
    return np.cumsum(np.fromiter(lengths, dtype=np.int64), dtype=np.int64)


def _joined(arrays: Iterable[Ints]) -> Ints:
    return np.concatenate([np.zeros(0, dtype=np.int32), *arrays])
