/* Writes JSON in one way for ever: two spaces, members in the order given, UTF-8 as it is. Ours and
 * not a library's, because a package's bytes must not change with a library's version. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  GString *text;
  int depth;
  gboolean first; /* nothing has been written at this depth yet */
  gboolean flat;  /* within an array on one line */
} PakivJsonWriter;

void pakiv_json_writer_init (PakivJsonWriter *json);

/* (transfer full): what was written, with a line end. */
GBytes *pakiv_json_writer_finish (PakivJsonWriter *json);

/* @member is NULL inside an array and for the root. */
void pakiv_json_begin_object (PakivJsonWriter *json, const char *member);
void pakiv_json_end_object (PakivJsonWriter *json);
void pakiv_json_begin_array (PakivJsonWriter *json, const char *member);
void pakiv_json_end_array (PakivJsonWriter *json);
void pakiv_json_add_string (PakivJsonWriter *json, const char *member, const char *value);
void pakiv_json_add_number (PakivJsonWriter *json, const char *member, gint64 value);
void pakiv_json_add_boolean (PakivJsonWriter *json, const char *member, gboolean value);

/* Whole arrays on one line. @strings has char*; @values has @n. */
void pakiv_json_add_strings (PakivJsonWriter *json, const char *member, GPtrArray *strings);
void
pakiv_json_add_numbers (PakivJsonWriter *json, const char *member, const gint64 *values, gsize n);

G_END_DECLS
