#include "harness/standin/engine/inserters/inserter_hand.h"

#include "harness/standin/engine/belts/belt.h"
#include "harness/standin/engine/energy/burner.h"
#include "harness/standin/engine/inserters/inserter_reach.h"
#include "harness/standin/engine/entities/inventory.h"
#include "harness/standin/engine/dispatch/transfer.h"

enum sim_inserter_end sim_inserter_end_of(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    if (slot == 0) return SIM_INSERTER_END_GROUND;
    switch (prototypes->entities[sim_entity_slot(arena, slot)->prototype].type) {
    case SIM_TYPE_TRANSPORT_BELT:
    case SIM_TYPE_UNDERGROUND_BELT:
    case SIM_TYPE_SPLITTER: return SIM_INSERTER_END_BELT;
    case SIM_TYPE_INSERTER: return SIM_INSERTER_END_INSERTER;
    default: return SIM_INSERTER_END_MACHINE;
    }
}

/* What it wants ----------------------------------------------------------------------------------------------- */

static int filters_let_through(const sim_inserter *inserter, uint16_t item)
{
    int named = 0, any = 0;
    for (int i = 0; i < SIM_INSERTER_FILTERS; i++) {
        any |= inserter->filters[i] != 0;
        named |= inserter->filters[i] == item;
    }
    return inserter->flags & SIM_INSERTER_BLACKLIST ? !named : named || !any;
}

static int is_own_fuel(const sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter,
                       uint16_t item)
{
    return inserter->energy.kind == SIM_ENERGY_BURNER &&
           sim_burner_accepts(prototypes, sim_entity_slot(arena, inserter->entity)->prototype, item);
}

int sim_inserter_lacks_fuel(const sim_arena *arena, const sim_inserter *inserter)
{
    const sim_stack *fuel = sim_inventory_slots(arena, sim_energy_fuel(arena, &inserter->energy));
    return fuel != NULL && fuel->item == 0;
}

static int is_lab(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    return slot && prototypes->entities[sim_entity_slot(arena, slot)->prototype].type == SIM_TYPE_LAB;
}

/* A lab gives its packs to no one but another lab. */
static int target_wants(const sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter,
                        uint16_t item)
{
    if (is_lab(arena, prototypes, inserter->source) && !is_lab(arena, prototypes, inserter->target)) return 0;
    switch (sim_inserter_end_of(arena, prototypes, inserter->target)) {
    case SIM_INSERTER_END_GROUND:
    case SIM_INSERTER_END_BELT: return 1;
    default: return sim_transfer_is_insertable(arena, prototypes, inserter->target, item);
    }
}

int sim_inserter_wants(const sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter,
                       uint16_t item)
{
    if (inserter->held_count && inserter->held_item != item) return 0;
    if (!filters_let_through(inserter, item)) return 0;
    if (is_own_fuel(arena, prototypes, inserter, item) && sim_inserter_lacks_fuel(arena, inserter)) return 1;
    return target_wants(arena, prototypes, inserter, item);
}

/* Taking ------------------------------------------------------------------------------------------------------ */

void sim_inserter_grasp(const sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter,
                        uint16_t item, uint32_t count)
{
    inserter->held_item = item;
    inserter->held_count = (uint16_t)(inserter->held_count + count);
    inserter->flags &= (uint8_t)~SIM_INSERTER_HOLDS_FUEL;
    if (is_own_fuel(arena, prototypes, inserter, item)) inserter->flags |= SIM_INSERTER_HOLDS_FUEL;
}

static uint32_t room_in_hand(const sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter)
{
    uint32_t size = sim_inserter_hand_size(arena, prototypes, inserter->entity);
    return size > inserter->held_count ? size - inserter->held_count : 0;
}

/* A chest gives from its last slot that holds something wanted. */
static uint16_t choice_in_container(const sim_arena *arena, const sim_prototypes *prototypes,
                                    const sim_inserter *inserter)
{
    uint32_t number = sim_entity_inventory(arena, prototypes, inserter->source, SIM_INVENTORY_MAIN);
    const sim_inventory *inventory = sim_inventory_get(arena, number);
    const sim_stack *slots = sim_inventory_slots(arena, number);
    uint16_t refused = 0;
    for (uint32_t i = inventory ? inventory->slot_count : 0; i-- > 0;) {
        uint16_t item = slots[i].item;
        if (item == 0 || item == refused) continue;
        if (sim_inserter_wants(arena, prototypes, inserter, item)) return item;
        refused = item; /* chests hold many stacks of one item */
    }
    return 0;
}

static uint16_t choice_in_machine(const sim_arena *arena, const sim_prototypes *prototypes,
                                  const sim_inserter *inserter)
{
    if (prototypes->entities[sim_entity_slot(arena, inserter->source)->prototype].type == SIM_TYPE_CONTAINER)
        return choice_in_container(arena, prototypes, inserter);
    for (uint32_t i = 0;; i++) {
        uint16_t item = sim_transfer_output(arena, prototypes, inserter->source, i).item;
        if (item == 0 || sim_inserter_wants(arena, prototypes, inserter, item)) return item;
    }
}

