"""What do segments cost, and what do their learned affinities bring on real purchases?

`python -m benchmarks.segments` folds four of the six days of `hm` into profiles and looks at
everybody the way the night does. Then it orders products of the kind that somebody bought
next, and products of all kinds: by what all buy, and with what the own segments like on top.
NDCG@10 of the purchase, for people of whom something is known; one half of them for tuning, the
other held out. The control deals the same segments out to other people. Prints the time of
membership and of the signal for 1,000 candidates, too.
"""

import time
from argparse import ArgumentParser
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from benchmarks.figures import SEED, is_even, with_interval
from benchmarks.shops import data_folder, print_machine
from knowledge_base.cares import Cares
from knowledge_base.catalogue import Catalogue
from knowledge_base.catalogue_builder import build_catalogue
from knowledge_base.consent import Consent
from knowledge_base.events import Event, EventType
from knowledge_base.families import families
from knowledge_base.folding import fold
from knowledge_base.measures import Measures
from knowledge_base.norms import Norms
from knowledge_base.products import Product
from knowledge_base.profiles import NOBODY, Profile
from knowledge_base.segments import Segment, read_segment, segments_of
from knowledge_base.shipped_segments import SHIPPED
from knowledge_base.taste_groups import taste_vector
from knowledge_base.tastes import Looks, Traits, traits_of
from ranking import traits
from ranking.crowd import Crowd
from ranking.found_tastes import find_tastes
from ranking.norms import Usual
from ranking.segment_tastes import SegmentTastes
from ranking.signals import Doubles, relative

KNOWN_DAYS = 4
HEAD = 10
MIXED = 200
"""Products of all kinds among which one is looked for."""
FEWEST = 20
"""Products of a kind from which on it is worth ordering."""
MOST_PEOPLE = 3_000
_ID, _AT = "user_id", "ts"
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Past:
    """What is known when the question is asked, and what is bought then."""

    catalogue: Catalogue
    now: datetime
    people: Mapping[str, Profile]
    bought: Doubles
    later: Mapping[str, Sequence[str]]


def product_of(row: Mapping[str, Any]) -> Product:
    """Read a line of the catalogue."""
    path = (row["index_group_name"], row["garment_group_name"], row["product_type_name"])
    values = {
        "colour": row["perceived_colour_master_name"],
        "style": row["graphical_appearance_name"],
        "gender": row["index_name"],
    }
    return Product(
        row["item_id"],
        title={"en": row["title"]},
        categories={"en": (path,)},
        attributes={name: ({"en": text},) for name, text in values.items()},
    )


def event_of(number: int, row: Mapping[str, Any]) -> Event:
    """Read a purchase."""
    return Event(
        str(number),
        EventType.PURCHASE,
        row[_AT].replace(tzinfo=UTC),
        Consent.PERSONALIZATION,
        seq=number + 1,
        visitor_id=row[_ID],
        product_id=row["item_id"],
        order_id=row["session_id"],
    )


def read_past() -> Past:
    """Read products and purchases, and fold those of the first days."""
    folder = data_folder("hm")
    rows: Rows = pq.read_table(folder / "events.parquet").sort_by(_AT).to_pylist()
    sold = {row["item_id"] for row in rows}
    lines = pq.read_table(folder / "products.parquet").to_pylist()
    products = [product_of(row) for row in lines if row["item_id"] in sold]
    known = {one.product_id: _told(one) for one in products}
    catalogue = build_catalogue(
        list(families(products)), languages=("en",), currency="EUR", numbering="hm"
    )
    now = rows[0][_AT].replace(tzinfo=UTC) + timedelta(days=KNOWN_DAYS)
    by_person, later = defaultdict(list), defaultdict(list)
    counts: Counter[str] = Counter()
    for number, row in enumerate(rows):
        event = event_of(number, row)
        if event.at < now:
            by_person[row[_ID]].append(event)
            counts[row["item_id"]] += 1
        else:
            later[row[_ID]].append(row["item_id"])
    return Past(
        catalogue,
        now,
        {one: fold(NOBODY, own, known) for one, own in by_person.items()},
        np.array([float(counts[one]) for one in catalogue.product_ids.column.texts()]),
        later,
    )


def _told(product: Product) -> Traits:
    looks = Looks(
        categories=product.categories, price=product.price, attributes=product.attributes
    )
    return replace(traits_of(looks), log_price=7.0)


