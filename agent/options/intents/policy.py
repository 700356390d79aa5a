"""The policy over intents: scores every intent by what is known of it and of the arena, with the same weights."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from agent.policies.reactive import ReactiveOutput


class IntentPolicy(nn.Module):
    """A pointer over C intents, whose rows it treats alike; a bias tells intents apart that are always there.

    Each row is embedded, put beside the arena's embedding and the mean and maximum over all rows, and scored. The
    value comes from the arena's embedding and the same mean and maximum.

    Args:
        features: number of input features: `known` + C * columns of a row.
        actions: C.
        hidden_units: width of every embedding.
        hidden_layers: layers of the scorer above the embeddings, at least 1.
        known: columns that are known of the arena as a whole.
        generator: source of the initial weights; None leaves them as torch made them, to be loaded over.
    """

    def __init__(
        self,
        features: int,
        actions: int,
        hidden_units: int,
        hidden_layers: int,
        known: int,
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        self.known, self.intents = known, actions
        self.columns = (features - known) // actions
        self.arena = nn.Linear(known, hidden_units)
        self.row = nn.Linear(self.columns, hidden_units)
        self.context = nn.Linear(3 * hidden_units, hidden_units)
        self.mixed = nn.Linear(hidden_units, hidden_units)
        self.deep = nn.ModuleList(nn.Linear(hidden_units, hidden_units) for _ in range(hidden_layers - 1))
        self.score = nn.Linear(hidden_units, 1)
        self.bias = nn.Parameter(torch.zeros(actions))
        self.value_head = nn.Linear(hidden_units, 1)
        if generator is not None:
            self._draw_weights(generator)

    def _draw_weights(self, generator: torch.Generator) -> None:
        """Orthogonal weights, zero biases; a small score begins near the even distribution."""
        for layer in (self.arena, self.row, self.context, self.mixed, *self.deep):
            _orthogonal(layer, math.sqrt(2), generator)
        _orthogonal(self.score, 0.01, generator)
        _orthogonal(self.value_head, 1.0, generator)

    def forward(self, features: Tensor) -> ReactiveOutput:
        """Judges a batch.

        Args:
            features: float32 [B, features] of an `IntentEncoder`.

        Returns:
            Logits float32 [B, C] and values float32 [B].
        """
        rows = features[:, self.known :].reshape(-1, self.intents, self.columns)
        embedded = torch.relu(self.row(rows))
        arena = torch.relu(self.arena(features[:, : self.known]))
        around = torch.cat([arena, embedded.mean(1), embedded.amax(1)], dim=1)
        context = torch.relu(self.context(around))
        hidden = torch.relu(self.mixed(embedded) + context.unsqueeze(1))
        for layer in self.deep:
            hidden = torch.relu(layer(hidden))
        return ReactiveOutput(self.score(hidden).squeeze(-1) + self.bias, self.value_head(context).squeeze(-1))


def _orthogonal(layer: nn.Module, gain: float, generator: torch.Generator) -> None:
    assert isinstance(layer, nn.Linear)  # noqa: S101  for the type checker
    nn.init.orthogonal_(layer.weight, gain, generator=generator)
    nn.init.zeros_(layer.bias)
