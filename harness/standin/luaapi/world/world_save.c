/* The world as bytes: one description of the fields serves counting, writing and reading. Bytes from outside are checked
 * field by field; arenas by the engine's own checks. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "harness/standin/luaapi/world/flow_sampling.h"
#include "harness/standin/luaapi/world/python_face.h"
#include "harness/standin/luaapi/world/world.h"

#define MAGIC 0x33574153u /* "SAW3" */
#define MOST_SURFACES 100000u
#define MOST_RECORDS (1u << 24)

typedef struct codec {
    uint8_t *bytes; /* NULL: only counts              */
    size_t size;
    size_t at;
    int reads;
    int failed;
} codec;

static void field(codec *c, void *value, size_t length)
{
    if (c->failed || (c->bytes != NULL && length > c->size - c->at)) {
        c->failed = 1;
        return;
    }
    if (c->bytes != NULL && c->reads) {
        memcpy(value, c->bytes + c->at, length);
    } else if (c->bytes != NULL) {
        memcpy(c->bytes + c->at, value, length);
    }
    c->at += length;
}

#define FIELD(c, value) field(c, &(value), sizeof(value))

static void require(codec *c, int condition)
{
    c->failed |= !condition;
}

/* A list that malloc has made: its length, then its rows. Reading makes it anew. */
static void *list(codec *c, void *rows, uint32_t *count, size_t row, uint32_t most)
{
    FIELD(c, *count);
    require(c, *count <= most && (!c->reads || (size_t)*count * row <= c->size - c->at));
    if (c->failed) {
        return c->reads ? NULL : rows;
    }
    void *kept = c->reads ? calloc(*count + 1, row) : rows;
    require(c, kept != NULL || *count == 0);
    if (kept != NULL) {
        field(c, kept, *count * row);
    }
    return kept;
}

static void name_field(codec *c, char *name)
{
    field(c, name, LUAAPI_NAME_BYTES);
    if (c->reads && !c->failed) {
        require(c, memchr(name, 0, LUAAPI_NAME_BYTES) != NULL);
    }
}

static void arena_field(codec *c, const luaapi_world *world, luaapi_surface *surface)
{
    uint64_t bytes = surface->arena == NULL ? 0 : surface->arena->block_bytes;
    FIELD(c, bytes);
    require(c, !c->reads || bytes <= c->size - c->at);
    if (c->failed) {
        return;
    }
    if (c->reads) {
        surface->arena = malloc(bytes ? bytes : 1);
        surface->block_bytes = bytes;
        require(c, surface->arena != NULL);
    }
    if (surface->arena != NULL) {
        field(c, surface->arena, bytes);
    }
    sim_fault fault;
    if (c->reads && !c->failed) {
        require(c, sim_arena_validate(surface->arena, bytes, world->prototypes) == SIM_OK &&
                       sim_arena_check(surface->arena, world->prototypes, &fault));
    }
}

/* Chunks and how they are generated. */
static void chunks_field(codec *c, luaapi_surface *surface)
{
    uint8_t has_chunks = surface->chunks != NULL;
    FIELD(c, has_chunks);
    if (c->failed || !has_chunks) {
        return;
    }
    uint32_t count = surface->arena->chunk_columns * surface->arena->chunk_rows;
    uint32_t kept = count;
    surface->chunks = list(c, surface->chunks, &kept, 1, count);
    require(c, kept == count);
    if (c->reads && !c->failed) {
        surface->generation = calloc(1, sizeof *surface->generation);
        require(c, surface->generation != NULL);
        surface->chunks_requested = 0;
        for (uint32_t i = 0; i < count; i++) {
            require(c, surface->chunks[i] <= 2);
            surface->chunks_requested += surface->chunks[i] == 1;
        }
    }
    if (!c->failed) {
        field(c, surface->generation, sizeof *surface->generation);
    }
}

