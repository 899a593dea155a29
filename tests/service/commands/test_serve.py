"""Does a service say what its operator has to know, and send what it is given at once?"""

import asyncio
from asyncio import StreamReader, StreamWriter
from contextlib import closing
from pathlib import Path
from socket import IPPROTO_TCP, TCP_NODELAY, create_server, socket

import pytest

from knowledge_base.storage.database import open_database
from knowledge_base.storage.products import put_products
from service.commands.keys import issue_key
from service.commands.serve import bound, hint_at_gaps
from service.door.auth import KeyClass
from tests.service.flow import LINES


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
    assert asyncio.run(sends_at_once(bound("127.0.0.1", 0)))


def test_pieces_would_wait_over_a_socket_that_does_not_know_its_protocol() -> None:
    assert not asyncio.run(sends_at_once(create_server(("127.0.0.1", 0))))


def test_only_as_long_as_keys_or_products_lack_it_is_said_how_to_have_some(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(open_database(f"sqlite:///{tmp_path}/tresen.db")) as database:
        database.migrate()
        hint_at_gaps(database)
        said = capsys.readouterr().out
        assert "tresen keys create" in said
        assert "tresen products import" in said
        issue_key(database, KeyClass.PUBLIC, "pages", ("*",))
        with database.write() as connection:
            put_products(connection, LINES)
        hint_at_gaps(database)
    assert not capsys.readouterr().out
