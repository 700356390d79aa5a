#include "harness/standin/native/decode.h"

#include <math.h>

#include "harness/standin/native/record.h"

/* defines.direction by the signs of dy and dx, each plus one; the middle stands still and is never looked up. */
static const uint8_t DIRECTION[3][3] = {{14, 0, 2}, {12, 0, 4}, {10, 8, 6}};

/* Positions beyond any map; inside, the conversion to 1/256 tile cannot overflow. */
static const float FARTHEST_TILE = 1000000.0f;

static uint8_t result_of(enum sim_result result)
{
    switch (result) {
    case SIM_OK: return FACTORIO_RESULT_OK;
    case SIM_OUT_OF_REACH: return FACTORIO_RESULT_OUT_OF_REACH;
    case SIM_INVENTORY_FULL: return FACTORIO_RESULT_INVENTORY_FULL;
    case SIM_DEAD: return FACTORIO_RESULT_NO_CHARACTER;
    case SIM_NOT_FOUND:
    case SIM_NOT_MINABLE: return FACTORIO_RESULT_NO_TARGET;
    default: return FACTORIO_RESULT_BAD_PARAMETER;
    }
}

static void stand_still(sim_arena *arena)
{
    sim_character *character = sim_character_get(arena, NATIVE_CHARACTER);
    if (character->mining) sim_mining_stop(arena, NATIVE_CHARACTER);
    if (character->walking) sim_character_set_walking(arena, NATIVE_CHARACTER, 0, character->walking_direction);
}

static int is_sign(float value)
{
    return value == 0.0f || value == 1.0f || value == -1.0f;
}

static uint8_t move(sim_arena *arena, const FactorioAction *action)
{
    float dx = action->parameters[0], dy = action->parameters[1];
    if (!is_sign(dx) || !is_sign(dy)) {
        stand_still(arena);
        return FACTORIO_RESULT_BAD_PARAMETER;
    }
    if (dx == 0.0f && dy == 0.0f) {
        stand_still(arena);
        return FACTORIO_RESULT_OK;
    }
    if (sim_character_get(arena, NATIVE_CHARACTER)->mining) sim_mining_stop(arena, NATIVE_CHARACTER);
    uint8_t direction = DIRECTION[(int)dy + 1][(int)dx + 1];
    return result_of(sim_character_set_walking(arena, NATIVE_CHARACTER, 1, direction));
}

static uint8_t mine(sim_arena *arena, const sim_prototypes *prototypes, const FactorioAction *action)
{
    float x = action->parameters[0], y = action->parameters[1];
    /* Written so that a NaN is refused as well. */
    if (!(fabsf(x) < FARTHEST_TILE) || !(fabsf(y) < FARTHEST_TILE)) {
        stand_still(arena);
        return FACTORIO_RESULT_BAD_PARAMETER;
    }
    sim_character *character = sim_character_get(arena, NATIVE_CHARACTER);
    if (character->walking) sim_character_set_walking(arena, NATIVE_CHARACTER, 0, character->walking_direction);
    sim_position position = {sim_fixed_from_tiles(x), sim_fixed_from_tiles(y)};
    enum sim_result result = sim_mining_start(arena, prototypes, NATIVE_CHARACTER, position);
    if (result != SIM_OK) stand_still(arena);
    return result_of(result);
}

uint8_t native_decode(sim_arena *arena, const sim_prototypes *prototypes, const FactorioAction *action)
{
    if (!sim_character_get(arena, NATIVE_CHARACTER)) return FACTORIO_RESULT_NO_CHARACTER;
    switch (action->action_type) {
    case FACTORIO_ACTION_MOVE: return move(arena, action);
    case FACTORIO_ACTION_MINE: return mine(arena, prototypes, action);
    default: stand_still(arena); return FACTORIO_RESULT_UNKNOWN_ACTION;
    }
}
