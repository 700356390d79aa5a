"""Gymnasium's SAME_STEP autoreset: the step in which an episode ends shows the first observation of the next one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.envs.fleet import Fleet
from harness.envs.group import ArenaGroup

Step = tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.bool_], NDArray[np.bool_], dict[str, Any]]


def begin_next_episodes(
    outcome: Step, fleet: Fleet, groups: Sequence[ArenaGroup], rows: slice, show: Callable[[], NDArray[np.uint8]]
) -> Step:
    """Begins the next episode wherever one has ended, in an exchange of its own in which the other arenas stand still.

    Args:
        outcome: of the step, copies.
        fleet: whose arenas they are.
        groups: those that took the step.
        rows: their arenas.
        show: gives a copy of what these arenas show.

    Returns:
        The outcome with the observations and masks that the next episodes begin with. As Gymnasium has it, info's
        `final_obs` holds the last observations (an object array [n]; None where no episode ended) and `final_info`
        what info said of that moment, with the masks `_final_obs` and `_final_info` bool [n].

    Raises:
        ServerLost: if a server is lost again and again.
    """
    seen, rewards, terminated, truncated, info = outcome
    last = {name: value for name, value in info.items() if name != "server_lost"}
    cut = fleet.reset_ended(groups)[rows] & ~(terminated | truncated)
    if cut.any():  # a server was lost between the step and the reset: what its other arenas played is lost with it
        rewards[cut], truncated[cut] = 0, True
        info["server_lost"] = info.get("server_lost", False) | cut
    ended = terminated | truncated
    final = np.full(len(ended), None, dtype=object)
    for row in ended.nonzero()[0].tolist():
        final[row] = seen[row]
    masks = {f"_{name}": ended for name in last}
    info |= {
        "final_obs": final,
        "_final_obs": ended,
        "final_info": last | masks,
        "_final_info": ended,
        "action_mask": fleet.batch.action_mask[rows].copy(),
    }
    return show(), rewards, terminated, truncated, info
