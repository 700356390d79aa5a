/* vm_memory.h - memory of the Lua VM: its many small blocks from lists of free ones, of which the VM makes and drops
 * millions a second, and everything else from the allocator that was there before. */
#ifndef LUAAPI_VM_MEMORY_H
#define LUAAPI_VM_MEMORY_H

#include "harness/standin/luaapi/vm/lua52.h"

/* Takes the VM's memory over, and gives it back when the VM is closed. Nothing changes when the machine refuses the
 * address space. To be called once a VM, from its main thread. */
void luaapi_vm_memory_install(lua_State *L);

typedef struct luaapi_vm_memory luaapi_vm_memory;

/* The parts of it that a test needs: a heap over another allocator, NULL when the machine refuses; the function that
 * Lua calls; and the end, when no block of the heap is in use any more. `last` is an address in the block whose
 * release ends the heap by itself; NULL for none. */
luaapi_vm_memory *luaapi_vm_memory_new(lua_Alloc other, void *other_data, const void *last);
void *luaapi_vm_memory_resize(void *heap, void *block, size_t old_bytes, size_t new_bytes);
void luaapi_vm_memory_free(luaapi_vm_memory *heap);

#endif
