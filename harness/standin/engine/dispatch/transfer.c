#include "harness/standin/engine/dispatch/transfer.h"

#include "harness/standin/engine/machines/beacon.h"
#include "harness/standin/engine/belts/belt.h"
#include "harness/standin/engine/energy/burner.h"
#include "harness/standin/engine/character/character.h"
#include "harness/standin/engine/machines/crafter.h"
#include "harness/standin/engine/machines/drill.h"
#include "harness/standin/engine/inserters/inserter.h"
#include "harness/standin/engine/machines/lab.h"
#include "harness/standin/engine/machines/module.h"
#include "harness/standin/engine/combat/remains.h"
#include "harness/standin/engine/energy/heat.h"
#include "harness/standin/engine/machines/rocket_silo.h"
#include "harness/standin/engine/energy/steam.h"
#include "harness/standin/engine/combat/turret.h"

static const sim_entity_prototype *prototype_in(const sim_arena *arena, const sim_prototypes *prototypes,
                                                uint32_t slot)
{
    return &prototypes->entities[sim_entity_slot(arena, slot)->prototype];
}

static int is_crafter(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    uint8_t type = prototype_in(arena, prototypes, slot)->type;
    return type == SIM_TYPE_FURNACE || type == SIM_TYPE_ASSEMBLING_MACHINE || type == SIM_TYPE_ROCKET_SILO;
}

/* Inventories ------------------------------------------------------------------------------------------------- */

static uint32_t energy_inventory(const sim_arena *arena, const sim_energy *energy, enum sim_inventory_role role)
{
    if (role == SIM_INVENTORY_FUEL) return sim_energy_fuel(arena, energy);
    return role == SIM_INVENTORY_BURNT ? sim_energy_burnt(arena, energy) : 0;
}

static uint32_t crafter_inventory(const sim_arena *arena, uint32_t slot, enum sim_inventory_role role)
{
    const sim_crafter *crafter = sim_crafter_get(arena, slot);
    switch (role) {
    case SIM_INVENTORY_SOURCE: return crafter->source;
    case SIM_INVENTORY_RESULT: return crafter->result;
    case SIM_INVENTORY_MODULES: return crafter->modules;
    case SIM_INVENTORY_CARGO: return crafter->cargo;
    default: return energy_inventory(arena, &crafter->energy, role);
    }
}

static uint32_t drill_inventory(const sim_arena *arena, uint32_t slot, enum sim_inventory_role role)
{
    const sim_drill *drill = sim_drill_get(arena, slot);
    return role == SIM_INVENTORY_MODULES ? drill->modules : energy_inventory(arena, &drill->energy, role);
}

static uint32_t lab_inventory(const sim_arena *arena, uint32_t slot, enum sim_inventory_role role)
{
    if (role == SIM_INVENTORY_LAB) return sim_lab_inventory(arena, slot);
    return role == SIM_INVENTORY_MODULES ? sim_lab_modules(arena, slot) : 0;
}

static uint32_t character_inventory(const sim_arena *arena, uint32_t record, enum sim_inventory_role role)
{
    const sim_character *character = sim_character_get(arena, record);
    switch (role) {
    case SIM_INVENTORY_MAIN: return character->inventory;
    case SIM_INVENTORY_GUNS: return character->guns;
    case SIM_INVENTORY_AMMO: return character->ammo;
    case SIM_INVENTORY_ARMOR: return character->armor;
    default: return 0;
    }
}

