#include "harness/standin/engine/energy/burner.h"

#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/entities/inventory.h"
#include "harness/standin/engine/core/statistics.h"

/* The buffer's size in ticks of work, as a fraction; not in the prototypes (recorded in the game). */
#define BUFFER_NUMERATOR 16.0
#define BUFFER_DENOMINATOR 15.0

sim_burner *sim_burner_get(const sim_arena *arena, uint32_t burner)
{
    return SIM_RECORD(arena, SIM_POOL_BURNER, sim_burner, burner);
}

static const sim_energy_source *source_of(const sim_arena *arena, const sim_prototypes *prototypes,
                                          const sim_burner *burner)
{
    return &prototypes->entities[sim_entity_slot(arena, burner->entity)->prototype].energy;
}

/* Coming and going -------------------------------------------------------------------------------------------- */

static enum sim_result create_inventories(sim_arena *arena, const sim_energy_source *source, uint32_t slot,
                                          sim_burner *burner)
{
    enum sim_result result = sim_inventory_create(arena, source->fuel_inventory_size, slot, &burner->fuel);
    if (result != SIM_OK || source->burnt_inventory_size == 0) return result;
    result = sim_inventory_create(arena, source->burnt_inventory_size, slot, &burner->burnt);
    if (result != SIM_OK) sim_inventory_destroy(arena, burner->fuel);
    return result;
}

enum sim_result sim_burner_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                  uint32_t *burner)
{
    uint32_t number = sim_pool_take(arena, SIM_POOL_BURNER, slot);
    if (number == 0) return SIM_ARENA_FULL;
    sim_burner *record = sim_burner_get(arena, number);
    const sim_energy_source *source = source_of(arena, prototypes, record);
    enum sim_result result = create_inventories(arena, source, slot, record);
    if (result != SIM_OK) {
        sim_pool_give_back(arena, SIM_POOL_BURNER, number);
        return result;
    }
    record->burning = source->initial_fuel;
    if (record->burning)
        record->remaining_joules = prototypes->items[record->burning].fuel_value_joules * source->initial_fuel_fraction;
    *burner = number;
    return SIM_OK;
}

void sim_burner_detach(sim_arena *arena, uint32_t burner)
{
    sim_burner *record = sim_burner_get(arena, burner);
    sim_inventory_destroy(arena, record->fuel);
    sim_inventory_destroy(arena, record->burnt);
    sim_pool_give_back(arena, SIM_POOL_BURNER, burner);
}

/* Energy ------------------------------------------------------------------------------------------------------ */

double sim_burner_take(sim_arena *arena, uint32_t burner, double joules)
{
    sim_burner *record = sim_burner_get(arena, burner);
    if (record->buffer_joules >= joules) {
        record->buffer_joules -= joules;
        return 1.0;
    }
    double share = record->buffer_joules / joules;
    record->buffer_joules = 0.0;
    return share;
}

/* The first slot with something to light; NULL for none, and while what burning leaves has no room. */
static const sim_stack *next_fuel(const sim_arena *arena, const sim_burner *burner)
{
    const sim_inventory *fuel = sim_inventory_get(arena, burner->fuel);
    const sim_stack *slots = sim_inventory_slots(arena, burner->fuel);
    if (burner->burning && burner->remaining_joules <= 0.0) return NULL;
    for (uint32_t i = 0; fuel && i < fuel->slot_count; i++)
        if (slots[i].item) return &slots[i];
    return NULL;
}

static int light(sim_arena *arena, const sim_prototypes *prototypes, sim_burner *burner)
{
    const sim_stack *fuel = next_fuel(arena, burner);
    if (fuel == NULL) return 0;
    uint16_t item = fuel->item;
    sim_inventory_remove(arena, burner->fuel, item, 1);
    sim_statistics_flow(arena, item, -1);
    burner->burning = item;
    burner->remaining_joules = prototypes->items[item].fuel_value_joules;
    return 1;
}

/* What burned out leaves its remains, or waits for room for them. */
static void burn_out(sim_arena *arena, const sim_prototypes *prototypes, sim_burner *burner)
{
    uint16_t remains = prototypes->items[burner->burning].burnt_result;
    if (remains && burner->burnt) {
        if (sim_inventory_insert(arena, prototypes, burner->burnt, remains, 1) == 0) return;
        sim_statistics_flow(arena, remains, 1);
    }
    burner->burning = 0;
}

static double full_buffer(double joules)
{
    return joules * BUFFER_NUMERATOR / BUFFER_DENOMINATOR;
}

int sim_burner_is_full(const sim_arena *arena, uint32_t burner, double joules)
{
    return sim_burner_get(arena, burner)->buffer_joules >= full_buffer(joules);
}

