#include "harness/standin/engine/belts/splitter.h"

#include "harness/standin/engine/belts/belt_coast.h"
#include "harness/standin/engine/belts/belt_link.h"
#include "harness/standin/engine/core/hash.h"

/* Both tiles: left and right of the centre. */
static sim_position tile_of(const sim_entity *entity, int side)
{
    sim_position right = sim_belt_step((uint8_t)((entity->direction + 4) % 16));
    int32_t offset = side ? SIM_FIXED_ONE / 2 : -SIM_FIXED_ONE / 2;
    sim_position tile = {sim_fixed_tile(entity->position.x + right.x * offset),
                         sim_fixed_tile(entity->position.y + right.y * offset)};
    return tile;
}

static sim_splitter *splitter_at(const sim_arena *arena, uint32_t record)
{
    return SIM_RECORD(arena, SIM_POOL_SPLITTER, sim_splitter, record);
}

enum sim_result sim_splitter_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_entity *entity = sim_entity_slot(arena, slot);
    if (arena->config.pool_capacity[SIM_POOL_BELT] - arena->pools[SIM_POOL_BELT].live < 4) return SIM_ARENA_FULL;
    uint32_t record = sim_pool_take(arena, SIM_POOL_SPLITTER, slot);
    if (record == 0) return SIM_ARENA_FULL;
    entity->record = record;
    sim_splitter *splitter = splitter_at(arena, record);
    sim_belt_change change = {.arena = arena, .prototypes = prototypes, .slot = slot};
    for (int side = 0; side < 2; side++) {
        sim_position tile = tile_of(entity, side);
        splitter->input[side] = sim_belt_new(arena, prototypes, slot, SIM_BELT_SPLITTER_IN, tile.x, tile.y);
        splitter->output[side] = sim_belt_new(arena, prototypes, slot, SIM_BELT_SPLITTER_OUT, tile.x, tile.y);
        sim_belt_at(arena, splitter->input[side])->partner = record;
        sim_belt_at(arena, splitter->output[side])->partner = record;
    }
    for (int side = 0; side < 2; side++)
        sim_belt_link_around(&change, tile_of(entity, side).x, tile_of(entity, side).y);
    sim_belt_link_done(&change);
    return SIM_OK;
}

void sim_splitter_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_entity *entity = sim_entity_slot(arena, slot);
    sim_splitter gone = *splitter_at(arena, entity->record);
    sim_belt_change change = {.arena = arena, .prototypes = prototypes};
    for (int side = 0; side < 2; side++) {
        sim_belt_free(&change, gone.input[side]);
        sim_belt_free(&change, gone.output[side]);
    }
    sim_pool_give_back(arena, SIM_POOL_SPLITTER, entity->record);
    entity->record = 0;
    for (int side = 0; side < 2; side++)
        sim_belt_link_around(&change, tile_of(entity, side).x, tile_of(entity, side).y);
    sim_belt_link_done(&change);
}

void sim_splitter_turned(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_entity *entity = sim_entity_slot(arena, slot);
    sim_splitter *splitter = splitter_at(arena, entity->record);
    sim_belt_change change = {.arena = arena, .prototypes = prototypes};
    sim_position before[2];
    for (int side = 0; side < 2; side++) {
        sim_position tile = tile_of(entity, side);
        const uint32_t halves[2] = {splitter->input[side], splitter->output[side]};
        before[side].x = sim_belt_at(arena, halves[0])->tile_x;
        before[side].y = sim_belt_at(arena, halves[0])->tile_y;
        for (int half = 0; half < 2; half++) {
            sim_belt *belt = sim_belt_at(arena, halves[half]);
            belt->tile_x = tile.x;
            belt->tile_y = tile.y;
            belt->direction = entity->direction;
        }
    }
    for (int side = 0; side < 2; side++) {
        sim_belt_link_around(&change, before[side].x, before[side].y);
        sim_belt_link_around(&change, tile_of(entity, side).x, tile_of(entity, side).y);
    }
    sim_belt_link_done(&change);
}

void sim_splitter_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    (void)arena, (void)prototypes;
}

/* Routing -------------------------------------------------------------------------------------------------------- */

/* Place that an item, `wanted` below the end of its input, finds on an output; -1 when it has to wait. */
static int32_t place_on(const sim_arena *arena, uint32_t output, int32_t wanted)
{
    const sim_belt_lane *lane = sim_belt_lane_at(arena, output);
    return sim_belt_lane_place(arena, output, lane->length - 1, lane->length + wanted);
}

/* The other input has an item at its end that goes first: it has priority, or it is its turn. */
static int is_others_turn(const sim_arena *arena, const sim_splitter *splitter, uint32_t lane, int side)
{
    const sim_belt_lane *other = sim_belt_lane_at(arena, splitter->input[!side] * 2 + lane % 2);
    const sim_belt_lane *other_line = sim_belt_lane_at(arena, other->line);
    if (sim_belt_coasts(arena, other_line)) return 0; /* its foremost item does not come to its end in this tick */
    if (other->count == 0 || other->position[0] >= other->speed || other_line->moved == arena->belt_updates) return 0;
    if (splitter->input_priority) return splitter->input_priority - 1 != side;
    return splitter->last_input[lane % 2] == side + 1;
}

