"""How good are the results for real queries that people have judged?

The office catalogue `icecat` goes through import and training, and every judged query, as typed
and with one seeded slip, through the function that answers `/v1/search`; beside it the plain
plan, fitted on the same queries, and the peers that are installed. The builder's merchant
`homedepot` has few judgments a query: there the judged products are put in order alone.
"""

import random
from collections.abc import Mapping, Sequence

import numpy as np

from benchmarks.figures import (
    DEEP,
    SEED,
    Find,
    Ratings,
    columns,
    is_even,
    judged_figures,
    print_figures,
    print_paired,
)
from benchmarks.peers import installed_peers
from benchmarks.plain import Plain
from benchmarks.plain_index import Weights
from benchmarks.shops import (
    Shop,
    data_folder,
    homedepot_lines,
    icecat_feed,
    opened_shop,
    print_machine,
    read_options,
    read_rows,
)
from benchmarks.typos import with_typo
from ranking.metrics import Doubles, ndcg

TYPO_SEEDS = range(1, 6)
MISSES = 8
REORDERED = 1_000
"""Queries of homedepot at short size."""

Judgments = Mapping[str, Ratings]
Figures = Mapping[str, Doubles]

PLANS = {
    "names and texts": Weights(),
    "without values": Weights(values=0),
    "without description": Weights(description=0),
    "titles alone": Weights(3, 0, 0, 0, 0),
    "titles strong": Weights(title=5),
    "unweighted": Weights(1, 1, 1, 1, 1),
}
"""The settings of the plain plan that are tried; the best of them is the yardstick."""


def read_judgments(name: str, rating: str) -> Judgments:
    """Read the ratings by query; `rating` names their column."""
    found: dict[str, dict[str, float]] = {}
    for row in read_rows(data_folder(name) / "judgments.parquet"):
        found.setdefault(row["query"], {})[row["item_id"]] = row[rating]
    return found


def figures_of(find: Find, asked: Sequence[tuple[str, Ratings]]) -> Figures:
    """Return each figure's values over queries."""
    return columns([judged_figures(find(text, DEEP), ratings) for text, ratings in asked])


def has_relevant(ratings: Ratings) -> bool:
    """Say whether any of the judged products is any good."""
    return any(rating > 0 for rating in ratings.values())


def typed_wrongly(judgments: Judgments, *, first_letters: bool) -> list[list[tuple[str, str]]]:
    """Return for each seed the queries that can have a slip, as typed and with it."""
    rounds = []
    for seed in TYPO_SEEDS:
        rng = random.Random(seed)
        pairs = [(one, with_typo(one, rng, first_letters=first_letters)) for one in judgments]
        rounds.append([(one, slip) for one, slip in pairs if slip])
    return rounds


def print_clean(engines: Mapping[str, Find], judgments: Judgments) -> dict[str, Figures]:
    """Print what each engine finds for the queries as typed; the halves apart for ours."""
    answerable = [(text, one) for text, one in judgments.items() if has_relevant(one)]
    found = {name: figures_of(find, answerable) for name, find in engines.items()}
    print(
        f"\nas typed; [95 % interval of NDCG@10]; {len(answerable)} queries have a good result"
    )
    for name, figures in found.items():
        print_figures(name, figures)
    is_of_half = np.array([is_even(text) for text, _ in answerable])
    for half, mask in (("even half", is_of_half), ("odd half", ~is_of_half)):
        for name in list(found)[:2]:
            print_figures(f"{name}, {half}", {k: v[mask] for k, v in found[name].items()})
    behind = found["plain plan"]["NDCG@10"] - found["Tresen"]["NDCG@10"]
    worst = [at for at in np.argsort(-behind) if is_of_half[at] and behind[at] > 0][:MISSES]
    losses = [f"{answerable[at][0]} ({-behind[at]:.2f})" for at in worst]
    print(f"most behind the plain plan, even half: {'; '.join(losses)}")
    every = figures_of(next(iter(engines.values())), list(judgments.items()))
    print(
        f"over all {len(judgments)} queries, 0 where nothing is any good: "
        f"NDCG@10 {every['NDCG@10'].mean():.3f}, without result "
        f"{every['without result'].mean():.3f}"
    )
    return found


