/*
 * libFuzzer target: a dropped file of any bytes, its length choosing the name.
 * What is accepted must dump without findings that refuse it being lost: a
 * reading that gives nothing must say why.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/xmltree.h"
#include "check/check.h"
#include "intake/intake.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

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

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const struct catalog *catalog = sample_site();
	struct arena *a = arena_new();
	struct diag *diag = diag_new();
	const char *name = names[len % 4];
	struct submission *s = intake_read(a, catalog, name, name,
	    arena_strndup(a, (const char *)data, len), len,
	    date_of(2021, 1, 15), NULL, diag);
	struct text t;

	if (s == NULL && !diag_has(diag, 0, SEVERITY_REJECT))
		abort();
	if (s != NULL) {
		text_init(&t, 64 * 1024 * 1024);
		intake_dump(s, &t);
		text_free(&t);
		check_submission(a, catalog, s, diag);
	}
	diag_free(diag);
	arena_free(a);
	return 0;
}
