"""Compiled arithmetic of plain networks: `mlp` is its Python face, the C below is what it computes with."""
