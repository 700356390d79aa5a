#include "harness/standin/engine/entities/entity.h"

#include <string.h>

#include "harness/standin/engine/entities/entity_grid.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/dispatch/lifecycle.h"
#include "harness/standin/engine/world/map.h"
#include "harness/standin/engine/world/obstacle.h"
#include "harness/standin/engine/world/pollution.h"
#include "harness/standin/engine/entities/watch.h"

#define TYPE_BIT(type) ((uint64_t)1 << SIM_TYPE_##type)
#define MAX_DIRECTION 15
#define MAX_FORCE 7

sim_entity *sim_entity_slot(const sim_arena *arena, uint32_t index)
{
    if (index == 0 || index >= arena->entity_slots) return NULL;
    sim_entity *entity = sim_entity_at(arena, index);
    return entity->prototype ? entity : NULL;
}

sim_entity *sim_entity_get(const sim_arena *arena, sim_handle handle)
{
    sim_entity *entity = sim_entity_slot(arena, handle.index);
    return entity && entity->generation == handle.generation ? entity : NULL;
}

sim_handle sim_entity_handle(const sim_arena *arena, uint32_t index)
{
    const sim_entity *entity = sim_entity_slot(arena, index);
    sim_handle handle = {entity ? index : 0, entity ? entity->generation : 0};
    return handle;
}

uint32_t sim_entity_index(const sim_arena *arena, const sim_entity *entity)
{
    return (uint32_t)(entity - sim_entity_at(arena, 0));
}

/* Boxes ------------------------------------------------------------------------------------------------------- */

sim_box sim_entity_collision_box(const sim_prototypes *prototypes, const sim_entity *entity)
{
    sim_box box = sim_entity_prototype_of(prototypes, entity)->collision_box;
    return sim_box_at(sim_box_turned(box, entity->direction), entity->position);
}

sim_box sim_entity_selection_box(const sim_prototypes *prototypes, const sim_entity *entity)
{
    sim_box box = sim_entity_prototype_of(prototypes, entity)->selection_box;
    return sim_box_at(sim_box_turned(box, entity->direction), entity->position);
}

static int32_t snapped(int32_t coordinate, uint8_t tiles)
{
    if (tiles % 2) return sim_fixed_tile_centre(sim_fixed_tile(coordinate));
    return sim_fixed_tile(coordinate + SIM_FIXED_ONE / 2) * SIM_FIXED_ONE;
}

uint8_t sim_entity_facing(const sim_prototypes *prototypes, uint16_t prototype, uint8_t direction)
{
    const uint64_t four_sided =
        TYPE_BIT(TRANSPORT_BELT) | TYPE_BIT(UNDERGROUND_BELT) | TYPE_BIT(SPLITTER) | TYPE_BIT(INSERTER) |
        TYPE_BIT(MINING_DRILL) | TYPE_BIT(FURNACE) | TYPE_BIT(ASSEMBLING_MACHINE) | TYPE_BIT(BOILER) |
        TYPE_BIT(GENERATOR) | TYPE_BIT(OFFSHORE_PUMP) | TYPE_BIT(PUMP) | TYPE_BIT(PIPE_TO_GROUND) |
        TYPE_BIT(STORAGE_TANK) | TYPE_BIT(GATE);
    int is_four_sided = four_sided >> prototypes->entities[prototype].type & 1;
    return is_four_sided ? direction / 4 * 4 : direction;
}

sim_position sim_entity_snap(const sim_prototypes *prototypes, uint16_t prototype, uint8_t direction,
                             sim_position position)
{
    const sim_entity_prototype *entity = &prototypes->entities[prototype];
    if (entity->off_grid) return position;
    int is_across = direction / 4 % 2;
    position.x = snapped(position.x, is_across ? entity->tile_height : entity->tile_width);
    position.y = snapped(position.y, is_across ? entity->tile_width : entity->tile_height);
    return position;
}

/* Creation and removal ---------------------------------------------------------------------------------------- */

static enum sim_result check_item(const sim_prototypes *prototypes, const sim_entity_spec *spec)
{
    if (spec->item == 0 || spec->item >= prototypes->item_count) return SIM_BAD_ARGUMENT;
    return spec->amount <= prototypes->items[spec->item].stack_size ? SIM_OK : SIM_BAD_ARGUMENT;
}

static enum sim_result check_spec(const sim_arena *arena, const sim_prototypes *prototypes,
                                  const sim_entity_spec *spec, sim_position position)
{
    if (spec->prototype == 0 || spec->prototype >= prototypes->entity_count || spec->direction > MAX_DIRECTION ||
        spec->force > MAX_FORCE)
        return SIM_BAD_ARGUMENT;
    if (!sim_map_contains(arena, sim_fixed_tile(position.x), sim_fixed_tile(position.y))) return SIM_OUT_OF_MAP;
    uint8_t type = prototypes->entities[spec->prototype].type;
    if (type == SIM_TYPE_RESOURCE && sim_entity_grid_has_resource(arena, position)) return SIM_BLOCKED;
    return type == SIM_TYPE_ITEM_ENTITY ? check_item(prototypes, spec) : SIM_OK;
}

