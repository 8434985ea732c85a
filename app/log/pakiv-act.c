#include "pakiv-act.h"

#include <glib/gi18n.h>

static const struct
{
  const char *word;
  const char *label;
} acts[] = {
  /* Translators: what somebody did with a record, each in a column of a table: who collected,
   * changed, looked at, passed on, counted, erased or brought back a record. */
  [PAKIV_ACT_COLLECT] = { "collect", N_ ("Collected") },
  [PAKIV_ACT_ALTER] = { "alter", N_ ("Changed") },
  [PAKIV_ACT_CONSULT] = { "consult", N_ ("Looked at") },
  [PAKIV_ACT_DISCLOSE] = { "disclose", N_ ("Passed on") },
  [PAKIV_ACT_COMBINE] = { "combine", N_ ("Counted together") },
  [PAKIV_ACT_ERASE] = { "erase", N_ ("Erased") },
  [PAKIV_ACT_RESTORE] = { "restore", N_ ("Brought back") },
  [PAKIV_ACT_ADMIN] = { "admin", N_ ("Administration") },
};

G_STATIC_ASSERT (G_N_ELEMENTS (acts) == PAKIV_N_ACTS);

const char *
pakiv_act_to_string (PakivAct act)
{
  g_return_val_if_fail (act < PAKIV_N_ACTS, NULL);

  return acts[act].word;
}

gboolean
pakiv_act_from_string (const char *text, PakivAct *act)
{
  for (int i = 0; i < PAKIV_N_ACTS; i++)
    if (g_strcmp0 (acts[i].word, text) == 0)
      {
        *act = (PakivAct)i;
        return TRUE;
      }
  return FALSE;
}

const char *
pakiv_act_get_label (PakivAct act)
{
  g_return_val_if_fail (act < PAKIV_N_ACTS, NULL);

  return _ (acts[act].label);
}

char *
pakiv_act_detail (const char *word, guint64 number)
{
  return g_strdup_printf ("%s %" G_GUINT64_FORMAT, word, number);
}
