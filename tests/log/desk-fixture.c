#include "desk-fixture.h"

#include <stdarg.h>
#include <string.h>

char *
desk_fixture_words (const char *member)
{
  return g_strdup_printf ("the words of %s", member);
}

static void
free_member (gpointer data)
{
  PakivMember *member = data;

  g_free (member->name);
  g_free (member);
}

static void
add (GPtrArray *members, GPtrArray *words, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 2);
  PakivMember *member = g_new0 (PakivMember, 1);

  member->name = g_strdup (parts[0]);
  g_assert_true (pakiv_role_from_string (parts[1], &member->role));
  g_ptr_array_add (members, member);
  g_ptr_array_add (words, desk_fixture_words (member->name));
}

static PakivDesk *
create (Fixture *fixture, const char *name, GPtrArray *members, GPtrArray *words)
{
  g_autofree char *folder = fixture_get_path (fixture, name);
  g_autoptr (GError) error = NULL;
  PakivDesk *desk = pakiv_desk_create (folder, "Târgu Nou", members,
                                       (const char *const *)words->pdata, PAKIV_COST_TEST, &error);

  g_assert_no_error (error);
  return desk;
}

PakivDesk *
desk_fixture_create_with (Fixture *fixture, const char *name, ...)
{
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func (free_member);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  const char *text;
  va_list list;

  va_start (list, name);
  while ((text = va_arg (list, const char *)) != NULL)
    add (members, words, text);
  va_end (list);
  return create (fixture, name, members, words);
}

PakivDesk *
desk_fixture_create (Fixture *fixture, const char *name)
{
  return desk_fixture_create_with (fixture, name, "Ana:officer", "Bogdan:officer",
                                   "Mirela:mediator", "Nadia:mediator", "Dora:dpo", NULL);
}

PakivSession *
desk_fixture_unlock (PakivDesk *desk, const char *member)
{
  g_autofree char *words = desk_fixture_words (member);
  g_autoptr (GError) error = NULL;
  PakivSession *session = pakiv_desk_unlock (desk, member, words, &error);

  g_assert_no_error (error);
  g_assert_nonnull (session);
  return session;
}

void
desk_fixture_check_locked (PakivDesk *desk, const char *member, int code)
{
  g_autofree char *words = desk_fixture_words (member);
  g_autoptr (GError) error = NULL;

  g_assert_null (pakiv_desk_unlock (desk, member, words, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, code);
}

static const PakivKind *
get_kind (Fixture *fixture, PakivLogId log)
{
  return log == PAKIV_LOG_JOINT ? fixture->meeting : fixture->talk;
}

int
desk_fixture_count (Fixture *fixture, PakivSession *session, PakivLogId id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivLog) log
      = pakiv_session_open_log (session, id, fixture->definitions, fixture->clock, &error);

  if (log == NULL)
    {
      g_test_message ("%s", error->message);
      return -1;
    }
  return (int)fixture_count (log, get_kind (fixture, id), NULL);
}

void
desk_fixture_fill (Fixture *fixture, PakivSession *session, PakivLogId id, int n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivLog) log
      = pakiv_session_open_log (session, id, fixture->definitions, fixture->clock, &error);

  g_assert_no_error (error);
  for (int i = 0; i < n; i++)
    {
      g_autoptr (PakivRecord) record = NULL;

      if (id == PAKIV_LOG_JOINT)
        {
          record = pakiv_record_new (fixture->meeting);
          pakiv_record_set (record, "date", "2021-05-01");
        }
      else
        record = fixture_new_talk (fixture, "2021-05-01", "OLD", "a sentence");
      pakiv_log_save (log, record, &error);
      g_assert_no_error (error);
    }
}