/* The slot that comes next, 0 when the arena is full. */
static uint32_t peek_slot(const sim_arena *arena)
{
    if (arena->entity_free) return arena->entity_free;
    return arena->entity_slots <= arena->config.entity_capacity ? arena->entity_slots : 0;
}

static void take_slot(sim_arena *arena, uint32_t slot)
{
    if (slot == arena->entity_slots) {
        /* A restore does not copy what lies beyond the slots ever used. */
        memset(sim_entity_at(arena, slot), 0, sizeof(sim_entity));
        sim_watch_forget(arena, slot);
        arena->entity_slots++;
    } else {
        arena->entity_free = sim_entity_at(arena, slot)->next;
    }
    arena->entity_count++;
}

static uint32_t first_amount(const sim_entity_prototype *prototype, const sim_entity_spec *spec)
{
    if (prototype->type == SIM_TYPE_RESOURCE && spec->amount == 0)
        return prototype->resource_normal ? prototype->resource_normal : 1;
    if (prototype->type == SIM_TYPE_ITEM_ENTITY && spec->amount == 0) return 1;
    return prototype->type == SIM_TYPE_RESOURCE || prototype->type == SIM_TYPE_ITEM_ENTITY ? spec->amount : 0;
}

/* Fills a slot that was just taken. */
static void place(sim_arena *arena, const sim_prototypes *prototypes, const sim_entity_spec *spec,
                  sim_position position, uint32_t slot)
{
    const sim_entity_prototype *prototype = &prototypes->entities[spec->prototype];
    sim_entity *entity = sim_entity_at(arena, slot);
    sim_entity fresh = {
        .position = position,
        .amount = first_amount(prototype, spec),
        .health = prototype->max_health,
        .prototype = spec->prototype,
        .generation = (uint16_t)(entity->generation + 1),
        .direction = sim_entity_facing(prototypes, spec->prototype, spec->direction),
        .force = spec->force,
        .item = prototype->type == SIM_TYPE_ITEM_ENTITY ? spec->item : 0,
    };
    *entity = fresh;
}

static void give_slot_back(sim_arena *arena, uint32_t slot)
{
    sim_entity *entity = sim_entity_at(arena, slot);
    sim_entity freed = {.next = arena->entity_free, .generation = entity->generation};
    *entity = freed;
    arena->entity_free = slot;
    arena->entity_count--;
}

static int is_structure(const sim_entity_prototype *prototype)
{
    return (prototype->flags & SIM_FLAG_PLAYER_CREATION) && prototype->type != SIM_TYPE_CHARACTER &&
           prototype->type != SIM_TYPE_ENTITY_GHOST && prototype->type != SIM_TYPE_ITEM_ENTITY;
}

static int is_enemy(const sim_entity_prototype *prototype)
{
    return prototype->type == SIM_TYPE_UNIT || prototype->type == SIM_TYPE_UNIT_SPAWNER ||
           prototype->type == SIM_TYPE_TURRET;
}

/* Counts an entity in (1) or out (-1) of what the arena's header counts. */
static void count_entity(sim_arena *arena, const sim_prototypes *prototypes, const sim_entity *entity, int change)
{
    const sim_entity_prototype *prototype = sim_entity_prototype_of(prototypes, entity);
    if (entity->force == SIM_FORCE_ARENA && is_structure(prototype)) arena->structures += (uint32_t)change;
    if (entity->force == SIM_FORCE_ENEMY && is_enemy(prototype)) arena->enemies += (uint32_t)change;
}

/* Leaves a slot that was taken in vain as it was before. */
static void undo_slot(sim_arena *arena, uint32_t slot, int is_new)
{
    sim_entity_at(arena, slot)->generation--;
    give_slot_back(arena, slot);
    if (!is_new) return;
    arena->entity_free = sim_entity_at(arena, slot)->next;
    memset(sim_entity_at(arena, slot), 0, sizeof(sim_entity));
    arena->entity_slots--;
}

