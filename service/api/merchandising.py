"""`/v1/rules`, `/v1/synonyms` and the like: what people of the shop wrote, with its authors."""

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Annotated, Any

from fastapi import APIRouter, Body, Header, Path
from starlette.requests import Request
from starlette.responses import Response

from knowledge_base.compatibility import read_compatibility
from knowledge_base.content import read_content_page
from knowledge_base.errors import BadInput, Fault, UnknownName
from knowledge_base.golden_queries import read_golden_query
from knowledge_base.merchandising import Entry
from knowledge_base.placements import BESIDE, read_placement
from knowledge_base.rules import read_rule
from knowledge_base.segments import read_segment
from knowledge_base.shipped_segments import SHIPPED_BODIES
from knowledge_base.shop import EVERYWHERE, FACETS, SHIPPED_BODY, read_shop
from knowledge_base.storage.merchandising import (
    Version,
    delete_entry,
    entries,
    entry,
    history,
    put_entry,
)
from knowledge_base.synonyms import read_synonym
from recommenders.serving import RECOMMENDERS, STRATEGIES, members
from service.api.answers import json_response
from service.api.bodies import StrictRoute
from service.api.entry_schemas import SCHEMAS, TOUCH_POINTS
from service.door.edge import AtEdge, Edge, caller_of, edge_of
from service.engine import Engine
from service.segment_report import proposed_bodies
from service.unknown_names import Names, check_language

EntryId = Annotated[str, Path(pattern=r"^[0-9A-Za-z_-]{1,64}$")]
IfMatch = Annotated[str | None, Header(description="the ETag of the version that was read")]
Written = Annotated[dict[str, Any], Body()]

ABOUT = ("id", "version", "author", "created_at", "updated_at")
WARNINGS, PROPOSED = "warnings", "proposed"
SHOP = "shop"
EXPORT, PROBLEMS = "export", "problems"
_SAID_BY_US = frozenset({*ABOUT, WARNINGS, PROPOSED})
"""What an answer says about an entry; sent back it is left aside, so that GET and PUT fit."""
_ETAG = re.compile(r'(?:W/)?"([0-9]{1,9})"')


@dataclass(frozen=True, slots=True)
class Kind:
    """The endpoints of one kind of entry; `check` raises BadInput for what means nothing.

    What is `shipped` holds, and is shown as version 0, until an entry of its id is written;
    what is `proposed` is shown so, too, and holds from then on.
    """

    name: str
    check: Callable[[str, Mapping[str, Any]], object]
    shipped: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    proposed: Callable[[Engine], Mapping[str, Mapping[str, Any]]] = lambda _: {}

    def every(self, edge: AtEdge) -> Response:
        """Answer with all entries, what is shipped first and then the oldest."""
        with edge.runtime.database.read() as connection:
            found = {one.entry_id: _shown(one) for one in entries(connection, self.name)}
        return json_response({self.name: list((self._unwritten(edge) | found).values())})

    def _unwritten(self, edge: Edge) -> dict[str, dict[str, Any]]:
        """Show what nobody has written: what is shipped, and what is proposed."""
        proposed = self.proposed(edge.runtime.engine)
        bodies = {
            **self.shipped,
            **{name: {**body, PROPOSED: True} for name, body in proposed.items()},
        }
        return {name: _shown_as_shipped(name, body) for name, body in bodies.items()}

    def add(self, request: Request, written: Written) -> Response:
        """Write a new entry under a new id."""
        return self.write(request, secrets.token_hex(6), written, expected=0)

    def get(self, edge: AtEdge, entry_id: EntryId) -> Response:
        """Answer with one entry. Raises UnknownName."""
        with edge.runtime.database.read() as connection:
            found = entry(connection, self.name, entry_id)
        if found is not None:
            return _answer(_shown(found))
        unwritten = self._unwritten(edge)
        if entry_id in unwritten:
            return _answer(unwritten[entry_id])
        raise self._unknown(entry_id)

    def put(
        self, request: Request, entry_id: EntryId, written: Written, if_match: IfMatch = None
    ) -> Response:
        """Write the next version of an entry, or its first. Raises Conflict."""
        return self.write(request, entry_id, written, _expected(if_match))

    def delete(self, request: Request, entry_id: EntryId, if_match: IfMatch = None) -> Response:
        """Delete an entry; its history stays. Raises Conflict."""
        return self._remove(request, entry_id, _expected(if_match))

    def versions(self, edge: AtEdge, entry_id: EntryId) -> Response:
        """Answer with every version there was, the newest first, and whose it is.

        There is none yet of what is shipped or proposed. Raises UnknownName.
        """
        past = self._past(edge, entry_id)
        if not past and entry_id not in self._unwritten(edge):
            raise self._unknown(entry_id)
        return json_response({"history": past})

    def undo(self, request: Request, entry_id: EntryId, if_match: IfMatch = None) -> Response:
        """Write the version before the newest anew: what was deleted, what was changed.

        Before the first version there was nothing, or what is shipped. To undo an undoing is
        to do it again. Raises Conflict when somebody writes meanwhile, and UnknownName.
        """
        past = self._past(edge_of(request), entry_id)
        if not past:
            raise UnknownName(f"'{entry_id}' of the {self.name} was never written")
        newest, *older = past
        expected = _expected(if_match)
        if expected is None:
            expected = newest.version if newest.body is not None else 0
        before = older[0].body if older else None
        if before is None:
            return self._remove(request, entry_id, expected)
        return self.write(request, entry_id, before, expected)

    def _past(self, edge: Edge, entry_id: str) -> list[Version]:
        with edge.runtime.database.read() as connection:
            return history(connection, self.name, entry_id)

    def _remove(self, request: Request, entry_id: str, expected: int | None) -> Response:
        author = caller_of(request).name
        with edge_of(request).runtime.database.write() as connection:
            was_there = delete_entry(
                connection, self.name, entry_id, author=author, expected_version=expected
            )
        if not was_there:
            raise self._unknown(entry_id)
        return Response(status_code=204)

    def write(
        self, request: Request, entry_id: str, written: Mapping[str, Any], expected: int | None
    ) -> Response:
        """Check an entry and write its next version; names that mean nothing are warned of."""
        edge, author = edge_of(request), caller_of(request).name
        body = {name: value for name, value in written.items() if name not in _SAID_BY_US}
        self.check(entry_id, body)
        _check_languages(body, edge.settings.languages)
        with edge.runtime.database.write() as connection:
            now = put_entry(
                connection, self.name, entry_id, body, author=author, expected_version=expected
            )
        shown = {**_shown(now), WARNINGS: _warnings(edge, body)}
        return _answer(shown, 201 if now.version == 1 else 200)

    def _unknown(self, entry_id: str) -> UnknownName:
        return UnknownName(f"there is nothing called '{entry_id}' among the {self.name}")


