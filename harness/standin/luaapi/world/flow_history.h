/* flow_history.h - what flowed when: the samples of the past behind LuaFlowStatistics::get_flow_count.
 *
 * As documented, each of eight precisions has 300 samples, from five seconds (a tick each) to a thousand hours. A sample
 * is there once its last tick has passed. Only samples in which something flowed are kept. */
#ifndef LUAAPI_FLOW_HISTORY_H
#define LUAAPI_FLOW_HISTORY_H

#include <stdint.h>

#define LUAAPI_FLOW_PRECISIONS 8
#define LUAAPI_FLOW_SAMPLES 300

/* What a LuaFlowStatistics counts. */
enum luaapi_flow {
    LUAAPI_FLOW_ITEMS = 0,
    LUAAPI_FLOW_FLUIDS = 1,
    LUAAPI_FLOW_KILLS = 2,
    LUAAPI_FLOW_ELECTRIC = 3, /* of the network of a pole */
    LUAAPI_FLOW_POLLUTION = 4,
    LUAAPI_FLOW_BUILDS = 5
};

/* One count: what, whose, and which way. */
typedef struct luaapi_flow_key {
    uint32_t kind;     /* number of the item, fluid or entity prototype                                      */
    uint32_t owner;    /* 0: what the engine counts on the surface; else a force, or an electric network      */
    uint16_t flow;     /* enum luaapi_flow                                                                    */
    uint16_t output;   /* 1: consumed, lost, absorbed; electric: produced                                     */
} luaapi_flow_key;

typedef struct luaapi_flow_sample {
    uint32_t number;   /* of the sample since tick 0 */
    uint32_t reserved;
    double amount;
} luaapi_flow_sample;

/* Samples by ascending number; those that are too old are dropped when there is no room. */
typedef struct luaapi_flow_samples {
    luaapi_flow_sample *rows;
    uint32_t count;
    uint32_t room;
} luaapi_flow_samples;

typedef struct luaapi_flow_series {
    luaapi_flow_key key;
    double total;
    luaapi_flow_samples samples[LUAAPI_FLOW_PRECISIONS];
} luaapi_flow_series;

typedef struct luaapi_flow_history {
    luaapi_flow_series *series;
    uint32_t count;
    uint32_t room;
} luaapi_flow_history;

/* Ticks of one sample of a precision, by the order of defines.flow_precision_index. */
uint32_t luaapi_flow_sample_ticks(int precision);

/* Adds what flowed in a tick; ticks never go back. Without memory it is forgotten. */
void luaapi_flow_history_add(luaapi_flow_history *history, luaapi_flow_key key, uint64_t tick, double amount);

/* What has flowed in all; 0 for nothing. */
double luaapi_flow_history_total(const luaapi_flow_history *history, luaapi_flow_key key);

/* What flowed in the sample_index-th last of the samples that are complete when `tick` begins (1 to 300), or in all 300
 * of them for sample_index 0. */
double luaapi_flow_history_amount(const luaapi_flow_history *history, luaapi_flow_key key, uint64_t tick, int precision,
                                  uint32_t sample_index);

/* Forgets all series of a flow and an owner. */
void luaapi_flow_history_forget(luaapi_flow_history *history, uint16_t flow, uint32_t owner);

/* Frees everything; the history itself is the caller's and empty then. */
void luaapi_flow_history_free(luaapi_flow_history *history);

#endif
