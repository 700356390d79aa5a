"""A model of the world: what the next features, rewards and ends will be; how wrong it is, horizon by horizon."""

from agent.world_model.model import Imagined, WorldModel, WorldModelConfig

__all__ = ["Imagined", "WorldModel", "WorldModelConfig"]
