#include "harness/standin/engine/belts/belt.h"

#include "harness/standin/engine/belts/belt_await.h"
#include "harness/standin/engine/belts/belt_glide.h"
#include "harness/standin/engine/belts/belt_line.h"
#include "harness/standin/engine/belts/belt_link.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/belts/splitter.h"
#include "harness/standin/engine/belts/underground.h"
#include "harness/standin/engine/inserters/inserter_quiet.h"
#include "harness/standin/engine/entities/watch.h"

static uint8_t type_of(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    return prototypes->entities[sim_entity_slot(arena, slot)->prototype].type;
}

/* 1 when an end finds room for what may come to lie below the ground on both sides of it, so that it can be an entrance
 * or an exit, and become the other, from the moment it stands. */
static int has_room_to_pair(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t own)
{
    uint32_t room = arena->config.pool_capacity[SIM_POOL_BELT] - arena->pools[SIM_POOL_BELT].live;
    uint32_t reach = prototypes->entities[sim_entity_slot(arena, slot)->prototype].max_underground_distance;
    return room >= own + 2 * reach;
}

enum sim_result sim_belt_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_entity *entity = sim_entity_slot(arena, slot);
    int is_underground = type_of(arena, prototypes, slot) == SIM_TYPE_UNDERGROUND_BELT;
    int32_t x = sim_fixed_tile(entity->position.x), y = sim_fixed_tile(entity->position.y);
    enum sim_belt_kind kind = is_underground ? SIM_BELT_ENTRANCE : SIM_BELT_TRANSPORT;
    if (is_underground && !has_room_to_pair(arena, prototypes, slot, 1)) return SIM_ARENA_FULL;
    uint32_t record = sim_belt_new(arena, prototypes, slot, kind, x, y);
    if (record == 0) return SIM_ARENA_FULL;
    entity->record = record;
    sim_belt_change change = {.arena = arena, .prototypes = prototypes, .slot = slot};
    if (is_underground && sim_underground_connect(&change, record) != SIM_OK) {
        sim_pool_give_back(arena, SIM_POOL_BELT, record);
        entity->record = 0;
        return SIM_ARENA_FULL;
    }
    sim_belt_link_around(&change, x, y);
    sim_belt_link_done(&change);
    return SIM_OK;
}

/* Undergrounds look for a new partner after another end has gone; without room for what lies between they stay
 * apart. */
static void reconnect(sim_belt_change *change, uint32_t record)
{
    if (record && sim_underground_connect(change, record) != SIM_OK) change->arena->refused++;
}

/* Ends of undergrounds whose way led past or to a place where an end has appeared, turned or gone. */
static void reconnect_around(sim_belt_change *change, const sim_belt *gone)
{
    int32_t reach = 0;
    for (uint32_t i = 0; i < change->prototypes->entity_count; i++)
        if (change->prototypes->entities[i].max_underground_distance > reach)
            reach = change->prototypes->entities[i].max_underground_distance;
    sim_position step = sim_belt_step(gone->direction);
    for (int32_t tiles = -reach; tiles <= reach; tiles++) {
        uint32_t found =
            sim_belt_on_tile(change, gone->tile_x + step.x * tiles, gone->tile_y + step.y * tiles, 0);
        if (found && sim_belt_at(change->arena, found)->kind == SIM_BELT_ENTRANCE) reconnect(change, found);
    }
}

void sim_belt_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_entity *entity = sim_entity_slot(arena, slot);
    uint32_t record = entity->record, other = 0;
    sim_belt gone = *sim_belt_at(arena, record);
    sim_belt_change change = {.arena = arena, .prototypes = prototypes};
    if (gone.listener) sim_inserter_make_deaf(arena);
    sim_underground_part(&change, record, &other);
    sim_belt_free(&change, record);
    entity->record = 0;
    if (gone.kind != SIM_BELT_TRANSPORT) reconnect_around(&change, &gone);
    sim_belt_link_around(&change, gone.tile_x, gone.tile_y);
    sim_belt_link_done(&change);
}

