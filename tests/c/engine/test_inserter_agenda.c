/* The agenda of inserters: who is due in a tick has one turn in it, in the order of the queue.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "harness/standin/engine/inserters/inserter_agenda.h"
#include "harness/standin/engine/inserters/inserter_queue.h"
#include "tests/c/engine/arena_kit.h"

enum { CROWD = 100, ROUNDS = 400, PART = 60 };

/* Inserters that hold nothing and stand next to nothing, in a part of a run whose first tick is over. */
static sim_arena *make_crowd(void)
{
    sim_arena *arena = make_arena(64, CROWD + 10);
    for (int32_t i = 0; i < CROWD; i++)
        put(arena, "burner-inserter", (i % 10 * 3 - 15) * TILE + CENTRE, (i / 10 * 3 - 15) * TILE + CENTRE, 1);
    sim_nap_begin_part(arena, PART);
    sim_inserter_agenda_begin_walk(arena);
    sim_inserter_agenda_end_tick(arena);
    arena->tick++;
    return arena;
}

static void end(sim_arena *arena)
{
    sim_inserter_agenda_close(arena);
    sim_nap_end_part(arena);
    check_sane(arena);
    free(arena);
}

static uint64_t sequence_of(const sim_arena *arena, uint32_t record)
{
    return sim_inserter_record(arena, record)->sequence;
}

TEST(those_due_in_a_tick_have_one_turn_each_in_the_order_of_the_queue)
{
    sim_arena *arena = make_crowd();
    sim_random dice;
    sim_random_seed(&dice, 5);
    for (int tick = 2; tick < PART; tick++, arena->tick++) {
        uint32_t due = 0, met = 0;
        uint8_t is_due[CROWD + 1] = {0};
        for (int i = 0; i < ROUNDS / 10; i++) {
            uint32_t record = 1 + sim_random_next(&dice) % CROWD;
            due += !is_due[record];
            is_due[record] = 1;
            sim_inserter_agenda_set(arena, record, (uint32_t)tick);
        }
        uint64_t before = UINT64_MAX;
        sim_inserter_agenda_open(arena);
        for (uint32_t record; (record = sim_inserter_agenda_next(arena)) != 0; met++) {
            CHECK(is_due[record]);
            CHECK(sequence_of(arena, record) < before);
            before = sequence_of(arena, record);
        }
        sim_inserter_agenda_end_tick(arena);
        CHECK_EQ_INT(met, due);
    }
    end(arena);
}

TEST(who_is_told_during_the_turns_has_one_in_the_same_tick_only_if_it_is_still_to_come)
{
    sim_arena *arena = make_crowd();
    uint32_t middle = CROWD / 2, early = CROWD, late = 1; /* the last that joined the queue comes first */
    sim_inserter_agenda_set(arena, middle, 2);
    sim_inserter_agenda_set(arena, late, 30);
    sim_inserter_agenda_open(arena);
    CHECK_EQ_INT(sim_inserter_agenda_next(arena), middle);
    sim_inserter_agenda_hurry(arena, early);
    sim_inserter_agenda_hurry(arena, late);
    sim_inserter_agenda_hurry(arena, middle);
    CHECK_EQ_INT(sim_inserter_agenda_next(arena), late);
    CHECK_EQ_INT(sim_inserter_agenda_next(arena), 0);
    sim_inserter_agenda_end_tick(arena);
    sim_inserter_agenda_hurry(arena, late); /* the inserters of this tick had their turns */
    arena->tick++;
    CHECK(sim_inserter_agenda_is_due(arena));
    sim_inserter_agenda_open(arena);
    CHECK_EQ_INT(sim_inserter_agenda_next(arena), early);
    CHECK_EQ_INT(sim_inserter_agenda_next(arena), middle);
    CHECK_EQ_INT(sim_inserter_agenda_next(arena), late);
    CHECK_EQ_INT(sim_inserter_agenda_next(arena), 0);
    sim_inserter_agenda_end_tick(arena);
    end(arena);
}

TEST(who_leaves_the_queue_has_no_turn)
{
    sim_arena *arena = make_crowd();
    sim_inserter_agenda_set(arena, 3, 2);
    sim_inserter_agenda_set(arena, 4, 2);
    sim_inserter_agenda_set(arena, 5, 7);
    sim_inserter_agenda_drop(arena, 5);
    sim_inserter_agenda_open(arena);
    CHECK_EQ_INT(sim_inserter_agenda_next(arena), 4);
    sim_inserter_agenda_drop(arena, 3);
    CHECK_EQ_INT(sim_inserter_agenda_next(arena), 0);
    sim_inserter_agenda_end_tick(arena);
    arena->tick += 5;
    CHECK(!sim_inserter_agenda_is_due(arena));
    end(arena);
}

TEST(an_earlier_turn_counts_and_one_behind_the_part_does_not_come)
{
    sim_arena *arena = make_crowd();
    sim_inserter_agenda_set(arena, 7, 20);
    sim_inserter_agenda_set(arena, 7, 10);
    sim_inserter_agenda_set(arena, 7, 15);
    sim_inserter_agenda_set(arena, 8, 200);
    for (uint32_t tick = 2; tick <= PART; tick++, arena->tick++)
        CHECK_EQ_INT(sim_inserter_agenda_is_due(arena), tick == 10);
    end(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(those_due_in_a_tick_have_one_turn_each_in_the_order_of_the_queue);
    RUN(who_is_told_during_the_turns_has_one_in_the_same_tick_only_if_it_is_still_to_come);
    RUN(who_leaves_the_queue_has_no_turn);
    RUN(an_earlier_turn_counts_and_one_behind_the_part_does_not_come);
    return kit_end();
}
