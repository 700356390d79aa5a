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
#define FACTORIO_FRAMES_VERSION 3

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

/* FactorioAction.action_type. MOVE and MINE state the character's whole intent for the ticks of its step: a MOVE stops
 * mining, a MINE stops walking. The others are done at once, before the first tick of the step, and leave walking and
 * mining as they are. `position` is parameters[0], [1] in tile coordinates; numbers of prototypes are those of the
 * server's tables: names in their order (of bytes), from 1. What acts on an entity acts on the one whose selection box
 * holds the position, nearest centre first. */
enum {
    FACTORIO_ACTION_MOVE = 0,          /* parameters[0], [1]: signs of dx and dy, each -1, 0 or 1; 0, 0 stands still */
    FACTORIO_ACTION_MINE = 1,          /* position of the entity to mine: resource, tree, rock, building, item       */
    FACTORIO_ACTION_BUILD = 2,         /* position, item number, direction 0..15: one of the item from the inventory */
    FACTORIO_ACTION_ROTATE = 3,        /* position; parameters[2]: 1 turns it the other way                          */
    FACTORIO_ACTION_INSERT = 4,        /* position, item number, count: from the inventory into the entity           */
    FACTORIO_ACTION_TAKE = 5,          /* position, item number (0: any), count: from the entity into the inventory  */
    FACTORIO_ACTION_CRAFT = 6,         /* parameters[2]: recipe number, [3]: count; into the crafting queue          */
    FACTORIO_ACTION_CANCEL_CRAFT = 7,  /* parameters[2]: place in the queue from 1, [3]: count                       */
    FACTORIO_ACTION_SET_RECIPE = 8,    /* position, recipe number; 0 for none                                        */
    FACTORIO_ACTION_RESEARCH = 9,      /* parameters[2]: technology number; to the end of the research queue         */
    FACTORIO_ACTION_SHOOT = 10,        /* position; parameters[2]: 0 stops, 1 shoots at enemies near the position, 2 at
                                          what is selected there, from now on                                        */
    FACTORIO_ACTION_REPAIR = 11,       /* position: with repair packs of the inventory, until it is whole            */
    FACTORIO_ACTION_DROP = 12,         /* position, item number: one item onto the ground, belt or into what stands
                                          there                                                                      */
    FACTORIO_ACTION_PICK_UP = 13,      /* items on the ground within reach                                           */
    FACTORIO_ACTION_WAIT = 14,         /* goes on with what it does                                                  */
    FACTORIO_ACTION_RESET = 255        /* command_id: the seed. Restores a scene of the pool, draws what varies, runs
                                          no tick; the frame that answers is the first observation of the episode    */
};

/* FactorioMovementFrame.action_result. */
enum {
    FACTORIO_RESULT_OK = 0,
    FACTORIO_RESULT_UNKNOWN_ACTION = 1, /* action_type is not one of the list above                              */
    FACTORIO_RESULT_BAD_PARAMETER = 2,  /* not finite, or outside its range                                      */
    FACTORIO_RESULT_NO_TARGET = 3,      /* nothing at the position that the action could act on                  */
    FACTORIO_RESULT_OUT_OF_REACH = 4,   /* the target is farther than the character's reach                      */
    FACTORIO_RESULT_NO_CHARACTER = 5,   /* the arena's character is dead or gone                                 */
    FACTORIO_RESULT_INVENTORY_FULL = 6, /* what should go in does not fit                                        */
    FACTORIO_RESULT_BLOCKED = 7,        /* something stands where it should be built                             */
    FACTORIO_RESULT_NO_ITEMS = 8,       /* less there than should be taken, built or crafted from                */
    FACTORIO_RESULT_WRONG_TARGET = 9,   /* the entity is of a type that the action does not know                 */
    FACTORIO_RESULT_NOT_ENABLED = 10,   /* the recipe or the technology is not available yet                     */
    FACTORIO_RESULT_OUT_OF_MAP = 11,
    FACTORIO_RESULT_ARENA_FULL = 12     /* the server has no room left in this arena                             */
};

