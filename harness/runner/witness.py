"""Keeps what is worth looking at when episodes end: the steps of those that went wrong, and their last scenes."""

from __future__ import annotations

from dataclasses import dataclass

from harness.envs.vector_env import FactorioVectorEnv
from harness.pictures.scene import Scene, try_capture
from harness.runner.episode import Episode
from harness.runner.play import Watcher
from harness.runner.recorder import Recorder, Trail

#: Wrong episodes of a check of which everything is kept.
MOST_KEPT = 3


@dataclass(frozen=True)
class Evidence:
    """All that is known of one episode at its end."""

    episode: Episode
    trail: Trail
    scene: Scene | None
    """None where the server could not be asked."""
    server_log: tuple[str, ...]
    """The last lines of its server's output, oldest first."""


class Witness(Watcher):
    """Looks at ends."""

    def __init__(self, wrong_is_success: bool = False, wants_scene: bool = False) -> None:
        """Keeps nothing yet.

        Args:
            wrong_is_success: an episode went wrong when it succeeded: a floor.
            wants_scene: keep the scene of the first episode in any case.
        """
        self.wrong: list[Evidence] = []
        self.first_scene: tuple[Episode, Scene] | None = None
        self._wrong_is_success = wrong_is_success
        self._wants_scene = wants_scene

    def ended(self, env: FactorioVectorEnv, recorder: Recorder, row: int) -> None:
        """Keeps the episode if it went wrong and there is room, and the scene of the first."""
        success = bool(recorder.outcome[0, row])
        if success == self._wrong_is_success and len(self.wrong) < MOST_KEPT:
            trail = recorder.trail(row)
            scene = try_capture(env, row, trail.frames[-1])
            self.wrong.append(Evidence(recorder.episode(row), trail, scene, tuple(env.server_log(row))))
        if self._wants_scene and self.first_scene is None:
            scene = try_capture(env, row, recorder.trail(row).frames[-1])
            if scene is not None:
                self.first_scene = recorder.episode(row), scene

