"""Scripted players that can be asked in any state, at three levels of skill, each step labelled with its sub-goal."""

from agent.experts.advice import Advice, Expert
from agent.experts.expert import expert_for
from agent.experts.levels import LEVELS, SkillLevel

__all__ = ["LEVELS", "Advice", "Expert", "SkillLevel", "expert_for"]
