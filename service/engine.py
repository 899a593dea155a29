"""Everything opened and ready to answer: one immutable value, taken once per request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

import numpy as np

from knowledge_base.catalogue import Catalogue
from knowledge_base.catalogue_files import open_catalogue
from knowledge_base.census import Census
from knowledge_base.columns import Bools, Floats, Ints, Longs
from knowledge_base.errors import Conflict
from knowledge_base.filters import ALWAYS, Filter, Masks
from knowledge_base.learned import Fact, LearnedKind, vetoed
from knowledge_base.live import LiveFacts
from knowledge_base.manifest import CATALOGUE, LEARNED
from knowledge_base.merchandising import Merchandising
from knowledge_base.part_files import PartReader
from knowledge_base.rules import Rule
from knowledge_base.snapshots import SnapshotStore
from ranking.askers import Askers
from ranking.curation import CompiledRules, compile_rules
from ranking.demand import Demand
from ranking.eligibility import buyable, catalogue_mask, offered
from ranking.everybody import Everybody
from ranking.evidence import Evidence
from ranking.facet_order import Uses
from ranking.ladder import Ladder
from ranking.learning import Popularity
from ranking.segment_tastes import SegmentTastes
from ranking.shortlist import first_places
from ranking.signals import Learned
from ranking.trait_table import TraitTable
from ranking.traits import traits_of
from ranking.wanted import Wanted
from ranking.weighing import Weighing
from ranking.weights import weights_of
from recommenders.compatible import Compatible
from recommenders.fitting import Fitting
from recommenders.recommender import Arrays
from recommenders.reductions import discounts, on_offer, returns
from recommenders.serving import Recommenders
from recommenders.trending import Trending
from search.asked import Queries, corrections
from search.content import ContentIndex
from search.searcher import Searcher, open_searchers
from search.suggestions import Offer, Suggester
from search.synonyms import Synonyms
from service.building.crowd import census_in, read_tastes
from service.building.offer_news import OFFERS
from service.building.parts import FINGERPRINTS, read_habits, read_meant, read_queries
from service.rule_uses import RuleUses

MOST_WANTED = 500
"""Products that stand for the whole shop before anything is typed."""


@dataclass(frozen=True)
class Opened:
    """One snapshot with all its files open; serves any number of engines.

    `queries` are those that visitors found something with, `meant` the categories in which
    they did. `untried` (float32, shape (p,)) says how little is known of each product, 0 for
    enough, `habits` by which facets people filter where. `seq` is the last change of the
    catalogue that the snapshot has taken in, `fingerprints`
    (int64, shape (p,)) what each product said by then, `build_seconds` what that took.
    `offers` are what `offer_news` says of them. `trained_at` says when what is learned was
    learned (ISO 8601, "" for never), `census` what was counted then of segments,
    `segment_tastes` what was learned of them.
    """

    snapshot_id: str
    seq: int
    catalogue: Catalogue
    searchers: Mapping[str, Searcher]
    suggesters: Mapping[str, Suggester]
    recommenders: Recommenders
    learned: Learned
    everybody: Everybody
    untried: Floats
    habits: Uses
    queries: Queries
    meant: Mapping[str, str]
    fingerprints: Longs
    build_seconds: float
    traits: TraitTable
    offers: Arrays
    trained_at: str
    census: Census
    segment_tastes: SegmentTastes

    @cached_property
    def askers(self) -> Askers:
        """Return who makes of profiles what this snapshot can use."""
        return Askers(self.catalogue, self.traits, self.census.norms)

    @cached_property
    def facts(self) -> Mapping[str, Sequence[Fact]]:
        """Return by language what was learned of words, vetoed or not; gathered when asked."""
        return {
            language: [*one.learned(), *corrections(self.queries, one.lexicon)]
            for language, one in self.searchers.items()
        }


@dataclass(frozen=True)
class Engine:
    """A snapshot, the live facts over it and the merchandiser's word, compiled together.

    `searchers` know what people say of words, `suggesters` what they do not want to be
    suggested, `content` their pages, all by language; `fitting` is what they say of what fits.
    `allowed` is the catalogue mask (bool, shape (p,)) of `day`, `offer` what it leaves of each
    brand and category, `sold_out` what cannot be bought although the shop shows it. `uses`
    counts for how many answers each rule held.
    """

    opened: Opened
    live: LiveFacts
    masks: Masks
    merchandising: Merchandising
    searchers: Mapping[str, Searcher]
    suggesters: Mapping[str, Suggester]
    content: Mapping[str, ContentIndex]
    fitting: Fitting
    rules: CompiledRules
    ladder: Ladder
    allowed: Bools
    offer: Offer
    sold_out: Bools
    day: date
    uses: RuleUses

    @cached_property
    def recommended(self) -> Bools:
        """Say what may be recommended at all (bool, shape (p,)): shown, and to be had."""
        return self.allowed & ~self.sold_out

    @property
    def snapshot_id(self) -> str:
        """Name the snapshot that answers."""
        return self.opened.snapshot_id

    @property
    def catalogue(self) -> Catalogue:
        """Return the catalogue every row number of this engine speaks of."""
        return self.opened.catalogue

    @cached_property
    def recommenders(self) -> Recommenders:
        """Return the snapshot's recommenders, with what people say of what fits, and offers."""
        popularity = self.opened.learned["popularity"]
        discount = discounts(self.live, self.opened.offers["lowest"])
        back = returns(self.live, self.opened.offers["back"])
        return self.opened.recommenders.informed(
            Compatible(self.fitting, popularity),
            *on_offer(discount, back, popularity),
        )

    def knows(self, one: Filter) -> bool:
        """Say whether there is such a facet, now that people may have written it long ago."""
        return one.facet in ALWAYS or self.live.facet(one.facet) is not None

    def ruled_by(self, rules: Sequence[Rule]) -> "Engine":
        """Return an engine that differs by its rules alone, and counts their uses apart."""
        return replace(
            self,
            merchandising=replace(self.merchandising, rules=tuple(rules)),
            rules=self.rules.replaced(rules),
            uses=RuleUses(),
        )

    @cached_property
    def unlearned(self) -> "Engine":
        """Return an engine whose results stand by their match and by what people wrote."""
        return replace(self, merchandising=self.merchandising.unlearned())

    def offered(self, allowed: Bools) -> Offer:
        """Return what of each brand and category a mask (bool, shape (p,)) leaves."""
        return _offered(self.live, allowed)

    @cached_property
    def wanted(self) -> Ints:
        """Return the products most wanted of those that may be shown (int32)."""
        rows = np.flatnonzero(self.allowed).astype(np.int32)
        popularity = self.opened.learned["popularity"][rows].astype(np.float64)
        behind = np.zeros(len(rows), dtype=np.bool_)
        return np.sort(rows[first_places(-popularity, rows, behind, MOST_WANTED)])


