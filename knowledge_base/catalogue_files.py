"""Writes a catalogue into a snapshot's part, and opens it again memory-mapped."""

from typing import Any

from knowledge_base.catalogue import Catalogue, Facet, FacetKind
from knowledge_base.snapshots import PartReader, PartWriter

_ARRAYS = (
    "variant_start",
    "price",
    "list_price",
    "stock",
    "availability",
    "delivery_days",
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
    for number, facet in enumerate(catalogue.facets.values()):
        folder = f"facets/{number}"
        out.keys(f"{folder}/values", facet.values)
        out.lists(f"{folder}/codes", facet.codes)
        out.array(f"{folder}/parents", facet.parents)
        for language, column in facet.labels.items():
            out.texts(f"{folder}/labels/{language}", column)


def open_catalogue(part: PartReader) -> Catalogue:
    """Open the columns that `save_catalogue` wrote."""
    facts = part.facts
    languages = tuple(facts["languages"])
    facets = {}
    for number, (name, kind) in enumerate(facts["facets"]):
        folder = f"facets/{number}"
        facets[name] = Facet(
            name,
            FacetKind(kind),
            part.keys(f"{folder}/values"),
            {language: part.texts(f"{folder}/labels/{language}") for language in languages},
            part.lists(f"{folder}/codes"),
            part.array(f"{folder}/parents"),
        )
    columns: dict[str, Any] = {name: part.array(f"columns/{name}") for name in _ARRAYS}
    for name in _TEXTS:
        columns[name] = {language: part.texts(f"{name}/{language}") for language in languages}
    return Catalogue(
        numbering=facts["numbering"],
        languages=languages,
        currency=facts["currency"],
        product_ids=part.keys("product_ids"),
        variant_ids=part.keys("variant_ids"),
        facets=facets,
        **columns,
    )
