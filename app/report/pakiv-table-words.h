/* A table's labels and figures in the reader's language. */
#pragma once

#include "pakiv-table.h"

G_BEGIN_DECLS

/* All (transfer full). Months are written in words, figures with the locale's grouping. */
char *pakiv_table_word_code (const PakivTable *table, guint dimension, guint code);
char *pakiv_table_word_number (gint64 number);

/* Translated; "" for NULL (gettext answers "" with the catalogue's header). */
const char *pakiv_table_word (const char *msgid);

G_END_DECLS
