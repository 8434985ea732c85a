#include "members-fixture.h"

#include <ftw.h>
#include <stdio.h>

const MembersPerson members_people[MEMBERS_N_PEOPLE] = {
  { "Ana", PAKIV_ROLE_OFFICER, "long enough ana" },
  { "Bea", PAKIV_ROLE_SUPERVISOR, "long enough bea" },
  { "Luna", PAKIV_ROLE_MEDIATOR, "long enough luna" },
  { "Sol", PAKIV_ROLE_DPO, "long enough sol" },
};

PakivSession *
members_unlock (MembersFixture *fixture, const char *name, const char *passphrase, GError **error)
{
  return pakiv_desk_unlock (fixture->desk, name, passphrase, error);
}

const char *
members_get_passphrase (const char *name)
{
  for (guint i = 0; i < MEMBERS_N_PEOPLE; i++)
    if (g_str_equal (members_people[i].name, name))
      return members_people[i].passphrase;
  g_assert_not_reached ();
}

PakivWorkplace *
members_open_workplace (MembersFixture *fixture, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivSession) session
      = members_unlock (fixture, name, members_get_passphrase (name), &error);
  PakivWorkplace *workplace;

  g_assert_no_error (error);
  workplace = pakiv_workplace_new (session, fixture->clock, &error);
  g_assert_no_error (error);
  return workplace;
}

void
members_set_up (MembersFixture *fixture, gconstpointer name)
{
  const char *passphrases[MEMBERS_N_PEOPLE + 1] = { NULL };
  PakivMember members[MEMBERS_N_PEOPLE] = { 0 };
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < MEMBERS_N_PEOPLE; i++)
    {
      members[i].name = (char *)members_people[i].name;
      members[i].role = members_people[i].role;
      passphrases[i] = members_people[i].passphrase;
      g_ptr_array_add (list, &members[i]);
    }
  fixture->top = g_dir_make_tmp ("pakiv-members-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->folder = g_build_filename (fixture->top, "desk", NULL);
  fixture->clock = pakiv_clock_new_fixed (MEMBERS_DAY);
  fixture->desk
      = pakiv_desk_create (fixture->folder, "Puente", list, passphrases, PAKIV_COST_TEST, &error);
  g_assert_no_error (error);
  pakiv_desk_set_cost (fixture->desk, PAKIV_COST_TEST);
  if (name != NULL)
    fixture->workplace = members_open_workplace (fixture, name);
}

static int
remove_one (const char *path, const struct stat *status, int type, struct FTW *place)
{
  return remove (path);
}

void
members_tear_down (MembersFixture *fixture, gconstpointer name)
{
  form_wait_idle ();
  if (fixture->workplace != NULL)
    g_assert_finalize_object (fixture->workplace);
  pakiv_desk_unref (fixture->desk);
  pakiv_clock_unref (fixture->clock);
  nftw (fixture->top, remove_one, 16, FTW_DEPTH | FTW_PHYS);
  g_free (fixture->folder);
  g_free (fixture->top);
}

/* The @n-th entry row in sight, from 0; NULL where there are fewer. */
GtkWidget *
members_find_entry (GtkWidget *root, guint *n)
{
  if (!gtk_widget_get_child_visible (root))
    return NULL;
  if (ADW_IS_ENTRY_ROW (root) && gtk_widget_get_mapped (root) && (*n)-- == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = members_find_entry (child, n);

      if (found != NULL)
        return found;
    }
  return NULL;
}

void
members_type (GtkWidget *window, guint n, const char *text)
{
  GtkWidget *entry = members_find_entry (window, &n);

  g_assert_nonnull (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

const PakivMember *
members_find (MembersFixture *fixture, const char *name)
{
  pakiv_desk_refresh (fixture->desk, NULL);
  return pakiv_desk_find_member (fixture->desk, name);
}

void
members_assert_unlocks (MembersFixture *fixture,
                        const char *name,
                        const char *passphrase,
                        gboolean does)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivSession) session = members_unlock (fixture, name, passphrase, &error);

  if (does)
    g_assert_no_error (error);
  else
    g_assert_nonnull (error);
}
