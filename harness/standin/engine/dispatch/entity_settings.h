/* entity_settings.h - what a player sets on an entity: what ghosts, blueprints, fast replacing and copying carry
 * over. */
#ifndef SIM_ENTITY_SETTINGS_H
#define SIM_ENTITY_SETTINGS_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"

#define SIM_ENTITY_FILTERS 5

typedef struct sim_entity_settings {
    uint16_t recipe;          /* of an assembling machine; 0 for none                                             */
    uint16_t filters[5];      /* items that an inserter takes, or a splitter's one                                */
    uint8_t filters_refuse;   /* an inserter takes everything but them                                            */
    uint8_t is_output;        /* underground belt: the end where items come out                                   */
    uint8_t input_priority;   /* splitter                                                                         */
    uint8_t output_priority;
    uint16_t stack_size;      /* inserter: items a hand takes at most; 0 for the force's number                   */
    uint16_t bar;             /* chest: number of open slots + 1; 0 for no bar                                    */
} sim_entity_settings;

/* What is set on the entity in the slot. */
sim_entity_settings sim_entity_settings_read(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Sets it; what the entity does not know, or may not use, is left out. What a machine held for another recipe and
 * cannot keep goes to `inventory`, and to the ground where that is full. */
void sim_entity_settings_write(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                        const sim_entity_settings *settings, uint32_t inventory);

/* Sets the recipe of an assembling machine, 0 for none. SIM_NOT_FOUND for an unknown recipe, SIM_NOT_ENABLED for one
 * that is not researched, SIM_WRONG_TYPE for an entity without a recipe to set,
 * SIM_WRONG_CATEGORY for one that does not craft such. */
enum sim_result sim_entity_set_recipe(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                      uint32_t recipe, uint32_t inventory);

/* Sets one filter of an inserter, or a splitter's (index 0); item 0 clears it. SIM_WRONG_TYPE, SIM_BAD_ARGUMENT. */
enum sim_result sim_entity_set_filter(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                      uint32_t index, uint32_t item);

/* LuaEntity.copy_settings: from one entity to another of the same type. SIM_NOT_FOUND, SIM_WRONG_TYPE. */
enum sim_result sim_entity_settings_copy(sim_arena *arena, const sim_prototypes *prototypes, sim_handle from,
                                         sim_handle to, uint32_t inventory);

#endif
