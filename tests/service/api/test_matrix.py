"""Every operation there is × every kind of caller: is nobody in who should not be?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from httpx2 import Response

from knowledge_base.storage.keys import (
    list_keys,
    revoke_key,
    rotate_key,
    signing_secrets,
)
from service.commands.keys import issue_key
from service.door.access import ACCESS, resource_of
from service.door.auth import KeyClass, digest_of, make_key
from service.door.customer_tokens import as_text
from tests.service.api.conftest import Served
from tests.service.api.test_doors import DOORS, GUARDED
from tests.service.door.test_customer_tokens import jwt

SHOP, ELSEWHERE = "https://shop.example", "https://elsewhere.example"


@dataclass(frozen=True)
class Caller:
    """Somebody with a key, or something like one, and where he comes from."""

    key: str | None
    origin: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """Write what comes along with a request."""
        key = {} if self.key is None else {"Authorization": f"Bearer {self.key}"}
        return key | ({"Origin": self.origin} if self.origin else {})


@dataclass(frozen=True)
class Keys:
    """Keys of every class in every state that a key can be in."""

    sound: Mapping[KeyClass, str]
    held: Mapping[KeyClass, str]
    expired: Mapping[KeyClass, str]
    revoked: Mapping[KeyClass, str]
    exchanged: Mapping[KeyClass, str]
    in_grace: Mapping[KeyClass, str]
    narrow: Mapping[KeyClass, Mapping[str, str]]


def made(served: Served, one: KeyClass, **more: Any) -> str:
    """Make a key of a class for the shop's pages."""
    return issue_key(served.runtime.database, one, "somebody", (SHOP,), **more)


def exchanged(served: Served, key: str, grace: timedelta) -> str:
    """Give a key another secret; return the old one."""
    with served.runtime.database.write() as connection:
        pepper, *_ = signing_secrets(connection, "pepper")
        _, other = make_key(KeyClass.PUBLIC, key[3:11])
        rotate_key(connection, key[3:11], digest_of(other, pepper), grace)
    return key


def revoked(served: Served, key: str) -> str:
    """End a key."""
    with served.runtime.database.write() as connection:
        revoke_key(connection, key[3:11])
    return key


@pytest.fixture(scope="module")
def keys(read_only: Served) -> Keys:
    """Make one of each, and let the service know them."""
    served, yesterday = read_only, datetime.now(UTC) - timedelta(days=1)
    every = Keys(
        sound=served.keys,
        held={one: made(served, one) for one in KeyClass},
        expired={one: made(served, one, expires_at=yesterday) for one in KeyClass},
        revoked={one: revoked(served, made(served, one)) for one in KeyClass},
        exchanged={one: exchanged(served, made(served, one), timedelta(0)) for one in KeyClass},
        in_grace={
            one: exchanged(served, made(served, one), timedelta(days=1)) for one in KeyClass
        },
        narrow={
            one: {name: made(served, one, scopes=(name,)) for name in ("search", "shop")}
            for one in KeyClass
        },
    )
    served.runtime.refresh()
    return every


def ask(served: Served, operation: str, caller: Caller, **more: Any) -> Response:
    """Ask for something that is not there, as somebody."""
    method, path = operation.split()
    nothing = {"placement": "home", "kind": "compound"}
    parts = [
        nothing.get(part[1:-1], "nothing") if part.startswith("{") else part
        for part in path.split("/")
    ]
    body: dict[str, Any] = {} if method in {"GET", "DELETE"} else {"json": []}
    more = {"headers": caller.headers, **body, **more}
    return served.client.request(method, "/".join(parts), **more)


def refusal(operation: str, status: int, code: str) -> tuple[int, str]:
    """Write a refusal down; addresses that speak as others do have no codes."""
    return status, "" if " /algolia/" in operation else code


def said(answer: Response) -> tuple[int, str]:
    """Return the status and the code of a refusal."""
    return answer.status_code, answer.json().get("code", "")


def nobody(keys: Keys, held: str) -> dict[str, Caller]:
    """List everybody who holds no valid key; `held` is one that is."""
    return {
        "without a key": Caller(None),
        "with an empty key": Caller(""),
        "with garbage": Caller("pk_~ no key; at all"),
        "with a key of somebody unknown": Caller(f"{held[:3]}nobody00{held[11:]}"),
        "with a wrong secret": Caller(held[:-1] + ("a" if held[-1] != "a" else "b")),
        "with another class in front": Caller(("sk" if held[:2] != "sk" else "mk") + held[2:]),
        **{f"expired {one}": Caller(key) for one, key in keys.expired.items()},
        **{f"revoked {one}": Caller(key) for one, key in keys.revoked.items()},
        **{f"exchanged {one}": Caller(key) for one, key in keys.exchanged.items()},
    }


