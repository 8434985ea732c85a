#include "pakiv-table-words.h"

#include "pakiv-table-sum.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

/* "Taken out: Stops by outcome". What is interned are titles that the catalogue knows, which are
 * not without end; any other stays as it is. */
static const char *
word_title_of_change (const char *msgid)
{
  gboolean added = g_str_has_prefix (msgid, PAKIV_TABLE_TITLE_ADDED);
  const char *rest = msgid + strlen (added ? PAKIV_TABLE_TITLE_ADDED : PAKIV_TABLE_TITLE_TAKEN_OUT);
  const char *words = *rest != '\0' ? _ (rest) : rest;
  g_autofree char *all = NULL;

  if (words == rest)
    return msgid;
  /* Translators: before the title of a table whose figures are how many more there are than were
     published. */
  all = added ? g_strdup_printf (_ ("Added: %s"), words)
              /* Translators: likewise, how many fewer there are. */
              : g_strdup_printf (_ ("Taken out: %s"), words);
  return g_intern_string (all);
}

const char *
pakiv_table_word (const char *msgid)
{
  if (msgid == NULL || *msgid == '\0')
    return "";
  if (g_str_has_prefix (msgid, PAKIV_TABLE_TITLE_ADDED)
      || g_str_has_prefix (msgid, PAKIV_TABLE_TITLE_TAKEN_OUT))
    return word_title_of_change (msgid);
  return _ (msgid);
}

static gboolean
is_month (const char *code)
{
  return strlen (code) == 7 && code[4] == '-' && g_ascii_isdigit (code[0])
         && g_ascii_isdigit (code[5]) && g_ascii_isdigit (code[6]);
}

/* "Female + Male": words that belong to several codes shown together. */
static char *
word_together (const char *label)
{
  g_auto (GStrv) parts = g_strsplit (label, PAKIV_TABLE_TOGETHER_LABEL, -1);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    g_ptr_array_add (words, (gpointer)pakiv_table_word (parts[i]));
  g_ptr_array_add (words, NULL);
  return g_strjoinv (PAKIV_TABLE_TOGETHER_LABEL, (char **)words->pdata);
}

char *
pakiv_table_word_code (const PakivTable *table, guint dimension, guint code)
{
  const PakivTableDimension *of = table->dimensions->pdata[dimension];
  g_autoptr (GDateTime) month = NULL;

  if (is_month (of->codes->pdata[code]))
    month = g_date_time_new_utc (atoi (of->codes->pdata[code]),
                                 atoi ((const char *)of->codes->pdata[code] + 5), 1, 0, 0, 0);
  if (month != NULL)
    /* Only the month's name: a release is of one quarter, and says of which year. */
    return g_date_time_format (month, "%OB");
  if (strchr (of->codes->pdata[code], PAKIV_TABLE_TOGETHER) != NULL)
    return word_together (of->labels->pdata[code]);
  return g_strdup (pakiv_table_word (of->labels->pdata[code]));
}

char *
pakiv_table_word_number (gint64 number)
{
  return g_strdup_printf ("%'" G_GINT64_FORMAT, number);
}
