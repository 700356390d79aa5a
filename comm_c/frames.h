/* frames.h - THE CONTRACT: every byte that crosses the boundary between a client and a headless server.
 *
 * numpy dtypes (comm_c/layout.py) and the mod's Lua codec are derived from this file; nothing restates it.
 * It is written so that cffi's cdef can read it once comments, includes and guards are dropped: fixed-width
 * integers and floats, one-dimensional constants, no bit-fields, no packing. Padding is always explicit.
 *
 * Conventions
 *   positions   tile coordinates of the surface, x to the east, y to the south; every value is a multiple of 1/256
 *   direction   defines.direction of Factorio 2.0: 0 north, 2 north-east, 4 east ... 14 north-west
 *   tick        one update of the game, 1/60 s at game.speed 1
 *   zero        is a valid value of every field: an all-zero action stands still
 *
 * A frame begins with the bytes of the frame before it in the row
 *   FactorioMovementFrame 64 B < FactorioMiningFrame 256 B < FactorioBuildingFrame 512 B < FactorioFullFrame 2048 B
 * so a reader of the shorter frame reads the longer one.
 */
#ifndef COMM_FRAMES_H
#define COMM_FRAMES_H

#include <stdint.h>

/* Raise when the meaning of a byte changes; a change of layout alone is caught by the layout hash. */
#define FACTORIO_FRAMES_VERSION 1

#define FACTORIO_MAP_SIDE 32
#define FACTORIO_MAP_LAYERS 8
#define FACTORIO_INVENTORY_SLOTS 64
#define FACTORIO_ENTITY_ROWS 16
#define FACTORIO_ENTITY_FIELDS 4
#define FACTORIO_PARAMETERS 8

#define FACTORIO_NEARBY_RESOURCES 8
#define FACTORIO_ITEM_COUNTS 16
#define FACTORIO_NEARBY_ENTITIES 8
#define FACTORIO_PLAN_CELLS 8
#define FACTORIO_CELL_SIDE 16

#define FACTORIO_MOVEMENT_FRAME_BYTES 64
#define FACTORIO_MINING_FRAME_BYTES 256
#define FACTORIO_BUILDING_FRAME_BYTES 512
#define FACTORIO_FULL_FRAME_BYTES 2048

/* FactorioAction.action_type. An action states the character's whole intent for the ticks of its step:
 * a MOVE stops mining, a MINE stops walking. */
enum {
    FACTORIO_ACTION_MOVE = 0,    /* parameters[0], [1]: signs of dx and dy, each -1, 0 or 1; 0, 0 stands still    */
    FACTORIO_ACTION_MINE = 1,    /* parameters[0], [1]: position of the entity to mine, tile coordinates         */
    FACTORIO_ACTION_RESET = 255  /* command_id: the seed. Restores a scene of the pool, draws what varies, runs
                                    no tick; the frame that answers is the first observation of the episode      */
};

/* FactorioMovementFrame.action_result. */
enum {
    FACTORIO_RESULT_OK = 0,
    FACTORIO_RESULT_UNKNOWN_ACTION = 1, /* action_type is not one of the list above                              */
    FACTORIO_RESULT_BAD_PARAMETER = 2,  /* not finite, or outside its range                                      */
    FACTORIO_RESULT_NO_TARGET = 3,      /* nothing minable at the position                                       */
    FACTORIO_RESULT_OUT_OF_REACH = 4,   /* the target is farther than the character's reach                      */
    FACTORIO_RESULT_NO_CHARACTER = 5,   /* the arena's character is dead or gone                                 */
    FACTORIO_RESULT_INVENTORY_FULL = 6  /* what was mined does not fit                                           */
};

/* FactorioMovementFrame.flags, one bit each. */
enum {
    FACTORIO_FLAG_ALIVE = 1,    /* the character exists and has health left                                      */
    FACTORIO_FLAG_WALKING = 2,  /* walking_state.walking after the step                                          */
    FACTORIO_FLAG_MINING = 4,   /* mining_state.mining after the step                                            */
    FACTORIO_FLAG_BLOCKED = 8,  /* an obstacle held the character back in the last tick of the step              */
    FACTORIO_FLAG_RESET = 16    /* this frame answers a RESET                                                    */
};

/* Kinds of observation frame. The number is the kind's place in the row above. */
enum {
    FACTORIO_FRAME_MOVEMENT = 0,
    FACTORIO_FRAME_MINING = 1,
    FACTORIO_FRAME_BUILDING = 2,
    FACTORIO_FRAME_FULL = 3
};

