"""What a client computes for every arena in every step, compiled: judging, masks, action checks, action frames.

`harness.tasks` and `harness.envs` say the same in NumPy, where it is easier to read. Here it costs one call for all
arenas: a call of NumPy takes a microsecond, or four when a server on the same core has emptied the caches meanwhile,
and a step needs sixty of them.
"""

from harness.kernels.actions import CompiledActions, CompiledCheck, CompiledCommands
from harness.kernels.judge import CompiledJudge
from harness.kernels.library import is_built

__all__ = ["CompiledActions", "CompiledCheck", "CompiledCommands", "CompiledJudge", "is_built"]
