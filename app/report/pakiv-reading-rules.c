#include "pakiv-reading-rules.h"

#include "pakiv-html.h"

#include <glib/gi18n.h>

static gboolean
counts (const GPtrArray *tables, const char *measure)
{
  for (guint i = 0; i < tables->len; i++)
    if (g_strcmp0 (((const PakivTable *)tables->pdata[i])->measure, measure) == 0)
      return TRUE;
  return FALSE;
}

/* The next larger base of any table, or 0. */
static int
find_base_above (const GPtrArray *tables, int last)
{
  int next = 0;

  for (guint i = 0; i < tables->len; i++)
    {
      int base = ((const PakivTable *)tables->pdata[i])->base;

      if (base > last && (next == 0 || base < next))
        next = base;
    }
  return next;
}

/* "5 or 10", or with @less 1 "4 or 9". */
static char *
list_bases (const GPtrArray *tables, int less)
{
  GString *list = g_string_new (NULL);

  for (int base = find_base_above (tables, 0); base > 0; base = find_base_above (tables, base))
    /* Translators: between two numbers, as in “5 or 10”. */
    g_string_append_printf (list, "%s%d", list->len > 0 ? _ (" or ") : "", base - less);
  return g_string_free (list, FALSE);
}

static void
add (GPtrArray *list, const char *rule)
{
  g_ptr_array_add (list, g_strdup (rule));
}

static char *
word_method (const GPtrArray *tables)
{
  g_autofree char *bases = list_bases (tables, 0);

  return g_strdup_printf (
      /* Translators: %s is a number, or “5 or 10”. */
      _ ("These are the exact figures of a slightly altered set of records, in which no detailed "
         "combination has fewer than %s records. So nobody can be singled out, and all totals add up."),
      bases);
}

static void
add_ranges (GPtrArray *list)
{
  add (list,
       _ ("Range by chance: if the same months came again, with the same habits, 19 times of 20 "
          "the figure would lie in it."));
  add (list, _ ("Range by protection: as far as the figure may be from the true one because small "
                "numbers were altered. It is computed from the published figures alone."));
}

GPtrArray *
pakiv_reading_rules_list (const GPtrArray *tables)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);

  if (tables->len > 0)
    g_ptr_array_add (list, word_method (tables));
  add (list, _ ("0 does not mean that nothing happened: it may stand for a few. Other figures may "
                "be a few too high or too low, so don’t read much into small differences."));
  add (list, _ ("Nobody’s ethnicity is written in these records. Roma can’t be seen in these "
                "figures unless they chose to say so, and nationality would not show it."));
  if (counts (tables, "INCIDENTS"))
    add (list, _ ("More hate incidents than before may be good news: most are never reported, "
                  "and people report more when they trust that it helps."));
  if (counts (tables, "CONTACTS"))
    add (list, _ ("Districts and quarters with few records differ by chance. The figures say "
                  "nothing about a single officer, and districts are not to be ranked by them."));
  add_ranges (list);
  return list;
}

GPtrArray *
pakiv_reading_rules_list_protection (const GPtrArray *tables)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *bases = list_bases (tables, 0);
  g_autofree char *below = list_bases (tables, 1);

  g_ptr_array_add (list, word_method (tables));
  g_ptr_array_add (
      list,
      g_strdup_printf (
          /* Translators: %s is a number, or “5 or 10”. */
          _ ("How it is done: the records of the quarter are counted in the finest groups that the "
             "tables need. A group of %s or more stays as it is. A smaller one becomes either 0 or the "
             "smallest number allowed, first by a draw that nobody outside the station can repeat; "
             "then the draws are balanced against each other until the figures of the tables are as "
             "near to the true ones as they can be. All tables are added up from these same groups."),
          bases));
  g_ptr_array_add (
      list,
      g_strdup_printf (
          /* Translators: %s is a number, or “4 or 9”. */
          _ ("What it keeps safe: no published figure, and no group that can be made by adding "
             "published figures or taking one from another, counts from 1 to %s. So even someone who "
             "knows a neighbourhood well can’t tell from these tables what became of one person."),
          below));
  g_ptr_array_add (
      list,
      g_strdup_printf (
          /* Translators: %s is a number, or “4 or 9”. */
          _ ("What it costs: a single figure is seldom further than %s from the true one (in tests, one "
             "in a hundred is). Shares of fewer than 25 are withheld, because they would say nothing."),
          below));
  add (list,
       _ ("A released quarter is closed. What is recorded late counts in the next one, and nothing "
          "published is computed again, so that two reports can’t be set against each other to "
          "find one person."));
  add (list,
       _ ("Notes, names and places smaller than a district never leave the station. Signature, "
          "sums and smallest numbers are checked again where the report arrives."));
  return list;
}

static void
append_list (GString *html, const char *class_name, const char *heading, GPtrArray *rules)
{
  pakiv_html_append (html, "<section class=\"%s\" id=\"%s\">\n", class_name, class_name);
  pakiv_html_append_element (html, "h2", NULL, heading);
  g_string_append (html, "<ul>\n");
  for (guint i = 0; i < rules->len; i++)
    pakiv_html_append_element (html, "li", NULL, rules->pdata[i]);
  g_string_append (html, "</ul>\n</section>\n");
}

const char *
pakiv_reading_rules_get_heading (void)
{
  return _ ("How to read this");
}

const char *
pakiv_reading_rules_get_protection_heading (void)
{
  return _ ("How people are protected in these figures");
}

void
pakiv_reading_rules_append (GString *html, const GPtrArray *tables)
{
  g_autoptr (GPtrArray) rules = pakiv_reading_rules_list (tables);

  append_list (html, "reading", pakiv_reading_rules_get_heading (), rules);
}

void
pakiv_reading_rules_append_protection (GString *html, const GPtrArray *tables)
{
  g_autoptr (GPtrArray) rules = pakiv_reading_rules_list_protection (tables);

  append_list (html, "method", pakiv_reading_rules_get_protection_heading (), rules);
}
