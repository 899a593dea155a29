"""Serves the widgets to the shop's pages, wherever those come from."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router

from service.scripts.joining import Module, joined
from service.scripts.stripping import stripped

FOLDER = Path(__file__).parents[2] / "widgets"
_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Cache-Control": "no-cache",
    "Vary": "Accept-Encoding",
}


@dataclass(frozen=True, slots=True)
class Served:
    """One file as it is sent, plain and compressed; `etag` tells its versions apart."""

    kind: str
    plain: bytes
    packed: bytes
    etag: str

    @classmethod
    def of(cls, source: str, kind: str = "text/javascript") -> "Served":
        """Pack a file up."""
        plain = source.encode()
        packed = gzip.compress(plain, mtime=0)
        return cls(kind, plain, packed, f'W/"{blake2b(plain, digest_size=12).hexdigest()}"')

    def answer(self, request: Request) -> Response:
        """Send it, unless the browser has it; pages ask each time whether it has changed."""
        kind = f"{self.kind}; charset=utf-8"
        headers = {**_HEADERS, "Content-Type": kind, "ETag": self.etag}
        if self.etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(self.packed, headers={**headers, "Content-Encoding": "gzip"})
        return Response(self.plain, headers=headers)


@cache
def read_modules() -> Mapping[str, Served]:
    """Read `widgets/`, once a process: every file by its name, modules with their imports."""
    modules = {
        path.name: Module.read(path.name, stripped(path.read_text("utf-8")))
        for path in sorted(FOLDER.glob("*.js"))
    }
    served = {name: Served.of(joined(name, modules)) for name in modules}
    looks = {
        path.name: Served.of(path.read_text("utf-8"), "text/css")
        for path in FOLDER.glob("*.css")
    }
    return served | looks


class WidgetFiles(Router):
    """The files of `widgets/` and nothing else that may lie there."""

    def __init__(self) -> None:
        super().__init__([Route("/{name}", self._send)], redirect_slashes=False)
        self._modules = read_modules()

    async def _send(self, request: Request) -> Response:
        module = self._modules.get(request.path_params["name"])
        if module is None:
            raise HTTPException(404)
        return module.answer(request)
