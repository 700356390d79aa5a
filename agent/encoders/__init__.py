"""From compact observation frames to float32 features: one pure encoder a frame kind."""

from agent.encoders.mining import MiningEncoder
from agent.encoders.movement import MovementEncoder
from agent.encoders.registry import Encoder, encoder_for
from agent.encoders.scales import Scales

__all__ = ["Encoder", "MiningEncoder", "MovementEncoder", "Scales", "encoder_for"]
