/* A year of invented records, written through the same calls that a person's typing goes through:
 * what the rules would refuse can't be in the demonstration. */
#include "pakiv-demo-private.h"

#include "pakiv-day.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdlib.h>

#define N_DAYS 365
#define N_POLICE_CONTACTS 900
#define N_MEDIATION_CONTACTS 150
#define N_POLICE_INCIDENTS 60
#define N_MEDIATION_INCIDENTS 40
#define N_MEETINGS 36
#define N_ALL \
  (N_POLICE_CONTACTS + N_MEDIATION_CONTACTS + N_POLICE_INCIDENTS + N_MEDIATION_INCIDENTS \
   + N_MEETINGS)

static const PakivDemoMember members[] = {
  { "Officer Vega", PAKIV_ROLE_OFFICER, "demo officer" },
  { "Mediator Luna", PAKIV_ROLE_MEDIATOR, "demo mediator" },
  { "DPO Sol", PAKIV_ROLE_DPO, "demo protection" },
  { NULL },
};

typedef struct
{
  PakivDemoChance chance;
  PakivDefinitions *definitions;
  PakivLog *police;
  PakivLog *mediation;
  PakivLog *joint_as_police; /* each side writes its own account */
  PakivLog *joint_as_mediator;
  PakivDemoProgress progress;
  gpointer data;
  int n_saved;
} Demo;

const PakivDemoMember *
pakiv_demo_get_members (void)
{
  return members;
}

static void
clear_demo (Demo *demo)
{
  g_clear_pointer (&demo->police, pakiv_log_unref);
  g_clear_pointer (&demo->mediation, pakiv_log_unref);
  g_clear_pointer (&demo->joint_as_police, pakiv_log_unref);
  g_clear_pointer (&demo->joint_as_mediator, pakiv_log_unref);
  g_clear_pointer (&demo->definitions, pakiv_definitions_unref);
  g_clear_pointer (&demo->chance.rand, g_rand_free);
}

static PakivDesk *
create_desk (const char *folder, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  const char *passphrases[G_N_ELEMENTS (members)] = { NULL };

  for (int i = 0; members[i].name != NULL; i++)
    {
      PakivMember *member = g_new0 (PakivMember, 1);

      member->name = (char *)members[i].name;
      member->role = members[i].role;
      passphrases[i] = members[i].passphrase;
      g_ptr_array_add (list, member);
    }
  return pakiv_desk_create (folder, _ ("Riverton Municipal Police (invented)"), list, passphrases,
                            PAKIV_COST_MODERATE, error);
}

/* Opens the member's own log and the joint one. */
static gboolean
open_logs (Demo *demo,
           PakivDesk *desk,
           const PakivDemoMember *member,
           PakivClock *clock,
           PakivLog **own,
           PakivLog **joint,
           GError **error)
{
  g_autoptr (PakivSession) session
      = pakiv_desk_unlock (desk, member->name, member->passphrase, error);
  PakivLogId id = PAKIV_LOG_POLICE;

  if (session == NULL || !pakiv_role_get_own_log (member->role, &id))
    return FALSE;
  *own = pakiv_session_open_log (session, id, demo->definitions, clock, error);
  if (*own == NULL)
    return FALSE;
  *joint = pakiv_session_open_log (session, PAKIV_LOG_JOINT, demo->definitions, clock, error);
  return *joint != NULL;
}

static gboolean
save (Demo *demo, PakivLog *log, PakivRecord *record, GError **error)
{
  gboolean saved = pakiv_log_save (log, record, error);

  demo->n_saved++;
  if (saved && demo->progress != NULL && (demo->n_saved % 20 == 0 || demo->n_saved == N_ALL))
    demo->progress ((double)demo->n_saved / N_ALL, demo->data);
  return saved;
}

/* (transfer full): the day of record @i of @n: the first and the last of the year for the first and
 * the last record, any day for the others, with more going on in spring and summer than in winter.
 */
static char *
pick_day (const Demo *demo, int i, int n)
{
  const int percent_of_month[] = { 64, 68, 78, 88, 96, 100, 100, 90, 92, 86, 74, 70 };

  if (i == 0 || i == n - 1)
    return pakiv_day_add_days (demo->chance.first_day, i == 0 ? 0 : N_DAYS - 1);
  while (TRUE)
    {
      g_autofree char *day = pakiv_day_add_days (demo->chance.first_day,
                                                 pakiv_demo_number (&demo->chance, 0, N_DAYS - 1));

      if (pakiv_demo_happens (&demo->chance, percent_of_month[atoi (day + 5) - 1]))
        return g_steal_pointer (&day);
    }
}