/* One action for one arena, 48 bytes. */
typedef struct FactorioAction {
    uint8_t action_type;                     /*  0  FACTORIO_ACTION_*                                            */
    uint8_t reserved[3];                     /*  1  zero                                                         */
    float parameters[FACTORIO_PARAMETERS];   /*  4  meaning by action_type; unused ones zero                     */
    uint8_t reserved_tail[4];                /* 36  zero                                                         */
    uint64_t command_id;                     /* 40  chosen by the client, echoed by the frame that answers       */
} FactorioAction;

/* The owner's general state record, 8592 bytes; answered to a query, not sent with every step. */
typedef struct FactorioState {
    float player_pos[2];                                                            /*    0  tiles               */
    uint8_t local_map[FACTORIO_MAP_SIDE][FACTORIO_MAP_SIDE][FACTORIO_MAP_LAYERS];   /*    8  [y][x][layer]       */
    uint16_t inventory[FACTORIO_INVENTORY_SLOTS];                                   /* 8200  items               */
    uint32_t entities[FACTORIO_ENTITY_ROWS][FACTORIO_ENTITY_FIELDS];                /* 8328  nearest first       */
    uint64_t timestamp;                                                             /* 8584  ticks since reset   */
} FactorioState;

/* What a walking agent needs, 64 bytes: one cache line. */
typedef struct FactorioMovementFrame {
    float player_pos[2];      /*  0  tiles; the last position when the character is gone                         */
    float goal_pos[2];        /*  8  tiles; the goal drawn at the reset, 0, 0 where the scenario has none        */
    uint64_t timestamp;       /* 16  ticks since this arena's last reset                                         */
    float displacement[2];    /* 24  tiles; player_pos minus the player_pos before the step                      */
    float health;             /* 32  hit points, 0..250 for the plain character                                  */
    uint8_t direction;        /* 36  defines.direction the character faces                                       */
    uint8_t flags;            /* 37  FACTORIO_FLAG_*                                                             */
    uint8_t action_result;    /* 38  FACTORIO_RESULT_* of the action that this frame answers                     */
    uint8_t blocked_ticks;    /* 39  ticks of the step in which an obstacle held the character back, up to 255   */
    uint64_t command_id;      /* 40  command_id of the action that this frame answers; the seed after a RESET    */
    float walked;             /* 48  sum of the lengths of the steps' displacements since the reset, tiles       */
    uint32_t arena;           /* 52  index of the arena in its channel                                           */
    float goal_distance;      /* 56  tiles from player_pos to goal_pos, float32 of the double result             */
    uint32_t mined_total;     /* 60  products of mining that entered the inventory since the reset               */
} FactorioMovementFrame;

/* One resource entity near the character, 16 bytes. A row of zeros stands for none. */
typedef struct FactorioNearbyResource {
    float offset[2];          /*  0  tiles from the character to the resource's centre                           */
    uint32_t amount;          /*  8  units left, at least 1                                                      */
    uint16_t resource;        /* 12  FACTORIO_ITEM_* of the product                                              */
    uint16_t reachable;       /* 14  1 when within the character's resource reach                                */
} FactorioNearbyResource;

/* The columns of item_counts: stable numbers for the items that compact frames count. */
enum {
    FACTORIO_ITEM_NONE = 0,
    FACTORIO_ITEM_IRON_ORE = 1,
    FACTORIO_ITEM_COPPER_ORE = 2,
    FACTORIO_ITEM_COAL = 3,
    FACTORIO_ITEM_STONE = 4,
    FACTORIO_ITEM_WOOD = 5,
    FACTORIO_ITEM_IRON_PLATE = 6,
    FACTORIO_ITEM_COPPER_PLATE = 7,
    FACTORIO_ITEM_IRON_GEAR_WHEEL = 8,
    FACTORIO_ITEM_TRANSPORT_BELT = 9,
    FACTORIO_ITEM_BURNER_INSERTER = 10,
    FACTORIO_ITEM_BURNER_MINING_DRILL = 11,
    FACTORIO_ITEM_STONE_FURNACE = 12,
    FACTORIO_ITEM_WOODEN_CHEST = 13,
    FACTORIO_ITEM_FIREARM_MAGAZINE = 14,
    FACTORIO_ITEM_STONE_WALL = 15
};

