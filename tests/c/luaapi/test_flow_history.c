/* Samples of what flowed: which ticks they hold, how long they are kept.
 *
 * sources: harness/standin/luaapi/world/flow_history.c */
#include "tests/c/kit.h"

#include "harness/standin/luaapi/world/flow_history.h"

static const luaapi_flow_key COAL = {.kind = 7, .flow = LUAAPI_FLOW_ITEMS};
static const luaapi_flow_key WOOD = {.kind = 8, .flow = LUAAPI_FLOW_ITEMS};
static const luaapi_flow_key POWER = {.kind = 7, .owner = 3, .flow = LUAAPI_FLOW_ELECTRIC};

TEST(a_sample_is_there_once_its_last_tick_has_passed)
{
    luaapi_flow_history history = {0};
    luaapi_flow_history_add(&history, COAL, 11, 2.0);
    luaapi_flow_history_add(&history, COAL, 12, 5.0);
    CHECK(luaapi_flow_history_amount(&history, COAL, 12, 0, 1) == 2.0);
    CHECK(luaapi_flow_history_amount(&history, COAL, 12, 1, 1) == 2.0);
    CHECK(luaapi_flow_history_amount(&history, COAL, 23, 1, 1) == 2.0);
    CHECK(luaapi_flow_history_amount(&history, COAL, 24, 1, 1) == 5.0);
    CHECK(luaapi_flow_history_amount(&history, COAL, 24, 1, 2) == 2.0);
    CHECK(luaapi_flow_history_amount(&history, COAL, 24, 1, 0) == 7.0);
    CHECK(luaapi_flow_history_amount(&history, WOOD, 24, 1, 0) == 0.0);
    luaapi_flow_history_free(&history);
}

TEST(every_precision_adds_up_to_what_flowed_in_its_time)
{
    luaapi_flow_history history = {0};
    const uint64_t ticks = 20000;
    for (uint64_t tick = 0; tick < ticks; tick++) luaapi_flow_history_add(&history, COAL, tick, 1.0);
    for (int precision = 0; precision < LUAAPI_FLOW_PRECISIONS; precision++) {
        uint64_t length = luaapi_flow_sample_ticks(precision), complete = ticks / length * length;
        uint64_t kept = complete < 300 * length ? complete : 300 * length;
        double sum = 0;
        for (uint32_t sample = 1; sample <= LUAAPI_FLOW_SAMPLES; sample++)
            sum += luaapi_flow_history_amount(&history, COAL, ticks, precision, sample);
        CHECK(sum == (double)kept);
        CHECK(luaapi_flow_history_amount(&history, COAL, ticks, precision, 0) == (double)kept);
        CHECK(history.series[0].samples[precision].room <= 4 * LUAAPI_FLOW_SAMPLES);
    }
    CHECK(luaapi_flow_history_total(&history, COAL) == (double)ticks);
    luaapi_flow_history_free(&history);
}

TEST(forgetting_takes_one_owner_of_one_flow)
{
    luaapi_flow_history history = {0};
    luaapi_flow_history_add(&history, COAL, 1, 1.0);
    luaapi_flow_history_add(&history, POWER, 1, 2.0);
    luaapi_flow_history_add(&history, WOOD, 1, 4.0);
    luaapi_flow_history_forget(&history, LUAAPI_FLOW_ELECTRIC, 3);
    CHECK(luaapi_flow_history_total(&history, POWER) == 0.0);
    CHECK(luaapi_flow_history_total(&history, COAL) == 1.0);
    CHECK(luaapi_flow_history_total(&history, WOOD) == 4.0);
    luaapi_flow_history_forget(&history, LUAAPI_FLOW_ITEMS, 0);
    CHECK_EQ_INT(history.count, 0);
    luaapi_flow_history_free(&history);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_sample_is_there_once_its_last_tick_has_passed);
    RUN(every_precision_adds_up_to_what_flowed_in_its_time);
    RUN(forgetting_takes_one_owner_of_one_flow);
    return kit_end();
}
