"""What the networks have in common: initial weights, plain layers, small convolutions, attention over a set."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn


def draw_weights(module: nn.Module, generator: torch.Generator, small: Sequence[nn.Module] = ()) -> None:
    """Orthogonal weights and zero biases for every linear and convolutional layer.

    Args:
        module: whose layers are drawn, in the order of their names.
        generator: the only source of chance.
        small: heads that begin near the even distribution: gain 0.01 instead of sqrt(2).
    """
    for layer in module.modules():
        if isinstance(layer, nn.Linear | nn.Conv2d):
            gain = 0.01 if any(layer is head for head in small) else math.sqrt(2)
            nn.init.orthogonal_(layer.weight, gain, generator=generator)
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)


class PlaneEncoder(nn.Module):
    """Convolutions over map planes of any size, each halving both sides, averaged to 4 x 4 and embedded.

    Args:
        planes: number of input planes.
        widths: channels after each convolution.
        embedding: length of what comes out.
    """

    #: Cells of a side that the last convolution is averaged to.
    GRID = 4

    def __init__(self, planes: int, widths: Sequence[int] = (16, 32, 32), embedding: int = 64) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for before, after in zip((planes, *widths), widths, strict=False):
            layers += [nn.Conv2d(before, after, kernel_size=3, stride=2, padding=1), nn.ReLU()]
        self.convolutions = nn.Sequential(*layers)
        self.embed = nn.Linear(widths[-1] * self.GRID**2, embedding)

    def forward(self, planes: Tensor) -> Tensor:
        """Embeds float32 [B, planes, height, width] as float32 [B, embedding]."""
        cells = pooled(self.convolutions(planes), self.GRID)
        return torch.relu(self.embed(cells.flatten(1)))


def pooled(cells: Tensor, side: int) -> Tensor:
    """Averages float32 [B, C, height, width] to [B, C, side, side]; repeats cells where there are fewer.

    Written with an interpolation where the sides do not divide, since every exporter knows both.
    """
    height, width = int(cells.shape[-2]), int(cells.shape[-1])  # numbers to an exporter, too: maps keep their size
    if height % side == 0 and width % side == 0:
        return nn.functional.avg_pool2d(cells, (height // side, width // side))
    return nn.functional.interpolate(cells, size=(side, side), mode="bilinear", align_corners=False)


class SetAttention(nn.Module):
    """Attends from a query to the members of a set, whatever their order and number.

    Args:
        members: features of a member.
        query: length of the query.
        width: length of keys, values and of what comes out.
    """

    def __init__(self, members: int, query: int, width: int = 32) -> None:
        super().__init__()
        self.key = nn.Linear(members, width)
        self.value = nn.Sequential(nn.Linear(members, width), nn.ReLU())
        self.query = nn.Linear(query, width)
        self.scale = 1 / math.sqrt(width)

    def forward(self, members: Tensor, present: Tensor, query: Tensor) -> Tensor:
        """The mean of the present members' values, weighted by how well their keys fit the query.

        Args:
            members: float32 [B, E, members].
            present: bool [B, E]; absent members count for nothing.
            query: float32 [B, query].

        Returns:
            float32 [B, width]; zeros where no member is present.
        """
        keys, values = self.key(members), self.value(members)
        scores = (keys * self.query(query).unsqueeze(1)).sum(-1) * self.scale
        weights = torch.softmax(scores.masked_fill(~present, -1e9), dim=-1) * present
        return (weights.unsqueeze(-1) * values).sum(1)


def tanh_layers(features: int, units: int, count: int) -> nn.Sequential:
    """Fully connected layers, a tanh behind each: float32 [B, features] to [B, units].

    Args:
        features: number of inputs.
        units: width of every layer.
        count: number of layers, at least 1.
    """
    widths = [features, *[units] * count]
    layers: list[nn.Module] = []
    for before, after in zip(widths, widths[1:], strict=False):
        layers += [nn.Linear(before, after), nn.Tanh()]
    return nn.Sequential(*layers)
