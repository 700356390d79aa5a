#include "harness/standin/engine/inserters/inserter_agenda.h"

#include <string.h>

#include "harness/standin/engine/inserters/inserter_queue.h"

#define SHORT_LIST 12 /* sorted by insertion */

static uint32_t *due_list(const sim_arena *arena)
{
    return sim_inserter_agenda_buckets(arena) + SIM_AGENDA_BUCKETS;
}

static uint8_t *turns_of(const sim_arena *arena)
{
    return sim_nap_bytes(arena, SIM_NAP_INSERTERS);
}

static uint64_t sequence_of(const sim_arena *arena, uint32_t record)
{
    return sim_inserter_record(arena, record)->sequence;
}

/* Buckets -------------------------------------------------------------------------------------------------------- */

static void put_in_bucket(sim_arena *arena, uint32_t record, uint32_t turn)
{
    uint32_t *first = &sim_inserter_agenda_buckets(arena)[turn];
    sim_inserter *inserter = sim_inserter_record(arena, record);
    inserter->bucket_previous = 0;
    inserter->bucket_next = *first;
    if (*first) sim_inserter_record(arena, *first)->bucket_previous = record;
    *first = record;
    turns_of(arena)[record] = (uint8_t)turn;
}

static void take_from_bucket(sim_arena *arena, uint32_t record)
{
    sim_inserter *inserter = sim_inserter_record(arena, record);
    uint32_t *first = &sim_inserter_agenda_buckets(arena)[turns_of(arena)[record]];
    if (inserter->bucket_previous)
        sim_inserter_record(arena, inserter->bucket_previous)->bucket_next = inserter->bucket_next;
    else
        *first = inserter->bucket_next;
    if (inserter->bucket_next == 0) return;
    sim_inserter_record(arena, inserter->bucket_next)->bucket_previous = inserter->bucket_previous;
}

/* Those of this tick --------------------------------------------------------------------------------------------- */

/* Puts a record into the list of those still due, which is sorted by rising sequences: the last has its turn first. */
static void put_in_list(sim_arena *arena, uint32_t record)
{
    uint32_t *due = due_list(arena), place = arena->agenda_left++;
    uint64_t sequence = sequence_of(arena, record);
    for (; place > 0 && sequence_of(arena, due[place - 1]) > sequence; place--) due[place] = due[place - 1];
    due[place] = record;
    turns_of(arena)[record] = (uint8_t)sim_nap_clock(arena);
}

static void sort_short(const sim_arena *arena, uint32_t *records, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        uint32_t record = records[i], place = i;
        uint64_t sequence = sequence_of(arena, record);
        for (; place > 0 && sequence_of(arena, records[place - 1]) > sequence; place--)
            records[place] = records[place - 1];
        records[place] = record;
    }
}

/* By merging; most of them were put there in their order. */
static void sort(const sim_arena *arena, uint32_t *records, uint32_t *spare, uint32_t count)
{
    if (count <= SHORT_LIST) {
        sort_short(arena, records, count);
        return;
    }
    uint32_t half = count / 2, left = 0, right = half, place = 0;
    sort(arena, records, spare, half);
    sort(arena, records + half, spare, count - half);
    if (sequence_of(arena, records[half - 1]) <= sequence_of(arena, records[half])) return;
    memcpy(spare, records, half * sizeof *records);
    while (left < half) {
        int is_right = right < count && sequence_of(arena, records[right]) < sequence_of(arena, spare[left]);
        records[place++] = is_right ? records[right++] : spare[left++];
    }
}

void sim_inserter_agenda_open(sim_arena *arena)
{
    uint32_t *first = &sim_inserter_agenda_buckets(arena)[sim_nap_clock(arena)], *due = due_list(arena), count = 0;
    for (uint32_t record = *first; record != 0; record = sim_inserter_record(arena, record)->bucket_next)
        due[count++] = record;
    *first = 0;
    sort(arena, due, due + arena->config.pool_capacity[SIM_POOL_INSERTER] + 1, count);
    arena->agenda_left = count;
}

uint32_t sim_inserter_agenda_next(sim_arena *arena)
{
    while (arena->agenda_left > 0) {
        uint32_t record = due_list(arena)[--arena->agenda_left];
        if (turns_of(arena)[record] == 0) continue; /* it has left the queue meanwhile */
        turns_of(arena)[record] = 0;
        arena->agenda_record = record;
        return record;
    }
    return 0;
}

