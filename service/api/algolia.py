"""`/algolia/1/…`: what InstantSearch and its kin ask, answered by the same functions as `/v1`.

A shop whose pages speak to Algolia points them here; docs/instantsearch.md says how.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from knowledge_base.profiles import Profile
from ranking.context import Context
from service.answering.recommending import recommend
from service.answering.searching import search
from service.api.algolia_answers import written, written_values
from service.api.algolia_events import MOST_EVENTS, told
from service.api.algolia_params import Params
from service.api.algolia_questions import Wish, known_as, read_facet_wish, read_wish
from service.api.algolia_recommendations import Shelf, read_shelf, written_shelf
from service.api.algolia_schemas import PATHS
from service.api.answers import Body, json_response, sealed
from service.api.bodies import read_json
from service.api.context import CONTEXT, read_context
from service.api.events import take_in
from service.api.question import Question, unusable
from service.door.edge import caller_of, edge_of
from service.door.query_ids import Answer, digest_of, sign_answer
from service.watching.timings import stage

__all__ = ["PATHS", "ROUTES"]

MOST_REQUESTS = 50
MOST_TOGETHER = 200
"""Hits that one body may ask for: it takes no more of everybody's time than others."""
_NO_STORE = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class _Asker:
    """Who asks, and what is known of him: the same for all requests of one body."""

    request: Request
    context: Context
    profile: Profile | None

    @classmethod
    async def of(cls, request: Request, token: str | None) -> "_Asker":
        """Read the context from the address, and whom a user token names from the body."""
        edge = edge_of(request)
        question = Question(request.query_params, CONTEXT)
        context = known_as(read_context(request, edge, question, "search"), token)
        with stage("person"):
            profile = await edge.runtime.person(context)
        return cls(request, context, profile)

    def find(self, wish: Wish) -> Body:
        """Answer one search."""
        start = time.perf_counter()
        edge = edge_of(self.request)
        body = search(edge.runtime.engine, wish.ask, self.profile)
        edge.telemetry.searched(body["total"])
        if wish.within is not None:
            return written_values(wish, body, _milliseconds(start))
        sealed_body, query_id = self._sealed(body, wish.ask.context, wish.ask.text)
        answer = written(wish, sealed_body, _milliseconds(start))
        return answer | ({"queryID": query_id} if wish.clicks else {})

    def recommend(self, shelf: Shelf) -> Body:
        """Answer one placement."""
        start = time.perf_counter()
        body = recommend(edge_of(self.request).runtime.engine, shelf.ask, self.profile)
        body, query_id = self._sealed(body, shelf.ask.context)
        answer = written_shelf(shelf, body, _milliseconds(start))
        return answer | {"queryID": query_id}

    def _sealed(self, body: Body, context: Context, text: str = "") -> tuple[Body, str]:
        """Give an answer its tokens, and one id that says of all hits what these say."""
        hits = body["hits"]
        forced = frozenset(place for place, hit in enumerate(hits) if hit["forced"])
        chances = {
            place: hit["propensity"]
            for place, hit in enumerate(hits)
            if hit.get("propensity") is not None
        }
        grades = [one for hit in hits if (one := hit.get("match_grade")) is not None]
        body = sealed(self.request, body, context)
        answer = Answer(
            answer=int(body["answer_id"], 16),
            at=int(context.now.timestamp()),
            first=hits[0]["position"] if hits else 1,
            placement=context.touch_point,
            snapshot_id=body["snapshot_id"] or "",
            query=text,
            products=[digest_of(hit["product_id"]) for hit in hits],
            grades=grades,
            forced=forced,
            chances=chances,
        )
        return body, sign_answer(edge_of(self.request).tokens, answer)


async def queries(request: Request) -> Response:
    """Answer several searches at once, in their order."""
    several = _requests(await _body(request))
    live = edge_of(request).runtime.engine.live
    asker = await _Asker.of(request, _token(several))
    wishes = [read_wish(one, asker.context, live) for one in several]
    _charge(request, [one.ask.per_page for one in wishes])
    results = [asker.find(one) for one in wishes]
    return json_response({"results": results}, headers=_NO_STORE)


async def query(request: Request) -> Response:
    """Answer one search."""
    params = Params(await _body(request), "body")
    live = edge_of(request).runtime.engine.live
    asker = await _Asker.of(request, _token([params]))
    wish = read_wish(params, asker.context, live, request.path_params["index"])
    return json_response(asker.find(wish), headers=_NO_STORE)


