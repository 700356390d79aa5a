/* Naps leave no trace: a run of many ticks in one call ends as the same ticks one by one, to the last bit, whatever is
 * built, fed, taken, turned, broken and eaten by biters meanwhile. YARDS_FROM and YARDS play other yards and more.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include <string.h>

#include "harness/standin/engine/belts/belt_line.h"
#include "harness/standin/engine/entities/watch.h"
#include "harness/standin/engine/inserters/inserter_agenda.h"
#include "harness/standin/engine/inserters/inserter_queue.h"
#include "harness/standin/engine/machines/machine_nap.h"
#include "tests/c/engine/arena_kit.h"
#include "tests/c/engine/machine_kit.h"

enum { YARDS = 16, ROUNDS = 60, SIDE = 12, THINGS = 160, MOST_TICKS = 45, LONG_RUN = 300 };

static const char *const BUILT[] = {
    "transport-belt", "transport-belt", "transport-belt", "fast-transport-belt", "underground-belt", "burner-inserter",
    "burner-inserter", "inserter", "long-handed-inserter", "iron-chest", "stone-furnace", "stone-furnace",
    "electric-furnace", "assembling-machine-2", "burner-mining-drill", "burner-mining-drill", "electric-mining-drill",
    "medium-electric-pole", "solar-panel", "electric-energy-interface", "beacon"};
static const char *const FED[] = {"coal", "coal", "iron-ore", "copper-ore", "iron-plate", "wood", "speed-module",
                                  "productivity-module"};
#define ONE_OF(names) names[roll(yard, sizeof(names) / sizeof *(names))]

typedef struct yard {
    sim_arena *arena;
    sim_random dice;
} yard;

static uint32_t roll(yard *yard, uint32_t sides)
{
    return sim_random_next(&yard->dice) % sides;
}

static sim_position roll_place(yard *yard)
{
    return (sim_position){((int32_t)roll(yard, 2 * SIDE) - SIDE) * TILE, ((int32_t)roll(yard, 2 * SIDE) - SIDE) * TILE};
}

/* Creates it where it finds a place; index 0 where it does not. */
static sim_handle try_to_put(yard *yard, sim_entity_spec spec)
{
    sim_handle created = {0, 0}, none = {0, 0};
    if (sim_entity_can_place(yard->arena, prototypes, spec.prototype, spec.direction, spec.position, none))
        sim_entity_create(yard->arena, prototypes, &spec, &created);
    return created;
}

static void build_something(yard *yard)
{
    sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, ONE_OF(BUILT)), .force = SIM_FORCE_ARENA,
                            .position = roll_place(yard), .direction = (uint8_t)(roll(yard, 4) * 4), .amount = 1};
    sim_box box = prototypes->entities[spec.prototype].collision_box;
    if ((box.right - box.left + TILE - 1) / TILE % 2) spec.position.x += CENTRE, spec.position.y += CENTRE;
    sim_handle built = try_to_put(yard, spec);
    if (built.index == 0) return;
    if (prototypes->entities[spec.prototype].type == SIM_TYPE_ASSEMBLING_MACHINE)
        set_recipe(yard->arena, built, roll(yard, 2) ? "iron-gear-wheel" : "copper-cable");
    if (roll(yard, 4)) sim_transfer_insert(yard->arena, prototypes, built.index, item("coal"), 1 + roll(yard, 6));
}

static void feed_something(yard *yard)
{
    uint32_t slot = 1 + roll(yard, yard->arena->entity_slots);
    uint16_t fed = item(ONE_OF(FED));
    if (sim_entity_slot(yard->arena, slot) == NULL) return;
    if (sim_belt_is_belt(yard->arena, prototypes, slot))
        sim_belt_insert(yard->arena, prototypes, slot, roll(yard, 2), (int32_t)roll(yard, 256), fed);
    else
        sim_transfer_insert(yard->arena, prototypes, slot, fed, 1 + roll(yard, 12));
}

static void put_biters(yard *yard)
{
    sim_position place = roll_place(yard);
    sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, "medium-biter"), .force = SIM_FORCE_ENEMY,
                            .position = {place.x + 100, place.y + 60}};
    try_to_put(yard, spec);
}

