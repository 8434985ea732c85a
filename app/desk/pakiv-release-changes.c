#include "pakiv-release-changes.h"

#include "pakiv-release-differences.h"
#include "pakiv-release-leaf.h"
#include "pakiv-table-words.h"

#include <glib/gi18n.h>

/* Who reads on has the table itself. */
#define MOST 40

struct _PakivReleaseChanges
{
  AdwBin parent_instance;
  AdwClamp *clamp;
};

G_DEFINE_FINAL_TYPE (PakivReleaseChanges, pakiv_release_changes, ADW_TYPE_BIN)

static const char *
get_icon (PakivDifferenceKind kind)
{
  switch (kind)
    {
    case PAKIV_DIFFERENCE_ROSE:
      return "go-up-symbolic";
    case PAKIV_DIFFERENCE_FELL:
      return "go-down-symbolic";
    case PAKIV_DIFFERENCE_NEW:
      return "list-add-symbolic";
    case PAKIV_DIFFERENCE_GONE:
    default:
      return "list-remove-symbolic";
    }
}

/* (transfer full) */
static char *
describe (const PakivReleaseDifference *difference)
{
  g_autofree char *before = pakiv_table_word_number (difference->before);
  g_autofree char *now = pakiv_table_word_number (difference->now);

  switch (difference->kind)
    {
    case PAKIV_DIFFERENCE_NEW:
      return g_strdup (_ ("This table is new."));
    case PAKIV_DIFFERENCE_GONE:
      return g_strdup (_ ("This table is not there any more."));
    case PAKIV_DIFFERENCE_ROSE:
      /* Translators: two published figures. */
      return g_strdup_printf (_ ("Rose from %s to %s"), before, now);
    case PAKIV_DIFFERENCE_FELL:
    default:
      /* Translators: two published figures. */
      return g_strdup_printf (_ ("Fell from %s to %s"), before, now);
    }
}

static GtkWidget *
make_row (const PakivReleaseDifference *difference)
{
  g_autofree char *text = describe (difference);
  const char *title = difference->figure != NULL ? difference->figure
                                                 : pakiv_table_word (difference->table->title);

  return pakiv_release_leaf_row_new (title, text, get_icon (difference->kind));
}

static void
append_heading (GtkWidget *page, const PakivRelease *before)
{
  g_autofree char *period = pakiv_period_to_words (before->period);
  /* Translators: %s is a quarter, as "January to March 2021". */
  g_autofree char *title = g_strdup_printf (_ ("Compared with %s"), period);

  pakiv_release_leaf_append_heading (page, title);
  pakiv_release_leaf_append_text (
      page,
      _ ("Told of published figures alone, where they are further apart than the protection "
         "of small numbers explains. Chance may still explain it: few records differ from "
         "quarter to quarter."),
      "release-quiet");
}

/* A new group where the table changes. */
static void
append_differences (GtkWidget *page, const GPtrArray *found)
{
  const PakivTable *last = NULL;
  GtkWidget *group = NULL;

  for (guint i = 0; i < MIN (found->len, MOST); i++)
    {
      const PakivReleaseDifference *difference = found->pdata[i];
      const PakivTable *of = difference->figure != NULL ? difference->table : NULL;

      if (group == NULL || of != last)
        {
          group = adw_preferences_group_new ();
          if (of != NULL)
            adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group),
                                             pakiv_table_word (of->title));
          gtk_box_append (GTK_BOX (page), group);
        }
      last = of;
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_row (difference));
    }
}

static int
get_place (const PakivRelease *now, const PakivReleaseDifference *difference)
{
  guint place;

  if (difference->figure == NULL)
    return -1;
  return g_ptr_array_find (now->tables, difference->table, &place) ? (int)place : -1;
}

static int
compare_places (gconstpointer a, gconstpointer b, gpointer now)
{
  return get_place (now, *(const PakivReleaseDifference *const *)a)
         - get_place (now, *(const PakivReleaseDifference *const *)b);
}

static void
fill (GtkWidget *page, const PakivRelease *now, const PakivRelease *before)
{
  g_autoptr (GPtrArray) found = pakiv_release_differences_find (now, before);
  guint more = found->len > MOST ? found->len - MOST : 0;

  append_heading (page, before);
  if (found->len == 0)
    pakiv_release_leaf_append_text (
        page, _ ("No figure differs by more than that, and the tables are the same."), NULL);
  /* The furthest apart are kept, then put in the order of the report. */
  if (more > 0)
    g_ptr_array_set_size (found, MOST);
  g_ptr_array_sort_with_data (found, compare_places, (gpointer)now);
  append_differences (page, found);
  if (more > 0)
    {
      g_autofree char *text
          = g_strdup_printf (ngettext ("%u smaller difference is not listed.",
                                       "%u smaller differences are not listed.", more),
                             more);

      pakiv_release_leaf_append_text (page, text, "release-quiet");
    }
}

static void
pakiv_release_changes_class_init (PakivReleaseChangesClass *klass)
{
}

static void
pakiv_release_changes_init (PakivReleaseChanges *self)
{
  adw_bin_set_child (ADW_BIN (self), pakiv_release_leaf_new (&self->clamp));
}

GtkWidget *
pakiv_release_changes_new (void)
{
  return g_object_new (PAKIV_TYPE_RELEASE_CHANGES, NULL);
}

void
pakiv_release_changes_set_releases (PakivReleaseChanges *self,
                                    const PakivRelease *now,
                                    const PakivRelease *before)
{
  GtkWidget *page;

  g_return_if_fail (PAKIV_IS_RELEASE_CHANGES (self));

  page = pakiv_release_leaf_clear (self->clamp);
  if (now != NULL && before != NULL)
    fill (page, now, before);
  else if (now != NULL)
    pakiv_release_leaf_append_text (
        page, _ ("This is the first release of this log: there is nothing to compare it with."),
        NULL);
}
