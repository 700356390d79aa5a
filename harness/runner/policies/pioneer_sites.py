"""Where the pioneer builds: drills that put down into furnaces or chests, and a power station at the shore."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from comm_c.layout import constants
from harness.runner.policies.ground import Ground, Tile

NORTH, EAST, SOUTH, WEST = 0, 4, 8, 12


@dataclass(frozen=True)
class Piece:
    """A building to build: a centre in tiles, and its sides."""

    item: str
    x: float
    y: float
    direction: int
    sides: tuple[int, int]

    def tiles(self, ground: Ground, margin: int = 0) -> list[Tile]:
        """The tiles that it covers, and a margin around them."""
        left, top = ground.tile(self.x - self.sides[0] / 2, self.y - self.sides[1] / 2)
        columns = range(left - margin, left + self.sides[0] + margin)
        return [(x, y) for y in range(top - margin, top + self.sides[1] + margin) for x in columns]


def drill_and(receiver: str, side: int, x: int, y: int, direction: int) -> tuple[Piece, Piece]:
    """A burner drill around a corner of tiles, and what it puts down into: north of it, or south."""
    sign = -1 if direction == NORTH else 1
    right, down = (0.0, 2.0 * sign) if side == 2 else (sign * 0.5, sign * 1.5)
    return (
        Piece("burner-mining-drill", x, y, direction, (2, 2)),
        Piece(receiver, x + right, y + down, NORTH, (side, side)),
    )


#: FACTORIO_TILE_* by the name of the ore.
ORE_TILE = {
    "iron-ore": constants.FACTORIO_TILE_IRON_ORE,
    "copper-ore": constants.FACTORIO_TILE_COPPER_ORE,
    "coal": constants.FACTORIO_TILE_COAL,
    "stone": constants.FACTORIO_TILE_STONE,
}


def drill_sites(ground: Ground, ore: str, receiver: str, side: int) -> list[tuple[Piece, Piece]]:
    """Free places for a drill with its receiver, all four tiles of the drill on the ore, ways around both."""
    rows, columns = (ground.kind == ORE_TILE[ore]).nonzero()
    sites = []
    for column, row in zip(columns.tolist(), rows.tolist(), strict=True):
        for direction in (NORTH, SOUTH):
            pair = drill_and(receiver, side, column + 1 + ground.left, row + 1 + ground.top, direction)
            on_ore = all(ground.kind[y, x] == ORE_TILE[ore] for x, y in pair[0].tiles(ground))
            if on_ore and all(ground.is_vacant(piece.tiles(ground, margin=1)) for piece in pair):
                sites.append(pair)
    return sites


#: The power station around an offshore pump that looks north: item, offset from the pump, direction, sides.
STATION = (
    ("offshore-pump", 0.0, 0.0, NORTH, (1, 1)),
    ("boiler", 0.5, 2.0, EAST, (2, 3)),
    ("steam-engine", 4.0, 2.0, EAST, (5, 3)),
    ("small-electric-pole", 4.0, 4.0, NORTH, (1, 1)),
    ("lab", 2.0, 6.0, NORTH, (3, 3)),
    ("lab", 6.0, 6.0, NORTH, (3, 3)),
    ("small-electric-pole", 4.0, 8.0, NORTH, (1, 1)),
    ("assembling-machine-1", 2.0, 10.0, NORTH, (3, 3)),
    ("assembling-machine-1", 6.0, 10.0, NORTH, (3, 3)),
    ("small-electric-pole", 4.0, 12.0, NORTH, (1, 1)),
    ("assembling-machine-1", 2.0, 14.0, NORTH, (3, 3)),
    ("assembling-machine-1", 6.0, 14.0, NORTH, (3, 3)),
)

#: How many of its pieces come before there are assembling machines.
FIRST_PIECES = 6


def _turned(x: float, y: float, quarters: int) -> tuple[float, float]:
    for _ in range(quarters):
        x, y = -y, x
    return x, y


def station(x: float, y: float, direction: int) -> list[Piece]:
    """The station around a pump at a place that looks into a direction."""
    quarters = direction // EAST
    pieces = []
    for item, dx, dy, way, sides in STATION:
        right, down = _turned(dx, dy, quarters)
        turned = sides if quarters % 2 == 0 else sides[::-1]
        pieces.append(Piece(item, x + right, y + down, (way + direction) % 16, turned))
    return pieces


def beside_assemblers(pump: Piece) -> list[tuple[float, float]]:
    """Places on either side of the assembling machines of a station, from which all of them are within reach."""
    offsets = (_turned(right, 12.0, pump.direction // EAST) for right in (-2.0, 10.0))
    return [(pump.x + right, pump.y + down) for right, down in offsets]


def stations(ground: Ground) -> Iterator[list[Piece]]:
    """Places for the station: water for the pump's mouth, land for the rest; trees may stand there."""
    rows, columns = (ground.kind == constants.FACTORIO_TILE_WATER).nonzero()
    water = set(zip(columns.tolist(), rows.tolist(), strict=True))
    for column, row in sorted(water):
        for direction in (NORTH, EAST, SOUTH, WEST):
            dx, dy = _turned(0, 1, direction // EAST)
            pump = (column + int(dx), row + int(dy))
            if pump not in water and _has_mouth(water, pump, direction):
                pieces = station(*ground.middle(pump), direction)
                if all(ground.is_vacant(piece.tiles(ground), but_trees=True) for piece in pieces):
                    yield pieces


def _has_mouth(water: set[Tile], pump: Tile, direction: int) -> bool:
    """The game wants two rows of three tiles of water before a pump."""
    offsets = [_turned(dx, dy, direction // EAST) for dx in (-1, 0, 1) for dy in (-1, -2)]
    return all((pump[0] + int(dx), pump[1] + int(dy)) in water for dx, dy in offsets)
