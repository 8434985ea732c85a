#include "pakiv-purposes.h"

#define CODELIST "purpose"

struct _PakivPurposes
{
  PakivDefinitions *definitions; /* or NULL */
  GPtrArray *codes;              /* const PakivCode */
};

PakivPurposes *
pakiv_purposes_new (PakivDefinitions *definitions)
{
  PakivPurposes *purposes = g_new0 (PakivPurposes, 1);
  const PakivCodelist *list;

  purposes->codes = g_ptr_array_new ();
  if (definitions == NULL)
    return purposes;
  purposes->definitions = pakiv_definitions_ref (definitions);
  list = pakiv_definitions_find_codelist (definitions, CODELIST);
  for (guint i = 0; list != NULL && i < list->codes->len; i++)
    if (((const PakivCode *)list->codes->pdata[i])->typed)
      g_ptr_array_add (purposes->codes, list->codes->pdata[i]);
  return purposes;
}

void
pakiv_purposes_free (PakivPurposes *purposes)
{
  if (purposes == NULL)
    return;
  g_ptr_array_unref (purposes->codes);
  g_clear_pointer (&purposes->definitions, pakiv_definitions_unref);
  g_free (purposes);
}

guint
pakiv_purposes_get_n (PakivPurposes *purposes)
{
  return purposes->codes->len;
}

const char *
pakiv_purposes_get_code (PakivPurposes *purposes, guint position)
{
  if (position >= purposes->codes->len)
    return NULL;
  return ((const PakivCode *)purposes->codes->pdata[position])->code;
}

const char *
pakiv_purposes_get_label (PakivPurposes *purposes, guint position)
{
  if (position >= purposes->codes->len)
    return NULL;
  return pakiv_code_get_label (purposes->codes->pdata[position]);
}

guint
pakiv_purposes_find (PakivPurposes *purposes, const char *code)
{
  for (guint i = 0; code != NULL && i < purposes->codes->len; i++)
    if (g_str_equal (pakiv_purposes_get_code (purposes, i), code))
      return i;
  return G_MAXUINT;
}

const char *
pakiv_purposes_get_usual (PakivRole role)
{
  switch (role)
    {
    case PAKIV_ROLE_SUPERVISOR:
    case PAKIV_ROLE_DPO:
      return "INSPECT";
    case PAKIV_ROLE_OFFICER:
    case PAKIV_ROLE_MEDIATOR:
    case PAKIV_N_ROLES:
    default:
      return "PATROL";
    }
}

GListModel *
pakiv_purposes_make_model (PakivPurposes *purposes)
{
  GtkStringList *labels = gtk_string_list_new (NULL);

  for (guint i = 0; i < purposes->codes->len; i++)
    gtk_string_list_append (labels, pakiv_purposes_get_label (purposes, i));
  return G_LIST_MODEL (labels);
}

GMenuModel *
pakiv_purposes_make_menu (PakivPurposes *purposes, const char *action)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < purposes->codes->len; i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (pakiv_purposes_get_label (purposes, i), NULL);

      g_menu_item_set_action_and_target (item, action, "s", pakiv_purposes_get_code (purposes, i));
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}
