/*
 * A whole country added up: reads the site in SITE (four levels, one form),
 * makes up a number for each commune and item, and measures figures_compute().
 * Prints the fastest run, the memory, and writes each sum above the communes to
 * OUT as "unit,item,sum,count".  Usage: rollup SITE OUT RUNS
 *
 * The number of the U-th unit of the list and the I-th item is, in integers,
 * ((U * 1000003 + I * 7919) % 1000000007 * 1103515245 + 12345) % 1000000000000;
 * one in 997 is missing.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "base/arena.h"
#include "base/diag.h"
#include "figures/figures.h"
#include "model/plan.h"

static const struct period quarter = { 2020, PERIOD_QUARTER, 1 };

static bool
number_of(size_t unit, size_t item, int64_t *out)
{
	int64_t x = ((int64_t)unit * 1000003 + (int64_t)item * 7919) %
	    1000000007;

	*out = (x * 1103515245 + 12345) % 1000000000000;
	return x % 997 != 0;
}

/* All communes of a district in one submission, which the store keeps. */
static size_t
submit(struct arena *a, struct source *s, struct facts *facts,
    const struct form *form, const struct unit *district)
{
	struct compiled *c = arena_alloc(a, sizeof(*c));
	size_t i, k, known = 0;

	*s = (struct source){ .path = "", .sha256 = "", .name = "",
	    .form = form, .unit = district, .period = quarter,
	    .kind = KIND_ACTUAL, .sequence = 1 };
	*c = (struct compiled){ .form = form, .unit = district,
	    .period = quarter, .row_count = district->child_count };
	c->rows = arena_alloc(a, (c->row_count + 1) * sizeof(*c->rows));
	for (i = 0; i < c->row_count; i++) {
		struct compiled_row *r = &c->rows[i];

		r->unit = district->children[i];
		r->facts = fact_row_new(a, form->fact_count);
		for (k = 0; k < form->fact_count; k++)
			if (number_of(r->unit->index, k, &r->facts.values[k])) {
				r->facts.states[k] = FACT_REPORTED;
				known++;
			}
	}
	facts_put(facts, c, s);
	return known;
}

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
write_sums(const struct figures *f, const struct catalog *c, const char *path)
{
	const struct form *form = c->forms[0];
	FILE *out = fopen(path, "w");
	char buf[DECIMAL_TEXT];
	size_t i, k;

	if (out == NULL)
		abort();
	fputs("unit,item,sum,count\n", out);
	for (i = 0; i < c->units->count; i++) {
		const struct unit *u = c->units->list[i];

		for (k = 0; k < form->fact_count; k++) {
			struct field_figure s = figures_field(f, u,
			    form->facts[k]);

			if (u->level < form->row_level && s.reported > 0)
				fprintf(out, "%zu,%zu,%s,%zu\n", u->index, k,
				    decimal_format(s.value.num, buf),
				    s.reported);
		}
	}
	fclose(out);
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct diag *diag = diag_new();
	struct plan plan = { .year = 2020 };
	struct catalog *c;
	struct figures *figures = NULL;
	struct facts *facts;
	struct rusage usage;
	double best = 1e9;
	size_t i, known = 0;
	int run;

	if (argc != 4 || (c = catalog_load(a, argv[1], ".", diag)) == NULL)
		return 2;
	facts = facts_new(a, c);
	for (i = 0; i < c->units->count; i++)
		if (c->units->list[i]->level == c->forms[0]->sender_level)
			known += submit(a, arena_alloc(a,
			    sizeof(struct source)), facts, c->forms[0],
			    c->units->list[i]);
	plan.min_coverage = ratio_of(decimal_int(0));
	for (run = 0; run < atoi(argv[3]); run++) {
		struct arena *own = arena_new();
		double start = seconds(), took;

		figures = figures_compute(own, c, &plan, facts, quarter, diag);
		took = seconds() - start;
		best = took < best ? took : best;
		if (figures == NULL)
			return 2;
		if (run == 0)
			write_sums(figures, c, argv[2]);
		arena_free(own);
	}
	getrusage(RUSAGE_SELF, &usage);
	printf("%zu %.4f %ld\n", known, best, usage.ru_maxrss / 1024);
	return 0;
}
