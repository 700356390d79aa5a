"""Random factories of everything that factory-sim covers: what stands where, and what is done to it when."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

DIRECTIONS = ("north", "east", "south", "west")
STEPS = {"north": (0, -1), "east": (1, 0), "south": (0, 1), "west": (-1, 0)}
DRILL, FURNACE, CHEST = "burner-mining-drill", "stone-furnace", "wooden-chest"
BELT, INSERTER = "transport-belt", "burner-inserter"
ORES = ("iron-ore", "copper-ore", "coal", "stone")
# No walls: factory-sim's inserters lay items down in them.
#: What a player carries into the scene and builds from.
KIT = {DRILL: 2, FURNACE: 2, CHEST: 2, BELT: 6, INSERTER: 2, "coal": 12, "iron-ore": 8, "wood": 4}
#: What factory-sim's character cannot do, or does unlike any recording: hands on belts, and turning an inserter, whose
#: idle arm stays where it was in factory-sim.
UNTOUCHED = {"give": (BELT,), "take": (BELT,), "rotate": (INSERTER,)}
#: Nobody does anything before; factory-sim's lines of belts have formed by then.
SETTLE_TICKS = 3
TICKS = 400
#: Tiles from west to east and from north to south; the player starts in the west of it.
WIDTH, HEIGHT = 11, 8


@dataclass(frozen=True)
class Thing:
    """An entity; x and y are tiles, of its centre."""

    name: str
    x: float
    y: float
    direction: str = "north"


@dataclass(frozen=True)
class Order:
    """Something done in a tick, before it runs.

    Verbs: `gift` and `lay` come from a script, to the entity at x, y (an item to a lane and position of a belt);
    `walk`, `mine`, `give`, `take`, `place` and `rotate` are the character's.
    """

    tick: int
    verb: str
    x: float = 0.0
    y: float = 0.0
    item: str = ""
    count: int = 0
    direction: str = ""
    lane: int = 0


@dataclass(frozen=True)
class MixedScene:
    """A scene; its repr is the Python that makes it again."""

    start: tuple[float, float]
    things: tuple[Thing, ...] = ()
    ores: tuple[tuple[str, int, int, int], ...] = ()  # name, tile x, tile y, amount
    inventory: tuple[tuple[str, int], ...] = ()
    orders: tuple[Order, ...] = ()
    ticks: int = TICKS


def side(name: str) -> int:
    """Tiles along an edge."""
    return 2 if name in (DRILL, FURNACE) else 1


def tiles_of(thing: Thing) -> set[tuple[int, int]]:
    """Tiles that it stands on."""
    size = side(thing.name)
    left, top = int(thing.x - size / 2), int(thing.y - size / 2)
    return {(left + dx, top + dy) for dx in range(size) for dy in range(size)}


class Yard:
    """Things on tiles that no two share."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.things: list[Thing] = []
        self.taken: set[tuple[int, int]] = set()

    def put(self, name: str, x: int, y: int, direction: str) -> bool:
        """Puts a thing whose first tile is x, y, unless something is in the way or it leaves the yard."""
        half = side(name) / 2
        thing = Thing(name, x + half, y + half, direction)
        tiles = tiles_of(thing)
        inside = all(0 <= tx < WIDTH and 0 <= ty < HEIGHT for tx, ty in tiles)
        if tiles & self.taken or not inside:
            return False
        self.taken |= tiles
        self.things.append(thing)
        return True

    def belts(self) -> None:
        """A belt of up to seven tiles that turns now and then, and may run into another one's side."""
        x, y = self.rng.randrange(WIDTH), self.rng.randrange(HEIGHT)
        direction = self.rng.choice(DIRECTIONS)
        for _ in range(self.rng.randint(2, 7)):
            if not self.put(BELT, x, y, direction):
                return
            if self.rng.random() < 0.2:
                direction = self.rng.choice(DIRECTIONS)
            x, y = x + STEPS[direction][0], y + STEPS[direction][1]

    def inserter_beside(self, thing: Thing) -> None:
        """An inserter next to a thing, toward it or away from it."""
        x, y = self.rng.choice(sorted(tiles_of(thing)))
        direction = self.rng.choice(DIRECTIONS)
        dx, dy = STEPS[direction]
        back = {"north": "south", "south": "north", "east": "west", "west": "east"}
        self.put(INSERTER, x + dx, y + dy, self.rng.choice((direction, back[direction])))