/* Places an underground end anew: it leaves its partner, and all in reach may find another. */
static void pair_anew(sim_belt_change *change, uint32_t record, uint8_t kind, uint8_t direction)
{
    uint32_t other = 0;
    sim_belt *belt = sim_belt_at(change->arena, record);
    sim_underground_part(change, record, &other);
    sim_belt before = *belt;
    belt->kind = kind;
    belt->direction = direction;
    sim_belt_link_record(change, record);
    reconnect(change, record);
    reconnect_around(change, &before);
    reconnect_around(change, belt);
}

void sim_belt_turned(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_entity *entity = sim_entity_slot(arena, slot);
    sim_belt_change change = {.arena = arena, .prototypes = prototypes};
    uint32_t record = entity->record;
    sim_belt *belt = sim_belt_at(arena, record);
    int32_t old_x = belt->tile_x, old_y = belt->tile_y;
    belt->tile_x = sim_fixed_tile(entity->position.x);
    belt->tile_y = sim_fixed_tile(entity->position.y);
    if (belt->kind == SIM_BELT_TRANSPORT)
        belt->direction = entity->direction;
    else
        pair_anew(&change, record, belt->kind, entity->direction);
    if (old_x != belt->tile_x || old_y != belt->tile_y) sim_belt_link_around(&change, old_x, old_y);
    sim_belt_link_around(&change, belt->tile_x, belt->tile_y);
    for (uint32_t side = 0; side < 2; side++) sim_belt_line_join(arena, record * 2 + side, 1);
    sim_belt_link_done(&change);
}

enum sim_result sim_underground_set_output(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                           int is_output)
{
    const sim_entity *entity = sim_entity_slot(arena, slot);
    if (entity == NULL || type_of(arena, prototypes, slot) != SIM_TYPE_UNDERGROUND_BELT) return SIM_WRONG_TYPE;
    sim_belt *belt = sim_belt_at(arena, entity->record);
    uint8_t kind = is_output ? SIM_BELT_EXIT : SIM_BELT_ENTRANCE;
    if (belt->kind == kind) return SIM_OK;
    sim_belt_change change = {.arena = arena, .prototypes = prototypes};
    if (!has_room_to_pair(arena, prototypes, slot, 0)) return SIM_ARENA_FULL;
    pair_anew(&change, entity->record, kind, belt->direction);
    sim_belt_link_around(&change, belt->tile_x, belt->tile_y);
    sim_belt_link_done(&change);
    return SIM_OK;
}

int sim_underground_is_output(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    return type_of(arena, prototypes, slot) == SIM_TYPE_UNDERGROUND_BELT &&
           sim_belt_at(arena, sim_entity_slot(arena, slot)->record)->kind == SIM_BELT_EXIT;
}

uint32_t sim_underground_partner(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    if (type_of(arena, prototypes, slot) != SIM_TYPE_UNDERGROUND_BELT) return 0;
    uint32_t partner = sim_belt_at(arena, sim_entity_slot(arena, slot)->record)->partner;
    return partner ? sim_belt_at(arena, partner)->entity : 0;
}

void sim_belt_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    (void)prototypes;
    sim_belt_lines_tick(arena);
}

/* Check and hash ------------------------------------------------------------------------------------------------- */

