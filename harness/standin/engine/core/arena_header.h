/* arena_header.h - the block: one surface, its force and everything on it, in one piece of memory without pointers.
 *
 *      sim_arena          header: identity, time, generator, counts, offsets
 *      characters         sim_character
 *      entities           sim_entity
 *      inventories        sim_inventory, and slots, sim_stack
 *      chunks             sim_chunk per 32 x 32 tiles
 *      cells              sim_cell per 8 x 8 tiles: what stands where
 *      resource cells     a bit per cell, rows of whole 64-bit words: set where the cell holds resources
 *      pollution          sim_pollution per chunk
 *      flows              sim_flow per item prototype: production statistics
 *      watch heads        sim_watch_head per entity slot: who waits for its contents to change
 *      pools              for every mechanic its records, and a bit a record that is awake (pool.h)
 *      naps               a byte a machine and a byte an inserter (nap.h)
 *      agenda             of inserters: buckets of ticks, and two lists of those due (inserter_agenda.h)
 *      tile pages         1024 bytes each, for chunks that hold more than one kind of tile
 * Every section is 8-byte aligned and found by its offset from the start. */
#ifndef SIM_ARENA_HEADER_H
#define SIM_ARENA_HEADER_H

#include <stddef.h>
#include <stdint.h>

#include "harness/standin/engine/core/fixed.h"
#include "harness/standin/engine/core/prototypes.h"
#include "harness/standin/engine/core/random.h"
#include "harness/standin/engine/core/result.h"
#include "harness/standin/engine/core/sanity.h"

#define SIM_ARENA_MAGIC 0x414d4953u /* "SIMA", little endian */
#define SIM_ARENA_VERSION 7
#define SIM_CHUNK_TILES 32
#define SIM_CHUNK_SHIFT 5
#define SIM_CELL_TILES 8
#define SIM_CELL_SHIFT 3
#define SIM_CHUNK_CELLS 4 /* of a chunk's side */
#define SIM_CELLS_PER_CHUNK 16
#define SIM_TILE_PAGE_BYTES 1024
#define SIM_MAX_SIDE_TILES 8192

/* Records of the mechanics. A record belongs to an entity or to nothing that stands on the map; see pool.h. */
enum sim_pool_id {
    SIM_POOL_WATCH = 0,        /* watch.h         who waits for what                                               */
    SIM_POOL_EVENT = 1,        /* event.h         what scripts want to hear of                                     */
    SIM_POOL_BURNER = 2,       /* burner.h        machines that burn fuel                                          */
    SIM_POOL_ELECTRIC = 3,     /* electric.h      machines that draw or give electric energy                       */
    SIM_POOL_NETWORK = 4,      /* electric.h      electric networks                                                */
    SIM_POOL_WIRE = 5,         /* electric.h      copper wires between poles                                       */
    SIM_POOL_BELT = 6,         /* belt.h          transport belts and undergrounds                                 */
    SIM_POOL_SPLITTER = 7,     /* splitter.h                                                                       */
    SIM_POOL_INSERTER = 8,     /* inserter.h                                                                       */
    SIM_POOL_MACHINE = 9,      /* machines.h      mining drills, furnaces and assembling machines                  */
    SIM_POOL_HEAT = 10,        /* heat.h          reactors, heat pipes, buffers of machines that work on heat      */
    SIM_POOL_BEACON = 11,      /* beacon.h                                                                         */
    SIM_POOL_LAB = 12,         /* lab.h                                                                            */
    SIM_POOL_CRAFT = 13,       /* hand_crafting.h entries of the characters' queues                                */
    SIM_POOL_FLUID_BOX = 14,   /* fluid.h                                                                          */
    SIM_POOL_SEGMENT = 15,     /* fluid.h         connected pipes and tanks that share one fluid                   */
    SIM_POOL_STEAM = 16,       /* steam.h         boilers, generators, offshore pumps, pumps                       */
    SIM_POOL_TECHNOLOGY = 17,  /* technology.h    state of the force's technologies                                */
    SIM_POOL_RECIPE = 18,      /* force.h         state of the force's recipes                                     */
    SIM_POOL_TURRET = 19,      /* turret.h        turrets and worms                                                */
    SIM_POOL_GATE = 20,        /* gate.h                                                                           */
    SIM_POOL_UNIT = 21,        /* unit.h                                                                           */
    SIM_POOL_SPAWNER = 22,     /* spawner.h                                                                        */
    SIM_POOL_GROUP = 23,       /* unit_group.h                                                                     */
    SIM_POOL_PATH = 24,        /* path.h          pieces of found paths                                            */
    SIM_POOL_PROJECTILE = 25,  /* projectile.h    what flies, and what burns on the ground                         */
    SIM_POOL_GHOST = 26,       /* ghost.h                                                                          */
    SIM_POOL_CORPSE = 27,      /* remains.h       remains that hold items or fade                                  */
    SIM_POOL_SETTINGS = 28,    /* settings.h      map settings that a script changed                               */
    SIM_POOL_FLUID_FLOW = 29,  /* statistics.h    production statistics of fluids                                  */
    SIM_POOL_KILL = 30,        /* statistics.h    kills and losses by entity prototype                             */
    SIM_POOL_BONUS = 31,       /* force.h         bonuses of the force                                            */
    SIM_POOL_COUNT = 32
};

