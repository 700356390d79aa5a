"""A whole run: from the command to the card, and everything that can get in between."""

from __future__ import annotations

import io
import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import yaml
from conftest import SMALL
from rich.console import Console
from toy_env import ToyEnv

import harness
from agent.checkpoint import CheckpointStore
from agent.config import TrainConfig, defaults_for, parse
from agent.errors import AgentError, CheckpointCorrupt, CheckpointMissing, LossNotFinite, RunMismatch
from agent.model import load_model
from agent.model_card import training_command
from agent.ppo.ppo import PPO
from agent.run import TrainResult, train
from agent.run_folder import locked
from agent.train import main

HERE = Path(__file__).parent
ROLLOUT = SMALL.arenas * SMALL.horizon


def toy(scenario: harness.Scenario, arenas: int, servers: int) -> Any:
    return ToyEnv(scenario, arenas)


def config(folder: Path, updates: int = 6, **changes: Any) -> TrainConfig:
    base = TrainConfig(steps=ROLLOUT * updates, out=folder, threads=1, checkpoint_every=2, evaluation_episodes=0)
    return replace(base, ppo=SMALL, **changes)


def run(chosen: TrainConfig) -> tuple[TrainResult, str]:
    console = Console(file=io.StringIO(), width=100)
    return train(chosen, console, toy), console.file.getvalue()  # type: ignore[attr-defined]


def test_a_run_leaves_checkpoints_a_record_a_model_a_score_and_a_card(tmp_path: Path) -> None:
    result, output = run(config(tmp_path / "run", evaluation_episodes=6))
    folder = tmp_path / "run"
    assert {path.name for path in (folder / "model").iterdir()} == {
        "policy.safetensors", "model.json", "README.md", "curve.svg",
    }  # fmt: skip
    scores = json.loads((folder / "evaluation.json").read_text())
    assert scores == asdict(result.evaluation)  # type: ignore[arg-type]
    assert scores["machine"]["cores"] >= 1
    assert len((folder / "metrics.jsonl").read_text().splitlines()) == 6
    assert CheckpointStore(folder / "checkpoints").names()[-1] == f"step-{6 * ROLLOUT:012d}"
    assert "held-out success" in output
    assert "python -m agent.evaluate" in output


def test_the_model_is_the_policy_of_the_last_checkpoint(tmp_path: Path) -> None:
    run(config(tmp_path / "run"))
    model, newest = load_model(tmp_path / "run" / "model"), load_model(tmp_path / "run")
    assert model.spec == newest.spec
    for name, tensor in model.policy.state_dict().items():
        assert torch.equal(tensor, newest.policy.state_dict()[name])


def test_a_run_starts_from_a_models_weights(tmp_path: Path) -> None:
    run(config(tmp_path / "first"))
    model = tmp_path / "first" / "model"
    run(config(tmp_path / "second", start_from=model, budget=0.0))
    _, checkpoint = CheckpointStore(tmp_path / "second" / "checkpoints").load()
    for name, tensor in load_model(model).policy.state_dict().items():
        assert np.array_equal(checkpoint.arrays[f"policy/{name}"], tensor.numpy())
        assert np.array_equal(checkpoint.arrays[f"clone/{name}"], tensor.numpy())


def test_a_model_of_another_size_is_not_started_from(tmp_path: Path) -> None:
    run(config(tmp_path / "first"))
    second = config(tmp_path / "second", start_from=tmp_path / "first" / "model")
    wider = replace(second, ppo=replace(SMALL, hidden_units=24))
    with pytest.raises(RunMismatch, match="its hidden_units are 16, the run's 24"):
        run(wider)


def test_the_card_states_command_scores_and_floors(tmp_path: Path) -> None:
    run(config(tmp_path / "run", evaluation_episodes=6))
    card = (tmp_path / "run" / "model" / "README.md").read_text()
    for part in ("python -m agent.train --scenario movement_micro", "| sampled |", "| random |", "| noop |", "cores"):
        assert part in card, part


def test_the_cards_command_gives_the_same_configuration(tmp_path: Path) -> None:
    chosen = config(Path("anywhere"), tensorboard=True)
    words = training_command(chosen).split()
    assert words[:3] == ["python", "-m", "agent.train"]
    assert replace(parse(words[3:]), out=chosen.out) == chosen


def test_the_command_names_no_folder_of_the_machine(tmp_path: Path) -> None:
    scenario = tmp_path / "far.yaml"
    fields = harness.load_scenario("movement_micro").model_dump(mode="json", exclude_none=True)
    scenario.write_text(yaml.safe_dump(fields))
    command = training_command(replace(defaults_for(str(scenario)), seed=3))
    assert command.startswith("python -m agent.train --scenario far.yaml --seed 3")


