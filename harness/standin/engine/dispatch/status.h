/* status.h - what an entity is doing, by the names and numbers of defines.entity_status of Factorio 2.0. */
#ifndef SIM_STATUS_H
#define SIM_STATUS_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"

/* Numbers are ours, frozen: frames carry them. luaapi maps them to the game's defines by name. */
enum sim_status {
    SIM_STATUS_NONE = 0, /* the entity has no status */
    SIM_STATUS_WORKING = 1,
    SIM_STATUS_NORMAL = 2,
    SIM_STATUS_NO_POWER = 3,
    SIM_STATUS_LOW_POWER = 4,
    SIM_STATUS_NO_FUEL = 5,
    SIM_STATUS_NO_MINABLE_RESOURCES = 6,
    SIM_STATUS_MISSING_REQUIRED_FLUID = 7,
    SIM_STATUS_NO_INGREDIENTS = 8,
    SIM_STATUS_ITEM_INGREDIENT_SHORTAGE = 9,
    SIM_STATUS_FLUID_INGREDIENT_SHORTAGE = 10,
    SIM_STATUS_FULL_OUTPUT = 11,
    SIM_STATUS_WAITING_FOR_SPACE_IN_DESTINATION = 12,
    SIM_STATUS_WAITING_FOR_SOURCE_ITEMS = 13,
    SIM_STATUS_WAITING_FOR_TARGET_TO_BE_BUILT = 14,
    SIM_STATUS_NO_RECIPE = 15,
    SIM_STATUS_NO_RESEARCH_IN_PROGRESS = 16,
    SIM_STATUS_MISSING_SCIENCE_PACKS = 17,
    SIM_STATUS_NOT_PLUGGED_IN_ELECTRIC_NETWORK = 18,
    SIM_STATUS_NO_INPUT_FLUID = 19,
    SIM_STATUS_FULLY_CHARGED = 20,
    SIM_STATUS_CHARGING = 21,
    SIM_STATUS_DISCHARGING = 22,
    SIM_STATUS_NO_AMMO = 23,
    SIM_STATUS_DISABLED_BY_SCRIPT = 24,
    SIM_STATUS_MARKED_FOR_DECONSTRUCTION = 25,
    SIM_STATUS_LOW_INPUT_FLUID = 26,
    SIM_STATUS_LOW_TEMPERATURE = 27,
    SIM_STATUS_PREPARING_ROCKET_FOR_LAUNCH = 28,
    SIM_STATUS_WAITING_TO_LAUNCH_ROCKET = 29,
    SIM_STATUS_LAUNCHING_ROCKET = 30,
    SIM_STATUS_COUNT = 31
};

/* What the entity in a slot is doing. */
enum sim_status sim_entity_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

#endif