uint32_t sim_entity_inventory(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                              enum sim_inventory_role role)
{
    const sim_entity *entity = sim_entity_slot(arena, slot);
    if (entity == NULL) return 0;
    switch (prototypes->entities[entity->prototype].type) {
    case SIM_TYPE_CONTAINER: return role == SIM_INVENTORY_MAIN ? entity->record : 0;
    case SIM_TYPE_CHARACTER: return character_inventory(arena, entity->record, role);
    case SIM_TYPE_FURNACE:
    case SIM_TYPE_ROCKET_SILO:
    case SIM_TYPE_ASSEMBLING_MACHINE: return crafter_inventory(arena, slot, role);
    case SIM_TYPE_MINING_DRILL: return drill_inventory(arena, slot, role);
    case SIM_TYPE_INSERTER:
        return energy_inventory(arena, &sim_inserter_at(arena, prototypes, slot)->energy, role);
    case SIM_TYPE_BOILER: return energy_inventory(arena, &sim_steam_at(arena, entity->record)->energy, role);
    case SIM_TYPE_REACTOR: return energy_inventory(arena, &sim_heat_at(arena, entity->record)->energy, role);
    case SIM_TYPE_LAB: return lab_inventory(arena, slot, role);
    case SIM_TYPE_BEACON: return role == SIM_INVENTORY_MODULES ? sim_beacon_get(arena, slot)->modules : 0;
    case SIM_TYPE_AMMO_TURRET:
        return role == SIM_INVENTORY_AMMO ? SIM_RECORD(arena, SIM_POOL_TURRET, sim_turret, entity->record)->ammo : 0;
    case SIM_TYPE_CHARACTER_CORPSE:
        return role == SIM_INVENTORY_MAIN ? SIM_RECORD(arena, SIM_POOL_CORPSE, sim_corpse, entity->record)->inventory
                                          : 0;
    default: return 0;
    }
}

/* Putting in -------------------------------------------------------------------------------------------------- */

static int lab_takes(const sim_prototypes *prototypes, uint16_t entity_prototype, uint16_t item)
{
    const sim_entity_prototype *lab = &prototypes->entities[entity_prototype];
    for (uint32_t i = 0; lab->type == SIM_TYPE_LAB && i < lab->lab_input_count; i++)
        if (prototypes->lab_inputs[lab->first_lab_input + i].number == item) return 1;
    return 0;
}

/* Where an item belongs in an entity; SIM_INVENTORY_ROLES for nowhere. */
static enum sim_inventory_role place_of(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                        uint16_t item)
{
    const sim_entity *entity = sim_entity_slot(arena, slot);
    if (entity == NULL || item == 0 || item >= prototypes->item_count) return SIM_INVENTORY_ROLES;
    if (sim_entity_inventory(arena, prototypes, slot, SIM_INVENTORY_MAIN)) return SIM_INVENTORY_MAIN;
    if (is_crafter(arena, prototypes, slot) && sim_crafter_uses(arena, prototypes, slot, item))
        return SIM_INVENTORY_SOURCE;
    if (sim_silo_takes(arena, prototypes, slot, item)) return SIM_INVENTORY_CARGO;
    if (prototypes->entities[entity->prototype].type == SIM_TYPE_AMMO_TURRET)
        return sim_turret_accepts(prototypes, entity->prototype, item) ? SIM_INVENTORY_AMMO : SIM_INVENTORY_ROLES;
    if (lab_takes(prototypes, entity->prototype, item))
        return SIM_INVENTORY_LAB;
    if (sim_burner_accepts(prototypes, entity->prototype, item) &&
        sim_entity_inventory(arena, prototypes, slot, SIM_INVENTORY_FUEL))
        return SIM_INVENTORY_FUEL;
    if (sim_module_accepts(prototypes, entity->prototype, item) &&
        sim_entity_inventory(arena, prototypes, slot, SIM_INVENTORY_MODULES))
        return SIM_INVENTORY_MODULES;
    return SIM_INVENTORY_ROLES;
}

static uint32_t fuel_insertable(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t inventory,
                                uint16_t item)
{
    uint32_t held = sim_inventory_count(arena, inventory, item);
    uint32_t room = sim_inventory_room(arena, prototypes, inventory, item);
    uint32_t wanted = held < SIM_FUEL_AUTOMATIC_LIMIT ? SIM_FUEL_AUTOMATIC_LIMIT - held : 0;
    return wanted < room ? wanted : room;
}

/* Where the item belongs is known. */
static uint32_t insertable_in(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item,
                              enum sim_inventory_role role)
{
    if (role == SIM_INVENTORY_ROLES || role == SIM_INVENTORY_MODULES) return 0;
    if (role == SIM_INVENTORY_SOURCE) return sim_crafter_insertable(arena, prototypes, slot, item);
    if (role == SIM_INVENTORY_LAB) return sim_lab_insertable(arena, prototypes, slot, item);
    if (role == SIM_INVENTORY_AMMO) return sim_turret_insertable(arena, prototypes, slot, item);
    uint32_t inventory = sim_entity_inventory(arena, prototypes, slot, role);
    if (role == SIM_INVENTORY_FUEL) return fuel_insertable(arena, prototypes, inventory, item);
    return sim_inventory_room(arena, prototypes, inventory, item);
}

