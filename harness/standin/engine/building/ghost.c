#include "harness/standin/engine/building/ghost.h"

#include "harness/standin/engine/building/build.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/world/map.h"

#define MAX_FOUND 64

static sim_ghost *ghost_at(const sim_arena *arena, uint32_t record)
{
    return SIM_RECORD(arena, SIM_POOL_GHOST, sim_ghost, record);
}

static uint32_t record_count(const sim_arena *arena)
{
    return arena->pools[SIM_POOL_GHOST].used;
}

/* Ghosts ------------------------------------------------------------------------------------------------------ */

enum sim_result sim_ghost_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    (void)prototypes;
    uint32_t record = sim_pool_take(arena, SIM_POOL_GHOST, slot);
    if (record == 0) return SIM_ARENA_FULL;
    sim_entity_slot(arena, slot)->record = record;
    return SIM_OK;
}

void sim_ghost_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    (void)prototypes;
    sim_pool_give_back(arena, SIM_POOL_GHOST, sim_entity_slot(arena, slot)->record);
}

void sim_ghost_turned(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    (void)arena, (void)prototypes, (void)slot; /* it has nothing that depends on its direction */
}

sim_ghost *sim_ghost_of(const sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle)
{
    const sim_entity *entity = sim_entity_get(arena, handle);
    if (entity == NULL || prototypes->entities[entity->prototype].type != SIM_TYPE_ENTITY_GHOST) return NULL;
    return ghost_at(arena, entity->record);
}

/* The box that the ghost's entity would have. */
static sim_box planned_box(const sim_prototypes *prototypes, const sim_ghost *ghost, const sim_entity *entity)
{
    sim_box box = prototypes->entities[ghost->prototype].collision_box;
    return sim_box_at(sim_box_turned(box, entity->direction), entity->position);
}

uint32_t sim_ghost_find(const sim_arena *arena, const sim_prototypes *prototypes, sim_box area, uint32_t *slots,
                        uint32_t capacity)
{
    uint32_t count = 0;
    for (uint32_t record = 1; record < record_count(arena); record++) {
        const sim_ghost *ghost = ghost_at(arena, record);
        if (ghost->entity == 0 || ghost->is_mark || ghost->tile) continue;
        if (!sim_box_overlaps(area, planned_box(prototypes, ghost, sim_entity_slot(arena, ghost->entity)))) continue;
        if (count < capacity) slots[count] = ghost->entity;
        count++;
    }
    return count;
}

static int is_same_place(sim_position a, sim_position b)
{
    return a.x == b.x && a.y == b.y;
}

/* Removes the ghosts in an area, but for one. */
static void clear_area(sim_arena *arena, const sim_prototypes *prototypes, sim_box area, uint32_t kept_slot)
{
    uint32_t slots[MAX_FOUND];
    uint32_t count = sim_ghost_find(arena, prototypes, area, slots, MAX_FOUND);
    for (uint32_t i = 0; i < count && i < MAX_FOUND; i++)
        if (slots[i] != kept_slot) sim_entity_destroy(arena, prototypes, sim_entity_handle(arena, slots[i]));
}

/* 1 when an entity as planned stands there already. */
static int stands_there(const sim_arena *arena, const sim_prototypes *prototypes, const sim_entity_spec *spec,
                        sim_position centre)
{
    sim_box point = {centre.x, centre.y, centre.x, centre.y};
    sim_entity_filter filter = {.prototype = spec->prototype};
    uint32_t slots[MAX_FOUND];
    uint32_t count = sim_entity_find(arena, prototypes, point, &filter, slots, MAX_FOUND);
    for (uint32_t i = 0; i < count && i < MAX_FOUND; i++) {
        const sim_entity *found = sim_entity_slot(arena, slots[i]);
        if (is_same_place(found->position, centre) && found->direction == spec->direction) return 1;
    }
    return 0;
}

/* The ghost of the same thing in the same place and direction, 0 for none. */
static uint32_t equal_ghost(const sim_arena *arena, const sim_entity_spec *spec, sim_position centre)
{
    for (uint32_t record = 1; record < record_count(arena); record++) {
        const sim_ghost *ghost = ghost_at(arena, record);
        if (ghost->entity == 0 || ghost->is_mark || ghost->prototype != spec->prototype) continue;
        const sim_entity *entity = sim_entity_slot(arena, ghost->entity);
        if (is_same_place(entity->position, centre) && entity->direction == spec->direction) return ghost->entity;
    }
    return 0;
}

