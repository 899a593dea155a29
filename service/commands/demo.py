"""`tresen demo`: a made-up shop with its history, open to be tried out within a minute."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.panel import Panel

from demo.catalogue import SIZE, Shop, make, write_feed
from demo.guides import entries
from demo.history import history, write_history
from demo.pages import Front
from demo.personas import Persona, personas
from demo.pictures import picture
from knowledge_base.manifest import SCHEMA
from knowledge_base.storage.database import Database
from knowledge_base.storage.keys import list_keys, revoke_key, signing_secrets
from knowledge_base.storage.merchandising import put_entry
from service.app import make_app, open_runtime
from service.commands.console import out, progress, say
from service.commands.keys import issue_key
from service.commands.opened import opened_database, opened_store
from service.commands.serve import run
from service.door.auth import ANY_ORIGIN, KeyClass
from service.door.customer_tokens import as_text
from service.intake.event_import import import_events
from service.intake.importing import FeedImport, import_products
from service.lock import Lock
from service.nightly import train
from service.settings import Settings, load_settings

NAME = "demo"
QUERY = "laufschuh"
SHIPPING = {"free_shipping_from": "79.00"}
"""What the made-up shop has decided: all else is as it is shipped."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the shop is made from, and whom of its history one can be.

    The same seed, size and day give the same shop.
    """

    seed: int
    size: int
    day: str
    people: dict[str, Persona]
    made_by: str = f"{version('tresen')}, snapshots {SCHEMA}"

    def make(self) -> Shop:
        """Make the shop."""
        return make(self.seed, self.size, date.fromisoformat(self.day))


def demo(
    port: Annotated[int | None, typer.Option(help="port to listen on")] = None,
    size: Annotated[int, typer.Option(min=1, max=100_000, help="products in the shop")] = SIZE,
    seed: Annotated[int, typer.Option(help="another seed, another shop")] = 1,
) -> None:
    """Make a shop and its shoppers' history, train on it, and serve it to a browser."""
    settings = _settings(port)
    kept = _kept_plan(settings, seed, size)
    today = datetime.now(UTC).date().isoformat()
    if kept:
        plan, shop = kept, kept.make()
    else:
        plan, shop = _set_up(settings, Plan(seed, size, today, {}))
    runtime = open_runtime(settings)
    keys = _new_keys(runtime.database)
    front = Front(
        keys[KeyClass.PUBLIC],
        keys[KeyClass.MERCHANDISER],
        _signing_key(runtime.database),
        plan.people,
    )
    pages = front.routes(lambda one: picture(shop, one))
    run(make_app(runtime, settings, pages), settings, _welcome(shop, keys))


def _settings(port: int | None) -> Settings:
    """Take the operator's settings, but a directory and a database of its own."""
    usual = load_settings(**({} if port is None else {"port": port}))
    folder = usual.data_dir / NAME
    return usual.model_copy(
        update={
            "data_dir": folder,
            "snapshots": "",
            "database_url": f"sqlite:///{folder.absolute() / 'tresen.db'}",
            "public_rate": 0.0,
            "log_level": "warning",
        }
    )


def _plan_file(settings: Settings) -> Path:
    return settings.data_dir / "plan.json"


def _kept_plan(settings: Settings, seed: int, size: int) -> Plan | None:
    """Return the plan of the shop that stands there already, if it is the one wanted."""
    try:
        told = orjson.loads(_plan_file(settings).read_bytes())
        told["people"] = {name: Persona(**one) for name, one in told["people"].items()}
        kept = Plan(**told)
    except (OSError, KeyError, TypeError, ValueError):
        return None
    return kept if kept == Plan(seed, size, kept.day, kept.people) else None


def _set_up(settings: Settings, plan: Plan) -> tuple[Plan, Shop]:
    """Make the shop in an empty directory; the plan is written last, as proof of the whole."""
    now = datetime.now(UTC)
    feed, past = settings.data_dir / "feed.jsonl", settings.data_dir / "events.jsonl"
    with (
        _emptied(settings.data_dir),
        opened_database(settings) as (_, database),
        progress() as step,
    ):
        step("inventing a shop")
        shop = plan.make()
        write_feed(shop, feed)
        step("importing its products")
        import_products(database, FeedImport([feed], full=True), settings.market, now=now)
        with database.write() as connection:
            put_entry(connection, "shop", "shop", SHIPPING, author=NAME)
            for kind, entry_id, body in entries():
                put_entry(connection, kind, entry_id, body, author=NAME)
        step("inventing its shoppers and sixty days of their visits")
        write_history(history(shop, plan.seed, now), past)
        step("importing what they did")
        import_events(database, [past], now=now)
        people = personas(shop, map(orjson.loads, past.read_bytes().splitlines()))
        past.unlink()  # or who is erased would still stand in it
        store = opened_store(settings, database)
        train(database, store, settings.market, now=now, progress=step).insist()
    plan = replace(plan, people=people)
    _plan_file(settings).write_bytes(orjson.dumps(asdict(plan)))
    return plan, shop


@contextmanager
def _emptied(folder: Path) -> Iterator[None]:
    """Empty a directory that nobody serves from, and keep it from being served meanwhile."""
    folder.mkdir(parents=True, exist_ok=True)
    with closing(Lock(folder)):
        for one in folder.iterdir():
            if one.is_dir():
                shutil.rmtree(one)
            else:
                one.unlink()
        yield


def _new_keys(database: Database) -> dict[KeyClass, str]:
    """Make a key of each class in the place of those of the last time."""
    with database.write() as connection:
        for one in list_keys(connection):
            revoke_key(connection, one.key_id)
    return {
        key_class: issue_key(
            database, key_class, NAME, (ANY_ORIGIN,) if key_class is KeyClass.PUBLIC else ()
        )
        for key_class in KeyClass
    }


def _signing_key(database: Database) -> str:
    """Return the key the shop's server signs with who is logged in."""
    with database.write() as connection:
        secret, *_ = signing_secrets(connection, "customers")
    return as_text(secret).decode()


def _welcome(shop: Shop, keys: dict[KeyClass, str]) -> Callable[[str], None]:
    """Prepare what is said when the shop is open: addresses, keys and two things to try."""
    lines = [f"{key_class.value:<14}{key}" for key_class, key in keys.items()]
    brand = next(
        (one.brand for one in shop.products if QUERY in one.title.de.lower()),
        shop.products[0].brand,
    )
    product = next((one for one in shop.products if not one.variants), shop.products[0])

    def announce(address: str) -> None:
        text = "\n".join(
            [f"The shop is open: {address}", f"API and docs:     {address}/docs", "", *lines]
        )
        out.print(Panel(text, title="Tresen", expand=False))
        pin = {"filter": f"brand:{brand}", "position": 1, "limit": 3}
        rule = {"name": brand, "when": {"query": QUERY}, "then": [{"pin": pin}]}
        patch = [{"product_id": product.product_id, "price": "9.99"}]
        say(f"Pin a brand on top of {address}/search?q={QUERY}")
        say(_curl("POST", f"{address}/v1/rules", keys[KeyClass.MERCHANDISER], rule))
        say(f"Patch the price of {address}/product/{product.product_id}")
        say(_curl("PATCH", f"{address}/v1/products", keys[KeyClass.PRIVATE], patch))

    return announce


def _curl(method: str, address: str, key: str, body: Any) -> str:
    sent = orjson.dumps(body).decode().replace("'", r"'\''")
    return (
        f"  curl -X {method} {address} -H 'Authorization: Bearer {key}' "
        f"-H 'Content-Type: application/json' -d '{sent}'"
    )
