#include "harness/standin/engine/energy/heat.h"

#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/entities/watch.h"
#include "harness/standin/engine/energy/burner.h"
#include "harness/standin/engine/energy/electric_network.h"
#include "harness/standin/engine/energy/heat_link.h"
#include "harness/standin/engine/energy/steam.h"

#define CONDUCTIVITY 0.25 /* of the lesser specific heat, a tick and degree: what the published 1 + P / 15 degrees say */

static const sim_heat_prototype *prototype_of(const sim_prototypes *prototypes, const sim_heat *heat)
{
    return &prototypes->heats[heat->prototype];
}

/* Microjoules between the default temperature and another one. */
static int64_t heat_at(const sim_heat_prototype *prototype, double degrees)
{
    return sim_microjoules((degrees - prototype->default_temperature) * prototype->joules_per_degree);
}

static double degrees_of(const sim_prototypes *prototypes, const sim_heat *heat)
{
    const sim_heat_prototype *prototype = prototype_of(prototypes, heat);
    double joules = (double)heat->stored / SIM_MICROJOULES_PER_JOULE;
    return prototype->default_temperature + joules / prototype->joules_per_degree;
}

/* Coming and going -------------------------------------------------------------------------------------------- */

enum sim_result sim_heat_join(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t *record)
{
    uint32_t number = sim_pool_take(arena, SIM_POOL_HEAT, slot);
    if (number == 0) return SIM_ARENA_FULL;
    sim_heat_at(arena, number)->prototype = sim_entity_prototype_at(arena, prototypes, slot)->heat;
    sim_heat_link(arena, prototypes, number);
    *record = number;
    return SIM_OK;
}

void sim_heat_leave(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    (void)prototypes;
    sim_heat_cut(arena, record);
    sim_pool_give_back(arena, SIM_POOL_HEAT, record);
}

/* Gives a reactor its burner. */
static enum sim_result attach_burner(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t record)
{
    sim_heat *heat = sim_heat_at(arena, record);
    if (sim_entity_prototype_at(arena, prototypes, slot)->type != SIM_TYPE_REACTOR) return SIM_OK;
    enum sim_result result = sim_energy_attach(arena, prototypes, slot, &heat->energy);
    if (result != SIM_OK) return result;
    result = sim_watch_add(arena, slot, SIM_POOL_HEAT, record, &heat->watch);
    if (result != SIM_OK) sim_energy_detach(arena, prototypes, &heat->energy);
    return result;
}

enum sim_result sim_heat_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    uint32_t record = 0;
    enum sim_result result = sim_heat_join(arena, prototypes, slot, &record);
    if (result != SIM_OK) return result;
    result = attach_burner(arena, prototypes, slot, record);
    if (result != SIM_OK) {
        sim_heat_leave(arena, prototypes, record);
        return result;
    }
    sim_entity_slot(arena, slot)->record = record;
    return SIM_OK;
}

void sim_heat_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    uint32_t record = sim_entity_slot(arena, slot)->record;
    sim_heat *heat = sim_heat_at(arena, record);
    sim_watch_remove(arena, heat->watch);
    if (heat->energy.kind != SIM_ENERGY_NONE) sim_energy_detach(arena, prototypes, &heat->energy);
    sim_heat_leave(arena, prototypes, record);
}

uint32_t sim_heat_of(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_entity *entity = sim_entity_slot(arena, slot);
    switch (prototypes->entities[entity->prototype].type) {
    case SIM_TYPE_REACTOR:
    case SIM_TYPE_HEAT_PIPE:
    case SIM_TYPE_HEAT_INTERFACE: return entity->record;
    case SIM_TYPE_BOILER: {
        const sim_energy *energy = &sim_steam_at(arena, entity->record)->energy;
        return entity->record && energy->kind == SIM_ENERGY_HEAT ? energy->record : 0;
    }
    default: return 0;
    }
}

void sim_heat_moved(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    uint32_t record = sim_heat_of(arena, prototypes, slot);
    if (record == 0) return;
    sim_heat_cut(arena, record);
    sim_heat_link(arena, prototypes, record);
}

/* Drawing ----------------------------------------------------------------------------------------------------- */

static int64_t usable(const sim_prototypes *prototypes, const sim_heat *heat)
{
    const sim_heat_prototype *prototype = prototype_of(prototypes, heat);
    return heat->stored - heat_at(prototype, prototype->minimum_working_temperature);
}

int sim_heat_is_hot(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    return usable(prototypes, sim_heat_at(arena, record)) > 0;
}

