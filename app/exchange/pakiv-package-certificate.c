/* certificate.json: what the attacker tried on the figures of the package before it was signed.
 * Nothing in it depends on the truth: how many small counts there are, or what an insider could
 * find, would tell a reader whether a 0 is one. So an outsider's findings, who has only what is
 * published, stand there in full and can be found again by anyone; of those who know more it says
 * that they were tried and found nothing, without which nothing is signed; and what an insider
 * could find stays at the station. */
#include "pakiv-json-writer.h"
#include "pakiv-json.h"
#include "pakiv-package-private.h"

#include "pakiv-attack-release.h"

#include <glib/gi18n.h>
#include <string.h>

#define METHOD "ranges by linear programs, proofs by whole-number data sets"
#define SOLVER_MAX 64
#define MAX_RANGE G_MAXINT32

static gboolean
is_public (PakivScenario scenario)
{
  return scenario == PAKIV_SCENARIO_OUTSIDER || scenario == PAKIV_SCENARIO_EARLIER;
}

static void
add_finding (PakivJsonWriter *json, PakivScenario scenario, const PakivFinding *finding)
{
  pakiv_json_begin_object (json, NULL);
  pakiv_json_add_string (json, "scenario", pakiv_scenario_to_string (scenario));
  if (is_public (scenario))
    pakiv_json_add_number (json, "targets", finding->n_targets);
  pakiv_json_add_number (json, "narrow", finding->n_narrow);
  pakiv_json_add_number (json, "notCertified", finding->n_uncertified);
  if (is_public (scenario) && finding->n_targets > 0)
    pakiv_json_add_number (json, "narrowest", finding->narrowest);
  pakiv_json_end_object (json);
}

GBytes *
pakiv_package_certificate_write (const PakivCertificate *certificate)
{
  PakivJsonWriter json;

  pakiv_json_writer_init (&json);
  pakiv_json_begin_object (&json, NULL);
  pakiv_json_add_string (&json, "figures", certificate->figures);
  pakiv_json_add_number (&json, "base", certificate->least_base);
  pakiv_json_add_string (&json, "method", METHOD);
  pakiv_json_add_string (&json, "solver", certificate->solver);
  pakiv_json_begin_array (&json, "scenarios");
  for (guint i = 0; i < PAKIV_N_SCENARIOS; i++)
    if (certificate->findings[i].tried && i != PAKIV_SCENARIO_INSIDER)
      add_finding (&json, (PakivScenario)i, &certificate->findings[i]);
  pakiv_json_end_array (&json);
  pakiv_json_end_object (&json);
  return pakiv_json_writer_finish (&json);
}

static void
read_finding (JsonObject *object, PakivCertificate *certificate)
{
  PakivScenario scenario;
  PakivFinding *finding;

  if (object == NULL
      || !pakiv_scenario_from_string (pakiv_json_get_string (object, "scenario"), &scenario))
    return;
  finding = &certificate->findings[scenario];
  finding->tried = TRUE;
  finding->n_targets = (guint)MAX (pakiv_json_get_number (object, "targets", MAX_RANGE), 0);
  finding->n_narrow = (guint)MAX (pakiv_json_get_number (object, "narrow", MAX_RANGE), 0);
  finding->n_uncertified
      = (guint)MAX (pakiv_json_get_number (object, "notCertified", MAX_RANGE), 0);
  if (finding->n_targets > 0)
    finding->narrowest = pakiv_json_get_number (object, "narrowest", MAX_RANGE);
}

static char *
read_text (JsonObject *object, const char *member)
{
  const char *text = pakiv_json_get_string (object, member);

  return text != NULL ? pakiv_json_tidy (text, SOLVER_MAX) : g_strdup ("");
}

PakivCertificate *
pakiv_package_certificate_read (GBytes *text)
{
  g_autoptr (JsonObject) object = pakiv_json_read_object (text);
  g_autoptr (PakivCertificate) certificate = pakiv_certificate_new ();
  JsonArray *scenarios = object != NULL ? pakiv_json_get_array (object, "scenarios") : NULL;
  g_autoptr (GBytes) again = NULL;

  if (scenarios == NULL)
    return NULL;
  g_free (certificate->solver);
  certificate->solver = read_text (object, "solver");
  g_free (certificate->figures);
  certificate->figures = read_text (object, "figures");
  certificate->least_base = (int)pakiv_json_get_number (object, "base", MAX_RANGE);
  for (guint i = 0; i < json_array_get_length (scenarios); i++)
    read_finding (pakiv_json_peek_object (scenarios, i), certificate);
  /* There is one way to write it, so whatever else stands there shows here. */
  again = pakiv_package_certificate_write (certificate);
  return g_bytes_equal (again, text) ? g_steal_pointer (&certificate) : NULL;
}

static void
add_narrow_tables (PakivPackage *package, const GArray *targets)
{
  g_autoptr (GHashTable) named = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < targets->len; i++)
    {
      const PakivReleaseTarget *target = &g_array_index (targets, PakivReleaseTarget, i);

      if (target->range.verdict != PAKIV_ATTACK_OPEN
          && g_hash_table_add (named, (gpointer)target->table))
        pakiv_package_add_conflict (
            package, _ ("From the table “%s” a count smaller than %d can be worked out."),
            target->table->id, target->table->base);
    }
}

static gboolean
is_same_finding (const PakivFinding *a, const PakivFinding *b)
{
  return a->tried == b->tried && a->n_targets == b->n_targets && a->n_narrow == b->n_narrow
         && a->n_uncertified == b->n_uncertified && a->narrowest == b->narrowest;
}

/* What it says is found out again as far as the figures alone allow; nothing is believed. */
static void
check_claims (PakivPackage *package, const PakivCertificate *found)
{
  const PakivCertificate *claimed = package->certificate;

  if (g_strcmp0 (claimed->figures, found->figures) != 0)
    pakiv_package_add_conflict (package,
                                _ ("The word on what was tried (“%s”) is that of other figures."),
                                PAKIV_PATH_CERTIFICATE);
  else if (claimed->least_base != found->least_base
           || !is_same_finding (&claimed->findings[PAKIV_SCENARIO_OUTSIDER],
                                &found->findings[PAKIV_SCENARIO_OUTSIDER]))
    pakiv_package_add_conflict (
        package, _ ("The word on what was tried (“%s”) is not what is found in the figures."),
        PAKIV_PATH_CERTIFICATE);
  else if (!pakiv_certificate_is_passed (claimed))
    pakiv_package_add_conflict (
        package, _ ("The word on what was tried (“%s”) says that a small count was found out."),
        PAKIV_PATH_CERTIFICATE);
}

void
pakiv_package_check_certificate (PakivPackage *package, GBytes *text)
{
  const PakivReleaseAttack outsider = { .scenarios = 1u << PAKIV_SCENARIO_OUTSIDER };
  g_autoptr (GArray) targets = g_array_new (FALSE, FALSE, sizeof (PakivReleaseTarget));
  g_autoptr (PakivCertificate) found
      = pakiv_attack_release (package->release, &outsider, targets, NULL, NULL);

  g_return_if_fail (found != NULL);
  add_narrow_tables (package, targets);
  if (text == NULL)
    return;
  package->certificate = pakiv_package_certificate_read (text);
  if (package->certificate != NULL)
    check_claims (package, found);
  else
    pakiv_package_add_conflict (
        package,
        _ ("The word on what was tried (“%s”) is damaged or was written by another "
           "program."),
        PAKIV_PATH_CERTIFICATE);
}
