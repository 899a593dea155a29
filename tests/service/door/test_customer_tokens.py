"""Is a customer only who the shop's server says?"""

import hmac
from base64 import urlsafe_b64encode
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.errors import BadInput
from service.door.customer_tokens import customer_of

NOW = 1_760_000_000.0
SECRET = b"the signing key of the shop"


def encoded(raw: bytes) -> str:
    """Write bytes the way a JWT does."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def jwt(
    secret: bytes = SECRET,
    algorithm: str = "HS256",
    crit: list[str] | None = None,
    **claims: Any,
) -> str:
    """Sign claims the way a shop's server does."""
    demanded = {"crit": crit, "b64": False} if crit else {}
    header = encoded(orjson.dumps({"alg": algorithm, "typ": "JWT", **demanded}))
    signed = f"{header}.{encoded(orjson.dumps(claims))}"
    return f"{signed}.{encoded(hmac.digest(secret, signed.encode(), 'sha256'))}"


def test_the_shops_server_names_the_customer() -> None:
    assert customer_of(jwt(sub="K-17", exp=NOW + 600), [SECRET], NOW) == "K-17"


def test_an_expired_token_names_nobody() -> None:
    assert customer_of(jwt(sub="K-17", exp=NOW - 1), [SECRET], NOW) is None


def test_an_older_secret_still_holds_after_a_rotation() -> None:
    token = jwt(sub="K-17", exp=NOW + 600)
    assert customer_of(token, [b"a newer key", SECRET], NOW) == "K-17"


def test_a_token_of_tomorrow_names_nobody_today() -> None:
    assert customer_of(jwt(sub="K-17", exp=NOW + 900, nbf=NOW + 600), [SECRET], NOW) is None
    assert customer_of(jwt(sub="K-17", exp=NOW + 900, nbf=NOW + 30), [SECRET], NOW) == "K-17"


@pytest.mark.parametrize("audience", ["tresen", ["mails", "tresen"]])
def test_a_token_may_say_that_it_is_for_us(audience: object) -> None:
    token = jwt(sub="K-17", exp=NOW + 600, aud=audience)
    assert customer_of(token, [SECRET], NOW) == "K-17"


@pytest.mark.parametrize(
    "token",
    [
        jwt(sub="K-17", exp=NOW + 600, crit=["b64"]),
        jwt(sub="K-17", exp=NOW + 600, nbf="soon"),
        jwt(sub="K-17", exp=NOW + 600, aud="mails"),
        jwt(sub="K-17", exp=True),
        jwt(sub="K-17", exp=NOW + 600, padding="x" * 400),
        jwt(b"another key", sub="K-17", exp=NOW + 600),
        jwt(algorithm="none", sub="K-17", exp=NOW + 600),
        jwt(algorithm="HS512", sub="K-17", exp=NOW + 600),
        jwt(sub="K-17"),
        jwt(sub="K-17", exp=NOW + 7200),
        jwt(sub="K-17", exp="soon"),
        jwt(exp=NOW + 600),
        jwt(sub="", exp=NOW + 600),
        jwt(sub="x" * 65, exp=NOW + 600),
        jwt(sub=17, exp=NOW + 600),
        jwt(sub="K-17", exp=NOW + 600)[:-4],
        jwt(sub="K-17", exp=NOW + 600).rpartition(".")[0] + ".",
        "a.b.c",
        "",
        "." * 3000,
    ],
)
def test_every_other_token_is_refused(token: str) -> None:
    with pytest.raises(BadInput) as caught:
        customer_of(token, [SECRET], NOW)
    assert caught.value.faults[0].place == "customer_token"


@given(st.text())
def test_no_text_makes_a_customer(text: str) -> None:
    with pytest.raises(BadInput):
        customer_of(text, [SECRET], NOW)
