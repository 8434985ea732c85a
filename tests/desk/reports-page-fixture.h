/* The Reports page over a desk of its own, with a log of contacts of January to March 2021. */
#pragma once

#include "reports-fixture.h"
#include "workplace-fixture.h"

#include "pakiv-release-preview.h"
#include "pakiv-reports-page-private.h"
#include "pakiv-test-server.h"

typedef struct
{
  WorkplaceFixture desk;
  GtkWidget *window;
  PakivReportsPage *page;
} PageFixture;

gboolean page_fixture_is_idle (gpointer data);
void page_fixture_set_up (PageFixture *fixture, gconstpointer data);
GtkWidget *page_fixture_find_dialog (void);
void page_fixture_close_dialogs (void);
void page_fixture_answer (GtkWidget *dialog);
gboolean page_fixture_is_left_alone (gpointer object); /* only the test holds it */
void page_fixture_tear_down (PageFixture *fixture, gconstpointer data);
void page_fixture_assert_says (GtkWidget *widget, const char *words);
void page_fixture_assert_told (const char *words);
gboolean page_fixture_can (PageFixture *fixture, const char *action);
void page_fixture_act (PageFixture *fixture, const char *action);
void page_fixture_enrol (PageFixture *fixture, PakivTestServer *council);
void page_fixture_sign_and_send (PageFixture *fixture);
GtkWidget *page_fixture_find_tile (PageFixture *fixture, int quarter, PakivLogId log);
void page_fixture_choose (PageFixture *fixture, int quarter, PakivLogId log);
GtkWidget *page_fixture_find_button (GtkWidget *calendar, const char *id);
GtkWidget *page_fixture_get_child (PageFixture *fixture, const char *id);
guint page_fixture_count_trace (PageFixture *fixture);
