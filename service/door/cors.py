"""Lets pages of the shop read what they are answered, refusals too."""

from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.door.access import Door, header_of, needs_key

_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, If-Match, X-Request-Id",
    "Access-Control-Max-Age": "86400",
}
_EXPOSED = "ETag, Retry-After, Server-Timing, X-Request-Id"


def permits(door: Door, origin: str) -> Mapping[str, str]:
    """Return the headers with which pages of an origin may read an answer.

    None where no key is meant for them.
    """
    if not door.keyring.knows_origin(origin):
        return {}
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Expose-Headers": _EXPOSED,
    }


class Cors:
    """Stands around everything that answers pages, and answers what browsers ask before."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self.app = app
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sign the answer for who asks from a page."""
        if scope["type"] != "http" or not needs_key(scope["path"]):
            await self.app(scope, receive, send)
            return
        origin = header_of(scope, b"origin")
        if origin:
            send = self._readable_by(origin, send)
        if scope["method"] == "OPTIONS" and header_of(scope, b"access-control-request-method"):
            await self._preflight(origin)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _preflight(self, origin: str) -> Response:
        """Answer what a browser asks before it asks: no key comes along with this."""
        if not permits(self._door, origin):
            return Response(status_code=403)
        return Response(status_code=204, headers=_PREFLIGHT)

    def _readable_by(self, origin: str, send: Send) -> Send:
        """Let the pages of an origin read the answer, when some key is meant for them."""
        permitted = permits(self._door, origin)

        async def sign(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.add_vary_header("Origin")
                headers.update(permitted)
            await send(message)

        return sign
