"""The native door: hands the arenas that Lua has built to the C serve loop, in a thread without the GIL."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Any

from harness.standin import library
from harness.standin.errors import StartError

#: Environment variable with the number of the inherited descriptor of the client's channel.
CHANNEL_VARIABLE = "FACTORIO_CHANNEL_FD"


class NativeDoor:
    """One client's channel.

    Args:
        descriptor: Of the channel's shared memory; owned by the door from here on.
        world_address: Of the Lua API's world.
        on_end: Called from the serving thread when the client is gone.

    Raises:
        StartError: The descriptor is not a channel of this version.
    """

    def __init__(self, descriptor: int, world_address: int, on_end: Callable[[], None]) -> None:
        self._ffi, self._lib = library.load()
        self._world = self._ffi.cast("luaapi_world *", world_address)
        self._error = self._ffi.new("comm_error *")
        prototypes = self._lib.luaapi_world_prototypes(self._world)
        self._server: Any = self._lib.native_server_open(descriptor, prototypes, self._error)
        if self._server == self._ffi.NULL:
            raise StartError(f"{CHANNEL_VARIABLE}={descriptor}: {self._text()}")
        self._scenes = int(self._lib.native_server_pool_scenes(self._server))
        self._on_end = on_end
        self._thread: threading.Thread | None = None
        #: Why serving ended; empty before and after a good end.
        self.failure = ""

    @property
    def is_open(self) -> bool:
        """Whether the serve loop has been started."""
        return self._thread is not None

    def open_when_built(self) -> bool:
        """Starts to serve once the surfaces ``arena-1`` to ``arena-P`` exist; ``True`` when it has started now.

        Raises:
            StartError: A surface is not fit to be a scene.
        """
        if self.is_open or not self._lib.luaapi_world_arena(self._world, _surface(self._scenes)):
            return False
        for number in range(1, self._scenes + 1):
            arena = self._lib.luaapi_world_tight_arena(self._world, _surface(number))
            if not arena or self._lib.native_server_add_scene(self._server, arena, self._error) != 0:
                raise StartError(f"surface arena-{number}: {self._text() or 'there is no such surface'}")
        self._thread = threading.Thread(target=self._serve, name="native-door", daemon=True)
        self._thread.start()
        return True

    def close(self) -> None:
        """Ends the serve loop and lets the channel go. Safe to call twice."""
        if self._server == self._ffi.NULL:
            return
        if self._thread is not None:
            self._lib.native_server_stop(self._server)
            self._thread.join()
        self._lib.native_server_free(self._server)
        self._server = self._ffi.NULL

    def _serve(self) -> None:
        error = self._ffi.new("comm_error *")
        if self._lib.native_server_run(self._server, error) != 0:
            self.failure = self._ffi.string(error.text).decode(errors="replace")
        self._on_end()

    def _text(self) -> str:
        return str(self._ffi.string(self._error.text).decode(errors="replace"))


def _surface(number: int) -> bytes:
    return f"arena-{number}".encode()


def channel_descriptor() -> int | None:
    """The descriptor that the environment names, ``None`` without one.

    Raises:
        StartError: The variable does not hold the number of an open descriptor.
    """
    text = os.environ.get(CHANNEL_VARIABLE)
    if text is None:
        return None
    try:
        descriptor = int(text)
        os.fstat(descriptor)
    except (ValueError, OSError) as error:
        raise StartError(
            f"{CHANNEL_VARIABLE} must be the number of an inherited open descriptor, got {text!r}"
        ) from error
    return descriptor