def test_an_interrupted_and_a_whole_run_end_with_the_same_hash(tmp_path: Path) -> None:
    whole, _ = run(config(tmp_path / "whole"))
    run(config(tmp_path / "parts", budget=0.0))  # the budget is used up at once: only the beginning is saved
    parts, _ = run(config(tmp_path / "parts"))
    assert parts.content_hash == whole.content_hash


def test_a_finished_run_is_not_trained_again(tmp_path: Path) -> None:
    first, _ = run(config(tmp_path / "run"))
    before = (tmp_path / "run" / "metrics.jsonl").read_text()
    second, _ = run(config(tmp_path / "run"))
    assert second.content_hash == first.content_hash
    assert (tmp_path / "run" / "metrics.jsonl").read_text() == before


def test_a_finished_run_goes_on_when_it_is_given_more_steps(tmp_path: Path) -> None:
    run(config(tmp_path / "run", updates=4))
    run(config(tmp_path / "run", updates=6))
    lines = (tmp_path / "run" / "metrics.jsonl").read_text().splitlines()
    assert [json.loads(line)["update"] for line in lines] == [1, 2, 3, 4, 5, 6]


def test_another_configuration_in_the_same_folder_is_refused_with_what_differs(tmp_path: Path) -> None:
    run(config(tmp_path / "run"))
    with pytest.raises(RunMismatch) as caught:
        run(config(tmp_path / "run", seed=9))
    assert "seed: there 1, asked 9" in str(caught.value)
    assert "--fresh" in str(caught.value)


def test_a_fresh_start_sets_the_old_run_aside(tmp_path: Path) -> None:
    run(config(tmp_path / "run"))
    run(config(tmp_path / "run", updates=2, seed=9, fresh=True))
    assert len((tmp_path / "run" / "metrics.jsonl").read_text().splitlines()) == 2
    assert len((tmp_path / "run" / "previous-1" / "metrics.jsonl").read_text().splitlines()) == 6


def test_insisting_on_a_checkpoint_where_there_is_none_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CheckpointMissing, match="holds no checkpoint to resume"):
        run(config(tmp_path / "run", resume=True))


def test_a_corrupt_checkpoint_stops_the_run_and_the_one_before_is_taken_when_asked(tmp_path: Path) -> None:
    whole, _ = run(config(tmp_path / "run"))
    store = CheckpointStore(tmp_path / "run" / "checkpoints")
    before, newest = store.names()[-2:]
    (store.path(newest) / "state.json").write_text("{}")
    with pytest.raises(CheckpointCorrupt, match=f"{newest} is corrupt.*--resume-from {before}"):
        run(config(tmp_path / "run"))
    again, _ = run(config(tmp_path / "run", resume_from=before))
    assert again.content_hash == whole.content_hash


def test_a_loss_that_is_not_a_number_names_update_and_last_good_checkpoint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collect = PPO.collect

    def poisoned(learner: PPO) -> Any:
        rollout = collect(learner)
        if learner.updates == 4:
            rollout.rewards[0, 0] = float("nan")
        return rollout

    monkeypatch.setattr(PPO, "collect", poisoned)
    with pytest.raises(LossNotFinite) as caught:
        run(config(tmp_path / "run"))
    text = str(caught.value)
    assert "policy_loss is nan in update 5" in text
    assert f"Last good checkpoints: step-{4 * ROLLOUT:012d}" in text
    assert CheckpointStore(tmp_path / "run" / "checkpoints").load()[1].state["learner"]["updates"] == 4


def test_two_trainers_in_one_folder_are_refused(tmp_path: Path) -> None:
    with locked(tmp_path / "run"), pytest.raises(AgentError, match="another process trains in"):
        run(config(tmp_path / "run"))