/* FactorioMovementFrame.flags, one bit each. */
enum {
    FACTORIO_FLAG_ALIVE = 1,    /* the character exists and has health left                                      */
    FACTORIO_FLAG_WALKING = 2,  /* walking_state.walking after the step                                          */
    FACTORIO_FLAG_MINING = 4,   /* mining_state.mining after the step                                            */
    FACTORIO_FLAG_BLOCKED = 8,  /* it walks, and an obstacle held it back in a tick of the step                  */
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
    uint8_t blocked_ticks;    /* 39  ticks of the step in which a walker did not get its whole step, up to 255   */
    uint64_t command_id;      /* 40  command_id of the action that this frame answers; the seed after a RESET    */
    float walked;             /* 48  sum of the lengths of the steps' displacements since the reset, tiles       */
    uint32_t arena;           /* 52  index of the arena in its channel                                           */
    float goal_distance;      /* 56  tiles from player_pos to goal_pos, float32 of the double result             */
    uint32_t mined_total;     /* 60  what the inventory gained of products of what was mined, since the reset    */
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
    uint16_t structures;                                         /* 112  buildings of the arena's force          */
    uint16_t structures_lost;                                    /* 114  of them destroyed since the reset       */
    uint16_t machines;                                           /* 116  drills, furnaces, assembling machines, labs */
    uint16_t machines_working;                                   /* 118  of them working                         */
    uint16_t ghosts;                                             /* 120  planned entities not yet built          */
    uint16_t enemies;                                            /* 122  units, worms and spawners alive         */
    uint16_t crafts;                                             /* 124  crafts in the character's queue         */
    uint16_t research;                                           /* 126  technologies researched since the reset */
    FactorioNearbyResource resources[FACTORIO_NEARBY_RESOURCES]; /* 128  within 16 tiles, nearest first; of equals
                                                                         the smaller y, then the smaller x       */
} FactorioMiningFrame;

/* One entity near the character that is not a resource, 16 bytes. A row of zeros stands for none. */
typedef struct FactorioNearbyEntity {
    float offset[2];          /*  0  tiles from the character to the entity's centre                             */
    uint16_t prototype;       /*  8  number of the entity prototype in the server's table                        */
    uint8_t direction;        /* 10  defines.direction                                                           */
    uint8_t status;           /* 11  FACTORIO_STATUS_*; 0 where the entity has none                              */
    float health;             /* 12  hit points                                                                  */
} FactorioNearbyEntity;

/* One ghost: a cell of a layout to build, 16 bytes. A row of zeros stands for none. */
typedef struct FactorioPlanCell {
    float offset[2];          /*  0  tiles from the character to the planned centre                              */
    uint16_t prototype;       /*  8  entity prototype to stand there                                             */
    uint8_t direction;        /* 10  defines.direction                                                           */
    uint8_t reachable;        /* 11  1 when within the character's build distance                                */
    uint16_t item;            /* 12  item that builds it                                                         */
    uint16_t recipe;          /* 14  recipe to set, 0 for none                                                   */
} FactorioPlanCell;

/* What a building agent needs, 512 bytes. */
typedef struct FactorioBuildingFrame {
    FactorioMiningFrame mining;                                  /*   0                                          */
    FactorioNearbyEntity entities[FACTORIO_NEARBY_ENTITIES];     /* 256  within 16 tiles, nearest first          */
    FactorioPlanCell plan[FACTORIO_PLAN_CELLS];                  /* 384  ghosts of the whole map, nearest first  */
} FactorioBuildingFrame;

/* What lies on a tile: the top 4 bits of a cell. Resources count before the ground that they lie on. */
enum {
    FACTORIO_TILE_OUT_OF_MAP = 0,
    FACTORIO_TILE_LAND = 1,
    FACTORIO_TILE_WATER = 2,
    FACTORIO_TILE_PAVED = 3,
    FACTORIO_TILE_IRON_ORE = 4,
    FACTORIO_TILE_COPPER_ORE = 5,
    FACTORIO_TILE_COAL = 6,
    FACTORIO_TILE_STONE = 7,
    FACTORIO_TILE_URANIUM_ORE = 8,
    FACTORIO_TILE_CRUDE_OIL = 9,
    FACTORIO_TILE_OTHER_RESOURCE = 10
};

