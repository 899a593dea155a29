"""Does the socket of a service send what it is given, when it is given it?"""

import asyncio
from asyncio import StreamReader, StreamWriter
from socket import IPPROTO_TCP, TCP_NODELAY, create_server, socket

import uvicorn

from service.commands.serve import bound


async def sends_at_once(listening: socket) -> bool:
    """Connect to somebody who listens; say whether the other side would hold pieces back."""
    told: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    async def answer(_: StreamReader, writer: StreamWriter) -> None:
        taken = writer.get_extra_info("socket")
        told.set_result(bool(taken.getsockopt(IPPROTO_TCP, TCP_NODELAY)))
        writer.close()

    async with await asyncio.start_server(answer, sock=listening):
        _, writer = await asyncio.open_connection(*listening.getsockname())
        try:
            return await told
        finally:
            writer.close()
            await writer.wait_closed()


def test_no_piece_of_an_answer_waits_for_the_receipt_of_another() -> None:
    config = uvicorn.Config("nothing:here", host="127.0.0.1", port=0, log_config=None)
    assert asyncio.run(sends_at_once(bound(config)))


def test_pieces_would_wait_over_a_socket_that_does_not_know_its_protocol() -> None:
    assert not asyncio.run(sends_at_once(create_server(("127.0.0.1", 0))))
