#include "harness/standin/native/graph.h"

#include "harness/standin/engine/machines/drill_output.h"

typedef struct listing {
    const sim_arena *arena;
    const sim_prototypes *prototypes;
    native_edge_taker take;
    void *context;
} listing;

/* 0 when the taker wants no more. An edge with a missing end, or from an entity to itself, is none. */
static int add(const listing *l, uint32_t from, uint32_t to, uint32_t kind, uint16_t item)
{
    if (from == 0 || to == 0 || from == to) return 1;
    FactorioEdgeRow row = {.from_slot = from, .to_slot = to, .kind = (uint16_t)kind, .item = item};
    return l->take(l->context, &row);
}

static uint32_t used(const listing *l, enum sim_pool_id pool)
{
    return l->arena->pools[pool].live ? l->arena->pools[pool].used : 0;
}

/* The lanes of one belt, left and right from `line` on: mostly both lead to the same entity, and then it is one edge. */
static int list_lanes(const listing *l, uint32_t slot, uint32_t line)
{
    uint32_t first = sim_belt_line_onward(l->arena, l->prototypes, slot, line, NULL);
    uint32_t second = sim_belt_line_onward(l->arena, l->prototypes, slot, line + 1, NULL);
    uint16_t item = sim_belt_line_foremost(l->arena, l->prototypes, slot, line);
    uint16_t other = sim_belt_line_foremost(l->arena, l->prototypes, slot, line + 1);
    if (item == 0 && first == second) item = other;
    if (!add(l, slot, first, FACTORIO_EDGE_BELT, item)) return 0;
    return second == first || add(l, slot, second, FACTORIO_EDGE_BELT, other);
}

static int list_belts(const listing *l)
{
    if (l->arena->pools[SIM_POOL_BELT].live == 0) return 1;
    for (uint32_t slot = 1; slot < l->arena->entity_slots; slot++) {
        uint32_t lines = sim_belt_line_count(l->arena, l->prototypes, slot);
        for (uint32_t line = 0; line < lines; line += 2)
            if (!list_lanes(l, slot, line)) return 0;
    }
    return 1;
}

static int list_inserters(const listing *l)
{
    for (uint32_t record = 1; record < used(l, SIM_POOL_INSERTER); record++) {
        const sim_inserter *inserter = SIM_RECORD(l->arena, SIM_POOL_INSERTER, sim_inserter, record);
        if (inserter->entity == 0) continue;
        uint16_t item = inserter->held_count ? inserter->held_item : 0;
        uint32_t source = sim_inserter_source(l->arena, l->prototypes, inserter->entity);
        uint32_t target = sim_inserter_target(l->arena, l->prototypes, inserter->entity);
        if (!add(l, source, inserter->entity, FACTORIO_EDGE_INSERTER, item)) return 0;
        if (!add(l, inserter->entity, target, FACTORIO_EDGE_INSERTER, item)) return 0;
    }
    return 1;
}

/* The first item that mining the drill's target gives, 0 for none. What it holds is told to no script of a game. */
static uint16_t mined_item(const listing *l, uint32_t slot)
{
    uint32_t target = sim_drill_target(l->arena, l->prototypes, slot);
    if (target == 0) return 0;
    const sim_entity_prototype *resource = &l->prototypes->entities[sim_entity_slot(l->arena, target)->prototype];
    for (uint32_t i = 0; i < resource->product_count; i++) {
        uint16_t item = l->prototypes->products[resource->first_product + i].item;
        if (item) return item;
    }
    return 0;
}

static int list_drills(const listing *l)
{
    for (uint32_t record = 1; record < used(l, SIM_POOL_MACHINE); record++) {
        const sim_drill *drill = &SIM_RECORD(l->arena, SIM_POOL_MACHINE, sim_machine, record)->drill;
        if (drill->entity == 0 || drill->kind != SIM_MACHINE_DRILL) continue;
        uint32_t output = sim_drill_output(l->arena, l->prototypes, drill);
        if (!add(l, drill->entity, output, FACTORIO_EDGE_DRILL, mined_item(l, drill->entity))) return 0;
    }
    return 1;
}

/* Connections lead both ways: each is told once, from the smaller slot. */
static int list_pipes(const listing *l)
{
    for (uint32_t record = 1; record < used(l, SIM_POOL_FLUID_BOX); record++) {
        const sim_fluid_box *box = sim_fluid_box_at(l->arena, record);
        if (box->entity == 0) continue;
        for (uint32_t side = 0; side < SIM_FLUID_BOX_CONNECTIONS; side++) {
            uint32_t other = box->target[side] ? sim_fluid_box_at(l->arena, box->target[side])->entity : 0;
            if (other > box->entity && !add(l, box->entity, other, FACTORIO_EDGE_PIPE, 0)) return 0;
        }
    }
    return 1;
}

static int list_wires(const listing *l)
{
    if (l->arena->pools[SIM_POOL_WIRE].live == 0) return 1;
    for (uint32_t slot = 1; slot < l->arena->entity_slots; slot++) {
        const sim_entity *entity = sim_entity_slot(l->arena, slot);
        if (entity == NULL || l->prototypes->entities[entity->prototype].type != SIM_TYPE_ELECTRIC_POLE) continue;
        uint32_t other;
        for (uint32_t i = 0; (other = sim_pole_neighbour(l->arena, l->prototypes, slot, i)) != 0; i++)
            if (other > slot && !add(l, slot, other, FACTORIO_EDGE_WIRE, 0)) return 0;
    }
    return 1;
}

void native_graph_edges(const sim_arena *arena, const sim_prototypes *prototypes, native_edge_taker take,
                        void *context)
{
    listing l = {arena, prototypes, take, context};
    (void)(list_belts(&l) && list_inserters(&l) && list_drills(&l) && list_pipes(&l) && list_wires(&l));
}