void sim_burner_refill(sim_arena *arena, const sim_prototypes *prototypes, uint32_t burner, double joules)
{
    sim_burner *record = sim_burner_get(arena, burner);
    double full = full_buffer(joules);
    double effectivity = 0.0;
    while (record->buffer_joules < full) {
        if (record->remaining_joules <= 0.0) {
            if (record->burning) burn_out(arena, prototypes, record);
            if (record->burning || !light(arena, prototypes, record)) return;
        }
        if (effectivity == 0.0) effectivity = source_of(arena, prototypes, record)->effectivity;
        double wanted = full - record->buffer_joules;
        if (effectivity != 1.0) wanted /= effectivity; /* a division in every tick of nearly every machine otherwise */
        double burned = wanted < record->remaining_joules ? wanted : record->remaining_joules;
        record->remaining_joules -= burned;
        record->buffer_joules += burned * effectivity;
        if (record->remaining_joules <= 0.0) burn_out(arena, prototypes, record);
        if (burned == wanted) return;
    }
}

uint32_t sim_burner_ticks(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t burner, double joules)
{
    const double spare = 3.0; /* the first refill may be larger than the rest, and sums are rounded */
    const sim_burner *record = sim_burner_get(arena, burner);
    if (record->buffer_joules < joules) return 0;
    double given = record->remaining_joules * source_of(arena, prototypes, record)->effectivity;
    double ticks = given / joules - spare;
    return ticks < 1.0 ? 0 : ticks < UINT8_MAX ? (uint32_t)ticks : UINT8_MAX;
}

void sim_burner_work(sim_arena *arena, const sim_prototypes *prototypes, uint32_t burner, double joules,
                     double refilled, uint32_t ticks)
{
    sim_burner *record = sim_burner_get(arena, burner);
    double full = full_buffer(refilled), effectivity = source_of(arena, prototypes, record)->effectivity;
    while (ticks-- > 0) {
        double before = record->buffer_joules, burned = 0.0;
        record->buffer_joules -= joules;
        if (record->buffer_joules < full) {
            burned = full - record->buffer_joules;
            if (effectivity != 1.0) burned /= effectivity;
            record->remaining_joules -= burned;
            record->buffer_joules += burned * effectivity;
        }
        if (record->buffer_joules != before) continue;
        double left = record->remaining_joules;
#pragma GCC unroll 8
        for (; ticks > 0; ticks--) left -= burned; /* every further tick is the same */
        record->remaining_joules = left;
        return;
    }
}

int sim_burner_has_energy(const sim_arena *arena, uint32_t burner)
{
    const sim_burner *record = sim_burner_get(arena, burner);
    return record->buffer_joules > 0.0 || record->remaining_joules > 0.0 || next_fuel(arena, record) != NULL;
}

int sim_burner_accepts(const sim_prototypes *prototypes, uint16_t entity_prototype, uint16_t item)
{
    const sim_energy_source *source = &prototypes->entities[entity_prototype].energy;
    const sim_item_prototype *fuel = &prototypes->items[item];
    return source->kind == SIM_ENERGY_BURNER && fuel->fuel_value_joules > 0.0 &&
           source->fuel_categories >> fuel->fuel_category & 1;
}

/* Check and hash ---------------------------------------------------------------------------------------------- */

static int check_record(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t number, sim_fault *fault)
{
    const sim_position none = {0, 0};
    const sim_burner *burner = sim_burner_get(arena, number);
    const sim_entity *entity = sim_entity_slot(arena, burner->entity);
    SIM_EXPECT(fault, "burner", number, none, entity != NULL);
    SIM_EXPECT(fault, "burner", number, entity->position,
               prototypes->entities[entity->prototype].energy.kind == SIM_ENERGY_BURNER);
    SIM_EXPECT(fault, "burner", number, entity->position, burner->burning < prototypes->item_count);
    SIM_EXPECT(fault, "burner", number, entity->position, burner->remaining_joules >= 0.0);
    SIM_EXPECT(fault, "burner", number, entity->position, burner->remaining_joules == 0.0 || burner->burning);
    SIM_EXPECT(fault, "burner", number, entity->position, burner->buffer_joules >= 0.0);
    const sim_inventory *fuel = sim_inventory_get(arena, burner->fuel);
    SIM_EXPECT(fault, "burner", number, entity->position, fuel != NULL && fuel->owner == burner->entity);
    return 1;
}

int sim_burner_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_BURNER].used; i++)
        if (sim_pool_is_live(arena, SIM_POOL_BURNER, i) && !check_record(arena, prototypes, i, fault)) return 0;
    return 1;
}

uint64_t sim_burner_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_BURNER].used; i++) {
        const sim_burner *burner = sim_burner_get(arena, i);
        if (burner->entity == 0) continue;
        hash = sim_hash_word(hash, (uint64_t)burner->fuel << 32 | burner->burning);
        hash = sim_hash_double(hash, burner->remaining_joules);
        hash = sim_hash_double(hash, burner->buffer_joules);
    }
    return hash;
}