static int check_links(const sim_arena *arena, uint32_t number, sim_fault *fault)
{
    const sim_belt *belt = sim_belt_at(arena, number / 2);
    const sim_belt_lane *lane = &belt->lanes[number % 2];
    const sim_position at = {sim_fixed_tile_centre(belt->tile_x), sim_fixed_tile_centre(belt->tile_y)};
    SIM_EXPECT(fault, "belt", belt->entity, at, belt->listener == 0);
    if (lane->next) {
        SIM_EXPECT(fault, "belt", belt->entity, at, sim_pool_is_live(arena, SIM_POOL_BELT, lane->next / 2));
        const sim_belt_lane *next = sim_belt_lane_at(arena, lane->next);
        SIM_EXPECT(fault, "belt", belt->entity, at, lane->entry >= 0 || next->previous == number);
        SIM_EXPECT(fault, "belt", belt->entity, at, lane->entry < 0 || next->feeder == number / 2);
    }
    if (lane->previous) {
        SIM_EXPECT(fault, "belt", belt->entity, at, sim_pool_is_live(arena, SIM_POOL_BELT, lane->previous / 2));
        SIM_EXPECT(fault, "belt", belt->entity, at, sim_belt_lane_at(arena, lane->previous)->next == number);
    }
    SIM_EXPECT(fault, "belt", belt->entity, at, !lane->feeder || sim_pool_is_live(arena, SIM_POOL_BELT, lane->feeder));
    SIM_EXPECT(fault, "belt", belt->entity, at, sim_pool_is_live(arena, SIM_POOL_BELT, lane->line / 2));
    SIM_EXPECT(fault, "belt", belt->entity, at, sim_belt_lane_at(arena, lane->line)->line == lane->line);
    SIM_EXPECT(fault, "belt", belt->entity, at, lane->line == number || !lane->is_awake);
    SIM_EXPECT(fault, "belt", belt->entity, at, sim_belt_await_is_sound(arena, number));
    return 1;
}

static int check_items(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t number, sim_fault *fault)
{
    const sim_belt *belt = sim_belt_at(arena, number / 2);
    const sim_belt_lane *lane = &belt->lanes[number % 2];
    const sim_position at = {sim_fixed_tile_centre(belt->tile_x), sim_fixed_tile_centre(belt->tile_y)};
    SIM_EXPECT(fault, "belt", belt->entity, at, lane->count <= SIM_BELT_LANE_ITEMS);
    for (uint32_t i = 0; i < lane->count; i++) {
        int32_t gap = i ? lane->position[i] - lane->position[i - 1] : SIM_BELT_ITEM_LENGTH;
        SIM_EXPECT(fault, "belt", belt->entity, at, lane->position[i] >= 0 && lane->position[i] < lane->length);
        SIM_EXPECT(fault, "belt", belt->entity, at, gap >= 0);
        SIM_EXPECT(fault, "belt", belt->entity, at, lane->is_squeezed || gap >= SIM_BELT_ITEM_LENGTH);
        SIM_EXPECT(fault, "belt", belt->entity, at, lane->item[i] != 0 && lane->item[i] < prototypes->item_count);
        SIM_EXPECT(fault, "belt", belt->entity, at, lane->id[i] != 0);
    }
    return 1;
}

/* 1 when what the line runs into has its turn next, and wakes it. */
static int will_follow(const sim_arena *arena, const sim_belt_lane *line)
{
    return line->next && sim_belt_lane_at(arena, sim_belt_lane_at(arena, line->next)->line)->is_awake;
}

/* A line counts its items, and sleeps only while none of them can move. */
static int check_line(const sim_arena *arena, uint32_t front, sim_fault *fault)
{
    const sim_belt_lane *line = sim_belt_lane_at(arena, front);
    const sim_belt *belt = sim_belt_at(arena, front / 2);
    const sim_position at = {sim_fixed_tile_centre(belt->tile_x), sim_fixed_tile_centre(belt->tile_y)};
    uint32_t items = 0, lanes = 0;
    for (uint32_t number = front; number != 0; lanes++) {
        const sim_belt_lane *lane = sim_belt_lane_at(arena, number);
        SIM_EXPECT(fault, "belt", belt->entity, at, lanes <= 2 * arena->pools[SIM_POOL_BELT].live);
        for (uint32_t i = 0; i < lane->count; i++)
            SIM_EXPECT(fault, "belt", belt->entity, at, line->kind == lane->item[i] || line->kind == SIM_BELT_MIXED);
        items += lane->count;
        uint32_t behind = lane->previous;
        SIM_EXPECT(fault, "belt", belt->entity, at, behind / 2 < arena->pools[SIM_POOL_BELT].used);
        number = behind && behind != front && sim_belt_lane_at(arena, behind)->line == front ? behind : 0;
    }
    SIM_EXPECT(fault, "belt", belt->entity, at, items == line->items && line->coast == 0);
    SIM_EXPECT(fault, "belt", belt->entity, at, sim_belt_glide_is_sound(arena, front));
    SIM_EXPECT(fault, "belt", belt->entity, at,
               !line->head_rests || (!line->glides && sim_pool_is_live(arena, SIM_POOL_BELT, line->chain / 2) &&
                                     sim_belt_lane_at(arena, line->chain)->line == front));
    SIM_EXPECT(fault, "belt", belt->entity, at, line->is_awake || items == 0 || will_follow(arena, line) ||
                                                    !sim_belt_line_can_move(arena, front));
    SIM_EXPECT(fault, "belt", belt->entity, at, !line->is_awake || sim_pool_is_awake(arena, SIM_POOL_BELT, front / 2));
    return 1;
}

