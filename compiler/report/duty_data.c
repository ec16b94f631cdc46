/* How the duties stand as data that machines read.  Room: report. */
#include <libxml/tree.h>

#include "base/arena.h"
#include "base/csvfile.h"
#include "base/text.h"
#include "report/report_duty.h"

#define DATA_NS "urn:tonghop:data:1"

enum column {
	COLUMN_UNIT, COLUMN_UNIT_NAME, COLUMN_LEVEL, COLUMN_DUTY, COLUMN_PERIOD,
	COLUMN_FORM, COLUMN_DATA_FROM, COLUMN_DATA_TO, COLUMN_DEADLINE, COLUMN_STATE, COLUMN_RECEIVED, COLUMN_LATEST,
	COLUMN_DAYS_LATE, COLUMN_SEQUENCE, COLUMN_FILES, COLUMN_EXPECTED, COLUMN_DUE,
	COLUMN_TIMELY, COLUMN_COMPLETE, COLUMN_MAX
};

static const char *const names[COLUMN_MAX] = {
	[COLUMN_UNIT] = "unit",
	[COLUMN_UNIT_NAME] = "unit_name",
	[COLUMN_LEVEL] = "level",
	[COLUMN_DUTY] = "duty",
	[COLUMN_PERIOD] = "period",
	[COLUMN_FORM] = "form",
	[COLUMN_DATA_FROM] = "data_from",
	[COLUMN_DATA_TO] = "data_to",
	[COLUMN_DEADLINE] = "deadline",
	[COLUMN_STATE] = "state",
	[COLUMN_RECEIVED] = "received",
	[COLUMN_LATEST] = "latest",
	[COLUMN_DAYS_LATE] = "days_late",
	[COLUMN_SEQUENCE] = "sequence",
	[COLUMN_FILES] = "files",
	[COLUMN_EXPECTED] = "expected",
	[COLUMN_DUE] = "due",
	[COLUMN_TIMELY] = "timely",
	[COLUMN_COMPLETE] = "complete",
};

/* The list that is being made, row by row, "" where nothing is to be said. */
struct duty_list {
	struct arena	*arena;
	const struct dataset *data;
	void		(*row)(void *context, const char *const
			    fields[COLUMN_MAX]);
	void		*context;
};

static const char *
number(struct duty_list *l, size_t n)
{
	return arena_printf(l->arena, "%zu", n);
}

static const char *
day(struct duty_list *l, date d)
{
	char buf[DATE_TEXT];

	return arena_strdup(l->arena, date_format(d, buf));
}

static bool
is_of(const struct data_duty *d, const struct unit *u)
{
	return d->form != NULL && d->unit != NULL &&
	    unit_is_within(d->unit, u);
}

static bool
is_alike(const struct data_duty *a, const struct data_duty *b)
{
	return a->duty == b->duty && a->form == b->form &&
	    period_equal(a->period, b->period);
}

/* A row of a unit: FIRST, and all that are like it; NULL: all there are. */
static void
put_row(struct duty_list *l, const struct unit *u,
    const struct data_duty *first)
{
	const char *f[COLUMN_MAX];
	struct duty_counts c = { 0 };
	char period[PERIOD_TEXT];
	size_t i;

	for (i = 0; i < COLUMN_MAX; i++)
		f[i] = "";
	for (i = 0; i < l->data->duty_count; i++)
		if (is_of(&l->data->duties[i], u) && (first == NULL ||
		    is_alike(&l->data->duties[i], first)))
			duty_add(&c, &l->data->duties[i]);
	f[COLUMN_UNIT] = u->code;
	f[COLUMN_UNIT_NAME] = u->full_name;
	f[COLUMN_LEVEL] = l->data->catalog->site->levels[u->level].id;
	if (first != NULL) {
		f[COLUMN_DUTY] = first->duty->id;
		f[COLUMN_PERIOD] = arena_strdup(l->arena,
		    period_format(first->period, period));
		f[COLUMN_FORM] = first->form->id;
		f[COLUMN_DATA_FROM] = day(l, first->data_from);
		f[COLUMN_DATA_TO] = day(l, first->data_to);
		f[COLUMN_DEADLINE] = day(l, first->deadline);
	}
	if (first != NULL && first->unit == u) {
		f[COLUMN_STATE] = duty_state_name(first->state);
		f[COLUMN_RECEIVED] = day(l, first->received);
		f[COLUMN_LATEST] = day(l, first->latest);
		f[COLUMN_DAYS_LATE] = number(l, (size_t)first->days_late);
		f[COLUMN_SEQUENCE] = number(l, (size_t)first->sequence);
		f[COLUMN_FILES] = number(l, first->files);
	}
	f[COLUMN_EXPECTED] = number(l, c.expected);
	f[COLUMN_DUE] = number(l, c.due);
	f[COLUMN_TIMELY] = number(l, c.timely);
	f[COLUMN_COMPLETE] = number(l, c.complete);
	l->row(l->context, f);
}

