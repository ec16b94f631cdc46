/*
 * A report template compiled to FO: reading, the table of its elements, and
 * what steers them (if, for-each, pages).  Room: report.
 */
#include <libxml/tree.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "base/map.h"
#include "base/xmltree.h"
#include "report/report_letter.h"
#include "report/report_template.h"

#define FO_NS "http://www.w3.org/1999/XSL/Format"

enum { FONT_SIZE = 14000, TABLE_SIZE = 12000 };	/* [mpt] */

static element element_landscape, element_page_break, element_if,
    element_for_each, element_fo;

/* Elements that stand by themselves, and what makes FO of them. */
static const struct {
	const char	*name;
	element		*compile;
} elements[] = {
	{ "letterhead", element_letterhead },
	{ "title", element_title },
	{ "addressee", element_addressee },
	{ "heading", element_heading },
	{ "paragraph", element_paragraph },
	{ "list", element_list },
	{ "item", element_item },
	{ "target-table", element_target_table },
	{ "unit-table", element_unit_table },
	{ "watch-list", element_watch_list },
	{ "duty-table", element_duty_table },
	{ "chart", element_chart },
	{ "charts", element_charts },
	{ "explanations", element_explanations },
	{ "findings", element_findings },
	{ "closing", element_closing },
	{ "annex", element_annex },
	{ "landscape", element_landscape },
	{ "page-break", element_page_break },
	{ "if", element_if },
	{ "for-each", element_for_each },
	{ "fo", element_fo },
};

/* Elements that only stand inside these. */
static const char *const inner[] = {
	"report", "b", "i", "br", "group", "column", "recipients", "signature",
};

void
element_children(struct job *j, const struct scope *s, const xmlNode *node)
{
	const xmlNode *n;
	size_t i;

	for (n = xmltree_first(node); n != NULL; n = xmltree_next(n))
		for (i = 0; i < sizeof(elements) / sizeof(elements[0]); i++)
			if (xmltree_is(n, elements[i].name)) {
				j->line = (int)xmlGetLineNo(n);
				elements[i].compile(j, s, n);
			}
}

static void
element_landscape(struct job *j, const struct scope *s, const xmlNode *node)
{
	tree_open(j, true, false);
	element_children(j, s, node);
	tree_close(j);
}

static void
element_page_break(struct job *j, const struct scope *s, const xmlNode *node)
{
	(void)s;
	(void)node;
	tree_add(j, tree_flow(j), "block", "break-before", "page", NULL);
}

static void
element_if(struct job *j, const struct scope *s, const xmlNode *node)
{
	if (job_test(j, s, node, "test"))
		element_children(j, s, node);
}

/* Once for each form of a list, or of all, that has figures here. */
static void
each_form(struct job *j, const struct scope *s, const xmlNode *node)
{
	struct scope inside = *s;
	const struct form **forms;
	size_t i, count = job_forms(j, s, node, "forms", &forms);

	for (i = 0; i < count; i++) {
		inside.form = forms[i];
		element_children(j, &inside, node);
	}
}

/* Once for each unit of a level, indicator of a list, or form. */
static void
element_for_each(struct job *j, const struct scope *s, const xmlNode *node)
{
	struct scope inside = *s;
	const struct indicator **indicators;
	const struct unit **units;
	size_t i, count;

	if (job_attribute(j, node, "indicators") != NULL) {
		count = job_indicators(j, s, node, "indicators", &indicators);
		for (i = 0; i < count; i++) {
			inside.indicator = indicators[i];
			element_children(j, &inside, node);
		}
		return;
	}
	if (job_attribute(j, node, "forms") != NULL) {
		each_form(j, s, node);
		return;
	}
	if (job_attribute(j, node, "units") == NULL) {
		job_value_error(j, (int)xmlGetLineNo(node), "", "for-each",
		    _("units, indicators or forms"));
		return;
	}
	count = job_units(j, s, node, "units", &units);
	for (i = 0; i < count; i++) {
		inside.unit = units[i];
		element_children(j, &inside, node);
	}
}