/* The history of flows, whose lists of samples stand behind each series. */
static void flows_field(codec *c, luaapi_surface *surface)
{
    luaapi_flow_history *flows = &surface->flows;
    uint32_t count = flows->count;
    FIELD(c, count);
    require(c, count <= MOST_RECORDS && (!c->reads || count <= c->size - c->at));
    if (c->reads && !c->failed) {
        flows->series = calloc(count + 1, sizeof *flows->series);
        require(c, flows->series != NULL);
        flows->count = flows->room = c->failed ? 0 : count;
    }
    for (uint32_t i = 0; i < count && !c->failed; i++) {
        luaapi_flow_series *series = &flows->series[i];
        FIELD(c, series->key);
        FIELD(c, series->total);
        for (int precision = 0; precision < LUAAPI_FLOW_PRECISIONS; precision++) {
            luaapi_flow_samples *samples = &series->samples[precision];
            samples->rows = list(c, samples->rows, &samples->count, sizeof *samples->rows, MOST_RECORDS);
            samples->room = c->reads ? samples->count : samples->room;
            samples->count = c->reads && samples->rows == NULL ? 0 : samples->count;
        }
    }
    if (c->reads && !c->failed) {
        luaapi_flows_look(surface);
    }
}

static void surface_fields(codec *c, const luaapi_world *world, luaapi_surface *surface)
{
    FIELD(c, surface->index);
    name_field(c, surface->name);
    FIELD(c, surface->seed);
    FIELD(c, surface->force_of_byte);
    FIELD(c, surface->generated);
    FIELD(c, surface->lab_tiles);
    FIELD(c, surface->always_day);
    FIELD(c, surface->freeze_daytime);
    FIELD(c, surface->peaceful_mode);
    FIELD(c, surface->no_enemies_mode);
    FIELD(c, surface->show_clouds);
    FIELD(c, surface->doomed);
    FIELD(c, surface->daytime);
    FIELD(c, surface->ticks_per_day);
    FIELD(c, surface->has_map_settings);
    require(c, isfinite(surface->daytime) && surface->ticks_per_day > 0);
    for (int i = 0; i < LUAAPI_SURFACE_FORCES; i++) {
        require(c, surface->force_of_byte[i] <= LUAAPI_MAX_FORCES);
    }
    arena_field(c, world, surface);
    if (!c->failed) {
        chunks_field(c, surface);
        surface->selections =
            list(c, surface->selections, &surface->selection_count, sizeof *surface->selections, MOST_RECORDS);
        flows_field(c, surface);
    }
}

/* A surface or the lack of one. */
static luaapi_surface *surface_field(codec *c, const luaapi_world *world, luaapi_surface *surface)
{
    uint8_t exists = surface != NULL;
    FIELD(c, exists);
    if (c->failed || !exists) {
        return c->reads ? NULL : surface;
    }
    if (c->reads) {
        surface = calloc(1, sizeof *surface);
        require(c, surface != NULL);
    }
    if (surface != NULL) {
        surface_fields(c, world, surface);
    }
    return surface;
}

static void force_fields(codec *c, const luaapi_world *world, luaapi_force *force)
{
    FIELD(c, force->index);
    name_field(c, force->name);
    FIELD(c, force->friends);
    FIELD(c, force->cease_fires);
    FIELD(c, force->spawn_position);
    FIELD(c, force->has_no_friendly_fire);
    FIELD(c, force->is_research_disabled);
    force->store = surface_field(c, world, force->store);
}

static void time_fields(codec *c, luaapi_world *world)
{
    FIELD(c, world->tick);
    FIELD(c, world->ticks_played);
    FIELD(c, world->speed);
    FIELD(c, world->ticks_to_run);
    FIELD(c, world->tick_paused);
    FIELD(c, world->autosave_enabled);
    FIELD(c, world->no_technology_notifications);
    FIELD(c, world->random);
    FIELD(c, world->map_settings);
    FIELD(c, world->last_path_id);
    FIELD(c, world->last_rendering);
    FIELD(c, world->last_registration);
    require(c, world->speed >= 0.01 && isfinite(world->speed));
}

