/* Imports of small files of talks. */
#pragma once

#include "fixture.h"

G_BEGIN_DECLS

#define IMPORT_HEADER "Day,Place,Note\r\n"

/* Imports FOLDER/@names, up to NULL, with the map of the test definitions named @map_name. */
gboolean import_files (Fixture *fixture,
                       PakivLog *log,
                       const char *map_name,
                       const char *const *names,
                       GCancellable *cancellable,
                       PakivImportResult *result,
                       GError **error);

/* The same, and it must give these figures. */
void import_check (Fixture *fixture,
                   PakivLog *log,
                   const char *map,
                   const char *const *names,
                   guint64 read,
                   guint64 added,
                   guint64 already,
                   guint64 rejected);

G_END_DECLS
