"""Snapshots: everything that decides how a run goes on, taken and put back, and its hash.

The server's part is the state of each arena, opaque to the client; the client's part is what tasks and
episode bookkeeping remember. A run that goes on from a snapshot is bit for bit the run that was not interrupted.

A snapshot is the bytes of a NumPy archive (.npz): `version`, `scenario` (a digest), and for each server K
`server-K.arenas` and `server-K.chunks`, the server's part, and `server-K.client.NAME`, the client's. Equal
states give equal bytes.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.envs.fleet import Fleet
from harness.errors import SnapshotError
from harness.scenarios import Scenario

#: Raised when the meaning of an array changes.
SNAPSHOT_VERSION = 1


def scenario_digest(scenario: Scenario) -> NDArray[np.uint8]:
    """SHA-256 of everything that the scenario says, uint8 [32]."""
    return np.frombuffer(hashlib.sha256(scenario.model_dump_json().encode()).digest(), dtype=np.uint8)


def take_snapshot(fleet: Fleet) -> bytes:
    """Reads the state of all arenas.

    Raises:
        ServerLost: if a server is lost meanwhile.
    """
    arrays: dict[str, NDArray[Any]] = {
        "version": np.array([SNAPSHOT_VERSION], dtype=np.int64),
        "scenario": scenario_digest(fleet.scenario),
    }
    for number, group in enumerate(fleet.groups):
        prefix = f"server-{number}."
        arrays[prefix + "arenas"], arrays[prefix + "chunks"] = group.save_arenas()
        for name, array in group.client_state().items():
            arrays[f"{prefix}client.{name}"] = array
    stream = io.BytesIO()
    # The stub takes the names for those of savez's own parameters.
    np.savez(stream, **arrays)  # type: ignore[arg-type]
    return stream.getvalue()


def restore_fleet(fleet: Fleet, snapshot: bytes) -> None:
    """Puts a snapshot back; the frames of all arenas are then those of the moment it was taken.

    Raises:
        SnapshotError: if it is of another version, scenario or spread over servers, or damaged.
        ServerLost: if a server is lost meanwhile.
    """
    arrays = _read(snapshot)
    _check_identity(fleet, arrays)
    plan = [_part(number, group.client_state(), arrays) for number, group in enumerate(fleet.groups)]
    if arrays:
        raise SnapshotError(f"the snapshot has arrays that nothing asks for: {', '.join(sorted(arrays))}")
    for group, (blob, chunks, client) in zip(fleet.groups, plan, strict=True):
        group.load_arenas(blob, chunks)
        for name, array in group.client_state().items():
            np.copyto(array, client[name])


def state_hash(fleet: Fleet) -> str:
    """SHA-256 over the state of every arena and of the client, in the order of the arenas.

    It does not depend on how the arenas are spread over servers.
    """
    digest = hashlib.sha256()
    digest.update(np.concatenate([group.hash_arenas() for group in fleet.groups]).tobytes())
    states = [group.client_state() for group in fleet.groups]
    for name in sorted(states[0]):
        digest.update(name.encode())
        digest.update(np.concatenate([state[name] for state in states]).tobytes())
    return digest.hexdigest()


def _read(snapshot: bytes) -> dict[str, NDArray[Any]]:
    try:
        with np.load(io.BytesIO(snapshot), allow_pickle=False) as archive:
            return dict(archive)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise SnapshotError(f"the snapshot cannot be read: {error}; it is damaged, or not a snapshot") from error


def _check_identity(fleet: Fleet, arrays: dict[str, NDArray[Any]]) -> None:
    version = _take(arrays, "version")
    if version.tolist() != [SNAPSHOT_VERSION]:
        raise SnapshotError(f"the snapshot has version {version.tolist()}; this program reads [{SNAPSHOT_VERSION}]")
    if not np.array_equal(_take(arrays, "scenario"), scenario_digest(fleet.scenario)):
        raise SnapshotError(
            f"the snapshot is of another scenario, or of another version of its file, than '{fleet.scenario.name}'"
        )
    servers = sum(name.endswith(".chunks") for name in arrays)
    if servers != len(fleet.groups):
        raise SnapshotError(
            f"the snapshot was taken on {servers} servers, this environment has {len(fleet.groups)}; "
            f"make it with num_servers={servers}"
        )


def _part(
    number: int, client: Mapping[str, NDArray[Any]], arrays: dict[str, NDArray[Any]]
) -> tuple[NDArray[np.uint8], NDArray[np.int64], dict[str, NDArray[Any]]]:
    """Takes one server's arrays out, checking them against what the environment has."""
    prefix = f"server-{number}."
    blob, chunks = _take(arrays, prefix + "arenas"), _take(arrays, prefix + "chunks")
    saved = {name: _take(arrays, f"{prefix}client.{name}") for name in client}
    for name, array in client.items():
        if saved[name].shape != array.shape or saved[name].dtype != array.dtype:
            raise SnapshotError(
                f"{prefix}client.{name} is {saved[name].dtype}{list(saved[name].shape)}; this environment has "
                f"{array.dtype}{list(array.shape)}: make it with as many arenas as the snapshot's"
            )
    _check_chunks(prefix, blob, chunks, len(client["done"]))
    return blob, chunks, saved


def _check_chunks(prefix: str, blob: NDArray[Any], chunks: NDArray[Any], arenas: int) -> None:
    """Rows of `chunks` are number of arenas and bytes; together they must cover all arenas and the whole blob."""
    shape_is_right = (
        chunks.ndim == 2 and chunks.shape[1:] == (2,) and chunks.dtype == np.int64 and blob.dtype == np.uint8
    )
    if not shape_is_right or (chunks <= 0).any() or chunks.sum(axis=0).tolist() != [arenas, blob.size]:
        raise SnapshotError(f"{prefix}chunks do not add up to {arenas} arenas and {blob.size} bytes: it is damaged")


def _take(arrays: dict[str, NDArray[Any]], name: str) -> NDArray[Any]:
    try:
        return arrays.pop(name)
    except KeyError:
        raise SnapshotError(f"the snapshot has no array '{name}': it is damaged, or not a snapshot") from None
