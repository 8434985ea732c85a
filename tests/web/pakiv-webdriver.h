/* A headless Chromium, steered over the W3C WebDriver protocol through chromedriver. Every call
 * asserts that it worked. */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _PakivWebdriver PakivWebdriver;

/* NULL where chromedriver or Chromium is not installed. */
PakivWebdriver *pakiv_webdriver_start (void);
void pakiv_webdriver_stop (PakivWebdriver *driver);

void pakiv_webdriver_open (PakivWebdriver *driver, const char *url);
char *pakiv_webdriver_get_url (PakivWebdriver *driver);
char *pakiv_webdriver_get_title (PakivWebdriver *driver);

/* As a person would: the element is scrolled into view and must be clickable. */
void pakiv_webdriver_click (PakivWebdriver *driver, const char *selector);
void pakiv_webdriver_press (PakivWebdriver *driver, const char *key);

/* (transfer full): what the body of a function without arguments returns. */
JsonNode *pakiv_webdriver_run (PakivWebdriver *driver, const char *script);
char *pakiv_webdriver_run_text (PakivWebdriver *driver, const char *script);
gint64 pakiv_webdriver_run_number (PakivWebdriver *driver, const char *script);

/* "light" or "dark", on a screen of that size. */
void pakiv_webdriver_set_view (
    PakivWebdriver *driver, const char *scheme, int width, int height, gboolean phone);

/* As the page would be on paper, while the person prefers @scheme; until the next view is set. */
void pakiv_webdriver_set_print (PakivWebdriver *driver, const char *scheme);

/* (transfer full): what the browser complained of since the last call, one a line; "" for nothing.
 */
char *pakiv_webdriver_take_complaints (PakivWebdriver *driver);

/* The page, or its upper part where it is very long, as a PNG into the folder that
 * PAKIV_WEB_PICTURES names; nothing where it is not set. */
void pakiv_webdriver_take_picture (PakivWebdriver *driver, const char *name);

/* (transfer full): the page as a PDF, A4; kept as a picture is. */
GBytes *pakiv_webdriver_print (PakivWebdriver *driver, const char *name);

G_END_DECLS
