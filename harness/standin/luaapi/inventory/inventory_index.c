#include "harness/standin/luaapi/inventory/inventory_index.h"

#include <string.h>

#define FIRST_INDEX 1
#define LAST_INDEX 22

/* By number: the role of defines.inventory.X, for entities that may have fuel and what burning leaves. */
#define FUEL_AT_1 [1] = SIM_INVENTORY_FUEL + 1
#define BURNT_AT_6 [6] = SIM_INVENTORY_BURNT + 1

typedef struct index_row {
    uint8_t roles[LAST_INDEX + 1]; /* role + 1; 0: none */
} index_row;

static const index_row ONLY_MAIN = {{[1] = SIM_INVENTORY_MAIN + 1}};
static const index_row CHARACTER = {{[1] = SIM_INVENTORY_MAIN + 1, [3] = SIM_INVENTORY_GUNS + 1,
                                     [4] = SIM_INVENTORY_AMMO + 1, [5] = SIM_INVENTORY_ARMOR + 1}};
static const index_row CRAFTER = {{FUEL_AT_1, [2] = SIM_INVENTORY_SOURCE + 1, [3] = SIM_INVENTORY_RESULT + 1,
                                   [4] = SIM_INVENTORY_MODULES + 1, BURNT_AT_6}};
static const index_row SILO = {{[9] = SIM_INVENTORY_CARGO + 1, [20] = SIM_INVENTORY_SOURCE + 1,
                                [21] = SIM_INVENTORY_RESULT + 1, [22] = SIM_INVENTORY_MODULES + 1}};
static const index_row LAB = {{FUEL_AT_1, [2] = SIM_INVENTORY_LAB + 1, [3] = SIM_INVENTORY_MODULES + 1, BURNT_AT_6}};
static const index_row DRILL = {{FUEL_AT_1, [2] = SIM_INVENTORY_MODULES + 1, BURNT_AT_6}};
static const index_row BEACON = {{[1] = SIM_INVENTORY_MODULES + 1}};
static const index_row TURRET = {{[1] = SIM_INVENTORY_AMMO + 1}};
static const index_row BURNER = {{FUEL_AT_1, BURNT_AT_6}};

static const index_row *row_of(const sim_prototypes *prototypes, uint16_t entity)
{
    switch (prototypes->entities[entity].type) {
    case SIM_TYPE_CONTAINER:
    case SIM_TYPE_CHARACTER_CORPSE: return &ONLY_MAIN;
    case SIM_TYPE_CHARACTER: return &CHARACTER;
    case SIM_TYPE_FURNACE:
    case SIM_TYPE_ASSEMBLING_MACHINE: return &CRAFTER;
    case SIM_TYPE_ROCKET_SILO: return &SILO;
    case SIM_TYPE_LAB: return &LAB;
    case SIM_TYPE_MINING_DRILL: return &DRILL;
    case SIM_TYPE_BEACON: return &BEACON;
    case SIM_TYPE_AMMO_TURRET: return &TURRET;
    default: return &BURNER;
    }
}

enum sim_inventory_role luaapi_inventory_role(const sim_prototypes *prototypes, uint16_t entity, double index)
{
    if (!(index >= FIRST_INDEX && index <= LAST_INDEX) || index != (double)(uint32_t)index) {
        return SIM_INVENTORY_ROLES;
    }
    uint8_t role = row_of(prototypes, entity)->roles[(uint32_t)index];
    return role ? (enum sim_inventory_role)(role - 1) : SIM_INVENTORY_ROLES;
}

uint32_t luaapi_inventory_index(const sim_prototypes *prototypes, uint16_t entity, enum sim_inventory_role role)
{
    const index_row *row = row_of(prototypes, entity);
    for (uint32_t index = FIRST_INDEX; index <= LAST_INDEX; index++) {
        if (row->roles[index] == role + 1) {
            return index;
        }
    }
    return 0;
}

static const char *main_name(uint8_t type)
{
    return type == SIM_TYPE_CHARACTER ? "character_main"
           : type == SIM_TYPE_CHARACTER_CORPSE ? "character_corpse" : "chest";
}

static const char *module_name(uint8_t type)
{
    switch (type) {
    case SIM_TYPE_LAB: return "lab_modules";
    case SIM_TYPE_MINING_DRILL: return "mining_drill_modules";
    case SIM_TYPE_BEACON: return "beacon_modules";
    default: return "crafter_modules";
    }
}

const char *luaapi_inventory_name(const sim_prototypes *prototypes, uint16_t entity, enum sim_inventory_role role)
{
    uint8_t type = prototypes->entities[entity].type;
    switch (role) {
    case SIM_INVENTORY_FUEL: return "fuel";
    case SIM_INVENTORY_BURNT: return "burnt_result";
    case SIM_INVENTORY_SOURCE: return "crafter_input";
    case SIM_INVENTORY_RESULT: return "crafter_output";
    case SIM_INVENTORY_MODULES: return module_name(type);
    case SIM_INVENTORY_LAB: return "lab_input";
    case SIM_INVENTORY_GUNS: return "character_guns";
    case SIM_INVENTORY_ARMOR: return "character_armor";
    case SIM_INVENTORY_AMMO: return type == SIM_TYPE_CHARACTER ? "character_ammo" : "turret_ammo";
    default: return main_name(type);
    }
}

int luaapi_inventory_accepts(const sim_prototypes *prototypes, uint16_t entity, enum sim_inventory_role role,
                             uint16_t item)
{
    const sim_item_prototype *row = &prototypes->items[item];
    switch (role) {
    case SIM_INVENTORY_FUEL:
        return row->fuel_category && prototypes->entities[entity].energy.fuel_categories >> row->fuel_category & 1;
    case SIM_INVENTORY_MODULES: return row->module_category != 0;
    case SIM_INVENTORY_AMMO: return row->ammo_category != 0;
    case SIM_INVENTORY_GUNS: return strcmp(row->type_name, "gun") == 0;
    case SIM_INVENTORY_ARMOR: return strcmp(row->type_name, "armor") == 0;
    default: return 1;
    }
}