def _check_languages(body: Mapping[str, Any], languages: Sequence[str]) -> None:
    """Refuse an entry, or a rule's condition, in a language that nobody is answered in."""
    check_language(body.get("language"), languages, "/language")
    when = body.get("when")
    if when and isinstance(when, Mapping):
        check_language(when.get("language"), languages, "/when/language")


def _warnings(edge: Edge, body: Mapping[str, Any]) -> list[dict[str, Any]]:
    engine = edge.runtime.engine
    segments = {one.segment_id for one in engine.merchandising.segments}
    return [asdict(one) for one in Names(engine.live, segments).unknown(body)]


def _expected(if_match: str | None) -> int | None:
    """Return the version an ETag names; one that is none of ours was never the current one."""
    if if_match is None or if_match == "*":
        return None
    etag = _ETAG.fullmatch(if_match)
    return int(etag[1]) if etag else -1


def _shown(one: Entry) -> dict[str, Any]:
    about = (one.entry_id, one.version, one.author, one.created_at, one.updated_at)
    return {**dict(zip(ABOUT, about, strict=True)), **one.body}


def _shown_as_shipped(entry_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
    return {**dict.fromkeys(ABOUT), "id": entry_id, "version": 0, **body}


def _answer(shown: dict[str, Any], status: int = 200) -> Response:
    headers = {"ETag": f'"{shown["version"]}"', "Cache-Control": "no-store"}
    return json_response(shown, status, headers)


def _check_rule(entry_id: str, body: Mapping[str, Any]) -> None:
    _check_free(entry_id, EXPORT, PROBLEMS)
    placement = read_rule(entry_id, body).when.placement
    if placement is not None:
        _check_touch_points({"/when/placement": placement}, TOUCH_POINTS)


def _check_synonym(entry_id: str, body: Mapping[str, Any]) -> None:
    _check_free(entry_id, EXPORT)
    read_synonym(entry_id, body)


def _check_free(entry_id: str, *taken: str) -> None:
    """Refuse an id that is the name of another address."""
    if entry_id in taken:
        detail = f"'{entry_id}' is an address of its own, and no id"
        raise BadInput(detail, Fault("entry_id", detail))


SHIPPED_PLACEMENTS = {
    name: {"strategy": [BESIDE.join(members(group)) for group in strategy]}
    for name, strategy in STRATEGIES.items()
}
"""How every placement is put together until somebody decides otherwise, as it is written."""


def _check_placement(name: str, body: Mapping[str, Any]) -> None:
    """Refuse a placement that is not there, and recommenders that are not."""
    _check_touch_points({"entry_id": name}, list(STRATEGIES))
    known = ", ".join(sorted(RECOMMENDERS))
    faults = [
        Fault(f"/strategy/{number}", f"there is no recommender '{one}'; there are {known}")
        for number, group in enumerate(read_placement(name, body).strategy)
        for one in group
        if one not in RECOMMENDERS
    ]
    if faults:
        raise BadInput(faults[0].detail, *faults)


def _check_shop(_: str, body: Mapping[str, Any]) -> None:
    dials = {f"/ladder/{name}": name for name in read_shop(body).ladder}
    _check_touch_points(dials, (EVERYWHERE, FACETS, *TOUCH_POINTS))


def _check_touch_points(named: Mapping[str, str], known: Sequence[str]) -> None:
    """Refuse names nobody will ever ask for: what is written for them would be in vain."""
    there = ", ".join(known)
    faults = [
        Fault(place, f"there is no placement '{name}'; there are {there}", "unknown_placement")
        for place, name in named.items()
        if name not in known
    ]
    if faults:
        raise BadInput(faults[0].detail, *faults)


def _proposed_segments(engine: Engine) -> Mapping[str, Mapping[str, Any]]:
    return proposed_bodies(engine.opened.census, engine.merchandising.segments)


def new_router(name: str) -> APIRouter:
    """Make the router of a kind of entries."""
    return APIRouter(prefix=f"/v1/{name}", route_class=StrictRoute, tags=["result management"])


def taking(name: str) -> dict[str, Any]:
    """Describe what a write takes and gives back."""
    schema = {"application/json": {"schema": SCHEMAS[name]}}
    return {
        "openapi_extra": {"requestBody": {"content": schema}},
        "responses": {201: {"description": "It is new", "content": {"application/json": {}}}},
    }


_UNDONE: dict[str, Any] = {
    "responses": {204: {"description": "Before the last change nobody had written it"}}
}


_CALLED = {
    "content": "content pages",
    "compatibility": "entries on what fits what",
    "golden_queries": "golden queries",
}
"""What people call entries that are called otherwise in an address."""


def _router(kind: Kind, *, may_grow: bool = True) -> APIRouter:
    """Lay the endpoints of a kind of which there are many, and mostly may be more."""
    router = new_router(kind.name)
    called, body = _CALLED.get(kind.name, kind.name), taking(kind.name)
    one = f"one of the {called}"
    router.get("", summary=f"List the {called}")(kind.every)
    if may_grow:
        router.post("", status_code=201, summary=f"Add to the {called}", **body)(kind.add)
    router.get("/{entry_id}", summary=f"Show {one}")(kind.get)
    router.put("/{entry_id}", summary=f"Write {one}", **body)(kind.put)
    router.delete("/{entry_id}", status_code=204, summary=f"Delete {one}")(kind.delete)
    router.get("/{entry_id}/history", summary=f"Show all versions of {one}")(kind.versions)
    router.post("/{entry_id}/undo", summary=f"Undo the last change of {one}", **_UNDONE)(
        kind.undo
    )
    return router


def _shop_router() -> APIRouter:
    """Lay the endpoints of the one entry that holds for the whole shop."""
    router = new_router(SHOP)
    kind = Kind(SHOP, _check_shop, {SHOP: SHIPPED_BODY})

    @router.get("", summary="The shop's settings")
    def get(edge: AtEdge) -> Response:
        return kind.get(edge, SHOP)

    @router.put("", summary="Write the shop's settings", **taking(SHOP))
    def put(request: Request, written: Written, if_match: IfMatch = None) -> Response:
        return kind.put(request, SHOP, written, if_match)

    @router.get("/history", summary="Show all versions of the shop's settings")
    def versions(edge: AtEdge) -> Response:
        return kind.versions(edge, SHOP)

    @router.post("/undo", summary="Undo the last change of the shop's settings", **_UNDONE)
    def undo(request: Request, if_match: IfMatch = None) -> Response:
        return kind.undo(request, SHOP, if_match)

    return router


ROUTERS = (
    _router(Kind("rules", _check_rule)),
    _router(Kind("segments", read_segment, SHIPPED_BODIES, _proposed_segments)),
    _router(Kind("synonyms", _check_synonym)),
    _router(Kind("content", read_content_page)),
    _router(Kind("compatibility", read_compatibility)),
    _router(Kind("golden_queries", read_golden_query)),
    _router(Kind("placements", _check_placement, SHIPPED_PLACEMENTS), may_grow=False),
    _shop_router(),
)
