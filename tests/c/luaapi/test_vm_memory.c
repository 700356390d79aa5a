/* The memory of the Lua VM: blocks keep their bytes, come back into use, and all of them go with the VM.
 *
 * sources: harness/standin/luaapi/vm/vm_memory.c */
#include "tests/c/kit.h"

#include "harness/standin/luaapi/vm/vm_memory.h"

/* The VM's side, which these tests play themselves. */
lua_Alloc lua_getallocf(lua_State *L, void **data) { (void)L, (void)data; abort(); }
void lua_setallocf(lua_State *L, lua_Alloc allocate, void *data) { (void)L, (void)allocate, (void)data; abort(); }
void lua_rawgeti(lua_State *L, int index, int number) { (void)L, (void)index, (void)number; abort(); }
const void *lua_topointer(lua_State *L, int index) { (void)L, (void)index; abort(); }
void lua_settop(lua_State *L, int index) { (void)L, (void)index; abort(); }

enum { BLOCKS = 500, ROUNDS = 50000, LONGEST = 1500 };

typedef struct held {
    unsigned char *bytes;
    size_t length;
    unsigned char seed;
} held;

static long outside; /* blocks that the other allocator has given out */

static void *plain(void *data, void *block, size_t old_bytes, size_t new_bytes)
{
    (void)data, (void)old_bytes;
    outside += (block == NULL && new_bytes > 0) - (block != NULL && new_bytes == 0);
    if (new_bytes > 0) return realloc(block, new_bytes);
    free(block);
    return NULL;
}

static uint32_t next(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static unsigned char byte_at(const held *one, size_t i)
{
    return (unsigned char)(one->seed + 31 * i);
}

static void fill(held *one, unsigned char seed)
{
    one->seed = seed;
    for (size_t i = 0; i < one->length; i++) one->bytes[i] = byte_at(one, i);
}

static size_t wrong_bytes(const held *one, size_t length)
{
    size_t wrong = 0;
    for (size_t i = 0; i < length; i++) wrong += one->bytes[i] != byte_at(one, i);
    return wrong;
}

/* What Lua asks for: a new block tells its kind in the place of its old size. */
static void resize(luaapi_vm_memory *heap, held *one, size_t bytes)
{
    size_t told = one->bytes == NULL ? 5 : one->length;
    one->bytes = luaapi_vm_memory_resize(heap, one->bytes, told, bytes);
    one->length = bytes;
}

TEST(blocks_keep_their_bytes_through_random_growth_shrinking_and_release)
{
    luaapi_vm_memory *heap = luaapi_vm_memory_new(plain, NULL, NULL);
    CHECK(heap != NULL);
    static held all[BLOCKS];
    memset(all, 0, sizeof all);
    uint32_t state = 1;
    size_t wrong = 0;
    for (int round = 0; round < ROUNDS; round++) {
        held *one = &all[next(&state) % BLOCKS];
        size_t old = one->length, bytes = next(&state) % 4 == 0 ? 0 : next(&state) % LONGEST;
        if (one->bytes == NULL && bytes == 0) continue;
        resize(heap, one, bytes);
        wrong += bytes == 0 ? one->bytes != NULL : wrong_bytes(one, old < bytes ? old : bytes);
        fill(one, (unsigned char)round);
    }
    CHECK_EQ_INT(wrong, 0);
    for (int i = 0; i < BLOCKS; i++)
        if (all[i].bytes != NULL) resize(heap, &all[i], 0);
    CHECK_EQ_INT(outside, 0);
    luaapi_vm_memory_free(heap);
}

TEST(a_small_block_that_was_released_comes_back_into_use)
{
    luaapi_vm_memory *heap = luaapi_vm_memory_new(plain, NULL, NULL);
    void *first = luaapi_vm_memory_resize(heap, NULL, 0, 40);
    luaapi_vm_memory_resize(heap, first, 40, 0);
    CHECK(luaapi_vm_memory_resize(heap, NULL, 0, 33) == first);
    CHECK_EQ_INT(outside, 0);
    luaapi_vm_memory_free(heap);
}

TEST(blocks_from_before_stay_with_the_allocator_that_gave_them)
{
    luaapi_vm_memory *heap = luaapi_vm_memory_new(plain, NULL, NULL);
    void *old = plain(NULL, NULL, 0, 24);
    old = luaapi_vm_memory_resize(heap, old, 24, 48);
    CHECK_EQ_INT(outside, 1);
    luaapi_vm_memory_resize(heap, old, 48, 0);
    CHECK_EQ_INT(outside, 0);
    luaapi_vm_memory_free(heap);
}

TEST(the_heap_ends_with_the_block_that_is_the_last_one)
{
    char *last = plain(NULL, NULL, 0, 64), *other = plain(NULL, NULL, 0, 64);
    memset(last, 0, 64);
    luaapi_vm_memory *heap = luaapi_vm_memory_new(plain, NULL, last + 8);
    luaapi_vm_memory_resize(heap, other, 64, 0);
    char *small = luaapi_vm_memory_resize(heap, NULL, 0, 16);
    small[15] = 1; /* the region is still there */
    luaapi_vm_memory_resize(heap, small, 16, 0);
    CHECK(luaapi_vm_memory_resize(heap, last, 64, 0) == NULL); /* a leak checker finds what is left */
    CHECK_EQ_INT(outside, 0);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(blocks_keep_their_bytes_through_random_growth_shrinking_and_release);
    RUN(a_small_block_that_was_released_comes_back_into_use);
    RUN(blocks_from_before_stay_with_the_allocator_that_gave_them);
    RUN(the_heap_ends_with_the_block_that_is_the_last_one);
    return kit_end();
}