/* What stands on a tile: entity classes of a cell; the larger number wins where several overlap. */
enum {
    FACTORIO_CLASS_NONE = 0,
    FACTORIO_CLASS_GHOST = 1,
    FACTORIO_CLASS_NATURAL = 2,    /* trees, rocks, cliffs                                */
    FACTORIO_CLASS_OTHER = 3,
    FACTORIO_CLASS_TRANSPORT = 4,  /* belts, undergrounds, splitters                      */
    FACTORIO_CLASS_INSERTER = 5,
    FACTORIO_CLASS_DRILL = 6,
    FACTORIO_CLASS_CRAFTER = 7,    /* furnaces and assembling machines                    */
    FACTORIO_CLASS_CONTAINER = 8,
    FACTORIO_CLASS_POLE = 9,
    FACTORIO_CLASS_POWER = 10,     /* boilers, engines, solar panels, accumulators        */
    FACTORIO_CLASS_FLUID = 11,     /* pipes, tanks, pumps                                 */
    FACTORIO_CLASS_LAB = 12,
    FACTORIO_CLASS_DEFENCE = 13,   /* walls, gates, turrets                               */
    FACTORIO_CLASS_CHARACTER = 14,
    FACTORIO_CLASS_ENEMY = 15      /* units, worms, spawners                              */
};

/* The full game, 2048 bytes.
 *
 * A cell packs, from the top: tile class 4 bits at 28, resource amount 12 bits at 16 (4095 for more), entity
 * class 4 bits at 12, direction 4 bits at 8, status 4 bits at 4, walkable 1 bit at 0. */
typedef struct FactorioFullFrame {
    FactorioBuildingFrame building;                                     /*    0                                  */
    uint32_t cells[FACTORIO_CELL_SIDE][FACTORIO_CELL_SIDE];             /*  512  [y][x], the character in [8][8] */
    uint32_t entity_rows[FACTORIO_ENTITY_ROWS][FACTORIO_ENTITY_FIELDS]; /* 1536  state, prototype, x and y in 1/256 tile
                                                                                 as two's complement; the state packs
                                                                                 class 8 bits at 24, force 8 at 16,
                                                                                 direction 8 at 8, status 8 at 0 */
    uint16_t inventory[FACTORIO_INVENTORY_SLOTS];                       /* 1792  rows of item number and count, the
                                                                                 most plentiful first: 32 kinds      */
    uint32_t produced[FACTORIO_ITEM_COUNTS];                            /* 1920  production statistics           */
    uint32_t consumed[FACTORIO_ITEM_COUNTS];                            /* 1984  consumption statistics          */
} FactorioFullFrame;

/* What a QUERY may ask for; the blob begins with a FactorioQuery and comes back with the rows of the answer. */
enum {
    FACTORIO_QUERY_ENTITIES = 0,     /* FactorioEntityRow: everything in the area but resources                    */
    FACTORIO_QUERY_RESOURCES = 1,    /* FactorioEntityRow: resource entities in the area                            */
    FACTORIO_QUERY_CELLS = 2,        /* uint32 [height][width]: cells as in the full frame, a cell for `scale` tiles */
    FACTORIO_QUERY_STATE = 3,        /* one FactorioState                                                           */
    FACTORIO_QUERY_INVENTORY = 4,    /* uint32 per item prototype: the character's main inventory                   */
    FACTORIO_QUERY_FLOWS = 5,        /* FactorioFlowRow per item prototype                                          */
    FACTORIO_QUERY_TECHNOLOGIES = 6, /* FactorioTechnologyRow per technology prototype                              */
    FACTORIO_QUERY_GRAPH = 7         /* FactorioEdgeRow: which entity hands something to which; no area             */
};

/* Rows of entities come from north to south, then from west to east, then by prototype, then by what they hold. What tells
 * one entity from another is its prototype and its place: no number that a server gives is the same on every server. */