/* Copy formatting objects as they are, figures filled in. */
static void
copy_fo(struct job *j, const struct scope *s, const xmlNode *from,
    xmlNode *parent)
{
	int line = (int)xmlGetLineNo(from);
	const xmlAttr *a;
	const xmlNode *n;
	xmlNode *copy;

	if (from->type == XML_TEXT_NODE) {
		tree_text(parent, job_expand(j, s, (const char *)from->content,
		    (int)xmlGetLineNo(from->parent)));
		return;
	}
	if (from->type != XML_ELEMENT_NODE)
		return;
	if (from->ns == NULL || strcmp((const char *)from->ns->href,
	    FO_NS) != 0) {
		job_value_error(j, line, (const char *)from->name,
		    "<fo>", arena_printf(j->arena,
		    _("elements of the namespace %s"), FO_NS));
		return;
	}
	j->line = line;
	copy = tree_add(j, parent, (const char *)from->name, NULL);
	for (a = from->properties; a != NULL; a = a->next)
		tree_set(copy, (const char *)a->name, job_text_attribute(j, s,
		    from, (const char *)a->name));
	for (n = from->children; n != NULL; n = n->next)
		copy_fo(j, s, n, copy);
}

static void
element_fo(struct job *j, const struct scope *s, const xmlNode *node)
{
	const xmlNode *n;

	for (n = xmltree_first(node); n != NULL; n = xmltree_next(n))
		copy_fo(j, s, n, tree_flow(j));
}

/* Names that nobody knows, by their lines; the schema judges all the rest. */
static bool
has_strangers(const xmlNode *node, struct diag *diag)
{
	bool found = false, known = false;
	const xmlNode *n;
	size_t i;

	if (node->ns != NULL && strcmp((const char *)node->ns->href,
	    FO_NS) == 0)
		return false;
	for (i = 0; i < sizeof(elements) / sizeof(elements[0]); i++)
		known |= xmltree_is(node, elements[i].name);
	for (i = 0; i < sizeof(inner) / sizeof(inner[0]); i++)
		known |= xmltree_is(node, inner[i]);
	if (!known)
		diag_report(diag, D_TEMPLATE_ELEMENT, xmltree_place(node),
		    (const char *)node->name,
		    _("; tonghop-template(5) lists it"));
	for (n = xmltree_first(node); n != NULL; n = xmltree_next(n))
		found |= has_strangers(n, diag);
	return found || !known;
}

/* The template, checked; NULL after findings. */
static xmlDoc *
read_template(struct arena *a, const char *path, const char *data,
    struct diag *diag)
{
	const char *schema = file_join(a, data, "schemas/template.xsd");
	xmlDoc *doc;

	doc = xmltree_read(path, NULL, D_CONFIG_XML, D_CONFIG_SCHEMA, diag);
	if (doc == NULL)
		return NULL;
	if (has_strangers(xmlDocGetRootElement(doc), diag)) {
		xmlFreeDoc(doc);
		return NULL;
	}
	xmlFreeDoc(doc);
	return xmltree_read(path, schema, D_CONFIG_XML, D_CONFIG_SCHEMA, diag);
}

/* A decimal attribute in millipoints: its unit is UNIT ten-thousandths of a
 * point. */
static int
length_of(struct job *j, const xmlNode *root, const char *name, int otherwise,
    long long unit)
{
	const char *text = job_attribute(j, root, name);
	struct decimal d;

	if (text == NULL || !decimal_parse(&d, text, strlen(text)) ||
	    !decimal_rescale(&d, 3))
		return otherwise;
	return (int)((long long)d.coef * unit / 10000);
}

