"""Which scenario comes next, with the owner's rule as the trigger and fresh episodes as its confirmation; which start."""

from agent.curriculum.manager import CurriculumConfig, CurriculumManager
from agent.curriculum.starts import ReverseConfig, ReverseStarts

__all__ = ["CurriculumConfig", "CurriculumManager", "ReverseConfig", "ReverseStarts"]