/* What a mining agent needs, 256 bytes. */
typedef struct FactorioMiningFrame {
    FactorioMovementFrame movement;                              /*   0                                          */
    uint16_t item_counts[FACTORIO_ITEM_COUNTS];                  /*  64  items in the main inventory, by FACTORIO_ITEM_*;
                                                                         column 0 is the number of free slots    */
    float mining_progress;                                       /*  96  0..1 of the present mining operation    */
    float mining_target[2];                                      /* 100  tiles from the character; 0, 0 for none */
    uint32_t resources_in_range;                                 /* 108  resource entities within 16 tiles       */
    uint8_t reserved[16];                                        /* 112  zero                                    */
    FactorioNearbyResource resources[FACTORIO_NEARBY_RESOURCES]; /* 128  within 16 tiles, nearest first; of equals
                                                                         the smaller y, then the smaller x       */
} FactorioMiningFrame;

/* One entity near the character that is not a resource, 16 bytes. A row of zeros stands for none. */
typedef struct FactorioNearbyEntity {
    float offset[2];          /*  0  tiles from the character to the entity's centre                             */
    uint16_t prototype;       /*  8  number of the entity prototype in the server's table                        */
    uint8_t direction;        /* 10  defines.direction                                                           */
    uint8_t status;           /* 11  0 where the entity has none                                                 */
    float health;             /* 12  hit points                                                                  */
} FactorioNearbyEntity;

/* One cell of a layout to build, 16 bytes. A row of zeros stands for none. */
typedef struct FactorioPlanCell {
    float offset[2];          /*  0  tiles from the character to the planned centre                              */
    uint16_t prototype;       /*  8  entity prototype to stand there                                             */
    uint8_t direction;        /* 10  defines.direction                                                           */
    uint8_t built;            /* 11  1 when it stands as planned                                                 */
    uint32_t reserved;        /* 12  zero                                                                        */
} FactorioPlanCell;

/* What a building agent needs, 512 bytes. */
typedef struct FactorioBuildingFrame {
    FactorioMiningFrame mining;                                  /*   0                                          */
    FactorioNearbyEntity entities[FACTORIO_NEARBY_ENTITIES];     /* 256  within 16 tiles, nearest first          */
    FactorioPlanCell plan[FACTORIO_PLAN_CELLS];                  /* 384  not yet built first, then nearest first */
} FactorioBuildingFrame;

/* The full game, 2048 bytes.
 *
 * A cell packs, from the top: tile class 4 bits at 28, resource amount 12 bits at 16 (4095 for more), entity
 * class 4 bits at 12, direction 4 bits at 8, status 4 bits at 4, walkable 1 bit at 0. */
typedef struct FactorioFullFrame {
    FactorioBuildingFrame building;                                     /*    0                                  */
    uint32_t cells[FACTORIO_CELL_SIDE][FACTORIO_CELL_SIDE];             /*  512  [y][x], the character in [8][8] */
    uint32_t entity_rows[FACTORIO_ENTITY_ROWS][FACTORIO_ENTITY_FIELDS]; /* 1536  unit number, prototype, x and y in
                                                                                 1/256 tile as two's complement  */
    uint16_t inventory[FACTORIO_INVENTORY_SLOTS];                       /* 1792  main inventory by item number   */
    uint32_t produced[FACTORIO_ITEM_COUNTS];                            /* 1920  production statistics           */
    uint32_t consumed[FACTORIO_ITEM_COUNTS];                            /* 1984  consumption statistics          */
} FactorioFullFrame;

/* How a RESET draws what varies beyond the pool of scenes. The client writes it once, before the first exchange.
 * Draws are made in this order from the arena's generator, seeded with the seed. A place is an x and a y, each a whole
 * number of 1/256 tile with both ends included, drawn again until the character fits there, at most 64 times, then the
 * last one holds. First the start; then the goal, drawn again as a whole until it keeps its distance from the start,
 * at most 64 times, then the last one holds. */
typedef struct FactorioResetRule {
    int32_t start_area[4];        /*  0  left, top, right, bottom of the character's start, 1/256 tile; all zero:
                                         the character stays where the scene has put it                          */
    int32_t goal_area[4];         /* 16  the same of the goal; all zero: the scenario has no goal                */
    int32_t goal_min_distance;    /* 32  1/256 tile                                                              */
    int32_t goal_max_distance;    /* 36  1/256 tile; 0: no limit                                                 */
    uint32_t pool_scenes;         /* 40  number of snapshots; a seed takes the scene seed mod pool_scenes        */
    uint32_t reserved;            /* 44  zero                                                                    */
} FactorioResetRule;

#endif
