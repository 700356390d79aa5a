"""From what freeplay gives to red and green science, by a character's own actions: a list of goals."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from harness.envs import commands
from harness.runner.policies import pioneer_hands as hands
from harness.runner.policies.pioneer_hands import held
from harness.runner.policies.pioneer_sites import (
    FIRST_PIECES,
    ORE_TILE,
    Piece,
    beside_assemblers,
    drill_sites,
    stations,
)
from harness.runner.policies.script import Body, Part, ScriptPolicy

RED, GREEN, GEAR = "automation-science-pack", "logistic-science-pack", "iron-gear-wheel"

#: What to build in which order: ore, and what the drill puts it down into.
DRILLS = (
    ("stone", "wooden-chest"),
    ("coal", "wooden-chest"),
    ("iron-ore", "stone-furnace"),
    ("iron-ore", "stone-furnace"),
    ("coal", "wooden-chest"),
    ("stone", "wooden-chest"),
    ("copper-ore", "stone-furnace"),
    ("iron-ore", "stone-furnace"),
    ("coal", "wooden-chest"),
    ("copper-ore", "stone-furnace"),
    ("iron-ore", "stone-furnace"),
    ("coal", "wooden-chest"),
    ("copper-ore", "stone-furnace"),
    ("iron-ore", "stone-furnace"),
)

#: What comes of an ore where it is put down.
PRODUCTS = {
    ("iron-ore", "stone-furnace"): "iron-plate",
    ("copper-ore", "stone-furnace"): "copper-plate",
    ("stone", "wooden-chest"): "stone",
    ("coal", "wooden-chest"): "coal",
}

#: Each of these comes with what it needs: crafted in this order, intermediate products by the way.
STATION_ITEMS = (("lab", 2), ("offshore-pump", 1), ("boiler", 1), ("steam-engine", 1), ("small-electric-pole", 2))
STATION_PLATES = {"iron-plate": 120, "copper-plate": 35, "stone": 5}

#: In the order of the research queue, which has seven places; what the last one needs comes first.
TECHNOLOGIES = (
    "automation", "logistics", "logistic-science-pack", "military", "gun-turret", "stone-wall", "steel-processing",
)  # fmt: skip

#: The cheapest that takes red and green packs; queued when the station is fortified.
LAST_TECHNOLOGY = "military-2"

#: Packs that those take, and a few that the labs have begun.
PACKS = {RED: 205 + 3, GREEN: 20 + 2}

#: What is crafted by hand, the most urgent first, and the plates for one and all that it is made of.
CRAFTS = {
    GREEN: {"iron-plate": 6, "copper-plate": 2},
    GEAR: {"iron-plate": 2},
    RED: {"iron-plate": 2, "copper-plate": 1},
}

#: Gears that an assembling machine is given at a time.
GEARS = 6

#: Crafts that are queued at once.
BATCH = 12

#: Fuel that a machine is filled up with, and below which it is.
FUEL, LOW_FUEL = 8, 4

#: What a piece of wall is made of, and a gun turret.
WALL_BRICKS = 5
TURRET_PLATES = {"iron-plate": 40, "copper-plate": 10}

#: Tiles along an axis within which something is near.
NEARBY = range(-12, 13)

#: Tiles from the character that stay free of what it builds.
ELBOW_ROOM = 2.5


@dataclass(frozen=True)
class Line:
    """A drill and what it puts down into."""

    ore: str
    product: str
    drill: Piece
    receiver: Piece


class Pioneer:
    """One episode: what has been built, and the goals."""

    def __init__(self, body: Body, half: int) -> None:
        self._body = body
        self._half = half
        self._lines: list[Line] = []
        self._furnace: Piece | None = None
        self._station: list[Piece] = []
        self._assemblers: list[Piece] = []
        self._is_fortified = False
        self._made = dict.fromkeys(PACKS, 0)

    def play(self) -> Part[None]:
        """All goals, one after the other."""
        yield from self.begin()
        for ore, receiver in DRILLS:
            yield from self.add_line(ore, receiver)
        yield from self.make_station_items()
        yield from self.build_station()
        yield from self.research()

    # ---- goals

    def begin(self) -> Part[None]:
        """Wood for chests and poles, coal to begin with, the first plates."""
        yield from hands.fell_trees(self._body, self._half, 14)
        yield from self.mine("stone", 5)
        yield from self.mine("coal", 10)
        yield from hands.make(self._body, "wooden-chest", 6)
        yield from self.build_line("iron-ore", "stone-furnace")
        yield from hands.make(self._body, "stone-furnace", 1)
        yield from self.build_hand_furnace()

    def add_line(self, ore: str, receiver: str) -> Part[None]:
        """One more drill with its receiver."""
        needs_furnace = receiver == "stone-furnace"
        yield from self.obtain("stone", 10 if needs_furnace else 5)
        yield from self.obtain("coal", 10)
        yield from self.obtain("iron-plate", 9)
        yield from self.obtain("coal", 6)  # the plates may have cost some
        yield from hands.make(self._body, "burner-mining-drill", 1)
        if needs_furnace:
            yield from hands.make(self._body, "stone-furnace", 1)
        yield from self.build_line(ore, receiver)

    def make_station_items(self) -> Part[None]:
        """Everything for the power station and the laboratories."""
        for item, count in STATION_PLATES.items():
            yield from self.obtain(item, count)
        for item, count in STATION_ITEMS:
            while held(self._body, item) < count:
                if not (yield from hands.make(self._body, item, count - held(self._body, item))):
                    yield from self.tour()

    def build_station(self) -> Part[None]:
        """The power station with its laboratories, at the first place on the shore that takes them all."""
        yield from self.obtain("coal", FUEL)
        ground = hands.look(self._body, self._half)
        for pieces in sorted(stations(ground), key=lambda found: self._body.distance(found[0].x, found[0].y)):
            if (yield from self.build_piece(pieces[0])):
                self._station = pieces
                break
        for piece in self._station[1:FIRST_PIECES]:
            yield from self.clear(piece)
            yield from self.build_piece(piece)
        yield from self.refuel_piece(self._station[1], FUEL)

    def research(self) -> Part[None]:
        """Queues the technologies, then makes packs and carries them to the laboratories until all is known."""
        for technology in TECHNOLOGIES:
            yield commands.research(self._body.world.number("technology", technology))
        while True:
            yield from self.craft_packs()
            yield from self.tour()
            yield from self.craft_packs()
            yield from self.supply_station()
            if not self._assemblers and self.knows("automation"):
                yield from self.build_assemblers()
            if not self._is_fortified and self.knows("gun-turret") and self.knows("stone-wall"):
                yield from self.fortify()
                self._is_fortified = True
                yield commands.research(self._body.world.number("technology", LAST_TECHNOLOGY))

    def fortify(self) -> Part[None]:
        """A gun turret with its magazines beside the station, and a piece of wall."""
        assert self._furnace is not None  # noqa: S101  it stands since the beginning
        furnace = self._furnace
        yield from self.obtain("stone", 2 * WALL_BRICKS)
        yield from hands.put(self._body, self._half, furnace.x, furnace.y, "stone", 2 * WALL_BRICKS)
        yield from self.refuel_piece(furnace, 3)
        for plate, count in TURRET_PLATES.items():
            yield from self.obtain(plate, count)
        yield from hands.make(self._body, "gun-turret", 1)
        while held(self._body, "stone-brick") < WALL_BRICKS:
            yield from self.tour()
            yield from self.supply_station()
            yield from hands.take(self._body, self._half, furnace.x, furnace.y, "stone-brick", 0)
        yield from hands.make(self._body, "stone-wall", 1)
        turret = yield from self.build_near(self._station[0], "gun-turret", 2)
        yield from self.build_near(self._station[0], "stone-wall", 1)
        if turret:
            yield from hands.put(self._body, self._half, turret.x, turret.y, "firearm-magazine", 10)

    def build_assemblers(self) -> Part[None]:
        """Assembling machines for red packs, which take longest to craft by hand."""
        pieces = self._station[FIRST_PIECES:]
        wanted = [piece for piece in pieces if piece.item == "assembling-machine-1"]
        while held(self._body, "assembling-machine-1") < len(wanted):
            missing = len(wanted) - held(self._body, "assembling-machine-1")
            yield from self.obtain("iron-plate", 23 * missing)
            yield from self.obtain("copper-plate", 5 * missing)
            yield from hands.make(self._body, "assembling-machine-1", missing)
        recipe = self._body.world.number("recipe", RED)
        for piece in pieces:
            yield from self.clear(piece)
        for x, y in beside_assemblers(self._station[0]):  # from between them there might be no way out
            if (yield from hands.walk_to(self._body, self._half, x, y, 1.0)):
                break
        for piece in pieces:
            if (yield from self.build_piece(piece)) and piece in wanted:
                yield commands.set_recipe(piece.x, piece.y, recipe)
                self._assemblers.append(piece)

    # ---- packs

    def craft_packs(self) -> Part[None]:
        """Queues a batch when the last one is nearly done; green packs as soon as they can be made."""
        if int(self._body.frame["crafts"]) > 1:
            return
        for item, plates in CRAFTS.items():
            possible = min(held(self._body, plate) // count for plate, count in plates.items())
            count = min(BATCH, possible, self.wanted(item))
            if count > 0 and (yield from hands.craft(self._body, item, count)):
                self._made[item] = self._made.get(item, 0) + count
                return

    def wanted(self, item: str) -> int:
        """How many more of it are to be crafted by hand."""
        if item == GEAR:
            return GEARS * len(self._assemblers) - held(self._body, GEAR) if self._made[RED] < PACKS[RED] else 0
        return PACKS[item] - self._made[item]

    def supply_station(self) -> Part[None]:
        """Packs to the laboratories in equal shares, coal to the boiler, gears and copper to the assemblers."""
        yield from self.refuel_piece(self._station[1], FUEL)
        for machine in self._assemblers:
            yield from self.supply_assembler(machine)
        labs = [piece for piece in self._station if piece.item == "lab"]
        for pack in PACKS:
            if self._made[pack] >= PACKS[pack]:
                yield from self.gather_packs(labs, pack)
            for place, lab in enumerate(labs):
                share = -(-held(self._body, pack) // (len(labs) - place))
                yield from hands.put(self._body, self._half, lab.x, lab.y, pack, share)

    def gather_packs(self, labs: list[Piece], pack: str) -> Part[None]:
        """Takes the last packs out of the laboratories: one may have green ones left, the other red ones."""
        for lab in labs:
            yield from hands.take(self._body, self._half, lab.x, lab.y, pack, 0)

    def supply_assembler(self, machine: Piece) -> Part[None]:
        """Takes the packs that are done, and puts in for as many as are still wanted."""
        yield from hands.take(self._body, self._half, machine.x, machine.y, RED, 0)
        count = min(GEARS, held(self._body, GEAR), held(self._body, "copper-plate"), PACKS[RED] - self._made[RED])
        before = held(self._body, GEAR)
        if count > 0 and (yield from hands.put(self._body, self._half, machine.x, machine.y, GEAR, count)):
            self._made[RED] += before - held(self._body, GEAR)
            yield from hands.put(self._body, self._half, machine.x, machine.y, "copper-plate", count)

    def knows(self, technology: str) -> bool:
        """Whether it is researched."""
        rows = self._body.world.ask("technologies")
        return bool(rows["researched"][self._body.world.number("technology", technology)])

    # ---- supplies

    def obtain(self, item: str, count: int) -> Part[None]:
        """Has at least so many of an item: from the machines, and by hand as long as they have nothing."""
        while held(self._body, item) < count:
            before = held(self._body, item)
            yield from self.collect(item)
            if held(self._body, item) - before < min(5, count - before):
                yield from self.work_by_hand(item)

    def work_by_hand(self, item: str) -> Part[None]:
        """Mines some of it, or ore for the furnace that stands beside the drills."""
        if item in ("stone", "coal"):
            yield from self.mine(item, 5)
        elif item == "iron-plate" and len(self._lines) < 6 and self._furnace:
            yield from self.mine("iron-ore", 5)
            yield from hands.put(self._body, self._half, self._furnace.x, self._furnace.y, "iron-ore", 50)
        else:
            yield from self.tour()

    def collect(self, item: str) -> Part[None]:
        """Takes it from everything that makes it, and refuels on the way."""
        for line in self._lines:
            if line.product == item:
                yield from self.tend(line)
        if item == "iron-plate" and self._furnace:
            yield from self.refuel_piece(self._furnace, 2)
            yield from hands.take(self._body, self._half, self._furnace.x, self._furnace.y, item, 0)

    def tour(self) -> Part[None]:
        """Visits all lines but those of stone; coal first."""
        if held(self._body, "coal") < 40:
            yield from self.collect("coal")
        if held(self._body, "coal") < 20:
            yield from self.mine("coal", 20 - held(self._body, "coal"))
        for product in ("iron-plate", "copper-plate"):
            yield from self.collect(product)

    def tend(self, line: Line) -> Part[None]:
        """Takes what is ready at a line, and refuels it."""
        yield from hands.take(self._body, self._half, line.receiver.x, line.receiver.y, line.product, 0)
        if self._station and line.product != "coal" and held(self._body, "coal") < 2 * FUEL:
            return  # the rest is for the boiler
        yield from self.refuel_piece(line.drill, FUEL)
        if line.receiver.item == "stone-furnace":
            yield from self.refuel_piece(line.receiver, FUEL)

    def refuel_piece(self, piece: Piece, count: int) -> Part[None]:
        """Fills up the fuel of a machine that runs low."""
        there = [thing for thing in self._body.world.entities(piece.item) if (thing.x, thing.y) == (piece.x, piece.y)]
        if there and there[0].fuel < min(LOW_FUEL, count):
            yield from hands.put(self._body, self._half, piece.x, piece.y, "coal", count)

    def mine(self, item: str, more: int) -> Part[None]:
        """Mines ore by hand."""
        yield from hands.mine_ore(self._body, self._half, item, item, more)

    # ---- building

    def build_piece(self, piece: Piece) -> Part[bool]:
        """Builds one piece."""
        return (yield from hands.build(self._body, self._half, piece.item, piece.x, piece.y, piece.direction))

    def clear(self, piece: Piece) -> Part[None]:
        """Fells the trees that stand where it shall."""
        right, down = piece.sides[0] / 2 + 0.5, piece.sides[1] / 2 + 0.5
        area = (piece.x - right, piece.y - down, piece.x + right, piece.y + down)
        yield from hands.clear(self._body, self._half, *area)

    def build_line(self, ore: str, receiver: str) -> Part[None]:
        """A drill and its receiver where the field of ore has room, with fuel."""
        places = self._body.world.ore(ore)
        x, y = places.mean(axis=0).tolist()
        yield from hands.walk_to(self._body, self._half, x, y, hands.REACH)
        side = 2 if receiver == "stone-furnace" else 1
        sites = drill_sites(hands.look(self._body, self._half), ore, receiver, side)
        sites = [pair for pair in sites if all(self._body.distance(one.x, one.y) > ELBOW_ROOM for one in pair)]
        for drill, target in sorted(sites, key=lambda pair: self._body.distance(pair[0].x, pair[0].y)):
            if (yield from self.build_piece(drill)) and (yield from self.build_piece(target)):
                line = Line(ore, PRODUCTS[ore, receiver], drill, target)
                self._lines.append(line)
                for piece in (drill, target)[:side]:
                    yield from self.refuel_piece(piece, 3)
                return

    def build_hand_furnace(self) -> Part[None]:
        """A furnace for ore that is mined by hand, near the first drill."""
        self._furnace = yield from self.build_near(self._lines[0].drill, "stone-furnace", 2)

    def build_near(self, other: Piece, item: str, side: int) -> Part[Piece | None]:
        """Builds something square as near to a piece as there is room around it, off the iron ore."""
        ground = hands.look(self._body, self._half)
        half = side % 2 / 2
        places = [(floor(other.x) + dx + half, floor(other.y) + dy + half) for dx in NEARBY for dy in NEARBY]
        for x, y in sorted(places, key=lambda place: abs(place[0] - other.x) + abs(place[1] - other.y)):
            piece = Piece(item, x, y, 0, (side, side))
            tiles = piece.tiles(ground, margin=1)
            if not ground.is_vacant(tiles) or any(ground.kind[y, x] == ORE_TILE["iron-ore"] for x, y in tiles):
                continue
            if (yield from self.build_piece(piece)):
                return piece
        return None


class PioneerPolicy(ScriptPolicy):
    """Solves road_to_logistics."""

    def tell(self, body: Body) -> Part[None]:
        """The episode of one arena."""
        return Pioneer(body, self._scenario.map.sides[0] // 2).play()
