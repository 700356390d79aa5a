/* gun.h - a character's guns, ammunition and armour, and its shooting.
 *
 * A character has three slots of guns, three of ammunition and one of armour; they are made when they are first asked
 * for, so a character that never fights has none. It shoots with the selected gun and the ammunition in the slot of the
 * same number. Left out: that shooting slows it down (movement_slow_down_factor), personal equipment, its tool. */
#ifndef SIM_GUN_H
#define SIM_GUN_H

#include <stdint.h>

#include "harness/standin/engine/character/character.h"
#include "harness/standin/engine/dispatch/transfer.h"

#define SIM_GUN_SLOTS 3 /* of guns and of ammunition: the game's character, not its prototype, says so */

/* defines.shooting by name. */
enum sim_shooting { SIM_SHOOTING_NONE = 0, SIM_SHOOTING_ENEMIES = 1, SIM_SHOOTING_SELECTED = 2 };

/* The inventory of the role GUNS, AMMO or ARMOR, made when it is not there yet; its number goes to `inventory`.
 * SIM_DEAD, SIM_BAD_ARGUMENT for another role, SIM_ARENA_FULL. */
enum sim_result sim_gun_inventory(sim_arena *arena, uint32_t character, enum sim_inventory_role role,
                                  uint32_t *inventory);

/* The item of armour that it wears, 0 for none. */
uint16_t sim_gun_armor(const sim_arena *arena, const sim_character *character);

/* shooting_state: at the nearest enemies in range, or at what is selected at the position. SIM_DEAD,
 * SIM_BAD_ARGUMENT. */
enum sim_result sim_gun_set_shooting(sim_arena *arena, uint32_t character, enum sim_shooting shooting,
                                     sim_position position);

/* selected_gun_index, from 0. SIM_DEAD, SIM_BAD_ARGUMENT. */
enum sim_result sim_gun_select(sim_arena *arena, uint32_t character, uint32_t slot);

/* One tick of all characters that shoot. */
void sim_gun_tick(sim_arena *arena, const sim_prototypes *prototypes);

#endif