def open_snapshot(
    store: SnapshotStore, snapshot_id: str, erased: Longs | None = None
) -> Opened:
    """Open every file of a snapshot; `erased` (int64) are the traces of events to be unheard.

    Raises Conflict when one of them is damaged or gone, or when the parts do not fit together.
    """
    manifest = store.manifest(snapshot_id)
    store.check(manifest)
    part, learned = store.read(manifest, CATALOGUE), store.read(manifest, LEARNED)
    catalogue = open_catalogue(part)
    if learned.facts["numbering"] != catalogue.numbering:
        raise Conflict(f"the parts of snapshot {snapshot_id} number products differently")
    queries, census = read_queries(learned), census_in(learned.facts)
    popularity = learned.arrays(Popularity().name)
    searchers = open_searchers(part, catalogue, queries)
    return Opened(
        snapshot_id=snapshot_id,
        seq=part.facts["seq"],
        catalogue=catalogue,
        searchers=searchers,
        suggesters={
            language: Suggester.open(learned, catalogue, searcher.lexicon.analyser)
            for language, searcher in searchers.items()
        },
        recommenders=Recommenders.open(part, learned, catalogue, erased),
        learned=popularity,
        everybody=everybody_of(learned),
        untried=learned.array(f"{Evidence().name}/spread"),
        habits=read_habits(learned),
        queries=queries,
        meant=read_meant(learned),
        fingerprints=part.array(FINGERPRINTS),
        build_seconds=part.facts["seconds"],
        traits=TraitTable.of_traits(traits_of(catalogue, popularity["popularity"])),
        offers=part.arrays(OFFERS),
        trained_at=learned.facts["trained_at"],
        census=census,
        segment_tastes=read_tastes(learned, census),
    )


