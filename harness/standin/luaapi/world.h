/* world.h - everything that scripts share: time, surfaces and forces. Plain C over the engine, no Lua in it.
 *
 * A surface owns one arena. Arenas grow by moving to a larger block: keep surfaces, never arena pointers, across a
 * call that may create something. */
#ifndef LUAAPI_WORLD_H
#define LUAAPI_WORLD_H

#include <stddef.h>
#include <stdint.h>

#include "harness/standin/engine/sim.h"
#include "harness/standin/luaapi/python_face.h"

#define LUAAPI_NAME_BYTES 256
#define LUAAPI_MAX_FORCES 64       /* as in the game                                                          */
#define LUAAPI_SURFACE_FORCES 8    /* forces that own something on one surface                                */
#define LUAAPI_FORCE_PLAYER 1      /* LuaForce.index of the three forces that every game has                  */
#define LUAAPI_FORCE_ENEMY 2
#define LUAAPI_FORCE_NEUTRAL 3
#define LUAAPI_NAUVIS 1            /* LuaSurface.index of the first surface                                   */
#define LUAAPI_DEFAULT_SIDE 512    /* tiles of a surface whose settings ask for the game's endless 0          */
#define LUAAPI_TICKS_PER_DAY 25200 /* of nauvis in 2.0                                                        */

typedef struct luaapi_selection {
    int selected;
    sim_position position;
} luaapi_selection;

typedef struct luaapi_surface {
    uint32_t index;                /* LuaSurface.index                                                        */
    char name[LUAAPI_NAME_BYTES];
    sim_arena *arena;
    size_t block_bytes;            /* memory of the arena's block                                             */
    uint32_t seed;
    uint8_t force_of_byte[LUAAPI_SURFACE_FORCES]; /* sim_entity.force -> LuaForce.index, 0: not in use yet    */
    uint8_t generated;             /* 1 once chunks were asked for or a tick has passed                       */
    uint8_t lab_tiles;
    uint8_t always_day;
    uint8_t freeze_daytime;
    uint8_t peaceful_mode;
    uint8_t no_enemies_mode;
    uint8_t show_clouds;
    uint8_t doomed;                /* delete_surface was called: goes at the end of the tick                  */
    double daytime;                /* 0..1                                                                    */
    uint32_t ticks_per_day;
    luaapi_selection *selections;  /* by number of the character record                                       */
    uint32_t selection_count;
    uint8_t has_map_settings;      /* its arena holds world.map_settings                                      */
    uint32_t refused;              /* of the arena, when its room was last looked at                          */
} luaapi_surface;

typedef struct luaapi_force {
    uint32_t index;                /* LuaForce.index, 0: free                                                 */
    char name[LUAAPI_NAME_BYTES];
    uint64_t friends;              /* bit index - 1                                                           */
    uint64_t cease_fires;
    luaapi_surface *store;         /* its research while no surface is its own (research.h); NULL until then  */
    sim_position spawn_position;
    uint8_t has_no_friendly_fire;
    uint8_t is_research_disabled;
} luaapi_force;

/* A request_path of a script. */
typedef struct luaapi_path_request {
    uint32_t id;                   /* that the script knows                                                   */
    uint32_t surface;
    uint32_t number;               /* that the arena knows; 0: it had no room and the script shall try again  */
} luaapi_path_request;

typedef struct luaapi_world {
    const sim_prototypes *prototypes;
    luaapi_surface **surfaces;     /* [index - 1], NULL once deleted                                          */
    uint32_t surface_count;        /* highest index ever given                                                */
    uint32_t gone_until;           /* surfaces 2 to this one are deleted: loops over all pass them over       */
    luaapi_force forces[LUAAPI_MAX_FORCES]; /* [index - 1]                                                    */
    uint32_t force_count;
    uint64_t tick;                 /* game.tick                                                               */
    uint64_t ticks_played;
    double speed;                  /* game.speed                                                              */
    uint32_t ticks_to_run;
    uint8_t tick_paused;
    uint8_t autosave_enabled;
    uint8_t running;               /* 1 once control.lua of all mods has been read: `game` exists             */
    sim_random random;             /* math.random                                                             */
    sim_map_settings map_settings; /* what game.map_settings said when it was last read (map_settings.h)      */
    uint8_t map_settings_seen;     /* 1: a script may have changed game.map_settings since                    */
    uint32_t event_mask;           /* of every arena: what handlers want to hear (engine_events.h)            */
    uint8_t events_changed;        /* 1: a handler came or went since event_mask was worked out               */
    sim_event event;               /* that handlers hear of now                                               */
    uint32_t event_surface;        /* where it happened                                                       */
    uint32_t event_serial;         /* counts events: dead entities are valid as long as theirs is heard       */
    luaapi_path_request *paths;    /* requests that wait for their answer                                     */
    uint32_t path_count;
    uint32_t last_path_id;
    uint16_t status_numbers[64];   /* by enum sim_status: number in defines.entity_status + 1; 0: not known yet */
} luaapi_world;

