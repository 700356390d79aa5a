/* direction.h - defines.direction: sixteen directions, north 0, clockwise. */
#ifndef SIM_DIRECTION_H
#define SIM_DIRECTION_H

#include <stdint.h>

#define SIM_DIRECTION_COUNT 16
#define SIM_SOUTH 8

typedef struct sim_vector {
    double x;
    double y;
} sim_vector;

/* Unit vector of a direction below SIM_DIRECTION_COUNT. */
sim_vector sim_direction_vector(uint8_t direction);

/* The direction nearest to the offset, of all sixteen; south where there is no offset. */
uint8_t sim_direction_of_sixteen(int32_t dx, int32_t dy);

/* The same of the eight that are even numbers. */
uint8_t sim_direction_of_eight(int32_t dx, int32_t dy);

#endif
