/* Every stage of a file as text: the whole test interface. */
#include <string.h>

#include "base/arena.h"
#include "base/csvfile.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/language.h"
#include "base/text.h"
#include "base/xmltree.h"
#include "check/check.h"
#include "commands.h"
#include "deliver/deliver.h"
#include "paint/paint.h"

enum { OUTPUT_MAX = 256 * 1024 * 1024 };

static const struct place nowhere;

static bool
put(struct text *t)
{
	bool ok = fwrite(text_string(t), 1, t->len, stdout) == t->len;

	text_free(t);
	return ok;
}

static bool
has_suffix(const char *name, const char *suffix)
{
	size_t n = strlen(name), m = strlen(suffix);

	return n >= m && strcmp(name + n - m, suffix) == 0;
}

/* ---- submissions ---- */

static struct submission *
read_submission(struct run *r, const char *path)
{
	size_t len;
	char *data;

	if (r->catalog == NULL) {
		if (!run_open(r, false))
			return NULL;
		/* what the site has to say is no matter of this file */
		r->printed = diag_count(r->diag);
	}
	data = file_read(r->arena, path, INTAKE_FILE_MAX, &len);
	if (data == NULL) {
		diag_report(r->diag, D_CANNOT_READ,
		    ((struct place){ path, 0, 0 }), path, "");
		return NULL;
	}
	return intake_read(r->arena, r->catalog, file_name(path), path, data,
	    len, r->today, NULL, r->diag);
}

static bool
dump_submission(struct run *r, char *const *args, size_t count)
{
	struct submission *s = read_submission(r, args[0]);
	struct text t;

	(void)count;
	if (s == NULL)
		return false;
	text_init(&t, OUTPUT_MAX);
	intake_dump(s, &t);
	return put(&t);
}

/* The facts of each file; of several files, under a line with its name. */
static bool
dump_facts(struct run *r, char *const *args, size_t count)
{
	bool ok = true;
	size_t i;

	for (i = 0; i < count; i++) {
		struct submission *s = read_submission(r, args[i]);
		struct text t;

		text_init(&t, OUTPUT_MAX);
		if (count > 1)
			text_addf(&t, "file %s\n", args[i]);
		if (s != NULL)
			check_dump(check_submission(r->arena, r->catalog, s,
			    r->diag), &t);
		ok = put(&t) && s != NULL && ok;
	}
	return ok;
}

/* ---- documents ---- */

static bool
pages_of(struct run *r, const char *path, const struct metrics *m,
    bool print)
{
	xmlDoc *doc = xmltree_read(path, NULL, D_FO_XML, D_FO_XML, r->diag);
	struct pages *pages = doc == NULL ? NULL :
	    layout_document(r->arena, doc, m, r->diag);

	if (pages != NULL && print)
		paint_trace(pages, stdout);
	xmlFreeDoc(doc);
	return pages != NULL;
}

static bool
dump_pages(struct run *r, char *const *args, size_t count)
{
	(void)count;
	return pages_of(r, args[0], &metrics_fixed, true);
}

/* The same with real fonts, to be compared with another formatter. */
static bool
dump_layout(struct run *r, char *const *args, size_t count)
{
	struct fonts *fonts = fonts_open(fonts_default, fonts_default_count,
	    r->diag);
	struct metrics m;
	bool ok;

	(void)count;
	if (fonts == NULL)
		return false;
	m = fonts_metrics(fonts);
	ok = pages_of(r, args[0], &m, true);
	fonts_free(fonts);
	return ok;
}

static bool
dump_properties(struct run *r, char *const *args, size_t count)
{
	struct text t;

	(void)r;
	(void)args;
	(void)count;
	text_init(&t, OUTPUT_MAX);
	layout_list_properties(&t);
	return put(&t);
}

/* A template over the site's figures: TEMPLATE [PERIOD [UNIT]]. */
static bool
fo_of(struct run *r, char *const *args, size_t count, bool print)
{
	const struct dataset *data;
	const struct unit *unit;
	struct period p = { 0 }, *known;
	xmlDoc *fo;
	char *xml;
	size_t len, n;

	if (!run_open(r, false) || !run_link(r))
		return false;
	n = facts_periods(r->arena, r->facts, &known);
	if (count < 2 && n > 0)
		p = known[n - 1];
	else if (!period_argument(r, count > 1 ? args[1] : "", &p))
		return false;
	unit = count > 2 ? unit_argument(r, args[2], p, LEVEL_ANY) :
	    r->catalog->units->root;
	if ((data = publish_dataset(r, p)) == NULL || unit == NULL ||
	    (fo = report_fo(r->arena, args[0], data, unit, r->diag)) == NULL)
		return false;
	if (print) {
		xml = xmltree_write(fo, &len);
		fwrite(xml, 1, len, stdout);
		xmlFree(xml);
	}
	xmlFreeDoc(fo);
	return true;
}

static bool
dump_fo(struct run *r, char *const *args, size_t count)
{
	return fo_of(r, args, count, true);
}

/* ---- figures ---- */

/* The dataset of the period named in ARGS. */
static struct dataset *
dataset_of(struct run *r, char *const *args)
{
	struct period p;

	if (!period_argument(r, args[0], &p))
		return NULL;
	return !run_open(r, false) || !run_link(r) ? NULL :
	    publish_dataset(r, p);
}

