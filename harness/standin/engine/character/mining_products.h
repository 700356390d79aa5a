/* mining_products.h - what a character gets from mining: products and contents, into its inventory. */
#ifndef SIM_MINING_PRODUCTS_H
#define SIM_MINING_PRODUCTS_H

#include "harness/standin/engine/character/character.h"

/* Puts one product into the inventory and the rest of it on the ground; 0 when there was a rest. */
int sim_mining_deliver(sim_arena *arena, const sim_prototypes *prototypes, sim_character *character,
                       sim_position position, uint16_t item, uint32_t count);

/* Draws and delivers all products; 0 when one did not fit. */
int sim_mining_deliver_products(sim_arena *arena, const sim_prototypes *prototypes, sim_character *character,
                                const sim_entity_prototype *mined, sim_position position);

/* Moves all that an entity holds into the inventory, as far as it fits; 1 when nothing is left in it. */
int sim_mining_empty_entity(sim_arena *arena, const sim_prototypes *prototypes, sim_character *character,
                            uint32_t slot);

/* 1 when everything that the entity holds and gives would fit at its largest. */
int sim_mining_would_fit(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t inventory,
                         const sim_entity *entity);

#endif
