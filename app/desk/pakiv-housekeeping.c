#include "pakiv-housekeeping.h"

#include "pakiv-aside.h"
#include "pakiv-backup-words.h"
#include "pakiv-count-ahead.h"
#include "pakiv-retention.h"

#include <glib/gi18n.h>

/* How often it is looked whether a new day has come, or what failed works again. */
#define LOOK_EVERY_S 600

struct _PakivHousekeeping
{
  GObject parent_instance;

  PakivWorkplace *workplace;
  GCancellable *cancellable;
  char *problem;
  char *last_backup;
  char *day; /* of the last round; NULL before the first */
  guint timer;
  gboolean busy;
  gboolean asked; /* about the clock: once is enough until the next unlock */
};

G_DEFINE_FINAL_TYPE (PakivHousekeeping, pakiv_housekeeping, G_TYPE_OBJECT)

enum
{
  ERASED,
  CLOCK_DOUBTED,
  CHECKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* --- In the thread --- */

typedef struct
{
  PakivWorkplace *workplace;
  GCancellable *cancellable;
  gboolean confirmed;
  guint64 erased;
  guint64 due;
  char *doubt;
  char *problem;
  gboolean looked; /* for backups of one log at least */
  char *last;      /* the moment of the oldest of their last backups; NULL: one has none */
} Round;

static Round *
make_round (PakivWorkplace *workplace, GCancellable *cancellable)
{
  Round *round = g_new0 (Round, 1);

  round->workplace = g_object_ref (workplace);
  round->cancellable = g_object_ref (cancellable);
  return round;
}

static void
free_round (gpointer data)
{
  Round *round = data;

  g_object_unref (round->workplace);
  g_object_unref (round->cancellable);
  g_free (round->doubt);
  g_free (round->problem);
  g_free (round->last);
  g_free (round);
}

static void
note_problem (Round *round, const char *format, PakivLogId log, const GError *error)
{
  if (round->problem != NULL || g_cancellable_is_cancelled (round->cancellable))
    return;
  round->problem
      /* Translators: a log, as "Police log", what could not be done with it, and why. */
      = g_strdup_printf (_ ("%s: %s %s"), pakiv_log_id_get_label (log), format, error->message);
}

static void
purge (Round *round, PakivLogId id)
{
  PakivLog *log = pakiv_workplace_get_log (round->workplace, id);
  g_auto (PakivPurgeResult) result = { 0 };
  g_autoptr (GError) error = NULL;

  if (!pakiv_log_purge (log, round->confirmed, &result, round->cancellable, &error))
    note_problem (round, _ ("Records whose time is over could not be erased."), id, error);
  round->erased += result.erased;
  if (!result.needs_confirmation)
    return;
  round->due += result.due;
  if (round->doubt == NULL)
    round->doubt = pakiv_clock_check_describe (&result.clock);
}

static void
back_up (Round *round, PakivLogId log)
{
  PakivSession *session = pakiv_workplace_get_session (round->workplace);
  PakivClock *clock = pakiv_workplace_get_clock (round->workplace);
  PakivDesk *desk = pakiv_workplace_get_desk (round->workplace);
  g_autoptr (GError) error = NULL;
  g_autofree char *warning = NULL;

  if (g_cancellable_is_cancelled (round->cancellable))
    return;
  if (pakiv_backup_is_due (desk, log, clock)
      && !pakiv_backup_make (session, log, NULL, clock, NULL, round->cancellable, &error))
    note_problem (round, _ ("No backup could be made."), log, error);
  warning = pakiv_backup_get_warning (desk, log, clock);
  if (round->problem == NULL && warning != NULL)
    round->problem = g_steal_pointer (&warning);
}

static void
note_last (Round *round, PakivLogId log)
{
  char *last = pakiv_backup_get_last (pakiv_workplace_get_desk (round->workplace), log);

  /* UTC moments of one form: their order is that of their letters. */
  if (!round->looked || g_strcmp0 (last, round->last) < 0)
    {
      g_free (round->last);
      round->last = g_steal_pointer (&last);
    }
  g_free (last);
  round->looked = TRUE;
}

/* Where it fails, whoever counts will hear of it. */
static void
count_ahead (Round *round, PakivLogId log)
{
  pakiv_station_count_ahead (pakiv_workplace_get_log (round->workplace, log), round->cancellable,
                             NULL);
}

static gboolean
keep_house_in_thread (gpointer data, GError **error)
{
  Round *round = data;

  for (int i = 0; i < PAKIV_N_LOGS; i++)
    if (pakiv_workplace_get_log (round->workplace, i) != NULL
        && !g_cancellable_is_cancelled (round->cancellable))
      {
        purge (round, i);
        count_ahead (round, i);
        back_up (round, i);
        note_last (round, i);
      }
  return TRUE;
}

static gboolean
finish_in_thread (gpointer data, GError **error)
{
  Round *round = data;
  PakivSession *session = pakiv_workplace_get_session (round->workplace);
  PakivClock *clock = pakiv_workplace_get_clock (round->workplace);

  for (int i = 0; i < PAKIV_N_LOGS; i++)
    {
      PakivLog *log = pakiv_workplace_get_log (round->workplace, i);
      gboolean news = FALSE;

      /* Where it fails, the next unlock says that the last good one is old. */
      if (log != NULL && pakiv_backup_has_news (log, &news, NULL) && news)
        pakiv_backup_make (session, i, NULL, clock, NULL, round->cancellable, NULL);
    }
  return TRUE;
}

/* --- In the window's thread --- */

static void
tell (PakivHousekeeping *self, Round *round)
{
  if (round->erased > 0)
    g_signal_emit (self, signals[ERASED], 0, round->erased);
  if (round->due > 0 && round->doubt != NULL && !self->asked)
    {
      self->asked = TRUE;
      g_signal_emit (self, signals[CLOCK_DOUBTED], 0, round->doubt, round->due);
    }
  g_signal_emit (self, signals[CHECKED], 0);
}

static void
on_round_done_cb (gpointer owner, gpointer data, const GError *error)
{
  PakivHousekeeping *self = owner;
  Round *round = data;

  self->busy = FALSE;
  if (self->workplace == NULL || g_cancellable_is_cancelled (round->cancellable))
    return;
  g_free (self->problem);
  self->problem = g_steal_pointer (&round->problem);
  g_clear_pointer (&self->last_backup, g_free);
  if (round->looked)
    self->last_backup
        = pakiv_backup_word_last (round->last, pakiv_workplace_get_clock (self->workplace));
  tell (self, round);
}

static void
run (PakivHousekeeping *self, gboolean confirmed)
{
  Round *round;

  if (self->busy || self->workplace == NULL)
    return;
  self->busy = TRUE;
  g_free (self->day);
  self->day = pakiv_clock_get_day (pakiv_workplace_get_clock (self->workplace));
  round = make_round (self->workplace, self->cancellable);
  round->confirmed = confirmed;
  pakiv_aside_run (self, keep_house_in_thread, on_round_done_cb, round, free_round);
}

static gboolean
on_time_cb (gpointer data)
{
  PakivHousekeeping *self = data;
  g_autofree char *today = pakiv_clock_get_day (pakiv_workplace_get_clock (self->workplace));

  if (self->problem != NULL || g_strcmp0 (today, self->day) != 0)
    run (self, FALSE);
  return G_SOURCE_CONTINUE;
}

static void
pakiv_housekeeping_dispose (GObject *object)
{
  PakivHousekeeping *self = PAKIV_HOUSEKEEPING (object);

  pakiv_housekeeping_stop (self);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->problem, g_free);
  g_clear_pointer (&self->last_backup, g_free);
  g_clear_pointer (&self->day, g_free);
  G_OBJECT_CLASS (pakiv_housekeeping_parent_class)->dispose (object);
}

