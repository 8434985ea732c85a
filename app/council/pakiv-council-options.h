/* The words of pakiv-council's command line, checked. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  char *data;    /* folder */
  char *listen;  /* "127.0.0.1:8474", or NULL */
  char *socket;  /* path, or NULL */
  char *address; /* public address without a slash at the end, or NULL */
  gboolean behind_proxy;
  gboolean version;
  char **words; /* what stands after the options */
} PakivCouncilOptions;

#define PAKIV_COUNCIL_DEFAULT_LISTEN "127.0.0.1:8474"

/* FALSE with @error: wrong usage. */
gboolean
pakiv_council_options_parse (PakivCouncilOptions *options, int argc, char **argv, GError **error);
void pakiv_council_options_clear (PakivCouncilOptions *options);

/* (transfer full): "ADDRESS:PORT", "[::1]:0", "localhost:0". */
GInetSocketAddress *pakiv_council_options_parse_listen (const char *text, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PakivCouncilOptions, pakiv_council_options_clear)

G_END_DECLS