typedef struct FactorioQuery {
    uint32_t kind;            /*  0  FACTORIO_QUERY_*                                                            */
    int32_t area[4];          /*  4  left, top, right, bottom, tiles; all zero: the whole map                    */
    uint32_t scale;           /* 20  CELLS: tiles a cell, 1, 2, 4 or 8; else zero                                */
    uint32_t first;           /* 24  rows to leave out, for answers longer than the blob                         */
    uint32_t reserved;        /* 28  zero                                                                        */
} FactorioQuery;

/* Several queries in one exchange: the blob carries questions, and comes back with answers. */
typedef struct FactorioQuestion {
    uint32_t arena;           /*  0  whom it is about                                                            */
    uint32_t reserved;        /*  4  zero                                                                        */
    FactorioQuery query;      /*  8                                                                              */
} FactorioQuestion;

/* What stands before the rows of one answer; the rows fill up to a multiple of 8 bytes. An answer that has no room in
 * what the others have left of the blob is not given, nor are those after it. */
typedef struct FactorioAnswer {
    uint32_t rows;            /*  0  of the answer                                                               */
    uint32_t bytes;           /*  4  that they take                                                              */
} FactorioAnswer;

/* One entity of an answer, 48 bytes. */
typedef struct FactorioEntityRow {
    uint32_t slot;            /*  0  place among all entities of the map, or all resources, in the order of rows, from
                                     1; changes when one comes or goes                                           */
    uint32_t reserved_head;   /*  4  zero                                                                        */
    int32_t position[2];      /*  8  centre, 1/256 tile                                                          */
    uint16_t prototype;       /* 16  entity number                                                               */
    uint16_t reserved_number; /* 18  zero                                                                        */
    uint8_t direction;        /* 20  defines.direction                                                           */
    uint8_t status;           /* 21  FACTORIO_STATUS_*                                                           */
    uint8_t force;            /* 22  0 neutral, 1 the arena's, 2 the enemy's                                     */
    uint8_t entity_class;     /* 23  FACTORIO_CLASS_*                                                            */
    float health;             /* 24  hit points                                                                  */
    uint32_t amount;          /* 28  resource: units; item on the ground: count                                  */
    uint16_t recipe;          /* 32  of a crafting machine                                                       */
    uint16_t ghost;           /* 34  of a ghost: the entity that it stands for                                   */
    uint16_t item;            /* 36  item on the ground; of a machine or chest its first stack that can be taken; of
                                 a turret its magazines                                                          */
    uint16_t item_count;      /* 38  and how many                                                                */
    uint16_t fuel;            /* 40  units of fuel in it                                                         */
    uint16_t reserved;        /* 42  zero                                                                        */
    float progress;           /* 44  0..1 of the work at hand                                                    */
} FactorioEntityRow;

typedef struct FactorioFlowRow {
    uint64_t produced;        /*  0  */
    uint64_t consumed;        /*  8  */
} FactorioFlowRow;

typedef struct FactorioTechnologyRow {
    uint8_t researched;       /*  0  1 when it is                                                                */
    uint8_t available;        /*  1  1 when all its prerequisites are researched                                 */
    uint16_t queue_place;     /*  2  place in the research queue from 1; 0 for none                              */
    float progress;           /*  4  0..1 of the next level                                                      */
} FactorioTechnologyRow;

/* Kinds of edge of the factory's graph, whose nodes are entities. */
enum {
    FACTORIO_EDGE_BELT = 1,     /* a belt, underground or splitter runs on to the next one                          */
    FACTORIO_EDGE_INSERTER = 2, /* from what it takes out of to the inserter, and on to what it puts into           */
    FACTORIO_EDGE_DRILL = 3,    /* a drill drops into it                                                            */
    FACTORIO_EDGE_PIPE = 4,     /* fluid boxes are connected; once, from the smaller slot                           */
    FACTORIO_EDGE_WIRE = 5      /* a copper wire between two poles; once, from the smaller slot                     */
};

/* One edge, 16 bytes. The ends are slots of FactorioEntityRow. */
typedef struct FactorioEdgeRow {
    uint32_t from_slot;       /*  0  */
    uint32_t to_slot;         /*  4  */
    uint16_t kind;            /*  8  FACTORIO_EDGE_*                                                             */
    uint16_t item;            /* 10  item number of what is on its way there: the foremost of the left lane, else of the
                                     right one, what a hand holds, what a drill mines; 0 for none or fluids       */
    uint32_t reserved;        /* 12  zero                                                                        */
} FactorioEdgeRow;

