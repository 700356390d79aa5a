"""What stands in a scene when an episode begins: ore, trees, a layout to build, a base, enemies and when they come."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from harness.scenarios.yaml_model import StrictModel

ResourceName = Literal["iron-ore", "copper-ore", "coal", "stone"]

#: Items that compact frames count: the columns of item_counts in comm_c/frames.h.
CountedItem = Literal[
    "iron-ore", "copper-ore", "coal", "stone", "wood", "iron-plate", "copper-plate", "iron-gear-wheel",
    "transport-belt", "burner-inserter", "burner-mining-drill", "stone-furnace", "wooden-chest", "firearm-magazine",
    "stone-wall",
]  # fmt: skip

#: Name of a prototype of the game.
PrototypeName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]

#: Prototypes and how many of each.
Counts = dict[PrototypeName, Annotated[int, Field(ge=1, le=100_000)]]


class ResourceGrid(StrictModel):
    """One resource entity at every crossing of a square grid over the whole map."""

    name: ResourceName
    spacing: int = Field(ge=1, le=256, description="tiles between neighbours")
    amount: int = Field(ge=1, le=4_000_000, description="units in each entity")


class Patch(StrictModel):
    """A round field of ore at a drawn angle around the centre of the map."""

    name: ResourceName
    distance: float = Field(ge=0, le=512, description="tiles from the centre of the map to that of the patch")
    radius: float = Field(ge=1, le=64, description="tiles")
    amount: int = Field(ge=1, le=4_000_000, description="units in each entity")


class Lake(StrictModel):
    """A round lake at a drawn angle around the centre of the map; fields of ore keep clear of it."""

    distance: float = Field(ge=0, le=512, description="tiles from the centre of the map to that of the lake")
    radius: float = Field(ge=1, le=64, description="tiles")


class Trees(StrictModel):
    """Trees at drawn places in a ring around the centre of the map."""

    count: int = Field(ge=1, le=10_000)
    near: float = Field(ge=0, le=512, description="tiles from the centre, at least")
    far: float = Field(gt=0, le=512, description="tiles from the centre, at most")
    prototype: PrototypeName = "tree-01"

    @model_validator(mode="after")
    def _has_an_inside(self) -> Trees:
        if self.near >= self.far:
            raise ValueError(f"near {self.near} must be less than far {self.far}")
        return self


class Ponds(StrictModel):
    """Round ponds at drawn places of the whole map."""

    count: int = Field(ge=1, le=1000)
    radius: float = Field(ge=1, le=64, description="tiles")


class Obstacles(StrictModel):
    """Entities that belong to nobody, in straight rows at drawn places of the whole map, along a drawn axis."""

    name: PrototypeName
    count: int = Field(ge=1, le=1000, description="rows")
    length: int = Field(default=1, ge=1, le=64, description="entities in a row, side by side")


class Layout(StrictModel):
    """A plan to build: ghosts of drawn kinds and directions on drawn places of a square, none over another."""

    pieces: Counts = Field(min_length=1, description="entities to plan, and how many of each")
    side: int = Field(ge=2, le=64, description="side of the square, tiles")
    distance: float = Field(ge=0, le=512, description="tiles from the centre of the map to that of the square")


class SmeltingField(StrictModel):
    """A field of iron ore and walls, drawn as FactorioGym's construct_smelting_line draws them, seed for seed."""

    split: Literal["train", "test"] = Field(description="shapes: four of the field for training, another for tests")


class Wave(StrictModel):
    """Enemies that set out together."""

    at_seconds: float = Field(ge=0, le=86_400, description="game time of an episode at which they set out")
    units: Counts = Field(min_length=1)


class Enemies(StrictModel):
    """Who attacks, and when. Waves gather at a drawn angle at `distance` and march on the centre of the map."""

    evolution_factor: float = Field(default=0.0, ge=0, le=1)
    distance: float = Field(gt=0, le=512, description="tiles from the centre of the map")
    waves: list[Wave] = Field(min_length=1, max_length=100)


class Structure(StrictModel):
    """One building of the base that an episode begins with."""

    name: PrototypeName
    x: float = Field(ge=-512, le=512)
    y: float = Field(ge=-512, le=512)
    direction: int = Field(default=0, ge=0, le=15)
    items: Counts = Field(default_factory=dict, description="what is put into it")


class Scene(StrictModel):
    """What the Lua file of a scenario builds, beside the resources of a grid."""

    lake: Lake | None = None
    patches: list[Patch] = Field(default_factory=list, max_length=32)
    trees: Trees | None = None
    ponds: Ponds | None = None
    obstacles: list[Obstacles] = Field(default_factory=list, max_length=32)
    layout: Layout | None = None
    smelting_field: SmeltingField | None = None
    base: list[Structure] = Field(default_factory=list, max_length=1000)
    base_scatter: int = Field(
        default=0, ge=0, le=16, description="tiles by which each building of the base stands aside of its place at most"
    )
    enemies: Enemies | None = None

    def settings(self) -> dict[str, Any]:
        """As the mod takes it; parts that are not there are left out."""
        return {name: part for name, part in self.model_dump(exclude_none=True).items() if part}
