#pragma once

#include "pakiv-purposes.h"
#include "pakiv-trace-model.h"
#include "pakiv-trace-page.h"

G_BEGIN_DECLS

struct _PakivTracePage
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkWidget *switcher;
  GtkWidget *again_button;
  GtkWidget *export_button;
  AdwStatusPage *failed_page;
  GtkWidget *state_icon;
  GtkLabel *state_title;
  GtkLabel *state_words;
  AdwViewStack *views;
  AdwViewStackPage *unusual_view;
  GtkStack *unusual_stack;
  GtkListView *unusual_list;
  GtkDropDown *member_drop;
  GtkDropDown *act_drop;
  GtkDropDown *kind_drop;
  GtkEditable *from_entry;
  GtkEditable *to_entry;
  GtkEditable *record_entry;
  GtkWidget *all_button;
  GtkLabel *count_label;
  GtkStack *list_stack;
  GtkListView *list;
  GtkStack *details_stack;
  GtkBox *details;
  GtkWidget *by_member;
  GtkWidget *by_record;

  PakivWorkplace *workplace;
  PakivLogId log;
  PakivPurposes *purposes;
  PakivTraceView *view;     /* NULL before it is read */
  PakivTraceModel *model;   /* entries */
  PakivTraceModel *unusual; /* findings */
  GtkSingleSelection *selection;
  const PakivTraceEntry *shown; /* of @view; or NULL */
  guint busy;
  gboolean filling; /* the filters are being set; show once, afterwards */
};

/* pakiv-trace-page-filter.c */
void pakiv_trace_page_fill_filters (PakivTracePage *self);
void pakiv_trace_page_set_filter (PakivTracePage *self, const PakivTraceFilter *filter);
void pakiv_trace_page_apply_filter (PakivTracePage *self);

/* pakiv-trace-page-details.c */
void pakiv_trace_page_show_details (PakivTracePage *self, const PakivTraceEntry *entry);
char *pakiv_trace_page_get_kind_label (PakivTracePage *self, const char *kind);

/* pakiv-trace-page-lists.c */
void pakiv_trace_page_make_lists (PakivTracePage *self);

G_END_DECLS