def look_at_all(past: Past) -> tuple[Norms, Sequence[Segment], SegmentTastes]:
    """Do what the night does, with every taste that is found switched on."""
    usual, people = Usual(past.now), list(past.people.values())
    moment, vectors = past.now.timestamp(), []
    for profile in people:
        usual.take(profile)
        vectors.append(taste_vector(Cares(profile, moment)))
    tastes = find_tastes([one for one in vectors if one][:5_000], {})
    norms = replace(usual.norms(), tastes=tastes)
    found = [
        read_segment(one.taste_id, {"condition": f'taste == "{one.taste_id}"'})
        for one in tastes
    ]
    segments = [*SHIPPED.values(), *found]
    crowd = Crowd.of(people, segments, norms, past.catalogue, past.now)
    census, odds = crowd.census(norms, traits.traits_of(past.catalogue))
    print(
        f"{census.people:,} people, {len(tastes)} tastes, {len(odds)} segments with affinities"
    )
    return norms, segments, SegmentTastes.of(odds, census)


def orders(
    past: Past,
    members: Mapping[str, Sequence[Segment]],
    learned: SegmentTastes,
    asked: Sequence[tuple[str, int]],
    mixed: int,
) -> Iterator[tuple[float, float]]:
    """Yield how high what somebody bought stands: by what all buy, and with segments on top.

    Among the products of its kind, or among so many `mixed` ones of all kinds.
    """
    leaf, chance = past.catalogue.leaf, np.random.default_rng(SEED)
    for person, row in asked:
        same = leaf == leaf[row]
        if mixed:
            same = chance.random(len(leaf)) < mixed / len(leaf)
            same[row] = True
        rows = np.flatnonzero(same).astype(np.int32)
        wanted = relative(np.log1p(past.bought[rows]))
        signal = learned.signal(rows, members[person])
        own = wanted if signal is None else wanted + signal.weight * signal.values
        at = int(np.flatnonzero(rows == row)[0])
        yield _gain(wanted, at), _gain(own, at)


def _gain(score: Doubles, at: int) -> float:
    """Return the NDCG@10 of one wanted product; among equals it stands in the middle."""
    before = (score > score[at]).sum() + ((score == score[at]).sum() - 1) / 2
    return 1 / float(np.log2(before + 2)) if before < HEAD else 0.0


def questions(past: Past) -> list[tuple[str, int]]:
    """Return whom to ask about which row: purchases of kinds with enough products."""
    sizes = np.bincount(past.catalogue.leaf[past.catalogue.leaf >= 0])
    asked = []
    for person, bought in past.later.items():
        profile = past.people.get(person)
        row = past.catalogue.product_row(bought[0])
        if (
            profile
            and bought[0] not in profile.interests
            and sizes[past.catalogue.leaf[row]] >= FEWEST
        ):
            asked.append((person, row))
    return asked[:MOST_PEOPLE]


def report(past: Past) -> None:
    """Measure and print."""
    began = time.process_time()
    norms, segments, learned = look_at_all(past)
    each = (time.process_time() - began) / len(past.people) * 1e6
    print(f"a look at everybody: {each:.0f} µs CPU a person")
    own = {
        one: segments_of(segments, Measures(profile, past.now, norms))
        for one, profile in past.people.items()
    }
    names = list(own)
    others = dict(zip(names, np.random.default_rng(SEED).permutation(names), strict=True))
    asked = questions(past)
    halves = {
        "tuned on": [one for one in asked if is_even(one[0])],
        "held out": [one for one in asked if not is_even(one[0])],
    }
    dealt = {one: own[other] for one, other in others.items()}
    for half, of in halves.items():
        for where, mixed in (("one kind", 0), ("all kinds", MIXED)):
            for whose, members in (("own", own), ("another's", dealt)):
                values = np.array([*orders(past, members, learned, of, mixed)])
                gain = with_interval(values[:, 1] - values[:, 0])
                print(f"{half}, {where}, {whose:<9} {values[:, 0].mean():.4f}  {gain}")
    print(f"n = {', '.join(str(len(of)) for of in halves.values())}")
    print_times(past, norms, segments, learned)


def print_times(
    past: Past, norms: Norms, segments: Sequence[Segment], learned: SegmentTastes
) -> None:
    """Print what membership takes of the richest profiles, and the signal for 1,000 rows."""
    rich = sorted(past.people.values(), key=lambda one: -len(one.interests))[:1_000]
    every = np.arange(past.catalogue.products, dtype=np.int32)
    rows = np.random.default_rng(SEED).permutation(every)[:1_000]
    belonging, signals = [], []
    for profile in rich:
        began = time.thread_time()
        own = segments_of(segments, Measures(profile, past.now, norms))
        belonging.append(time.thread_time() - began)
        began = time.thread_time()
        learned.signal(rows, own)
        signals.append(time.thread_time() - began)
    for name, times in (("membership", belonging), ("signal", signals)):
        p50, p99 = np.percentile(np.array(times) * 1e6, (50, 99))
        print(f"{name}: p50 {p50:.0f} µs, p99 {p99:.0f} µs CPU")


def main() -> None:
    """Measure and print."""
    ArgumentParser(description=__doc__).parse_args()
    report(read_past())
    print_machine("benchmarks.segments", "hm, purchases of six days, the last two held out")


if __name__ == "__main__":
    main()