/* Both ----------------------------------------------------------------------------------------------------------- */

void sim_inserter_agenda_begin_walk(sim_arena *arena)
{
    if (arena->nap_end) arena->agenda_state = SIM_AGENDA_WALKS;
}

void sim_inserter_agenda_end_tick(sim_arena *arena)
{
    arena->agenda_record = 0;
    if (arena->agenda_state == SIM_AGENDA_CLOSED) return;
    arena->agenda_state = SIM_AGENDA_IN_FORCE;
    arena->agenda_done = (uint8_t)sim_nap_clock(arena);
}

void sim_inserter_agenda_set(sim_arena *arena, uint32_t record, uint32_t turn)
{
    if (arena->agenda_state == SIM_AGENDA_CLOSED) return;
    const sim_inserter *inserter = sim_inserter_record(arena, record);
    if (!(inserter->flags & SIM_INSERTER_QUEUED)) return;
    uint32_t now = sim_nap_clock(arena), begun = arena->agenda_record;
    int is_to_come = begun ? inserter->sequence < sequence_of(arena, begun) : arena->agenda_done < now;
    if (is_to_come && arena->agenda_state == SIM_AGENDA_WALKS) return;
    if (turn <= now) turn = is_to_come ? now : now + 1;
    if (turn > arena->nap_end + 1u) turn = arena->nap_end + 1u;
    uint8_t before = turns_of(arena)[record];
    if (before && before <= turn) return;
    if (before) take_from_bucket(arena, record);
    if (begun && turn == now)
        put_in_list(arena, record);
    else
        put_in_bucket(arena, record, turn);
}

void sim_inserter_agenda_return(sim_arena *arena, uint32_t record, uint32_t turn)
{
    if (!(sim_inserter_record(arena, record)->flags & SIM_INSERTER_QUEUED) || turns_of(arena)[record]) return;
    put_in_bucket(arena, record, turn <= arena->nap_end ? turn : arena->nap_end + 1u);
}

void sim_inserter_agenda_drop(sim_arena *arena, uint32_t record)
{
    uint8_t turn = turns_of(arena)[record];
    if (turn == 0) return;
    int is_listed = arena->agenda_record && turn == sim_nap_clock(arena);
    if (!is_listed) take_from_bucket(arena, record);
    turns_of(arena)[record] = 0;
}

void sim_inserter_agenda_close(sim_arena *arena)
{
    if (arena->agenda_state == SIM_AGENDA_CLOSED) return;
    memset(turns_of(arena), 0, arena->pools[SIM_POOL_INSERTER].used);
    memset(sim_inserter_agenda_buckets(arena), 0, (arena->nap_end + 2u) * sizeof(uint32_t)); /* none later */
    arena->agenda_state = arena->agenda_done = 0;
    arena->agenda_left = 0;
}

int sim_inserter_agenda_check(const sim_arena *arena, sim_fault *fault)
{
    const sim_position none = {0, 0};
    SIM_EXPECT(fault, "agenda", 0, none, arena->agenda_state == SIM_AGENDA_CLOSED && arena->agenda_done == 0);
    SIM_EXPECT(fault, "agenda", 0, none, arena->agenda_record == 0 && arena->agenda_left == 0);
    SIM_EXPECT(fault, "agenda", 0, none, arena->listeners == 0 && arena->followers == 0 && arena->is_deaf == 0);
    if (arena->config.pool_capacity[SIM_POOL_INSERTER] == 0) return 1;
    for (uint32_t turn = 0; turn < SIM_AGENDA_BUCKETS; turn++)
        SIM_EXPECT(fault, "agenda", turn, none, sim_inserter_agenda_buckets(arena)[turn] == 0);
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_INSERTER].used; record++) {
        const sim_inserter *inserter = sim_inserter_record(arena, record);
        if (inserter->entity == 0) continue;
        SIM_EXPECT(fault, "inserter", record, none, inserter->nap_begin == 0 && inserter->listens == 0);
        SIM_EXPECT(fault, "inserter", record, none, inserter->next_at_belt == 0 && inserter->next_at_target == 0);
    }
    return 1;
}
