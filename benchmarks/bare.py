"""Sends bytes that were made before: what Starlette and uvicorn alone cost."""

import json
import socket
import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def make_app(bodies: dict[str, bytes]) -> Starlette:
    """Return an application that answers each address with its bytes."""

    async def send(request: Request) -> Response:
        target = f"{request.url.path}?{request.url.query}"
        return Response(bodies[target], media_type="application/json")

    return Starlette(routes=[Route("/{address:path}", send)])


def main() -> None:
    """Serve the bodies of a file at a free port, and say which."""
    read = json.loads(Path(sys.argv[1]).read_text())
    listening = socket.create_server(("127.0.0.1", 0))
    print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
    app = make_app({target: body.encode() for target, body in read.items()})
    config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_keep_alive=600)
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main()
