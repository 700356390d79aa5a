"""A mixed scene in factory-sim, told in terms that the engine shares."""

from __future__ import annotations

from typing import Any

import fsim
from fsim import lib as oracle_lib
from mixed_scene import MixedScene, Order

NAMES = fsim.ITEM_NAMES | {0: ""}


class OracleSide:
    """factory-sim's half of a duel."""

    def __init__(self, scene: MixedScene) -> None:
        self.sim = fsim.Sim(water=[])
        self.sim.reset(
            {
                "entities": [
                    {
                        "name": thing.name,
                        "position": [thing.x, thing.y],
                        "direction": thing.direction,
                        "force": "neutral" if thing.name == "stone-wall" else "player",
                        "contents": {},
                    }
                    for thing in scene.things
                ],
                "resources": [
                    {"name": name, "position": [float(x), float(y)], "amount": amount}
                    for name, x, y, amount in scene.ores
                ],
                "character": {"position": list(scene.start), "inventory": dict(scene.inventory)},
                "radius": 48,
            }
        )

    def index_at(self, x: float, y: float) -> int:
        """Number of the building whose centre is x, y (tiles); -1 for none."""
        place = int(x * 256), int(y * 256)
        env = self.sim.env
        for index in range(env.entity_count):
            found = env.entities[index]
            if found.alive and found.kind != oracle_lib.K_PILE and (found.pos.x, found.pos.y) == place:
                return index
        return -1

    def has_pile_near(self, x: float, y: float) -> bool:
        """Whether items lie on the ground within a tile and a half."""
        env = self.sim.env
        found = (env.entities[i] for i in range(env.entity_count))
        piles = (entity.pos for entity in found if entity.alive and entity.kind == oracle_lib.K_PILE)
        return any(max(abs(pile.x - x * 256), abs(pile.y - y * 256)) < 384 for pile in piles)

    def handle_of(self, x: float, y: float) -> str:
        """Handle of the building, or else the ore, whose centre is x, y (tiles); empty when it was never seen."""
        env, index = self.sim.env, self.index_at(x, y)
        unit = env.entities[index].unit if index >= 0 else -1
        for number in range(1, env.next_handle):
            found = env.handles[number]
            if not found.used or found.destroyed_tick >= 0:
                continue
            if unit >= 0 and found.kind == oracle_lib.H_UNIT and found.unit == unit:
                return f"h{number}"
            is_ore = found.kind == oracle_lib.H_TILE and found.tile_type == oracle_lib.TT_RESOURCE
            if unit < 0 and is_ore and (found.tx, found.ty) == (x // 1, y // 1):
                return f"h{number}"
        return ""

    # Orders ----------------------------------------------------------------------------------------------------

    def script(self, order: Order) -> int:
        """Carries out what a script does; what came of it."""
        env, index = self.sim.env, self.index_at(order.x, order.y)
        if index < 0:
            return 0
        item = fsim.ITEM_IDS[order.item]
        if order.verb == "gift":
            put = oracle_lib.fsim_entity_insert(env, index, item, order.count)
            oracle_lib.fsim_script_touched(env, index)
            return int(put)
        if env.entities[index].kind != oracle_lib.K_BELT:
            return 0
        return int(oracle_lib.fsim_belt_insert(env, index, order.lane, order.count, item) != 0)

    def lane_length(self, x: float, y: float, lane: int) -> int:
        """How long a lane of the belt there is; 0 for none."""
        index = self.index_at(x, y)
        return int(self.sim.env.entities[index].lane_length[lane]) if index >= 0 else 0

    def act(self, order: Order | None) -> tuple[str | None, str | None]:
        """Runs a tick that begins with what the character does; status and error of that."""
        key, arguments = ("wait", {}) if order is None else self._action(order)
        self.sim.step(key, arguments, ticks=1)
        status, error = self.sim.action_outcome()
        has_moved = order is None or order.verb not in ("give", "take") or self.sim.env.act.count > 0
        return (status, error) if has_moved else ("rejected", error)

    def _action(self, order: Order) -> tuple[str, dict[str, Any]]:
        handle = self.handle_of(order.x, order.y)
        match order.verb:
            case "walk":
                return f"{'step' if order.count == 7 else 'nudge'}_{order.direction}", {}
            case "mine":
                return "mine_at", {"handle": handle, "count": order.count}
            case "give":
                return "give_to", {"to": handle, "item": order.item, "count": order.count}
            case "take":
                return "take_from", {"from": handle, "item": order.item, "count": order.count}
            case "place":
                arguments = {"item": order.item, "position": [order.x, order.y], "direction": order.direction}
                return "place_at", arguments
            case _:
                return "rotate_at_reverse" if order.direction == "back" else "rotate_at", {"handle": handle}

    # State -----------------------------------------------------------------------------------------------------

    def is_on_a_turn(self) -> bool:
        """Whether the character stands on a belt that turns, which carries it in the game and not in factory-sim."""
        env = self.sim.env
        x, y = env.char_pos.x, env.char_pos.y
        belts = (env.entities[i] for i in range(env.entity_count))
        return any(
            belt.alive
            and belt.kind == oracle_lib.K_BELT
            and belt.shape != oracle_lib.BELT_STRAIGHT
            and max(abs(belt.pos.x - x), abs(belt.pos.y - y)) < 200
            for belt in belts
        )

    def state(self) -> dict[Any, Any]:
        """Everything that both know."""
        env = self.sim.env
        state: dict[Any, Any] = {
            "position": (env.char_pos.x, env.char_pos.y),
            "stacks": [(i, NAMES[env.main[i].item], env.main[i].count) for i in range(80) if env.main[i].count],
            "mining": bool(env.mining),
            "seconds": env.mining_seconds if env.mining else 0.0,
        }
        for index in range(env.resource_count):
            ore = env.resources[index]
            if ore.alive:
                state["ore", ore.tx * 256 + 128, ore.ty * 256 + 128] = (NAMES[ore.item], ore.amount)
        for index in range(env.entity_count):
            found = env.entities[index]
            if not found.alive:
                continue
            place = found.pos.x, found.pos.y
            if found.kind == oracle_lib.K_PILE:
                state.setdefault(("ground", *place), []).append((NAMES[found.pile.item], found.pile.count))
            else:
                tell = TELLS.get(found.kind)
                state[fsim.KIND_NAME[found.kind], *place] = tell(found) if tell else {}
        return state

    def inserter_at(self, x: int, y: int) -> Any:
        """The inserter at a place, 1/256 tile."""
        return self.sim.env.entities[self.index_at(x / 256, y / 256)]

    def kind(self, index: int) -> int:
        """What kind of entity has a number; -1 for none."""
        return int(self.sim.env.entities[index].kind) if index >= 0 else -1


def stack_of(stack: Any) -> tuple[str, int]:
    """Item and count; an emptied stack keeps neither."""
    return (NAMES[stack.item], stack.count) if stack.count else ("", 0)


def burner_of(found: Any) -> dict[str, Any]:
    return {"buffer": found.energy, "remaining": found.remaining, "burning": NAMES[found.burning],
            "fuel": stack_of(found.fuel)}  # fmt: skip


def tell_chest(found: Any) -> dict[str, Any]:
    stacks = enumerate(found.chest[0 : oracle_lib.FSIM_CHEST_SLOTS])
    return {"chest": [(i, NAMES[stack.item], stack.count) for i, stack in stacks if stack.count]}


def tell_drill(found: Any) -> dict[str, Any]:
    return {**burner_of(found), "direction": found.direction, "seconds": found.seconds, "held": NAMES[found.held],
            "status": found.status}  # fmt: skip


def tell_furnace(found: Any) -> dict[str, Any]:
    return {**burner_of(found), "source": stack_of(found.source), "result": stack_of(found.result),
            "seconds": found.seconds, "crafting": bool(found.crafting), "finished": found.products_finished,
            "status": found.status}  # fmt: skip


def tell_belt(found: Any) -> dict[str, Any]:
    items = [(side, lane.items[i].pos, NAMES[lane.items[i].item])
             for side, lane in enumerate(found.lanes) for i in range(lane.count)]  # fmt: skip
    return {"direction": found.direction, "items": sorted(items)}


def tell_inserter(found: Any) -> dict[str, Any]:
    return {**burner_of(found), "direction": found.direction, "orientation": found.arm_w, "length": found.arm_len,
            "held": NAMES[found.held], "status": fsim.STATUS_NAME.get(found.status)}  # fmt: skip


TELLS = {
    oracle_lib.K_CHEST: tell_chest,
    oracle_lib.K_DRILL: tell_drill,
    oracle_lib.K_FURNACE: tell_furnace,
    oracle_lib.K_BELT: tell_belt,
    oracle_lib.K_INSERTER: tell_inserter,
}
