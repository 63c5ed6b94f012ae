"""Writers stand in line and none is overtaken."""

from __future__ import annotations

import threading
import time

from gapsessions.storage.turns import Turns, turns_of


def _until(condition) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "the threads never got there"
        time.sleep(0.001)


def test_turns_go_to_whoever_asked_first():
    turns, served, threads = Turns(), [], []

    def writer(number: int) -> None:
        assert turns.take(10)
        served.append(number)
        turns.give_back()

    assert turns.take(0)
    for number in range(20):
        threads.append(threading.Thread(target=writer, args=(number,)))
        threads[-1].start()
        _until(lambda expected=number + 1: turns.waiting == expected)
    turns.give_back()
    for thread in threads:
        thread.join()

    assert served == list(range(20))


def test_turn_that_never_comes_leaves_the_line():
    turns = Turns()
    assert turns.take(0)

    assert not turns.take(0.01)

    assert turns.waiting == 0
    turns.give_back()
    assert turns.take(0)


def test_turn_is_never_held_by_two():
    turns, inside, most = Turns(), [], []

    def writer() -> None:
        for _ in range(200):
            assert turns.take(10)
            inside.append(1)
            most.append(len(inside))
            inside.pop()
            turns.give_back()

    threads = [threading.Thread(target=writer) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert max(most) == 1
    assert len(most) == 1600


def test_databases_have_lines_of_their_own():
    assert turns_of("a.sqlite3") is turns_of("a.sqlite3")
    assert turns_of("a.sqlite3") is not turns_of("b.sqlite3")
