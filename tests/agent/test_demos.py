"""Demonstrations on disk."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from rich.console import Console

import harness
from agent.demos import DemoEpisode, Demonstrations, Manifest, read_demonstrations
from agent.demos.__main__ import main
from agent.demos.record import record
from agent.demos.store import DemoCorrupt, EpisodeEntry, add_shard
from agent.errors import AgentError

QUIET = Console(file=io.StringIO())


def made_up(steps: int, seed: int, hole: int | None = None) -> DemoEpisode:
    """An episode of movement_micro, with a step left out."""
    ticks = np.arange(steps + 1) * 4
    if hole is not None:
        ticks[hole + 1 :] += 4
    frames = np.zeros(steps + 1, harness.frame_dtype(0))
    frames["timestamp"], frames["command_id"] = ticks, seed
    entry = EpisodeEntry(seed, steps, True, True, float(steps), "", 0, 0)
    return DemoEpisode(
        entry, frames.view(np.uint8).reshape(steps + 1, -1), np.arange(steps) % 9, np.ones(steps, np.float32),
        np.zeros(steps, np.uint8), None,
    )  # fmt: skip


def folder_of(path: Path, *shards: list[DemoEpisode]) -> Demonstrations:
    """A folder with these shards."""
    manifest = Manifest.of(harness.load_scenario("movement_micro"), "expert", ("rest",), ())
    for shard in shards:
        add_shard(path, manifest, shard)
    return read_demonstrations(path)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    written = [made_up(5, 1), made_up(3, 2), made_up(7, 3)]
    found = list(folder_of(tmp_path, written[:2], written[2:]))
    assert [one.entry.seed for one in found] == [1, 2, 3]
    for before, after in zip(written, found, strict=True):
        assert np.array_equal(before.observations, after.observations)
        assert np.array_equal(before.actions, after.actions)


def test_a_hole_is_named_with_its_step(tmp_path: Path) -> None:
    with pytest.raises(DemoCorrupt, match=r"seed 9: a hole at step 4: from tick 16 to 24"):
        list(folder_of(tmp_path, [made_up(3, 8), made_up(8, 9, hole=4)]))


def test_a_reward_that_is_no_number_is_named_with_its_step(tmp_path: Path) -> None:
    episode = made_up(6, 4)
    episode.rewards[2] = np.nan
    with pytest.raises(DemoCorrupt, match="the reward of step 2"):
        list(folder_of(tmp_path, [episode]))


def test_frames_of_another_contract_are_refused_before_anything_is_read(tmp_path: Path) -> None:
    folder_of(tmp_path, [made_up(3, 8)])
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    (tmp_path / "manifest.json").write_text(json.dumps({**manifest, "contract": 999}))
    with pytest.raises(DemoCorrupt, match=r"contract 999 from step 0 of seed 8 on"):
        read_demonstrations(tmp_path)


@pytest.mark.parametrize("place", [0, 100, -1])
def test_a_changed_byte_is_noticed(tmp_path: Path, place: int) -> None:
    found = folder_of(tmp_path, [made_up(3, 8)])
    shard = bytearray((tmp_path / "00000.safetensors").read_bytes())
    shard[place] ^= 1
    (tmp_path / "00000.safetensors").write_bytes(bytes(shard))
    with pytest.raises(DemoCorrupt, match="SHA-256"):
        list(found)


def test_a_manifest_cannot_name_a_file_elsewhere(tmp_path: Path) -> None:
    folder_of(tmp_path, [made_up(3, 8)])
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    manifest["episodes"][0]["shard"] = "../secret"
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(DemoCorrupt, match="does not list"):
        list(read_demonstrations(tmp_path))


def test_a_recording_goes_on_where_it_stopped_and_equals_one_that_did_not(tmp_path: Path) -> None:
    whole = record("movement_micro", "beginner", 6, 5, tmp_path / "whole", QUIET, arenas=2)
    record("movement_micro", "beginner", 4, 5, tmp_path / "halved", QUIET, arenas=2)
    halved = record("movement_micro", "beginner", 6, 5, tmp_path / "halved", QUIET, arenas=2)
    assert whole.manifest == halved.manifest
    assert whole.manifest.successes >= 5
    assert len(list(halved)) == 6


def test_other_demonstrations_in_the_folder_are_not_mixed_with(tmp_path: Path) -> None:
    folder_of(tmp_path, [made_up(3, 8)])
    with pytest.raises(AgentError, match="choose another folder"):
        record("mining_micro", "expert", 1, 0, tmp_path, QUIET)


def test_held_out_seeds_are_not_demonstrated(tmp_path: Path) -> None:
    with pytest.raises(AgentError, match="held out"):
        record("movement_micro", "expert", 1, 1 << 63, tmp_path, QUIET)


def test_show_tells_what_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder_of(tmp_path, [made_up(3, 8)])
    assert main(["show", str(tmp_path)]) == 0
    assert "100.0% with success" in capsys.readouterr().out
    assert main(["show", str(tmp_path / "nothing")]) == 1


def test_a_dataset_of_minari_comes_back_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("minari", exc_type=ImportError)
    pytest.importorskip("h5py", exc_type=ImportError)
    from agent.demos.minari_exchange import export_dataset, import_dataset

    monkeypatch.setenv("MINARI_DATASETS_PATH", str(tmp_path / "minari"))
    before = folder_of(tmp_path, [made_up(5, 1), made_up(3, 2)])
    with pytest.warns(UserWarning, match="is set to None"):
        name = export_dataset(before)
    after = import_dataset(name, tmp_path / "again")
    assert after.manifest.episodes == before.manifest.episodes
    for one, other in zip(before, after, strict=True):
        assert np.array_equal(one.observations, other.observations)
        assert np.array_equal(one.actions, other.actions)


def test_without_minari_the_error_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from agent.demos.minari_exchange import export_dataset

    monkeypatch.setitem(sys.modules, "minari", None)
    with pytest.raises(AgentError, match="pip install"):
        export_dataset(folder_of(tmp_path, [made_up(3, 8)]))


def test_a_clone_does_what_it_was_shown(tmp_path: Path) -> None:
    from agent.bc.clone import CloneConfig, clone
    from agent.encoders import encoder_for

    shown = record("movement_micro", "expert", 4, 5, tmp_path / "demos", QUIET, arenas=4)
    model = clone(shown, tmp_path / "model", CloneConfig(gradient_steps=400, hidden_units=32), QUIET)
    encoder, agreed, steps = encoder_for(harness.load_scenario("movement_micro")), 0, 0
    for episode in shown:
        frames = harness.fields(np.ascontiguousarray(episode.observations[:-1]), "movement")
        logits = model.policy(torch.from_numpy(encoder.encode(frames))).primitive_action
        agreed += int((logits.argmax(1).numpy() == episode.actions).sum())
        steps += episode.entry.steps
    assert agreed / steps > 0.9


def test_demonstrations_of_commands_are_not_cloned_from_frames(tmp_path: Path) -> None:
    from agent.bc.clone import CloneConfig, clone

    manifest = Manifest.of(harness.load_scenario("survival_basic"), "expert", ("rest",), ())
    with pytest.raises(AgentError, match="--method dagger"):
        clone(Demonstrations(tmp_path, manifest), tmp_path / "model", CloneConfig(), QUIET)
