/* Looking ahead asks for memory and does nothing else: for every kind of frame, wherever the characters stand, at the ends
 * of the arenas and in arenas that differ from each other.
 *
 * sources: harness/standin/native/arenas.c harness/standin/native/account.c harness/standin/native/cell.c harness/standin/native/decode.c
 * sources: harness/standin/native/delta.c harness/standin/native/encode.c harness/standin/native/encode_factory.c
 * sources: harness/standin/native/ground.c
 * sources: harness/standin/native/look_ahead.c harness/standin/native/nearby.c harness/standin/native/pages.c
 * sources: harness/standin/native/plan.c harness/standin/native/room.c harness/standin/native/status.c
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "harness/standin/native/look_ahead.h"

#include "suites/bench/c/factory_scene.h"
#include "tests/c/kit.h"

enum { ARENAS = 7, STEPS = 6, TICKS = 30 };

static const FactorioResetRule ANYWHERE = {.start_area = {-16000, -16000, 16000, 16000}, .pool_scenes = 2};

static const uint32_t FRAMES[] = {FACTORIO_FRAME_MOVEMENT, FACTORIO_FRAME_MINING, FACTORIO_FRAME_BUILDING,
                                  FACTORIO_FRAME_FULL};

/* A small bare map and the starter factory: blocks whose parts lie at different places. */
static native_arenas open_arenas(const sim_prototypes *prototypes, uint32_t frame_kind)
{
    native_arenas arenas;
    sim_arena *scenes[] = {scene_make(prototypes, 128, 128, 1), scene_starter_factory(prototypes)};
    CHECK_EQ_INT(native_arenas_init(&arenas, prototypes, &ANYWHERE, ARENAS, frame_kind), 0);
    for (int i = 0; i < 2; i++) {
        CHECK_EQ_INT(native_arenas_add_scene(&arenas, scenes[i]), 0);
        free(scenes[i]);
    }
    return arenas;
}

TEST(looking_ahead_changes_nothing)
{
    for (size_t f = 0; f < sizeof FRAMES / sizeof FRAMES[0]; f++) {
        native_arenas looking = open_arenas(sim_builtin_prototypes(), FRAMES[f]);
        native_arenas blind = open_arenas(sim_builtin_prototypes(), FRAMES[f]);
        for (uint32_t step = 0; step < STEPS * ARENAS; step++) {
            FactorioAction action = {.action_type = FACTORIO_ACTION_MOVE, .parameters = {step % 3 - 1.0f, 1}};
            uint32_t index = step % ARENAS;
            native_look_ahead(&looking, index);
            native_arenas_step(&looking, index, &action, TICKS);
            native_arenas_step(&blind, index, &action, TICKS);
            CHECK_EQ_INT(native_arenas_hash(&looking, index), native_arenas_hash(&blind, index));
        }
        native_arenas_free(&looking);
        native_arenas_free(&blind);
    }
}

TEST(few_arenas_of_small_frames_do_not_look_ahead_and_many_do)
{
    for (size_t f = 0; f < sizeof FRAMES / sizeof FRAMES[0]; f++) {
        native_arenas few = {.count = 1, .frame_kind = FRAMES[f]}, many = {.count = 4096, .frame_kind = FRAMES[f]};
        CHECK(!native_looks_ahead(&few));
        CHECK(native_looks_ahead(&many));
    }
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(looking_ahead_changes_nothing);
    RUN(few_arenas_of_small_frames_do_not_look_ahead_and_many_do);
    return kit_end();
}
