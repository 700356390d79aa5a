"""The agent on a real server: small runs of the commands that a user gives."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from conftest import SMALL
from rich.console import Console

import harness
from agent.config import TrainConfig
from agent.evaluate import main as evaluate_main
from agent.run import TrainResult, train
from agent.seeds import FIRST_HELD_OUT, held_out_seeds

SCENARIOS = ("movement_micro", "mining_micro")


def small_run(folder: Path, scenario: str, servers: int = 1) -> TrainResult:
    config = TrainConfig(
        scenario=scenario, steps=SMALL.arenas * SMALL.horizon * 4, out=folder, servers=servers, threads=1,
        checkpoint_every=2, evaluation_episodes=0, ppo=SMALL,
    )  # fmt: skip
    return train(config, Console(file=io.StringIO()))


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_policy_is_trained_and_evaluated_from_the_command_line(
    tmp_path: Path, scenario: str, capsys: pytest.CaptureFixture[str]
) -> None:
    small_run(tmp_path / "run", scenario)
    words = [str(tmp_path / "run"), "--scenario", scenario, "--episodes", "4", "--json", str(tmp_path / "scores.json")]
    assert evaluate_main(words) == 0
    scores = json.loads((tmp_path / "scores.json").read_text())
    assert (scores["scenario"], scores["episodes"]) == (scenario, 4)
    assert scores["floors"]["noop"]["success_rate"] == 0.0
    assert "held-out success" in capsys.readouterr().out


def test_what_is_learned_does_not_depend_on_the_number_of_servers(tmp_path: Path) -> None:
    policies = []
    for servers in (1, 2):
        folder = tmp_path / str(servers)
        small_run(folder, "movement_micro", servers)
        policies.append((folder / "model" / "policy.safetensors").read_bytes())
    assert policies[0] == policies[1]


def test_training_and_held_out_episodes_have_their_seeds_in_two_halves() -> None:
    with harness.FactorioVectorEnv("movement_micro", num_envs=4) as env:
        for seed, held_out in ((7, False), (held_out_seeds(7, 4), True)):
            observation, _ = env.reset(seed=seed)
            seeds = harness.fields(observation, "movement")["command_id"]
            assert ((seeds >= FIRST_HELD_OUT) == held_out).all()
