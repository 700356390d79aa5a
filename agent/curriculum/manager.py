"""The curriculum: levels one after the other, each left only when it is mastered beyond chance.

Checked after every episode, "more than 0.8 in the last 100" promotes a policy of true rate 0.70 with 39 % chance within
1,000 episodes and 92 % within 5,000: many looks find a lucky window. So the rule only triggers; 400 fresh episodes
then decide: with at least 330 successes a rate of 0.75 passes once in 5,000 tries, 0.85 in 93 of 100.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class CurriculumConfig:
    """When a level counts as mastered, and when as lost."""

    trigger_episodes: int = 100
    """Last episodes that the trigger looks at (the owner's rule)."""
    success_threshold: float = 0.8
    """Share of them that must be above (the owner's rule)."""
    confirmation_episodes: int = 400
    """Fresh episodes, played without learning from what they show about the level, that decide."""
    confirmation_successes: int = 330
    """Successes among them that are enough."""
    back_off_episodes: int = 500
    """Episodes of training before the trigger is heard again after a confirmation has failed; doubles each time."""
    demotion_threshold: float = 0.4
    """Share of the trigger's window below which an advanced level goes back to the one before."""
    demotion_episodes: int = 2000
    """Episodes of a level that have to be played before it can be left downwards."""
    earlier_share: float = 0.2
    """Share of episodes of training that come from earlier levels, so that they are not forgotten."""


class CurriculumManager:
    """Decides which scenario's episodes are played, from how the episodes so far went.

    The phases of a level are *training* and *confirming*. Normalisers, optimiser and policy belong to the learner and
    go on through all levels: nothing is begun anew at an advance.

    Args:
        scenarios: names, from the easiest on.
        config: the rules.
        seed: of the draws of earlier levels.

    Raises:
        ValueError: if there is no scenario, or one is named twice.
    """

    def __init__(self, scenarios: Sequence[str], config: CurriculumConfig | None = None, seed: int = 0) -> None:
        if not scenarios or len(set(scenarios)) != len(scenarios):
            raise ValueError(f"a curriculum needs scenarios, each once; got {', '.join(scenarios) or 'none'}")
        self.scenarios, self.config = list(scenarios), config or CurriculumConfig()
        self.current_level = 0
        self.events: list[dict[str, Any]] = []
        """What was decided and why, oldest first: triggered, confirmed, refused, demoted."""
        self.successes: dict[str, deque[bool]] = {
            name: deque(maxlen=self.config.trigger_episodes) for name in scenarios
        }
        """The last episodes of training of each scenario."""
        self.played = dict.fromkeys(scenarios, 0)
        """Episodes of training of each scenario."""
        self._random = np.random.default_rng(seed)
        self._begin_level()

    def _begin_level(self) -> None:
        self.is_confirming = False
        self._confirmed = self._confirmed_successes = 0
        self._level_episodes = 0
        self._deaf_until = 0
        self._back_off = self.config.back_off_episodes

    # --- the owner's interface ---------------------------------------------------------------------------------

    def get_current_scenario(self) -> str:
        """The scenario of the present level."""
        return self.scenarios[self.current_level]

    def should_advance(self, recent_performance: Sequence[float]) -> bool:
        """The owner's rule, this project's trigger: more than 0.8 in the last 100 episodes, and 100 were played."""
        window = self.config.trigger_episodes
        if len(recent_performance) < window:
            return False
        recent = recent_performance if len(recent_performance) == window else list(recent_performance)[-window:]
        return sum(recent) > self.config.success_threshold * window

    def advance_curriculum(self) -> None:
        """Goes to the next level; at the last one it stays."""
        if self.current_level < len(self.scenarios) - 1:
            self.current_level += 1
            self._begin_level()

    # --- playing -----------------------------------------------------------------------------------------------

    @property
    def is_finished(self) -> bool:
        """Whether the last level has been confirmed."""
        return any(e["what"] == "confirmed" and e["scenario"] == self.scenarios[-1] for e in self.events)

    def next_scenario(self) -> str:
        """Scenario of the next round: the present level, or now and then an earlier one."""
        if self.is_confirming or self.current_level == 0 or self._random.random() >= self.config.earlier_share:
            return self.get_current_scenario()
        return self.scenarios[int(self._random.integers(self.current_level))]

    def note(self, scenario: str, successes: Sequence[bool]) -> None:
        """Takes in the episodes of a round, in their order.

        Args:
            scenario: whose episodes they are.
            successes: whether each succeeded; episodes that a lost server broke are not given.
        """
        for success in successes:
            if self.is_confirming and scenario == self.get_current_scenario():
                self._note_confirmation(bool(success))
            else:
                self._note_training(scenario, bool(success))

    def _note_training(self, scenario: str, success: bool) -> None:
        self.successes[scenario].append(success)
        self.played[scenario] += 1
        if scenario != self.get_current_scenario() or self.is_finished:
            return
        self._level_episodes += 1
        recent = self.successes[scenario]
        if self._level_episodes >= self._deaf_until and self.should_advance(recent):
            self.is_confirming, self._confirmed, self._confirmed_successes = True, 0, 0
            self._tell("triggered", rate=float(np.mean(recent)))
        elif self._should_demote(recent):
            self._tell("demoted", rate=float(np.mean(recent)))
            self.current_level -= 1
            self._begin_level()
            self.successes[self.get_current_scenario()].clear()

    def _should_demote(self, recent: deque[bool]) -> bool:
        is_old = self._level_episodes >= self.config.demotion_episodes and len(recent) == recent.maxlen
        return self.current_level > 0 and is_old and sum(recent) < self.config.demotion_threshold * len(recent)

    def _note_confirmation(self, success: bool) -> None:
        config = self.config
        self._confirmed += 1
        self._confirmed_successes += success
        failures = self._confirmed - self._confirmed_successes
        if failures > config.confirmation_episodes - config.confirmation_successes:
            self._tell("refused", successes=self._confirmed_successes, episodes=self._confirmed)
            self.is_confirming = False
            self._deaf_until = self._level_episodes + self._back_off
            self._back_off *= 2
        elif self._confirmed == config.confirmation_episodes:
            self._tell("confirmed", successes=self._confirmed_successes, episodes=self._confirmed)
            self.is_confirming = False
            self.advance_curriculum()

    def _tell(self, what: str, **numbers: float) -> None:
        scenario = self.get_current_scenario()
        self.events.append({"what": what, "scenario": scenario, "played": self.played[scenario], **numbers})

    def success_rates(self) -> dict[str, float]:
        """Success of each scenario over its last episodes of training; those never played are left out."""
        return {name: float(np.mean(recent)) for name, recent in self.successes.items() if recent}

    # --- state -------------------------------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """Everything that decides how it goes on; JSON values."""
        return {
            "scenarios": self.scenarios,
            "level": self.current_level,
            "is_confirming": self.is_confirming,
            "confirmed": [self._confirmed, self._confirmed_successes],
            "level_episodes": self._level_episodes,
            "deaf_until": self._deaf_until,
            "back_off": self._back_off,
            "successes": {name: [int(one) for one in recent] for name, recent in self.successes.items()},
            "played": self.played,
            "events": self.events,
            "random": self._random.bit_generator.state,
        }

    def load(self, state: dict[str, Any]) -> None:
        """Takes over a state of `state`.

        Raises:
            ValueError: if it is of another list of scenarios.
        """
        if state["scenarios"] != self.scenarios:
            raise ValueError(f"the state is of a curriculum of {state['scenarios']}, this one has {self.scenarios}")
        self.current_level, self.is_confirming = state["level"], state["is_confirming"]
        self._confirmed, self._confirmed_successes = state["confirmed"]
        self._level_episodes, self._deaf_until = state["level_episodes"], state["deaf_until"]
        self._back_off = state["back_off"]
        for name, recent in state["successes"].items():
            self.successes[name].clear()
            self.successes[name].extend(bool(one) for one in recent)
        self.played = dict(state["played"])
        self.events = [dict(event) for event in state["events"]]
        self._random.bit_generator.state = state["random"]


def promotion_probability(
    rate: float, config: CurriculumConfig | None = None, episodes: int = 5000, trials: int = 200, seed: int = 0
) -> float:
    """Chance that a policy of a fixed true rate leaves a level within so many episodes of training, by simulation."""
    random = np.random.default_rng(seed)
    promoted = 0
    for _ in range(trials):
        manager = CurriculumManager(["one", "two"], config)
        outcomes: NDArray[np.bool_] = random.random(episodes) < rate
        for success in outcomes.tolist():
            manager.note("one", [success])
            while manager.is_confirming:
                manager.note("one", [bool(random.random() < rate)])
            if manager.current_level:
                break
        promoted += manager.current_level > 0
    return promoted / trials