double sim_heat_take(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record, double joules)
{
    sim_heat *heat = sim_heat_at(arena, record);
    int64_t wanted = sim_microjoules(joules), there = usable(prototypes, heat);
    if (wanted <= 0 || there <= 0) return 0.0;
    int64_t taken = there < wanted ? there : wanted;
    heat->stored -= taken;
    heat->has_changed = 1;
    sim_pool_wake(arena, SIM_POOL_HEAT, record);
    return (double)taken / (double)wanted;
}

/* A tick ------------------------------------------------------------------------------------------------------ */

static void burn(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_heat *heat = sim_heat_at(arena, record);
    if (heat->energy.kind == SIM_ENERGY_NONE) return;
    double joules = sim_entity_prototype_at(arena, prototypes, heat->entity)->energy_usage_joules_per_tick;
    heat->burned_joules = joules * sim_energy_draw(arena, prototypes, &heat->energy, joules);
    heat->works = heat->burned_joules > 0.0;
}

/* What a reactor burned becomes heat. */
static void warm(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_heat *heat = sim_heat_at(arena, record);
    if (!heat->works) return;
    const sim_heat_prototype *prototype = prototype_of(prototypes, heat);
    double bonus = sim_heat_neighbour_bonus(arena, prototypes, record);
    int64_t most = heat_at(prototype, prototype->maximum_temperature);
    int64_t warmer = heat->stored + sim_microjoules(heat->burned_joules * (1.0 + bonus));
    if (warmer > most) warmer = most;
    if (warmer > heat->stored) heat->has_changed = 1;
    if (warmer > heat->stored) heat->stored = warmer;
}

/* What flows in this tick from one buffer to another that touches it, in microjoules. */
static int64_t flow(const sim_prototypes *prototypes, const sim_heat *from, const sim_heat *to)
{
    const sim_heat_prototype *a = prototype_of(prototypes, from), *b = prototype_of(prototypes, to);
    double gradient = a->minimum_gradient > b->minimum_gradient ? a->minimum_gradient : b->minimum_gradient;
    double excess = degrees_of(prototypes, from) - degrees_of(prototypes, to) - gradient;
    if (excess <= 0.0) return 0;
    double capacity = a->joules_per_degree < b->joules_per_degree ? a->joules_per_degree : b->joules_per_degree;
    double most = a->most_joules_per_tick < b->most_joules_per_tick ? a->most_joules_per_tick : b->most_joules_per_tick;
    double joules = excess * capacity * CONDUCTIVITY;
    int64_t flowing = sim_microjoules(joules < most ? joules : most);
    int64_t left = from->stored - from->going, room = heat_at(b, b->maximum_temperature) - to->stored - to->coming;
    if (flowing > left) flowing = left;
    return flowing > room ? room : flowing;
}

static void spread(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_heat *heat = sim_heat_at(arena, record);
    for (uint32_t side = 0; side < SIM_HEAT_LINKS; side++) {
        if (heat->links[side] == 0) continue;
        sim_heat *other = sim_heat_at(arena, heat->links[side]);
        int64_t flowing = flow(prototypes, heat, other);
        if (flowing <= 0) continue;
        heat->going += flowing;
        other->coming += flowing;
        sim_pool_wake(arena, SIM_POOL_HEAT, heat->links[side]);
    }
}

/* Ends the flows of a tick; a machine that was too cold and is hot now looks again. */
static void settle(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_heat *heat = sim_heat_at(arena, record);
    int was_hot = usable(prototypes, heat) > 0;
    if (heat->coming != heat->going) heat->has_changed = 1;
    heat->stored += heat->coming - heat->going;
    heat->coming = heat->going = 0;
    if (!was_hot && usable(prototypes, heat) > 0) sim_watch_changed(arena, heat->entity);
    if (!heat->has_changed) return;
    for (uint32_t side = 0; side < SIM_HEAT_LINKS; side++)
        if (heat->links[side]) sim_pool_wake(arena, SIM_POOL_HEAT, heat->links[side]);
}

/* 1 when something changed in a record or in one that it is linked with. */
static int is_stirred(const sim_arena *arena, const sim_heat *heat)
{
    int is_so = heat->has_changed || heat->works;
    for (uint32_t side = 0; side < SIM_HEAT_LINKS && !is_so; side++)
        is_so = heat->links[side] && sim_heat_at(arena, heat->links[side])->has_changed;
    return is_so;
}

#define FOR_AWAKE(record) \
    for (uint32_t record = 0; (record = sim_pool_next_awake(arena, SIM_POOL_HEAT, record)) != 0;)