int sim_belt_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    const sim_position none = {0, 0};
    uint32_t awake = 0, listed = 0;
    SIM_EXPECT(fault, "arena", 0, none, arena->lines_coast == 0 && arena->quiet_updates == 0);
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_BELT].used; record++) {
        const sim_belt *belt = sim_belt_at(arena, record);
        if (belt->entity == 0) continue;
        SIM_EXPECT(fault, "belt record", record, none, sim_entity_slot(arena, belt->entity) != NULL);
        for (uint32_t lane = record * 2; lane < record * 2 + 2; lane++) {
            awake += sim_belt_lane_at(arena, lane)->is_awake;
            if (!check_links(arena, lane, fault) || !check_items(arena, prototypes, lane, fault)) return 0;
            if (sim_belt_lane_at(arena, lane)->line == lane && !check_line(arena, lane, fault)) return 0;
        }
    }
    for (uint32_t front = arena->newest_line; front; front = sim_belt_lane_at(arena, front)->older, listed++)
        SIM_EXPECT(fault, "belt line", front, none,
                   front / 2 < arena->pools[SIM_POOL_BELT].used && listed <= awake &&
                       sim_belt_lane_at(arena, front)->is_awake);
    SIM_EXPECT(fault, "arena", 0, none, listed == awake);
    return 1;
}

static uint64_t hash_lane(const sim_belt_lane *lane, uint64_t hash)
{
    hash = sim_hash_word(hash, (uint64_t)lane->next << 32 | lane->previous);
    hash = sim_hash_word(hash, (uint64_t)lane->line << 32 | lane->feeder);
    hash = sim_hash_word(hash, (uint64_t)(uint16_t)lane->entry << 32 | (uint64_t)lane->count << 16 | lane->speed);
    for (uint32_t i = 0; i < lane->count; i++)
        hash = sim_hash_word(hash, (uint64_t)lane->id[i] << 32 | (uint64_t)lane->item[i] << 16 |
                                       (uint16_t)lane->position[i]);
    return sim_hash_word(hash, (uint64_t)lane->length << 8 | lane->is_awake);
}

uint64_t sim_belt_hash(const sim_arena *arena, uint64_t hash)
{
    if (arena->pools[SIM_POOL_BELT].used == 1) return hash;
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_BELT].used; record++) {
        const sim_belt *belt = sim_belt_at(arena, record);
        if (belt->entity == 0) continue;
        hash = sim_hash_word(hash, (uint64_t)belt->partner << 32 | belt->hidden);
        hash = sim_hash_word(hash, (uint64_t)belt->kind << 16 | (uint64_t)belt->shape << 8 | belt->direction);
        for (int side = 0; side < 2; side++) hash = hash_lane(&belt->lanes[side], hash);
    }
    for (uint32_t front = arena->newest_line; front; front = sim_belt_lane_at(arena, front)->older)
        hash = sim_hash_word(hash, front);
    return sim_hash_word(hash, arena->last_belt_item);
}
