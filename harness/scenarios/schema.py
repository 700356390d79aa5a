"""What a scenario file may say. Lengths are tiles, times are ticks (1/60 s) or steps of ticks_per_step ticks."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from harness.scenarios.scene import CountedItem, Counts, ResourceGrid, ResourceName, Scene
from harness.scenarios.yaml_model import StrictModel

#: Side of a square map by the name that the owner's documents give its size, tiles.
MAP_SIZES = {"tiny": 64, "small": 128, "medium": 256, "large": 512}

#: Each scene has a force of its own, and a game has room for 61 beside its own three.
MOST_SCENES = 61

FrameName = Literal["movement", "mining", "building", "full"]
ActionSetName = Literal["walk", "walk_and_mine", "walk_and_build", "commands"]
Tiles = Annotated[float, Field(allow_inf_nan=False, ge=-1024, le=1024)]


class Map(StrictModel):
    """The surface of an arena: flat ground, centred on 0, 0, with nothing on it but what `resources` says."""

    size: Literal["tiny", "small", "medium", "large"] | None = Field(
        default=None, description="a square map of 64, 128, 256 or 512 tiles; or give width and height"
    )
    width: int | None = Field(default=None, ge=16, le=1024, description="tiles from west to east")
    height: int | None = Field(default=None, ge=16, le=1024, description="tiles from north to south")

    @model_validator(mode="after")
    def _one_way_to_say_it(self) -> Map:
        by_sides = self.width is not None and self.height is not None
        if (self.size is not None) == by_sides or (self.width is None) != (self.height is None):
            raise ValueError(f"give either size ({', '.join(MAP_SIZES)}) or both width and height")
        return self

    @property
    def sides(self) -> tuple[int, int]:
        """Width and height, tiles."""
        if self.size is not None:
            return MAP_SIZES[self.size], MAP_SIZES[self.size]
        assert self.width is not None and self.height is not None  # noqa: S101  the validator has seen to it
        return self.width, self.height


class Area(StrictModel):
    """A rectangle of positions, all four sides included."""

    left: Tiles
    top: Tiles
    right: Tiles
    bottom: Tiles

    @model_validator(mode="after")
    def _has_an_inside(self) -> Area:
        if self.left > self.right or self.top > self.bottom:
            raise ValueError("left must not lie right of right, nor top below bottom")
        return self


class Goal(StrictModel):
    """Where a reset may put the goal."""

    area: Area
    min_distance: float = Field(ge=0, le=1024, description="tiles from the start, at least")
    max_distance: float = Field(gt=0, le=1024, description="tiles from the start, at most")

    @model_validator(mode="after")
    def _distances_are_in_order(self) -> Goal:
        if self.min_distance > self.max_distance:
            raise ValueError(f"min_distance {self.min_distance} is above max_distance {self.max_distance}")
        return self


class Reset(StrictModel):
    """What a reset draws anew; the rest of the scene is one of a pool of snapshots."""

    start_area: Area = Field(description="where the character may start")
    goal: Goal | None = None
    pool_scenes: int = Field(
        default=1, ge=1, le=MOST_SCENES, description="scenes built on a server; a seed takes scene seed mod pool_scenes"
    )


class ReachGoal(StrictModel):
    """Success is standing within `radius` of the goal."""

    kind: Literal["reach_goal"]
    radius: float = Field(gt=0, le=64, description="tiles")
    progress_reward: float = Field(default=0.1, description="for each tile that the goal comes nearer")
    step_reward: float = Field(default=-0.01, description="for every step")
    success_reward: float = Field(default=1.0, description="once, on reaching the goal")


class MineItems(StrictModel):
    """Success is holding `count` more of an item than at the reset."""

    kind: Literal["mine_items"]
    item: ResourceName
    count: int = Field(ge=1, le=65535, description="items")
    item_reward: float = Field(default=0.1, description="for each item mined")
    approach_reward: float = Field(default=0.02, description="for each tile that the nearest resource comes nearer")
    step_reward: float = Field(default=-0.005, description="for every step")
    success_reward: float = Field(default=1.0, description="once, on holding the last item asked for")


class BuildPlan(StrictModel):
    """Success is a plan built exactly: no ghost left, and nothing built beside it."""

    kind: Literal["build_plan"]
    build_reward: float = Field(default=0.5, description="for each planned entity that stands")
    approach_reward: float = Field(default=0.02, description="for each tile that the nearest ghost comes nearer")
    step_reward: float = Field(default=-0.005, description="for every step")
    success_reward: float = Field(default=1.0, description="once, when the plan stands")


class Gather(StrictModel):
    """Success is being alive at a time, with all the items that are asked for."""

    kind: Literal["gather"]
    items: dict[CountedItem, Annotated[int, Field(ge=1, le=65535)]] = Field(
        min_length=1, description="items to hold, and how many of each"
    )
    seconds: float = Field(gt=0, le=86_400, description="game time at which they are counted")
    item_reward: float = Field(default=0.01, description="for each item gathered that still counts")
    success_reward: float = Field(default=1.0, description="once, at the end")


class Automate(StrictModel):
    """Success is machines having made enough of an item by a time, and some of them working then."""

    kind: Literal["automate"]
    item: CountedItem
    count: int = Field(ge=1, le=1_000_000, description="items made by machines since the reset")
    seconds: float = Field(gt=0, le=86_400, description="game time at which they are counted")
    item_reward: float = Field(default=0.01, description="for each item made that still counts")
    success_reward: float = Field(default=1.0, description="once, at the end")


class Unattended(StrictModel):
    """Success is machines making enough of an item while nobody touches anything; any touch begins the count anew."""

    kind: Literal["unattended"]
    item: CountedItem
    source: CountedItem = Field(description="what machines mine for it: no more counts than has been mined of this")
    count: int = Field(ge=1, le=1_000_000, description="items that machines must make")
    seconds: float = Field(gt=0, le=86_400, description="game time in which they must be made")
    item_reward: float = Field(default=0.0, description="for each item that a trial makes more than the best before it")
    success_reward: float = Field(default=1.0, description="once, at the end")


class Defend(StrictModel):
    """Success is surviving to a time with most of the structures intact."""

    kind: Literal["defend"]
    seconds: float = Field(gt=0, le=86_400, description="game time to survive")
    integrity: float = Field(gt=0, le=1, description="share of all structures ever standing that must be left")
    loss_reward: float = Field(default=-0.1, description="for each structure lost")
    kill_reward: float = Field(default=0.01, description="for each enemy fewer")
    success_reward: float = Field(default=1.0, description="once, at the end")


class Research(StrictModel):
    """Success is having researched a number of technologies; frames tell how many, not which."""

    kind: Literal["research"]
    technologies: int = Field(ge=1, le=65535, description="technologies researched since the reset")
    technology_reward: float = Field(default=1.0, description="for each technology that still counts")
    success_reward: float = Field(default=1.0, description="once, on the last technology asked for")


Task = Annotated[
    ReachGoal | MineItems | BuildPlan | Gather | Automate | Unattended | Defend | Research,
    Field(discriminator="kind"),
]  # fmt: skip


class Curriculum(StrictModel):
    """Where the scenario stands among others."""

    tags: list[str] = Field(default_factory=list, description="skills that it trains")
    stage: int = Field(default=0, ge=0, description="0 is the first")


class Scenario(StrictModel):
    """One scenario: the scene, how it is stepped, what is seen, what may be done and what counts."""

    version: Literal[1] = Field(description="version of this schema")
    name: str = Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")
    description: str = Field(min_length=1)
    script: str | None = Field(
        default=None, pattern=r"^[a-z][a-z0-9_]{0,63}$",
        description="Lua file of the mod training-scenarios that builds the scene; the scenario's name when left out",
    )  # fmt: skip
    map: Map
    resources: list[ResourceGrid] = Field(default_factory=list, max_length=1)
    scene: Scene = Field(default_factory=Scene, description="what stands there besides")
    starting_items: Counts = Field(default_factory=dict, description="what the character holds at the start")
    ticks_per_step: int = Field(ge=1, le=36_000, description="ticks that one step runs")
    episode_steps: int = Field(ge=1, le=1_000_000, description="steps after which an episode is truncated")
    frame: FrameName = Field(description="observation frame")
    ground_sight: int = Field(
        default=0, ge=0, le=32,
        description="tiles around the character whose ground learners see besides, by the query cells; 0: none",
    )  # fmt: skip
    actions: ActionSetName = Field(description="action set")
    reset: Reset
    task: Task
    curriculum: Curriculum = Field(default_factory=Curriculum)

    @model_validator(mode="after")
    def _parts_fit_together(self) -> Scenario:
        width, height = self.map.sides
        areas = {"reset.start_area": self.reset.start_area}
        if self.reset.goal is not None:
            areas["reset.goal.area"] = self.reset.goal.area
        for name, area in areas.items():
            if max(-area.left, area.right) > width / 2 or max(-area.top, area.bottom) > height / 2:
                raise ValueError(f"{name} reaches outside the map of {width} x {height} tiles, centred on 0, 0")
        _check_task(self)
        return self

    @property
    def setup_script(self) -> str:
        """Name of the Lua file that builds the scene."""
        return self.script or self.name

    @property
    def episode_ticks(self) -> int:
        """Ticks after which an episode is truncated."""
        return self.episode_steps * self.ticks_per_step


#: The shortest frame that tells what a task judges by.
_NEEDS_FRAME: dict[str, FrameName] = {
    "mine_items": "mining", "build_plan": "building", "gather": "mining", "automate": "full", "unattended": "full",
    "defend": "mining", "research": "mining",
}  # fmt: skip
_FRAMES: tuple[FrameName, ...] = ("movement", "mining", "building", "full")


def _check_task(scenario: Scenario) -> None:
    task, goal = scenario.task, scenario.reset.goal
    needed = _NEEDS_FRAME.get(task.kind, "movement")
    if _FRAMES.index(scenario.frame) < _FRAMES.index(needed):
        raise ValueError(
            f"the task {task.kind} reads more than the frame '{scenario.frame}' has; use '{needed}' or a longer one"
        )
    if isinstance(task, BuildPlan) and scenario.scene.layout is None:
        raise ValueError("the task build_plan needs scene.layout")
    if isinstance(task, Defend) and not scenario.scene.base:
        raise ValueError("the task defend needs scene.base: structures to defend")
    if isinstance(task, (Gather, Automate, Unattended, Defend)) and task.seconds * 60 > scenario.episode_ticks:
        raise ValueError(
            f"task.seconds {task.seconds} is {task.seconds * 60:g} ticks, after the end of an episode of "
            f"{scenario.episode_ticks} ticks"
        )
    if isinstance(task, ReachGoal):
        if goal is None:
            raise ValueError("the task reach_goal needs reset.goal")
        if goal.min_distance <= task.radius:
            raise ValueError(
                f"reset.goal.min_distance {goal.min_distance} must be above task.radius {task.radius}, "
                "or an episode could begin with success"
            )
    if isinstance(task, MineItems):
        if task.item not in [grid.name for grid in scenario.resources]:
            raise ValueError(
                f"task.item '{task.item}' is not among resources; add a grid of it, or ask for another item"
            )
        if scenario.actions == "walk":
            raise ValueError("the task mine_items cannot be done with the actions 'walk'; use 'walk_and_mine'")
    if scenario.actions == "walk_and_build" and _FRAMES.index(scenario.frame) < _FRAMES.index("building"):
        raise ValueError("the actions 'walk_and_build' aim by the plan rows of the frame 'building'; use that frame")
    if scenario.actions == "walk_and_mine" and scenario.frame == "movement":
        raise ValueError("the actions 'walk_and_mine' aim by the resource rows of the frame 'mining'; use that frame")


def scenario_schema() -> dict[str, Any]:
    """JSON schema of a scenario file, for editors and other programs."""
    return Scenario.model_json_schema()