typedef struct sim_pool {
    uint32_t offset;           /* of record 0, which stands for none                                              */
    uint32_t awake_offset;     /* of the bitmap of records that are awake                                         */
    uint32_t used;             /* records ever used, record 0 included                                            */
    uint32_t first_free;       /* first free record below used, 0 for none                                        */
    uint32_t live;             /* records in use                                                                  */
    uint32_t awake;            /* records awake                                                                   */
} sim_pool;

typedef struct sim_arena_config {
    int32_t left_tile;            /* first column and row of the map                                              */
    int32_t top_tile;
    uint32_t width_tiles;         /* 1..SIM_MAX_SIDE_TILES                                                        */
    uint32_t height_tiles;
    uint32_t entity_capacity;     /* entities alive at a time, 1..2^24                                            */
    uint32_t character_capacity;  /* characters alive at a time                                                   */
    uint32_t inventory_capacity;  /* inventories, the characters' included                                        */
    uint32_t slot_capacity;       /* slots of all inventories together                                            */
    uint32_t tile_page_capacity;  /* chunks that can hold more than one kind of tile                              */
    uint16_t ground_tile;         /* tile prototype that covers the new map                                       */
    uint16_t reserved;
    uint32_t pool_capacity[32];   /* records in use at a time, by enum sim_pool_id                                */
} sim_arena_config;

/* sim_arena.awake: mechanics with something to do; the others cost nothing. From bit SIM_AWAKE_POOL_SHIFT on a bit for
 * every pool that has a record awake. */
enum sim_awake {
    SIM_AWAKE_WALKING = 1,
    SIM_AWAKE_MINING = 2,
    SIM_AWAKE_HEALTH = 4,
    SIM_AWAKE_POLLUTION = 8,
    SIM_AWAKE_EXPANSION = 16,
    SIM_AWAKE_TRIGGERS = 32,
    SIM_AWAKE_SHOOTING = 64,
    SIM_AWAKE_REPAIRING = 128
};
#define SIM_AWAKE_POOL_SHIFT 8
#define SIM_AWAKE_RIDING ((uint64_t)1 << 40) /* behind the pools' bits: a character may stand on a belt (ride.h) */

