/* prototypes_table.h - the tables of the prototype file that the project ships. The source beside it is made by
 * generate.py and not kept. */
#ifndef PROTOTYPES_TABLE_H
#define PROTOTYPES_TABLE_H

#include "harness/standin/engine/core/prototypes.h"

/* Constant, valid for the life of the process, never NULL. */
const sim_prototypes *sim_builtin_prototypes(void);

#endif
