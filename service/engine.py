"""Everything opened and ready to answer: one immutable value, taken once per request."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from knowledge_base.catalogue import Catalogue
from knowledge_base.catalogue_files import open_catalogue
from knowledge_base.columns import Bools
from knowledge_base.errors import Conflict
from knowledge_base.filters import Masks
from knowledge_base.live import LiveFacts
from knowledge_base.merchandising import Merchandising
from knowledge_base.snapshots import CATALOGUE, LEARNED, SnapshotStore
from ranking.curation import CompiledRules, compile_rules
from ranking.eligibility import buyable, catalogue_mask, offered
from ranking.ladder import Ladder
from ranking.learning import Popularity
from ranking.signals import Learned
from ranking.traits import Trait, traits_of
from recommenders.serving import Recommenders
from search.searcher import Searcher
from search.suggestions import Suggester


@dataclass(frozen=True)
class Opened:
    """One snapshot with all its files open; serves any number of engines.

    `seq` is the last change of the catalogue that the snapshot has taken in.
    """

    snapshot_id: str
    seq: int
    catalogue: Catalogue
    searchers: Mapping[str, Searcher]
    suggesters: Mapping[str, Suggester]
    recommenders: Recommenders
    learned: Learned
    traits: tuple[Trait, ...]


@dataclass(frozen=True)
class Engine:
    """A snapshot, the live facts over it and the merchandiser's word, compiled together.

    `allowed` is the catalogue mask (bool, shape (p,)) of `day`, `sold_out` what cannot be
    bought although the shop shows it.
    """

    opened: Opened
    live: LiveFacts
    masks: Masks
    merchandising: Merchandising
    rules: CompiledRules
    ladder: Ladder
    allowed: Bools
    sold_out: Bools
    day: date

    @property
    def snapshot_id(self) -> str:
        """Name the snapshot that answers."""
        return self.opened.snapshot_id

    @property
    def catalogue(self) -> Catalogue:
        """Return the catalogue every row number of this engine speaks of."""
        return self.opened.catalogue


def open_snapshot(store: SnapshotStore, snapshot_id: str) -> Opened:
    """Open every file of a snapshot.

    Raises Conflict when one of them is damaged or gone, or when the parts do not fit together.
    """
    manifest = store.manifest(snapshot_id)
    store.check(manifest)
    part, learned = store.read(manifest, CATALOGUE), store.read(manifest, LEARNED)
    catalogue = open_catalogue(part)
    if learned.facts["numbering"] != catalogue.numbering:
        raise Conflict(f"the parts of snapshot {snapshot_id} number products differently")
    searchers = {
        language: Searcher.open(part, catalogue, language) for language in catalogue.languages
    }
    return Opened(
        snapshot_id=snapshot_id,
        seq=part.facts["seq"],
        catalogue=catalogue,
        searchers=searchers,
        suggesters={
            language: Suggester.open(learned, catalogue, language, searchers[language])
            for language in catalogue.languages
        },
        recommenders=Recommenders.open(learned, catalogue),
        learned=learned.arrays(Popularity().name),
        traits=traits_of(catalogue),
    )


def assemble(
    opened: Opened, live: LiveFacts, merchandising: Merchandising, now: datetime
) -> Engine:
    """Compile everything that is the same for all requests until something changes."""
    policy = merchandising.shop.sold_out
    masks = Masks(live, offered(live, policy))
    analysers = {name: one.lexicon.analyser for name, one in opened.searchers.items()}
    return Engine(
        opened=opened,
        live=live,
        masks=masks,
        merchandising=merchandising,
        rules=compile_rules(merchandising, masks, analysers),
        ladder=Ladder(live, opened.traits, opened.learned),
        allowed=catalogue_mask(live, policy, now),
        sold_out=~buyable(live),
        day=now.date(),
    )
