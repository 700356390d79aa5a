#include "harness/standin/engine/building/build.h"

#include "harness/standin/engine/character/bonus.h"
#include "harness/standin/engine/building/build_over.h"
#include <math.h>

#include "harness/standin/engine/belts/belt.h"
#include "harness/standin/engine/character/character.h"
#include "harness/standin/engine/entities/event.h"
#include "harness/standin/engine/building/ghost.h"
#include "harness/standin/engine/building/tile_ghost.h"
#include "harness/standin/engine/world/ground_item.h"
#include "harness/standin/engine/entities/inventory.h"
#include "harness/standin/engine/world/map.h"
#include "harness/standin/engine/character/mining.h"
#include "harness/standin/engine/research/research_trigger.h"
#include "harness/standin/engine/dispatch/entity_settings.h"
#include "harness/standin/engine/research/technology.h"
#include "harness/standin/engine/dispatch/transfer.h"

#define MAX_DIRECTION 15
#define MAX_REPLACED 8 /* buildings that one building may take the place of */
#define MAX_IN_THE_WAY 64 /* those and items on the ground */

/* Where ----------------------------------------------------------------------------------------------------- */

int sim_build_has_direction(const sim_prototypes *prototypes, uint32_t prototype)
{
    const sim_entity_prototype *entity = &prototypes->entities[prototype];
    if (entity->flags & SIM_FLAG_NOT_ROTATABLE) return 0;
    switch (entity->type) {
    case SIM_TYPE_TRANSPORT_BELT:
    case SIM_TYPE_UNDERGROUND_BELT:
    case SIM_TYPE_SPLITTER:
    case SIM_TYPE_INSERTER:
    case SIM_TYPE_MINING_DRILL:
    case SIM_TYPE_BOILER:
    case SIM_TYPE_GENERATOR:
    case SIM_TYPE_OFFSHORE_PUMP:
    case SIM_TYPE_PUMP:
    case SIM_TYPE_PIPE_TO_GROUND:
    case SIM_TYPE_STORAGE_TANK:
    case SIM_TYPE_GATE:
    case SIM_TYPE_AMMO_TURRET:
    case SIM_TYPE_ELECTRIC_TURRET:
    case SIM_TYPE_FLUID_TURRET:
    case SIM_TYPE_ARTILLERY_TURRET:
    case SIM_TYPE_CHARACTER: return 1;
    case SIM_TYPE_ASSEMBLING_MACHINE:
    case SIM_TYPE_FURNACE: return entity->fluid_box_count > 0;
    default: return 0;
    }
}

/* 1 when something of the drill's categories has its centre in its mining area. */
static int has_resource(const sim_arena *arena, const sim_prototypes *prototypes, const sim_entity_prototype *drill,
                        sim_position centre)
{
    int32_t radius = drill->resource_searching_radius_fixed;
    sim_box area = sim_box_at((sim_box){-radius, -radius, radius, radius}, centre);
    sim_entity_cursor cursor = sim_entity_search(arena, area, SIM_SEARCH_RESOURCES);
    for (const sim_entity *found; (found = sim_entity_next(arena, &cursor)) != NULL;) {
        uint64_t category = (uint64_t)1 << sim_entity_prototype_of(prototypes, found)->resource_category;
        if (drill->resource_categories & category && found->position.x >= area.left &&
            found->position.x <= area.right && found->position.y >= area.top && found->position.y <= area.bottom)
            return 1;
    }
    return 0;
}

/* Tiles that the inside of an area touches are as the rule wants them. */
static int rule_holds(const sim_arena *arena, const sim_prototypes *prototypes, const sim_tile_rule *rule,
                      uint8_t direction, sim_position centre)
{
    sim_box area = sim_box_at(sim_box_turned(rule->area, direction), centre);
    for (int32_t y = sim_fixed_tile(area.top); y <= sim_fixed_tile(area.bottom - 1); y++)
        for (int32_t x = sim_fixed_tile(area.left); x <= sim_fixed_tile(area.right - 1); x++) {
            uint32_t layers = prototypes->tiles[sim_map_tile(arena, prototypes, x, y)].collision_layers;
            if (rule->required_layers && !(layers & rule->required_layers)) return 0;
            if (layers & rule->refused_layers) return 0;
        }
    return 1;
}

