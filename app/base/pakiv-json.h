/* JSON from outside, read with care: a bounded depth, valid UTF-8, and members that are asked for
 * by type, so that whatever stands there is an answer and never a crash. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define PAKIV_JSON_DEPTH_MAX 32

/* Whether json-glib may be given @text at all: valid UTF-8, no comments or single quotes, which it
 * takes though they are no JSON, and no deeper than PAKIV_JSON_DEPTH_MAX. */
gboolean pakiv_json_is_safe (const char *text, gsize size);

/* (transfer full): the root where it is an object, else NULL. */
JsonObject *pakiv_json_read_object (GBytes *bytes);

/* NULL where there is no such member or it is of another type. */
const char *pakiv_json_get_string (JsonObject *object, const char *member);
JsonObject *pakiv_json_get_object (JsonObject *object, const char *member);
JsonArray *pakiv_json_get_array (JsonObject *object, const char *member);

/* -1 unless it is a whole number from 0 to @max. */
gint64 pakiv_json_get_number (JsonObject *object, const char *member, gint64 max);

/* FALSE too where it is not there. */
gboolean pakiv_json_get_boolean (JsonObject *object, const char *member);

/* NULL where that element is of another type. */
const char *pakiv_json_peek_string (JsonArray *array, guint i);
JsonObject *pakiv_json_peek_object (JsonArray *array, guint i);

/* (transfer full): @text cut to @letters, on one line without control characters, fit to be shown.
 * NULL gives NULL. */
char *pakiv_json_tidy (const char *text, glong letters);

G_END_DECLS
