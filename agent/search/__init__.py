"""Levels that look ahead: what an option leads to is tried out on snapshots of the stand-in, or in a learned model."""