static int tiles_hold(const sim_arena *arena, const sim_prototypes *prototypes, const sim_entity_prototype *prototype,
                      uint8_t direction, sim_position centre)
{
    for (uint32_t i = 0; i < prototype->tile_rule_count; i++)
        if (!rule_holds(arena, prototypes, &prototypes->tile_rules[prototype->first_tile_rule + i], direction, centre))
            return 0;
    return 1;
}

int sim_build_tiles_hold(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t prototype,
                         uint8_t direction, sim_position position)
{
    return tiles_hold(arena, prototypes, &prototypes->entities[prototype], direction, position);
}

/* The tiles that an entity covers. */
static sim_box footprint(const sim_entity_prototype *prototype, uint8_t direction, sim_position centre)
{
    int32_t half_width = prototype->tile_width * SIM_FIXED_ONE / 2;
    int32_t half_height = prototype->tile_height * SIM_FIXED_ONE / 2;
    sim_box tiles = {-half_width, -half_height, half_width, half_height};
    return sim_box_at(sim_box_turned(tiles, direction), centre);
}

static int contains(sim_box outer, sim_box inner)
{
    return outer.left <= inner.left && outer.top <= inner.top && outer.right >= inner.right &&
           outer.bottom >= inner.bottom;
}

/* 1 when the building may take the place of the one in the slot. */
static int may_replace_one(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t prototype,
                           uint8_t direction, sim_position centre, uint32_t slot)
{
    const sim_entity_prototype *placed = &prototypes->entities[prototype];
    const sim_entity *old = sim_entity_slot(arena, slot);
    uint16_t group = placed->fast_replaceable_group;
    if (group == 0 || sim_entity_prototype_of(prototypes, old)->fast_replaceable_group != group) return 0;
    if (old->force != SIM_FORCE_ARENA) return 0;
    if (old->prototype == prototype && (old->direction == direction || !sim_build_has_direction(prototypes, prototype)))
        return 0;
    return contains(footprint(placed, direction, centre), sim_entity_collision_box(prototypes, old));
}

/* Slots of what the building would take the place of; UINT32_MAX when something else is in its way. */
static uint32_t find_replaced(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t prototype,
                              uint8_t direction, sim_position centre, uint32_t slots[MAX_REPLACED])
{
    uint32_t found[MAX_IN_THE_WAY];
    uint32_t count = sim_entity_colliding(arena, prototypes, (uint16_t)prototype, direction, centre, found,
                                          MAX_IN_THE_WAY);
    if (count > MAX_IN_THE_WAY) return UINT32_MAX;
    count = sim_build_over_skip(arena, prototypes, found, count);
    if (count > MAX_REPLACED) return UINT32_MAX;
    for (uint32_t i = 0; i < count; i++) {
        if (!may_replace_one(arena, prototypes, prototype, direction, centre, found[i])) return UINT32_MAX;
        slots[i] = found[i];
    }
    return count;
}

enum sim_result sim_build_may_place(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t prototype,
                                    uint8_t direction, sim_position position, int may_replace)
{
    if (prototype == 0 || prototype >= prototypes->entity_count || direction > MAX_DIRECTION) return SIM_BAD_ARGUMENT;
    const sim_entity_prototype *placed = &prototypes->entities[prototype];
    sim_position centre = sim_entity_snap(prototypes, (uint16_t)prototype, direction, position);
    if (!sim_map_contains(arena, sim_fixed_tile(centre.x), sim_fixed_tile(centre.y))) return SIM_OUT_OF_MAP;
    sim_box box = sim_box_at(sim_box_turned(placed->collision_box, direction), centre);
    if (sim_map_box_collides(arena, prototypes, box, placed->collision_layers)) return SIM_BLOCKED;
    uint32_t replaced[MAX_REPLACED];
    uint32_t count = find_replaced(arena, prototypes, prototype, direction, centre, replaced);
    if (count == UINT32_MAX || (count && !may_replace)) return SIM_BLOCKED;
    if (!tiles_hold(arena, prototypes, placed, direction, centre)) return SIM_NEEDS_TILE;
    if (placed->type == SIM_TYPE_MINING_DRILL && !has_resource(arena, prototypes, placed, centre))
        return SIM_NEEDS_RESOURCE;
    return SIM_OK;
}