def test_a_folder_that_cannot_be_written_is_told_before_anything_starts(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    def never(*_: Any) -> Any:
        raise AssertionError("arenas were made")

    with pytest.raises(AgentError, match="cannot be written"):
        train(config(tmp_path / "file" / "run"), Console(file=io.StringIO()), never)


def test_a_lost_server_does_not_stop_a_run(tmp_path: Path) -> None:
    lossy: Callable[..., Any] = lambda scenario, arenas, servers: ToyEnv(scenario, arenas, lose=(5, 20))  # noqa: E731
    train(config(tmp_path / "run"), Console(file=io.StringIO()), lossy)
    losses = [json.loads(line)["policy_loss"] for line in (tmp_path / "run" / "metrics.jsonl").read_text().splitlines()]
    assert None not in losses


def test_a_server_lost_while_saving_costs_the_open_episodes_and_no_checkpoint(tmp_path: Path) -> None:
    class Fragile(ToyEnv):
        """Loses its server in the first snapshot of update 4, and again in the reset's."""

        snapshots = 0

        def snapshot(self) -> bytes:
            self.snapshots += 1
            if self.snapshots in (2, 3):
                raise harness.ServerLost("server-0 was lost")
            return super().snapshot()

    train(config(tmp_path / "run"), Console(file=io.StringIO()), lambda scenario, arenas, _: Fragile(scenario, arenas))
    store = CheckpointStore(tmp_path / "run" / "checkpoints")
    assert store.names()[-2:] == [f"step-{updates * ROLLOUT:012d}" for updates in (4, 6)]
    ledger = store.load(store.names()[-2])[1].arrays["ledger/actions"]
    assert ledger.tolist() == [0.0] * SMALL.arenas


def test_mistakes_on_the_command_line_end_with_one_line_and_status_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--scenario", "no_such_scenario", "--out", str(tmp_path)]) == 1
    error = capsys.readouterr().err
    assert "no_such_scenario" in error
    assert "Traceback" not in error


def test_every_scenario_has_its_own_defaults_and_flags_override_them() -> None:
    assert parse(["--scenario", "mining_micro"]) == defaults_for("mining_micro")
    chosen = parse(["--scenario", "mining_micro", "--steps", "77", "--ppo.gamma", "0.5", "--out", "x"])
    assert (chosen.steps, chosen.ppo.gamma, chosen.out) == (77, 0.5, Path("x"))
    assert chosen.ppo.arenas == defaults_for("mining_micro").ppo.arenas


def test_the_folder_of_a_run_is_named_after_scenario_and_seed() -> None:
    assert TrainConfig(scenario="mining_micro", seed=7).folder == Path("runs/mining_micro-7")
    assert TrainConfig(scenario="my/own.yaml", seed=7).folder == Path("runs/own-7")


def test_the_help_text_shows_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["--help"])
    assert "python -m agent.train --scenario movement_micro" in capsys.readouterr().out


def toy_train(folder: Path, steps: int) -> list[str]:
    flags = {"--out": folder, "--steps": steps, "--threads": 1, "--checkpoint-every": 1000, "--evaluation-episodes": 0}
    words = [str(word) for pair in flags.items() for word in pair]
    return [sys.executable, str(HERE / "toy_train.py"), *words]


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + 1000
    while not path.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert path.exists()


def test_ctrl_c_leaves_a_checkpoint_and_a_clean_terminal(tmp_path: Path) -> None:
    terminal, other_end = pty.openpty()
    process = subprocess.Popen(toy_train(tmp_path / "run", 10**9), stdin=other_end, stdout=other_end, stderr=other_end)
    os.close(other_end)
    wait_for(tmp_path / "run" / "metrics.jsonl")
    process.send_signal(signal.SIGINT)
    output = read_all(terminal)
    assert process.wait() == 130
    assert "the same command goes on from" in output
    assert "Traceback" not in output
    assert output.rfind("\x1b[?25h") > output.rfind("\x1b[?25l")
    _, checkpoint = CheckpointStore(tmp_path / "run" / "checkpoints").load()
    record = (tmp_path / "run" / "metrics.jsonl").read_text().splitlines()
    assert checkpoint.state["learner"]["updates"] == len(record)


def read_all(terminal: int) -> str:
    """Everything that is written to a terminal until its last writer has gone."""
    output = b""
    while True:
        try:
            output += os.read(terminal, 65536)
        except OSError:  # EIO: nobody writes any more
            os.close(terminal)
            return output.decode()


def test_a_full_disk_ends_a_run_with_its_last_good_checkpoint_intact(tmp_path: Path) -> None:
    run(config(tmp_path / "run", updates=2))
    words = [sys.executable, str(HERE / "toy_train.py"), "--out", str(tmp_path / "run"), "--steps", str(ROLLOUT * 50)]
    for name in ("arenas", "horizon", "epochs", "minibatches", "hidden-units"):
        words += [f"--ppo.{name}", str(getattr(SMALL, name.replace("-", "_")))]
    words += ["--threads", "1", "--checkpoint-every", "2", "--evaluation-episodes", "0"]
    # No file may grow beyond 8 KiB: the next checkpoint does not fit.
    limited = subprocess.run(["prlimit", "--fsize=8192", *words], capture_output=True, text=True, check=False)
    assert limited.returncode == 1
    assert "could not be written: File too large" in limited.stderr
    assert "Traceback" not in limited.stderr
    assert CheckpointStore(tmp_path / "run" / "checkpoints").load()[0] == f"step-{2 * ROLLOUT:012d}"