static void change_something(yard *yard)
{
    uint32_t slot = 1 + roll(yard, yard->arena->entity_slots);
    const sim_entity *entity = sim_entity_slot(yard->arena, slot);
    sim_handle handle = sim_entity_handle(yard->arena, slot);
    uint32_t what = roll(yard, 10);
    uint8_t type = entity ? prototypes->entities[entity->prototype].type : SIM_TYPE_NONE;
    if (what < 5) feed_something(yard);
    if (what == 5) build_something(yard);
    if (what == 6) put_biters(yard);
    if (what == 7 && entity && type != SIM_TYPE_CHARACTER) sim_entity_destroy(yard->arena, prototypes, handle);
    if (what == 8 && (type == SIM_TYPE_INSERTER || type == SIM_TYPE_TRANSPORT_BELT))
        sim_entity_turn(yard->arena, prototypes, handle, (uint8_t)(roll(yard, 4) * 4));
    if (what == 9 && entity && type != SIM_TYPE_CHARACTER)
        sim_transfer_empty(yard->arena, prototypes, slot, item(ONE_OF(FED)), 1 + roll(yard, 4));
}

/* Machines, belts and inserters thrown on a field, some tiles of which have an ore or two left. */
static yard make_yard(uint32_t seed)
{
    yard made = {.arena = make_arena(64, 900)};
    sim_random_seed(&made.dice, seed);
    for (int32_t y = -SIDE; y < SIDE; y++)
        for (int32_t x = -SIDE; x < 0; x++)
            put(made.arena, y < 0 ? "iron-ore" : "coal", x * TILE + CENTRE, y * TILE + CENTRE, 1 + roll(&made, 90));
    for (int i = 0; i < THINGS; i++) build_something(&made);
    for (int i = 0; i < THINGS; i++) feed_something(&made);
    return made;
}

/* The state's hash, and the statuses, which it does not hold. */
static uint64_t look(const sim_arena *arena)
{
    uint64_t hash = sim_arena_hash(arena, prototypes);
    for (uint32_t slot = 1; slot < arena->entity_slots; slot++)
        if (sim_entity_slot(arena, slot))
            hash = sim_hash_word(hash, (uint64_t)sim_entity_status(arena, prototypes, slot));
    return hash;
}

TEST(ticks_in_one_call_end_as_the_same_ticks_one_by_one)
{
    const char *first = getenv("YARDS_FROM"), *count = getenv("YARDS");
    uint32_t from = first ? (uint32_t)strtoul(first, NULL, 10) : 0;
    uint32_t yards = count ? (uint32_t)strtoul(count, NULL, 10) : YARDS;
    for (uint32_t seed = from; seed < from + yards; seed++) {
        yard together = make_yard(seed), single = make_yard(seed);
        for (int round = 0; round < ROUNDS; round++) {
            uint32_t ticks = round % 9 == 8 ? LONG_RUN : 1 + (uint32_t)(round * 17 % MOST_TICKS);
            sim_run(together.arena, prototypes, ticks);
            for (uint32_t tick = 0; tick < ticks; tick++) sim_run(single.arena, prototypes, 1);
            CHECK_EQ_INT(look(together.arena), look(single.arena));
            change_something(&together);
            change_something(&single);
        }
        check_sane(together.arena);
        free(together.arena);
        free(single.arena);
    }
}

/* Nobody is in the agenda, and nobody listens. */
static void check_that_the_agenda_is_empty(const sim_arena *arena)
{
    CHECK_EQ_INT(arena->agenda_state, SIM_AGENDA_CLOSED);
    CHECK_EQ_INT(arena->listeners, 0);
    for (uint32_t turn = 0; turn < SIM_AGENDA_BUCKETS; turn++)
        CHECK_EQ_INT(sim_inserter_agenda_buckets(arena)[turn], 0);
    for (uint32_t belt = 1; belt < arena->pools[SIM_POOL_BELT].used; belt++)
        if (sim_pool_is_live(arena, SIM_POOL_BELT, belt)) CHECK_EQ_INT(sim_belt_at(arena, belt)->listener, 0);
    for (uint32_t slot = 1; slot < arena->entity_slots; slot++)
        CHECK_EQ_INT(sim_watch_head_of(arena, slot)->listener, 0);
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_INSERTER].used; record++)
        if (sim_pool_is_live(arena, SIM_POOL_INSERTER, record))
            CHECK_EQ_INT(sim_inserter_record(arena, record)->listens, 0);
}

