"""One arena for somebody to play by hand, recorded by the mod as they do."""

from __future__ import annotations

import json
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from harness.envs.seeds import base_seeds, episode_seeds
from harness.errors import RecordingError
from harness.scenarios import Scenario
from harness.servers import Server, ServerKind, ServerSpec

#: Name of the file below the server's script-output.
FILE = "recording.jsonl"


class PlayedArena:
    """A server with one arena that is played by hand.

        with PlayedArena(scenario, kind="factorio", binary=path) as arena:
            print(arena.address)          # where the game's own client joins
            arena.begin(seed=7, player="ann")
            ...
            arena.stop()
            recordings = read_recording(arena.file)

    Nobody can join the stand-in: there, a program moves the character's hand through `console`.

    Args:
        scenario: what is played.
        kind: `standin` or `factorio`.
        binary: the Factorio binary, for kind factorio.

    Raises:
        ServerError: if the server cannot be started.
    """

    def __init__(self, scenario: Scenario, kind: ServerKind = "standin", binary: Path | None = None) -> None:
        self.scenario = scenario
        self._server = Server(ServerSpec(scenario, arenas=1, kind=kind, door="stock", binary=binary))
        self._server.launch()
        self._server.wait_ready()
        self._rcon = self._server.console()
        self._has_begun = False

    @property
    def address(self) -> str:
        """Host and port that the game's client joins: this machine's own."""
        return self._server.game_address

    @property
    def file(self) -> Path:
        """Where the recording grows; it goes with the server."""
        return self._server.script_output / FILE

    def console(self, text: str) -> str:
        """What the server's console answers to a command."""
        return self._rcon.command(text)

    def begin(self, seed: int, player: str = "") -> str:
        """Begins the episode that `FactorioEnv.reset(seed=seed)` begins, and its recording; the game runs from now on.

        Args:
            seed: base seed.
            player: name of the player that is given the character; nobody when empty.

        Returns:
            Name of the arena's surface.

        Raises:
            RecordingError: if the mod refuses.
        """
        word = int(episode_seeds(*base_seeds([seed], 1), np.zeros(1, dtype=np.int64))[0])
        request: dict[str, Any] = {
            "file": FILE, "arena": 1, "ticks": self.scenario.ticks_per_step, "label": str(seed),
            "seed": [word & 0xFFFFFFFF, word >> 32], "append": self._has_begun,
        }  # fmt: skip
        answer = self._record(request | ({"player": player} if player else {}))
        self._has_begun = True
        return str(answer["surface"])

    def stop(self) -> None:
        """Ends the recording; the game is paused again.

        Raises:
            RecordingError: if nothing is being recorded.
        """
        self._record({"stop": True})

    def has_ended(self) -> bool:
        """Whether the recording has ended by itself, as by the character's death."""
        lines = self.file.read_text().splitlines()
        return bool(lines) and lines[-1].startswith('{"ends"')

    def _record(self, request: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.console("/agent-record " + json.dumps(request)))
        if not answer.get("ok"):
            raise RecordingError(f"/agent-record was refused: {answer.get('error', answer)}")
        return answer

    def close(self) -> None:
        """Ends the server."""
        self._rcon.close()
        self._server.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
