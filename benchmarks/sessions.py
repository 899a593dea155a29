"""Which product is looked at next: session neighbours on real sessions.

`python -m benchmarks.sessions [diginetica serenade_example eshop] [--own]` fits what a night
fits and asks for every next look of later sessions. Two protocols: *published* lets a repeat of
the current product count, as papers do; *shop* asks where another product follows, and leaves
the current one out. Serenade leaves it out and asks always. `--own` splits off the last
training sessions instead: what is tuned is tuned there.
"""

import gzip
import time
from argparse import ArgumentParser
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from benchmarks.figures import print_figures
from benchmarks.logs import Numbers, interactions, nameless
from benchmarks.shops import data_folder
from recommenders.evaluation import Ranked, after_looks, answered, with_repeats
from recommenders.held_out import Question, moves, next_looks
from recommenders.sessions import SessionNeighbours

OWN_SHARE = 0.08
"""Share of the training sessions, the last ones, that `--own` asks about."""
Rows = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Log:
    """Looks in order of time, by session, and what is asked: looks so far, and the next."""

    session: Numbers
    product: Numbers
    products: int
    asked: Sequence[Question]


def diginetica() -> Log:
    """Read the training sessions, in order, and the published test pairs."""
    folder = data_folder("diginetica")
    events = pq.read_table(folder / "events.parquet", filters=[("split", "==", "train")])
    pairs = pq.read_table(folder / "test_pairs.parquet")
    names, product = np.unique(events["item_id"].to_numpy(), return_inverse=True)
    number = {name: row for row, name in enumerate(names.tolist())}
    asked = [
        Question(
            np.array([number[one] for one in pair["prefix"] if one in number], dtype=np.int32),
            np.array([number.get(pair["label"], -1)], dtype=np.int32),
        )
        for pair in pairs.to_pylist()
    ]
    return Log(events["session_no"].to_numpy(), product, len(names), asked)


def serenade_example() -> Log:
    """Read Serenade's own training and test files; products it never saw are nobody's."""
    folder = data_folder("serenade_example")

    def read(name: str) -> tuple[Numbers, Numbers]:
        with gzip.open(folder / f"{name}.txt.gz", "rt") as file:
            table = np.loadtxt(file, delimiter="\t", skiprows=1)
        session, item, at = table[:, 0].astype(int), table[:, 1].astype(int), table[:, 2]
        begun, number = np.unique(session, return_inverse=True)
        ended = np.zeros(len(begun))
        np.maximum.at(ended, number, at)
        order = np.lexsort((at, number, ended[number]))
        return session[order], item[order]

    session, item = read("train")
    names, product = np.unique(item, return_inverse=True)
    number = np.cumsum(np.append(0, session[1:] != session[:-1]))
    later, wanted = read("test")
    row = {name: place for place, name in enumerate(names.tolist())}
    known = np.array([row.get(one, -1) for one in wanted.tolist()], dtype=np.int32)
    asked = [
        Question(one.given[one.given >= 0], one.wanted) for one in next_looks(later, known)
    ]
    return Log(number, product, len(names), asked)


def eshop() -> Log:
    """Read clicks of a small shop; the last sessions are asked about, never tuned on."""
    events = pq.read_table(data_folder("eshop") / "events.parquet").sort_by(
        [("ts", "ascending"), ("pos", "ascending")]
    )
    names, product = np.unique(events["item_id"].to_numpy(), return_inverse=True)
    _, begun, session = np.unique(
        events["session_id"].to_numpy(), return_index=True, return_inverse=True
    )
    session = np.argsort(np.argsort(begun))[session]
    order = np.argsort(session, kind="stable")
    return own(Log(session[order], product[order], len(names), []))


def own(log: Log) -> Log:
    """Ask about the last of the training sessions, and learn from those before."""
    split = int(log.session.max() * (1 - OWN_SHARE))
    before = log.session <= split
    known = np.zeros(log.products, dtype=np.bool_)
    known[log.product[before]] = True
    later = ~before & known[log.product]
    asked = next_looks(log.session[later], log.product[later].astype(np.int32))
    return Log(log.session[before], log.product[before], log.products, asked)


def measure(title: str, ranked: Ranked, log: Log, asked: Sequence[Question]) -> None:
    """Print what was found, what all lists show together, and how long an answer took."""
    took = []

    def timed(given: Rows) -> Rows:
        begun = time.perf_counter()
        rows = ranked(given)
        took.append(time.perf_counter() - begun)
        return rows

    share = np.bincount(log.product, minlength=log.products) / len(log.product)
    found = answered(timed, asked, share)
    print_figures(title, {name: found.figures[name] for name in ("HR@20", "MRR@20")})
    p50, p90, p99 = np.percentile(np.array(took) * 1000, (50, 90, 99))
    print(
        f"{'':<26} p50 {p50:.2f} ms  p90 {p90:.2f} ms  p99 {p99:.2f} ms  "
        f"coverage {found.coverage:.3f}  Gini {found.gini:.3f}  novelty {found.novelty:.1f}"
    )


LOGS: Mapping[str, Callable[[], Log]] = {
    "diginetica": diginetica,
    "serenade_example": serenade_example,
    "eshop": eshop,
}


def main() -> None:
    """Measure each log by the protocols that are in use for it."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("logs", nargs="*", default=list(LOGS))
    parser.add_argument("--own", action="store_true")
    options = parser.parse_args()
    for name in options.logs:
        log = own(LOGS[name]()) if options.own else LOGS[name]()
        at = log.session.astype(np.float64)
        values = interactions(
            log.product, at, products=log.products, until=float(at[-1]), session=log.session
        )
        begun = time.perf_counter()
        arrays = SessionNeighbours.fit(values, nameless(log.products))
        size = sum(one.nbytes for one in arrays.values()) / 2**20
        fitted = time.perf_counter() - begun
        print(f"{name}: {len(values):,} looks, {fitted:.0f} s to fit, {size:.0f} MB")
        model = SessionNeighbours(arrays)
        as_shelf = after_looks(model, log.products)
        if name == "serenade_example":
            measure("Serenade's protocol", as_shelf, log, log.asked)
        measure("published protocol", with_repeats(model, log.products), log, log.asked)
        measure("shop protocol", as_shelf, log, moves(log.asked))


if __name__ == "__main__":
    main()
