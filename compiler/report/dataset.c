/* Figures as data that machines read: CSV and XML.  Room: report. */
#include <libxml/tree.h>

#include "base/arena.h"
#include "base/csvfile.h"
#include "base/map.h"
#include "base/text.h"
#include "report/report.h"
#include "report/report_format.h"

#define DATA_NS "urn:tonghop:data:1"

enum field_name {
	DATA_PERIOD, DATA_UNIT, DATA_UNIT_NAME, DATA_LEVEL, DATA_INDICATOR,
	DATA_NUMERATOR, DATA_DENOMINATOR, DATA_VALUE, DATA_TARGET,
	DATA_MILESTONE, DATA_VERDICT, DATA_REPORTED, DATA_EXPECTED, DATA_ESTIMATED,
	DATA_ADJUSTED, DATA_CARRIED, DATA_BAND, DATA_REMAINING, DATA_CERTAIN,
	DATA_MAX
};

static const char *const names[DATA_MAX] = {
	[DATA_PERIOD] = "period",
	[DATA_UNIT] = "unit",
	[DATA_UNIT_NAME] = "unit_name",
	[DATA_LEVEL] = "level",
	[DATA_INDICATOR] = "indicator",
	[DATA_NUMERATOR] = "numerator",
	[DATA_DENOMINATOR] = "denominator",
	[DATA_VALUE] = "value",
	[DATA_TARGET] = "target",
	[DATA_MILESTONE] = "milestone",
	[DATA_VERDICT] = "verdict",
	[DATA_REPORTED] = "reported",
	[DATA_EXPECTED] = "expected",
	[DATA_ESTIMATED] = "estimated",
	[DATA_ADJUSTED] = "adjusted",
	[DATA_CARRIED] = "carried",
	[DATA_BAND] = "band",
	[DATA_REMAINING] = "remaining",
	[DATA_CERTAIN] = "certain",
};

static const char *
decimal_text(struct arena *a, struct decimal d)
{
	char buf[DECIMAL_TEXT];

	return arena_strdup(a, decimal_format(d, buf));
}

/* A target in the same measure as the value: money in millions, say. */
static const char *
target_text(struct arena *a, const struct data_row *row, bool has,
    struct ratio target)
{
	struct decimal d;

	if (!has || (!row->counted &&
	    !decimal_shift(&target.num, row->indicator->scale)) ||
	    !ratio_shortest(&d, target))
		return "";
	return decimal_text(a, d);
}

/* A row's fields in the order of names; "" is missing. */
static void
fields_of(struct arena *a, const struct dataset *data,
    const struct data_row *row, const char *out[DATA_MAX])
{
	char period[PERIOD_TEXT];

	out[DATA_PERIOD] = arena_strdup(a, period_format(data->period,
	    period));
	out[DATA_UNIT] = row->unit->code;
	out[DATA_UNIT_NAME] = row->unit->full_name;
	out[DATA_LEVEL] = data->catalog->site->levels[row->unit->level].id;
	out[DATA_INDICATOR] = row->indicator->id;
	out[DATA_NUMERATOR] = row->known ? decimal_text(a, row->numerator) : "";
	out[DATA_DENOMINATOR] = row->known &&
	    (row->has_denominator || row->counted) ?
	    decimal_text(a, row->denominator) : "";
	out[DATA_VALUE] = row->known ? decimal_text(a, row->value) : "";
	out[DATA_TARGET] = target_text(a, row,
	    row->has_target || row->has_threshold, row->target);
	out[DATA_MILESTONE] = target_text(a, row, row->has_milestone,
	    row->milestone);
	out[DATA_VERDICT] = row->verdict;
	out[DATA_REPORTED] = arena_printf(a, "%zu", row->reported);
	out[DATA_EXPECTED] = arena_printf(a, "%zu", row->expected);
	out[DATA_ESTIMATED] = row->estimated ? "true" : "false";
	out[DATA_ADJUSTED] = row->adjusted ? "true" : "false";
	out[DATA_CARRIED] = row->carried ? "true" : "false";
	out[DATA_BAND] = row->band;
	out[DATA_REMAINING] = row->has_remaining ?
	    decimal_text(a, row->remaining) : "";
	out[DATA_CERTAIN] = row->certain;
}

/* Whether a row is of the unit asked for, and its indicator applies there. */
static bool
is_wanted(const struct data_row *row, const struct unit *unit)
{
	return row->applies && (unit == NULL || row->unit == unit);
}

void
report_csv(const struct dataset *data, const struct unit *unit,
    struct text *out)
{
	const char *fields[DATA_MAX];
	struct arena *a;
	size_t i;

	csv_put_row(out, names, DATA_MAX, ',');
	for (i = 0; i < data->row_count; i++) {
		if (!is_wanted(&data->rows[i], unit))
			continue;
		a = arena_new();
		fields_of(a, data, &data->rows[i], fields);
		csv_put_row(out, fields, DATA_MAX, ',');
		arena_free(a);
	}
}

void
report_csv_printed(const struct dataset *data, const struct data_log *log,
    struct text *out)
{
	const char *fields[DATA_MAX];
	struct arena *a = arena_new();
	struct map *printed = map_new(a);
	const struct data_row *row;
	size_t i;

	for (i = 0; i < log->count; i++)
		map_add(printed, arena_printf(a, "%s %s", log->list[i].unit->code,
		    log->list[i].item), printed);
	csv_put_row(out, names, DATA_MAX, ',');
	for (i = 0; i < data->row_count; i++) {
		row = &data->rows[i];
		if (!row->applies || map_find(printed, arena_printf(a, "%s %s",
		    row->unit->code, row->indicator->id)) == NULL)
			continue;
		fields_of(a, data, row, fields);
		csv_put_row(out, fields, DATA_MAX, ',');
	}
	arena_free(a);
}

static void
attribute(xmlNode *node, const char *name, const char *value)
{
	if (value[0] != '\0')
		xmlNewProp(node, (const xmlChar *)name, (const xmlChar *)value);
}

static xmlNode *
add_unit(xmlNode *root, const char *const fields[DATA_MAX])
{
	xmlNode *node = xmlNewChild(root, NULL, (const xmlChar *)"unit", NULL);

	attribute(node, "code", fields[DATA_UNIT]);
	attribute(node, "name", fields[DATA_UNIT_NAME]);
	attribute(node, "level", fields[DATA_LEVEL]);
	return node;
}

xmlDoc *
report_xml(const struct dataset *data, const struct unit *unit)
{
	xmlDoc *doc = xmlNewDoc((const xmlChar *)"1.0");
	xmlNode *root = xmlNewDocNode(doc, NULL, (const xmlChar *)"data", NULL);
	xmlNode *group = NULL, *node;
	const struct unit *last = NULL;
	const char *fields[DATA_MAX];
	char period[PERIOD_TEXT];
	struct arena *a;
	size_t i, k;

	xmlDocSetRootElement(doc, root);
	xmlSetNs(root, xmlNewNs(root, (const xmlChar *)DATA_NS, NULL));
	attribute(root, "period", period_format(data->period, period));
	for (i = 0; i < data->row_count; i++) {
		if (!is_wanted(&data->rows[i], unit))
			continue;
		a = arena_new();
		fields_of(a, data, &data->rows[i], fields);
		if (data->rows[i].unit != last)
			group = add_unit(root, fields);
		last = data->rows[i].unit;
		node = xmlNewChild(group, NULL, (const xmlChar *)"figure",
		    NULL);
		for (k = DATA_INDICATOR; k < DATA_MAX; k++)
			attribute(node, names[k], fields[k]);
		arena_free(a);
	}
	return doc;
}