TEST(between_two_runs_nobody_naps)
{
    yard yard = make_yard(3);
    for (int round = 0; round < ROUNDS; round++) {
        sim_run(yard.arena, prototypes, MOST_TICKS);
        for (int which = 0; which < SIM_NAP_POOLS; which++) {
            const uint8_t *turns = sim_nap_bytes(yard.arena, which);
            uint32_t records = yard.arena->pools[SIM_NAP_POOL_IDS[which]].used;
            CHECK_EQ_INT(yard.arena->napping[which], 0);
            for (uint32_t record = 1; record < records; record++) CHECK_EQ_INT(turns[record], 0);
        }
        check_that_the_agenda_is_empty(yard.arena);
        change_something(&yard);
    }
    free(yard.arena);
}

/* The arena after so many ticks in one call, and its copy after as many one by one, must look alike. */
static void check_either_way(sim_arena *arena, uint32_t ticks)
{
    sim_arena *single = aligned_alloc(64, arena->block_bytes);
    CHECK_EQ_INT(sim_arena_copy(single, arena->block_bytes, arena), SIM_OK);
    for (uint32_t tick = 0; tick < ticks; tick++) sim_run(single, prototypes, 1);
    sim_run(arena, prototypes, ticks);
    CHECK_EQ_INT(look(arena), look(single));
    free(single);
}

/* A belt to the east, an inserter south of its last tile, and below that a furnace or a chest. */
static sim_handle put_belt_and(sim_arena *arena, const char *target, int32_t tiles)
{
    for (int32_t i = 0; i < tiles; i++)
        put_facing(arena, "transport-belt", (i - tiles) * TILE + CENTRE, CENTRE, 4);
    give(arena, put_facing(arena, "burner-inserter", -CENTRE, TILE + CENTRE, 0), "coal", 5);
    int is_chest = strcmp(target, "iron-chest") == 0;
    return put_facing(arena, target, is_chest ? -CENTRE : 0, is_chest ? 2 * TILE + CENTRE : 3 * TILE, 0);
}

static void put_on_belt(sim_arena *arena, int32_t tile, const char *name)
{
    sim_position place = {tile * TILE + CENTRE, CENTRE};
    uint32_t slot = sim_entity_selected_at(arena, prototypes, place).index;
    CHECK_EQ_INT(sim_belt_insert(arena, prototypes, slot, 0, 128, item(name)), SIM_OK);
}

TEST(an_item_from_far_away_is_met_in_time)
{
    for (int32_t far = 1; far <= 12; far++) {
        sim_arena *arena = make_arena(64, 40);
        sim_handle chest = put_belt_and(arena, "iron-chest", 14);
        put_on_belt(arena, -14, "wood"); /* goes on to the end, so that the line is not empty */
        sim_run(arena, prototypes, 400);
        put_on_belt(arena, -1 - far, "iron-plate");
        check_either_way(arena, 200);
        sim_run(arena, prototypes, 400);
        CHECK_EQ_INT(in_role(arena, chest, SIM_INVENTORY_MAIN, "iron-plate"), 1);
        free(arena);
    }
}

/* A belt that ends where an inserter takes from it, and two drills that put down onto its last tile. */
static sim_arena *make_fed_belt(uint32_t second_drill_later)
{
    sim_arena *arena = make_arena(64, 80);
    for (int32_t tile = -3; tile < 0; tile++) put_facing(arena, "transport-belt", tile * TILE + CENTRE, CENTRE, 4);
    for (int32_t x = -2; x < 1; x++)
        for (int32_t y = -2; y < 3; y++)
            if (y != 0) put(arena, "iron-ore", x * TILE + CENTRE, y * TILE + CENTRE, 100);
    sim_handle inserter = put_facing(arena, "burner-inserter", CENTRE, CENTRE, 12);
    put_facing(arena, "iron-chest", TILE + CENTRE, CENTRE, 0);
    sim_handle south = put_facing(arena, "burner-mining-drill", -TILE, -TILE, 8);
    sim_handle north = put_facing(arena, "burner-mining-drill", 0, 2 * TILE, 0);
    give(arena, inserter, "coal", 2);
    give(arena, south, "coal", 5);
    sim_run(arena, prototypes, second_drill_later);
    give(arena, north, "coal", 5);
    return arena;
}

