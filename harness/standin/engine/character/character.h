/* character.h - a character: walking, and the state of its other doings.
 *
 * One tick moves it by running_speed times the modifier of the tile it stands on, each axis truncated to 1/256 tile:
 * 38/256 along an axis and 27/256 on both axes on plain ground. What it does when an obstacle is in the way stands in
 * walk.h. */
#ifndef SIM_CHARACTER_H
#define SIM_CHARACTER_H

#include <stdint.h>

#include "harness/standin/engine/core/direction.h"
#include "harness/standin/engine/entities/entity.h"

/* What a script has given to one character alone (bonus.h). */
typedef struct sim_character_bonus {
    double running_speed, mining_speed, crafting_speed; /* 0.2 is 20 % more                                       */
    uint32_t reach_distance, build_distance, resource_reach_distance, item_drop_distance; /* tiles                */
    uint32_t inventory_slots;
    float health;              /* hit points                                                                      */
} sim_character_bonus;

typedef struct sim_character {
    uint32_t entity;           /* entity slot; 0: the record is free                                              */
    uint32_t inventory;        /* main inventory                                                                  */
    uint8_t walking;           /* walking_state.walking                                                           */
    uint8_t walking_direction; /* walking_state.direction                                                         */
    uint8_t blocked;           /* 1: an obstacle held it back in its last walking tick                            */
    uint8_t mining;            /* mining_state.mining                                                             */
    uint32_t blocked_ticks;    /* ticks in which an obstacle held it back, since it was created                   */
    sim_position mining_position;  /* mining_state.position                                                       */
    sim_handle mining_target;      /* what is being mined                                                         */
    double mining_seconds;         /* done so far, in seconds at mining speed 1                                   */
    uint32_t mined_items;          /* products of mining that entered the inventory, since it was created         */
    uint32_t mined_entities;       /* entities and units of ore mined to the end                                  */
    uint8_t mining_result;         /* enum sim_result of the last mining tick                                     */
    uint8_t reserved;
    uint16_t sticker;              /* entity prototype that slows it, 0 for none (sticker.h)                      */
    uint32_t next_free;            /* chain of free records: number + 1, 0 at the end                             */
    uint64_t combat_until_tick;    /* regenerates from this tick on                                               */
    sim_handle repair_target;      /* what is being repaired                                                      */
    uint32_t repair_wear;          /* durability used up of the repair pack in use                                */
    uint32_t reserved_word;
    uint32_t guns;                 /* inventories of gun.h, 0 before they are first asked for                     */
    uint32_t ammo;
    uint32_t armor;
    uint8_t shooting;              /* enum sim_shooting                                                           */
    uint8_t selected_gun;          /* slot                                                                        */
    uint16_t rounds[3];            /* left in the opened magazine of each slot, 0: none is open                   */
    sim_position shooting_position;
    double shoot_ready_tick;       /* can shoot again from then on                                                */
    uint32_t crafts;           /* first of its crafting queue, 0 for none (hand_crafting.h)                       */
    uint32_t craft_watch;      /* while the queue waits for room in the inventory                                 */
    uint64_t sticker_end_tick; /* until which the sticker slows it                                                */
    sim_character_bonus bonus;
} sim_character;

/* The record with that number, NULL when there is none. The first character of an arena has number 0. */
sim_character *sim_character_get(const sim_arena *arena, uint32_t character);

/* Gives a character entity its record and inventory; the record's number goes to `character`. SIM_ARENA_FULL. */
enum sim_result sim_character_attach(sim_arena *arena, const sim_entity_prototype *prototype, uint32_t slot,
                                     uint32_t *character);

/* 1 when the block has room for inventories of all characters with that many slots more. */
int sim_character_has_room(const sim_arena *arena, double more_slots);

/* Gives a character, or all of them, the slots of bonus.h. SIM_ARENA_FULL when the block has no room for those of one: it
 * keeps what it has. */
enum sim_result sim_character_fit_inventory(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character);
enum sim_result sim_character_resize_inventories(sim_arena *arena, const sim_prototypes *prototypes);

/* Frees a record and its inventory. */
void sim_character_detach(sim_arena *arena, uint32_t character);

/* Number of the record of a character entity; UINT32_MAX for anything else. */
uint32_t sim_character_of(const sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle);

/* Where the character stands; 0, 0 when there is none. */
sim_position sim_character_position(const sim_arena *arena, uint32_t character);

/* walking_state: starts, turns or stops, and faces there. SIM_BAD_ARGUMENT for a direction of 16 or more. */
enum sim_result sim_character_set_walking(sim_arena *arena, uint32_t character, int walking, uint8_t direction);

int sim_character_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_character_hash(const sim_arena *arena, uint64_t hash);

#endif