/* Replacing --------------------------------------------------------------------------------------------------- */

void sim_build_deliver(sim_arena *arena, const sim_prototypes *prototypes, uint32_t inventory, sim_position position,
                       uint16_t item, uint32_t count)
{
    count -= sim_inventory_insert(arena, prototypes, inventory, item, count);
    while (count > 0) {
        uint32_t size = prototypes->items[item].stack_size, stack = count < size ? count : size;
        if (sim_ground_item_spill(arena, prototypes, position, item, stack, NULL) != SIM_OK) {
            arena->refused++;
            return;
        }
        count -= stack;
    }
}

/* Items stay where they are on the lanes as far as they fit there. */
static void hand_over_belt(sim_arena *arena, const sim_prototypes *prototypes, uint32_t from, uint32_t to,
                           uint32_t inventory)
{
    sim_position position = sim_entity_slot(arena, to)->position;
    sim_belt_item left;
    if (sim_belt_is_belt(arena, prototypes, to)) sim_belt_replaced(arena, prototypes, from, to);
    while (sim_belt_items(arena, prototypes, from, &left, 1) > 0) {
        uint32_t count = sim_belt_take(arena, prototypes, from, left.item, UINT32_MAX);
        sim_build_deliver(arena, prototypes, inventory, position, left.item, count);
    }
}

/* Moves what `from` holds to `to`, and what has no place there to the inventory. */
static void hand_over(sim_arena *arena, const sim_prototypes *prototypes, uint32_t from, uint32_t to,
                      uint32_t inventory)
{
    sim_position position = sim_entity_slot(arena, to)->position;
    if (sim_belt_is_belt(arena, prototypes, from)) hand_over_belt(arena, prototypes, from, to, inventory);
    for (;;) {
        sim_stack stack = sim_transfer_content(arena, prototypes, from, 0);
        if (stack.item == 0) return;
        uint32_t count = sim_transfer_empty(arena, prototypes, from, stack.item, stack.count);
        if (count == 0) return;
        uint32_t moved = sim_transfer_insert(arena, prototypes, to, stack.item, count);
        sim_build_deliver(arena, prototypes, inventory, position, stack.item, count - moved);
    }
}

/* The health of the old for the new, as a share. */
static void keep_health(sim_arena *arena, const sim_prototypes *prototypes, uint32_t from, uint32_t to)
{
    const sim_entity *old = sim_entity_slot(arena, from);
    sim_entity *new = sim_entity_slot(arena, to);
    float whole = sim_entity_prototype_of(prototypes, old)->max_health;
    if (whole > 0.0f) new->health = sim_entity_prototype_of(prototypes, new)->max_health * (old->health / whole);
}

static void take_place(sim_arena *arena, const sim_prototypes *prototypes, uint32_t from, uint32_t to,
                       uint32_t inventory)
{
    sim_entity_settings settings = sim_entity_settings_read(arena, prototypes, from);
    const sim_entity *old = sim_entity_slot(arena, from);
    uint16_t item = sim_entity_prototype_of(prototypes, old)->placeable_by;
    sim_entity_settings_write(arena, prototypes, to, &settings, inventory);
    hand_over(arena, prototypes, from, to, inventory);
    keep_health(arena, prototypes, from, to);
    sim_position position = old->position;
    sim_entity_destroy(arena, prototypes, sim_entity_handle(arena, from));
    if (item) sim_build_deliver(arena, prototypes, inventory, position, item, 1);
}