uint32_t sim_splitter_route(sim_arena *arena, uint32_t lane, int32_t wanted, int32_t *place)
{
    const sim_splitter *splitter = splitter_at(arena, sim_belt_at(arena, lane / 2)->partner);
    const sim_belt_lane *here = sim_belt_lane_at(arena, lane);
    int side = splitter->input[1] == lane / 2, first = splitter->next_output[lane % 2], tries = 2;
    if (splitter->output_priority) first = splitter->output_priority - 1;
    if (splitter->filter) {
        first = (splitter->output_priority == SIM_SPLITTER_RIGHT) == (here->item[0] == splitter->filter);
        tries = 1;
    }
    int free_outputs = 0;
    uint32_t to = 0;
    for (int i = 0; i < tries; i++) {
        uint32_t output = splitter->output[i ? !first : first] * 2 + lane % 2;
        int32_t found = place_on(arena, output, wanted);
        if (found < 0) continue;
        free_outputs++;
        if (to) continue;
        to = output;
        *place = found;
    }
    return free_outputs == 1 && is_others_turn(arena, splitter, lane, side) ? 0 : to;
}

void sim_splitter_routed(sim_arena *arena, uint32_t from, uint32_t to)
{
    sim_splitter *splitter = splitter_at(arena, sim_belt_at(arena, from / 2)->partner);
    splitter->next_output[from % 2] = splitter->output[0] == to / 2;
    splitter->last_input[from % 2] = (uint8_t)(1 + (splitter->input[1] == from / 2));
}

/* Settings ------------------------------------------------------------------------------------------------------- */

sim_splitter *sim_splitter_of(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_entity *entity = sim_entity_slot(arena, slot);
    if (entity == NULL || prototypes->entities[entity->prototype].type != SIM_TYPE_SPLITTER) return NULL;
    return splitter_at(arena, entity->record);
}

enum sim_result sim_splitter_set(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                 uint32_t input_priority, uint32_t output_priority, uint16_t filter)
{
    sim_splitter *splitter = sim_splitter_of(arena, prototypes, slot);
    if (splitter == NULL) return SIM_WRONG_TYPE;
    if (input_priority > SIM_SPLITTER_RIGHT || output_priority > SIM_SPLITTER_RIGHT ||
        filter >= prototypes->item_count)
        return SIM_BAD_ARGUMENT;
    if (filter && output_priority == SIM_SPLITTER_NONE) output_priority = SIM_SPLITTER_LEFT;
    splitter->input_priority = (uint8_t)input_priority;
    splitter->output_priority = (uint8_t)output_priority;
    splitter->filter = filter;
    for (uint32_t lane = 0; lane < 4; lane++)
        sim_belt_line_freed(arena, splitter->output[lane / 2] * 2 + lane % 2);
    return SIM_OK;
}

int sim_splitter_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    const sim_position none = {0, 0};
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_SPLITTER].used; record++) {
        const sim_splitter *splitter = splitter_at(arena, record);
        if (splitter->entity == 0) continue;
        SIM_EXPECT(fault, "splitter", splitter->entity, none, splitter->filter < prototypes->item_count);
        for (int side = 0; side < 2; side++) {
            const sim_belt *input = sim_belt_at(arena, splitter->input[side]);
            const sim_belt *output = sim_belt_at(arena, splitter->output[side]);
            SIM_EXPECT(fault, "splitter", splitter->entity, none, input->entity == splitter->entity);
            SIM_EXPECT(fault, "splitter", splitter->entity, none, output->entity == splitter->entity);
            SIM_EXPECT(fault, "splitter", splitter->entity, none, input->kind == SIM_BELT_SPLITTER_IN);
            SIM_EXPECT(fault, "splitter", splitter->entity, none, output->kind == SIM_BELT_SPLITTER_OUT);
            SIM_EXPECT(fault, "splitter", splitter->entity, none, input->partner == record);
            SIM_EXPECT(fault, "splitter", splitter->entity, none, splitter->next_output[side] < 2);
        }
    }
    return 1;
}

uint64_t sim_splitter_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_SPLITTER].used; record++) {
        const sim_splitter *splitter = splitter_at(arena, record);
        if (splitter->entity == 0) continue;
        hash = sim_hash_word(hash, (uint64_t)splitter->input[0] << 32 | splitter->input[1]);
        hash = sim_hash_word(hash, (uint64_t)splitter->output[0] << 32 | splitter->output[1]);
        hash = sim_hash_word(hash, (uint64_t)splitter->filter << 32 | (uint64_t)splitter->input_priority << 8 |
                                       splitter->output_priority);
        hash = sim_hash_word(hash, (uint64_t)splitter->next_output[0] << 24 | splitter->next_output[1] << 16 |
                                       splitter->last_input[0] << 8 | splitter->last_input[1]);
    }
    return hash;
}