/* How many annexes there may be; what is repeated counts as two. */
static int
count_annexes(const xmlNode *node)
{
	const xmlNode *n;
	int count = xmltree_is(node, "annex");

	for (n = xmltree_first(node); n != NULL; n = xmltree_next(n))
		count += count_annexes(n) * (xmltree_is(node, "for-each") ? 2 :
		    1);
	return count;
}

static void
page_setup(struct job *j, const xmlNode *root)
{
	const struct site *site = j->data->catalog->site;

	j->top = length_of(j, root, "top", 56693, MM_TEN_THOUSANDTHS);
	j->bottom = length_of(j, root, "bottom", 56693, MM_TEN_THOUSANDTHS);
	j->left = length_of(j, root, "left", 85039, MM_TEN_THOUSANDTHS);
	j->right = length_of(j, root, "right", 42520, MM_TEN_THOUSANDTHS);
	j->font_size = length_of(j, root, "font-size", FONT_SIZE, 10000);
	j->table_size = length_of(j, root, "table-size", TABLE_SIZE, 10000);
	j->family = site->font_count > 0 ? site->fonts[0].family :
	    "Liberation Serif";
	j->annexes = count_annexes(root);
	j->line = (int)xmlGetLineNo(root);
}

static xmlDoc *
compile(struct arena *a, const char *path, const struct dataset *data,
    const struct unit *unit, const struct letter_parts *letter,
    struct diag *diag)
{
	struct job *j = arena_alloc(a, sizeof(*j));
	const struct scope scope = { .unit = unit };
	const char *attached;
	const xmlNode *root;
	xmlDoc *template;

	template = read_template(a, path, data->catalog->data, diag);
	if (template == NULL)
		return NULL;
	root = xmlDocGetRootElement(template);
	j->arena = a;
	j->data = data;
	j->view = view_new(a, data, unit);
	j->letter = letter;
	j->diag = diag;
	j->said = map_new(a);
	j->doc = xmlNewDoc((const xmlChar *)"1.0");
	j->doc->URL = xmlStrdup((const xmlChar *)path);
	page_setup(j, root);
	j->placed = map_new(a);
	j->sources = letter == NULL && data->facts != NULL &&
	    job_attribute(j, root, "sources") != NULL &&
	    strcmp(job_attribute(j, root, "sources"), "yes") == 0;
	attached = letter == NULL ? job_attribute(j, root, "attach") : NULL;
	j->log = data->log != NULL || (!j->sources && attached == NULL) ?
	    data->log : report_log(a);
	tree_begin(j, job_text_attribute(j, &scope, root, "title"));
	element_children(j, &scope, root);
	lists_pages(j);
	sources_annex(j);
	errata_page(j);
	tree_end(j);
	if (attached != NULL)
		attach_data(j, attached);
	xmlFreeDoc(template);
	if (j->failed) {
		xmlFreeDoc(j->doc);
		return NULL;
	}
	return j->doc;
}

xmlDoc *
report_fo(struct arena *a, const char *path, const struct dataset *data,
    const struct unit *unit, struct diag *diag)
{
	return compile(a, path, data, unit, NULL, diag);
}

/* A letter is a report without figures. */
xmlDoc *
report_letter_fo(struct arena *a, const char *path, const struct letter *l,
    struct diag *diag)
{
	struct plan *none = arena_alloc(a, sizeof(*none));
	struct dataset data = { .catalog = l->catalog, .period = l->period,
	    .today = l->received };
	int month, day;

	none->title = none->source = "";
	if (!l->has_period) {
		data.period = (struct period){ .kind = PERIOD_YEAR,
		    .index = 1 };
		date_split(l->received, &data.period.year, &month, &day);
	}
	none->year = data.period.year;
	data.plan = catalog_plan(l->catalog, data.period);
	if (data.plan == NULL)
		data.plan = none;
	return compile(a, path, &data, l->unit != NULL ? l->unit :
	    l->catalog->units->root, letter_parts(a, l), diag);
}
