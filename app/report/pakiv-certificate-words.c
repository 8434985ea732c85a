#include "pakiv-certificate-words.h"

#include <glib/gi18n.h>

/* What was found is said plainly, whoever it was: such a release is never signed. */
static char *
word_found (const PakivFinding *finding, const char *who)
{
  guint n = finding->n_narrow + finding->n_uncertified;

  return g_strdup_printf (
      /* Translators: %s is “Somebody who …”; %u are figures of a table. */
      ngettext ("%s: %u figure could be worked out too closely, or it could not be proved that it "
                "can’t.",
                "%s: %u figures could be worked out too closely, or it could not be proved that "
                "they can’t.",
                n),
      who, n);
}

static char *
word_nothing (const char *who)
{
  /* Translators: %s is “Somebody who …”. */
  return g_strdup_printf (_ ("%s: could not find out more than the figures say."), who);
}

/* The width is the distance of a range's ends, so there is one value more. */
static char *
word_outsider (const PakivFinding *finding, const char *who)
{
  if (finding->n_targets == 0)
    return word_nothing (who);
  return g_strdup_printf (
      /* Translators: %s is “Somebody who …”; the last number is at least 3. */
      ngettext ("%s: %u figure stands for a few or for nobody, and it may be any of at least %d "
                "numbers. It could not be told more closely.",
                "%s: %u figures stand for a few or for nobody, and each may be any of at least %d "
                "numbers. None could be told more closely.",
                finding->n_targets),
      who, finding->n_targets, (int)finding->narrowest + 1);
}

/* Who holds exact numbers is inside the station, and may learn from a figure that was rounded up
 * that there is somebody: no rounding of small counts prevents that. */
static char *
word_insider (const PakivFinding *finding, const char *who)
{
  guint n = finding->n_narrow + finding->n_uncertified;

  if (n == 0)
    return word_nothing (who);
  return g_strdup_printf (
      /* Translators: %s is “Somebody who …”. */
      _ ("%s: might work out %u of %u small groups with the help of these numbers. That is why exact "
         "numbers never leave the station."),
      who, n, finding->n_targets);
}

static const char *
get_who (PakivScenario scenario)
{
  switch (scenario)
    {
    case PAKIV_SCENARIO_OUTSIDER:
      return _ ("Somebody who reads all of this release");
    case PAKIV_SCENARIO_POSSIBLE:
      return _ ("Somebody who also knows which combinations can’t occur");
    case PAKIV_SCENARIO_CONTRIBUTOR:
      return _ ("Somebody who knows everything about one person in the figures");
    case PAKIV_SCENARIO_INSIDER:
      return _ ("Somebody at the station who knows the exact numbers for any two characteristics");
    case PAKIV_SCENARIO_EARLIER:
      return _ ("Somebody who has kept all earlier releases of this log");
    case PAKIV_N_SCENARIOS:
    default:
      g_return_val_if_reached ("");
    }
}

static char *
word_scenario (const PakivFinding *finding, PakivScenario scenario)
{
  const char *who = get_who (scenario);

  if (scenario == PAKIV_SCENARIO_INSIDER)
    return word_insider (finding, who);
  if (finding->n_narrow + finding->n_uncertified > 0)
    return word_found (finding, who);
  return scenario == PAKIV_SCENARIO_OUTSIDER ? word_outsider (finding, who) : word_nothing (who);
}

GPtrArray *
pakiv_certificate_to_words (const PakivCertificate *certificate)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < PAKIV_N_SCENARIOS; i++)
    if (certificate->findings[i].tried)
      g_ptr_array_add (words, word_scenario (&certificate->findings[i], (PakivScenario)i));
  return words;
}

char *
pakiv_certificate_to_paragraph (const PakivCertificate *certificate)
{
  g_autoptr (GPtrArray) words = NULL;
  GString *text;

  if (certificate == NULL)
    return g_strdup (_ ("This release was made before releases carried a word on what was tried on "
                        "them. Its figures were tried here as somebody would who reads all of it, "
                        "and nothing was found."));
  words = pakiv_certificate_to_words (certificate);
  text = g_string_new (_ ("Before this release was signed, the station’s program tried to find out "
                          "single people from it, and it would not have let it go otherwise."));
  for (guint i = 0; i < words->len; i++)
    g_string_append_printf (text, " %s", (const char *)words->pdata[i]);
  return g_string_free (text, FALSE);
}