def everybody_of(learned: PartReader) -> Everybody:
    """Open what was learned from all shoppers."""
    return Everybody(
        learned.arrays(Popularity().name),
        Wanted.of(learned.arrays(Demand().name)),
        learned.array(f"{Trending.name}/rise"),
        weights=weights_of(learned.array(f"{Weighing().name}/weights")),
    )


def unlearned(store: SnapshotStore, opened: Opened, erased: Longs | None) -> Opened:
    """Return an open snapshot that listens no more to the sessions of erased events."""
    manifest = store.manifest(opened.snapshot_id)
    part, learned = store.read(manifest, CATALOGUE), store.read(manifest, LEARNED)
    recommenders = Recommenders.open(part, learned, opened.catalogue, erased)
    return replace(opened, recommenders=recommenders)


def assemble(
    opened: Opened,
    live: LiveFacts,
    merchandising: Merchandising,
    now: datetime,
    before: Engine | None = None,
) -> Engine:
    """Compile everything that is the same for all requests until something changes.

    What people say of words is taken from the engine `before` where it is still the same, and
    it goes on counting the uses of rules.
    """
    policy = merchandising.shop.sold_out
    masks = Masks(live, offered(live, policy))
    analysers = {name: one.lexicon.analyser for name, one in opened.searchers.items()}
    searchers, content = _told(opened, merchandising, before)
    allowed = catalogue_mask(live, policy, now)
    return Engine(
        opened=opened,
        live=live,
        masks=masks,
        merchandising=merchandising,
        searchers=searchers,
        suggesters=_suggesters(opened, merchandising, before),
        content=content,
        fitting=_fitting(opened, live, merchandising, before),
        rules=compile_rules(merchandising, masks, analysers),
        ladder=Ladder(
            live,
            opened.traits,
            opened.everybody,
            opened.untried,
            opened.segment_tastes,
            opened.habits,
        ),
        allowed=allowed,
        offer=_offer(opened, live, allowed, before),
        sold_out=~buyable(live),
        day=now.date(),
        uses=before.uses if before else RuleUses(),
    )


def _told(
    opened: Opened, merchandising: Merchandising, before: Engine | None
) -> tuple[Mapping[str, Searcher], Mapping[str, ContentIndex]]:
    """Lay synonyms, vetoes and content pages over every language of a snapshot."""
    if (
        before
        and before.opened is opened
        and _words(before.merchandising) == _words(merchandising)
    ):
        return before.searchers, before.content
    searchers, content = {}, {}
    uncorrected = vetoed(merchandising.vetoes, LearnedKind.CORRECTION)
    for language, searcher in opened.searchers.items():
        analyser = searcher.lexicon.analyser
        synonyms = Synonyms.of(merchandising.synonyms, analyser, uncorrected)
        searchers[language] = searcher.informed(synonyms, merchandising.vetoes)
        known = before.content[language] if before and before.opened is opened else None
        content[language] = ContentIndex(merchandising.content, analyser, synonyms, known)
    return searchers, content


def _suggesters(
    opened: Opened, merchandising: Merchandising, before: Engine | None
) -> Mapping[str, Suggester]:
    """Take what people do not want to be suggested out of every language of a snapshot."""
    excluded = merchandising.shop.suggestions.exclude
    if (
        before
        and before.opened is opened
        and before.merchandising.shop.suggestions.exclude == excluded
    ):
        return before.suggesters
    return {language: one.without(excluded) for language, one in opened.suggesters.items()}


def _offer(opened: Opened, live: LiveFacts, allowed: Bools, before: Engine | None) -> Offer:
    """Return what may be shown, with all it remembers where no more than prices changed."""
    if (
        before
        and before.opened is opened
        and before.live.changed is live.changed
        and np.array_equal(before.allowed, allowed)
    ):
        return before.offer
    return _offered(live, allowed)


def _offered(live: LiveFacts, allowed: Bools) -> Offer:
    return Offer(live.catalogue, {**live.catalogue.facets, **live.changed}, allowed)


def _fitting(
    opened: Opened, live: LiveFacts, merchandising: Merchandising, before: Engine | None
) -> Fitting:
    """Compile what fits what, unless nothing has changed that matters for it."""
    entries = merchandising.compatibility
    if (
        before
        and before.opened is opened
        and before.live.changed is live.changed
        and before.merchandising.compatibility == entries
    ):
        return before.fitting
    return Fitting.of(entries, live)


def _words(merchandising: Merchandising) -> tuple[Sequence[object], ...]:
    return merchandising.synonyms, merchandising.vetoes, merchandising.content
