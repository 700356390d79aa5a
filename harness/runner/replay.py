"""`python -m harness replay`: plays the episode of a failure's folder again and compares every step."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from harness.errors import HarnessError
from harness.pictures.picture import picture_png
from harness.pictures.scene import Scene, try_capture
from harness.runner.episode import digest_text, next_digests
from harness.runner.failure import Failure, read_failure
from harness.runner.stage import Stage
from harness.servers import default_door

EXAMPLES = """examples:
  python -m harness replay runs/failures/mining_efficiency_test.scripted.2003
  python -m harness replay runs/failures/mining_efficiency_test.scripted.2003 --door stock --picture scene.png

exit status: 0 the same to the bit, 1 another episode, 2 not a failure's folder or no server
"""


@dataclass(frozen=True)
class Comparison:
    """How a second play compares with the first."""

    steps: int
    """Steps that were played."""
    first_difference: int | None
    """The first step, from 1, after which digests differ; None where none does."""
    digest: str
    """Of the second play."""
    scene: Scene | None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of the command."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="that a failed case has left")
    parser.add_argument("--server", choices=("standin", "factorio"), help="instead of the one that it was played on")
    parser.add_argument("--door", choices=("native", "stock"), help="instead of the one that it was played through")
    parser.add_argument("--factorio-bin", type=Path, metavar="PATH", help="the Factorio binary for --server factorio")
    parser.add_argument("--picture", type=Path, metavar="FILE", help="draw the scene at the end")


def run(arguments: argparse.Namespace) -> int:
    """Plays it again; 1 when it is another episode."""
    failure = read_failure(arguments.folder)
    record = failure.record
    server = arguments.server or record.server
    stage = Stage(
        scenario=record.scenario,
        policy_name=record.policy,
        server=server,
        door=arguments.door or (record.door if server == record.server else default_door(server)),
        factorio_bin=arguments.factorio_bin,
    )
    print(f"{record.case}, {record.check}, policy {record.policy}, seed {record.seed}: {record.reason}")
    result = replay(failure, stage)
    if arguments.picture is not None:
        _draw(arguments.picture, result.scene, failure)
    if result.first_difference is None:
        print(f"identical: {result.steps} steps, digest {result.digest}")
        return 0
    print(
        f"DIFFERENT from step {result.first_difference} of {record.steps} on: digest {result.digest}, recorded "
        f"{record.digest}; either the server has changed since, or it is not deterministic"
    )
    return 1


def replay(failure: Failure, stage: Stage) -> Comparison:
    """Plays the recorded actions with the recorded seed.

    Raises:
        HarnessError: if the server cannot be had or is lost.
    """
    digests = np.zeros(1, dtype=np.uint64)
    difference, step = None, 0
    with stage.env(arenas=1, servers=1) as env:
        observations, _ = env.reset(seed=[failure.record.seed])
        for step, action in enumerate(failure.actions, start=1):
            observations, rewards, terminated, truncated, info = env.step(action[None])
            if "server_lost" in info:
                raise HarnessError(f"the server was lost in step {step}; its last words stand above")
            digests = next_digests(digests, observations, rewards)
            if difference is None and digests[0] != failure.digests[step - 1]:
                difference = step
            if (terminated | truncated)[0]:
                break
        scene = try_capture(env, 0, observations[0])
    if difference is None and step != failure.record.steps:
        difference = step
    return Comparison(step, difference, digest_text(digests[0]), scene)


def _draw(path: Path, scene: Scene | None, failure: Failure) -> None:
    if scene is not None:
        caption = f"{failure.record.case}  ·  seed {failure.record.seed}  ·  {scene.seconds:.1f} s"
        path.write_bytes(picture_png(scene, caption))
        print(f"picture: {path}")
