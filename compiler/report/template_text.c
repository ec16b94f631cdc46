/* Text of templates: figures in braces, attributes, tests.  Room: report. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/map.h"
#include "base/text.h"
#include "base/unicode.h"
#include "base/xmltree.h"
#include "report/report_format.h"
#include "report/report_template.h"

enum { EXPANDED_MAX = 1024 * 1024, WHY_MAX = 2000 };

/* Whether this was not said of this line before: for-each repeats errors. */
static bool
is_new(struct job *j, int line, const char *what)
{
	j->failed = true;
	return map_add(j->said, arena_printf(j->arena, "%d:%s", line, what), j);
}

static struct place
place_of(struct job *j, int line)
{
	return (struct place){ (const char *)j->doc->URL, line, 0 };
}

void
job_figure_error(struct job *j, int line, const char *what, const char *why)
{
	if (is_new(j, line, what))
		diag_report(j->diag, D_TEMPLATE_FIGURE, place_of(j, line),
		    what, why);
}

void
job_value_error(struct job *j, int line, const char *value, const char *of,
    const char *write)
{
	if (is_new(j, line, of))
		diag_report(j->diag, D_TEMPLATE_VALUE, place_of(j, line),
		    value, of, write);
}

void
job_limit_error(struct job *j, int line, const char *what, const char *limit)
{
	if (is_new(j, line, what))
		diag_report(j->diag, D_TEMPLATE_LIMIT, place_of(j, line), what,
		    limit);
}

void
job_parts_warning(struct job *j, int line, const char *column, const char *row)
{
	diag_report(j->diag, D_TEMPLATE_PARTS, place_of(j, line), column, row);
}

/* What a figure says in a sentence. */
static void
add_figure(struct job *j, const struct scope *s, const char *spec, int line,
    struct text *out)
{
	struct figure_ref ref;
	struct printed p;
	const char *why = figure_parse(j, s, spec, &ref);

	if (why != NULL) {
		job_figure_error(j, line, arena_printf(j->arena, "{%s}", spec),
		    why);
		return;
	}
	p = figure_print(j, s, &ref);
	if (!p.known) {
		text_add(out, word(W_NO_DATA));
		return;
	}
	text_add(out, p.text);
	text_add(out, p.percent ? "%" : "");
	/* The parts of a ratio stand beside their value, which says it. */
	if (p.estimated && ref.show != SHOW_NUMERATOR &&
	    ref.show != SHOW_DENOMINATOR)
		text_addf(out, " (%s)", word(W_ESTIMATED));
	if (p.carried && ref.show != SHOW_NUMERATOR &&
	    ref.show != SHOW_DENOMINATOR)
		text_addf(out, " (%s)", word(W_CARRIED));
}

const char *
job_expand(struct job *j, const struct scope *s, const char *text, int line)
{
	const char *p, *end, *result;
	struct text out;

	if (strpbrk(text, "{}") == NULL)
		return text;
	text_init(&out, EXPANDED_MAX);
	for (p = text; *p != '\0'; p++) {
		line += *p == '\n';
		if ((p[0] == '{' || p[0] == '}') && p[1] == p[0]) {
			text_addc(&out, *p++);
		} else if (*p == '{' && (end = strchr(p, '}')) != NULL) {
			add_figure(j, s, arena_strndup(j->arena, p + 1,
			    (size_t)(end - p - 1)), line, &out);
			p = end;
		} else if (*p == '{' || *p == '}') {
			job_figure_error(j, line, text, _("a brace without its "
			    "partner; write {{ or }} to print one"));
		} else {
			text_addc(&out, *p);
		}
	}
	if (text_is_full(&out))
		job_limit_error(j, line, _("a text"), "1 MB");
	result = arena_strdup(j->arena, text_string(&out));
	text_free(&out);
	return result;
}

static int
newlines(const xmlNode *node)
{
	xmlChar *content = xmlNodeGetContent((xmlNode *)node);
	const char *p;
	int n = 0;

	for (p = (const char *)content; p != NULL && *p != '\0'; p++)
		n += *p == '\n';
	xmlFree(content);
	return n;
}

