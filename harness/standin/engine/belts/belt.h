/* belt.h - transport belts and underground belts: two lanes of items in motion.
 *
 * A lane is a piece of path, a quarter turn included, with a downstream end at position 0; items are listed from there.
 * Positions on a lane are 1/256 tile. A straight lane is 256 long, the outer lane of a turn 295, the inner one 106.
 * Lane 0 is the left one of the direction of travel, lane 1 the right one. Items of one lane stay 64 apart; belts move
 * belt_speed_fixed a tick. Lanes that run on into each other move as one line (belt_line.h).
 *
 * Scripts and other mechanics name a lane of an entity by its `line`, in the order of defines.transport_line from 0:
 *   transport belt      0 left, 1 right
 *   underground belt    0 left, 1 right; of a connected entrance also 2 left, 3 right below the ground
 *   splitter            0 left, 1 right of the left input, 2, 3 of the right input, 4, 5 of the left output, 6, 7 of
 *                       the right output
 * A change of what lies on an entity's lanes by these functions wakes its watchers (watch.h); items in motion do not:
 * who works on a moving belt looks at it every tick. */
#ifndef SIM_BELT_H
#define SIM_BELT_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/core/pool.h"

#define SIM_BELT_LANE_ITEMS 8  /* items that a lane has room for; 5 fit with their distance kept */
#define SIM_BELT_ITEM_LENGTH 64 /* distance of two items on a lane, 1/256 tile */
#define SIM_BELT_MAX_LINES 8
#define SIM_BELT_MIXED 0xFFFF

enum sim_belt_kind {
    SIM_BELT_TRANSPORT = 0,
    SIM_BELT_ENTRANCE = 1, /* underground belt, input end                          */
    SIM_BELT_EXIT = 2,     /* underground belt, output end                         */
    SIM_BELT_HIDDEN = 3,   /* a tile below the ground; belongs to its entrance     */
    SIM_BELT_SPLITTER_IN = 4,
    SIM_BELT_SPLITTER_OUT = 5
};

enum sim_belt_shape { SIM_BELT_STRAIGHT = 0, SIM_BELT_LEFT = 1, SIM_BELT_RIGHT = 2 };

/* sim_belt_lane.is_squeezed */
#define SIM_BELT_SQUEEZED 1 /* items may be closer than SIM_BELT_ITEM_LENGTH                                          */
#define SIM_BELT_RESTS 2    /* none of the items moves before the foremost one can                                    */

/* One lane. Lanes are numbered: twice their record's number, plus 1 for the right one; 0 stands for none. */
typedef struct sim_belt_lane {
    /* what every tick reads: 30 bytes */
    int16_t position[8];  /* of the items, the foremost first                                                     */
    uint32_t previous;    /* lane that runs on to this one                                                        */
    uint32_t line;        /* the foremost lane of the line that this one moves in                                 */
    uint16_t speed;       /* 1/256 tile a tick                                                                    */
    int16_t length;
    uint8_t count;
    uint8_t is_squeezed;  /* SIM_BELT_SQUEEZED, SIM_BELT_RESTS                                                    */
    /* the rest */
    int16_t entry;        /* where on `next` a side-loaded item enters; -1: the lane runs on                      */
    uint32_t next;        /* lane that this one runs on to, or onto whose side it loads                           */
    uint32_t feeder;      /* record of the belt that loads onto this lane from the side                           */
    uint16_t item[8];     /* prototypes                                                                           */
    uint32_t id[8];       /* what tells items apart as long as they are on belts                                  */
    /* of the line, in its foremost lane */
    uint32_t older, newer; /* lines awake, in the order in which they fell awake                                  */
    uint32_t items;        /* on all lanes of the line                                                            */
    uint32_t moved;        /* update that moved it last                                                           */
    uint32_t woken;        /* update in which it fell awake                                                       */
    uint16_t kind;         /* item that all on the line are of; SIM_BELT_MIXED where they may differ              */
    uint16_t is_awake : 1;
    uint16_t is_loop : 1;  /* its foremost lane runs on to its last                                               */
    uint16_t is_fed : 1;   /* a lane of it is loaded from the side                                                */
    uint16_t coast : 9;    /* moves that it may owe after `moved` (belt_coast.h); 0 outside sim_run, not hashed   */
    uint16_t glides : 1;   /* nothing holds back any item of it (belt_glide.h); not hashed                        */
    /* of every lane again */
    uint16_t was_loaded : 1; /* an item has come from the side; a boundary lies ahead (belt_line.h)               */
    uint16_t is_cut : 1;   /* runs on across a boundary: its line ends here                                       */
    uint16_t is_stirred : 1; /* was in a line awake when lines were found anew; 0 between ticks                   */
    uint32_t chain;        /* of a line that glides, the next lane that matters (belt_glide.h), not hashed; else
                              during a tick the next lane that was loaded for the first time                      */
} sim_belt_lane;

