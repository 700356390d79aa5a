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
    SIM_DEAD = 11,            /* the character has no health left                                               */
    SIM_NOT_ENABLED = 30,     /* the force may not use it, or research it, yet                                  */
    SIM_DONE_ALREADY = 31,    /* there is nothing left to do: researched, in full health, marked                */
    SIM_NEEDS_TRIGGER = 32,   /* no laboratory brings it: something has to be made, mined or built              */
    SIM_NEEDS_PREREQUISITES = 33, /* other technologies come first                                              */
    SIM_QUEUE_FULL = 34,      /* all places of the queue are taken                                              */
    SIM_NEEDS_RESOURCE = 35,  /* a mining drill would have nothing to mine there                                */
    SIM_NEEDS_TILE = 36,      /* the tiles there are not of the kind that it needs                              */
    SIM_NOT_ROTATABLE = 37,   /* it cannot face another direction                                               */
    SIM_WRONG_CATEGORY = 40   /* the machine or character does not craft recipes of that kind                   */
};

/* One sentence in lower case without a full stop; never NULL. */
const char *sim_result_text(enum sim_result result);

#endif