static void world_fields(codec *c, luaapi_world *world)
{
    uint32_t magic = MAGIC;
    uint32_t layout[3] = {(uint32_t)sizeof(sim_arena), SIM_ARENA_VERSION, world->prototypes->item_count};
    uint32_t expected[3] = {layout[0], layout[1], layout[2]};
    FIELD(c, magic);
    FIELD(c, layout);
    require(c, magic == MAGIC && memcmp(layout, expected, sizeof layout) == 0);
    time_fields(c, world);
    FIELD(c, world->force_count);
    require(c, world->force_count >= LUAAPI_FORCE_NEUTRAL && world->force_count <= LUAAPI_MAX_FORCES);
    for (uint32_t i = 0; i < world->force_count && !c->failed; i++) {
        force_fields(c, world, &world->forces[i]);
        require(c, world->forces[i].index == i + 1);
    }
    uint32_t surfaces = world->surface_count;
    FIELD(c, surfaces);
    require(c, surfaces >= 1 && surfaces <= MOST_SURFACES);
    if (c->reads && !c->failed) {
        world->surfaces = calloc(surfaces, sizeof *world->surfaces);
        require(c, world->surfaces != NULL);
        world->surface_count = world->surfaces == NULL ? 0 : surfaces;
    }
    for (uint32_t i = 0; i < surfaces && !c->failed; i++) {
        world->surfaces[i] = surface_field(c, world, world->surfaces[i]);
        require(c, world->surfaces[i] == NULL || world->surfaces[i]->index == i + 1);
    }
    world->script_store = c->failed ? world->script_store : surface_field(c, world, world->script_store);
    world->paths = list(c, world->paths, &world->path_count, sizeof *world->paths, MOST_RECORDS);
    world->registrations =
        list(c, world->registrations, &world->registration_count, sizeof *world->registrations, MOST_RECORDS);
    world->registration_room = c->reads ? world->registration_count : world->registration_room;
    world->renderings = list(c, world->renderings, &world->rendering_count, sizeof *world->renderings, MOST_RECORDS);
    world->rendering_room = c->reads ? world->rendering_count : world->rendering_room;
}

/* What scripts have added since the last tick belongs to the game that is saved. */
static void sample_flows(luaapi_world *world)
{
    for (uint32_t index = 1; index <= world->surface_count; index = luaapi_world_next(world, index)) {
        if (world->surfaces[index - 1] != NULL) {
            luaapi_flows_sample_counts(world->surfaces[index - 1], world->tick);
        }
    }
}

size_t luaapi_world_save_bytes(luaapi_world *world)
{
    sample_flows(world);
    codec c = {0};
    world_fields(&c, world);
    return c.at;
}

int luaapi_world_save(luaapi_world *world, void *bytes, size_t size)
{
    codec c = {.bytes = bytes, .size = size};
    world_fields(&c, world);
    return !c.failed && c.at == size;
}

/* The first surface must exist: it cannot be deleted. */
int luaapi_world_load(luaapi_world *world, const void *bytes, size_t size)
{
    codec c = {.bytes = (uint8_t *)(uintptr_t)bytes, .size = size, .reads = 1};
    const sim_prototypes *prototypes = world->prototypes;
    luaapi_names *names = world->names;
    uint8_t running = world->running;
    luaapi_world_clear(world);
    memset(world, 0, sizeof *world);
    world->prototypes = prototypes;
    world->names = names;
    world->running = running;
    world_fields(&c, world);
    if (world->force_count > LUAAPI_MAX_FORCES) {
        world->force_count = LUAAPI_MAX_FORCES; /* refused, but whoever clears the world walks over them */
    }
    return !c.failed && c.at == size && world->surfaces[0] != NULL;
}