@pytest.mark.parametrize("operation", GUARDED)
def test_without_a_valid_key_every_refusal_is_the_same(
    read_only: Served, keys: Keys, operation: str
) -> None:
    held = keys.held[min(DOORS[operation] or ())]
    answers = {who: ask(read_only, operation, one) for who, one in nobody(keys, held).items()}
    unauthorized = refusal(operation, 401, "unauthorized")
    assert {who: said(one) for who, one in answers.items()} == dict.fromkeys(
        answers, unauthorized
    )
    assert len({one.content for one in answers.values()}) == 1


@pytest.mark.parametrize("operation", GUARDED)
def test_a_key_of_another_class_is_refused_wherever_it_comes_from(
    read_only: Served, keys: Keys, operation: str
) -> None:
    others = set(KeyClass) - (DOORS[operation] or set())
    refusals = {
        (one, origin): ask(read_only, operation, Caller(keys.held[one], origin)).status_code
        for one in others
        for origin in (None, SHOP, ELSEWHERE)
    }
    assert refusals == dict.fromkeys(refusals, 403)


@pytest.mark.parametrize("operation", GUARDED)
def test_a_key_is_worth_nothing_on_pages_it_is_not_for(
    read_only: Served, keys: Keys, operation: str
) -> None:
    codes = {
        one: said(ask(read_only, operation, Caller(keys.held[one], ELSEWHERE)))
        for one in KeyClass
    }
    assert codes == {
        KeyClass.PUBLIC: refusal(operation, 403, "origin_not_allowed"),
        KeyClass.PRIVATE: refusal(operation, 403, "secret_in_browser"),
        KeyClass.MERCHANDISER: refusal(operation, 403, "origin_not_allowed"),
    }
    on_ours = ask(read_only, operation, Caller(keys.sound[KeyClass.PRIVATE], SHOP))
    assert said(on_ours) == refusal(operation, 403, "secret_in_browser")


@pytest.mark.parametrize("operation", GUARDED)
def test_a_narrowed_key_opens_nothing_else(
    read_only: Served, keys: Keys, operation: str
) -> None:
    resource = resource_of(operation.split()[1])
    other = "shop" if resource == "search" else "search"
    for one in DOORS[operation] or ():
        answer = ask(read_only, operation, Caller(keys.narrow[one][other]))
        assert said(answer) == refusal(operation, 403, "out_of_scope")


@pytest.mark.parametrize("operation", [one for one in GUARDED if one.startswith("GET ")])
def test_a_sound_key_gets_in_and_so_does_its_secret_of_before_in_its_grace(
    read_only: Served, keys: Keys, operation: str
) -> None:
    for one in DOORS[operation] or ():
        origin = None if one is KeyClass.PRIVATE else SHOP
        for key in (keys.sound[one], keys.held[one], keys.in_grace[one]):
            answer = ask(read_only, operation, Caller(key, origin))
            assert answer.status_code not in {401, 403, 500}


def test_a_key_that_is_narrowed_to_something_gets_that(read_only: Served, keys: Keys) -> None:
    public = Caller(keys.narrow[KeyClass.PUBLIC]["search"])
    assert ask(read_only, "GET /v1/search", public).status_code == 200


def reads_of_persons(served: Served) -> list[str]:
    """Return the operations that take a customer token."""
    paths = served.client.get("/openapi.json").json()["paths"]
    return [
        f"{method.upper()} {path}"
        for path, operations in paths.items()
        for method, one in operations.items()
        if "customer_token" in {part["name"] for part in one.get("parameters", ())}
    ]


def test_a_customer_token_counts_only_if_it_is_ours_and_opens_nothing(
    read_only: Served, keys: Keys
) -> None:
    with read_only.runtime.database.write() as connection:
        secret = as_text(signing_secrets(connection, "customers")[0])
    now = datetime.now(UTC).timestamp()
    good = jwt(secret, sub="K-17", exp=now + 600)
    forged = jwt(b"another", sub="K-17", exp=now + 600)
    operations = reads_of_persons(read_only)
    assert operations
    for operation in operations:
        who = Caller(keys.sound[min(DOORS[operation] or ())])
        body = {"json": {"placements": [{"placement": "home"}]}}
        more: dict[str, Any] = body if operation.startswith("POST") else {}
        taken = ask(read_only, operation, who, params={"customer_token": good}, **more)
        assert "customer_token" not in taken.text
        refused = ask(read_only, operation, who, params={"customer_token": forged}, **more)
        assert refused.status_code == 400
        alone = ask(read_only, operation, Caller(None), params={"customer_token": good})
        assert alone.status_code == 401


def test_keys_are_made_on_the_command_line_only(read_only: Served) -> None:
    assert not {"keys", "signing"} & ACCESS.keys()
    with read_only.runtime.database.read() as connection:
        digests = [one.digest.hex() for one in list_keys(connection)]
    assert not any(digest in read_only.client.get("/openapi.json").text for digest in digests)
