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
    case SIM_BLOCKED:
    case SIM_NEEDS_RESOURCE:
    case SIM_NEEDS_TILE:
    case SIM_DONE_ALREADY: return FACTORIO_RESULT_BLOCKED;
    case SIM_NO_ITEMS: return FACTORIO_RESULT_NO_ITEMS;
    case SIM_WRONG_TYPE:
    case SIM_WRONG_CATEGORY:
    case SIM_NOT_ROTATABLE: return FACTORIO_RESULT_WRONG_TARGET;
    case SIM_NOT_ENABLED:
    case SIM_NEEDS_TRIGGER:
    case SIM_NEEDS_PREREQUISITES:
    case SIM_QUEUE_FULL: return FACTORIO_RESULT_NOT_ENABLED;
    case SIM_OUT_OF_MAP: return FACTORIO_RESULT_OUT_OF_MAP;
    case SIM_ARENA_FULL: return FACTORIO_RESULT_ARENA_FULL;
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

/* The parameters of an action as the engine takes them. */
typedef struct command {
    sim_position position;
    uint32_t number; /* parameters[2]: an item, a recipe, a technology, a place in a queue, a choice */
    uint32_t count;  /* parameters[3]: items, crafts, a direction                                     */
} command;

/* 0 when a parameter is not finite or outside the range of its kind. */
static int read_command(const FactorioAction *action, command *read)
{
    const float *p = action->parameters;
    /* Written so that a NaN is refused as well. */
    if (!(fabsf(p[0]) < FARTHEST_TILE) || !(fabsf(p[1]) < FARTHEST_TILE)) return 0;
    if (!(p[2] >= 0.0f && p[2] < 65536.0f) || !(p[3] >= 0.0f && p[3] < FARTHEST_TILE)) return 0;
    read->position = (sim_position){sim_fixed_from_tiles(p[0]), sim_fixed_from_tiles(p[1])};
    read->number = (uint32_t)p[2];
    read->count = (uint32_t)p[3];
    return 1;
}

static enum sim_result build(sim_arena *arena, const sim_prototypes *prototypes, const command *c)
{
    if (c->count > 15) return SIM_BAD_ARGUMENT;
    return sim_build_from_item(arena, prototypes, NATIVE_CHARACTER, c->number, c->position, (uint8_t)c->count, NULL);
}

static enum sim_result shoot(sim_arena *arena, const command *c)
{
    if (c->number > SIM_SHOOTING_SELECTED) return SIM_BAD_ARGUMENT;
    return sim_gun_set_shooting(arena, NATIVE_CHARACTER, (enum sim_shooting)c->number, c->position);
}

static enum sim_result research(sim_arena *arena, const sim_prototypes *prototypes, const command *c)
{
    if (c->number == 0 || c->number >= prototypes->technology_count) return SIM_NOT_FOUND;
    return sim_technology_enqueue(arena, prototypes, c->number);
}

static enum sim_result pick_up(sim_arena *arena, const sim_prototypes *prototypes)
{
    return sim_ground_item_pick_up(arena, prototypes, NATIVE_CHARACTER) ? SIM_OK : SIM_NOT_FOUND;
}

/* What acts on the entity at a position. */
static enum sim_result act_on(sim_arena *arena, const sim_prototypes *prototypes, uint8_t type, const command *c)
{
    sim_handle target = sim_entity_selected_at(arena, prototypes, c->position);
    if (target.index == 0) return SIM_NOT_FOUND;
    switch (type) {
    case FACTORIO_ACTION_ROTATE:
        return sim_build_rotate_by(arena, prototypes, NATIVE_CHARACTER, target, c->number != 0);
    case FACTORIO_ACTION_INSERT:
        return sim_hand_insert(arena, prototypes, NATIVE_CHARACTER, target, c->number, c->count, NULL);
    case FACTORIO_ACTION_TAKE:
        return sim_hand_take(arena, prototypes, NATIVE_CHARACTER, target, c->number, c->count, NULL);
    case FACTORIO_ACTION_SET_RECIPE:
        return sim_hand_set_recipe(arena, prototypes, NATIVE_CHARACTER, target, c->number);
    default: return sim_hand_repair(arena, prototypes, NATIVE_CHARACTER, target);
    }
}

/* What is done at once and leaves walking and mining as they are. */
static uint8_t act(sim_arena *arena, const sim_prototypes *prototypes, const FactorioAction *action)
{
    command c;
    if (!read_command(action, &c)) return FACTORIO_RESULT_BAD_PARAMETER;
    switch (action->action_type) {
    case FACTORIO_ACTION_BUILD: return result_of(build(arena, prototypes, &c));
    case FACTORIO_ACTION_CRAFT:
        return result_of(sim_hand_crafting_start(arena, prototypes, NATIVE_CHARACTER, (uint16_t)c.number, c.count, NULL));
    case FACTORIO_ACTION_CANCEL_CRAFT:
        if (c.number == 0) return FACTORIO_RESULT_BAD_PARAMETER;
        return result_of(sim_hand_crafting_cancel(arena, prototypes, NATIVE_CHARACTER, c.number - 1, c.count));
    case FACTORIO_ACTION_RESEARCH: return result_of(research(arena, prototypes, &c));
    case FACTORIO_ACTION_SHOOT: return result_of(shoot(arena, &c));
    case FACTORIO_ACTION_DROP:
        return result_of(sim_hand_drop(arena, prototypes, NATIVE_CHARACTER, c.number, 1, c.position));
    case FACTORIO_ACTION_PICK_UP: return result_of(pick_up(arena, prototypes));
    default: return result_of(act_on(arena, prototypes, action->action_type, &c));
    }
}

uint8_t native_decode(sim_arena *arena, const sim_prototypes *prototypes, const FactorioAction *action)
{
    if (!sim_character_get(arena, NATIVE_CHARACTER)) return FACTORIO_RESULT_NO_CHARACTER;
    switch (action->action_type) {
    case FACTORIO_ACTION_MOVE: return move(arena, action);
    case FACTORIO_ACTION_MINE: return mine(arena, prototypes, action);
    case FACTORIO_ACTION_WAIT: return FACTORIO_RESULT_OK;
    default: break;
    }
    if (action->action_type < FACTORIO_ACTION_WAIT) return act(arena, prototypes, action);
    stand_still(arena);
    return FACTORIO_RESULT_UNKNOWN_ACTION;
}
