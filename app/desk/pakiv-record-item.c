#include "pakiv-record-item.h"

#include <glib/gi18n.h>
#include <stdio.h>

struct _PakivRecordItem
{
  GObject parent_instance;

  gint64 number;
  char *id;
  char *day;
  char *title;
  char *words;
  gboolean unsaved;
  gboolean closed;
};

G_DEFINE_FINAL_TYPE (PakivRecordItem, pakiv_record_item, G_TYPE_OBJECT)

static void
pakiv_record_item_finalize (GObject *object)
{
  PakivRecordItem *self = PAKIV_RECORD_ITEM (object);

  g_free (self->id);
  g_free (self->day);
  g_free (self->title);
  g_free (self->words);
  G_OBJECT_CLASS (pakiv_record_item_parent_class)->finalize (object);
}

static void
pakiv_record_item_class_init (PakivRecordItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pakiv_record_item_finalize;
}

static void
pakiv_record_item_init (PakivRecordItem *self)
{
}

/* "3 Mar 2021": the month as a word, so that no reader takes the day for the month. */
static char *
describe_day (const char *day)
{
  g_autoptr (GDateTime) date = NULL;
  int year, month, dom;

  if (day == NULL || sscanf (day, "%4d-%2d-%2d", &year, &month, &dom) != 3)
    return g_strdup (day);
  date = g_date_time_new_utc (year, month, dom, 0, 0, 0);
  /* Translators: a day in a list, as "3 Mar 2021"; see the manual of strftime. */
  return date != NULL ? g_date_time_format (date, _ ("%-e %b %Y")) : g_strdup (day);
}

/* What a record is called in a list: its type, where its kind has one and it is stated. */
#define TITLE_FIELD "type"

static void
describe_fields (PakivRecordItem *self, const PakivRecord *record)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < record->kind->fields->len; i++)
    {
      const PakivField *field = record->kind->fields->pdata[i];
      const char *value = pakiv_record_get (record, field->id);
      g_autofree char *label = NULL;

      if (!field->listed || value == NULL || g_strcmp0 (field->id, record->kind->day) == 0)
        continue;
      label = pakiv_field_describe (field, value);
      if (g_strcmp0 (field->id, TITLE_FIELD) == 0)
        self->title = g_steal_pointer (&label);
      else
        g_string_append_printf (words, "%s%s", words->len > 0 ? " · " : "", label);
    }
  self->words = g_strdup (words->str);
  if (self->title == NULL)
    self->title = g_strdup (pakiv_kind_get_label (record->kind));
}

PakivRecordItem *
pakiv_record_item_new (gint64 number, const PakivRecord *record, gboolean unsaved)
{
  PakivRecordItem *self = g_object_new (PAKIV_TYPE_RECORD_ITEM, NULL);

  self->number = number;
  self->unsaved = unsaved;
  if (record == NULL)
    {
      self->title = g_strdup (_ ("Deleted"));
      self->words = g_strdup ("");
      return self;
    }
  self->id = g_strdup (record->id);
  self->closed = record->closed;
  self->day = describe_day (pakiv_record_get (record, record->kind->day));
  describe_fields (self, record);
  return self;
}

gint64
pakiv_record_item_get_number (PakivRecordItem *self)
{
  return self->number;
}

const char *
pakiv_record_item_get_id (PakivRecordItem *self)
{
  return self->id;
}

const char *
pakiv_record_item_get_day (PakivRecordItem *self)
{
  return self->day;
}

const char *
pakiv_record_item_get_title (PakivRecordItem *self)
{
  return self->title;
}

const char *
pakiv_record_item_get_words (PakivRecordItem *self)
{
  return self->words;
}

gboolean
pakiv_record_item_get_unsaved (PakivRecordItem *self)
{
  return self->unsaved;
}

gboolean
pakiv_record_item_get_closed (PakivRecordItem *self)
{
  return self->closed;
}

char *
pakiv_record_item_describe (PakivRecordItem *self)
{
  g_autoptr (GString) text = g_string_new (self->title);

  if (self->day != NULL)
    g_string_append_printf (text, ", %s", self->day);
  if (*self->words != '\0')
    g_string_append_printf (text, ", %s", self->words);
  if (self->unsaved)
    g_string_append_printf (text, ", %s", _ ("changes not saved"));
  if (self->closed)
    g_string_append_printf (text, ", %s", _ ("released"));
  return g_strdup (text->str);
}