static enum sim_result make_ghost(sim_arena *arena, const sim_prototypes *prototypes, const sim_entity_spec *spec,
                                  sim_position centre, sim_handle *made)
{
    sim_entity_spec ghost = {.prototype = prototypes->entity_ghost, .direction = spec->direction,
                             .force = spec->force, .position = centre};
    enum sim_result result = sim_entity_create(arena, prototypes, &ghost, made);
    if (result != SIM_OK) return result;
    ghost_at(arena, sim_entity_get(arena, *made)->record)->prototype = spec->prototype;
    sim_entity_move(arena, prototypes, made->index, centre); /* a ghost is one tile, its entity may lie between */
    return SIM_OK;
}

enum sim_result sim_ghost_create(sim_arena *arena, const sim_prototypes *prototypes, const sim_entity_spec *spec,
                                 const sim_entity_settings *settings, sim_handle *created)
{
    if (spec->prototype == 0 || spec->prototype >= prototypes->entity_count || spec->direction > 15)
        return SIM_BAD_ARGUMENT;
    if (prototypes->entities[spec->prototype].placeable_by == 0) return SIM_WRONG_TYPE;
    sim_entity_spec facing = *spec;
    facing.direction = sim_build_has_direction(prototypes, spec->prototype)
                           ? sim_entity_facing(prototypes, spec->prototype, spec->direction) : 0;
    sim_position centre = sim_entity_snap(prototypes, facing.prototype, facing.direction, facing.position);
    if (stands_there(arena, prototypes, &facing, centre)) return SIM_DONE_ALREADY;
    enum sim_result result = sim_build_may_place(arena, prototypes, facing.prototype, facing.direction, centre, 1);
    if (result != SIM_OK && result != SIM_NEEDS_RESOURCE) return result;
    uint32_t kept = equal_ghost(arena, &facing, centre);
    sim_handle handle = sim_entity_handle(arena, kept);
    if (kept == 0) {
        result = make_ghost(arena, prototypes, &facing, centre, &handle);
        if (result != SIM_OK) return result;
    }
    sim_ghost *ghost = sim_ghost_of(arena, prototypes, handle);
    if (settings) ghost->settings = *settings;
    clear_area(arena, prototypes, planned_box(prototypes, ghost, sim_entity_get(arena, handle)), handle.index);
    if (created) *created = handle;
    return SIM_OK;
}

enum sim_result sim_ghost_revive(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle,
                                 sim_handle *built)
{
    const sim_entity *entity = sim_entity_get(arena, handle);
    if (entity == NULL) return SIM_NOT_FOUND;
    const sim_ghost *ghost = sim_ghost_of(arena, prototypes, handle);
    if (ghost == NULL) return SIM_WRONG_TYPE;
    sim_entity_spec spec = {.prototype = ghost->prototype, .direction = entity->direction, .force = entity->force,
                            .position = entity->position};
    return sim_build_replace(arena, prototypes, &spec, 0, built);
}

void sim_ghost_take(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t inventory)
{
    if (arena->pools[SIM_POOL_GHOST].live == 0) return;
    const sim_entity *entity = sim_entity_slot(arena, slot);
    sim_entity_spec spec = {.prototype = entity->prototype, .direction = entity->direction};
    uint32_t same = equal_ghost(arena, &spec, entity->position);
    if (same) {
        sim_entity_settings settings = ghost_at(arena, sim_entity_slot(arena, same)->record)->settings;
        sim_entity_settings_write(arena, prototypes, slot, &settings, inventory);
    }
    clear_area(arena, prototypes, sim_entity_collision_box(prototypes, entity), 0);
}

/* Marks ------------------------------------------------------------------------------------------------------- */

static uint32_t mark_of(const sim_arena *arena, sim_handle handle)
{
    for (uint32_t record = 1; record < record_count(arena); record++) {
        const sim_ghost *mark = ghost_at(arena, record);
        if (mark->entity && mark->is_mark && mark->marked.index == handle.index &&
            mark->marked.generation == handle.generation)
            return record;
    }
    return 0;
}

