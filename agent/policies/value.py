"""The value function that every level judges its states by."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class ValueFunction(nn.Module):
    """Estimates the expected discounted return of a state from its embedding.

    It is shared in the way that the documents mean: one class and one contract for all levels; a level's policy and
    its value function read the same embedding, and the gradient of both shapes it.

    Args:
        inputs: length of the embedding.
        hidden: width of a hidden layer; 0 for none.
    """

    def __init__(self, inputs: int, hidden: int = 0) -> None:
        super().__init__()
        self.hidden = nn.Sequential(nn.Linear(inputs, hidden), nn.Tanh()) if hidden else nn.Identity()
        self.output = nn.Linear(hidden or inputs, 1)

    def draw_weights(self, generator: torch.Generator) -> None:
        """Orthogonal weights of gain 1 for the output."""
        nn.init.orthogonal_(self.output.weight, 1.0, generator=generator)
        nn.init.zeros_(self.output.bias)

    def forward(self, embedding: Tensor) -> Tensor:
        """Values float32 [B], in units of the return normaliser, of embeddings float32 [B, inputs]."""
        return self.output(self.hidden(embedding)).squeeze(-1)
