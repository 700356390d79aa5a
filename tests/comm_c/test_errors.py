"""Every code of the transport is one exception."""

from __future__ import annotations

import pytest
from comm_c._comm import ffi, lib

from comm_c import ChannelError, ChannelTimeout, PeerGone
from comm_c.errors import EXCEPTIONS, exception


def filled_error(code: int, text: bytes, system_errno: int = 0) -> object:
    error = ffi.new("comm_error *")
    error.code, error.system_errno, error.text = code, system_errno, text
    return error


def test_every_code_but_ok_has_an_exception_of_its_own() -> None:
    codes = {value for value in ffi.typeof("enum comm_code").elements if value != lib.COMM_OK}
    assert set(EXCEPTIONS) == codes
    assert len(set(EXCEPTIONS.values())) == len(codes)


@pytest.mark.parametrize("code", EXCEPTIONS)
def test_an_exception_carries_code_errno_and_words(code: int) -> None:
    raised = exception(filled_error(code, b"arena 3 is on fire", 12))
    assert type(raised) is EXCEPTIONS[code]
    assert isinstance(raised, ChannelError)
    assert (raised.code, raised.system_errno, str(raised)) == (code, 12, "arena 3 is on fire")


def test_words_that_are_no_text_do_not_hide_the_failure() -> None:
    assert "replacement" not in str(exception(filled_error(lib.COMM_CORRUPT, b"\xff\xfe")))
    assert len(str(exception(filled_error(lib.COMM_CORRUPT, b"\xff\xfe")))) == 2


def test_an_unknown_code_is_still_a_channel_error() -> None:
    assert type(exception(filled_error(99, b"?"))) is ChannelError


def test_callers_can_catch_the_builtin_kinds_too() -> None:
    assert issubclass(ChannelTimeout, TimeoutError)
    assert issubclass(PeerGone, ConnectionError)