/* The reports of a unit; alike ones stand together, in the order of senders. */
static void
put_unit(struct duty_list *l, const struct unit *u)
{
	const struct data_duty *last = NULL;
	bool begun = false;
	size_t i;

	for (i = 0; i < l->data->duty_count; i++) {
		const struct data_duty *d = &l->data->duties[i];

		if (!is_of(d, u) || (last != NULL && is_alike(last, d)))
			continue;
		if (!begun)
			put_row(l, u, NULL);
		begun = true;
		put_row(l, u, last = d);
	}
}

static void
put_all(struct duty_list *l, const struct unit *unit)
{
	const struct units *units = l->data->catalog->units;
	size_t i;

	l->arena = arena_new();
	for (i = 0; i < units->count; i++)
		if (unit == NULL || units->list[i] == unit)
			put_unit(l, units->list[i]);
	arena_free(l->arena);
}

static void
csv_row(void *context, const char *const fields[COLUMN_MAX])
{
	csv_put_row(context, fields, COLUMN_MAX, ',');
}

void
report_duties_csv(const struct dataset *data, const struct unit *unit,
    struct text *out)
{
	struct duty_list l = { NULL, data, csv_row, out };

	csv_put_row(out, names, COLUMN_MAX, ',');
	put_all(&l, unit);
}

static void
attributes(xmlNode *node, const char *const fields[COLUMN_MAX], size_t from,
    size_t to)
{
	for (; from < to; from++)
		if (fields[from][0] != '\0')
			xmlNewProp(node, (const xmlChar *)names[from],
			    (const xmlChar *)fields[from]);
}

static void
xml_row(void *context, const char *const fields[COLUMN_MAX])
{
	xmlNode *root = context, *unit = root->last, *node;
	const char *const head[] = { "code", "name", "level" };
	size_t i;

	if (fields[COLUMN_DUTY][0] == '\0') {
		unit = xmlNewChild(root, NULL, (const xmlChar *)"unit", NULL);
		for (i = 0; i < 3; i++)
			xmlNewProp(unit, (const xmlChar *)head[i],
			    (const xmlChar *)fields[i]);
		node = xmlNewChild(unit, NULL, (const xmlChar *)"duties",
		    NULL);
	} else
		node = xmlNewChild(unit, NULL, (const xmlChar *)"duty", NULL);
	attributes(node, fields, COLUMN_DUTY, COLUMN_MAX);
}

xmlDoc *
report_duties_xml(const struct dataset *data, const struct unit *unit)
{
	xmlDoc *doc = xmlNewDoc((const xmlChar *)"1.0");
	xmlNode *root = xmlNewDocNode(doc, NULL, (const xmlChar *)"data", NULL);
	struct duty_list l = { NULL, data, xml_row, root };
	char buf[PERIOD_TEXT];

	xmlDocSetRootElement(doc, root);
	xmlSetNs(root, xmlNewNs(root, (const xmlChar *)DATA_NS, NULL));
	xmlNewProp(root, (const xmlChar *)"period",
	    (const xmlChar *)period_format(data->period, buf));
	put_all(&l, unit);
	return doc;
}
