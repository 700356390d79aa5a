"""Which scenario comes next: the owner's rule as the trigger, a fresh block of episodes as its confirmation."""

from agent.curriculum.manager import CurriculumConfig, CurriculumManager
from agent.curriculum.starts import ReverseStarts

__all__ = ["CurriculumConfig", "CurriculumManager", "ReverseStarts"]
