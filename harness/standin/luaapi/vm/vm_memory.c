#include "harness/standin/luaapi/vm/vm_memory.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define GRAIN 16
#define LARGEST 512 /* bytes of a block that comes from a list                                                */
#define CLASSES (LARGEST / GRAIN)
#define REGION_BYTES ((size_t)1 << 30) /* of addresses; memory comes with the first touch of a page           */
#define MAIN_THREAD 1                  /* LUA_RIDX_MAINTHREAD                                                 */

typedef struct free_block {
    struct free_block *next;
} free_block;

struct luaapi_vm_memory {
    lua_Alloc other;
    void *other_data;
    const void *last;
    char *region;
    size_t used; /* bytes of the region that have been given out once */
    free_block *free[CLASSES];
};

luaapi_vm_memory *luaapi_vm_memory_new(lua_Alloc other, void *other_data, const void *last)
{
    luaapi_vm_memory *heap = calloc(1, sizeof *heap);
    void *region = mmap(NULL, REGION_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (heap == NULL || region == MAP_FAILED) {
        free(heap);
        if (region != MAP_FAILED) munmap(region, REGION_BYTES);
        return NULL;
    }
    heap->other = other;
    heap->other_data = other_data;
    heap->last = last;
    heap->region = region;
    return heap;
}

void luaapi_vm_memory_free(luaapi_vm_memory *heap)
{
    munmap(heap->region, REGION_BYTES);
    free(heap);
}

static int is_own(const luaapi_vm_memory *heap, const void *block)
{
    return (uintptr_t)block - (uintptr_t)heap->region < REGION_BYTES;
}

/* bytes is 1..LARGEST. */
static size_t class_of(size_t bytes)
{
    return (bytes - 1) / GRAIN;
}

/* A block that was freed, NULL when there is none. Its successor is fetched meanwhile: the collector frees in an order
 * that leaves the list scattered, and the wait for the next block was a fifth of a small search. */
static inline void *take_freed(luaapi_vm_memory *heap, size_t bytes)
{
    free_block **list = &heap->free[class_of(bytes)];
    free_block *block = *list;
    if (block != NULL) {
        *list = block->next;
        __builtin_prefetch(block->next, 1);
    }
    return block;
}

/* A block of a list, NULL when the region is used up. */
static void *take(luaapi_vm_memory *heap, size_t bytes)
{
    void *block = take_freed(heap, bytes);
    if (block != NULL) return block;
    size_t size = (class_of(bytes) + 1) * GRAIN;
    if (size > REGION_BYTES - heap->used) return NULL;
    heap->used += size;
    return heap->region + heap->used - size;
}

static inline void put_back(luaapi_vm_memory *heap, void *block, size_t bytes)
{
    free_block *freed = block, **list = &heap->free[class_of(bytes)];
    freed->next = *list;
    *list = freed;
}

static void *new_block(luaapi_vm_memory *heap, size_t kind, size_t bytes)
{
    void *block = bytes <= LARGEST ? take(heap, bytes) : NULL;
    return block != NULL ? block : heap->other(heap->other_data, NULL, kind, bytes);
}

/* A block that has no room left moves; one that shrinks and finds no place stays, as Lua relies on. */
static void *resize_own(luaapi_vm_memory *heap, void *block, size_t old_bytes, size_t new_bytes)
{
    if (new_bytes <= LARGEST && class_of(new_bytes) == class_of(old_bytes)) return block;
    void *moved = new_block(heap, 0, new_bytes);
    if (moved == NULL) return new_bytes <= old_bytes ? block : NULL;
    memcpy(moved, block, old_bytes < new_bytes ? old_bytes : new_bytes);
    put_back(heap, block, old_bytes);
    return moved;
}

/* A build of Lua may keep bytes of its own before a thread, in the same block. */
static int is_last(const luaapi_vm_memory *heap, const void *block, size_t bytes)
{
    return (uintptr_t)heap->last - (uintptr_t)block < bytes;
}

/* All that is neither the next freed block nor a block that is freed. */
static __attribute__((noinline)) void *resize_slowly(luaapi_vm_memory *heap, void *block, size_t old_bytes,
                                                     size_t new_bytes)
{
    if (block == NULL) return new_bytes == 0 ? NULL : new_block(heap, old_bytes, new_bytes);
    if (is_own(heap, block)) return resize_own(heap, block, old_bytes, new_bytes);
    int ends = new_bytes == 0 && is_last(heap, block, old_bytes);
    void *result = heap->other(heap->other_data, block, old_bytes, new_bytes);
    if (ends) luaapi_vm_memory_free(heap);
    return result;
}

void *luaapi_vm_memory_resize(void *data, void *block, size_t old_bytes, size_t new_bytes)
{
    luaapi_vm_memory *heap = data;
    if (block == NULL && new_bytes - 1 < LARGEST) {
        void *freed = take_freed(heap, new_bytes);
        if (freed != NULL) return freed;
    } else if (new_bytes == 0 && is_own(heap, block)) {
        put_back(heap, block, old_bytes);
        return NULL;
    }
    return resize_slowly(heap, block, old_bytes, new_bytes);
}

void luaapi_vm_memory_install(lua_State *L)
{
    void *data = NULL;
    lua_Alloc other = lua_getallocf(L, &data);
    lua_rawgeti(L, LUA_REGISTRYINDEX, MAIN_THREAD);
    const void *main_thread = lua_topointer(L, -1);
    lua_pop(L, 1);
    luaapi_vm_memory *heap = luaapi_vm_memory_new(other, data, main_thread);
    if (heap != NULL) lua_setallocf(L, luaapi_vm_memory_resize, heap);
}