/* What a new surface is like; zero takes the default of each field. */
typedef struct luaapi_surface_spec {
    const char *name;
    uint32_t width;
    uint32_t height;
    uint32_t seed;
    uint16_t ground_tile;
    uint8_t peaceful_mode;
    uint8_t no_enemies_mode;
} luaapi_surface_spec;

/* Three forces, no surface, tick 0. 0 when memory runs out. */
int luaapi_world_init(luaapi_world *world, const sim_prototypes *prototypes, uint32_t seed);

/* Frees all surfaces. The world itself belongs to the caller. */
void luaapi_world_clear(luaapi_world *world);

/* Makes a surface. SIM_BAD_ARGUMENT for a name that is taken or too long, or sides out of range; SIM_ARENA_FULL when
 * memory runs out. */
enum sim_result luaapi_world_create_surface(luaapi_world *world, const luaapi_surface_spec *spec,
                                            luaapi_surface **created);

/* A surface that is in no list, for the caller to free with luaapi_surface_free; NULL when memory runs out. */
luaapi_surface *luaapi_surface_make(luaapi_world *world, const luaapi_surface_spec *spec);
void luaapi_surface_free(luaapi_surface *surface);

/* Frees a surface and what stands on it. */
void luaapi_world_delete_surface(luaapi_world *world, uint32_t index);

/* NULL when there is none, or no longer. */
luaapi_surface *luaapi_world_surface(const luaapi_world *world, uint32_t index);
/* The index after `index` in a loop over all surfaces: scripts that make new ones again and again leave long holes. */
uint32_t luaapi_world_next(const luaapi_world *world, uint32_t index);
luaapi_surface *luaapi_world_surface_named(const luaapi_world *world, const char *name);

/* The index of a new force; 0 when the name is taken or too long, or 64 forces exist. */
uint32_t luaapi_world_create_force(luaapi_world *world, const char *name);
luaapi_force *luaapi_world_force(luaapi_world *world, uint32_t index);
luaapi_force *luaapi_world_force_named(luaapi_world *world, const char *name);

/* 1 when the two forces are the same or friends. */
int luaapi_world_friends(const luaapi_world *world, uint32_t a, uint32_t b);

/* One update of the game: all arenas run one tick, time and daytime go on. Doomed surfaces are not run. */
void luaapi_world_tick(luaapi_world *world);

/* The byte that stands for a force on a surface; gives it one when it has none. 255 when all eight are taken. The first
 * force of a player becomes the surface's own, with what it has researched. */
uint8_t luaapi_surface_force_byte(luaapi_world *world, luaapi_surface *surface, uint32_t force_index);

/* The force that owns what the arena calls its own force; 0 before anything of a player's force stood there. */
uint32_t luaapi_surface_own_force(const luaapi_surface *surface);

/* Moves the arena to a block with more room in every section. 0 when memory runs out or a limit is reached. */
int luaapi_surface_grow(luaapi_world *world, luaapi_surface *surface);

/* Grows the arena when little room is left anywhere: for calls that go on without what did not fit. */
void luaapi_surface_make_room(luaapi_world *world, luaapi_surface *surface);

/* sim_entity_create and sim_map_set_tile that grow the arena when it is full. */
enum sim_result luaapi_surface_create_entity(luaapi_world *world, luaapi_surface *surface,
                                             const sim_entity_spec *spec, sim_handle *created);
enum sim_result luaapi_surface_set_tile(luaapi_world *world, luaapi_surface *surface, int32_t tile_x, int32_t tile_y,
                                        uint16_t tile);

/* Lays the ground that the surface was asked for, once; nothing happens when it lies already. Lab ground is one kind of
 * tile, where the game lays two kinds with the same numbers in turn. */
enum sim_result luaapi_surface_generate(luaapi_world *world, luaapi_surface *surface);

/* Gives the arena room for that many events at a time, if it has less. 0 when memory runs out. */
int luaapi_surface_reserve_events(luaapi_world *world, luaapi_surface *surface, uint32_t events);

/* Where a character has its selection; NULL when memory runs out. */
luaapi_selection *luaapi_surface_selection(luaapi_surface *surface, uint32_t character);

#endif
