/* account.h - what a step has done, told as a script can tell it: from the character before the ticks and after them.
 *
 * The stock door hears of nothing in between (factorio-agent-mod/scripts/episode.lua has the same rules), so the native
 * one does not say more: ticks in which a character slid along two walls in turn, or an item that was crafted while one
 * like it was mined, count as they do there. */
#ifndef NATIVE_ACCOUNT_H
#define NATIVE_ACCOUNT_H

#include "harness/standin/native/record.h"

enum { NATIVE_PRODUCTS = 8 }; /* different items of one entity's yield that are counted */

/* What the ticks to come are compared with. */
typedef struct native_before {
    uint64_t tick;
    uint32_t effect_version;
    uint32_t blocked_ticks;         /* sim_character's                                                            */
    uint32_t mined_items;           /* sim_character's                                                            */
    uint8_t has_slow_tiles;         /* 1: on some tiles one walks slower than on others                           */
    uint8_t is_counted;             /* 1: `held` is compared; 0: sim_character's count says the same              */
    uint8_t product_count;
    uint16_t products[NATIVE_PRODUCTS];     /* those that are counted; the rest is not set                        */
    uint32_t held[NATIVE_PRODUCTS]; /* of the products, in the main inventory                                     */
} native_before;

/* The entity that a MINE has been accepted for: its products are counted from now on. */
void native_account_watch(const sim_arena *arena, const sim_prototypes *prototypes, native_record *record);

/* 1 when some tile slows a walker. */
uint8_t native_account_has_slow_tiles(const sim_prototypes *prototypes);

/* Notes the character as it is once an action has been acted on, for the ticks that follow. */
void native_account_begin(const sim_arena *arena, const sim_prototypes *prototypes, native_record *record,
                          uint32_t ticks, uint8_t has_slow_tiles, native_before *before);

/* Brings the record's mined_total up to what the ticks have added, and forgets the products when the mining has ended.
 * For a record that has a mined_prototype. */
void native_account_mined(const sim_arena *arena, native_record *record, const native_before *before);

/* Of `ticks`, how many did not move a walking character by its whole step, up to 255. `from`: where it stood before them;
 * record->displacement says how far it came. */
uint8_t native_account_blocked(const sim_arena *arena, const sim_prototypes *prototypes, const native_record *record,
                               const native_before *before, sim_position from, uint32_t ticks);

#endif
