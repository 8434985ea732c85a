#include "pakiv-application.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <sys/resource.h>

/* A crash while a desk is open would write its records and keys to the disk. */
static void
refuse_core_files (void)
{
  const struct rlimit none = { 0, 0 };

  setrlimit (RLIMIT_CORE, &none);
}

int
main (int argc, char **argv)
{
  g_autoptr (PakivApplication) application = NULL;

  refuse_core_files ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, PAKIV_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name ("Pakiv");

  application = pakiv_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