def print_slips(
    engines: Mapping[str, Find], judgments: Judgments, *, first_letters: bool
) -> None:
    """Print what is left of each engine's figures with one slip in each query."""
    answerable = {text: one for text, one in judgments.items() if has_relevant(one)}
    rounds = typed_wrongly(answerable, first_letters=first_letters)
    where = "anywhere" if first_letters else "after the first letter"
    print(f"\none slip {where} in a word of five letters or more, mean of {len(rounds)} seeds")
    for name, find in engines.items():
        clean, slipped = [], []
        for pairs in rounds:
            clean.append(figures_of(find, [(text, answerable[text]) for text, _ in pairs]))
            slipped.append(figures_of(find, [(slip, answerable[text]) for text, slip in pairs]))
        before = [one["NDCG@10"].mean() for one in clean]
        after = [one["NDCG@10"].mean() for one in slipped]
        deep = np.mean([one["recall@100"].mean() for one in slipped])
        nothing = np.mean([one["without result"].mean() for one in slipped])
        print(
            f"{name:<22} NDCG@10 {np.mean(after):.3f} (sd {np.std(after, ddof=1):.3f}) of "
            f"{np.mean(before):.3f}: share {np.mean(after) / np.mean(before):.3f}  "
            f"recall@100 {deep:.3f}  without result {nothing:.3f}  n = {len(rounds[0])}"
        )


def best_plan(shop: Shop, judgments: Judgments) -> Find:
    """Fit the plain plan: the best of its settings on the very queries it is judged by."""
    answerable = [(text, one) for text, one in judgments.items() if has_relevant(one)]
    plans = {name: Plain(shop.texts, shop.language, one) for name, one in PLANS.items()}
    print("\nplain plan by setting, NDCG@10")
    means = {}
    for name, plan in plans.items():
        means[name] = figures_of(plan.find, answerable)["NDCG@10"].mean()
        print(f"  {name:<22} {means[name]:.3f}")
    return plans[max(means, key=means.__getitem__)].find


def measure_icecat() -> None:
    """Compare engines on the judged queries of the office catalogue."""
    folder = data_folder("icecat")
    judgments = read_judgments("icecat", "rating")
    with opened_shop(icecat_feed(folder), "en", "USD") as shop:
        engines = {"Tresen": shop.find, "plain plan": best_plan(shop, judgments)}
        engines |= installed_peers(shop.texts, shop.language)
        found = print_clean(engines, judgments)
        print("\nTresen ahead of each, query by query, with 95 % interval")
        for peer in list(found)[1:]:
            for name in ("NDCG@10", "recall@100"):
                print_paired(f"{peer}, {name}", found["Tresen"][name], found[peer][name])
        for first_letters in (True, False):
            print_slips(engines, judgments, first_letters=first_letters)


def reordered(ids: Sequence[str], ratings: Ratings) -> dict[str, float]:
    """Return NDCG@10 of the judged alone; those not found stand last, in the order of ids.

    Ratings go from 1 to 3 and 1 means nothing is right: counted as they are, and from 1 on.
    """
    place = {one: at for at, one in enumerate(ids)}
    order = sorted(ratings, key=lambda one: (place.get(one, len(place)), one))
    gains = np.array([ratings[one] for one in order])
    return {
        "ratings as gains": ndcg(gains, gains, 10),
        "ratings above 1": ndcg(gains - 1, gains - 1, 10),
    }


def rank_deep(shop: Shop, text: str) -> list[str]:
    """Return all that the words find, best first, by tier and text score alone."""
    searcher = shop.engine.opened.searchers[shop.language]
    candidates = searcher.find(searcher.understand(text)).candidates
    order = np.lexsort((candidates.rows, -candidates.score, candidates.tier))
    return [shop.texts[row].product_id for row in candidates.rows[order].tolist()]


def measure_homedepot(*, every: bool) -> None:
    """Put the judged products of the builder's merchant in order, beside BM25."""
    folder = data_folder("homedepot")
    judgments = read_judgments("homedepot", "relevance")
    several = [text for text, ratings in judgments.items() if len(ratings) > 1]
    if not every:
        several = sorted(random.Random(SEED).sample(several, REORDERED))
    with opened_shop(homedepot_lines(folder), "en", "USD") as shop:
        plain = Plain(shop.texts, shop.language)
        ours = columns([reordered(rank_deep(shop, one), judgments[one]) for one in several])
        theirs = columns([reordered(plain.any_word(one), judgments[one]) for one in several])
    print("\nhomedepot, the judged products put in order: NDCG@10")
    print_figures("Tresen", ours)
    print_figures("BM25", theirs)
    mask = np.array([is_even(one) for one in several])
    for name in ours:
        print_paired(f"ahead, {name}", ours[name], theirs[name])
        print_paired("  even half", ours[name][mask], theirs[name][mask])
        print_paired("  odd half", ours[name][~mask], theirs[name][~mask])


def main() -> None:
    """Measure and print."""
    options = read_options(__doc__, "icecat", "homedepot")
    if "icecat" in options.parts:
        measure_icecat()
    if "homedepot" in options.parts:
        measure_homedepot(every=options.long)
    print_machine(
        "benchmarks.relevance",
        "linear gains, unjudged = 0",
        f"bootstrap over queries with seed {SEED}, slips with seeds {list(TYPO_SEEDS)}",
    )


if __name__ == "__main__":
    main()