enum sim_result sim_entity_create(sim_arena *arena, const sim_prototypes *prototypes, const sim_entity_spec *spec,
                                  sim_handle *created)
{
    if (spec->prototype == 0 || spec->prototype >= prototypes->entity_count) return SIM_BAD_ARGUMENT;
    const sim_entity_prototype *prototype = &prototypes->entities[spec->prototype];
    sim_position position = sim_entity_snap(prototypes, spec->prototype, spec->direction, spec->position);
    enum sim_result result = check_spec(arena, prototypes, spec, position);
    if (result != SIM_OK) return result;
    uint32_t slot = peek_slot(arena);
    if (slot == 0) return SIM_ARENA_FULL;
    int is_new = slot == arena->entity_slots;
    take_slot(arena, slot);
    place(arena, prototypes, spec, position, slot);
    result = sim_lifecycle_attach(arena, prototypes, slot);
    if (result != SIM_OK) {
        undo_slot(arena, slot, is_new);
        return result;
    }
    sim_entity *entity = sim_entity_at(arena, slot);
    if (prototype->has_unit_number) entity->unit_number = arena->next_unit_number++;
    if (prototype->resource_infinite) entity->initial_amount = entity->amount;
    sim_entity_enter_grid(arena, prototypes, slot);
    count_entity(arena, prototypes, entity, 1);
    sim_lifecycle_neighbours(arena, prototypes, slot, 1);
    if (created) *created = sim_entity_handle(arena, slot);
    return SIM_OK;
}

enum sim_result sim_entity_destroy(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle)
{
    sim_entity *entity = sim_entity_get(arena, handle);
    if (entity == NULL) return SIM_NOT_FOUND;
    sim_lifecycle_neighbours(arena, prototypes, handle.index, 0);
    count_entity(arena, prototypes, entity, -1);
    sim_entity_leave_grid(arena, prototypes, handle.index);
    sim_lifecycle_detach(arena, prototypes, handle.index);
    sim_watch_lose(arena, handle.index);
    give_slot_back(arena, handle.index);
    return SIM_OK;
}

enum sim_result sim_entity_set_force(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle,
                                     uint8_t force)
{
    sim_entity *entity = sim_entity_get(arena, handle);
    if (entity == NULL) return SIM_NOT_FOUND;
    if (force > MAX_FORCE) return SIM_BAD_ARGUMENT;
    count_entity(arena, prototypes, entity, -1);
    entity->force = force;
    count_entity(arena, prototypes, entity, 1);
    sim_lifecycle_force_changed(arena, prototypes, handle.index);
    return SIM_OK;
}

/* Movement ---------------------------------------------------------------------------------------------------- */

/* Resources, and belts, of which the game's documentation says that they are never teleported. */
static int stays_where_it_is(uint8_t type)
{
    return type == SIM_TYPE_RESOURCE || type == SIM_TYPE_TRANSPORT_BELT || type == SIM_TYPE_UNDERGROUND_BELT ||
           type == SIM_TYPE_SPLITTER;
}

enum sim_result sim_entity_teleport(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle,
                                    sim_position position)
{
    sim_entity *entity = sim_entity_get(arena, handle);
    if (entity == NULL) return SIM_NOT_FOUND;
    if (stays_where_it_is(sim_entity_prototype_of(prototypes, entity)->type)) return SIM_WRONG_TYPE;
    if (!sim_map_contains(arena, sim_fixed_tile(position.x), sim_fixed_tile(position.y))) return SIM_OUT_OF_MAP;
    sim_box before = sim_entity_collision_box(prototypes, entity);
    sim_pollution_ground_changed(arena, sim_fixed_tile(entity->position.x), sim_fixed_tile(entity->position.y));
    sim_pollution_ground_changed(arena, sim_fixed_tile(position.x), sim_fixed_tile(position.y));
    sim_lifecycle_leaves(arena, prototypes, handle.index);
    sim_entity_move(arena, prototypes, handle.index, position);
    if (sim_obstacle_blocks(prototypes, entity)) {
        sim_map_refresh_obstacles(arena, prototypes, before);
        sim_map_mark_obstacle(arena, sim_entity_collision_box(prototypes, entity));
    }
    sim_lifecycle_turned(arena, prototypes, handle.index);
    return SIM_OK;
}

enum sim_result sim_entity_turn(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle,
                                uint8_t direction)
{
    sim_entity *entity = sim_entity_get(arena, handle);
    if (entity == NULL) return SIM_NOT_FOUND;
    if (direction > MAX_DIRECTION) return SIM_BAD_ARGUMENT;
    direction = sim_entity_facing(prototypes, entity->prototype, direction);
    if (prototypes->entities[entity->prototype].type == SIM_TYPE_SPLITTER && (direction - entity->direction) % 8 != 0)
        return SIM_BAD_ARGUMENT;
    sim_box before = sim_entity_collision_box(prototypes, entity);
    entity->direction = direction;
    if (sim_obstacle_blocks(prototypes, entity)) {
        sim_map_refresh_obstacles(arena, prototypes, before);
        sim_map_mark_obstacle(arena, sim_entity_collision_box(prototypes, entity));
    }
    sim_lifecycle_turned(arena, prototypes, handle.index);
    return SIM_OK;
}

/* Sanity and hash --------------------------------------------------------------------------------------------- */

