#include "journey.h"

#include <gdk/gdkkeysyms.h>

#define PATIENCE_US (60 * G_USEC_PER_SEC)

static const char *inside;

void
journey_look_inside (const char *part)
{
  inside = part;
}

typedef struct
{
  const char *role;
  const char *name;
  const char *part;
} Sought;

/* GTK 4.8 calls a button with an underlined letter "_Save Save". */
static gboolean
is_named_twice (const char *name, const char *sought)
{
  gsize length = strlen (sought);
  const char *underline = strchr (name, '_');

  return underline != NULL && strlen (name) == 2 * length + 2 && g_str_has_suffix (name, sought)
         && name[length + 1] == ' ' && strncmp (name, sought, (gsize)(underline - name)) == 0;
}

static gboolean
name_fits (const char *name, const char *sought)
{
  gsize length = strlen (sought);

  if (g_str_has_suffix (sought, "…") && name != NULL)
    return g_str_equal (name, sought) || strncmp (name, sought, length - strlen ("…")) == 0;
  return g_strcmp0 (name, sought) == 0 || is_named_twice (name, sought);
}

/* (transfer full): the role's name, where versions of the toolkit and the bus differ that of the
 * oldest. */
static char *
read_role (Node *node)
{
  static const char *const same[][2] = {
    { "entry", "text" }, /* a text of one line, on some widgets */
    { "button", "push button" },
    { "toggle button", "push button" },
    { "grouping", "panel" },
  };
  g_autofree char *role = atspi_accessible_get_role_name (node, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    if (g_strcmp0 (role, same[i][0]) == 0)
      return g_strdup (same[i][1]);
  return g_steal_pointer (&role);
}

static gboolean
has_role (Node *node, const char *role)
{
  g_autofree char *has = read_role (node);

  return g_strcmp0 (has, role) == 0;
}

static gboolean
fits (Node *node, const char *name, const Sought *sought)
{
  return name_fits (name, sought->name) && (sought->role == NULL || has_role (node, sought->role));
}

/* Pages of the window that are long. Things in them and beside them have the same names. */
static gboolean
is_long_page (Node *node, const char *name)
{
  static const char *const pages[] = { "Contacts", "Incidents", "Meetings", "Reports", NULL };

  return g_strv_contains (pages, name) && has_role (node, "panel");
}

/* What can't hold it and is long: the rows of records, and the pages that were not asked for. */
static gboolean
is_elsewhere (Node *node, const char *name, const Sought *sought, gboolean within)
{
  if (g_str_equal (name, "PakivRecordRow")) /* what GTK 4.8 calls a widget without a name */
    return TRUE;
  return (!within || sought->part == NULL) && g_strcmp0 (sought->part, name) != 0
         && is_long_page (node, name);
}

static Node *
search (Node *node, const Sought *sought, gboolean within, int depth)
{
  g_autofree char *name = NULL;
  int n;

  if (depth > 60)
    return NULL;
  atspi_accessible_clear_cache (node);
  name = atspi_accessible_get_name (node, NULL);
  if (name == NULL || is_elsewhere (node, name, sought, within))
    return NULL;
  within = within || sought->part == NULL || g_str_equal (name, sought->part);
  if (within && fits (node, name, sought))
    return g_object_ref (node);
  n = MAX (0, atspi_accessible_get_child_count (node, NULL));
  for (int i = 0; i < n; i++)
    {
      g_autoptr (Node) child = atspi_accessible_get_child_at_index (node, i, NULL);
      Node *found = child != NULL ? search (child, sought, within, depth + 1) : NULL;

      if (found != NULL)
        return found;
    }
  return NULL;
}

static Node *
search_all (const char *role, const char *name)
{
  Sought sought = { role, name, inside };
  g_autoptr (Node) desktop = atspi_get_desktop (0);

  return search (desktop, &sought, FALSE, 0);
}

/* Lets events in, for a moment only. */
static void
breathe (void)
{
  gint64 until = g_get_monotonic_time () + 50000;

  while (g_get_monotonic_time () < until)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (5000);
}

Node *
journey_find (const char *role, const char *name)
{
  gint64 late = g_get_monotonic_time () + PATIENCE_US;
  Node *found;

  g_test_message ("%s “%s”", role != NULL ? role : "anything", name);
  while ((found = search_all (role, name)) == NULL)
    {
      if (g_get_monotonic_time () > late)
        g_error ("no %s named “%s” in %s", role != NULL ? role : "node", name,
                 inside != NULL ? inside : "the window");
      breathe ();
    }
  return found;
}

gboolean
journey_shows (const char *role, const char *name)
{
  g_autoptr (Node) found = search_all (role, name);

  return found != NULL;
}

void
journey_wait_for (const char *role, const char *name)
{
  g_autoptr (Node) found = journey_find (role, name);
}

static gboolean
has_room (Node *node)
{
  g_autoptr (NodeComponent) component = atspi_accessible_get_component_iface (node);
  g_autofree AtspiRect *box
      = component != NULL ? atspi_component_get_extents (component, ATSPI_COORD_TYPE_WINDOW, NULL)
                          : NULL;

  return box != NULL && box->width > 0 && box->height > 0;
}

/* Nobody presses what is not drawn yet. */
static gboolean
do_press (Node *node)
{
  gint64 late = g_get_monotonic_time () + PATIENCE_US;
  g_autoptr (NodeAction) action = atspi_accessible_get_action_iface (node);

  while (!has_room (node) && g_get_monotonic_time () < late)
    breathe ();
  return has_room (node) && action != NULL && atspi_action_get_n_actions (action, NULL) > 0
         && atspi_action_do_action (action, 0, NULL);
}

void
journey_press (const char *name)
{
  g_autoptr (Node) node = journey_find ("push button", name);

  g_assert_true (do_press (node));
}

void
journey_press_in (const char *group, const char *name)
{
  g_autoptr (Node) node = journey_find ("panel", group);
  Sought sought = { "push button", name, NULL };
  g_autoptr (Node) button = search (node, &sought, TRUE, 0);

  g_assert_nonnull (button);
  g_assert_true (do_press (button));
}

void
journey_type_into (const char *name, const char *text)
{
  g_autoptr (Node) node = journey_find ("text", name);
  g_autoptr (NodeText) editable = atspi_accessible_get_editable_text_iface (node);

  g_assert_nonnull (editable);
  g_assert_true (atspi_editable_text_set_text_contents (editable, text, NULL));
}

void
journey_key (guint keyval, gboolean control)
{
  if (control)
    g_assert_true (atspi_generate_keyboard_event (37, NULL, ATSPI_KEY_PRESS, NULL));
  g_assert_true (atspi_generate_keyboard_event (keyval, NULL, ATSPI_KEY_SYM, NULL));
  if (control)
    g_assert_true (atspi_generate_keyboard_event (37, NULL, ATSPI_KEY_RELEASE, NULL));
}

static char *
read_name (Node *node)
{
  atspi_accessible_clear_cache (node);
  return atspi_accessible_get_name (node, NULL);
}

/* Where the focus last went. A popup that opens or closes tells of the same place more than once.
 */
static Node *focused;

static void
on_focus_moved_cb (AtspiEvent *event, gpointer data)
{
  if (event->detail1 != 0)
    g_set_object (&focused, event->source);
  g_boxed_free (ATSPI_TYPE_EVENT, event);
}

void
journey_begin (void)
{
  static AtspiEventListener *listener;

  atspi_init ();
  listener = atspi_event_listener_new (on_focus_moved_cb, NULL, NULL);
  g_assert_true (atspi_event_listener_register (listener, "object:state-changed:focused", NULL));
}

void
journey_end (void)
{
  g_clear_object (&focused);
  atspi_exit ();
}

static void
press_tab (void)
{
  gint64 late = g_get_monotonic_time () + PATIENCE_US;
  g_autoptr (Node) before = focused != NULL ? g_object_ref (focused) : NULL;

  journey_key (GDK_KEY_Tab, FALSE);
  while (focused == before && g_get_monotonic_time () < late)
    breathe ();
  g_assert_true (focused != before);
}

/* With Tab, as far as it takes. */
static void
go_to (const char *name)
{
  for (int i = 0; i < 120; i++)
    {
      g_autofree char *here = focused != NULL ? read_name (focused) : NULL;

      if (here != NULL && name_fits (here, name))
        return;
      press_tab ();
    }
  g_error ("Tab never comes to “%s”", name);
}

/* Presses a key that moves the focus, and waits until it is on something of another name: what a
 * screen reader would say. A key that comes while a list still closes is lost, and the next one
 * then goes elsewhere. */
static void
press_and_hear (guint keyval)
{
  gint64 late = g_get_monotonic_time () + PATIENCE_US;
  g_autofree char *before = read_name (focused);

  journey_key (keyval, FALSE);
  for (;;)
    {
      g_autofree char *name = read_name (focused);

      if (name != NULL && *name != '\0' && g_strcmp0 (name, before) != 0)
        return;
      if (g_get_monotonic_time () > late)
        g_error ("from “%s”, key %#x leads nowhere", before, keyval);
      breathe ();
    }
}

static gboolean
is_focused_called (const char *name)
{
  g_autofree char *called = read_name (focused);

  return g_strcmp0 (called, name) == 0;
}

/* Takes what is marked in a list, and waits until the list is gone and the focus back. */
static void
press_return_to (const char *name)
{
  gint64 late = g_get_monotonic_time () + PATIENCE_US;

  journey_key (GDK_KEY_Return, FALSE);
  while (!is_focused_called (name) && g_get_monotonic_time () < late)
    breathe ();
  if (!is_focused_called (name))
    g_error ("Return does not lead to “%s”", name);
}

/* Down the list that a space opens, until the value is said; Return goes back to the field. */
void
journey_choose (const char *field, const char *value)
{
  g_autofree char *any = g_strdup_printf ("%s: …", field);
  g_autofree char *chosen = g_strdup_printf ("%s: %s", field, value);

  g_test_message ("choose “%s”", chosen);
  go_to (any);
  press_and_hear (GDK_KEY_space);
  for (int i = 0; i < 40 && !is_focused_called (value); i++)
    press_and_hear (GDK_KEY_Down);
  press_return_to (chosen);
}

/* In a long list one types how the value begins. */
void
journey_choose_typed (const char *field, const char *letters, const char *value)
{
  g_autofree char *any = g_strdup_printf ("%s: …", field);
  g_autofree char *chosen = g_strdup_printf ("%s: %s", field, value);
  gint64 late;

  g_test_message ("type “%s” for “%s”", letters, chosen);
  go_to (any);
  journey_key (GDK_KEY_space, FALSE);
  late = g_get_monotonic_time () + PATIENCE_US;
  while (!has_role (focused, "text") && g_get_monotonic_time () < late)
    breathe ();
  g_assert_true (has_role (focused, "text"));
  for (const char *letter = letters; *letter != '\0'; letter++)
    journey_key ((guint)*letter, FALSE);
  press_return_to (chosen);
}

void
journey_select (const char *list, int position)
{
  g_autoptr (Node) node = journey_find ("list", list);
  g_autoptr (NodeSelection) selection = atspi_accessible_get_selection_iface (node);

  g_assert_nonnull (selection);
  g_assert_true (atspi_selection_select_child (selection, position, NULL));
}
