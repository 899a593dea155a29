"""Sends bytes that were made before: what FastAPI and uvicorn alone cost."""

import json
import socket
from argparse import ArgumentParser
from multiprocessing import get_context
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Request, Response


def make_app(bodies: dict[str, bytes]) -> FastAPI:
    """Return an application that answers each address with its bytes."""
    app = FastAPI(openapi_url=None)

    @app.api_route("/{address:path}", methods=["GET", "POST"])
    async def send(request: Request) -> Response:
        if request.method == "POST":
            await request.body()
        target = f"{request.url.path}?{request.url.query}"
        return Response(bodies[target], media_type="application/json")

    return app


def serve(app: FastAPI, listening: socket.socket) -> None:
    """Answer what comes to a socket."""
    config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_keep_alive=600)
    uvicorn.Server(config).run(sockets=[listening])


def main() -> None:
    """Serve the bodies of a file, and say where."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("bodies", type=Path)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    read = json.loads(options.bodies.read_text())
    app = make_app({target: body.encode() for target, body in read.items()})
    listening = socket.create_server(("127.0.0.1", options.port))
    for _ in range(options.workers - 1):
        get_context("fork").Process(target=serve, args=(app, listening), daemon=True).start()
    print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
    serve(app, listening)


if __name__ == "__main__":
    main()
