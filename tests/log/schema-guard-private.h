/* What the files of the schema guard share. */
#pragma once

#include "schema-guard.h"

G_BEGIN_DECLS

void schema_guard_object (GPtrArray *objections, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Adds an objection where a part of @name may not be. */
void schema_guard_check_name (SchemaGuard *guard, const char *name, GPtrArray *objections);

G_END_DECLS
