"""What can stop a training run or an evaluation, each with what to do next."""

from __future__ import annotations


class AgentError(Exception):
    """Base of the agent's errors: the text says what happened, the value, what is allowed, the next step."""


class CheckpointCorrupt(AgentError):
    """A checkpoint's bytes are not the ones that were written."""


class CheckpointMissing(AgentError):
    """There is no checkpoint or model where one was asked for."""


class CheckpointNotWritten(AgentError):
    """A checkpoint could not be written; those on disk are as they were."""


class RunMismatch(AgentError):
    """A run directory or model belongs to another configuration than the one asked for."""


class LossNotFinite(AgentError):
    """A loss became NaN or infinite; the weights of this update are not to be used."""
