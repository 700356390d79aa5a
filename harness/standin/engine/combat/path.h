/* path.h - ways around obstacles: A* on the grid of tiles, near the start in single tiles, farther away in coarser
 * ones.
 *
 * A search looks at a square of SIM_PATH_GRID nodes a side around the start; its nodes are 1, 2, 4 or 8 tiles apart,
 * the finest that still holds the goal. What lies between two coarse nodes is not looked at: who walks and is held
 * back there asks anew and gets a fine path. Water and what cannot be broken closes a node; entities of other forces
 * that can be broken cost map_settings.path_finder's penalties. Searches of a tick share map_settings.path_finder's
 * max_steps_worked_per_tick: who comes too late asks again in the next tick. */
#ifndef SIM_PATH_H
#define SIM_PATH_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/core/pool.h"

#define SIM_PATH_GRID 128 /* nodes a side of a search   */
#define SIM_PATH_PLACES 6 /* waypoints of a piece       */

enum sim_path_record { SIM_PATH_PIECE = 1, SIM_PATH_REQUEST_WAITING = 2, SIM_PATH_REQUEST_ANSWERED = 3 };

/* Some waypoints of a path, or a request of a script. */
typedef struct sim_path_piece {
    uint32_t entity;  /* enum sim_path_record; 0: the record is free                                              */
    uint32_t next;    /* next piece of the path, 0 at the end; of a request the first piece of the answer         */
    uint32_t count;   /* waypoints in this piece                                                                  */
    uint32_t number;  /* of a request: its id; of a piece 1 when its places lie on a coarse grid                  */
    sim_position places[SIM_PATH_PLACES]; /* of a request: start, goal, two corners of the box                     */
} sim_path_piece;

/* Who looks for a way, from where to where. */
typedef struct sim_path_query {
    sim_position start;
    sim_position goal;
    sim_box box;        /* of who walks, around its centre                                                        */
    uint32_t layers;    /* that it collides with                                                                  */
    int32_t radius;     /* near enough to the goal, 1/256 tile                                                    */
    uint8_t force;      /* whose entities close the way; those of others can be broken                            */
    uint8_t cannot_break; /* 1: nothing can be broken                                                             */
    uint8_t leaves_start; /* 1: what the box overlaps at the start is not in the way                              */
} sim_path_query;

enum sim_path_outcome {
    SIM_PATH_FOUND = 0,    /* `first` is the first piece                                                          */
    SIM_PATH_PARTLY = 1,   /* the same, to the reachable place that is nearest to the goal                        */
    SIM_PATH_NONE = 2,     /* there is no way at all                                                              */
    SIM_PATH_LATER = 3     /* no work left in this tick, or no record free                                        */
};

/* Searches; `*steps` of work are left, and what the search took is subtracted. Waypoints on straight lines are left
 * out. */
enum sim_path_outcome sim_path_find(sim_arena *arena, const sim_prototypes *prototypes, const sim_path_query *query,
                                    uint32_t *steps, uint32_t *first);

/* The same for a script: in single tiles up to 500 tiles away, on a grid that is as wide as the way needs and is
 * allocated for the call, and without a share of the tick's steps. SIM_PATH_LATER without memory. */
enum sim_path_outcome sim_path_find_wide(sim_arena *arena, const sim_prototypes *prototypes,
                                         const sim_path_query *query, uint32_t *first);

/* Frees a path from the piece on; 0 is allowed. */
void sim_path_free(sim_arena *arena, uint32_t first);

/* 1 when the box can walk the straight line: no tile that it sweeps over may hold something. */
int sim_path_is_straight(const sim_arena *arena, sim_box box, sim_position from, sim_position to);

/* Requests of scripts: path_request.c ------------------------------------------------------------------------ */

/* Asks for a path as LuaSurface.request_path does; its id goes to `id`. The answer comes with the next tick.
 * SIM_ARENA_FULL, SIM_OUT_OF_MAP. */
enum sim_result sim_path_request(sim_arena *arena, const sim_path_query *query, uint32_t *id);

/* The answer to a request: how many waypoints there are, 0 for no way, -1 while it waits or is unknown. Writes at most
 * `capacity` of them. An answer is forgotten with sim_path_forget. */
int32_t sim_path_result(const sim_arena *arena, uint32_t id, sim_position *places, uint32_t capacity);
void sim_path_forget(sim_arena *arena, uint32_t id);

/* Answers the requests of scripts. */
void sim_path_tick(sim_arena *arena, const sim_prototypes *prototypes);

int sim_path_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_path_hash(const sim_arena *arena, uint64_t hash);

#endif