def draw_things(rng: Random) -> tuple[Thing, ...]:
    """Belts, machines, and inserters at them, built in any order."""
    yard = Yard(rng)
    for _ in range(rng.randint(0, 3)):
        yard.belts()
    for _ in range(rng.randint(2, 9)):
        name = rng.choice((DRILL, DRILL, FURNACE, FURNACE, CHEST, CHEST, CHEST))
        yard.put(name, rng.randrange(WIDTH), rng.randrange(HEIGHT), rng.choice(DIRECTIONS))
    for _ in range(rng.randint(1, 7)):
        if yard.things:
            yard.inserter_beside(rng.choice(yard.things))
    rng.shuffle(yard.things)
    return tuple(Thing(t.name, t.x, t.y, t.direction if t.name in (DRILL, BELT, INSERTER) else "north")
                 for t in yard.things)  # fmt: skip


def draw_ores(rng: Random, things: tuple[Thing, ...]) -> tuple[tuple[str, int, int, int], ...]:
    """Mixed ore under and around drills, and some on free ground."""
    tiles: set[tuple[int, int]] = set()
    taken = set().union(*(tiles_of(t) for t in things)) if things else set()
    for thing in things:
        if thing.name == DRILL:
            tiles |= {tile for tile in tiles_of(thing) if rng.random() < 0.8}
    free = [(x, y) for x in range(-2, 4) for y in range(HEIGHT) if (x, y) not in taken]
    tiles |= set(rng.sample(free, min(len(free), rng.randint(0, 5))))
    # factory-sim's furnaces know no bricks.
    kinds = ORES[:3] if any(thing.name == FURNACE for thing in things) else ORES
    return tuple((rng.choice(kinds), x, y, rng.choice((1, 2, 5, 1000))) for x, y in sorted(tiles))


def draw_gift(rng: Random, thing: Thing, tick: int) -> Order:
    """What a script gives to a thing."""
    at = {"x": thing.x, "y": thing.y}
    if thing.name == BELT:
        return Order(tick, "lay", **at, item=rng.choice(("iron-ore", "coal", "iron-plate")), count=rng.randrange(256),
                     lane=rng.randrange(2))  # fmt: skip
    if thing.name == CHEST:
        item = rng.choice(("coal", "wood", "iron-ore", "copper-ore", "iron-plate"))
        return Order(tick, "gift", **at, item=item, count=rng.choice((1, 3, 20)))
    fuel = rng.choice(("coal", "coal", "wood"))
    item = rng.choice((fuel, "iron-ore", "copper-ore")) if thing.name == FURNACE else fuel
    return Order(tick, "gift", **at, item=item, count=rng.randint(1, 5))


def draw_act(rng: Random, scene: MixedScene, tick: int) -> Order:
    """What the character does."""
    verb = rng.choice(("walk", "walk", "mine", "mine", "give", "take", "take", "place", "place", "rotate"))
    targets = [(t.x, t.y) for t in scene.things if t.name not in UNTOUCHED.get(verb, ())]
    targets += [(x + 0.5, y + 0.5) for _, x, y, _ in scene.ores if verb == "mine"]
    x, y = rng.choice(targets) if targets else (0.5, 0.5)
    item = rng.choice(("coal", "coal", "iron-ore", "copper-ore", "iron-plate", "wood"))
    match verb:
        case "walk":
            return Order(tick, verb, count=rng.choice((2, 7)), direction=rng.choice(DIRECTIONS))
        case "mine" | "give" | "take":
            return Order(tick, verb, x, y, item, rng.choice((1, 1, 2, 5)))
        case "place":
            item = rng.choice((DRILL, FURNACE, CHEST, BELT, INSERTER))
            half = side(item) / 2
            place = rng.randrange(-1, WIDTH) + half, rng.randrange(-1, HEIGHT) + half
            return Order(tick, verb, *place, item, 1, rng.choice(DIRECTIONS))
        case _:
            return Order(tick, verb, x, y, direction=rng.choice(("clockwise", "back")))


def draw_scene(seed: int) -> MixedScene:
    """The factory of a seed."""
    rng = Random(seed)
    things = draw_things(rng)
    ores = draw_ores(rng, things)
    carried = tuple(sorted(KIT.items())) if rng.random() < 0.8 else ()
    scene = MixedScene((-1.5, rng.randint(1, HEIGHT - 1) + 0.5), things, ores, carried)
    orders: list[Order] = []
    for thing in things:
        for _ in range(rng.choice((0, 1, 1, 2, 3))):
            orders.append(draw_gift(rng, thing, SETTLE_TICKS + rng.choice((0, 1, rng.randrange(TICKS)))))
    for _ in range(rng.choice((0, 4, 8, 16))):
        orders.append(draw_act(rng, scene, SETTLE_TICKS + rng.randrange(TICKS)))
    orders.sort(key=lambda order: order.tick)
    return MixedScene(scene.start, things, ores, carried, tuple(orders))
