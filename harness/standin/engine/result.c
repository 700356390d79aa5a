#include "result.h"

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
    }
    return "unknown result";
}
