/* The trace of a log as it is read: checked by anyone, opened by the data-protection officer (LED
 * Article 25 (2): logs are for checking lawfulness, self-monitoring, integrity and security).
 *
 * The trace is in the log (table trace) and, for those who hold no key to the log, in a plain file
 * beside it, DESK/police.trace: a line that names format, log and station, then one line for each
 * entry. What each can find:
 *
 * - Anyone, with desk.json and the file alone: a byte that was changed, a line that was taken out
 *   inside, doubled, moved or brought from another log or desk; the line is named. Not: lines cut
 *   off at the end, and not a whole chain made anew by someone who holds the log's key.
 * - Who opens the log: that the file is shorter or other than the table. What is missing is written
 *   again; a file that tells something else is kept aside (police.trace.kept-1), and an entry says
 *   so.
 * - The data-protection officer: who did what, and that each entry was signed by that member at
 *   that place; so also entries that someone with the log's key took out, moved or wrote in
 *   another's name. Each reading is noted in DESK/police.seen, signed by the officer, with the last
 *   number and hash, so that a trace that was cut or made anew after it is found at the next
 *   reading. Not: entries cut off at the end that nobody had seen yet, by someone who changed both
 *   the table and the file.
 *
 * Nobody turns later entries to a key of their own by writing it into desk.json: pakiv-trace-pin.h.
 *
 * Not done: the trace has no end of its own. Entries name members and the random ids of records, no
 * content, and stay as long as the log; the retention of the records they tell of does not touch
 * them (LED Article 25 leaves their time to national law). An end has to keep the chain checkable
 * from a signed point on and leave who erased how much, which neither the file's lines of one
 * length nor the table, which takes no deletion, can say today. */
#pragma once

#include "pakiv-act.h"
#include "pakiv-desk.h"

G_BEGIN_DECLS

typedef enum
{
  PAKIV_TRACE_SOUND = 0,
  PAKIV_TRACE_BROKEN = 1 << 0,     /* the line is not the one that belongs there */
  PAKIV_TRACE_UNREADABLE = 1 << 1, /* sealed to a key that this officer does not have */
  PAKIV_TRACE_UNSIGNED = 1 << 2,   /* not signed by the member it names, at this place */
} PakivTraceDoubt;

typedef struct
{
  guint64 number;        /* from 1 */
  PakivTraceDoubt doubt; /* where UNREADABLE, nothing below is known */
  const char *at;        /* UTC, "2021-03-31T12:00:00Z" */
  const char *member;
  PakivRole role;
  PakivAct act;
  const char *kind;      /* id of the kind, or NULL */
  const char *record;    /* random UUID, or NULL */
  const char *purpose;   /* code of the codelist purpose, or NULL: not stated */
  const char *recipient; /* or NULL */
  const char *detail;    /* a word of PAKIV_DETAIL_… and mostly a number, or NULL */
} PakivTraceEntry;

/* What was found in a file, without any key. */
typedef struct
{
  guint64 entries; /* whole and in place, from the first on */
  guint8 hash[32]; /* of the last of them */
  guint64 line;    /* the first that is wrong, the header being line 1; 0: none */
  char *reason;    /* translated sentence; NULL where none is wrong */
} PakivTraceCheck;

void pakiv_trace_check_clear (PakivTraceCheck *check);

/* Checks DESK/LOG.trace, or @path where it is not NULL (a file that was kept aside). TRUE where the
 * chain is whole; else FALSE and @error, which names the line, and @check tells the rest. */
gboolean pakiv_trace_verify (
    PakivDesk *desk, PakivLogId log, const char *path, PakivTraceCheck *check, GError **error);

typedef struct _PakivTrace PakivTrace;

/* Reads the whole trace; blocks, may be called in a thread. Refused (PASSPHRASE) to anyone but a
 * data-protection officer. A broken chain is no failure: what can be read is there, and
 * pakiv_trace_get_warnings() tells. The reading itself is noted in DESK/LOG.seen. */
