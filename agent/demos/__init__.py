"""Demonstrations: episodes of experts on disk, recorded, checked, shown, and exchanged with Minari."""

from agent.demos.store import DemoEpisode, Demonstrations, Manifest, read_demonstrations

__all__ = ["DemoEpisode", "Demonstrations", "Manifest", "read_demonstrations"]
