"""What an answer goes without when its request has waited long for its turn.

Under load the queue is what takes the time. The longer a request has stood in it, the less is
done for it: first nothing of its own person, then nothing that was learned, then only what was
answered before; who has waited for as long as there is gets no answer but a word to come back.
A burst has all the time there is. Where the queue stands, there is less: waiting longer would
make everybody late and nobody else served.
"""

import math
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Any

import orjson
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from knowledge_base.consent import Consent
from knowledge_base.errors import Unavailable
from knowledge_base.profiles import Profile
from ranking.context import Context
from service.door.auth import Caller
from service.door.errors import problem_of
from service.door.line import IN_TIME, waits
from service.door.middleware import CALLER
from service.door.patience import ARRIVED
from service.engine import Engine
from service.runtime import Runtime

Body = dict[str, Any]

OVERLOAD = Unavailable("too many requests are waiting", code="overloaded")
WITHOUT = ("one_to_one", "learned_order", "freshness")
"""What an answer lacks from the first, second and third step on."""
_STANDING = 1 / 3
"""For this share of the time there is a queue may go without being empty once."""
_LEFT = 1 / 5
"""What is left of that time where it does."""
_PERSONAL = frozenset({"visitor_id", "session_id", "customer_token", "consent", "key"})
_MOST_REMEMBERED = 1_000
_REMEMBERED_SECONDS = 10.0
"""For so long a remembered answer holds, if no price, product or rule changes before."""


class Step(IntEnum):
    """How far an answer is from a whole one."""

    WHOLE = 0
    ANYBODYS = 1
    UNLEARNED = 2
    REMEMBERED = 3


def arrival(scope: Scope, now: float) -> float:
    """Return when a request arrived (monotonic seconds); just now where nobody looked."""
    arrived: float = scope.get("state", {}).get(ARRIVED, now)
    return arrived


class Memory:
    """The last answers of one engine, to be given again while it is the one in use."""

    def __init__(self) -> None:
        self._engine: Engine | None = None
        self._kept: OrderedDict[object, tuple[float, bytes]] = OrderedDict()

    def recall(self, engine: Engine, key: object, now: float) -> Body | None:
        """Return what was answered lately, None if it was not, or not by this engine."""
        at, body = self._kept.get(key, (-_REMEMBERED_SECONDS, b""))
        if engine is not self._engine or now - at >= _REMEMBERED_SECONDS:
            return None
        answer: Body = orjson.loads(body)
        return answer

    def keep(self, engine: Engine, key: object, body: Body, now: float) -> None:
        """Remember an answer, and forget the oldest."""
        if engine is not self._engine:
            self._engine = engine
            self._kept.clear()
        self._kept[key] = now, orjson.dumps(body)
        self._kept.move_to_end(key)
        if len(self._kept) > _MOST_REMEMBERED:
            self._kept.popitem(last=False)


@dataclass(frozen=True, slots=True)
class Pace:
    """How one request is answered: by which engine, for whom, and without what.

    `question` is the same for all who ask the same, whoever they are.
    """

    engine: Engine
    context: Context
    profile: Profile | None
    without: tuple[str, ...]
    question: object
    memory: Memory | None

    def answer(self, find: Callable[[], Body]) -> Body:
        """Return what was answered lately where that has to do, else what is found now."""
        now = self.context.now.timestamp()
        known = self.memory and self.memory.recall(self.engine, self.question, now)
        body = known or find()
        if self.memory and not known:
            self.memory.keep(self.engine, self.question, body, now)
        return self.told(body)

    def told(self, body: Body) -> Body:
        """Say in an answer what it goes without."""
        return body | {"degraded": list(self.without)} if self.without else body


@dataclass(slots=True)
class Pacing:
    """How long requests may wait (`seconds`, 0: as long as it takes), and what came of it.

    Who arrived after everybody before had had a turn has found the queue empty. Two patiences
    by when that was last: Maurer, "Fail at scale" (2015), after Nichols and Jacobson,
    "Controlling queue delay" (2012).
    """

    seconds: float
    clock: Callable[[], float] = time.monotonic
    memory: Memory = field(default_factory=Memory)
    counts: Counter[str] = field(default_factory=Counter)
    _turn: float = -math.inf
    _empty: float = -math.inf

    def patience(self, now: float) -> float:
        """Return the seconds a request may wait: few where the queue has stood for a while."""
        is_standing = now - self._empty >= _STANDING * self.seconds
        return _LEFT * self.seconds if is_standing else self.seconds

    def is_too_late(self, arrived: float) -> bool:
        """Note whose turn it is; say whether that one has waited for as long as there is."""
        if arrived > self._turn:
            self._empty = arrived
        now = self._turn = self.clock()
        return bool(self.seconds) and now - arrived >= self.patience(now)

    def send_away(self) -> None:
        """Count somebody who is told to come back."""
        self.counts["answer"] += 1

    def step(self, scope: Scope) -> Step:
        """Say what is still possible: a quarter of the time for each step."""
        if not self.seconds:
            return Step.WHOLE
        now = self.clock()
        share = (now - arrival(scope, now)) / self.patience(now)
        return Step(min(int(share * len(Step)), Step.REMEMBERED))

    async def begin(self, request: Request, runtime: Runtime, context: Context) -> Pace:
        """Find the pace of a request, and read who asks where there is time for that."""
        step, engine = self.step(request.scope), runtime.engine
        profile = None
        if step < Step.ANYBODYS:
            profile = await runtime.person(context)
            step = Step.ANYBODYS if profile is None and _is_somebody(context) else step
        if step >= Step.ANYBODYS:
            context = replace(context, consent=Consent.NONE, visitor_id=None, customer_id=None)
        without = WITHOUT[:step]
        self.counts.update(without)
        return Pace(
            engine=engine.unlearned if step >= Step.UNLEARNED else engine,
            context=context,
            profile=profile,
            without=without,
            question=_question(request),
            memory=self.memory if step is Step.REMEMBERED else None,
        )


class Turnstile:
    """Sends those away who have waited for as long as there is, before any work is done."""

    def __init__(self, app: ASGIApp, pacing: Pacing) -> None:
        self.app = app
        self._pacing = pacing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on while it makes sense; health and metrics always."""
        if scope["type"] == "http" and waits(scope["path"]) and self._is_too_late(scope):
            self._pacing.send_away()
            await problem_of(OVERLOAD)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _is_too_late(self, scope: Scope) -> bool:
        """Say whether somebody is late to whom nobody has said yet that he is not."""
        if scope.get("state", {}).get(IN_TIME):
            return False
        return self._pacing.is_too_late(arrival(scope, self._pacing.clock()))


def _is_somebody(context: Context) -> bool:
    """Say whether there could be a profile, had there been the time to read it."""
    known = context.visitor_id is not None or context.customer_id is not None
    return known and context.consent is Consent.PERSONALIZATION


def _question(request: Request) -> object:
    """Return what is asked, whoever asks; people of the shop are told more."""
    caller: Caller = request.scope[CALLER]
    asked = request.query_params.multi_items()
    kept = (one for one in asked if one[0] not in _PERSONAL)
    return caller.key_class, request.scope["path"], *kept
