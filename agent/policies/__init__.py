"""Policies: networks and the distributions that they choose actions by."""

from agent.policies.reactive import ReactiveOutput, ReactivePolicy

__all__ = ["ReactiveOutput", "ReactivePolicy"]