static gboolean
add_contacts (Demo *demo, GError **error)
{
  const PakivKind *kind = pakiv_definitions_find_kind (demo->definitions, "contact");

  for (int i = 0; i < N_POLICE_CONTACTS; i++)
    {
      g_autofree char *day = pick_day (demo, i, N_POLICE_CONTACTS);
      g_autoptr (PakivRecord) record = pakiv_demo_new_police_contact (&demo->chance, kind, day);

      if (!save (demo, demo->police, record, error))
        return FALSE;
    }
  for (int i = 0; i < N_MEDIATION_CONTACTS; i++)
    {
      g_autofree char *day = pick_day (demo, i, N_MEDIATION_CONTACTS);
      g_autoptr (PakivRecord) record = pakiv_demo_new_mediation_contact (&demo->chance, kind, day);

      if (!save (demo, demo->mediation, record, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_incidents (Demo *demo, PakivLog *log, int n, GError **error)
{
  const PakivKind *kind = pakiv_definitions_find_kind (demo->definitions, "incident");

  for (int i = 0; i < n; i++)
    {
      g_autofree char *day = pick_day (demo, i, n);
      g_autoptr (PakivRecord) record
          = pakiv_demo_new_incident (&demo->chance, kind, day, pakiv_log_get_id (log));

      if (!save (demo, log, record, error))
        return FALSE;
    }
  return TRUE;
}

/* Three a month, evenly. The last meetings still wait for the community's account. */
static gboolean
add_meetings (Demo *demo, GError **error)
{
  const PakivKind *kind = pakiv_definitions_find_kind (demo->definitions, "meeting");

  for (int i = 0; i < N_MEETINGS; i++)
    {
      g_autofree char *day
          = pakiv_day_add_days (demo->chance.first_day, (i * 2 + 1) * N_DAYS / (N_MEETINGS * 2));
      g_autoptr (PakivRecord) record = pakiv_demo_new_meeting (&demo->chance, kind, day);

      if (!save (demo, demo->joint_as_police, record, error))
        return FALSE;
      if (i >= N_MEETINGS - 3)
        continue;
      pakiv_demo_add_community_account (&demo->chance, record);
      if (!pakiv_log_save (demo->joint_as_mediator, record, error))
        return FALSE;
      pakiv_demo_add_police_answer (&demo->chance, record);
      if (!pakiv_log_save (demo->joint_as_police, record, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
fill (Demo *demo, PakivDesk *desk, PakivClock *clock, GError **error)
{
  demo->definitions = pakiv_desk_load_definitions (desk, error);
  return demo->definitions != NULL
         && open_logs (demo, desk, &members[0], clock, &demo->police, &demo->joint_as_police, error)
         && open_logs (demo, desk, &members[1], clock, &demo->mediation, &demo->joint_as_mediator,
                       error)
         && add_contacts (demo, error)
         && add_incidents (demo, demo->police, N_POLICE_INCIDENTS, error)
         && add_incidents (demo, demo->mediation, N_MEDIATION_INCIDENTS, error)
         && add_meetings (demo, error);
}

/* A desk half filled would pass for a whole one. The folder was empty or not there before. */
static void
remove_desk (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
}

PakivDesk *
pakiv_demo_create (const char *folder,
                   PakivClock *clock,
                   PakivDemoProgress progress,
                   gpointer data,
                   GError **error)
{
  g_autofree char *today = pakiv_clock_get_day (clock);
  g_autofree char *first_day = pakiv_day_add_days (today, -N_DAYS);
  g_autoptr (PakivDesk) desk = create_desk (folder, error);
  Demo demo = { .chance = { g_rand_new_with_seed (g_str_hash (today)), first_day, today },
                .progress = progress,
                .data = data };
  gboolean filled = desk != NULL && fill (&demo, desk, clock, error);

  clear_demo (&demo);
  if (desk != NULL && !filled)
    remove_desk (folder);
  return filled ? g_steal_pointer (&desk) : NULL;
}