/* The item on the ground in the tile of the pickup position that it wants; of several the one in the lowest slot. */
static uint32_t choice_on_ground(const sim_arena *arena, const sim_prototypes *prototypes,
                                 const sim_inserter *inserter)
{
    sim_position pickup = sim_inserter_pickup_position(arena, prototypes, inserter->entity);
    sim_box area = sim_inserter_pickup_area(pickup);
    sim_entity_cursor cursor = sim_entity_search(arena, area, SIM_SEARCH_ENTITIES);
    uint32_t best = 0;
    for (const sim_entity *entity; (entity = sim_entity_next(arena, &cursor)) != NULL;) {
        if (entity->prototype != prototypes->item_entity) continue;
        uint32_t slot = sim_entity_index(arena, entity);
        if (best && slot > best) continue;
        if (!sim_box_overlaps(sim_entity_collision_box(prototypes, entity), area)) continue;
        if (sim_inserter_wants(arena, prototypes, inserter, entity->item)) best = slot;
    }
    return best;
}

uint16_t sim_inserter_choice(const sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter)
{
    switch (sim_inserter_end_of(arena, prototypes, inserter->source)) {
    case SIM_INSERTER_END_MACHINE: return choice_in_machine(arena, prototypes, inserter);
    case SIM_INSERTER_END_GROUND: {
        uint32_t slot = choice_on_ground(arena, prototypes, inserter);
        return slot ? sim_entity_slot(arena, slot)->item : 0;
    }
    default: return 0;
    }
}

static int take_from_ground(sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter)
{
    uint32_t slot = choice_on_ground(arena, prototypes, inserter);
    if (slot == 0) return 0;
    sim_entity *pile = sim_entity_slot(arena, slot);
    uint32_t room = room_in_hand(arena, prototypes, inserter);
    uint32_t count = pile->amount < room ? pile->amount : room;
    sim_inserter_grasp(arena, prototypes, inserter, pile->item, count);
    pile->amount -= count;
    if (pile->amount == 0) sim_entity_destroy(arena, prototypes, sim_entity_handle(arena, slot));
    return count > 0;
}

int sim_inserter_take(sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter)
{
    switch (sim_inserter_end_of(arena, prototypes, inserter->source)) {
    case SIM_INSERTER_END_GROUND: return take_from_ground(arena, prototypes, inserter);
    case SIM_INSERTER_END_MACHINE: {
        uint16_t item = choice_in_machine(arena, prototypes, inserter);
        if (item == 0) return 0;
        uint32_t count = sim_transfer_take(arena, prototypes, inserter->source, item,
                                           room_in_hand(arena, prototypes, inserter));
        if (count) sim_inserter_grasp(arena, prototypes, inserter, item, count);
        return count > 0;
    }
    default: return 0;
    }
}

/* Giving ------------------------------------------------------------------------------------------------------ */

static void let_go(sim_inserter *inserter, uint32_t count)
{
    inserter->held_count = (uint16_t)(inserter->held_count - count);
    if (inserter->held_count) return;
    inserter->held_item = 0;
    inserter->flags &= (uint8_t)~SIM_INSERTER_HOLDS_FUEL;
}

/* One item a tick, where no other thing lies or stands. */
static uint32_t drop_on_ground(sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter)
{
    const sim_handle nothing = {0, 0};
    sim_position place = sim_inserter_drop_position(arena, prototypes, inserter->entity);
    sim_entity_spec spec = {.prototype = prototypes->item_entity, .position = place, .amount = 1,
                            .item = inserter->held_item};
    if (!sim_entity_can_place(arena, prototypes, prototypes->item_entity, 0, place, nothing)) return 0;
    if (sim_entity_create(arena, prototypes, &spec, NULL) == SIM_OK) return 1;
    arena->refused++;
    return 0;
}

static uint32_t drop_on_belt(sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter)
{
    sim_position place = sim_inserter_drop_position(arena, prototypes, inserter->entity);
    sim_belt_spot spot = sim_belt_spot_at(arena, prototypes, inserter->target, place);
    return sim_belt_insert(arena, prototypes, inserter->target, spot.line, spot.position, inserter->held_item) ==
           SIM_OK;
}

int sim_inserter_give(sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter)
{
    uint32_t count;
    switch (sim_inserter_end_of(arena, prototypes, inserter->target)) {
    case SIM_INSERTER_END_GROUND: count = drop_on_ground(arena, prototypes, inserter); break;
    case SIM_INSERTER_END_BELT: count = drop_on_belt(arena, prototypes, inserter); break;
    default:
        count = sim_transfer_insert(arena, prototypes, inserter->target, inserter->held_item, inserter->held_count);
    }
    if (count) let_go(inserter, count);
    return count > 0;
}

int sim_inserter_could_give(const sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter)
{
    return sim_transfer_room(arena, prototypes, inserter->target, inserter->held_item) > 0;
}

void sim_inserter_feed_itself(sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter)
{
    uint32_t count = sim_inventory_insert(arena, prototypes, sim_energy_fuel(arena, &inserter->energy),
                                          inserter->held_item, inserter->held_count);
    if (count) let_go(inserter, count);
}
