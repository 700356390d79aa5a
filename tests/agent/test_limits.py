"""What a run may be told is asked before anything starts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from agent.config import RECIPES, TrainConfig, defaults_for
from agent.errors import AgentError
from agent.limits import check
from agent.ppo.config import PPOConfig


@pytest.mark.parametrize("recipe", sorted(path.stem for path in RECIPES.glob("*.yaml")))
def test_every_recipe_is_within_them(recipe: str) -> None:
    check(defaults_for("movement_micro", recipe))


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"steps": -5}, "--steps is -5; it must be a number, at least 1"),
        ({"budget": -1.0}, "--budget is -1.0; it must be a number, at least 0"),
        ({"servers": 0}, "--servers is 0;"),
        ({"floor_episodes": -1}, "--floor-episodes is -1;"),
        ({"auxiliary": float("nan")}, "--auxiliary is nan; it must be a number"),
        ({"ppo": PPOConfig(minibatches=0)}, "--ppo.minibatches is 0;"),
        ({"ppo": PPOConfig(learning_rate=0.0)}, "--ppo.learning-rate is 0.0; it must be a number, more than 0"),
        ({"ppo": PPOConfig(value_clip=-0.2)}, "--ppo.value-clip is -0.2;"),
        ({"ppo": PPOConfig(gamma=1.5)}, "--ppo.gamma is 1.5; it must be a number, 0 to 1"),
        ({"ppo": PPOConfig(arenas=2, horizon=3, minibatches=7)}, "has 6 rows, so at most that many"),
    ],
)
def test_what_is_beyond_them_is_named_with_what_is_allowed(changes: dict[str, Any], text: str) -> None:
    with pytest.raises(AgentError) as refused:
        check(replace(TrainConfig(), **changes))
    assert text in str(refused.value)
