"""Which seeds training may use and which are held out: two halves of the 64-bit numbers.

The seed of an episode has the highest bit of the base seed that it comes from (`harness.envs.seeds`), so no episode of
a held-out base seed can have been seen in training.
"""

from __future__ import annotations

from agent.errors import AgentError

#: Base seeds from here on are held out; training takes those below.
FIRST_HELD_OUT = 1 << 63
#: Scenes from this seed on are held out; training builds its pools from those below.
HELD_OUT_SCENES = 1 << 51
#: Episodes on one pool of scenes; more of them are played on further pools, where scenes are drawn.
EPISODES_A_POOL = 100
#: Episodes that one evaluation may have.
MAX_EPISODES = 1 << 20
#: Evaluation seeds are below this, so that evaluations with other seeds share no episode.
MAX_EVALUATION_SEED = FIRST_HELD_OUT // MAX_EPISODES


def training_seed(seed: int) -> int:
    """Checks the base seed of a training run.

    Raises:
        AgentError: if it is negative or held out.
    """
    if not 0 <= seed < FIRST_HELD_OUT:
        raise AgentError(f"--seed is {seed}; training seeds are 0..{FIRST_HELD_OUT - 1}, those above are held out")
    return seed


def held_out_seeds(seed: int, episodes: int) -> list[int]:
    """Base seeds of an evaluation's episodes: 2^63 + seed * 2^20 + number of the episode.

    Args:
        seed: seed of the evaluation.
        episodes: how many.

    Raises:
        AgentError: if either is out of its range.
    """
    if not 0 <= seed < MAX_EVALUATION_SEED:
        raise AgentError(f"--seed is {seed}; evaluation seeds are 0..{MAX_EVALUATION_SEED - 1}")
    if not 1 <= episodes <= MAX_EPISODES:
        raise AgentError(f"--episodes is {episodes}; 1..{MAX_EPISODES} are possible")
    first = FIRST_HELD_OUT + seed * MAX_EPISODES
    return list(range(first, first + episodes))


def held_out_scenes(seed: int, block: int) -> int:
    """Seed of the first scene of a pool that no training has seen.

    Args:
        seed: of the evaluation.
        block: number of the pool within it.
    """
    return HELD_OUT_SCENES + (seed * 1024 + block) * 64 % HELD_OUT_SCENES
