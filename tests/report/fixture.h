/* Definitions, counts and releases that the tests of this layer share. */
#pragma once

#include "pakiv-release.h"

#define TEST_PERIOD ((PakivPeriod){ 2021, 1 })

PakivDefinitions *test_definitions_new (void);
PakivReportSpec *test_report_new (PakivDefinitions *definitions);

/* Invented visits, the same for the same @seed. */
PakivCounts *test_counts_new (const PakivReportSpec *report, guint32 seed, guint n);

const guint8 *test_secret (guint8 which);

/* What the report shows of @counts, protected. */
PakivRelease *test_release_new (const PakivReportSpec *report, const PakivCounts *counts);

/* Fails where @text differs from tests/report/golden/@name; PAKIV_UPDATE_GOLDEN=1 writes it
 * instead. */
void test_assert_golden (const char *name, const char *text);
