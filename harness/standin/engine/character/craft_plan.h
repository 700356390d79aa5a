/* craft_plan.h - what has to be crafted by hand for a request, in which order. For hand_crafting.c. */
#ifndef SIM_CRAFT_PLAN_H
#define SIM_CRAFT_PLAN_H

#include "harness/standin/engine/character/hand_crafting.h"

typedef struct sim_craft_step {
    uint16_t recipe;
    uint16_t reserved;
    uint32_t count;
} sim_craft_step;

typedef struct sim_craft_plan {
    sim_craft_step steps[SIM_CRAFT_ENTRIES]; /* the request first, then what it needs                            */
    uint32_t count;
    uint32_t order[SIM_CRAFT_ENTRIES];       /* steps in the order of crafting: prerequisites before what needs them */
    uint32_t ordered;
} sim_craft_plan;

/* Plans `count` crafts with what lies in the character's inventory: 1, or 0 when something is missing. */
int sim_craft_plan_make(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t character, uint16_t recipe,
                        uint32_t count, sim_craft_plan *plan);

/* Units of the item that the steps take beyond what they give: what has to come out of the inventory. Less than 0 for
 * what is left over. The request's own products do not count. */
int64_t sim_craft_plan_need(const sim_prototypes *prototypes, const sim_craft_plan *plan, uint16_t item);

/* Of `count` crafts of the recipe. */
int64_t sim_craft_takes(const sim_prototypes *prototypes, uint16_t recipe, uint16_t item, uint32_t count);
int64_t sim_craft_gives(const sim_prototypes *prototypes, uint16_t recipe, uint16_t item, uint32_t count);

/* Whether the character may craft by the recipe: SIM_OK, SIM_NOT_FOUND, SIM_NOT_ENABLED, SIM_WRONG_CATEGORY. */
enum sim_result sim_craft_allowed(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                  uint16_t recipe);

#endif