/* What a machine is doing: FactorioNearbyEntity.status and the status bits of a cell, which hold the first 15. */
enum {
    FACTORIO_STATUS_NONE = 0,
    FACTORIO_STATUS_WORKING = 1,
    FACTORIO_STATUS_NORMAL = 2,
    FACTORIO_STATUS_NO_POWER = 3,
    FACTORIO_STATUS_LOW_POWER = 4,
    FACTORIO_STATUS_NO_FUEL = 5,
    FACTORIO_STATUS_NO_MINABLE_RESOURCES = 6,
    FACTORIO_STATUS_MISSING_REQUIRED_FLUID = 7,
    FACTORIO_STATUS_NO_INGREDIENTS = 8,
    FACTORIO_STATUS_ITEM_INGREDIENT_SHORTAGE = 9,
    FACTORIO_STATUS_FLUID_INGREDIENT_SHORTAGE = 10,
    FACTORIO_STATUS_FULL_OUTPUT = 11,
    FACTORIO_STATUS_WAITING_FOR_SPACE_IN_DESTINATION = 12,
    FACTORIO_STATUS_WAITING_FOR_SOURCE_ITEMS = 13,
    FACTORIO_STATUS_WAITING_FOR_TARGET_TO_BE_BUILT = 14,
    FACTORIO_STATUS_NO_RECIPE = 15,
    FACTORIO_STATUS_NO_RESEARCH_IN_PROGRESS = 16,
    FACTORIO_STATUS_MISSING_SCIENCE_PACKS = 17,
    FACTORIO_STATUS_NOT_PLUGGED_IN_ELECTRIC_NETWORK = 18,
    FACTORIO_STATUS_NO_INPUT_FLUID = 19,
    FACTORIO_STATUS_FULLY_CHARGED = 20,
    FACTORIO_STATUS_CHARGING = 21,
    FACTORIO_STATUS_DISCHARGING = 22,
    FACTORIO_STATUS_NO_AMMO = 23,
    FACTORIO_STATUS_DISABLED_BY_SCRIPT = 24,
    FACTORIO_STATUS_MARKED_FOR_DECONSTRUCTION = 25,
    FACTORIO_STATUS_LOW_INPUT_FLUID = 26,
    FACTORIO_STATUS_LOW_TEMPERATURE = 27,
    FACTORIO_STATUS_PREPARING_ROCKET_FOR_LAUNCH = 28,
    FACTORIO_STATUS_WAITING_TO_LAUNCH_ROCKET = 29,
    FACTORIO_STATUS_LAUNCHING_ROCKET = 30
};

/* How a RESET draws what varies beyond the pool of scenes. The client writes it once, before the first exchange.
 * Draws are made in this order from the arena's generator, seeded with the seed. A place is an x and a y, each a whole
 * number of 1/256 tile with both ends included, drawn again until the character fits there (and, with main_ground, the
 * tile below it is of the main ground), at most 64 times, then the last one holds. First the start; then the goal, drawn again as a whole until it keeps its distance from the start,
 * at most 64 times, then the last one holds. */
typedef struct FactorioResetRule {
    int32_t start_area[4];        /*  0  left, top, right, bottom of the character's start, 1/256 tile; all zero:
                                         the character stays where the scene has put it                          */
    int32_t goal_area[4];         /* 16  the same of the goal; all zero: the scenario has no goal                */
    int32_t goal_min_distance;    /* 32  1/256 tile                                                              */
    int32_t goal_max_distance;    /* 36  1/256 tile; 0: no limit                                                 */
    uint32_t pool_scenes;         /* 40  number of snapshots; a seed takes the scene seed mod pool_scenes        */
    uint32_t main_ground;         /* 44  1: start and goal are drawn on the map's main ground: the largest set of
                                         walkable tiles that are joined by their edges; 0: where they fit        */
} FactorioResetRule;

#endif
