/*
 * Reports over figures that are written down, not computed:
 *
 *	driver csv|xml [UNIT]
 *	driver body|document TEMPLATE UNIT [year-ago]
 *
 * tests/report/site holds a small site and, as CSV, the figures, sums and
 * duties of 2020-Q4, and figures of earlier periods as past-PERIOD.csv.  "body" prints page-sequences only.  Findings go to
 * standard output.
 */
#include <libxml/tree.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/csvfile.h"
#include "base/file.h"
#include "base/language.h"
#include "base/text.h"
#include "base/xmltree.h"
#include "report/report.h"

#define SITE "tests/report/site"

enum { SIZE_MAX_CSV = 1024 * 1024, CELLS = 16 };

static struct arena *a;
static struct dataset data;

/* The rows of a table behind its head; *COUNT of them. */
static const struct csv_row *
table(const char *name, size_t *count)
{
	struct csv_table t;
	size_t len;
	int line;
	const char *text = file_read(a, file_join(a, SITE, name),
	    SIZE_MAX_CSV, &len);

	if (text == NULL || csv_read(a, text, len, ',', 1000, &t, &line) !=
	    CSV_FILE_OK)
		exit(2);
	while (t.count > 0 && t.rows[t.count - 1].count == 0)
		t.count--;
	*count = t.count - 1;
	return t.rows + 1;
}

static const char *
cell(const struct csv_row *row, size_t i)
{
	return i < row->count ? row->cells[i].text : "";
}

static struct decimal
number(const char *s)
{
	struct decimal d = { 0, 0 };

	if (s[0] != '\0' && !decimal_parse(&d, s, strlen(s)))
		exit(2);
	return d;
}

static const struct unit *
unit_of(const char *code)
{
	return units_find(data.catalog->units, code, period_end(data.period));
}

static struct data_row
figure(const struct csv_row *r)
{
	struct data_row row = { .applies = true };

	row.unit = unit_of(cell(r, 1));
	row.indicator = plan_indicator(data.plan, cell(r, 4));
	row.known = cell(r, 5)[0] != '\0';
	row.numerator = number(cell(r, 5));
	row.has_denominator = cell(r, 6)[0] != '\0';
	row.denominator = row.has_denominator ? number(cell(r, 6)) :
	    decimal_int(1);
	row.value = row.printed = number(cell(r, 7));
	row.has_target = cell(r, 8)[0] != '\0' &&
	    row.indicator->target != NULL &&
	    row.indicator->target->levels[row.unit->level];
	row.has_threshold = cell(r, 8)[0] != '\0' && !row.has_target;
	row.target = ratio_of(number(cell(r, 8)));
	row.counted = row.indicator->target != NULL &&
	    row.indicator->target->each > row.unit->level;
	if (!row.counted)
		decimal_mul(&row.target.num, row.target.num,
		    decimal_int(row.indicator->scale == 6 ? 1000000 : 1));
	row.has_milestone = cell(r, 9)[0] != '\0';
	row.milestone = ratio_of(number(cell(r, 9)));
	decimal_mul(&row.milestone.num, row.milestone.num,
	    decimal_int(row.indicator->scale == 6 ? 1000000 : 1));
	row.verdict = cell(r, 10);
	row.reported = (size_t)number(cell(r, 11)).coef;
	row.expected = (size_t)number(cell(r, 12)).coef;
	row.estimated = strcmp(cell(r, 13), "true") == 0;
	row.band = cell(r, 16);
	row.has_remaining = cell(r, 17)[0] != '\0';
	row.remaining = number(cell(r, 17));
	row.certain = cell(r, 18);
	row.own = row.verdict;
	return row;
}

static struct data_row *
figures(const char *name, size_t *count)
{
	const struct csv_row *rows = table(name, count);
	struct data_row *out = arena_alloc(a, (*count + 1) * sizeof(*out));
	size_t i;

	for (i = 0; i < *count; i++)
		out[i] = figure(&rows[i]);
	return out;
}

/* The figures of an earlier period, if there is a file of them. */
static const struct data_row *
past(void *context, struct period p, size_t *count)
{
	char text[PERIOD_TEXT];
	const char *name = arena_printf(a, "past-%s.csv",
	    period_format(p, text));

	(void)context;
	*count = 0;
	return file_exists(file_join(a, SITE, name)) ? figures(name, count) :
	    NULL;
}

/* Figures that are printed with more places than usual, and those to which halves
 * of pairs would make a difference. */
static void
careful(void)
{
	size_t i, k, count;
	const struct csv_row *rows = table("careful.csv", &count);

	for (i = 0; i < count; i++)
		for (k = 0; k < data.row_count; k++)
			if (strcmp(data.rows[k].unit->code,
			    cell(&rows[i], 0)) == 0 &&
			    strcmp(data.rows[k].indicator->id,
			    cell(&rows[i], 1)) == 0) {
				data.rows[k].printed =
				    number(cell(&rows[i], 2));
				data.rows[k].has_plain =
				    cell(&rows[i], 3)[0] != '\0';
				data.rows[k].plain = ratio_of(number(
				    cell(&rows[i], 3)));
			}
}