TEST(an_item_put_down_where_an_inserter_swings_to_is_seen_at_once)
{
    for (uint32_t later = 0; later < 240; later += 12) {
        sim_arena *arena = make_fed_belt(later);
        check_either_way(arena, 1000);
        free(arena);
    }
}

TEST(an_inserter_whose_furnace_was_full_goes_on_when_there_is_room_again)
{
    sim_arena *arena = make_arena(64, 40);
    sim_handle furnace = put_belt_and(arena, "stone-furnace", 10);
    give(arena, furnace, "coal", 40);
    for (int batch = 0; batch < 12; batch++) {
        for (int32_t tile = -9; tile <= -5; tile++) put_on_belt(arena, tile, "iron-ore");
        check_either_way(arena, 1200);
    }
    CHECK(in_role(arena, furnace, SIM_INVENTORY_RESULT, "iron-plate") > 55);
    free(arena);
}

TEST(a_machine_whose_energy_runs_out_works_less_from_the_same_tick_on)
{
    sim_arena *arena = make_arena(64, 40);
    sim_handle machine = put_facing(arena, "assembling-machine-2", CENTRE, CENTRE, 0);
    set_recipe(arena, machine, "iron-gear-wheel");
    give(arena, machine, "iron-plate", 60);
    put_facing(arena, "medium-electric-pole", 2 * TILE + CENTRE, CENTRE, 0);
    sim_handle store = put_facing(arena, "accumulator", 5 * TILE, TILE, 0);
    sim_electric_fill(arena, prototypes, sim_entity_get(arena, store)->record, 400000.0);
    sim_run(arena, prototypes, 2);
    CHECK_EQ_INT(status_of(arena, machine), SIM_STATUS_WORKING);
    check_either_way(arena, 230); /* 150 kW drain 400 kJ in 160 ticks */
    CHECK_EQ_INT(status_of(arena, machine), SIM_STATUS_NO_POWER);
    free(arena);
}

TEST(a_drill_whose_ore_another_takes_looks_for_other_ore_at_once)
{
    sim_arena *arena = make_arena(64, 80);
    for (int32_t i = 0; i < 2; i++) {
        sim_handle drill = put_facing(arena, "electric-mining-drill", CENTRE + i * 3 * TILE, CENTRE, 0);
        if (i == 0) power(arena, drill);
        put_facing(arena, "iron-chest", CENTRE + i * 3 * TILE, CENTRE - 2 * TILE, 0);
    }
    for (int32_t x = -2; x < 6; x++) put(arena, "iron-ore", x * TILE + CENTRE, CENTRE, 3);
    for (int run = 0; run < 40; run++) check_either_way(arena, 97);
    free(arena);
}

static sim_handle working_furnace(sim_arena *arena)
{
    sim_handle furnace = put_facing(arena, "stone-furnace", 0, 0, 0);
    give(arena, furnace, "coal", 2);
    give(arena, furnace, "iron-ore", 5);
    sim_run(arena, prototypes, 3); /* the first tick fills the buffer */
    return furnace;
}

TEST(a_furnace_in_the_middle_of_a_craft_naps_until_shortly_before_its_end)
{
    sim_arena *arena = make_arena(32, 20);
    sim_handle furnace = working_furnace(arena);
    double seconds = sim_crafter_get(arena, furnace.index)->seconds;
    sim_nap_begin_part(arena, SIM_NAP_PART_TICKS);
    sim_machines_tick(arena, prototypes);
    CHECK_EQ_INT(arena->napping[SIM_NAP_MACHINES], 1);
    CHECK_EQ_INT(arena->pools[SIM_POOL_MACHINE].awake, 0);
    uint32_t turn = arena->nap_next; /* 3.2 seconds at speed 1 are 192 ticks, two of them done */
    CHECK(turn > 180 && turn < 192);
    arena->tick += turn - 1;
    sim_machines_tick(arena, prototypes);
    CHECK_EQ_INT(arena->napping[SIM_NAP_MACHINES], 0);
    for (uint32_t tick = 0; tick < turn; tick++) seconds += 1.0 / 60.0;
    CHECK_EQ_F64(sim_crafter_get(arena, furnace.index)->seconds, seconds);
    sim_nap_end_part(arena);
    free(arena);
}

