/* prototype_values.h - rows that many prototypes share: names, products and ingredients, damage, resistances.
 * Part of prototypes.h. */
#ifndef SIM_PROTOTYPE_VALUES_H
#define SIM_PROTOTYPE_VALUES_H

#include <stdint.h>

/* A name of a category, a damage type or a group. Bits such as crafting_categories are 1 << number. */
typedef struct sim_name {
    const char *name;
} sim_name;

/* A vector in tiles, exact; what the game keeps in 1/256 tile is a sim_position. */
typedef struct sim_vector_f64 {
    double x;
    double y;
} sim_vector_f64;

/* One product of mining or of a recipe. */
typedef struct sim_product {
    uint16_t item;       /* 0 for a fluid                                                                        */
    uint16_t fluid;      /* 0 for an item                                                                        */
    uint32_t amount_min; /* both ends drawn uniformly; equal for a fixed amount; whole units of a fluid          */
    uint32_t amount_max;
    uint8_t fluidbox_index; /* which of the machine's boxes for products, from 1; 0: by the order of the fluids  */
    double probability;  /* 0..1, drawn before the amount                                                        */
    double fluid_amount_min;        /* exact amounts of a fluid; 0 for an item                                   */
    double fluid_amount_max;
    double temperature;             /* degrees Celsius of a fluid, the fluid's default where none is given       */
    double ignored_by_productivity; /* part of the amount that productivity does not give again                  */
    double extra_count_fraction;    /* probability of one item more                                              */
} sim_product;

typedef struct sim_ingredient {
    uint16_t item;  /* 0 for a fluid */
    uint16_t fluid; /* 0 for an item */
    uint32_t amount; /* whole units of a fluid */
    double fluid_amount;
    double minimum_temperature; /* what a fluid's temperature must be in; the fluid's own range where none is given */
    double maximum_temperature;
    uint8_t fluidbox_index; /* which of the machine's boxes for ingredients, from 1; 0: by the order of the fluids */
} sim_ingredient;

typedef struct sim_damage {
    uint16_t damage_type;
    double amount;
} sim_damage;

/* Damage d of the type becomes max(d - decrease, ...) * (1 - percent); the rule is the health mechanic's. */
typedef struct sim_resistance {
    uint16_t damage_type;
    double decrease;
    double percent; /* 0..1: the prototype's 80 is 0.8 */
} sim_resistance;

/* The number of an item or of a technology in a list. */
typedef struct sim_number {
    uint16_t number;
} sim_number;

/* A row of a list of plain numbers. */
typedef struct sim_value {
    double value;
} sim_value;

#endif
