"""Does a disk that fails or is full cost nothing but refusals, and only meanwhile?"""

import httpx2
import pytest

from tests.rigs.load import acknowledged, serving, shoppers, stored
from tests.rigs.shadow import Shadow

BATCHES = 5


@pytest.mark.parametrize("how", ["EIO", "ENOSPC"])
def test_events_are_refused_while_the_disk_fails_and_taken_when_it_is_mended(
    shadow: Shadow, how: str
) -> None:
    url = f"sqlite:///{shadow.root}/tresen.db"
    people = shoppers(url)
    shadow.begin()
    with serving(shadow.root, environment=shadow.watching()) as (address, _):
        headers = {"Authorization": f"Bearer {people[0].key}"}
        with httpx2.Client(base_url=address, headers=headers, timeout=30) as client:
            for _ in range(3):
                assert {people[0].send(client) for _ in range(BATCHES)} == {202}
                shadow.fail(how)
                assert {one.send(client) for one in people for _ in range(BATCHES)} == {503}
                assert client.get("/v1/search", params={"q": "schuh"}).status_code == 200
                shadow.mend()
                assert {one.send(client) for one in people for _ in range(BATCHES)} == {202}
    assert stored(url) == acknowledged(people)
