#include "harness/standin/engine/core/direction.h"

#include <math.h>

#define SIN_45 0.70710678118654752
#define SIN_22_5 0.38268343236508977
#define COS_22_5 0.92387953251128676
#define TAN_11_25 0.19891236737965800
#define TAN_22_5 0.41421356237309503
#define TAN_33_75 0.66817863791929888

static const sim_vector VECTOR[SIM_DIRECTION_COUNT] = {
    {0, -1},  {SIN_22_5, -COS_22_5},  {SIN_45, -SIN_45},  {COS_22_5, -SIN_22_5},
    {1, 0},   {COS_22_5, SIN_22_5},   {SIN_45, SIN_45},   {SIN_22_5, COS_22_5},
    {0, 1},   {-SIN_22_5, COS_22_5},  {-SIN_45, SIN_45},  {-COS_22_5, SIN_22_5},
    {-1, 0},  {-COS_22_5, -SIN_22_5}, {-SIN_45, -SIN_45}, {-SIN_22_5, -COS_22_5},
};

sim_vector sim_direction_vector(uint8_t direction)
{
    return VECTOR[direction];
}

/* A direction from the steps of a sixteenth, 0..4, by which it leans from the vertical toward the horizontal. */
static uint8_t in_quadrant(int32_t dx, int32_t dy, uint8_t lean)
{
    int from_north = dy < 0 ? lean : SIM_SOUTH - lean;
    return (uint8_t)((dx < 0 ? SIM_DIRECTION_COUNT - from_north : from_north) % SIM_DIRECTION_COUNT);
}

/* Steps of a sixteenth between an offset and its longer axis, 0..2. */
static uint8_t lean_from_axis(double along, double across)
{
    if (across < along * TAN_11_25) return 0;
    return across < along * TAN_33_75 ? 1 : 2;
}

uint8_t sim_direction_of_sixteen(int32_t dx, int32_t dy)
{
    double x = fabs((double)dx), y = fabs((double)dy);
    if (x == 0 && y == 0) return SIM_SOUTH;
    return in_quadrant(dx, dy, x <= y ? lean_from_axis(y, x) : (uint8_t)(4 - lean_from_axis(x, y)));
}

uint8_t sim_direction_of_eight(int32_t dx, int32_t dy)
{
    double x = fabs((double)dx), y = fabs((double)dy);
    if (x == 0 && y == 0) return SIM_SOUTH;
    if (x < y * TAN_22_5) return in_quadrant(dx, dy, 0);
    return in_quadrant(dx, dy, y < x * TAN_22_5 ? 4 : 2);
}
