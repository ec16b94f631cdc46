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
#include "check/check.h"
#include "intake/intake.h"
#include "sample.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

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