static void
sums(void)
{
	const struct csv_row *rows = table("sums.csv", &data.sum_count);
	size_t i;

	data.sums = arena_alloc(a, data.sum_count * sizeof(*data.sums));
	for (i = 0; i < data.sum_count; i++) {
		const char *state = cell(&rows[i], 2);
		struct data_sum *s = &data.sums[i];

		s->unit = unit_of(cell(&rows[i], 0));
		s->field = form_field(catalog_form(data.catalog, "vay"),
		    strchr(cell(&rows[i], 1), '.') + 1);
		s->state = strcmp(state, "reported") == 0 ?
		    FACT_REPORTED : strcmp(state, "estimated") == 0 ?
		    FACT_ESTIMATED : FACT_MISSING;
		s->value = ratio_of(number(cell(&rows[i], 3)));
		s->reported = (size_t)number(cell(&rows[i], 4)).coef;
		s->expected = (size_t)number(cell(&rows[i], 5)).coef;
	}
}

static void
duties(void)
{
	const struct csv_row *rows = table("duties.csv", &data.duty_count);
	size_t i, k;

	data.duties = arena_alloc(a, data.duty_count * sizeof(*data.duties));
	for (i = 0; i < data.duty_count; i++) {
		struct data_duty *d = &data.duties[i];

		for (k = 0; k < data.plan->duty_count; k++)
			if (strcmp(data.plan->duties[k]->id,
			    cell(&rows[i], 0)) == 0)
				d->duty = data.plan->duties[k];
		d->form = catalog_form(data.catalog, cell(&rows[i], 1));
		d->unit = unit_of(cell(&rows[i], 2));
		period_parse(cell(&rows[i], 3), &d->period);
		date_parse(cell(&rows[i], 4), &d->deadline);
		if (!date_parse(cell(&rows[i], 5), &d->received))
			d->received = DATE_NONE;
		if (!duty_state_parse(cell(&rows[i], 6), &d->state))
			exit(2);
		d->over = d->state != DUTY_PENDING;
		d->latest = DATE_NONE;
		d->days_late = (int)number(cell(&rows[i], 7)).coef;
	}
}

static void
load(struct diag *diag)
{
	const struct catalog *c = catalog_load(a, SITE, ".", diag);
	size_t i;

	if (c == NULL) {
		diag_print(diag, 0, stdout);
		exit(2);
	}
	data.catalog = c;
	period_parse("2020-Q4", &data.period);
	data.plan = catalog_plan(c, data.period);
	data.today = date_of(2021, 1, 5);
	data.units = arena_alloc(a, c->units->count * sizeof(*data.units));
	for (i = 0; i < c->units->count; i++)
		data.units[data.unit_count++] = c->units->list[i];
	data.rows = figures("data.csv", &data.row_count);
	data.past = past;
	careful();
	sums();
	duties();
}

static void
print(xmlDoc *doc, bool whole)
{
	xmlNode *root = xmlDocGetRootElement(doc), *n, *next;
	size_t len;
	char *out;

	for (n = root->children; n != NULL && !whole; n = next) {
		next = n->next;
		if (strcmp((const char *)n->name, "page-sequence") != 0) {
			xmlUnlinkNode(n);
			xmlFreeNode(n);
		}
	}
	out = xmltree_write(doc, &len);
	fwrite(out, 1, len, stdout);
	xmlFree(out);
	xmlFreeDoc(doc);
}

int
main(int argc, char **argv)
{
	struct diag *diag = diag_new();
	size_t said;
	struct text t;
	xmlDoc *doc;

	a = arena_new();
	xmltree_start();
	language_choose("en", ".");
	load(diag);
	said = diag_count(diag);
	text_init(&t, SIZE_MAX_CSV);
	if (argc > 1 && strcmp(argv[1], "csv") == 0) {
		report_csv(&data, argc > 2 ? unit_of(argv[2]) : NULL, &t);
		fputs(text_string(&t), stdout);
	} else if (argc > 1 && strcmp(argv[1], "xml") == 0) {
		print(report_xml(&data, argc > 2 ? unit_of(argv[2]) : NULL),
		    true);
	} else if (argc > 3) {
		if (argc > 4)
			data.year_ago = figures("year-ago.csv",
			    &data.year_ago_count);
		doc = report_fo(a, argv[2], &data, unit_of(argv[3]), diag);
		diag_print(diag, said, stdout);
		if (doc != NULL)
			print(doc, strcmp(argv[1], "document") == 0);
	}
	text_free(&t);
	diag_free(diag);
	arena_free(a);
	return 0;
}