typedef struct sim_arena {
    /* what every step reads */
    uint64_t tick;                 /* ticks run since sim_arena_init                                              */
    uint64_t awake;                /* enum sim_awake                                                              */
    uint32_t character_count;      /* records of the character section ever used                                  */
    uint32_t characters_offset;
    uint32_t entities_offset;
    uint32_t cells_offset;
    uint32_t chunks_offset;
    uint32_t resource_cells_offset;
    int32_t chunk_left, chunk_top; /* chunk coordinates of chunk 0                                                */
    uint32_t chunk_columns, chunk_rows;
    uint32_t entity_slots;         /* slots ever used; slot 0 stands for none                                     */
    uint32_t resource_version;     /* raised when a resource entity appears or goes                               */
    uint32_t obstacle_count;       /* entities that hold characters back                                          */
    uint32_t tile_page_count;      /* pages in use; 0: the whole map is config.ground_tile                        */
    uint32_t live_pools;           /* 1 << enum sim_pool_id for every pool with a record in use                   */
    sim_random random;
    /* bookkeeping */
    uint32_t tile_pages_offset;
    uint32_t inventories_offset;
    uint32_t slots_offset;
    uint32_t flows_offset;
    uint32_t flow_count;           /* item prototypes                                                             */
    uint64_t block_bytes;          /* the whole block: what a copy copies                                         */
    uint64_t evolution_tick;       /* until which time has gone into evolution[0]                                 */
    double evolution_pollution;    /* made since then: not yet in evolution[1]                                    */
    double evolution_by_script;    /* what scripts put on top of evolution[0..2]                                  */
    double pollution_made;         /* pollution statistics: input and output                                      */
    double pollution_absorbed;
    uint64_t spawner_due_tick;     /* before which no spawner has anything to do                                  */
    uint64_t expansion_due_tick;   /* when the next settlers go out                                               */
    double evolution[3];           /* by time, by pollution, by killed spawners (evolution.h)                     */
    uint32_t magic;
    uint32_t version;
    uint32_t entity_count;         /* entities alive                                                              */
    uint32_t entity_free;          /* first free slot below entity_slots, 0 for none                              */
    uint32_t character_free;       /* number of the first free record + 1, 0 for none                             */
    uint32_t inventory_slots;      /* inventories ever used; inventory 0 stands for none                          */
    uint32_t stack_slots;          /* slots of inventories ever used                                              */
    uint32_t next_unit_number;
    int32_t largest_extent;        /* farthest that a box reaches from its entity's centre, 1/256 tile            */
    uint32_t flows_used;           /* 0: all statistics are zero                                                  */
    uint32_t watches_offset;       /* section of watch heads                                                      */
    uint32_t event_mask;           /* 1 << enum sim_event_kind that somebody listens to (event.h); not hashed     */
    uint32_t structures;           /* buildings of the arena's force                                              */
    uint32_t structures_lost;      /* of them destroyed by damage                                                 */
    uint32_t enemies;              /* units, worms and spawners of the enemy                                      */
    uint32_t newest_line;          /* belts: foremost lane of the line that fell awake last (belt_line.h)         */
    uint32_t belt_updates;         /* ticks of belts begun and ended: odd during one; not hashed                  */
    uint32_t last_belt_item;       /* belts: the id given last                                                    */
    uint32_t research;             /* technology that is being researched, 0 for none                              */
    uint32_t no_triggers;          /* 1: no technology waits for something to happen                              */
    uint32_t first_trigger;        /* first of the technologies that wait for something (technology.h)            */
    uint32_t pollution_offset;
    uint32_t effect_version;       /* raised when what modules and beacons do may have changed; not hashed          */
    uint32_t day_shift_ticks;      /* what a script that set the time of day added to the tick (daytime.h)          */
    uint32_t peace;                /* enum sim_peace (map_generation.h)                                           */
    uint32_t settlers;             /* 1: some may be on their way (expansion.h)                                   */
    uint64_t command_alarm_tick;   /* when a command that waits begins, 0: none does (command_alarm.h)            */
    uint32_t refused;              /* things that a tick could not make because the block was full                */
    uint32_t nap_offset[2];        /* sections of nap.h: a byte a record, of machines and of inserters             */
    uint32_t napping[2];           /* machines that nap, and inserters that swing meanwhile; 0 outside sim_run     */
    uint32_t nap_base;             /* low word of the tick before the first of the part that runs, 0 outside      */
    uint32_t nap_version;          /* sum of what naps rely on, when it was looked at last; 0 outside             */
    uint8_t nap_end;               /* ticks of the part that runs, 0 outside                                      */
    uint8_t nap_next;              /* tick of the part before which no machine's nap ends                         */
    uint8_t reserved_bytes[2];
    uint32_t power_version;        /* raised when a device may get less energy than it asks for; not hashed        */
    uint32_t belt_joins;           /* raised when lanes are joined to lines anew; not hashed                      */
    uint32_t stuns;                /* units that were ever stunned: 0 and nobody looks whether one is (unit.h)    */
    uint32_t agenda_offset;        /* section of inserter_agenda.h; the rest of the agenda is 0 outside sim_run    */
    uint32_t agenda_record;        /* the inserter whose turn it is, 0 for none                                   */
    uint32_t agenda_left;          /* inserters of this tick that have not had their turn                         */
    uint32_t agenda_version;       /* what those who listen rely on besides what they hear of                     */
    uint32_t listeners;            /* inserters that listen (inserter_quiet.h), in this part of the run           */
    uint32_t followers;            /* of them, those that ever followed an item at rest                           */
    uint8_t agenda_state;          /* enum sim_inserter_agenda_state                                              */
    uint8_t agenda_done;           /* tick of the part in which inserters had their turn last                     */
    uint8_t is_deaf;               /* 1: who listens cannot be told for the rest of the part                      */
    uint8_t spare_byte;
    uint32_t rockets_launched;     /* from this surface (rocket_silo.h)                                           */
    uint32_t researched_known;     /* technologies researched, plus 1; 0: to be counted (technology.h); not hashed  */
    uint32_t lines_coast;          /* belts: 1 when a line may coast (belt_coast.h); 0 outside sim_run            */
    uint32_t quiet_updates;        /* belts: updates in which all lines awake coast; 0 outside sim_run            */
    uint32_t reserved[2];          /* zero                                                                        */
    sim_pool pools[32];            /* by enum sim_pool_id                                                         */
    sim_arena_config config;
} sim_arena;

#endif
