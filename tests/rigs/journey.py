"""Goes through a shop's day from end to end: feed, training, serving, asking, sending, erasing.

`python -m tests.rigs.journey DATA_DIR` says `done` in the end. It first tries to reach another
host, and says whether it could: the proof of whoever takes the network away.
"""

import io
import os
import re
import socket
import subprocess
import sys
from contextlib import closing, redirect_stdout
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import orjson

from service.__main__ import app

SOMEBODY = ("192.0.2.1", 80)
"""An address that belongs to nobody, and needs a way out to be tried."""
FEED = "id\ttitle\tprice\tlink\tavailability\n" + "".join(
    f"p{n}\tKamera {n}\t{n}0.00 EUR\thttps://shop.example/{n}\tin_stock\n" for n in range(1, 6)
)


def way_out() -> str:
    """Say how it went to speak to somebody else, and to ask for a name."""
    with socket.socket() as out:
        out.settimeout(0.5)
        try:
            out.connect(SOMEBODY)
        except TimeoutError:
            return "open"  # there was a way, and nobody at its end
        except OSError as error:
            return f"closed ({error.strerror})"
    return "open"


def tresen(*words: str) -> str:
    """Run a command in this process, which has read all that code; return what it says."""
    with redirect_stdout(io.StringIO()) as said:
        app([*words], standalone_mode=False)
    return said.getvalue()


def key(key_class: str, *words: str) -> str:
    """Make a key of a class."""
    said = tresen("keys", "create", "--class", key_class, "--name", "rig", *words)
    (found,) = re.findall(r"\b[psm]k_\w{20,}", said)
    return str(found)


def ask(address: str, path: str, secret: str, body: Any = None, method: str = "GET") -> Any:
    """Ask the service, over the loopback."""
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    with closing(HTTPConnection(address.removeprefix("http://"), timeout=60)) as line:
        line.request(method, path, None if body is None else orjson.dumps(body), headers)
        answer = line.getresponse()
        said = answer.read()
    assert answer.status < 300, said
    return orjson.loads(said or b"null")


def spend_a_day(address: str, public: str, private: str) -> None:
    """Ask everything a page asks, and send what it sends."""
    assert ask(address, "/v1/search?q=kamera", public)["total"] == len(FEED.splitlines()) - 1
    assert ask(address, "/v1/suggest?q=kam", public)["products"]
    assert ask(address, "/v1/recommendations/home", public)["placement"] == "home"
    seen = {"consent": "personalization", "visitor_id": "anna", "product_id": "p1"}
    events = [{"event_id": "e1", "type": "view", **seen}]
    assert ask(address, "/v1/events", public, events, "POST")["accepted"] == 1
    patch = [{"product_id": "p2", "price": "9.99"}]
    ask(address, "/v1/products", private, patch, "PATCH")
    ask(address, "/v1/visitors/anna", private, method="DELETE")
    for path in ("/healthz", "/readyz"):
        assert ask(address, path, "")["status"] in {"ok", "ready"}


def main(folder: Path) -> None:
    """Go through it, on an empty directory."""
    os.environ["TRESEN_DATA_DIR"] = str(folder)  # noqa: TID251 - for processes of their own
    print(way_out(), flush=True)  # noqa: T201 - the rig's word
    (folder / "feed.tsv").write_text(FEED)
    tresen("products", "import", "--no-refresh", str(folder / "feed.tsv"))
    tresen("train")
    public, private = key("public", "--origin", "https://shop.example"), key("private")
    command = [sys.executable, "-m", "service", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as service:
        assert service.stdout is not None
        address = service.stdout.readline().split()[-1]
        try:
            spend_a_day(address, public, private)
        finally:
            service.terminate()
    tresen("backup", str(folder / "backups"))
    print("done")  # noqa: T201 - the rig's word


if __name__ == "__main__":
    main(Path(sys.argv[1]))
