#include "harness/standin/engine/core/result.h"

const char *sim_result_text(enum sim_result result)
{
    switch (result) {
    case SIM_OK: return "done";
    case SIM_BAD_ARGUMENT: return "an argument is outside its range";
    case SIM_NOT_FOUND: return "there is nothing";
    case SIM_OUT_OF_REACH: return "it is out of the character's reach";
    case SIM_OUT_OF_MAP: return "the place is outside the map";
    case SIM_BLOCKED: return "something stands there";
    case SIM_NOT_MINABLE: return "it cannot be mined";
    case SIM_INVENTORY_FULL: return "the inventory is full";
    case SIM_ARENA_FULL: return "a capacity of the arena is used up";
    case SIM_WRONG_TYPE: return "the entity is of another type";
    case SIM_NO_ITEMS: return "there are not so many items";
    case SIM_DEAD: return "the character is dead";
    case SIM_NOT_ENABLED: return "the force may not use it yet";
    case SIM_DONE_ALREADY: return "there is nothing left to do";
    case SIM_NEEDS_TRIGGER: return "it is not researched in a laboratory";
    case SIM_NEEDS_PREREQUISITES: return "other technologies have to be researched first";
    case SIM_QUEUE_FULL: return "the queue is full";
    case SIM_NEEDS_RESOURCE: return "there is nothing to mine in its area";
    case SIM_NEEDS_TILE: return "the ground there is not of the kind that it needs";
    case SIM_NOT_ROTATABLE: return "it cannot be turned";
    case SIM_WRONG_CATEGORY: return "recipes of that kind are not crafted there";
    }
    return "unknown result";
}
