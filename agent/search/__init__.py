"""Levels that look ahead: options are tried out on snapshots of the stand-in, or in a learned model."""