static void
pakiv_housekeeping_class_init (PakivHousekeepingClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pakiv_housekeeping_dispose;

  signals[ERASED] = g_signal_new ("erased", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_UINT64);
  signals[CLOCK_DOUBTED] = g_signal_new ("clock-doubted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_UINT64);
  signals[CHECKED]
      = g_signal_new ("checked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pakiv_housekeeping_init (PakivHousekeeping *self)
{
  self->cancellable = g_cancellable_new ();
}

PakivHousekeeping *
pakiv_housekeeping_new (PakivWorkplace *workplace)
{
  PakivHousekeeping *self = g_object_new (PAKIV_TYPE_HOUSEKEEPING, NULL);

  g_return_val_if_fail (PAKIV_IS_WORKPLACE (workplace), self);

  self->workplace = g_object_ref (workplace);
  return self;
}

void
pakiv_housekeeping_start (PakivHousekeeping *self)
{
  g_return_if_fail (PAKIV_IS_HOUSEKEEPING (self));

  if (self->timer == 0)
    self->timer = g_timeout_add_seconds (LOOK_EVERY_S, on_time_cb, self);
  run (self, FALSE);
}

void
pakiv_housekeeping_run (PakivHousekeeping *self)
{
  g_return_if_fail (PAKIV_IS_HOUSEKEEPING (self));

  run (self, FALSE);
}

void
pakiv_housekeeping_confirm_clock (PakivHousekeeping *self)
{
  g_return_if_fail (PAKIV_IS_HOUSEKEEPING (self));

  run (self, TRUE);
}

const char *
pakiv_housekeeping_get_problem (PakivHousekeeping *self)
{
  g_return_val_if_fail (PAKIV_IS_HOUSEKEEPING (self), NULL);

  return self->problem;
}

const char *
pakiv_housekeeping_get_last_backup (PakivHousekeeping *self)
{
  g_return_val_if_fail (PAKIV_IS_HOUSEKEEPING (self), NULL);

  return self->last_backup;
}

gboolean
pakiv_housekeeping_is_busy (PakivHousekeeping *self)
{
  g_return_val_if_fail (PAKIV_IS_HOUSEKEEPING (self), FALSE);

  return self->busy;
}

void
pakiv_housekeeping_stop (PakivHousekeeping *self)
{
  g_return_if_fail (PAKIV_IS_HOUSEKEEPING (self));

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->workplace);
}

static void
on_finished_cb (gpointer owner, gpointer data, const GError *error)
{
}

void
pakiv_housekeeping_finish (PakivWorkplace *workplace)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_return_if_fail (PAKIV_IS_WORKPLACE (workplace));

  pakiv_aside_run (workplace, finish_in_thread, on_finished_cb, make_round (workplace, cancellable),
                   free_round);
}
