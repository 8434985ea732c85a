/* How records end (design, covenant 7): each kind is kept for so many months after the record's
 * day, then erased, text, rows, drafts and search words; what is left is a tombstone and an entry
 * in the trace. What was published stays as it was: books and releases are never touched. A legal
 * hold puts the end off, to a day and with a reason; at that day the record goes with the next
 * purge.
 *
 * Storage limitation and erasure: Directive (EU) 2016/680, articles 4 (1) (e), 5 and 16. */
#pragma once

#include "pakiv-log.h"

G_BEGIN_DECLS

/* A hold ends at most so far ahead. */
#define PAKIV_HOLD_MONTHS_MAX 60

/* So many days without use, and a day is taken for a wrong clock as well as for a long leave. */
#define PAKIV_CLOCK_DAYS_MAX 60

/* The rule of a tombstone where a person deleted the record. */
#define PAKIV_RULE_BY_HAND "by-hand"

/* (transfer full): what the rule of @kind is called in tombstones and in the trace: the kind's id
 * and the months, "contact/36-months". */
char *pakiv_kind_get_rule (const PakivKind *kind);

/* Against a wrong clock the log knows the last day on which it was used. */
typedef enum
{
  PAKIV_CLOCK_FINE,
  PAKIV_CLOCK_UNKNOWN, /* the log knows no such day yet */
  PAKIV_CLOCK_BEHIND,  /* today is before the day of last use */
  PAKIV_CLOCK_AHEAD,   /* today is more than PAKIV_CLOCK_DAYS_MAX days after it */
} PakivClockState;

typedef struct
{
  PakivClockState state;
  char *today;
  char *last_used; /* NULL where unknown */
} PakivClockCheck;

gboolean pakiv_log_check_clock (PakivLog *log, PakivClockCheck *check, GError **error);
void pakiv_clock_check_clear (PakivClockCheck *check);

/* (transfer full): the sentence that warns a person; NULL where the clock is FINE or UNKNOWN. */
char *pakiv_clock_check_describe (const PakivClockCheck *check);

typedef struct
{
  guint64 erased; /* records, which are gone now */
  guint64 due;    /* records whose day has come and that no hold keeps, but that were not erased:
                     needs_confirmation says why */
  guint64 held;   /* records whose day has come, kept by a hold */
  guint64 drafts; /* left-over drafts that were forgotten */
  gboolean needs_confirmation; /* nothing was erased, because the clock may be wrong: ask a person
                                  whether @clock.today is right, then purge again with @confirmed */
  PakivClockCheck clock;       /* as it was before the purge */
} PakivPurgeResult;

void pakiv_purge_result_clear (PakivPurgeResult *result);

/* Erases every record whose erase day has come, in transactions of some hundred records each; what
 * a cancelled purge has erased stays erased, and counts in @result. @confirmed: a person said that
 * today's date is right. @result is filled also on failure; clear it. Run it at unlock and daily;
 * blocks, and is fit for a thread. */
gboolean pakiv_log_purge (PakivLog *log,
                          gboolean confirmed,
                          PakivPurgeResult *result,
                          GCancellable *cancellable,
                          GError **error);

/* Legal holds. */
typedef struct
{
  char *kind;   /* id */
  char *record; /* id */
  char *reason;
  char *until; /* the hold keeps the record up to and with this day */
  char *placed_on;
  char *placed_by;
} PakivHold;

/* REFUSED without a reason or with an @until that is before today or more than
 * PAKIV_HOLD_MONTHS_MAX months ahead; NOT_FOUND where there is no such record. A hold that is
 * there already is replaced. A record on hold can't be deleted by hand. */
gboolean pakiv_log_place_hold (PakivLog *log,
                               const PakivKind *kind,
                               const char *id,
                               const char *reason,
                               const char *until,
                               GError **error);
/* NOT_FOUND where there is none. */
gboolean
pakiv_log_release_hold (PakivLog *log, const PakivKind *kind, const char *id, GError **error);

/* NULL without @error where there is none. A hold whose day is over is given too. */
PakivHold *
pakiv_log_get_hold (PakivLog *log, const PakivKind *kind, const char *id, GError **error);
GPtrArray *pakiv_log_list_holds (PakivLog *log, GError **error); /* PakivHold, first end first */
void pakiv_hold_free (PakivHold *hold);

/* What is left of erased records. */
typedef struct
{
  char *kind;
  char *record;
  char *rule; /* pakiv_kind_get_rule(), or PAKIV_RULE_BY_HAND */
  char *erased_on;
  char *erased_by;
} PakivTombstone;

/* PakivTombstone, newest first, @most at most. */
GPtrArray *pakiv_log_list_tombstones (PakivLog *log, guint most, GError **error);
void pakiv_tombstone_free (PakivTombstone *tombstone);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PakivClockCheck, pakiv_clock_check_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PakivPurgeResult, pakiv_purge_result_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivHold, pakiv_hold_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivTombstone, pakiv_tombstone_free)

G_END_DECLS