/* The line where a text node begins: libxml2 keeps only where it ends. */
static int
line_of_text(const xmlNode *text)
{
	int line = (int)xmlGetLineNo(text->parent);
	const xmlNode *n;

	for (n = text->prev; n != NULL; n = n->prev)
		line += newlines(n);
	return line;
}

/* White space squeezed to single spaces, as text in the FO will be anyway. */
static const char *
squeezed(struct job *j, const char *text)
{
	char *s = unicode_nfc(j->arena, text), *p, *q;

	for (p = q = s; *p != '\0'; p++)
		if (strchr(" \t\r\n", *p) == NULL)
			*q++ = *p;
		else if (q == s || q[-1] != ' ')
			*q++ = ' ';
	*q = '\0';
	return s;
}

const char *
job_attribute(struct job *j, const xmlNode *node, const char *name)
{
	return xmltree_attribute(j->arena, node, name);
}

const char *
job_text_attribute(struct job *j, const struct scope *s, const xmlNode *node,
    const char *name)
{
	const char *value = job_attribute(j, node, name);

	return value == NULL ? NULL : job_expand(j, s,
	    unicode_nfc(j->arena, value), (int)xmlGetLineNo(node));
}

const char *
job_content(struct job *j, const struct scope *s, const xmlNode *node)
{
	const xmlNode *n;
	const char *result;
	struct text out;
	char *raw;
	size_t len;

	text_init(&out, EXPANDED_MAX);
	for (n = node->children; n != NULL; n = n->next)
		if (n->type == XML_TEXT_NODE)
			text_add(&out, job_expand(j, s, (const char *)
			    n->content, line_of_text(n)));
	result = squeezed(j, text_string(&out));
	text_free(&out);
	result += strspn(result, " ");
	raw = arena_strdup(j->arena, result);
	for (len = strlen(raw); len > 0 && raw[len - 1] == ' '; len--)
		raw[len - 1] = '\0';
	return raw;
}

void
job_inline(struct job *j, const struct scope *s, const xmlNode *node,
    xmlNode *block)
{
	const xmlNode *n;

	for (n = node->children; n != NULL; n = n->next) {
		if (n->type == XML_TEXT_NODE)
			tree_text(block, squeezed(j, job_expand(j, s,
			    (const char *)n->content, line_of_text(n))));
		else if (xmltree_is(n, "br"))
			tree_add(j, block, "block", NULL);
		else if (xmltree_is(n, "b"))
			job_inline(j, s, n, tree_add(j, block, "inline",
			    "font-weight", "bold", NULL));
		else if (xmltree_is(n, "i"))
			job_inline(j, s, n, tree_add(j, block, "inline",
			    "font-style", "italic", NULL));
	}
}

/* Reading a condition's names for one scope. */
struct reader {
	struct job	*job;
	const struct scope *scope;
	bool		 looked_back;	/* asked for what reports do not know */
};

/* FORM "." NAME of an expression is a figure, a field or a word. */
static const char *
resolve(void *context, struct expr_name *name)
{
	struct reader *r = context;
	struct figure_ref *ref = arena_alloc(r->job->arena, sizeof(*ref));
	const char *why, *spec = name->name;

	if (name->form != NULL)
		spec = arena_printf(r->job->arena, "%s.%s", name->form,
		    name->name);
	why = figure_parse(r->job, r->scope, spec, ref);
	if (why != NULL && name->form != NULL &&
	    figure_parse(r->job, r->scope, arena_printf(r->job->arena, "%s|%s",
	    name->form, name->name), ref) == NULL)
		why = NULL;
	name->target = ref;
	return why;
}

static struct expr_value
read_name(void *context, const struct expr_name *name, enum expr_time time,
    int row)
{
	struct reader *r = context;
	struct figure_ref ref = *(const struct figure_ref *)name->target;

	(void)row;
	if (time == EXPR_YEAR_AGO && ref.word < 0 && ref.field == NULL &&
	    ref.show == SHOW_VALUE)
		ref.show = SHOW_YEAR_AGO;
	else if (time != EXPR_NOW) {
		r->looked_back = true;
		return expr_missing();
	}
	return figure_value(r->job, r->scope, &ref);
}

