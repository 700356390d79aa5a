"""Environments on the fake server, which starts fast and misbehaves on request."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.envs import FactorioEnv, FactorioVectorEnv
from harness.scenarios import load_scenario
from harness.servers import ServerConfig, ServerSpec

FAKE_COMMAND = (sys.executable, str(Path(__file__).parent / "fake_server.py"))
FAKE = {"command": FAKE_COMMAND, "config": ServerConfig(mods=[])}


@pytest.fixture
def fake() -> dict[str, Any]:
    """Options that make an environment start fake servers."""
    return dict(FAKE)


@pytest.fixture
def fake_spec() -> ServerSpec:
    """A spec of two arenas of movement_micro on the fake server."""
    return ServerSpec(load_scenario("movement_micro"), arenas=2, **FAKE)  # type: ignore[arg-type]


@pytest.fixture
def make_fake_vec() -> Iterator[Callable[..., FactorioVectorEnv]]:
    """Makes vector environments on fake servers; closes them."""
    made: list[FactorioVectorEnv] = []

    def make(scenario: Any = "movement_micro", num_envs: int = 4, **options: Any) -> FactorioVectorEnv:
        made.append(FactorioVectorEnv(scenario, num_envs, **FAKE, **options))
        return made[-1]

    yield make
    for env in made:
        env.close()


@pytest.fixture
def fake_env() -> Iterator[FactorioEnv]:
    """One arena of movement_micro on a fake server."""
    env = FactorioEnv("movement_micro", **FAKE)  # type: ignore[arg-type]
    yield env
    env.close()


@pytest.fixture
def fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., None]:
    """Makes the next fake server misbehave: `fault("die", at=3)`; once, unless `always`."""

    def ask(name: str, at: int = 0, always: bool = False) -> None:
        monkeypatch.setenv("FAKE_SERVER_FAULT", name)
        monkeypatch.setenv("FAKE_SERVER_FAULT_AT", str(at))
        if always:
            monkeypatch.delenv("FAKE_SERVER_FAULT_ONCE", raising=False)
        else:
            once = tmp_path / "once"
            once.touch()
            monkeypatch.setenv("FAKE_SERVER_FAULT_ONCE", str(once))

    return ask
