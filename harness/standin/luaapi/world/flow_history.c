#include "harness/standin/luaapi/world/flow_history.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 8

uint32_t luaapi_flow_sample_ticks(int precision)
{
    static const uint32_t ticks[LUAAPI_FLOW_PRECISIONS] = {1, 12, 120, 720, 7200, 36000, 180000, 720000};
    return ticks[precision];
}

static luaapi_flow_series *find(const luaapi_flow_history *history, luaapi_flow_key key)
{
    for (uint32_t i = 0; i < history->count; i++) {
        luaapi_flow_series *series = &history->series[i];
        if (series->key.kind == key.kind && series->key.owner == key.owner && series->key.flow == key.flow &&
            series->key.output == key.output) {
            return series;
        }
    }
    return NULL;
}

static luaapi_flow_series *make(luaapi_flow_history *history, luaapi_flow_key key)
{
    if (history->count == history->room) {
        uint32_t room = history->room ? 2 * history->room : FIRST_ROOM;
        luaapi_flow_series *series = realloc(history->series, room * sizeof *series);
        if (series == NULL) {
            return NULL;
        }
        history->series = series;
        history->room = room;
    }
    luaapi_flow_series *fresh = &history->series[history->count++];
    memset(fresh, 0, sizeof *fresh);
    fresh->key = key;
    return fresh;
}

static void drop_old(luaapi_flow_samples *samples, uint32_t number)
{
    uint32_t old = 0;
    while (old < samples->count && samples->rows[old].number + LUAAPI_FLOW_SAMPLES < number) {
        old++;
    }
    samples->count -= old;
    memmove(samples->rows, samples->rows + old, samples->count * sizeof *samples->rows);
}

/* Room for one more sample; twice as much as is in use, so that old ones are seldom looked for. */
static int make_room(luaapi_flow_samples *samples, uint32_t number)
{
    if (samples->count < samples->room) {
        return 1;
    }
    if (samples->rows != NULL) {
        drop_old(samples, number);
    }
    if (samples->count < samples->room / 2) {
        return 1;
    }
    uint32_t room = samples->room ? 2 * samples->room : FIRST_ROOM;
    luaapi_flow_sample *rows = realloc(samples->rows, room * sizeof *rows);
    if (rows == NULL) {
        return samples->count < samples->room;
    }
    samples->rows = rows;
    samples->room = room;
    return 1;
}

static void add_sample(luaapi_flow_samples *samples, uint32_t number, double amount)
{
    if (samples->count > 0 && samples->rows[samples->count - 1].number == number) {
        samples->rows[samples->count - 1].amount += amount;
    } else if (make_room(samples, number)) {
        samples->rows[samples->count++] = (luaapi_flow_sample){.number = number, .amount = amount};
    }
}

void luaapi_flow_history_add(luaapi_flow_history *history, luaapi_flow_key key, uint64_t tick, double amount)
{
    luaapi_flow_series *series = find(history, key);
    if (series == NULL) {
        series = make(history, key);
    }
    if (series == NULL) {
        return;
    }
    series->total += amount;
    for (int precision = 0; precision < LUAAPI_FLOW_PRECISIONS; precision++) {
        add_sample(&series->samples[precision], (uint32_t)(tick / luaapi_flow_sample_ticks(precision)), amount);
    }
}

double luaapi_flow_history_total(const luaapi_flow_history *history, luaapi_flow_key key)
{
    const luaapi_flow_series *series = find(history, key);
    return series == NULL ? 0 : series->total;
}

double luaapi_flow_history_amount(const luaapi_flow_history *history, luaapi_flow_key key, uint64_t tick, int precision,
                                  uint32_t sample_index)
{
    const luaapi_flow_series *series = find(history, key);
    if (series == NULL) {
        return 0;
    }
    const luaapi_flow_samples *samples = &series->samples[precision];
    int64_t end = (int64_t)(tick / luaapi_flow_sample_ticks(precision));
    int64_t first = end - (sample_index ? (int64_t)sample_index : LUAAPI_FLOW_SAMPLES);
    int64_t last = sample_index ? first : end - 1;
    double amount = 0;
    for (uint32_t i = samples->count; i-- > 0 && samples->rows[i].number >= first;) {
        if (samples->rows[i].number <= last) {
            amount += samples->rows[i].amount;
        }
    }
    return amount;
}

static void free_series(luaapi_flow_series *series)
{
    for (int precision = 0; precision < LUAAPI_FLOW_PRECISIONS; precision++) {
        free(series->samples[precision].rows);
    }
}

void luaapi_flow_history_forget(luaapi_flow_history *history, uint16_t flow, uint32_t owner)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < history->count; i++) {
        if (history->series[i].key.flow == flow && history->series[i].key.owner == owner) {
            free_series(&history->series[i]);
        } else {
            history->series[kept++] = history->series[i];
        }
    }
    history->count = kept;
}

void luaapi_flow_history_free(luaapi_flow_history *history)
{
    for (uint32_t i = 0; i < history->count; i++) {
        free_series(&history->series[i]);
    }
    free(history->series);
    memset(history, 0, sizeof *history);
}