async def values(request: Request) -> Response:
    """Answer a search among the values of a facet."""
    params = Params(await _body(request), "body")
    asker = await _Asker.of(request, _token([params]))
    path = request.path_params
    wish = read_facet_wish(params, asker.context, path["index"], path["facet"])
    return json_response(asker.find(wish), headers=_NO_STORE)


async def recommendations(request: Request) -> Response:
    """Answer several placements at once, in their order."""
    several = _requests(await _body(request))
    asker = await _Asker.of(request, _token([one.within("queryParameters") for one in several]))
    shelves = [read_shelf(one, asker.context) for one in several]
    _charge(request, [one.most for one in shelves])
    results = [asker.recommend(one) for one in shelves]
    return json_response({"results": results}, headers=_NO_STORE)


async def events(request: Request) -> Response:
    """Store what visitors did."""
    body = await _body(request)
    given = body.get("events")
    if not isinstance(given, list) or len(given) > MOST_EVENTS:
        raise unusable("events", f"is not a list of at most {MOST_EVENTS}")
    who = _who(request.query_params)
    now = datetime.now(UTC)
    tokens = edge_of(request).tokens
    raws = [raw for one in given for raw in told(one, who, tokens, now)]
    if len(raws) > MOST_EVENTS:
        raise unusable("events", f"is about more than {MOST_EVENTS} products")
    verdict = await take_in(request, caller_of(request), raws)
    return _verdict(verdict)


def _verdict(verdict: Mapping[str, Any]) -> Response:
    """Say that all is stored, or what is not: the rest is stored all the same."""
    refused = verdict["refused"]
    if not refused:
        return json_response({"status": 200, "message": "OK"}, headers=_NO_STORE)
    message = f"{len(refused)} refused, the others stored: {refused[0]['detail']}"
    return json_response({"status": 422, "message": message}, 422, _NO_STORE)


def _who(given: QueryParams) -> dict[str, str]:
    """Read from the address who did it, as far as the context of a read says so."""
    Question(given, CONTEXT)
    names = ("visitor_id", "session_id", "customer_token", "consent")
    return {name: given[name] for name in names if given.get(name)}


async def _body(request: Request) -> Mapping[str, Any]:
    """Decode the body, whatever it says it is: clients say text to be spared a preflight."""
    raw = await request.body()
    body = read_json(raw) if raw else {}
    if not isinstance(body, dict):
        raise unusable("body", "is not an object")
    return body


def _requests(body: Mapping[str, Any]) -> list[Params]:
    given = body.get("requests")
    if not isinstance(given, list) or len(given) > MOST_REQUESTS:
        raise unusable("requests", f"is not a list of at most {MOST_REQUESTS}")
    return [Params(one, f"requests.{place}") for place, one in enumerate(given)]


def _token(several: Sequence[Params]) -> str | None:
    """Return the first user token: one body comes from one browser."""
    return next(_tokens(several), None)


def _tokens(several: Sequence[Params]) -> Iterator[str]:
    return (token for one in several if (token := one.name("userToken")))


def _charge(request: Request, hits: Sequence[int]) -> None:
    """Count every request for hits against the rate of the key, the first one is already.

    Counts beside them, of which a page asks one for each facet in use, are free. Raises
    TooMany, or BadInput where too much is asked for at once.
    """
    if sum(hits) > MOST_TOGETHER:
        raise unusable("requests", f"ask for more than {MOST_TOGETHER} hits together")
    door, caller = edge_of(request).door, caller_of(request)
    for _ in [one for one in hits if one][1:]:
        door.count(caller, request.scope)


def _milliseconds(start: float) -> int:
    """Return whole milliseconds, at least one, since a moment."""
    return max(1, round((time.perf_counter() - start) * 1000))


_INDEX = "/algolia/1/indexes"
ROUTES = [
    Route(f"{_INDEX}/*/queries", queries, methods=["POST"]),
    Route(f"{_INDEX}/*/recommendations", recommendations, methods=["POST"]),
    Route(f"{_INDEX}/{{index}}/query", query, methods=["POST"]),
    Route(f"{_INDEX}/{{index}}/facets/{{facet}}/query", values, methods=["POST"]),
    Route("/algolia/1/events", events, methods=["POST"]),
]
