"""Types of prototype: which are entities and items, and which entities have health and unit numbers."""

from __future__ import annotations

#: `defines.prototypes.entity` of the game.
ENTITY_TYPES = (
    "accumulator", "agricultural-tower", "ammo-turret", "arithmetic-combinator", "arrow", "artillery-flare",
    "artillery-projectile", "artillery-turret", "artillery-wagon", "assembling-machine", "asteroid",
    "asteroid-collector", "beacon", "beam", "boiler", "burner-generator", "capture-robot", "car", "cargo-bay",
    "cargo-landing-pad", "cargo-pod", "cargo-wagon", "character", "character-corpse", "cliff", "combat-robot",
    "constant-combinator", "construction-robot", "container", "corpse", "curved-rail-a", "curved-rail-b",
    "decider-combinator", "deconstructible-tile-proxy", "display-panel", "electric-energy-interface",
    "electric-pole", "electric-turret", "elevated-curved-rail-a", "elevated-curved-rail-b",
    "elevated-half-diagonal-rail", "elevated-straight-rail", "entity-ghost", "explosion", "fire", "fish",
    "fluid-turret", "fluid-wagon", "furnace", "fusion-generator", "fusion-reactor", "gate", "generator",
    "half-diagonal-rail", "heat-interface", "heat-pipe", "highlight-box", "infinity-cargo-wagon",
    "infinity-container", "infinity-pipe", "inserter", "item-entity", "item-request-proxy", "lab", "lamp",
    "land-mine", "lane-splitter", "legacy-curved-rail", "legacy-straight-rail", "lightning",
    "lightning-attractor", "linked-belt", "linked-container", "loader", "loader-1x1", "locomotive",
    "logistic-container", "logistic-robot", "market", "mining-drill", "offshore-pump", "particle-source",
    "pipe", "pipe-to-ground", "plant", "player-port", "power-switch", "programmable-speaker", "projectile",
    "proxy-container", "pump", "radar", "rail-chain-signal", "rail-ramp", "rail-remnants", "rail-signal",
    "rail-support", "reactor", "resource", "roboport", "rocket-silo", "rocket-silo-rocket",
    "rocket-silo-rocket-shadow", "segment", "segmented-unit", "selector-combinator", "simple-entity",
    "simple-entity-with-force", "simple-entity-with-owner", "smoke-with-trigger", "solar-panel",
    "space-platform-hub", "speech-bubble", "spider-leg", "spider-unit", "spider-vehicle", "splitter", "sticker",
    "storage-tank", "straight-rail", "stream", "temporary-container", "thruster", "tile-ghost", "train-stop",
    "transport-belt", "tree", "turret", "underground-belt", "unit", "unit-spawner", "valve", "wall",
)  # fmt: skip

#: `defines.prototypes.item` of the game.
ITEM_TYPES = (
    "ammo", "armor", "blueprint", "blueprint-book", "capsule", "copy-paste-tool", "deconstruction-item", "gun",
    "item", "item-with-entity-data", "item-with-inventory", "item-with-label", "item-with-tags", "module",
    "rail-planner", "repair-tool", "selection-tool", "space-platform-starter-pack", "spidertron-remote", "tool",
    "upgrade-item",
)  # fmt: skip

#: Types of entity that cannot be damaged; the others have health, 10 where the prototype does not say.
WITHOUT_HEALTH = frozenset(
    {
        "arrow", "artillery-flare", "artillery-projectile", "beam", "cargo-pod", "character-corpse", "cliff",
        "corpse", "deconstructible-tile-proxy", "entity-ghost", "explosion", "fire", "highlight-box",
        "item-entity", "item-request-proxy", "leaf-particle", "lightning", "particle", "particle-source",
        "projectile", "rail-remnants", "resource", "rocket-silo-rocket", "rocket-silo-rocket-shadow", "smoke",
        "smoke-with-trigger", "speech-bubble", "sticker", "stream", "tile-ghost",
    }
)  # fmt: skip

#: Types with health whose entities get no unit number, and types without health whose entities do.
WITHOUT_UNIT_NUMBER = frozenset({"fish", "plant", "simple-entity", "tree"})
WITH_UNIT_NUMBER = frozenset({"cargo-pod", "entity-ghost", "item-request-proxy", "rocket-silo-rocket", "tile-ghost"})
