/* What of the trace is shown: a member, a sort of act, a kind of record, days, one record. */
#include "pakiv-trace-page-private.h"

#include "pakiv-day.h"

#include <glib/gi18n.h>
#include <string.h>

static void
set_strings (GtkDropDown *drop, GtkStringList *strings)
{
  gtk_drop_down_set_model (drop, G_LIST_MODEL (strings));
  g_object_unref (strings);
}

static void
fill_members (PakivTracePage *self)
{
  g_autoptr (GPtrArray) members
      = pakiv_trace_list_members (pakiv_trace_view_get_trace (self->view));
  GtkStringList *strings = gtk_string_list_new (NULL);

  gtk_string_list_append (strings, _ ("All members"));
  for (guint i = 0; i < members->len; i++)
    gtk_string_list_append (strings, members->pdata[i]);
  set_strings (self->member_drop, strings);
}

static void
fill_acts (PakivTracePage *self)
{
  GtkStringList *strings = gtk_string_list_new (NULL);

  gtk_string_list_append (strings, _ ("Everything done"));
  for (int act = 0; act < PAKIV_N_ACTS; act++)
    gtk_string_list_append (strings, pakiv_act_get_label (act));
  set_strings (self->act_drop, strings);
}

static GPtrArray *
get_kinds (PakivTracePage *self)
{
  return pakiv_definitions_get_kinds (pakiv_workplace_get_definitions (self->workplace));
}

static void
fill_kinds (PakivTracePage *self)
{
  GPtrArray *kinds = get_kinds (self);
  GtkStringList *strings = gtk_string_list_new (NULL);

  gtk_string_list_append (strings, _ ("All records"));
  for (guint i = 0; i < kinds->len; i++)
    gtk_string_list_append (strings, pakiv_kind_get_plural (kinds->pdata[i]));
  set_strings (self->kind_drop, strings);
}

void
pakiv_trace_page_fill_filters (PakivTracePage *self)
{
  self->filling = TRUE;
  fill_members (self);
  fill_acts (self);
  fill_kinds (self);
  self->filling = FALSE;
}

static guint
find_member (PakivTracePage *self, const char *member)
{
  GListModel *model = gtk_drop_down_get_model (self->member_drop);

  for (guint i = 1; member != NULL && i < g_list_model_get_n_items (model); i++)
    if (g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (model), i), member))
      return i;
  return 0;
}

static guint
find_kind (PakivTracePage *self, const char *kind)
{
  GPtrArray *kinds = get_kinds (self);

  for (guint i = 0; i < kinds->len; i++)
    if (g_strcmp0 (((const PakivKind *)kinds->pdata[i])->id, kind) == 0)
      return i + 1;
  return 0;
}

static void
set_text (GtkEditable *entry, const char *text)
{
  gtk_editable_set_text (entry, text != NULL ? text : "");
}

void
pakiv_trace_page_set_filter (PakivTracePage *self, const PakivTraceFilter *filter)
{
  self->filling = TRUE;
  gtk_drop_down_set_selected (self->member_drop, find_member (self, filter->member));
  gtk_drop_down_set_selected (self->act_drop, (guint)(filter->act + 1));
  gtk_drop_down_set_selected (self->kind_drop, find_kind (self, filter->kind));
  set_text (self->from_entry, filter->from);
  set_text (self->to_entry, filter->to);
  set_text (self->record_entry, filter->record);
  self->filling = FALSE;
  pakiv_trace_page_apply_filter (self);
}

/* (transfer full): NULL where nothing, or no day, is typed; the latter shows. */
static char *
read_day (GtkEditable *entry)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (entry)));
  gboolean fine = *text == '\0' || pakiv_day_is_valid (text);

  if (fine)
    gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                               fine ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE,
                               -1);
  return fine && *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static void
read_filter (PakivTracePage *self, PakivTraceFilter *filter)
{
  GListModel *members = gtk_drop_down_get_model (self->member_drop);
  guint member = gtk_drop_down_get_selected (self->member_drop);
  guint kind = gtk_drop_down_get_selected (self->kind_drop);
  g_autofree char *record = g_ascii_strdown (gtk_editable_get_text (self->record_entry), -1);

  g_strstrip (record);
  if (member > 0 && member != GTK_INVALID_LIST_POSITION)
    filter->member = g_strdup (gtk_string_list_get_string (GTK_STRING_LIST (members), member));
  filter->act = (int)gtk_drop_down_get_selected (self->act_drop) - 1;
  if (kind > 0 && kind != GTK_INVALID_LIST_POSITION)
    filter->kind = g_strdup (((const PakivKind *)get_kinds (self)->pdata[kind - 1])->id);
  filter->from = read_day (self->from_entry);
  filter->to = read_day (self->to_entry);
  if (*record != '\0')
    filter->record = g_steal_pointer (&record);
}

static void
show_count (PakivTracePage *self, guint n, guint all)
{
  g_autofree char *words = NULL;

  if (n == all)
    words = g_strdup_printf (ngettext ("%'u entry", "%'u entries", n), n);
  else
    /* Translators: so many entries are shown, of so many there are. */
    words = g_strdup_printf (ngettext ("%'u of %'u entry", "%'u of %'u entries", all), n, all);
  gtk_label_set_text (self->count_label, words);
  gtk_widget_set_sensitive (self->all_button, n != all);
  gtk_widget_set_sensitive (self->export_button, n > 0 && self->busy == 0);
}

void
pakiv_trace_page_apply_filter (PakivTracePage *self)
{
  g_auto (PakivTraceFilter) filter = { .act = -1 };
  GPtrArray *found;
  guint n, all;

  if (self->filling || self->view == NULL)
    return;
  read_filter (self, &filter);
  found = pakiv_trace_view_filter (self->view, &filter);
  n = found->len;
  all = pakiv_trace_get_entries (pakiv_trace_view_get_trace (self->view))->len;
  pakiv_trace_page_show_details (self, NULL);
  pakiv_trace_model_set (self->model, self->view, found);
  gtk_stack_set_visible_child_name (self->list_stack,
                                    n > 0 ? "list" : (all > 0 ? "nothing" : "empty"));
  show_count (self, n, all);
}
