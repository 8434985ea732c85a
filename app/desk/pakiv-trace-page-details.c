/* One entry of the trace in full. */
#include "pakiv-trace-page-private.h"

#include <glib/gi18n.h>

char *
pakiv_trace_page_get_kind_label (PakivTracePage *self, const char *kind)
{
  const PakivKind *found
      = pakiv_definitions_find_kind (pakiv_workplace_get_definitions (self->workplace), kind);

  return g_strdup (found != NULL ? pakiv_kind_get_label (found) : kind);
}

static void
add (PakivTracePage *self, const char *title, const char *value)
{
  GtkWidget *box, *label, *words;

  if (value == NULL || *value == '\0')
    return;
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  label = gtk_label_new (title);
  words = gtk_label_new (value);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_label_set_xalign (GTK_LABEL (words), 0);
  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (words), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (words), TRUE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (words), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  label, NULL, -1);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (self->details, box);
}

static void
clear (PakivTracePage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->details))) != NULL)
    gtk_box_remove (self->details, child);
}

static char *
describe_who (const PakivTraceEntry *entry)
{
  if (entry->member == NULL)
    return NULL;
  /* Translators: a member's name and role. */
  return g_strdup_printf (_ ("%s, %s"), entry->member, pakiv_role_get_label (entry->role));
}

static const char *
describe_doubt (PakivTraceDoubt doubt)
{
  if (doubt & PAKIV_TRACE_BROKEN)
    return _ ("Changed: this is not the entry that belongs in this place.");
  if (doubt & PAKIV_TRACE_UNREADABLE)
    return _ ("Can’t be read with your key.");
  if (doubt & PAKIV_TRACE_UNSIGNED)
    return _ ("Not signed by the member it names, or not for this place.");
  return _ ("Whole, in its place, and signed by the member.");
}

static const char *
describe_purpose (PakivTracePage *self, const PakivTraceEntry *entry)
{
  guint position = pakiv_purposes_find (self->purposes, entry->purpose);
  const char *label = pakiv_purposes_get_label (self->purposes, position);

  if (label != NULL)
    return label;
  return entry->purpose != NULL ? entry->purpose : _ ("Not stated");
}

static void
fill (PakivTracePage *self, const PakivTraceEntry *entry)
{
  gboolean readable = (entry->doubt & PAKIV_TRACE_UNREADABLE) == 0;
  g_autofree char *what = pakiv_trace_entry_describe (entry);
  g_autofree char *when = readable ? pakiv_trace_entry_get_time (entry) : NULL;
  g_autofree char *who = readable ? describe_who (entry) : NULL;
  g_autofree char *kind = readable && entry->kind != NULL
                              ? pakiv_trace_page_get_kind_label (self, entry->kind)
                              : NULL;
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, entry->number);

  add (self, _ ("What was done"), what);
  add (self, _ ("When"), when);
  add (self, _ ("Who"), who);
  if (readable)
    {
      add (self, _ ("What for"), describe_purpose (self, entry));
      add (self, _ ("Kind of record"), kind);
      add (self, _ ("Number of the record"), entry->record);
      add (self, _ ("To or about whom"), entry->recipient);
    }
  add (self, _ ("Entry"), number);
  add (self, _ ("State of the entry"), describe_doubt (entry->doubt));
}

void
pakiv_trace_page_show_details (PakivTracePage *self, const PakivTraceEntry *entry)
{
  self->shown = entry;
  clear (self);
  gtk_stack_set_visible_child_name (self->details_stack, entry != NULL ? "entry" : "none");
  if (entry == NULL)
    return;
  fill (self, entry);
  gtk_widget_set_visible (self->by_member, entry->member != NULL);
  gtk_widget_set_visible (self->by_record, entry->record != NULL);
}
