"""The score of a case: rates with their doubt, and whether the bar is met."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from harness.bench.stats import wilson_interval
from harness.runner.case import Bar
from harness.runner.play import Episode


class Score(BaseModel):
    """What a policy reached in a case."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    case: str
    policy: str
    episodes: int = Field(ge=1)
    successes: int = Field(ge=0)
    success_rate: float = Field(ge=0, le=1)
    interval: tuple[float, float] = Field(description="Wilson interval of the success rate, 95 %")
    mean_reward: float = Field(description="mean over episodes of the sum of rewards")
    mean_steps: float | None = Field(description="mean length of successful episodes; null without one")
    passed: bool
    reason: str = Field(description="why not, in words; empty when passed")
    replay: str | None = Field(default=None, description="command that plays the first failed episode again")


def score_episodes(
    case: str, policy: str, episodes: Sequence[Episode], reason: str | None = None, replay: str | None = None
) -> Score:
    """Adds episodes up.

    Args:
        case: name of the case.
        policy: name of the policy.
        episodes: at least one.
        reason: why the case counts as failed; None or empty when it does not.
        replay: command line that plays the first failed episode again.
    """
    lengths = [episode.steps for episode in episodes if episode.success]
    successes = len(lengths)
    return Score(
        case=case,
        policy=policy,
        episodes=len(episodes),
        successes=successes,
        success_rate=successes / len(episodes),
        interval=wilson_interval(successes, len(episodes)),
        mean_reward=sum(episode.reward for episode in episodes) / len(episodes),
        mean_steps=sum(lengths) / successes if successes else None,
        passed=not reason,
        reason=reason or "",
        replay=replay if reason else None,
    )


def miss_of_bar(bar: Bar, episodes: Sequence[Episode]) -> str:
    """What keeps episodes from meeting the bar, in words; empty when they meet it."""
    lengths = [episode.steps for episode in episodes if episode.success]
    rate = len(lengths) / len(episodes)
    if rate < bar.success_rate:
        return f"success rate {rate:.3g} ({len(lengths)} of {len(episodes)}) is below {bar.success_rate:g}"
    reward = sum(episode.reward for episode in episodes) / len(episodes)
    if bar.mean_reward is not None and reward < bar.mean_reward:
        return f"mean reward {reward:.4g} is below {bar.mean_reward:g}"
    if bar.mean_steps is not None and lengths and sum(lengths) / len(lengths) > bar.mean_steps:
        return (
            f"successful episodes take {sum(lengths) / len(lengths):.1f} steps on average, more than {bar.mean_steps:g}"
        )
    return ""


def score_schema() -> dict[str, Any]:
    """JSON schema of a list of scores, what `--scores FILE` writes."""
    return {"type": "array", "items": Score.model_json_schema()}