/* Builds where sim_build_may_place has said SIM_OK. `is_turned`: it was there and has only been turned. */
static enum sim_result build(sim_arena *arena, const sim_prototypes *prototypes, const sim_entity_spec *spec,
                             uint32_t inventory, sim_handle *built, int *is_turned)
{
    uint32_t replaced[MAX_REPLACED];
    sim_position centre = sim_entity_snap(prototypes, spec->prototype, spec->direction, spec->position);
    uint32_t count = find_replaced(arena, prototypes, spec->prototype, spec->direction, centre, replaced);
    *is_turned = count == 1 && sim_entity_slot(arena, replaced[0])->prototype == spec->prototype;
    if (*is_turned) {
        *built = sim_entity_handle(arena, replaced[0]);
        return sim_entity_turn(arena, prototypes, *built, spec->direction);
    }
    enum sim_result result = sim_entity_create(arena, prototypes, spec, built);
    if (result != SIM_OK) return result;
    for (uint32_t i = 0; i < count; i++) take_place(arena, prototypes, replaced[i], built->index, inventory);
    sim_build_over_collect(arena, prototypes, built->index, inventory);
    sim_ghost_take(arena, prototypes, built->index, inventory);
    sim_research_trigger_entity(arena, prototypes, SIM_TRIGGER_BUILD_ENTITY, spec->prototype);
    return SIM_OK;
}

static sim_entity_spec facing_its_way(const sim_prototypes *prototypes, sim_entity_spec spec)
{
    if (!sim_build_has_direction(prototypes, spec.prototype)) spec.direction = 0;
    return spec;
}

enum sim_result sim_build_replace(sim_arena *arena, const sim_prototypes *prototypes, const sim_entity_spec *spec,
                                  uint32_t inventory, sim_handle *built)
{
    if (spec->prototype == 0 || spec->prototype >= prototypes->entity_count) return SIM_BAD_ARGUMENT;
    sim_entity_spec facing = facing_its_way(prototypes, *spec);
    enum sim_result result = sim_build_may_place(arena, prototypes, facing.prototype, facing.direction,
                                                 facing.position, 1);
    if (result != SIM_OK) return result;
    sim_handle made;
    int is_turned;
    result = build(arena, prototypes, &facing, inventory, &made, &is_turned);
    if (result == SIM_OK && built) *built = made;
    return result;
}

/* By a character ---------------------------------------------------------------------------------------------- */

static int in_build_distance(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                             sim_position position)
{
    const sim_entity *entity = sim_entity_slot(arena, sim_character_get(arena, character)->entity);
    double reach = sim_bonus_build_distance(arena, prototypes, sim_character_get(arena, character)) * SIM_FIXED_ONE;
    return (double)sim_distance_squared(entity->position, position) <= reach * reach;
}

/* Lays a tile; what lay there before goes to the inventory. */
static enum sim_result build_tile(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                  uint32_t item, sim_position position)
{
    const sim_item_prototype *prototype = &prototypes->items[item];
    uint32_t inventory = sim_character_get(arena, character)->inventory;
    int32_t x = sim_fixed_tile(position.x), y = sim_fixed_tile(position.y);
    sim_position centre = {sim_fixed_tile_centre(x), sim_fixed_tile_centre(y)};
    if (!in_build_distance(arena, prototypes, character, centre)) return SIM_OUT_OF_REACH;
    if (!sim_map_contains(arena, x, y)) return SIM_OUT_OF_MAP;
    uint16_t old = sim_map_tile(arena, prototypes, x, y);
    if (old == prototype->place_as_tile) return SIM_DONE_ALREADY;
    if (prototypes->tiles[old].collision_layers & prototype->place_as_tile_layers) return SIM_NEEDS_TILE;
    enum sim_result result = sim_map_set_tile(arena, prototypes, x, y, prototype->place_as_tile);
    if (result != SIM_OK) return result;
    sim_tile_ghost_laid(arena, prototypes, x, y);
    sim_inventory_remove(arena, inventory, (uint16_t)item, 1);
    const sim_tile_prototype *mined = &prototypes->tiles[old];
    for (uint32_t i = 0; mined->minable && i < mined->product_count; i++) {
        const sim_product *product = &prototypes->products[mined->first_product + i];
        if (product->item)
            sim_build_deliver(arena, prototypes, inventory, centre, product->item, product->amount_min);
    }
    return SIM_OK;
}

