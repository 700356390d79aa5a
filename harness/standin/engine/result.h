/* result.h - why a call to the engine refused. */
#ifndef SIM_RESULT_H
#define SIM_RESULT_H

enum sim_result {
    SIM_OK = 0,
    SIM_BAD_ARGUMENT = 1,     /* outside the range that the function's contract states                          */
    SIM_NOT_FOUND = 2,        /* nothing there: stale handle, empty place, unknown name                          */
    SIM_OUT_OF_REACH = 3,     /* farther from the character than its reach                                      */
    SIM_OUT_OF_MAP = 4,       /* outside the arena's tiles                                                      */
    SIM_BLOCKED = 5,          /* something stands there                                                         */
    SIM_NOT_MINABLE = 6,      /* the entity's prototype has no minable part                                     */
    SIM_INVENTORY_FULL = 7,   /* what should go in does not fit                                                 */
    SIM_ARENA_FULL = 8,       /* a capacity of the block is used up: sim_arena_grow, then try again             */
    SIM_WRONG_TYPE = 9,       /* the entity is of a type that the operation does not know                       */
    SIM_NO_ITEMS = 10,        /* less there than should be taken                                                */
    SIM_DEAD = 11             /* the character has no health left                                               */
};

/* One sentence in lower case without a full stop; never NULL. */
const char *sim_result_text(enum sim_result result);

#endif