uint32_t sim_transfer_insertable(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                 uint16_t item)
{
    return insertable_in(arena, prototypes, slot, item, place_of(arena, prototypes, slot, item));
}

int sim_transfer_is_insertable(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item)
{
    enum sim_inventory_role role = place_of(arena, prototypes, slot, item);
    if (role != SIM_INVENTORY_MAIN) return insertable_in(arena, prototypes, slot, item, role) > 0;
    return sim_inventory_has_room(arena, prototypes, sim_entity_inventory(arena, prototypes, slot, role), item);
}

uint32_t sim_transfer_room(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item)
{
    enum sim_inventory_role role = place_of(arena, prototypes, slot, item);
    if (role == SIM_INVENTORY_ROLES) return 0;
    if (role == SIM_INVENTORY_SOURCE) return sim_crafter_room(arena, prototypes, slot, item);
    if (role == SIM_INVENTORY_LAB) return sim_lab_room(arena, prototypes, slot, item);
    return sim_inventory_room(arena, prototypes, sim_entity_inventory(arena, prototypes, slot, role), item);
}

uint32_t sim_transfer_insert(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item,
                             uint32_t count)
{
    enum sim_inventory_role role = place_of(arena, prototypes, slot, item);
    if (role == SIM_INVENTORY_ROLES) return 0;
    if (role == SIM_INVENTORY_SOURCE) return sim_crafter_insert(arena, prototypes, slot, item, count);
    if (role == SIM_INVENTORY_LAB) return sim_lab_insert(arena, prototypes, slot, item, count);
    uint32_t inventory = sim_entity_inventory(arena, prototypes, slot, role);
    return sim_inventory_insert(arena, prototypes, inventory, item, count);
}

int sim_transfer_takes_drops(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    if (prototype_in(arena, prototypes, slot)->type == SIM_TYPE_CHARACTER) return 0;
    const enum sim_inventory_role roles[] = {SIM_INVENTORY_MAIN, SIM_INVENTORY_FUEL, SIM_INVENTORY_SOURCE,
                                             SIM_INVENTORY_LAB, SIM_INVENTORY_AMMO};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (sim_entity_inventory(arena, prototypes, slot, roles[i])) return 1;
    return is_crafter(arena, prototypes, slot);
}

/* Taking out -------------------------------------------------------------------------------------------------- */

/* The `index`th stack that is not empty of an inventory; `index` is lowered by the stacks passed. */
static sim_stack filled_stack(const sim_arena *arena, uint32_t inventory, uint32_t *index)
{
    const sim_inventory *found = sim_inventory_get(arena, inventory);
    const sim_stack *slots = sim_inventory_slots(arena, inventory);
    for (uint32_t i = 0; found && i < found->slot_count; i++) {
        if (slots[i].item == 0) continue;
        if (*index == 0) return slots[i];
        --*index;
    }
    sim_stack none = {0, 0, 0};
    return none;
}

/* What inserters may take, in the order in which they are offered it. */
static const enum sim_inventory_role OUTPUTS[] = {SIM_INVENTORY_MAIN, SIM_INVENTORY_RESULT, SIM_INVENTORY_BURNT,
                                                  SIM_INVENTORY_LAB};
#define OUTPUT_COUNT (sizeof OUTPUTS / sizeof *OUTPUTS)

sim_stack sim_transfer_output(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t index)
{
    sim_stack stack = {0, 0, 0};
    for (size_t i = 0; i < OUTPUT_COUNT && stack.item == 0; i++)
        stack = filled_stack(arena, sim_entity_inventory(arena, prototypes, slot, OUTPUTS[i]), &index);
    return stack;
}

uint32_t sim_transfer_take(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item,
                           uint32_t count)
{
    uint32_t taken = 0;
    for (size_t i = 0; i < OUTPUT_COUNT && taken < count; i++)
        taken += sim_inventory_remove(arena, sim_entity_inventory(arena, prototypes, slot, OUTPUTS[i]), item,
                                      count - taken);
    return taken;
}

