/* fluid_box.h - the fluid boxes of entities, and what they are connected to.
 *
 * An entity's boxes are a chain in the order of its prototype. Two boxes are connected where each has a connection that
 * leads onto the other's tile, of a common category; ends of underground pipes connect to the nearest that faces them. */
#ifndef SIM_FLUID_BOX_H
#define SIM_FLUID_BOX_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/fluids/fluid.h"
#include "harness/standin/engine/core/pool.h"

#define SIM_FLUID_BOX_CONNECTIONS 4

typedef struct sim_fluid_box {
    uint32_t entity;      /* entity slot; 0: the record is free                                   */
    uint32_t next;        /* the entity's next box                                                */
    uint32_t segment;     /* that it is a member of; 0: it has a content of its own               */
    uint32_t prototype;   /* in sim_prototypes.fluid_boxes                                        */
    int64_t amount;       /* of its own                                                           */
    double temperature;
    uint16_t fluid;
    uint16_t filter;      /* the only fluid that it takes; 0 for any                              */
    uint8_t is_driven;    /* 1: a pump's; nothing flows in by itself, and out of it whatever the level */
    uint8_t index;        /* place in the entity's chain                                          */
    uint8_t reserved[2];
    uint32_t target[SIM_FLUID_BOX_CONNECTIONS]; /* the box that each connection leads to          */
} sim_fluid_box;

/* Makes the boxes of an entity that has its place, and connects them; the number of the first goes to `first`, 0 when it
 * has none. SIM_BLOCKED when it would connect two fluids, SIM_ARENA_FULL; nothing is left behind. */
enum sim_result sim_fluid_boxes_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                       uint32_t *first);

/* Removes the chain. What members of segments held flows into what they were connected to, as far as there is room; what
 * other boxes held is gone. */
void sim_fluid_boxes_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t first);

/* The entity has turned or moved: connects the chain anew. Where two fluids meet so, the lesser amount is gone. */
void sim_fluid_boxes_moved(sim_arena *arena, const sim_prototypes *prototypes, uint32_t first);

/* The box after this one in its entity's chain, 0 at the end; the `index`th box from `first`. */
uint32_t sim_fluid_box_next(const sim_arena *arena, uint32_t box);
uint32_t sim_fluid_box_nth(const sim_arena *arena, uint32_t first, uint32_t index);

/* What is in the box. */
sim_fluid_content sim_fluid_box_content(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t box);

/* Amount that can be taken out of the box now: of a member, all of its segment. */
int64_t sim_fluid_box_available(const sim_arena *arena, uint32_t box);

/* Amount of the fluid that there is room for; 0 when another fluid is in it or the filter forbids it. */
int64_t sim_fluid_box_room(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t box, uint16_t fluid);

/* Puts the fluid in as far as there is room; returns the amount that went in. Temperatures mix by amount. */
int64_t sim_fluid_box_add(sim_arena *arena, const sim_prototypes *prototypes, uint32_t box, uint16_t fluid,
                          int64_t amount, double temperature);

/* Takes out up to the amount; returns what came out. */
int64_t sim_fluid_box_remove(sim_arena *arena, const sim_prototypes *prototypes, uint32_t box, int64_t amount);

/* Sets the fluid that the box takes (a recipe's), 0 for the prototype's own; another fluid in a box with a content of
 * its own is gone. */
void sim_fluid_box_set_filter(sim_arena *arena, const sim_prototypes *prototypes, uint32_t box, uint16_t fluid);

/* Empties the box and the segment that it belongs to. */
void sim_fluid_box_flush(sim_arena *arena, const sim_prototypes *prototypes, uint32_t box);

/* The machine sleeps until the content of the box changes: its entity is woken then (wake_entity.h). */
void sim_fluid_box_wait(sim_arena *arena, uint32_t box);

/* First box of an entity, 0 for none. Looks at all boxes unless the entity is a pipe, a tank or a part of a power plant. */
uint32_t sim_fluid_first_box(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* 1 when the box is a member of segments by its prototype: all its connections lead both ways. */
int sim_fluid_box_is_open(const sim_prototypes *prototypes, const sim_fluid_box *box);

/* Has changed its own content: wakes the box, what it is connected to, and its machine. For fluid*.c. */
void sim_fluid_box_changed(sim_arena *arena, const sim_prototypes *prototypes, uint32_t box);

int sim_fluid_box_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_fluid_box_hash(const sim_arena *arena, uint64_t hash);

static inline sim_fluid_box *sim_fluid_box_at(const sim_arena *arena, uint32_t box)
{
    return SIM_RECORD(arena, SIM_POOL_FLUID_BOX, sim_fluid_box, box);
}

#endif