/* 256 bytes: found by a shift, and what a tick reads of a lane lies in one cache line. */
typedef struct sim_belt {
    uint32_t entity;     /* entity slot; 0: the record is free                                                    */
    int16_t tile_x, tile_y;
    uint32_t listener;   /* first inserter that listens for what comes to it (inserter_quiet.h); 0 outside sim_run, not
                            hashed                                                                                */
    uint32_t partner;    /* underground: record of the other end; splitter: the other record of its tile          */
    uint32_t hidden;     /* underground entrance, hidden tile: record of the tile that follows below the ground   */
    uint8_t kind;        /* enum sim_belt_kind                                                                    */
    uint8_t shape;       /* enum sim_belt_shape                                                                   */
    uint8_t direction;   /* of travel                                                                             */
    uint8_t reserved;
    sim_belt_lane lanes[2];
} sim_belt;

/* An item on a lane of an entity. */
typedef struct sim_belt_item {
    uint32_t id;
    uint16_t item;      /* prototype                                                                              */
    uint8_t line;       /* of the entity, see above                                                               */
    uint8_t index;      /* on its lane, the foremost is 0                                                         */
    int32_t position;   /* 1/256 tile from the lane's downstream end                                              */
    sim_position at;    /* in the world                                                                           */
} sim_belt_item;

/* A place on a lane of an entity. */
typedef struct sim_belt_spot {
    uint8_t line;
    int32_t position;
} sim_belt_spot;

/* Makes the record of an entity that was just built; its number goes to sim_entity.record. SIM_ARENA_FULL. */
enum sim_result sim_belt_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Removes the record of an entity that is about to go, with its items. */
void sim_belt_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* The entity faces another direction or stands in another place now. Items stay on their lanes. */
void sim_belt_turned(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* One tick of all lines awake. */
void sim_belt_tick(sim_arena *arena, const sim_prototypes *prototypes);

int sim_belt_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_belt_hash(const sim_arena *arena, uint64_t hash);

/* 1 for transport belts, underground belts and splitters. */
int sim_belt_is_belt(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Lines of the entity, 0 when it is no belt; their lengths; 0 for a line that it has not. */
uint32_t sim_belt_line_count(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);
int32_t sim_belt_line_length(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t line);

/* enum sim_belt_shape of a transport belt, SIM_BELT_STRAIGHT for everything else. */
uint32_t sim_belt_shape_of(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* The place where an item dropped at that point of the world lands; the point should be on the entity. A point on the
 * middle line is on the right lane; on a turn an item lands halfway along the lane. */
sim_belt_spot sim_belt_spot_at(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                               sim_position point);

/* 1 when sim_belt_insert would put an item there. */
int sim_belt_can_insert(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t line,
                        int32_t position);

/* Puts an item of a drill, an inserter or a script on the lane at `position`, or as far behind it as items ahead make
 * it, but less than SIM_BELT_ITEM_LENGTH; it moves once at once, as far as it may. SIM_BLOCKED without room,
 * SIM_BAD_ARGUMENT for a line or position that the entity has not, or no such item. */
enum sim_result sim_belt_insert(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t line,
                                int32_t position, uint16_t item);

/* LuaTransportLine.insert_at_back: the same at the upstream end. */
int sim_belt_can_insert_at_back(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                uint32_t line);
enum sim_result sim_belt_insert_at_back(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                        uint32_t line, uint16_t item);

/* Items of the entity, line after line, each from its downstream end. Writes at most `capacity` rows, returns how many
 * there are; `rows` may be NULL when capacity is 0. */
uint32_t sim_belt_items(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, sim_belt_item *rows,
                        uint32_t capacity);

/* The same from number `first` on: there is no bound to what lies between the ends of an underground belt. */
uint32_t sim_belt_items_from(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t first,
                             sim_belt_item *rows, uint32_t capacity);

/* The line that this one runs on to, or onto whose side it loads: the slot of its entity, 0 where it ends; its number goes
 * to `onward` where that is not NULL. Of a splitter's inputs the output straight ahead. */
uint32_t sim_belt_line_onward(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t line,
                              uint32_t *onward);

/* The item of a line that is nearest to its downstream end, 0 for none. */
uint16_t sim_belt_line_foremost(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t line);

/* Takes the `index`th item of a line away; its prototype goes to `item` where that is not NULL. SIM_NOT_FOUND. */
enum sim_result sim_belt_remove(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t line,
                                uint32_t index, uint16_t *item);

/* Takes the item of that id away wherever on the entity it is. SIM_NOT_FOUND. */
enum sim_result sim_belt_remove_id(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t id,
                                   uint16_t *item);

/* Takes up to `count` of the item (of any item: 0) from all lines of the entity; returns how many. */
uint32_t sim_belt_take(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item,
                       uint32_t count);

/* Units of the item (of all items: 0) on the entity, and on all belts of the arena. */
uint32_t sim_belt_count_on(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item);
uint32_t sim_belt_count(const sim_arena *arena, uint16_t item);

/* A belt `to` of another prototype has taken the place of `from`, which is about to go: moves over what fits. */
void sim_belt_replaced(sim_arena *arena, const sim_prototypes *prototypes, uint32_t from, uint32_t to);

/* Makes an underground belt the output (1) or the input (0) end; new ones are inputs. SIM_WRONG_TYPE,
 * SIM_ARENA_FULL. */
enum sim_result sim_underground_set_output(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                           int is_output);

/* Whether an underground belt is an output end, and the slot of the other end, 0 when it has none. */
int sim_underground_is_output(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);
uint32_t sim_underground_partner(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

#endif
