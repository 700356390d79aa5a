"""The doctor's look at the user's own game: starts it, asks what only it can say, plays a step, stores the answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.progress import track

from harness.envs.vector_env import FactorioVectorEnv
from harness.errors import HarnessError
from harness.runner.checks import Finding
from harness.scenarios import load_scenario
from harness.servers import Server, ServerSpec
from harness.servers.answers import QUESTIONS, Game, ask
from harness.servers.factorio import Installation, find_installation
from harness.servers.ports import free_udp_port

#: What is played to see that the game can be stepped.
SCENARIO = "movement_micro"
ARENAS, STEPS = 2, 5

#: Seconds that a game may take to start.
START_TIMEOUT = 120.0


def game_findings(binary: Path | None, answers: Path | None) -> Iterator[Finding]:
    """Looks for the game, asks it, plays a few steps.

    Args:
        binary: of the game; looked for when None.
        answers: file for the answers; one named after the version, in the working directory, when None.
    """
    try:
        game = find_installation(binary)
    except HarnessError as error:
        yield Finding("factorio", "failure", str(error), "use --server standin")
        return
    yield Finding("factorio", "ok", f"{game.binary}, version {game.version_text}")
    yield _interview(game, answers or Path(f"factorio-{game.version_text}-answers.json"))
    yield _play(game)


def _spec(game: Installation, flags: tuple[str, ...] = ()) -> ServerSpec:
    return ServerSpec(
        load_scenario(SCENARIO), arenas=1, kind="factorio", door="stock", binary=game.binary, flags=flags,
        start_timeout=START_TIMEOUT,
    )  # fmt: skip


def _interview(game: Installation, path: Path) -> Finding:
    """Asks every question on one server and stores what it says, in words where it could not be asked."""
    port = free_udp_port()
    server = Server(_spec(game, ("--enable-lua-udp", str(port))))
    answers: dict[str, Any] = {"version": game.version_text, "installed_bytes": _bytes_of(game.root)}
    try:
        server.launch()
        with server.wait_console() as rcon:
            talk = Game(rcon, server.process.pid, port)
            for name in track(QUESTIONS, "asking the game", console=Console(stderr=True), transient=True):
                answers[name] = ask(name, talk)
    except HarnessError as error:
        return Finding("answers", "failure", str(error), "the lines above are the game's own; look at its log")
    finally:
        server.kill()
    path.write_text(json.dumps(answers, indent=2) + "\n")
    failed = [name for name, answer in answers.items() if isinstance(answer, dict) and "failed" in answer]
    detail = f"{len(QUESTIONS) - len(failed)} of {len(QUESTIONS)} questions answered, in {path}"
    if failed:
        return Finding("answers", "warning", f"{detail}; not {', '.join(failed)}", "read why in the file")
    return Finding("answers", "ok", detail)


def _bytes_of(folder: Path) -> int | None:
    """Bytes of an installation; None where the folder is not one."""
    if not (folder / "data").is_dir():
        return None
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _play(game: Installation) -> Finding:
    try:
        with FactorioVectorEnv(SCENARIO, ARENAS, server="factorio", factorio_bin=game.binary) as env:
            env.reset(seed=1)
            for _ in range(STEPS):
                env.step(np.zeros(ARENAS, dtype=np.int64))
    except HarnessError as error:
        return Finding("steps", "failure", str(error), "compare the answers with those of 2.0.77")
    return Finding("steps", "ok", f"{STEPS} steps of {ARENAS} arenas of {SCENARIO} through the stock door")