PakivTrace *pakiv_trace_open (PakivSession *session, PakivLogId log, GError **error);
void pakiv_trace_free (PakivTrace *trace);

/* (element-type PakivTraceEntry), in order of writing. */
GPtrArray *pakiv_trace_get_entries (PakivTrace *trace);

/* Translated sentences, NULL-terminated; empty where all is well. */
const char *const *pakiv_trace_get_warnings (PakivTrace *trace);

/* The moment of this officer's, or another's, last reading before this one; NULL: the first. */
const char *pakiv_trace_get_last_reading (PakivTrace *trace);

/* (transfer container) (element-type PakivTraceEntry): NULL finds any. */
GPtrArray *
pakiv_trace_select (PakivTrace *trace, const char *member, const char *kind, const char *record);

/* (transfer full) (element-type char *): the members who are in the trace, sorted. */
GPtrArray *pakiv_trace_list_members (PakivTrace *trace);

/* One entry in words: "Looked at a list of 120 records". Translated, (transfer full). */
char *pakiv_trace_entry_describe (const PakivTraceEntry *entry);

/* (transfer full): the moment in local time as a person reads it. */
char *pakiv_trace_entry_get_time (const PakivTraceEntry *entry);

/* @entries as CSV to @path; that it was written is noted in DESK/LOG.seen. */
gboolean
pakiv_trace_export (PakivTrace *trace, GPtrArray *entries, const char *path, GError **error);
/* The same into a string, for a standard output. (transfer full). */
char *pakiv_trace_to_csv (PakivTrace *trace, GPtrArray *entries, GError **error);

/* Reading that deserves a question. A finding accuses nobody: night shifts and big cases exist. The
 * rules are simple so that they can be told to the members, and are Pakiv's own; each is about one
 * member, and days and hours are local.
 *
 * - MANY: on one day at least PAKIV_UNUSUAL_MANY records and lists were looked at, and more than
 *   three times the member's own median day. A day counts from the first look on it; the median is
 *   over the member's other days with looks, at least five of them, else taken as 10.
 * - HOURS: something was done at an hour at which, with the hours beside it, this member was at
 *   work on no other day, once there are ten days.
 * - AGAIN: one record was looked at on four or more days by a member who never wrote in it.
 * - ONLY_LOOKED: on one day ten or more records were opened and nothing was written.
 * - CLOCK: an entry is more than five minutes earlier than the one before it. */
typedef enum
{
  PAKIV_UNUSUAL_LOOKED_MANY,
  PAKIV_UNUSUAL_HOURS,
  PAKIV_UNUSUAL_AGAIN,
  PAKIV_UNUSUAL_ONLY_LOOKED,
  PAKIV_UNUSUAL_CLOCK,
} PakivUnusualRule;

#define PAKIV_UNUSUAL_MANY 30
#define PAKIV_UNUSUAL_TIMES 3
#define PAKIV_UNUSUAL_MEDIAN_DAYS 5
#define PAKIV_UNUSUAL_MEDIAN_ELSE 10
#define PAKIV_UNUSUAL_HOUR_DAYS 10
#define PAKIV_UNUSUAL_AGAIN_DAYS 4
#define PAKIV_UNUSUAL_ONLY 10
#define PAKIV_UNUSUAL_CLOCK_MINUTES 5

typedef struct
{
  PakivUnusualRule rule;
  const char *member;           /* of an entry's */
  char *day;                    /* local, "2021-03-31" */
  guint count;                  /* looks, hour of the day, days, records, or minutes */
  guint usual;                  /* MANY: the median */
  const PakivTraceEntry *first; /* where it begins */
} PakivUnusual;

/* (transfer full) (element-type PakivUnusual), newest first. Pure: over any entries, which must
 * outlive it. */
GPtrArray *pakiv_trace_find_unusual (GPtrArray *entries);

/* Translated sentence, (transfer full). */
char *pakiv_unusual_describe (const PakivUnusual *unusual);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivTrace, pakiv_trace_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PakivTraceCheck, pakiv_trace_check_clear)

G_END_DECLS