TEST(a_machine_in_the_middle_of_its_work_naps_from_the_first_tick_of_a_run_on)
{
    sim_arena *arena = make_arena(32, 20);
    sim_handle furnace = working_furnace(arena);
    double seconds = sim_crafter_get(arena, furnace.index)->seconds;
    sim_nap_begin_part(arena, 30);
    sim_machine_begin_naps(arena, prototypes);
    CHECK_EQ_INT(arena->napping[SIM_NAP_MACHINES], 1);
    CHECK_EQ_INT(arena->nap_next, 31);
    arena->tick += 30;
    sim_machine_end_naps(arena, prototypes);
    sim_nap_end_part(arena);
    for (uint32_t tick = 0; tick < 30; tick++) seconds += 1.0 / 60.0;
    CHECK_EQ_F64(sim_crafter_get(arena, furnace.index)->seconds, seconds);
    free(arena);
}

TEST(a_machine_that_waits_for_ore_or_whose_effects_have_changed_does_not)
{
    sim_arena *arena = make_arena(32, 20);
    working_furnace(arena);
    sim_handle idle = put_facing(arena, "stone-furnace", 4 * TILE, 0, 0);
    give(arena, idle, "coal", 2);
    arena->effect_version++;
    sim_nap_begin_part(arena, 30);
    sim_machine_begin_naps(arena, prototypes);
    CHECK_EQ_INT(arena->napping[SIM_NAP_MACHINES], 0);
    sim_nap_end_part(arena);
    free(arena);
}

TEST(what_a_nap_relied_on_ends_it)
{
    sim_arena *arena = make_arena(32, 20);
    working_furnace(arena);
    sim_nap_begin_part(arena, SIM_NAP_PART_TICKS);
    sim_machines_tick(arena, prototypes);
    arena->tick++;
    CHECK(!sim_nap_is_over(arena));
    arena->effect_version++;
    CHECK(sim_nap_is_over(arena));
    sim_machine_end_naps(arena, prototypes);
    CHECK_EQ_INT(arena->pools[SIM_POOL_MACHINE].awake, 1);
    sim_nap_end_part(arena);
    free(arena);
}

TEST(outside_a_run_and_at_its_end_nobody_begins_to_nap)
{
    sim_arena *arena = make_arena(32, 20);
    working_furnace(arena);
    CHECK(!sim_nap_begin(arena, 1, sim_nap_clock(arena), 100));
    sim_nap_begin_part(arena, SIM_NAP_LEAST_TICKS);
    CHECK(!sim_nap_begin(arena, 1, sim_nap_clock(arena), 100));
    sim_nap_end_part(arena);
    CHECK_EQ_INT(arena->napping[SIM_NAP_MACHINES], 0);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(ticks_in_one_call_end_as_the_same_ticks_one_by_one);
    RUN(between_two_runs_nobody_naps);
    RUN(an_item_from_far_away_is_met_in_time);
    RUN(an_item_put_down_where_an_inserter_swings_to_is_seen_at_once);
    RUN(an_inserter_whose_furnace_was_full_goes_on_when_there_is_room_again);
    RUN(a_machine_whose_energy_runs_out_works_less_from_the_same_tick_on);
    RUN(a_drill_whose_ore_another_takes_looks_for_other_ore_at_once);
    RUN(a_furnace_in_the_middle_of_a_craft_naps_until_shortly_before_its_end);
    RUN(a_machine_in_the_middle_of_its_work_naps_from_the_first_tick_of_a_run_on);
    RUN(a_machine_that_waits_for_ore_or_whose_effects_have_changed_does_not);
    RUN(what_a_nap_relied_on_ends_it);
    RUN(outside_a_run_and_at_its_end_nobody_begins_to_nap);
    return kit_end();
}
