"""Do writers get their turn in the order they came, and is none left standing?"""

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from knowledge_base.errors import Unavailable
from knowledge_base.storage.turns import Turns

LONG = 60.0


def test_who_came_first_is_served_first() -> None:
    turns, served = Turns(), list[int]()

    def write(number: int) -> None:
        with turns.turn(LONG):
            served.append(number)

    with ThreadPoolExecutor(8) as writers:
        with turns.turn(LONG):
            for number in range(8):
                writers.submit(write, number)
                _until_waiting(turns, number + 1)
        # The one who has just let go comes back, and stands behind all of them.
        with turns.turn(LONG):
            served.append(8)
    assert served == list(range(9))


def test_two_never_have_their_turn_at_once() -> None:
    turns, inside = Turns(), list[int]()

    def write() -> None:
        for _ in range(200):
            with turns.turn(LONG):
                inside.append(1)
                assert len(inside) == 1
                inside.pop()

    with ThreadPoolExecutor(6) as writers:
        for writer in [writers.submit(write) for _ in range(6)]:
            writer.result()


def test_one_who_gives_up_says_so_and_holds_up_nobody() -> None:
    turns = Turns()
    with turns.turn(LONG), pytest.raises(Unavailable, match="writing"), turns.turn(0.01):
        raise AssertionError
    with turns.turn(0.01):
        pass


@pytest.fixture
def _interruptible() -> Iterator[None]:
    """Let an interrupt be one also in the background, where a shell has it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_interruptible")
def test_one_who_is_interrupted_while_waiting_holds_up_nobody() -> None:
    turns, let_go = Turns(), threading.Event()

    def write() -> None:
        with turns.turn(LONG):
            interrupt.start()
            let_go.wait(LONG)

    def press_control_c() -> None:
        _until_waiting(turns, 1)
        os.kill(os.getpid(), signal.SIGINT)

    interrupt = threading.Thread(target=press_control_c)
    with ThreadPoolExecutor(1) as writers:
        writer = writers.submit(write)
        _until_waiting(turns, 0)
        with pytest.raises(KeyboardInterrupt), turns.turn(LONG):
            raise AssertionError
        let_go.set()
        writer.result()
    interrupt.join()
    with turns.turn(0.01):
        pass


def test_a_turn_that_fails_is_passed_on() -> None:
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns.turn(LONG):
        raise ZeroDivisionError
    with turns.turn(0.01):
        pass


def _until_waiting(turns: Turns, many: int) -> None:
    # The first of the queue does not wait: it has its turn.
    while len(turns._queue) <= many:  # noqa: SLF001 -- the one thing to see from outside
        threading.Event().wait(0.001)
