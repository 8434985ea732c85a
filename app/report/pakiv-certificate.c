#include "pakiv-certificate.h"

#include "pakiv-linear-program.h"

#include <string.h>

static const char *const names[PAKIV_N_SCENARIOS] = { "S0", "S1", "S2", "S3", "S4" };

PakivCertificate *
pakiv_certificate_new (void)
{
  PakivCertificate *certificate = g_new0 (PakivCertificate, 1);

  for (guint i = 0; i < PAKIV_N_SCENARIOS; i++)
    certificate->findings[i].narrowest = G_MAXINT64;
  certificate->solver = pakiv_linear_program_get_solver ();
  return certificate;
}

void
pakiv_certificate_free (PakivCertificate *certificate)
{
  if (certificate == NULL)
    return;
  g_free (certificate->solver);
  g_free (certificate->figures);
  g_free (certificate);
}

void
pakiv_finding_add (PakivFinding *finding, gint64 width, gint64 needed, gboolean proved)
{
  finding->n_targets++;
  finding->narrowest = MIN (finding->narrowest, width);
  if (!proved)
    finding->n_uncertified++;
  else if (width < needed)
    finding->n_narrow++;
}

gboolean
pakiv_certificate_is_passed (const PakivCertificate *certificate)
{
  gboolean tried = FALSE;

  for (guint i = 0; i < PAKIV_N_SCENARIOS; i++)
    {
      const PakivFinding *finding = &certificate->findings[i];

      tried |= finding->tried;
      if (finding->tried && (finding->n_narrow > 0 || finding->n_uncertified > 0))
        return FALSE;
    }
  return tried;
}

static void
append_finding (GString *json, PakivScenario scenario, const PakivFinding *finding, gboolean first)
{
  g_string_append_printf (json,
                          "%s\n    {\n      \"scenario\": \"%s\",\n      \"targets\": %u,\n"
                          "      \"narrow\": %u,\n      \"notCertified\": %u",
                          first ? "" : ",", names[scenario], finding->n_targets, finding->n_narrow,
                          finding->n_uncertified);
  if (finding->n_targets > 0)
    g_string_append_printf (json, ",\n      \"narrowest\": %" G_GINT64_FORMAT, finding->narrowest);
  g_string_append (json, "\n    }");
}

GBytes *
pakiv_certificate_write (const PakivCertificate *certificate)
{
  GString *json = g_string_new ("{\n");
  gboolean first = TRUE;

  g_string_append_printf (json, "  \"passed\": %s,\n  \"base\": %d,\n  \"solver\": \"%s\",\n",
                          pakiv_certificate_is_passed (certificate) ? "true" : "false",
                          certificate->least_base, certificate->solver);
  g_string_append_printf (json, "  \"method\": \"%s\",\n  \"figures\": \"%s\",\n  \"scenarios\": [",
                          "ranges by linear programs, proofs by whole-number data sets",
                          certificate->figures != NULL ? certificate->figures : "");
  for (guint i = 0; i < PAKIV_N_SCENARIOS; i++)
    if (certificate->findings[i].tried)
      {
        append_finding (json, (PakivScenario)i, &certificate->findings[i], first);
        first = FALSE;
      }
  g_string_append (json, "\n  ]\n}\n");
  return g_string_free_to_bytes (json);
}

gboolean
pakiv_scenario_from_string (const char *text, PakivScenario *scenario)
{
  for (guint i = 0; i < PAKIV_N_SCENARIOS; i++)
    if (g_strcmp0 (text, names[i]) == 0)
      {
        *scenario = (PakivScenario)i;
        return TRUE;
      }
  return FALSE;
}

const char *
pakiv_scenario_to_string (PakivScenario scenario)
{
  return names[scenario];
}
