"""Every exception of the harness. A message says what happened, the value, what is allowed and the next step."""

from __future__ import annotations


class HarnessError(Exception):
    """Base of all exceptions that the harness raises on purpose."""


class ScenarioError(HarnessError):
    """Raised when a scenario or configuration file cannot be read, or says something that is not allowed."""


class InvalidAction(HarnessError, ValueError):
    """Raised when an action has the wrong shape, type or value. Nothing has been stepped."""


class ServerError(HarnessError):
    """Raised when a server cannot be started or set up. The message names it, its exit and its last log lines."""


class ServerLost(ServerError):
    """Raised when a running server has exited, hangs, or answers what cannot be right."""


class RconError(HarnessError):
    """Raised when an RCON connection is refused, broken or silent for longer than its timeout."""


class SnapshotError(HarnessError):
    """Raised when a snapshot does not fit the environment that shall take it, or is damaged."""


class ResetNeeded(HarnessError):
    """Raised when an environment is stepped before its first reset, or after the end of an episode."""


class PolicyError(HarnessError):
    """Raised when a policy cannot be found or loaded, or answers with something that is not an action."""


class RecordingError(HarnessError):
    """Raised when somebody's play cannot be recorded, or a recording cannot be read."""


class CaseError(HarnessError):
    """Raised when the folder of a suite case is not a case."""
