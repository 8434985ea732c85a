/* What a council holds: stations, their enrolment, and the releases that came. This header knows no
 * SQL, so that another store can stand behind it; pakiv-inbox*.c keeps it in plain SQLite (nothing
 * here needs hiding).
 *
 * Calls may come from any thread, one at a time inside. What was received is never overwritten, and
 * there is one release of counts for each station, log and quarter: two of them together could give
 * away what each alone protects. Revisions of it, whose figures are changes, stand beside it, each
 * the version after the one before. */
#pragma once

#include "pakiv-clock.h"
#include "pakiv-package.h"
#include "pakiv-role.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _PakivInbox PakivInbox;

/* Makes @folder where it is absent. A newer inbox is refused. */
PakivInbox *pakiv_inbox_open (const char *folder, PakivClock *clock, GError **error);
void pakiv_inbox_free (PakivInbox *inbox);

/* The address under which desks and browsers reach this council; NULL before it first listened. */
char *pakiv_inbox_get_address (PakivInbox *inbox);
gboolean pakiv_inbox_set_address (PakivInbox *inbox, const char *address, GError **error);

/* --- Stations --- */

/* (transfer full): a new enrolment code, good once and for 14 days. A station that is there already
 * keeps its releases and gets a further code, for a new desk. */
char *pakiv_inbox_add_station (PakivInbox *inbox, const char *name, GError **error);

typedef struct
{
  gint64 number;
  char *name; /* as the council calls it */
  char *uuid; /* as the desk calls itself; NULL before it enrolled */
  guint8 keys[PAKIV_N_LOGS][PAKIV_MINISIGN_KEY];
} PakivStation;

/* Uses the code up. @uuid and @keys are what the desk says of itself. (transfer full): its token.
 */
char *pakiv_inbox_enrol (PakivInbox *inbox,
                         const char *code,
                         const char *uuid,
                         const guint8 keys[PAKIV_N_LOGS][PAKIV_MINISIGN_KEY],
                         GError **error);

/* NULL without @error where no station has this token. */
PakivStation *pakiv_inbox_find_station (PakivInbox *inbox, const char *token, GError **error);
GPtrArray *pakiv_inbox_list_stations (PakivInbox *inbox,
                                      GError **error); /* PakivStation, by name */
void pakiv_station_free (PakivStation *station);

/* --- Releases --- */

typedef enum
{
  PAKIV_RECEIPT_NEW,
  PAKIV_RECEIPT_ALREADY,  /* the same bytes were here before */
  PAKIV_RECEIPT_CONFLICT, /* other bytes were here before: nothing changed */
  PAKIV_RECEIPT_SECOND, /* another release of this station, log and quarter was: nothing changed */
  PAKIV_RECEIPT_NOT_NEXT, /* a revision of what is not here, or not the next one: nothing changed */
} PakivReceipt;

/* Keeps @bytes, the package of @release, checked before. With @dry_run only says what would happen.
 */
gboolean pakiv_inbox_receive (PakivInbox *inbox,
                              const PakivStation *station,
                              const PakivRelease *release,
                              GBytes *bytes,
                              gboolean dry_run,
                              PakivReceipt *receipt,
                              GError **error);

/* (transfer full) (element-type GBytes): the packages of other releases about the same records as
 * @release, those of the same log and quarter, whatever became of them. */
GPtrArray *pakiv_inbox_list_packages_beside (PakivInbox *inbox,
                                             const PakivStation *station,
                                             const PakivRelease *release,
                                             GError **error);

typedef struct
{
  char *label; /* msgid */
  gint64 value;
} PakivHeadline;

typedef struct
{
  char *id;
  gint64 station_number;
  char *station;
  PakivLogId log;
  PakivPeriod period;
  int version;
  char *received_at; /* "2021-04-02T09:30:00Z" */
  char *state;
  char *comment;        /* or NULL */
  char *first;          /* of a revision: id of the first release, which stands; else NULL */
  char *revision;       /* id of the newest revision after this one, or NULL */
  char *revised_at;     /* when that was received */
  GPtrArray *headlines; /* PakivHeadline; empty where it was not asked for */
} PakivEntry;

/* (transfer full) (element-type PakivEntry): the release that stands for each station and log, none
 * of its revisions, of the @n_periods quarters that come before @before (NULL: from the newest on);
 * newest quarter first. */
GPtrArray *
pakiv_inbox_list (PakivInbox *inbox, const char *before, guint n_periods, GError **error);

/* Every version for the same station, log and quarter as @entry, newest first, without headlines.
 */
GPtrArray *pakiv_inbox_list_versions (PakivInbox *inbox, const PakivEntry *entry, GError **error);

/* NULL without @error where there is none. */
PakivEntry *pakiv_inbox_find (PakivInbox *inbox, const char *id, GError **error);
GBytes *pakiv_inbox_get_package (PakivInbox *inbox, const char *id, GError **error);
void pakiv_entry_free (PakivEntry *entry);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivInbox, pakiv_inbox_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivStation, pakiv_station_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivEntry, pakiv_entry_free)

G_END_DECLS
