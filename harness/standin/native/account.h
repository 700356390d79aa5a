/* account.h - what a step has done, told as a script can tell it: from the character before the ticks and after them.
 *
 * The stock door hears of nothing in between (factorio-agent-mod/scripts/episode.lua has the same rules), so the native
 * one does not say more: ticks in which a character slid along two walls in turn, or an item that was crafted while one
 * like it was mined, count as they do there. */
#ifndef NATIVE_ACCOUNT_H
#define NATIVE_ACCOUNT_H

#include "harness/standin/engine/character/character.h"
#include "harness/standin/native/record.h"

enum { NATIVE_PRODUCTS = 8 }; /* different items of one entity's yield that are counted */

/* What the ticks to come are compared with. */
typedef struct native_before {
    uint64_t tick;
    uint32_t effect_version;
    uint32_t blocked_ticks;         /* sim_character's                                                            */
    uint32_t mined_items;           /* sim_character's                                                            */
    uint8_t is_counted;             /* 1: `held` is compared; 0: sim_character's count says the same              */
    uint8_t product_count;
    uint16_t products[NATIVE_PRODUCTS];     /* those that are counted; the rest is not set                        */
    uint32_t held[NATIVE_PRODUCTS]; /* of the products, in the main inventory                                     */
} native_before;

/* The entity that a MINE has been accepted for: its products are counted from now on. */
void native_account_watch(const sim_arena *arena, const sim_prototypes *prototypes, native_record *record);

/* 1 when some tile slows a walker. */
uint8_t native_account_has_slow_tiles(const sim_prototypes *prototypes);

/* Notes the character as it is once an action has been acted on, for the ticks that follow; NULL: there is none. This and
 * native_account_is_free stand here because every step of every arena asks them. */
static inline void native_account_begin(const sim_arena *arena, const sim_character *character, native_before *before)
{
    before->tick = arena->tick;
    before->effect_version = arena->effect_version;
    before->blocked_ticks = character ? character->blocked_ticks : 0;
    before->mined_items = character ? character->mined_items : 0;
    before->is_counted = before->product_count = 0;
}

/* Notes besides what the character holds of the products of what it mines, unless their count says the same. For a record
 * that has a mined_prototype. */
void native_account_begin_mining(const sim_arena *arena, const sim_prototypes *prototypes, const sim_character *character,
                                 native_record *record, uint32_t ticks, native_before *before);

/* Brings the record's mined_total up to what the ticks have added, and forgets the products when the mining has ended.
 * For a record that has a mined_prototype. */
void native_account_mined(const sim_arena *arena, const sim_character *character, native_record *record,
                          const native_before *before);

/* 1 when no tick was short, whatever the reason. `has_slow_tiles`: some tile slows a walker; without a page the whole map is
 * of one kind of tile, though. Where there are belts one may have carried the walker. */
static inline int native_account_is_free(const sim_arena *arena, const sim_character *character,
                                         const native_before *before, uint8_t has_slow_tiles)
{
    if (character == NULL || !character->walking) return 1;
    if (arena->live_pools & 1u << SIM_POOL_BELT) return 0;
    if (character->blocked_ticks != before->blocked_ticks || arena->effect_version != before->effect_version) return 0;
    if (character->sticker && character->sticker_end_tick > before->tick) return 0;
    return !(has_slow_tiles && arena->tile_page_count);
}

/* Of `ticks`, how many did not move a walking character by its whole step, up to 255. `from`: where it stood before them;
 * record->displacement says how far it came. For a character that was not free. */
uint8_t native_account_blocked(const sim_arena *arena, const sim_prototypes *prototypes, const native_record *record,
                               const sim_character *character, sim_position from, uint32_t ticks);

#endif