static void tell(sim_arena *arena, uint32_t character, sim_handle built)
{
    sim_event event = {.kind = SIM_EVENT_BUILT_BY_CHARACTER, .subject = built};
    event.other = sim_entity_handle(arena, sim_character_get(arena, character)->entity);
    sim_event_emit(arena, event);
}

/* The character builds an entity from an item that it holds. */
static enum sim_result build_entity(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                    uint32_t item, sim_entity_spec spec, sim_handle *built)
{
    spec = facing_its_way(prototypes, spec);
    sim_position centre = sim_entity_snap(prototypes, spec.prototype, spec.direction, spec.position);
    if (!in_build_distance(arena, prototypes, character, centre)) return SIM_OUT_OF_REACH;
    enum sim_result result = sim_build_may_place(arena, prototypes, spec.prototype, spec.direction, centre, 1);
    if (result != SIM_OK) return result;
    uint32_t inventory = sim_character_get(arena, character)->inventory;
    sim_handle made;
    int is_turned;
    result = build(arena, prototypes, &spec, inventory, &made, &is_turned);
    if (result != SIM_OK) return result;
    if (!is_turned) {
        sim_inventory_remove(arena, inventory, (uint16_t)item, 1);
        tell(arena, character, made);
    }
    if (built) *built = made;
    return SIM_OK;
}

enum sim_result sim_build_from_item(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                    uint32_t item, sim_position position, uint8_t direction, sim_handle *built)
{
    if (item == 0 || item >= prototypes->item_count || direction > MAX_DIRECTION) return SIM_BAD_ARGUMENT;
    const sim_character *record = sim_character_get(arena, character);
    if (record == NULL) return SIM_DEAD;
    const sim_item_prototype *prototype = &prototypes->items[item];
    if (prototype->place_result == 0 && prototype->place_as_tile == 0) return SIM_WRONG_TYPE;
    if (sim_inventory_count(arena, record->inventory, (uint16_t)item) == 0) return SIM_NO_ITEMS;
    if (prototype->place_result == 0) return build_tile(arena, prototypes, character, item, position);
    sim_entity_spec spec = {.prototype = prototype->place_result, .direction = direction, .force = SIM_FORCE_ARENA,
                            .position = position};
    return build_entity(arena, prototypes, character, item, spec, built);
}

/* Turning ----------------------------------------------------------------------------------------------------- */

enum sim_result sim_build_rotate(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle, int reverse)
{
    const sim_entity *entity = sim_entity_get(arena, handle);
    if (entity == NULL) return SIM_NOT_FOUND;
    const sim_entity_prototype *prototype = sim_entity_prototype_of(prototypes, entity);
    if (!sim_build_has_direction(prototypes, entity->prototype) || prototype->type == SIM_TYPE_CHARACTER ||
        prototype->type == SIM_TYPE_OFFSHORE_PUMP || prototype->type == SIM_TYPE_GATE)
        return SIM_NOT_ROTATABLE;
    int is_square = prototype->tile_width == prototype->tile_height;
    uint8_t step = prototype->type == SIM_TYPE_UNDERGROUND_BELT || !is_square ? 8 : reverse ? 12 : 4;
    uint8_t direction = (uint8_t)((entity->direction + step) % 16);
    if (prototype->two_direction_only) direction %= 8;
    return sim_entity_turn(arena, prototypes, handle, direction);
}

enum sim_result sim_build_rotate_by(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                    sim_handle handle, int reverse)
{
    if (sim_character_get(arena, character) == NULL) return SIM_DEAD;
    if (sim_entity_get(arena, handle) == NULL) return SIM_NOT_FOUND;
    if (!sim_mining_in_reach(arena, prototypes, character, handle)) return SIM_OUT_OF_REACH;
    return sim_build_rotate(arena, prototypes, handle, reverse);
}
