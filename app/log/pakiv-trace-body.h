/* What an entry says: written, signed by the member and sealed; opened and checked again. */
#pragma once

#include "pakiv-trace-table.h"
#include "pakiv-trace.h"
#include "pakiv-tracer.h"

G_BEGIN_DECLS

/* The part of an entry that the caller knows; each may be NULL but the act. */
typedef struct
{
  PakivAct act;
  const char *kind;
  const char *record;
  const char *recipient;
  const char *detail;
} PakivTraceNote;

/* Fills in sealed of @link, whose number is set. */
void pakiv_trace_seal (PakivTracer *tracer,
                       const PakivTraceNote *note,
                       const guint8 *previous,
                       PakivTraceLink *link);

/* REFUSED where the desk has another trace key than before, and nobody who could proved it; see
 * pakiv-trace-pin.h. A data-protection officer may have come since the log was opened. */
gboolean
pakiv_trace_check_key (PakivSql *sql, PakivTracer *tracer, const guint8 *signing, GError **error);

/* Adds the next link to the table, in the transaction that is under way. @signing: the log's own
 * secret key. */
gboolean pakiv_trace_append (PakivSql *sql,
                             PakivTracer *tracer,
                             const PakivTraceNote *note,
                             const guint8 *signing,
                             GError **error);

/* What was sealed, opened: @json is not a copy but within @bytes, and not ended by NUL. */
typedef struct
{
  guint8 bytes[PAKIV_TRACE_BODY];
} PakivTraceBody;

gboolean pakiv_trace_unseal (const PakivTraceLink *link,
                             const guint8 *public_key,
                             const guint8 *secret_key,
                             PakivTraceBody *body);

/* Fills in all of @entry but number and doubt; texts are of @chunk, which lives as long. FALSE
 * where it is no entry. */
gboolean
pakiv_trace_body_parse (const PakivTraceBody *body, PakivTraceEntry *entry, GStringChunk *chunk);

/* Whether the holder of @signing_key signed it for this place. */
gboolean pakiv_trace_body_is_signed (const PakivTraceBody *body,
                                     guint64 number,
                                     const guint8 *previous,
                                     const guint8 *signing_key);

G_END_DECLS