void sim_heat_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    FOR_AWAKE(record) burn(arena, prototypes, record);
    FOR_AWAKE(record) warm(arena, prototypes, record);
    FOR_AWAKE(record) spread(arena, prototypes, record);
    FOR_AWAKE(record) settle(arena, prototypes, record);
    FOR_AWAKE(record)
    {
        sim_heat *heat = sim_heat_at(arena, record);
        int has_fuel = heat->energy.kind != SIM_ENERGY_NONE &&
                       sim_energy_status(arena, prototypes, &heat->energy) == SIM_STATUS_WORKING;
        if (!has_fuel && !is_stirred(arena, heat)) sim_pool_sleep(arena, SIM_POOL_HEAT, record);
    }
    FOR_AWAKE(record) sim_heat_at(arena, record)->has_changed = 0;
}

/* Facts ------------------------------------------------------------------------------------------------------- */

double sim_heat_temperature(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    return degrees_of(prototypes, sim_heat_at(arena, record));
}

void sim_heat_set_temperature(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record, double degrees)
{
    sim_heat *heat = sim_heat_at(arena, record);
    const sim_heat_prototype *prototype = prototype_of(prototypes, heat);
    if (!(degrees > prototype->default_temperature)) degrees = prototype->default_temperature;
    if (degrees > prototype->maximum_temperature) degrees = prototype->maximum_temperature;
    heat->stored = heat_at(prototype, degrees);
    heat->has_changed = 1;
    sim_pool_wake(arena, SIM_POOL_HEAT, record);
    sim_watch_changed(arena, heat->entity);
}

double sim_heat_neighbour_bonus(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    double each = prototype_of(prototypes, sim_heat_at(arena, record))->neighbour_bonus;
    return each > 0.0 ? each * sim_heat_working_neighbours(arena, prototypes, record) : 0.0;
}

enum sim_status sim_heat_reactor_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    return sim_energy_status(arena, prototypes, &sim_heat_at(arena, sim_entity_slot(arena, slot)->record)->energy);
}

/* Check and hash ---------------------------------------------------------------------------------------------- */

static int check_links(const sim_arena *arena, uint32_t record, sim_fault *fault)
{
    const sim_heat *heat = sim_heat_at(arena, record);
    sim_position place = sim_entity_slot(arena, heat->entity)->position;
    for (uint32_t side = 0; side < SIM_HEAT_LINKS; side++) {
        uint32_t other = heat->links[side], back = 0;
        if (other == 0) continue;
        SIM_EXPECT(fault, "heat", record, place, other < arena->pools[SIM_POOL_HEAT].used);
        SIM_EXPECT(fault, "heat", record, place, sim_pool_is_live(arena, SIM_POOL_HEAT, other));
        for (uint32_t i = 0; i < SIM_HEAT_LINKS; i++) back += sim_heat_at(arena, other)->links[i] == record;
        SIM_EXPECT(fault, "heat", record, place, back > 0);
    }
    return 1;
}

static int check_record(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t record, sim_fault *fault)
{
    const sim_heat *heat = sim_heat_at(arena, record);
    const sim_entity *entity = sim_entity_slot(arena, heat->entity);
    SIM_EXPECT(fault, "heat", record, ((sim_position){0, 0}), entity != NULL);
    sim_position place = entity->position;
    SIM_EXPECT(fault, "heat", record, place, heat->prototype != 0 && heat->prototype < prototypes->heat_count);
    SIM_EXPECT(fault, "heat", record, place, prototypes->entities[entity->prototype].heat == heat->prototype);
    const sim_heat_prototype *prototype = prototype_of(prototypes, heat);
    SIM_EXPECT(fault, "heat", record, place, sim_heat_of(arena, prototypes, heat->entity) == record);
    SIM_EXPECT(fault, "heat", record, place, heat->stored >= 0);
    SIM_EXPECT(fault, "heat", record, place, heat->stored <= heat_at(prototype, prototype->maximum_temperature));
    SIM_EXPECT(fault, "heat", record, place, heat->coming == 0 && heat->going == 0);
    SIM_EXPECT(fault, "heat", record, place,
               !(heat->has_changed || heat->works) || sim_pool_is_awake(arena, SIM_POOL_HEAT, record));
    return check_links(arena, record, fault);
}

int sim_heat_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_HEAT].used; i++)
        if (sim_pool_is_live(arena, SIM_POOL_HEAT, i) && !check_record(arena, prototypes, i, fault)) return 0;
    return 1;
}

uint64_t sim_heat_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_HEAT].used; i++) {
        const sim_heat *heat = sim_heat_at(arena, i);
        if (heat->entity == 0) continue;
        hash = sim_hash_word(hash, (uint64_t)heat->stored);
        hash = sim_hash_word(hash, (uint64_t)heat->works);
    }
    return hash;
}
