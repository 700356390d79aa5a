"""Which scenario comes next (the owner's rule as the trigger, fresh episodes as its confirmation), and which start."""

from agent.curriculum.manager import CurriculumConfig, CurriculumManager
from agent.curriculum.starts import ReverseConfig, ReverseStarts

__all__ = ["CurriculumConfig", "CurriculumManager", "ReverseConfig", "ReverseStarts"]
