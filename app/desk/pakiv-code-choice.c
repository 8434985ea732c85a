#include "pakiv-code-choice.h"

#include "pakiv-record.h"

GPtrArray *
pakiv_code_choice (const PakivField *field, const char *value)
{
  GPtrArray *choice = g_ptr_array_new ();

  for (guint i = 0; i < field->codelist->codes->len; i++)
    {
      const PakivCode *code = field->codelist->codes->pdata[i];

      if (code->typed || (value != NULL && pakiv_codes_contain (value, code->code)))
        g_ptr_array_add (choice, (gpointer)code);
    }
  return choice;
}
