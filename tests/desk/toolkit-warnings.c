/* Every warning of the toolkit is fatal in these tests, but for one that is its own: libadwaita 1.7
 * measures the heading of a dialog in large letters before it takes smaller ones that fit, and GTK
 * 4.18 complains of that. Linked whole into the fixture, so that no test need ask for it. */
#include <glib.h>

#define OWN_WARNING "Trying to measure GtkLabel"

static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n, gpointer data)
{
  for (gsize i = 0; i < n; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") && fields[i].length < 0
        && g_str_has_prefix (fields[i].value, OWN_WARNING))
      return G_LOG_WRITER_HANDLED;
  return g_log_writer_default (level, fields, n, data);
}

__attribute__ ((constructor)) static void
listen_to_warnings (void)
{
  g_log_set_writer_func (write_log, NULL, NULL);
}
