"""The wish to stop."""

from __future__ import annotations

import os
import signal

import pytest

from agent.interrupt import StopWish, stop_wish


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_becomes_a_wish_and_the_old_handler_comes_back(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with stop_wish() as wish:
        assert not wish
        os.kill(os.getpid(), number)
        assert wish
    assert signal.getsignal(number) is before


def test_an_echo_of_the_first_signal_is_not_a_second_one() -> None:
    wish = StopWish()
    wish.note(10.0)
    wish.note(10.4)
    assert wish


def test_asking_again_interrupts_at_once() -> None:
    wish = StopWish()
    wish.note(10.0)
    with pytest.raises(KeyboardInterrupt):
        wish.note(10.6)