/* All contents ------------------------------------------------------------------------------------------------ */

/* The order in which a player gets them (measured in the game for furnaces). */
static const enum sim_inventory_role CONTENTS[] = {
    SIM_INVENTORY_MAIN, SIM_INVENTORY_FUEL, SIM_INVENTORY_BURNT, SIM_INVENTORY_SOURCE, SIM_INVENTORY_RESULT,
    SIM_INVENTORY_MODULES, SIM_INVENTORY_LAB, SIM_INVENTORY_AMMO, SIM_INVENTORY_GUNS, SIM_INVENTORY_ARMOR,
    SIM_INVENTORY_CARGO,
};
#define CONTENT_COUNT (sizeof CONTENTS / sizeof *CONTENTS)

void sim_transfer_stop_work(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    if (is_crafter(arena, prototypes, slot)) sim_crafter_cancel(arena, prototypes, slot);
}

/* What lies on lanes, item by item from the first lane's downstream end. */
static sim_stack on_belt(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t index)
{
    sim_belt_item row;
    sim_stack stack = {0, 0, 0};
    if (sim_belt_items_from(arena, prototypes, slot, index, &row, 1) > index) stack = (sim_stack){row.item, 0, 1};
    return stack;
}

/* What it holds but for its work in progress; `index` loses what was passed over. */
static sim_stack stored(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t *index)
{
    sim_stack stack = {0, 0, 0};
    for (size_t i = 0; i < CONTENT_COUNT && stack.item == 0; i++)
        stack = filled_stack(arena, sim_entity_inventory(arena, prototypes, slot, CONTENTS[i]), index);
    if (stack.item) return stack;
    switch (prototype_in(arena, prototypes, slot)->type) {
    case SIM_TYPE_MINING_DRILL:
        if (*index == 0) stack.item = sim_drill_get(arena, slot)->held_item;
        if (*index == 0) stack.count = sim_drill_get(arena, slot)->held_count;
        return stack;
    case SIM_TYPE_INSERTER: return *index == 0 ? sim_inserter_held(arena, prototypes, slot) : stack;
    case SIM_TYPE_TRANSPORT_BELT:
    case SIM_TYPE_UNDERGROUND_BELT:
    case SIM_TYPE_SPLITTER: return on_belt(arena, prototypes, slot, *index);
    default: return stack;
    }
}

sim_stack sim_transfer_content(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                               uint32_t index)
{
    sim_stack stack = stored(arena, prototypes, slot, &index);
    if (stack.item || !is_crafter(arena, prototypes, slot)) return stack;
    return sim_crafter_in_work(arena, prototypes, slot, index);
}

sim_stack sim_transfer_stored(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t index)
{
    return stored(arena, prototypes, slot, &index);
}

/* Takes what lies in no inventory. */
static uint32_t take_loose(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item,
                           uint32_t count)
{
    switch (prototype_in(arena, prototypes, slot)->type) {
    case SIM_TYPE_MINING_DRILL: return sim_drill_take_held(arena, slot, item, count);
    case SIM_TYPE_INSERTER: return sim_inserter_take_held(arena, prototypes, slot, item, count);
    case SIM_TYPE_TRANSPORT_BELT:
    case SIM_TYPE_UNDERGROUND_BELT:
    case SIM_TYPE_SPLITTER: return sim_belt_take(arena, prototypes, slot, item, count);
    default: return 0;
    }
}

uint32_t sim_transfer_empty(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item,
                            uint32_t count)
{
    if (count == 0) return 0;
    sim_transfer_stop_work(arena, prototypes, slot);
    return sim_transfer_remove(arena, prototypes, slot, item, count);
}

uint32_t sim_transfer_remove(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item,
                             uint32_t count)
{
    uint32_t taken = 0;
    for (size_t i = 0; i < CONTENT_COUNT && taken < count; i++)
        taken += sim_inventory_remove(arena, sim_entity_inventory(arena, prototypes, slot, CONTENTS[i]), item,
                                      count - taken);
    if (taken < count) taken += take_loose(arena, prototypes, slot, item, count - taken);
    return taken;
}
