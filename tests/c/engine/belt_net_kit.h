/* belt_net_kit.h - random nets of belts that are changed by random calls. Include after arena_kit.h and belt_kit.h. */
#ifndef TESTS_C_ENGINE_BELT_NET_KIT_H
#define TESTS_C_ENGINE_BELT_NET_KIT_H

enum { SIDE = 7, PIECES = 110 };

static const char *const PIECE[] = {"transport-belt", "transport-belt", "transport-belt", "transport-belt",
                                    "transport-belt", "fast-transport-belt", "underground-belt", "splitter"};

typedef struct net {
    sim_arena *arena;
    sim_random dice;
} net;

__attribute__((unused)) static uint32_t roll(net *net, uint32_t sides)
{
    return sim_random_next(&net->dice) % sides;
}

/* Mostly eastward, so that there are long lines and turns besides loops and dead ends. */
static uint8_t roll_direction(net *net)
{
    return roll(net, 3) ? EAST : (uint8_t)(roll(net, 4) * 4);
}

static void build_piece(net *net)
{
    sim_handle none = {0, 0};
    sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, PIECE[roll(net, 8)]), .force = SIM_FORCE_ARENA,
                            .direction = roll_direction(net),
                            .position = {((int32_t)roll(net, 2 * SIDE) - SIDE) * TILE + CENTRE,
                                         ((int32_t)roll(net, 2 * SIDE) - SIDE) * TILE + CENTRE}};
    int is_splitter = prototypes->entities[spec.prototype].type == SIM_TYPE_SPLITTER;
    if (is_splitter && spec.direction % 8 == 0) spec.position.x -= CENTRE;
    if (is_splitter && spec.direction % 8 == 4) spec.position.y -= CENTRE;
    if (sim_entity_can_place(net->arena, prototypes, spec.prototype, spec.direction, spec.position, none))
        sim_entity_create(net->arena, prototypes, &spec, NULL);
}

__attribute__((unused)) static void change_something(net *net)
{
    static const char *const ITEMS[] = {"iron-plate", "iron-plate", "coal"};
    uint32_t slot = 1 + roll(net, net->arena->entity_slots), what = roll(net, 16);
    int32_t place = (int32_t)roll(net, 256);
    uint16_t kind = item(ITEMS[roll(net, 3)]), taken;
    const sim_entity *entity = sim_entity_slot(net->arena, slot);
    uint32_t lines = entity ? sim_belt_line_count(net->arena, prototypes, slot) : 0;
    sim_belt_item row;
    if (what == 0) build_piece(net);
    if (lines == 0) return;
    if (what == 1) sim_entity_destroy(net->arena, prototypes, sim_entity_handle(net->arena, slot));
    if (what == 2) sim_entity_turn(net->arena, prototypes, sim_entity_handle(net->arena, slot), roll_direction(net));
    if (what > 2 && what < 12) sim_belt_insert(net->arena, prototypes, slot, roll(net, lines), place, kind);
    if (what >= 12 && sim_belt_items(net->arena, prototypes, slot, &row, 1))
        sim_belt_remove_id(net->arena, prototypes, slot, row.id, &taken);
}

__attribute__((unused)) static net make_net(uint32_t seed)
{
    net made = {.arena = make_arena(64, 400)};
    sim_random_seed(&made.dice, seed);
    lay_line(made.arena, "transport-belt", -SIDE, SIDE + 2, 2 * SIDE, (uint32_t[2 * SIDE]){0});
    for (int i = 0; i < PIECES; i++) build_piece(&made);
    for (int i = 0; i < PIECES; i++) change_something(&made);
    return made;
}

#endif
