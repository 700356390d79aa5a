#include "harness/standin/engine/inserters/inserter_arm.h"

#include <math.h>

#define FULL_TURN 6.283185307179586476925
#define LENGTH_CLOSE 0.001 /* tiles: nearer than this the arm is there, at no cost (measured between 0.253 and 0.279
                              of 1/256 tile; see the header) */

/* The step of extension this tick, and whether it ends at the goal. */
typedef struct stretch {
    double by;      /* tiles, signed */
    double charged; /* tiles         */
} stretch;

static stretch stretch_towards(const sim_inserter *inserter, double step)
{
    double left = inserter->goal_length - inserter->length;
    double distance = fabs(left);
    stretch result = {left, 0};
    if (distance < LENGTH_CLOSE) return result;
    result.charged = distance <= step ? distance : step;
    if (distance > step) {
        result.by = left > 0 ? step : -step;
        if (distance - step < step) result.by = left;
    }
    return result;
}

/* The short way to the goal; of an exact half turn the way that single precision and the sign of the difference give:
 * anticlockwise from the smaller orientation to the greater, clockwise back. */
static float turn_left(const sim_inserter *inserter)
{
    float left = inserter->goal_orientation - inserter->orientation;
    if (left >= 0.5f) return left - 1.0f;
    if (left <= -0.5f) return left + 1.0f;
    return left;
}

static float wrapped(float orientation)
{
    if (orientation < 0) orientation += 1.0f;
    return orientation >= 1 ? orientation - 1.0f : orientation + 0.0f; /* never -0 */
}

static void stretch_by(sim_inserter *inserter, double by)
{
    inserter->length = by == inserter->goal_length - inserter->length ? inserter->goal_length : inserter->length + by;
}

/* A step of rotation; `snap`: from there on less than `step` is no way. Returns 1 at the goal. */
static int turn_by(sim_inserter *inserter, float step, float snap)
{
    float left = turn_left(inserter);
    if (fabsf(left) <= step) {
        inserter->orientation = inserter->goal_orientation;
        return 1;
    }
    inserter->orientation = wrapped(inserter->orientation + (left > 0 ? step : -step));
    if (fabsf(turn_left(inserter)) >= snap) return 0;
    inserter->orientation = inserter->goal_orientation;
    return 1;
}

void sim_inserter_arm_aim(sim_inserter *inserter, sim_vector_f64 point)
{
    inserter->goal_length = hypot(point.x, point.y);
    inserter->goal_orientation = wrapped((float)(atan2(point.x, -point.y) / FULL_TURN));
}

int sim_inserter_arm_is_there(const sim_inserter *inserter)
{
    return inserter->length == inserter->goal_length && inserter->orientation == inserter->goal_orientation;
}

double sim_inserter_arm_most_joules(const sim_inserter_prototype *prototype)
{
    return prototype->extension_speed * prototype->energy_per_movement_joules +
           prototype->rotation_speed * prototype->energy_per_rotation_joules;
}

uint32_t sim_inserter_arm_ticks(const sim_inserter *inserter, const sim_inserter_prototype *prototype)
{
    const double spare = 1.01; /* a last step that is too small to count is done with the one before; sums are rounded */
    double turning = fabsf(turn_left(inserter)) / prototype->rotation_speed;
    double distance = fabs(inserter->goal_length - inserter->length);
    double stretching = distance < LENGTH_CLOSE ? 0.0 : distance / prototype->extension_speed;
    double ticks = (turning > stretching ? turning : stretching) - spare;
    return ticks < 1.0 ? 0 : ticks < UINT8_MAX ? (uint32_t)ticks : UINT8_MAX;
}

void sim_inserter_arm_turn(sim_inserter *inserter, const sim_inserter_prototype *prototype, uint32_t ticks)
{
    float step = (float)prototype->rotation_speed, orientation = inserter->orientation;
    if (turn_left(inserter) < 0) step = -step;
    for (; ticks > 0; ticks--) orientation = wrapped(orientation + step);
    inserter->orientation = orientation;
}

double sim_inserter_arm_cost(const sim_inserter *inserter, const sim_inserter_prototype *prototype)
{
    float left = fabsf(turn_left(inserter)), step = (float)prototype->rotation_speed;
    return stretch_towards(inserter, prototype->extension_speed).charged * prototype->energy_per_movement_joules +
           (double)(left < step ? left : step) * prototype->energy_per_rotation_joules;
}

int sim_inserter_arm_move(sim_inserter *inserter, const sim_inserter_prototype *prototype, double speed)
{
    float step = (float)(prototype->rotation_speed * speed);
    stretch_by(inserter, stretch_towards(inserter, prototype->extension_speed * speed).by);
    int is_stretched = inserter->length == inserter->goal_length;
    return turn_by(inserter, step, is_stretched ? step : 0) && is_stretched;
}

void sim_inserter_arm_move_part(sim_inserter *inserter, const sim_inserter_prototype *prototype, double *joules)
{
    float step = (float)prototype->rotation_speed;
    stretch way = stretch_towards(inserter, prototype->extension_speed);
    double cost = way.charged * prototype->energy_per_movement_joules;
    if (cost > *joules) {
        double part = *joules / prototype->energy_per_movement_joules;
        double left = inserter->goal_length - inserter->length;
        way.by = fabs(left) - part < prototype->extension_speed ? left : left > 0 ? part : -part;
        cost = *joules;
    }
    stretch_by(inserter, way.by);
    float paid = (float)((*joules - cost) / prototype->energy_per_rotation_joules);
    if (paid > step) paid = step;
    *joules -= cost + (double)paid * prototype->energy_per_rotation_joules;
    if (*joules < 0) *joules = 0;
    turn_by(inserter, paid, 0);
}

sim_vector_f64 sim_inserter_arm_hand(const sim_inserter *inserter)
{
    double angle = inserter->orientation * FULL_TURN;
    sim_vector_f64 hand = {inserter->length * sin(angle), -inserter->length * cos(angle)};
    return hand;
}
