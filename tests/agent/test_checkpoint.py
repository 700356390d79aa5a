"""Checkpoints: whole or not at all, checked when read."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.checkpoint import Checkpoint, CheckpointStore, read_checkpoint, write_checkpoint
from agent.errors import CheckpointCorrupt, CheckpointMissing, CheckpointNotWritten


def sample(value: float = 1.0, seconds: float = 0.0) -> Checkpoint:
    arrays = {"weights": np.full((2, 3), value, np.float32), "arenas": np.arange(8, dtype=np.uint8)}
    return Checkpoint(arrays, {"steps": 5, "mean": 0.1}, {"seconds": seconds})


def test_what_is_written_is_read_bit_for_bit(tmp_path: Path) -> None:
    written = sample()
    written.arrays["nothing"] = np.zeros((0,), np.float64)
    written.arrays["flags"] = np.array([True, False])
    written.arrays["counts"] = np.array([2**63], np.uint64)
    written.arrays["scalar"] = np.array(3.0, np.float32)
    content_hash = write_checkpoint(tmp_path / "c", written)
    read = read_checkpoint(tmp_path / "c")
    assert read.state == written.state
    assert read.notes == written.notes
    assert read.content_hash == content_hash
    for name, array in written.arrays.items():
        assert read.arrays[name].dtype == array.dtype
        assert np.array_equal(read.arrays[name], array)


def test_the_content_hash_covers_arrays_and_state_but_not_the_notes() -> None:
    assert sample().content_hash == sample(seconds=99.0).content_hash
    assert sample().content_hash != sample(value=1.0000001).content_hash
    other = sample()
    other.state["steps"] = 6
    assert sample().content_hash != other.content_hash


def test_the_content_hash_tells_equal_bytes_of_other_shapes_apart() -> None:
    flat = Checkpoint({"a": np.zeros(6, np.float32)}, {})
    assert flat.content_hash != Checkpoint({"a": np.zeros((2, 3), np.float32)}, {}).content_hash


def test_the_store_keeps_the_last_two_and_the_best(tmp_path: Path) -> None:
    store = CheckpointStore(tmp_path)
    for step in range(1, 6):
        store.save(step, sample(step), best=step == 2)
    assert store.names() == ["step-000000000002", "step-000000000004", "step-000000000005"]
    assert store.best_name() == "step-000000000002"


def test_milestones_are_kept_for_good(tmp_path: Path) -> None:
    store = CheckpointStore(tmp_path, milestone_steps=10)
    for step in range(0, 34, 3):
        store.save(step, sample(step))
    steps = [int(name.removeprefix("step-")) for name in store.names()]
    assert steps == [12, 21, 30, 33]
    assert [int(name.removeprefix("step-")) for name in store.milestones()] == [12, 21, 30]


def test_a_better_checkpoint_replaces_the_best(tmp_path: Path) -> None:
    store = CheckpointStore(tmp_path)
    for step in (1, 2, 3, 4):
        store.save(step, sample(step), best=step in (1, 4))
    assert store.best_name() == "step-000000000004"
    assert store.names() == ["step-000000000003", "step-000000000004"]


def test_loading_takes_the_newest_or_the_one_named(tmp_path: Path) -> None:
    store = CheckpointStore(tmp_path)
    store.save(1, sample(1.0))
    store.save(2, sample(2.0))
    assert store.load()[0] == "step-000000000002"
    assert store.load("step-000000000001")[1].arrays["weights"][0, 0] == 1.0


def test_a_missing_checkpoint_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    store = CheckpointStore(tmp_path)
    with pytest.raises(CheckpointMissing, match="there are: none"):
        store.load()
    store.save(1, sample())
    with pytest.raises(CheckpointMissing, match=r"no checkpoint step-7; there are: step-000000000001"):
        store.load("step-7")


def test_a_flipped_bit_is_named_and_the_previous_good_checkpoint_offered(tmp_path: Path) -> None:
    store = CheckpointStore(tmp_path)
    store.save(1, sample(1.0))
    store.save(2, sample(2.0))
    path = store.path("step-000000000002") / "tensors.safetensors"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(CheckpointCorrupt) as caught:
        store.load()
    text = str(caught.value)
    assert "step-000000000002 is corrupt: sha256 of tensors.safetensors is" in text
    assert "--resume-from step-000000000001" in text


def test_when_every_checkpoint_is_corrupt_a_fresh_start_is_offered(tmp_path: Path) -> None:
    store = CheckpointStore(tmp_path)
    for step in (1, 2):
        store.save(step, sample())
        (store.path(f"step-{step:012d}") / "state.json").unlink()
    with pytest.raises(CheckpointCorrupt, match="no good checkpoint before it: add --fresh"):
        store.load()


@settings(
    max_examples=60, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    name=st.sampled_from(["tensors.safetensors", "state.json", "manifest.json"]),
    where=st.floats(0, 1, exclude_max=True),
    cut=st.booleans(),
)
def test_any_damage_is_noticed_or_harmless(tmp_path: Path, name: str, where: float, cut: bool) -> None:
    shutil.rmtree(tmp_path / "c", ignore_errors=True)
    content_hash = write_checkpoint(tmp_path / "c", sample())
    path = tmp_path / "c" / name
    content = bytearray(path.read_bytes())
    at = int(where * len(content))
    if cut:
        del content[at:]
    else:
        content[at] ^= 0xFF
    path.write_bytes(content)
    try:
        assert read_checkpoint(tmp_path / "c").content_hash == content_hash
    except CheckpointCorrupt as error:
        assert str(tmp_path / "c") in str(error)


def test_a_manifest_that_vouches_for_garbage_does_not_help_it(tmp_path: Path) -> None:
    write_checkpoint(tmp_path / "c", sample())
    garbage = b"\xff" * 64
    (tmp_path / "c" / "tensors.safetensors").write_bytes(garbage)
    manifest = json.loads((tmp_path / "c" / "manifest.json").read_text())
    manifest["files"]["tensors.safetensors"] = {"bytes": 64, "sha256": hashlib.sha256(garbage).hexdigest()}
    (tmp_path / "c" / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(CheckpointCorrupt):
        read_checkpoint(tmp_path / "c")


FULL_DISK = """
import resource, sys
from pathlib import Path
import numpy as np
from agent.checkpoint import Checkpoint, CheckpointStore
from agent.errors import CheckpointNotWritten

