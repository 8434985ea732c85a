/* Logs whose records are due, or are not. */
#pragma once

#include "fixture.h"

#include "pakiv-retention.h"

G_BEGIN_DECLS

/* A talk is kept 12 months: what is of DUE ends on the fixture's day. */
#define RETENTION_DUE "2020-05-10"
#define NOT_DUE "2020-05-11"

extern const PakivPeriod retention_q2;
PakivLog *retention_open_on (Fixture *fixture, const char *day);
void retention_purge (PakivLog *log, gboolean confirmed, PakivPurgeResult *result);

/* A log that was used today: a new one knows no day, so its first purge finds nothing to do. */
PakivLog *retention_open_used (Fixture *fixture);
gint64 retention_count (Fixture *fixture, const char *select);

/* Many records at once, as a schema that a test writes by itself: saving them would take longer
 * than what is measured. */
void retention_add_many (Fixture *fixture, guint n);

G_END_DECLS
