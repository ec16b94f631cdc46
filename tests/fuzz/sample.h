/* The sample's site, and names that dropped files may have. */
#ifndef FUZZ_SAMPLE_H
#define FUZZ_SAMPLE_H

#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/xmltree.h"
#include "model/catalog.h"

/* A file's name tells its form to some extent: the length chooses it. */
static const char *const names[] = { "x.csv", "x.xml",
    "00-TC_575_2020-Q1.csv", "04-UT_575_2020-Q1_2.xml" };

static const struct catalog *
sample_site(void)
{
	static struct catalog *catalog;
	struct diag *diag;

	if (catalog != NULL)
		return catalog;
	xmltree_start();
	diag = diag_new();
	catalog = catalog_load(arena_new(), "samples/khanh-hoa", ".", diag);
	if (catalog == NULL) {
		diag_print(diag, 0, stderr);
		exit(1);
	}
	return catalog;
}

#endif
