"""Does `tresen doctor` end with a number that monitoring understands?"""

from tests.service.commands.conftest import Tresen


def test_something_to_do_ends_with_one_and_says_what(tresen: Tresen) -> None:
    assert tresen("keys", "list")[0] == 0
    code, said, _ = tresen("doctor")
    assert code == 1
    assert "NOT OK  feed: there are no products\n        → run `tresen products import`" in said
    assert "ok      migrations: " in said
