"""`python -m harness watch`: plays an episode and makes a film of it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from harness.envs.vector_env import FactorioVectorEnv, Step
from harness.errors import HarnessError
from harness.pictures.film import film_bytes
from harness.pictures.picture import need_pillow
from harness.pictures.scene import Scene, try_capture
from harness.runner.play import Watcher, play_episodes
from harness.runner.progress import EpisodeProgress
from harness.runner.stage import Stage
from harness.scenarios import load_scenario
from harness.servers import default_door

EXAMPLES = """examples:
  python -m harness watch movement_obstacles
  python -m harness watch automation_intro --policy baselines/models/automation_intro --seed 7 --out factory.gif
  python -m harness watch road_to_logistics --pictures 240 --seconds 20 --out road.webp

Who plays is `scripted` unless said: random, noop, a trick's name or a model's folder. Ctrl-C ends the episode there and
keeps what was seen.
"""

KINDS = (".gif", ".webp")


@dataclass(frozen=True)
class Shot:
    """One moment of an episode."""

    scene: Scene
    step: int
    """The step after which it was taken, from 1."""
    reward: float
    """Sum of all rewards up to it."""


class Camera(Watcher):
    """Takes pictures of arena 0 at even distances, of an episode whose length nobody knows.

    It begins with every step; whenever there are twice as many pictures as wanted, every other one is dropped, and from
    then on half as many are taken.
    """

    def __init__(self, pictures: int) -> None:
        """Begins with none.

        Args:
            pictures: at least so many are kept, of an episode that has as many steps, and never more than twice that.
        """
        self.shots: list[Shot] = []
        self._most = 2 * pictures
        self._every = 1
        self._steps, self._reward = 0, 0.0

    def after_step(self, env: FactorioVectorEnv, outcome: Step) -> None:
        """Takes a picture where one is due, and always the last."""
        self._steps += 1
        self._reward += float(outcome[1][0])
        is_last = bool((outcome[2] | outcome[3])[0])
        if self._steps % self._every == 0 or is_last:
            scene = try_capture(env, 0, outcome[0][0])
            if scene is not None:
                self.shots.append(Shot(scene, self._steps, self._reward))
        if len(self.shots) > self._most and not is_last:
            self._every *= 2
            self.shots = [shot for shot in self.shots if shot.step % self._every == 0]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of the command."""
    parser.add_argument("scenario", metavar="NAME|FILE", help="what is played")
    parser.add_argument("--policy", default="scripted", metavar="NAME|PATH", help="who plays; scripted by default")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the episode; 0 when not given")
    parser.add_argument("--out", type=Path, metavar="FILE", help="*.gif or *.webp; a name in runs/films when not given")
    parser.add_argument("--pictures", type=_positive, default=120, metavar="N", help="at least so many, at most twice")
    parser.add_argument("--seconds", type=float, default=12.0, metavar="S", help="how long the film runs; 12")
    parser.add_argument("--pixels", type=_positive, default=560, metavar="N", help="longest side of a picture; 560")
    parser.add_argument("--server", choices=("standin", "factorio"), default="standin", help="who runs the game")
    parser.add_argument("--door", choices=("native", "stock"), help="the server's quickest when not given")
    parser.add_argument("--factorio-bin", type=Path, metavar="PATH", help="the Factorio binary for --server factorio")


def run(arguments: argparse.Namespace) -> int:
    """Plays, draws and writes; 0 whether the episode succeeds or not."""
    need_pillow()
    scenario = load_scenario(arguments.scenario)
    out = arguments.out or _default_path(scenario.name, arguments.policy, arguments.seed)
    if out.suffix not in KINDS:
        raise HarnessError(f"a film is written as {' or '.join(KINDS)}, and '{out}' ends otherwise: choose one of them")
    stage = Stage(
        scenario,
        arguments.policy,
        server=arguments.server,
        door=arguments.door or default_door(arguments.server),
        factorio_bin=arguments.factorio_bin,
    )
    camera = Camera(arguments.pictures)
    ending = _play(stage, arguments.seed, camera)
    if not camera.shots:
        raise HarnessError("nothing of the episode was seen: it was stopped before its first step, or its server fell")
    captions = [f"{scenario.name}   {shot.scene.seconds:.1f} s   reward {shot.reward:+.2f}" for shot in camera.shots]
    captions[-1] += f"   {ending}"
    film = _draw(camera.shots, captions, arguments, out.suffix[1:])
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(film)
    last = camera.shots[-1]
    print(f"{scenario.name}, {arguments.policy}, seed {arguments.seed}: {ending} after {last.step} steps, ", end="")
    print(f"reward {last.reward:.3f}\nfilm: {out} ({len(camera.shots)} pictures, {len(film) / 1024:,.0f} KiB)")
    return 0


def _play(stage: Stage, seed: int, camera: Camera) -> str:
    """One episode; how it ended, in a word or two."""
    policy, title = stage.policy(), f"{stage.scenario.name}: {stage.policy_name}"
    with stage.env(arenas=1, servers=1) as env, EpisodeProgress(title, 1) as bar:
        try:
            (episode,) = play_episodes(env, policy, [seed], [bar, camera], replays=0)
        except KeyboardInterrupt:
            return "interrupted"
    if episode.success:
        return "success"
    return "time is up" if episode.truncated else "failed"


def _draw(shots: Sequence[Shot], captions: Sequence[str], arguments: argparse.Namespace, kind: str) -> bytes:
    columns = (TextColumn("drawing"), BarColumn(bar_width=24), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, transient=True) as progress:
        task = progress.add_task("drawing", total=len(shots))
        return film_bytes(
            [shot.scene for shot in shots],
            captions,
            arguments.seconds,
            arguments.pixels,
            kind,
            drawn=lambda: progress.advance(task),
        )


def _default_path(scenario: str, policy: str, seed: int) -> Path:
    return Path("runs") / "films" / f"{scenario}-{Path(policy).name}-{seed}.gif"


def _positive(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is no whole number of at least 1")
    return number