store = CheckpointStore(Path(sys.argv[1]))
store.save(1, Checkpoint({"a": np.zeros(4)}, {}))
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    store.save(2, Checkpoint({"a": np.zeros(100_000)}, {}))
except CheckpointNotWritten as error:
    print(error)
"""


def test_when_the_disk_takes_no_more_the_checkpoints_before_are_intact(tmp_path: Path) -> None:
    run = subprocess.run([sys.executable, "-c", FULL_DISK, str(tmp_path)], capture_output=True, text=True, check=True)
    assert "step-000000000002 could not be written: File too large" in run.stdout
    assert "it resumes" in run.stdout
    store = CheckpointStore(tmp_path)
    assert store.load()[0] == "step-000000000001"
    assert [path.name for path in tmp_path.iterdir()] == ["step-000000000001"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CheckpointNotWritten, match="Not a directory|File exists"):
        write_checkpoint(tmp_path / "file" / "c", sample())


def test_an_unfinished_folder_is_no_checkpoint(tmp_path: Path) -> None:
    store = CheckpointStore(tmp_path)
    store.save(1, sample())
    shutil.copytree(store.path("step-000000000001"), tmp_path / ".unfinished-step-000000000002")
    assert store.names() == ["step-000000000001"]


def test_newer_checkpoints_are_set_aside(tmp_path: Path) -> None:
    store = CheckpointStore(tmp_path)
    store.save(1, sample())
    store.save(2, sample())
    store.set_aside_after("step-000000000001")
    assert store.names() == ["step-000000000001"]
    assert (tmp_path / "set-aside-step-000000000002").is_dir()

