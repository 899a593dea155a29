"""`POST /v1/events`: a verdict for each event, given when it is on disk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from knowledge_base.consent import Consent
from knowledge_base.errors import BadInput, Fault
from knowledge_base.event_lines import read_event, refuse_event, withdrawn_visitor
from knowledge_base.events import Event, RefusedEvent, Trust
from knowledge_base.proof import Proof
from service.api.answers import json_response
from service.api.bodies import read_json
from service.api.openapi import json_answer
from service.api.shapes import named, shape, some
from service.door.auth import Caller, KeyClass
from service.door.customer_tokens import customer_of
from service.door.edge import Edge, edge_of
from service.door.middleware import CALLER, most_consent_of
from service.door.tokens import Shown
from service.engine import Engine
from service.intake.event_writer import Verdict
from service.intake.robots import SURE, is_trapped, robot_score
from service.watching.timings import stage

MOST_EVENTS = 500
UNSTORABLE = RefusedEvent("unstorable", "event", "the database cannot keep it", "")


@dataclass(slots=True)
class _Batch:
    """The events of one request, good and bad; `places` say where the good ones stood."""

    events: list[Event] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    refused: list[tuple[int, RefusedEvent]] = field(default_factory=list)
    withdrawn: set[str] = field(default_factory=set)


class _Clerk:
    """Decides what each event of one request proves."""

    def __init__(self, edge: Edge, caller: Caller, request: Request, now: datetime) -> None:
        self._edge = edge
        self._engine = edge.runtime.engine
        self._is_server = caller.key_class is KeyClass.PRIVATE
        most = most_consent_of(request.scope)
        self._most_consent = Consent.PERSONALIZATION if self._is_server else most
        self._robot = 0 if self._is_server else robot_score(request.headers)
        self._now = now
        self._customers: dict[str, str | None] = {}

    def sort(self, raws: list[Any], sent_at: object) -> _Batch:
        """Read every event; nothing that was sent makes this fail."""
        batch = _Batch()
        for index, raw in enumerate(raws):
            if isinstance(raw, dict) and sent_at is not None:
                raw.setdefault("sent_at", sent_at)
            read = self._read(raw)
            if isinstance(read, RefusedEvent):
                batch.refused.append((index, read))
                continue
            batch.events.append(read)
            batch.places.append(index)
            if visitor := withdrawn_visitor(raw):
                batch.withdrawn.add(visitor)
        return batch

    def _read(self, raw: Any) -> Event | RefusedEvent:
        if not isinstance(raw, dict):
            return read_event(raw, received_at=self._now)
        proof = self._prove(raw)
        try:
            customer_id = self._customer(raw.get("customer_token"))
        except BadInput as bad:
            return refuse_event(raw, bad.faults[0], proof)
        if customer_id is not None:
            proof = replace(proof, customer_id=customer_id)
        return read_event(raw, received_at=self._now, proof=proof)

    def _prove(self, raw: dict[str, Any]) -> Proof:
        """Check the hit token an event brings, and what else is known of it."""
        shown = self._shown(raw)
        believed = Trust.SHOWN if shown else Trust.CLAIMED
        return Proof(
            trust=Trust.CONFIRMED if self._is_server else believed,
            most_consent=self._most_consent,
            discount=_discount(self._engine, raw),
            robot=SURE if is_trapped(raw) else self._robot,
            is_history=self._is_server,
            **(_facts(shown) if shown else {}),
        )

    def _shown(self, raw: Mapping[str, Any]) -> Shown | None:
        """Return what a hit token proves, if it is for the product the event is about."""
        token = raw.get("token")
        if not isinstance(token, str):
            return None
        shown = self._edge.tokens.verify(token, self._now.timestamp())
        return shown if shown and shown.product_id == raw.get("product_id") else None

    def _customer(self, token: object) -> str | None:
        """Return who is logged in. Raises BadInput for a customer token not ours."""
        if not isinstance(token, str) or not token:
            return None
        if token not in self._customers:
            secrets = self._edge.customer_secrets
            self._customers[token] = customer_of(token, secrets, self._now.timestamp())
        return self._customers[token]


def _facts(shown: Shown) -> dict[str, Any]:
    """Write what a token proves the way an event keeps it."""
    chance = {"explored": True, "propensity": shown.propensity} if shown.explored else {}
    arm = {"arm": shown.arm} if shown.arm else {}
    return {
        "token_id": f"{shown.answer:016x}-{shown.position}",
        "position": shown.position,
        "placement": shown.placement,
        "forced": shown.forced,
        "match_grade": shown.match_grade,
        "token_facts": {"snapshot": shown.snapshot_id, **chance, **arm},
    }


def _discount(engine: Engine, raw: Mapping[str, Any]) -> float | None:
    """Return the share taken off a product now, at most of its variants; None if unknown."""
    catalogue, discount = engine.catalogue, engine.live.discount
    variant, product = raw.get("variant_id"), raw.get("product_id")
    row = catalogue.variant_ids.row(variant) if isinstance(variant, str) else -1
    if row >= 0:
        return float(discount[row])
    row = catalogue.product_row(product) if isinstance(product, str) else -1
    if row < 0:
        return None
    start, end = catalogue.variant_start[row : row + 2].tolist()
    return max(map(float, discount[start:end].tolist()))


async def events(request: Request) -> Response:
    """Take in events; whoever may not send any is told before they are looked at."""
    edge = edge_of(request)
    body = read_json(await request.body())
    envelope = body if isinstance(body, dict) else {"events": body}
    caller = _caller(request, edge, envelope.get("key"))
    raws = envelope.get("events")
    if not isinstance(raws, list) or len(raws) > MOST_EVENTS:
        detail = f"the body is a list of at most {MOST_EVENTS} events"
        raise BadInput(detail, Fault("events", detail))
    body = await take_in(request, caller, raws, envelope.get("sent_at"))
    return json_response(body, 202, {"Cache-Control": "no-store"})


async def take_in(
    request: Request, caller: Caller, raws: list[Any], sent_at: object = None
) -> dict[str, Any]:
    """Store events, good and bad, and say what became of each."""
    edge = edge_of(request)
    with stage("read"):
        batch = _Clerk(edge, caller, request, datetime.now(UTC)).sort(raws, sent_at)
    robots = sum(one.robot >= edge.settings.robot_score for one in batch.events)
    edge.telemetry.count("robot_events", times=robots)
    with stage("commit"):
        bad = [one for _, one in batch.refused]
        verdicts = await edge.runtime.events.write(batch.events, bad, batch.withdrawn)
    return _told(batch, verdicts)


def _told(batch: _Batch, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """Say what became of each event."""
    batch.refused += [
        (index, UNSTORABLE)
        for index, verdict in zip(batch.places, verdicts, strict=True)
        if verdict is Verdict.REFUSED
    ]
    stored, duplicates = verdicts.count(Verdict.STORED), verdicts.count(Verdict.DUPLICATE)
    refused = [
        {"index": index, "code": one.code, "detail": f"{one.place}: {one.detail}"}
        for index, one in sorted(batch.refused, key=itemgetter(0))
    ]
    return {"accepted": stored, "duplicates": duplicates, "refused": refused}


def _caller(request: Request, edge: Edge, key: object) -> Caller:
    """Return who sends: known from the gate, or by the key a beacon has in its body."""
    caller: Caller | None = request.scope.get(CALLER)
    return caller or edge.door.admit(key if isinstance(key, str) else None, request.scope)


_ONE_OR_MORE = {
    "oneOf": [
        some(named("Event"), MOST_EVENTS),
        shape(
            {"events": some(named("Event"), MOST_EVENTS)},
            key={"type": "string"},
            sent_at={"type": "string"},
        ),
    ]
}
ROUTES = [Route("/v1/events", events, methods=["POST"])]
PATHS = {
    "/v1/events": {
        "post": {
            "summary": "Say what visitors did; 202 means it is on disk",
            "requestBody": {
                "required": True,
                "content": {
                    "application/json": {"schema": _ONE_OR_MORE},
                    "text/plain": {"schema": {"type": "string"}},
                },
            },
            "responses": {"202": json_answer(named("EventVerdicts"), "A verdict for each")},
        }
    }
}