/* A form's field at a unit, exactly. */
static void
put_sum(struct run *r, const struct data_sum *s, struct text *t)
{
	static const char *const states[] = {
		[FACT_MISSING] = "missing",
		[FACT_REPORTED] = "reported",
		[FACT_ESTIMATED] = "estimated",
		[FACT_NOT_APPLICABLE] = "not-applicable",
	};
	bool known = s->state == FACT_REPORTED || s->state == FACT_ESTIMATED;
	char num[DECIMAL_TEXT], den[DECIMAL_TEXT];
	const char *const fields[] = { s->unit->code, s->field->form->id,
	    s->field->name, states[s->state],
	    known ? decimal_format(s->value.num, num) : "",
	    known ? decimal_format(s->value.den, den) : "",
	    s->adjusted ? "true" : "false", s->carried ? "true" : "false",
	    arena_printf(r->arena, "%zu", s->reported),
	    arena_printf(r->arena, "%zu", s->expected) };

	csv_put_row(t, fields, sizeof(fields) / sizeof(fields[0]), ',');
}

/* All numbers of all forms at all units: PERIOD. */
static bool
dump_sums(struct run *r, char *const *args, size_t count)
{
	static const char *const names[] = { "unit", "form", "field", "state",
		"numerator", "denominator", "adjusted", "carried", "reported",
		"expected" };
	struct dataset *d = dataset_of(r, args);
	struct text t;
	size_t i;

	(void)count;
	if (d == NULL)
		return false;
	text_init(&t, OUTPUT_MAX);
	csv_put_row(&t, names, sizeof(names) / sizeof(names[0]), ',');
	for (i = 0; i < d->sum_count; i++)
		if (d->sums[i].expected > 0)
			put_sum(r, &d->sums[i], &t);
	return put(&t);
}

/* The figures that a period is compared with, in its own units: PERIOD. */
static bool
dump_year_ago(struct run *r, char *const *args, size_t count)
{
	struct dataset *d = dataset_of(r, args);
	struct text t;

	(void)count;
	if (d == NULL)
		return false;
	d->rows = d->year_ago;
	d->row_count = d->year_ago_count;
	d->period = period_year_ago(d->period);
	text_init(&t, OUTPUT_MAX);
	report_csv(d, NULL, &t);
	return put(&t);
}

/* ---- the site, mail, findings ---- */

static bool
dump_site(struct run *r, char *const *args, size_t count)
{
	struct text t;

	(void)count;
	r->site = args[0];
	if (!run_open(r, false))
		return false;
	text_init(&t, OUTPUT_MAX);
	catalog_dump(r->catalog, &t);
	return put(&t);
}

static bool
dump_mail(struct run *r, char *const *args, size_t count)
{
	struct text t;

	(void)count;
	text_init(&t, OUTPUT_MAX);
	if (deliver_dump(args[0], &t, r->diag))
		return put(&t);
	text_free(&t);
	return false;
}

/* Whether the beginning of a file speaks of a template. */
static bool
is_template(struct run *r, const char *path)
{
	size_t len;
	char *data = file_read(r->arena, path, INTAKE_FILE_MAX, &len);

	if (data != NULL && len > 4096)
		data[4096] = '\0';
	return data != NULL && strstr(data, "urn:tonghop:template:") != NULL;
}

/* Nothing but what is to be said about a file, whatever it is. */
static bool
find_findings(struct run *r, char *const *args, size_t count)
{
	struct submission *s;

	if (has_suffix(args[0], ".fo"))
		return pages_of(r, args[0], &metrics_fixed, false);
	if (has_suffix(args[0], ".site")) {
		r->site = args[0];
		return run_open(r, false);
	}
	if (is_template(r, args[0]))
		return fo_of(r, args, count, false);
	s = read_submission(r, args[0]);
	return s != NULL && check_submission(r->arena, r->catalog, s,
	    r->diag) != NULL;
}

static bool
dump_diag(struct run *r, char *const *args, size_t count)
{
	find_findings(r, args, count);
	diag_print(r->diag, r->printed, stdout);
	r->printed = diag_count(r->diag);
	return true;
}

static const struct {
	const char	*name;
	size_t		 args;		/* at least */
	const char	*usage;		/* of them */
	bool		(*dump)(struct run *, char *const *args, size_t count);
} stages[] = {
	{ "submission", 1, N_("FILE"), dump_submission },
	{ "facts", 1, N_("FILE..."), dump_facts },
	{ "diag", 1, N_("FILE"), dump_diag },
	{ "fo", 1, N_("TEMPLATE [PERIOD [UNIT]]"), dump_fo },
	{ "pages", 1, N_("FILE.fo"), dump_pages },
	{ "layout", 1, N_("FILE.fo"), dump_layout },
	{ "properties", 0, "", dump_properties },
	{ "sums", 1, N_("PERIOD"), dump_sums },
	{ "year-ago", 1, N_("PERIOD"), dump_year_ago },
	{ "site", 1, N_("FOLDER"), dump_site },
	{ "mail", 1, N_("FILE"), dump_mail },
};

/* What stages there are. */
static bool
unknown_stage(struct run *r, const char *stage)
{
	struct text names;
	size_t i;

	text_init(&names, OUTPUT_MAX);
	for (i = 0; i < sizeof(stages) / sizeof(stages[0]); i++)
		text_addf(&names, "%s%s", i > 0 ? ", " : "", stages[i].name);
	diag_report(r->diag, D_CONFIG_VALUE, nowhere, stage, _("STAGE"),
	    text_string(&names));
	text_free(&names);
	return false;
}

bool
dump_stage(struct run *r, const char *stage, char *const *args, size_t count)
{
	size_t i;

	for (i = 0; i < sizeof(stages) / sizeof(stages[0]); i++) {
		if (strcmp(stages[i].name, stage) != 0)
			continue;
		if (count >= stages[i].args)
			return stages[i].dump(r, args, count);
		diag_report(r->diag, D_CONFIG_VALUE, nowhere, "",
		    _(stages[i].usage), arena_printf(r->arena,
		    "tonghop dump %s %s", stage, _(stages[i].usage)));
		return false;
	}
	return unknown_stage(r, stage);
}
