#include "pakiv-earlier-check.h"

#include "pakiv-attack-release.h"
#include "pakiv-council-error.h"
#include "pakiv-revision.h"

#include <glib/gi18n.h>

static void
add_conflict (PakivPackage *package, const PakivTable *table)
{
  g_ptr_array_add (
      package->conflicts,
      g_strdup_printf (_ ("The table “%s” beside that of an earlier release of the same quarter "
                          "gives away a count smaller than %d."),
                       table->id, table->base));
}

static void
add_conflicts (PakivPackage *package, const GArray *targets)
{
  g_autoptr (GHashTable) named = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < targets->len; i++)
    {
      const PakivReleaseTarget *target = &g_array_index (targets, PakivReleaseTarget, i);

      if (target->range.verdict != PAKIV_ATTACK_OPEN
          && g_hash_table_add (named, (gpointer)target->table))
        add_conflict (package, target->table);
    }
}

/* (transfer full) (element-type PakivRelease) */
static GPtrArray *
read_earlier (PakivInbox *inbox,
              const PakivStation *station,
              const PakivRelease *release,
              GError **error)
{
  g_autoptr (GPtrArray) packages
      = pakiv_inbox_list_packages_beside (inbox, station, release, error);
  g_autoptr (GPtrArray) releases
      = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_release_free);

  for (guint i = 0; packages != NULL && i < packages->len; i++)
    {
      g_autoptr (PakivPackage) package = pakiv_package_read (packages->pdata[i], NULL, NULL, error);

      if (package == NULL)
        return NULL;
      g_ptr_array_add (releases, pakiv_release_ref (package->release));
    }
  return packages != NULL ? g_steal_pointer (&releases) : NULL;
}

static const PakivRelease *
find_first (GPtrArray *earlier, int version)
{
  for (guint i = 0; i < earlier->len; i++)
    {
      const PakivRelease *one = earlier->pdata[i];

      if (!pakiv_release_is_revision (one) && one->version == version)
        return one;
    }
  return NULL;
}

/* Each revision tells all changes since the first release, so that is what it is set beside.
 * Without it nothing could be found: one that comes while its revision is looked at, or that calls
 * itself another version than the revision does, is not there either. */
static gboolean
check_revision (PakivPackage *package, GPtrArray *earlier, GError **error)
{
  const PakivRelease *first = find_first (earlier, package->release->revises);
  PakivFinding finding;

  if (first != NULL)
    pakiv_revision_attack (package->release, first, &finding, package->conflicts);
  else
    pakiv_council_error_set_order (error);
  return first != NULL;
}

gboolean
pakiv_earlier_check_run (PakivInbox *inbox,
                         const PakivStation *station,
                         PakivPackage *package,
                         GError **error)
{
  g_autoptr (GPtrArray) earlier = read_earlier (inbox, station, package->release, error);
  g_autoptr (GArray) targets = g_array_new (FALSE, FALSE, sizeof (PakivReleaseTarget));
  g_autoptr (PakivCertificate) certificate = NULL;
  g_autoptr (GError) contradiction = NULL;

  if (earlier == NULL)
    return FALSE;
  if (pakiv_release_is_revision (package->release))
    return check_revision (package, earlier, error);
  if (earlier->len == 0)
    return TRUE;
  certificate = pakiv_attack_release (
      package->release,
      &(PakivReleaseAttack){ .scenarios = 1u << PAKIV_SCENARIO_EARLIER, .earlier = earlier },
      targets, NULL, &contradiction);
  if (certificate != NULL)
    add_conflicts (package, targets);
  else
    g_ptr_array_add (package->conflicts, g_strdup (contradiction->message));
  return TRUE;
}
