"""What a hierarchical training run can be told."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from agent.curriculum import CurriculumConfig
from agent.policies.strategic import StrategicConfig
from agent.policies.tactical import TacticalConfig
from agent.ppo.config import OptionPPOConfig


@dataclass(frozen=True)
class HierarchyConfig:
    """How the three levels are trained, from the bottom up. Only for runs with --hierarchical."""

    reactive_steps: int = 300_000
    """Arena steps in which the reactive level learns to walk to places; 0 leaves walking to the script."""
    teacher: Literal["none", "scripted", "searched"] = "scripted"
    """Whom the tactical level imitates first: nobody, the script's rules, or a search on snapshots."""
    teacher_rounds: int = 3
    """Rounds that the teacher plays."""
    correction_rounds: int = 2
    """Rounds that the learner plays after that and a scripted teacher corrects, imitated with all before (DAgger)."""
    imitation_epochs: int = 60
    """Passes over the teacher's decisions."""
    imitation_learning_rate: float = 2e-3
    """Adam's step size while imitating."""
    tactical_updates: int = 20
    """PPO updates of the tactical level; with a teacher the loss holds it near the clone (ppo.clone_coefficient)."""
    strategic_updates: int = 10
    """PPO updates of the strategic level above the finished tactical one; 0 leaves it silent."""
    strategic_period: int = 256
    """Steps between two directives."""
    directed_share: float = 0.3
    """Share of the tactical level's episodes that are given random directives, so that it learns to follow them."""
    follow_reward: float = 0.02
    """Reward of an option that does what the directive favours, in those episodes."""
    evaluate_every: int = 10
    """Tactical updates between looks at held-out episodes, played greedily; they decide nothing. 0 for none."""
    checkpoint_every: int = 5
    """Updates of a level between checkpoints."""
    curriculum: tuple[str, ...] = ()
    """Scenarios that the tactical level passes through before the run's own, the easiest first."""
    curriculum_rules: CurriculumConfig = field(default_factory=CurriculumConfig)
    """When a scenario counts as mastered."""
    ppo: OptionPPOConfig = field(
        default_factory=lambda: OptionPPOConfig(
            learning_rate=5e-4, entropy_coefficient=0.005, final_entropy_coefficient=0.0005, clone_coefficient=0.1
        )
    )
    """How tactical and strategic levels learn: gentler than from nothing, since a teacher comes first."""
    tactical: TacticalConfig = field(default_factory=TacticalConfig)
    """Sizes of the tactical network."""
    strategic: StrategicConfig = field(default_factory=StrategicConfig)
    """Sizes of the strategic network."""

    def identity(self) -> dict[str, Any]:
        """What decides a run's bytes."""
        return asdict(self)
