"""How is the made-up shop written to files, and how do its shoppers visit a running service?"""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from demo.catalogue import SIZE, make, write_feed
from demo.history import DAYS, history, write_history
from demo.live import shop_live
from demo.makes import SHIPPED, USUAL


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says."""
    options = _parser().parse_args(arguments)
    if options.command == "write":
        return _write(options)
    return _shop(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    write = commands.add_parser("write", help="write feed.jsonl and events.jsonl")
    write.add_argument("directory", type=Path)
    write.add_argument("--days", type=int, default=DAYS)
    shop = commands.add_parser("shop", help="send shoppers to a running service")
    shop.add_argument("--url", default="http://127.0.0.1:8080")
    shop.add_argument("--key", required=True, help="a public key (pk_...)")
    shop.add_argument("--sessions", type=int, default=100)
    for command in (write, shop):
        command.add_argument("--size", type=int, default=SIZE, help="products in the shop")
        command.add_argument("--seed", type=int, default=1)
        command.add_argument(
            "--model",
            default=USUAL,
            help=f"how shoppers decide: {', '.join(SHIPPED)} or module:Class",
        )
    return parser


def _write(options: argparse.Namespace) -> int:
    folder: Path = options.directory
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    shop = make(options.seed, options.size, now.date())
    rows = write_feed(shop, folder / "feed.jsonl")
    past = history(shop, options.seed, now, options.days, model=options.model)
    events = write_history(past, folder / "events.jsonl")
    sys.stdout.write(f"{rows} feed lines and {events} events in {folder}\n")
    return 0


def _shop(options: argparse.Namespace) -> int:
    shop = make(options.seed, options.size, datetime.now(UTC).date())
    report = shop_live(
        shop,
        options.url,
        options.key,
        options.sessions,
        options.seed,
        model=options.model,
    )
    sys.stdout.write(f"{report}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