/* Gives back the marks of entities that are gone. */
static void drop_stale_marks(sim_arena *arena)
{
    for (uint32_t record = 1; record < record_count(arena); record++) {
        const sim_ghost *mark = ghost_at(arena, record);
        if (mark->entity && mark->is_mark && sim_entity_get(arena, mark->marked) == NULL)
            sim_pool_give_back(arena, SIM_POOL_GHOST, record);
    }
}

enum sim_result sim_ghost_mark(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle)
{
    const sim_entity *entity = sim_entity_get(arena, handle);
    if (entity == NULL) return SIM_NOT_FOUND;
    const sim_entity_prototype *prototype = &prototypes->entities[entity->prototype];
    if (prototype->type == SIM_TYPE_ENTITY_GHOST || prototype->type == SIM_TYPE_TILE_GHOST)
        return sim_entity_destroy(arena, prototypes, handle);
    if (!prototype->minable || prototype->flags & SIM_FLAG_NOT_DECONSTRUCTABLE ||
        prototype->type == SIM_TYPE_RESOURCE || prototype->type == SIM_TYPE_CHARACTER)
        return SIM_NOT_MINABLE;
    if (mark_of(arena, handle)) return SIM_DONE_ALREADY;
    drop_stale_marks(arena);
    uint32_t record = sim_pool_take(arena, SIM_POOL_GHOST, 1);
    if (record == 0) return SIM_ARENA_FULL;
    ghost_at(arena, record)->is_mark = 1;
    ghost_at(arena, record)->marked = handle;
    return SIM_OK;
}

enum sim_result sim_ghost_unmark(sim_arena *arena, sim_handle handle)
{
    uint32_t record = mark_of(arena, handle);
    if (record == 0) return SIM_NOT_FOUND;
    sim_pool_give_back(arena, SIM_POOL_GHOST, record);
    return SIM_OK;
}

int sim_ghost_is_marked(const sim_arena *arena, sim_handle handle)
{
    return mark_of(arena, handle) != 0;
}

/* Sanity and hash --------------------------------------------------------------------------------------------- */

int sim_ghost_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    const sim_position none = {0, 0};
    for (uint32_t record = 1; record < record_count(arena); record++) {
        const sim_ghost *ghost = ghost_at(arena, record);
        if (ghost->entity == 0 || ghost->is_mark) continue;
        const sim_entity *entity = sim_entity_slot(arena, ghost->entity);
        SIM_EXPECT(fault, "ghost", record, none, entity != NULL);
        SIM_EXPECT(fault, "ghost", record, entity->position, entity->record == record);
        uint8_t type = prototypes->entities[entity->prototype].type;
        SIM_EXPECT(fault, "ghost", record, entity->position,
                   type == SIM_TYPE_TILE_GHOST || (type == SIM_TYPE_ENTITY_GHOST && ghost->tile == 0));
        SIM_EXPECT(fault, "ghost", record, entity->position, ghost->tile < prototypes->tile_count);
        SIM_EXPECT(fault, "ghost", record, entity->position, ghost->prototype < prototypes->entity_count);
        SIM_EXPECT(fault, "ghost", record, entity->position, ghost->settings.recipe < prototypes->recipe_count);
    }
    return 1;
}

uint64_t sim_ghost_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t record = 1; record < record_count(arena); record++) {
        const sim_ghost *ghost = ghost_at(arena, record);
        if (ghost->entity == 0) continue;
        const sim_entity_settings *settings = &ghost->settings;
        hash = sim_hash_word(hash, (uint64_t)ghost->is_mark << 32 | (uint32_t)ghost->tile << 16 | ghost->prototype);
        hash = sim_hash_word(hash, (uint64_t)ghost->marked.index << 32 | ghost->marked.generation);
        hash = sim_hash_word(hash, (uint64_t)settings->recipe << 48 | (uint64_t)settings->stack_size << 32 |
                                       (uint64_t)settings->filters_refuse << 24 |
                                       (uint64_t)settings->is_output << 16 |
                                       (uint64_t)settings->input_priority << 8 | settings->output_priority);
        for (int i = 0; i < SIM_ENTITY_FILTERS; i++) hash = sim_hash_word(hash, settings->filters[i]);
        if (settings->bar) hash = sim_hash_word(hash, settings->bar);
    }
    return hash;
}
