"""Keeps keys and signing secrets as the database has them, and notes which keys are used."""

import asyncio
import logging

from starlette.concurrency import run_in_threadpool

from knowledge_base.errors import Unavailable
from knowledge_base.storage.database import Database
from knowledge_base.storage.keys import list_keys, note_uses, signing_secrets
from service.door.auth import Keyring
from service.door.customer_tokens import as_text
from service.door.tokens import HitTokens

TEND_SECONDS = 60.0
"""How often uses are written down, and secrets let go of whose grace has ended."""

log = logging.getLogger(__name__)


class KeyCabinet:
    """Everything by which callers and what they bring along are recognised.

    `customer_secrets` are those that customer tokens may be signed with, the newest first.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.write() as connection:
            pepper, *_ = signing_secrets(connection, "pepper")
            self.tokens = HitTokens(signing_secrets(connection, "hits"))
            self.customer_secrets = list[bytes]()
            signing_secrets(connection, "customers")  # the first start makes it
        self.keyring = Keyring(pepper)
        self.follow()

    def follow(self) -> None:
        """Take in what keys and secrets are in force now."""
        with self._database.read() as connection:
            self.keyring.hang(list_keys(connection))
            self.tokens.hang(signing_secrets(connection, "hits"))
            secrets = signing_secrets(connection, "customers")
            self.customer_secrets[:] = [as_text(one) for one in secrets]

    def tend(self) -> None:
        """Write down which keys were used, and let go of what has ended by itself."""
        used = self.keyring.take_used()
        try:
            if used:
                with self._database.write() as connection:
                    note_uses(connection, used)
            self.follow()
        except Unavailable as outage:
            log.warning("uses of keys are not written down: %s", outage.detail)

    async def keep_tending(self) -> None:
        """Tend now and then, until cancelled."""
        while True:
            await asyncio.sleep(TEND_SECONDS)
            await run_in_threadpool(self.tend)