static int check_entity(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, sim_fault *fault)
{
    const sim_entity *entity = sim_entity_at(arena, slot);
    sim_position position = entity->position;
    SIM_EXPECT(fault, "entity", slot, position, entity->prototype < prototypes->entity_count);
    SIM_EXPECT(fault, "entity", slot, position, entity->next < arena->entity_slots);
    if (entity->prototype == 0) return 1;
    SIM_EXPECT(fault, "entity", slot, position, entity->direction <= MAX_DIRECTION);
    SIM_EXPECT(fault, "entity", slot, position, entity->force <= MAX_FORCE);
    SIM_EXPECT(fault, "entity", slot, position,
               sim_map_contains(arena, sim_fixed_tile(position.x), sim_fixed_tile(position.y)));
    SIM_EXPECT(fault, "entity", slot, position, entity->health >= 0.0f);
    const sim_entity_prototype *prototype = sim_entity_prototype_of(prototypes, entity); /* of characters: health.h */
    SIM_EXPECT(fault, "entity", slot, position,
               entity->health <= prototype->max_health || prototype->type == SIM_TYPE_CHARACTER);
    SIM_EXPECT(fault, "entity", slot, position,
               entity->unit_number < arena->next_unit_number || prototype->resource_infinite);
    return 1;
}

static int check_free_slots(const sim_arena *arena, sim_fault *fault)
{
    const sim_position none = {0, 0};
    uint32_t free_slots = 0;
    for (uint32_t slot = arena->entity_free; slot != 0; slot = sim_entity_at(arena, slot)->next) {
        SIM_EXPECT(fault, "free slot", slot, none, sim_entity_at(arena, slot)->prototype == 0);
        SIM_EXPECT(fault, "free slot", slot, none, ++free_slots < arena->entity_slots);
    }
    SIM_EXPECT(fault, "arena", 0, none, free_slots + arena->entity_count + 1 == arena->entity_slots);
    return 1;
}

static int check_obstacle_bits(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                               sim_fault *fault)
{
    const sim_entity *entity = sim_entity_at(arena, slot);
    if (entity->prototype == 0 || !sim_obstacle_blocks(prototypes, entity)) return 1;
    sim_box box = sim_entity_collision_box(prototypes, entity);
    for (int32_t y = sim_fixed_tile(box.top); y <= sim_fixed_tile(box.bottom); y++)
        for (int32_t x = sim_fixed_tile(box.left); x <= sim_fixed_tile(box.right); x++)
            SIM_EXPECT(fault, "entity", slot, entity->position, !sim_map_tiles_free(arena, x, y, x, y));
    return 1;
}

int sim_entity_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    for (uint32_t slot = 1; slot < arena->entity_slots; slot++)
        if (!check_entity(arena, prototypes, slot, fault)) return 0;
    if (!sim_entity_check_grid(arena, prototypes, fault) || !check_free_slots(arena, fault)) return 0;
    uint32_t obstacles = 0, structures = 0, enemies = 0;
    for (uint32_t slot = 1; slot < arena->entity_slots; slot++) {
        if (!check_obstacle_bits(arena, prototypes, slot, fault)) return 0;
        const sim_entity *entity = sim_entity_slot(arena, slot);
        if (entity == NULL) continue;
        const sim_entity_prototype *prototype = sim_entity_prototype_of(prototypes, entity);
        obstacles += (uint32_t)sim_obstacle_blocks(prototypes, entity);
        structures += entity->force == SIM_FORCE_ARENA && is_structure(prototype);
        enemies += entity->force == SIM_FORCE_ENEMY && is_enemy(prototype);
    }
    const sim_position none = {0, 0};
    SIM_EXPECT(fault, "arena", 0, none, structures == arena->structures);
    SIM_EXPECT(fault, "arena", 0, none, enemies == arena->enemies);
    SIM_EXPECT(fault, "arena", 0, none, obstacles == arena->obstacle_count);
    return 1;
}

static uint64_t hash_entity(const sim_entity *entity, uint64_t hash)
{
    hash = sim_hash_word(hash, (uint64_t)entity->prototype << 32 | (uint64_t)entity->generation << 16 | entity->item);
    if (entity->prototype == 0) return sim_hash_word(hash, entity->next);
    hash = sim_hash_word(hash, (uint64_t)(uint32_t)entity->position.x << 32 | (uint32_t)entity->position.y);
    hash = sim_hash_word(hash, (uint64_t)entity->unit_number << 32 | entity->amount);
    hash = sim_hash_word(hash, (uint64_t)entity->direction << 8 | entity->force);
    return sim_hash_double(hash, entity->health);
}

uint64_t sim_entity_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t slot = 1; slot < arena->entity_slots; slot++) hash = hash_entity(sim_entity_at(arena, slot), hash);
    return sim_hash_word(hash, arena->entity_count);
}