bool
job_test(struct job *j, const struct scope *s, const xmlNode *node,
    const char *attribute)
{
	struct reader r = { j, s, false };
	const struct expr_scope names = { &r, resolve };
	const struct expr_row row = { .context = &r, .value = read_name };
	const char *test = job_attribute(j, node, attribute), *why;
	int line = (int)xmlGetLineNo(node);
	struct expr_value v;
	struct expr *e;
	size_t offset;

	if (test == NULL)
		return true;
	e = expr_parse(j->arena, test, &names, &why, &offset);
	if (e == NULL) {
		job_figure_error(j, line, test, why);
		return false;
	}
	v = expr_eval(e, &row);
	if (r.looked_back)
		job_figure_error(j, line, test, _("of other periods a report "
		    "knows only year_ago(INDICATOR)"));
	else if (v.type == EXPR_OVERFLOW)
		job_figure_error(j, line, test,
		    _("a number is too large to be computed exactly"));
	else if (v.type == EXPR_NUMBER || v.type == EXPR_TEXT)
		job_figure_error(j, line, test,
		    _("this is a value, not a condition"));
	return v.type == EXPR_TRUTH && v.truth;
}

const char *
job_level_names(struct job *j)
{
	const struct site *site = j->data->catalog->site;
	const char *known = "";
	size_t i;

	for (i = 0; i < site->level_count; i++)
		known = arena_printf(j->arena, "%s%s%s", known,
		    i > 0 ? ", " : "", site->levels[i].id);
	return known;
}

int
job_level(struct job *j, const struct scope *s, const xmlNode *node,
    const char *attribute)
{
	const struct site *site = j->data->catalog->site;
	const char *id = job_attribute(j, node, attribute);
	int level = id == NULL ? s->unit->level + 1 : site_level(site, id);

	if (level >= 0)
		return level;
	job_value_error(j, (int)xmlGetLineNo(node), id, attribute,
	    job_level_names(j));
	return -1;
}

size_t
job_indicators(struct job *j, const struct scope *s, const xmlNode *node,
    const char *attribute, const struct indicator ***out)
{
	const struct plan *plan = j->data->plan;
	const char *list = job_attribute(j, node, attribute), *p;
	size_t n = 0, len, cap = 0;
	struct figure_ref ref;

	*out = NULL;
	if (list == NULL) {
		*out = arena_alloc(j->arena, (plan->indicator_count + 1) *
		    sizeof(**out));
		for (n = 0; n < plan->indicator_count; n++)
			(*out)[n] = plan->indicators[n];
		return n;
	}
	for (p = list + strspn(list, " \t\r\n"); *p != '\0';
	    p += len, p += strspn(p, " \t\r\n")) {
		const char *id;

		len = strcspn(p, " \t\r\n");
		id = arena_strndup(j->arena, p, len);
		if (figure_parse(j, s, id, &ref) != NULL ||
		    ref.indicator == NULL) {
			job_figure_error(j, (int)xmlGetLineNo(node), id,
			    _("this is no indicator of the plan"));
			continue;
		}
		*ARENA_PUSH(j->arena, *out, n, cap) = ref.indicator;
	}
	return n;
}

bool
job_says(struct job *j, const xmlNode *node, const char *attribute,
    const char *what)
{
	const char *text = job_attribute(j, node, attribute);

	return text != NULL && strcmp(text, what) == 0;
}

bool
job_lists(const char *list, const char *name)
{
	size_t len;

	for (; list != NULL; list += len) {
		list += strspn(list, " \t\r\n");
		len = strcspn(list, " \t\r\n");
		if (len == 0)
			return false;
		if (len == strlen(name) && memcmp(list, name, len) == 0)
			return true;
	}
	return true;
}
