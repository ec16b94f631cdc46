/* The elements of an XML submission: root, rows, fields.  Room: intake. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/map.h"
#include "base/unicode.h"
#include "intake/intake.h"
#include "intake/intake_xml.h"

/* The parts of one attribute in the array that libxml2 hands over. */
enum { ATTRIBUTE_NAME, ATTRIBUTE_PREFIX, ATTRIBUTE_NS, ATTRIBUTE_VALUE,
    ATTRIBUTE_END, ATTRIBUTE_PARTS };

enum { VALUES_PIECE = 64 * 1024 };

/* A start tag. */
struct tag {
	const char	*name, *ns;
	size_t		 start;		/* offset of its "<" */
	size_t		 end;		/* of its ">" or "/>" */
	int		 count;		/* attributes */
	const xmlChar	**attributes;
};

static const char *
attribute_name(const struct tag *t, int i)
{
	return (const char *)t->attributes[i * ATTRIBUTE_PARTS +
	    ATTRIBUTE_NAME];
}

static const char *
attribute_ns(const struct tag *t, int i)
{
	return (const char *)t->attributes[i * ATTRIBUTE_PARTS +
	    ATTRIBUTE_NS];
}

static const char *
attribute_value(struct xml *x, const struct tag *t, int i)
{
	const xmlChar **p = t->attributes + i * ATTRIBUTE_PARTS;

	return arena_strndup(x->reading->arena,
	    (const char *)p[ATTRIBUTE_VALUE],
	    (size_t)(p[ATTRIBUTE_END] - p[ATTRIBUTE_VALUE]));
}

/*
 * Where the attribute's name stands in the tag: behind white space (or a
 * prefix) and before "=", outside of quotation marks.
 */
static size_t
attribute_offset(const struct xml *x, const struct tag *t, const char *name)
{
	const char *s = x->reading->data + t->start;
	const char *end = x->reading->data + t->end;
	size_t n = strlen(name);

	for (s++; s < end; s++) {
		if (*s == '"' || *s == '\'') {
			const char *close = memchr(s + 1, *s,
			    (size_t)(end - s - 1));

			if (close == NULL)
				break;
			s = close;
		} else if (strchr(" \t\r\n:", s[-1]) != NULL &&
		    (size_t)(end - s) > n && strncmp(s, name, n) == 0 &&
		    strchr(" \t\r\n=", s[n]) != NULL)
			return (size_t)(s - x->reading->data);
	}
	return t->start;
}

static bool
same(const char *a, const char *b)
{
	return a != NULL && strcmp(a, b) == 0;
}

/* Report a sentence about a place in the file, as XML_STRUCTURE. */
static void
report_structure(struct xml *x, size_t offset, const char *text)
{
	int line, column;

	x->told = true;
	xml_locate(x, offset, &line, &column);
	reading_report(x->reading, D_XML_STRUCTURE, line, column, text);
}

static void
report_attribute(struct xml *x, const struct tag *t, int i)
{
	const xmlChar *prefix = t->attributes[i * ATTRIBUTE_PARTS +
	    ATTRIBUTE_PREFIX];
	int line, column;

	x->told = true;
	xml_locate(x, attribute_offset(x, t, attribute_name(t, i)), &line,
	    &column);
	reading_report(x->reading, D_XML_FORBIDDEN, line, column,
	    arena_printf(x->reading->arena, _("attribute \"%s\" of <%s>"),
	    reading_quote(x->reading, arena_printf(x->reading->arena,
	    "%s%s%s", prefix == NULL ? "" : (const char *)prefix,
	    prefix == NULL ? "" : ":", attribute_name(t, i))),
	    reading_quote(x->reading, t->name)));
}

static void
report_limit(struct xml *x, const struct tag *t, const char *what, int limit)
{
	int line, column;

	x->told = true;
	xml_locate(x, t->start, &line, &column);
	reading_report(x->reading, D_XML_LIMIT, line, column, what,
	    arena_printf(x->reading->arena, "%d", limit));
	xml_refuse(x);
}

/* Note what the root's attributes say of the envelope. */
static void
read_envelope(struct xml *x, const struct tag *t)
{
	int i, key, line, column;

	for (i = 0; i < t->count; i++)
		for (key = 0; key < ENVELOPE_MAX; key++) {
			const char *name = envelope_attribute(
			    (enum envelope_key)key);

			if (attribute_ns(t, i) != NULL ||
			    strcmp(attribute_name(t, i), name) != 0)
				continue;
			xml_locate(x, attribute_offset(x, t, name), &line,
			    &column);
			envelope_say(x->reading, (enum envelope_key)key,
			    attribute_value(x, t, i), line, column);
		}
}

/* xsi:schemaLocation and the like name a schema; ours is used. */
static bool
is_schema_hint(const struct tag *t, int i)
{
	return same(attribute_ns(t, i),
	    "http://www.w3.org/2001/XMLSchema-instance") &&
	    (same(attribute_name(t, i), "schemaLocation") ||
	    same(attribute_name(t, i), "noNamespaceSchemaLocation"));
}

static bool
is_envelope(const struct tag *t, int i)
{
	int key;

	for (key = 0; key < ENVELOPE_MAX; key++)
		if (strcmp(attribute_name(t, i),
		    envelope_attribute((enum envelope_key)key)) == 0)
			return attribute_ns(t, i) == NULL;
	return false;
}

static void
start_root(struct xml *x, const struct tag *t)
{
	int i;

	x->where = XML_AT_ROOT;
	x->root_seen = true;
	xml_locate(x, t->start, &x->reading->root_line,
	    &x->reading->root_column);
	if (!same(t->name, "submission") || !same(t->ns, SUBMISSION_NS)) {
		report_structure(x, t->start, arena_printf(x->reading->arena,
		    _("the root element is <%s> of namespace \"%s\"; write "
		    "<submission xmlns=\"%s\" ...>"),
		    reading_quote(x->reading, t->name),
		    t->ns == NULL ? "" : reading_quote(x->reading, t->ns),
		    SUBMISSION_NS));
		xml_refuse(x);
	} else if (x->peek) {
		read_envelope(x, t);
		xmlStopParser(x->ctxt);
	} else
		for (i = 0; i < t->count; i++)
			if (!is_envelope(t, i) && !is_schema_hint(t, i))
				report_attribute(x, t, i);
}

/* <explanation of="UT-12" unit="22327">reason</explanation> */
static void
start_explanation(struct xml *x, const struct tag *t, int line, int column)
{
	struct reading *r = x->reading;
	const char *of = "", *unit = "";
	int i;

	x->where = XML_AT_ROOT;
	if (r->sub->row_count > 0)
		report_structure(x, t->start,
		    _("<explanation> behind a row; put it before the first "
		    "one"));
	for (i = 0; i < t->count; i++)
		if (attribute_ns(t, i) == NULL &&
		    same(attribute_name(t, i), "of"))
			of = attribute_value(x, t, i);
		else if (attribute_ns(t, i) == NULL &&
		    same(attribute_name(t, i), "unit"))
			unit = attribute_value(x, t, i);
		else
			report_attribute(x, t, i);
	x->explains = true;
	x->inside = false;
	text_clear(&x->value);
	reading_reason(r, (struct said){ arena_printf(r->arena, "%s%s%s\t",
	    reading_line(r, of), *unit == '\0' ? "" : "\t",
	    reading_line(r, unit)), line, column });
}

static void
end_explanation(struct xml *x)
{
	struct reading *r = x->reading;
	struct said *s = &r->reasons[r->reason_count - 1];

	x->explains = false;
	s->text = arena_printf(r->arena, "%s%s", s->text, reading_line(r,
	    reading_value(r, text_string(&x->value), s->line, s->column)));
}

static void
start_row(struct xml *x, const struct tag *t)
{
	struct submission *sub = x->reading->sub;
	struct reading *r = x->reading;
	bool has_unit = false;
	int i, line, column;

	x->where = XML_AT_ROW;
	x->field = NULL;
	xml_locate(x, t->start, &line, &column);
	if (same(t->name, "explanation") && same(t->ns, SUBMISSION_NS)) {
		start_explanation(x, t, line, column);
		return;
	}
	if (!same(t->name, "row") || !same(t->ns, SUBMISSION_NS)) {
		x->ignored = x->depth;
		report_structure(x, t->start, arena_printf(r->arena,
		    _("element <%s> where only <row> may stand; remove "
		    "it"),
		    reading_quote(r, t->name)));
		return;
	}
	if (sub->row_count == INTAKE_ROWS_MAX) {
		reading_report(r, D_ROW_LIMIT, line, column,
		    arena_printf(r->arena, "%d", INTAKE_ROWS_MAX));
		xml_refuse(x);
		return;
	}
	x->row = ARENA_PUSH(r->arena, sub->rows, sub->row_count, x->row_cap);
	*x->row = (struct row){ .line = line, .unit_text = "",
	    .unit_cell = { "", line, column, NULL },
	    .texts = arena_alloc(r->arena, r->form->field_count *
	    sizeof(*x->row->texts)), .marks = arena_alloc(r->arena,
	    r->form->field_count * sizeof(*x->row->marks)) };
	for (i = 0; i < t->count; i++) {
		if (!same(attribute_name(t, i), "unit") ||
		    attribute_ns(t, i) != NULL) {
			report_attribute(x, t, i);
			continue;
		}
		has_unit = true;
		xml_locate(x, attribute_offset(x, t, "unit"), &line, &column);
		x->row->unit_text = reading_value(r, attribute_value(x, t, i),
		    line, column);
		x->row->unit_cell = (struct cell){ x->row->unit_text, line,
		    column, NULL };
	}
	if (!has_unit)
		report_structure(x, t->start,
		    _("element <row> without the attribute \"unit\"; write "
		    "the unit's code"));
}

/* Report an element that is no field, once a name. */
static void
report_unknown(struct xml *x, const struct tag *t)
{
	struct reading *r = x->reading;
	const struct field *like = map_find(r->form->by_header,
	    unicode_fold(r->arena, t->name));
	bool ours = same(t->ns, SUBMISSION_NS);
	int line, column;

	x->ignored = x->depth;
	x->told = true;
	if (!map_add(x->unknown, t->name, x))
		return;
	xml_locate(x, t->start, &line, &column);
	reading_report(r, D_UNKNOWN_COLUMN, line, column,
	    ours ? arena_printf(r->arena, _("element <%s>"),
	    reading_quote(r, t->name)) :
	    arena_printf(r->arena, _("element <%s> of namespace \"%s\""),
	    reading_quote(r, t->name),
	    t->ns == NULL ? "" : reading_quote(r, t->ns)),
	    r->form->short_code, !ours ? arena_printf(r->arena,
	    _("; values are in the namespace %s"), SUBMISSION_NS) :
	    like == NULL ? "" : arena_printf(r->arena,
	    _("; did you mean <%s>?"), like->name));
}

/* The field of an element: mostly the one behind the last. */
static const struct field *
find_field(const struct xml *x, const char *name)
{
	const struct form *form = x->reading->form;
	size_t next = x->field == NULL ? 0 : x->field->index + 1;

	return next < form->field_count &&
	    strcmp(form->fields[next]->name, name) == 0 ?
	    form->fields[next] : form_field(form, name);
}

static void
start_field(struct xml *x, const struct tag *t)
{
	struct reading *r = x->reading;
	const struct field *f = same(t->ns, SUBMISSION_NS) ?
	    find_field(x, t->name) : NULL;
	int i, line, column;

	x->where = XML_AT_FIELD;
	if (f == NULL) {
		x->where = XML_AT_ROW;
		report_unknown(x, t);
		return;
	}
	xml_locate(x, t->start, &line, &column);
	if (x->row->texts[f->index] != NULL) {
		x->ignored = x->depth;
		x->told = true;
		reading_report(r, D_REPEATED_VALUE, line, column,
		    cell_name(r->arena, r->sub, f));
		return;
	}
	x->field = f;
	x->value_told = t->count > 0;
	x->inside = false;
	x->row->texts[f->index] = "";
	x->row->marks[f->index] = (struct cell_mark){ line, column };
	text_clear(&x->value);
	for (i = 0; i < t->count; i++)
		report_attribute(x, t, i);
}

/* Note that the parser told something; what follows is about this event. */
static void
begin_event(struct xml *x)
{
	x->quiet = 0;
	x->told = x->ignored > 0;
}

/* Report an element inside a value: the first one, all others of the row may
 * follow when the value's own end tag is missing. */
static void
report_inside(struct xml *x, const struct tag *t)
{
	struct reading *r = x->reading;

	if (!x->inside)
		report_structure(x, t->start, arena_printf(r->arena,
		    _("element <%s> inside a value; remove it, or close <%s> "
		    "before it"), reading_quote(r, t->name),
		    x->explains || x->field == NULL ? "explanation" :
		    x->field->name));
	x->inside = x->told = true;
}

static void
on_start(void *context, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *ns, int ns_count, const xmlChar **namespaces, int count,
    int defaulted, const xmlChar **attributes)
{
	struct xml *x = context;
	struct tag t = { (const char *)name, (const char *)ns, 0, 0, count,
	    attributes };

	begin_event(x);
	x->stray = false;
	if (x->refused || x->broken || x->reading->stop)
		return;
	t.end = xml_offset(x);
	if (t.end >= x->reading->len)
		return;		/* cut off inside this tag: the error follows */
	t.start = xml_tag_before(x, t.end);
	x->behind_tag = t.end + 1;
	x->depth++;
	if (x->depth > XML_DEPTH_MAX)
		report_limit(x, &t, _("the depth of elements"),
		    XML_DEPTH_MAX);
	else if (count > XML_ATTRIBUTES_MAX)
		report_limit(x, &t, _("the number of attributes"),
		    XML_ATTRIBUTES_MAX);
	else if (ns_count > XML_NAMESPACES_MAX)
		report_limit(x, &t, _("the number of namespaces"),
		    XML_NAMESPACES_MAX);
	else if (x->ignored > 0)
		return;
	else if (x->depth == 1)
		start_root(x, &t);
	else if (x->depth == 2)
		start_row(x, &t);
	else if (x->depth == 3 && !x->explains)
		start_field(x, &t);
	else {
		x->ignored = x->depth;
		x->value_told = true;
		report_inside(x, &t);
	}
	(void)prefix;
	(void)namespaces;
	(void)defaulted;
}

/* A copy of the value, close behind the one before it. */
static const char *
keep(struct xml *x)
{
	size_t size = x->value.len + 1;
	char *s;

	if (size > x->room) {
		x->room = size > VALUES_PIECE ? size : VALUES_PIECE;
		x->values = arena_alloc(x->reading->arena, x->room);
	}
	s = memcpy(x->values, text_string(&x->value), size);
	x->values += size;
	x->room -= size;
	return s;
}

static void
end_field(struct xml *x)
{
	const struct cell_mark *mark = &x->row->marks[x->field->index];
	size_t told = x->reading->told;

	x->where = XML_AT_FIELD;
	x->row->texts[x->field->index] = reading_value(x->reading, keep(x),
	    mark->line, mark->column);
	x->told |= x->value_told || x->reading->told > told;
}

static void
on_end(void *context, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *ns)
{
	struct xml *x = context;

	begin_event(x);
	x->stray = false;
	if (x->refused || x->broken || x->reading->stop)
		return;
	x->behind_tag = xml_offset(x);
	if (x->ignored > 0) {
		if (x->depth == x->ignored)
			x->ignored = 0;
	} else if (x->depth == 3)
		end_field(x);
	else if (x->depth == 2 && x->explains)
		end_explanation(x);
	else if (x->depth == 2) {
		x->where = XML_AT_ROW;
		x->field = NULL;
	} else if (x->depth == 1) {
		x->where = XML_AT_ROOT;
		x->root_ended = true;
	}
	x->depth--;
	(void)name;
	(void)prefix;
	(void)ns;
}

/* Report text between elements, once up to the next tag. */
static void
report_stray(struct xml *x)
{
	const char *data = x->reading->data;
	size_t at = x->behind_tag, len;

	x->told = true;
	if (x->stray)
		return;
	x->stray = true;
	at += strspn(data + at, " \t\r\n");
	if (strncmp(data + at, "<![CDATA[", 9) == 0)
		at += 9;
	len = strcspn(data + at, "<");
	while (len > 0 && strchr(" \t\r\n", data[at + len - 1]) != NULL)
		len--;
	if (len > 3 && strncmp(data + at + len - 3, "]]>", 3) == 0)
		len -= 3;
	report_structure(x, at, arena_printf(x->reading->arena,
	    _("text \"%s\" between the elements; put it inside one or "
	    "remove it"), reading_quote_cell(x->reading,
	    arena_strndup(x->reading->arena, data + at, len))));
}

static void
on_text(void *context, const xmlChar *text, int len)
{
	struct xml *x = context;
	const char *s = (const char *)text;
	int i = 0;

	begin_event(x);
	if (x->refused || x->broken || x->reading->stop ||
	    (x->ignored > 0 && x->ignored <= 3))
		return;
	if (x->depth >= 3 || x->explains) {
		text_addn(&x->value, s, (size_t)len);
		if (text_is_full(&x->value))
			report_limit(x, &(struct tag){
			    .start = x->behind_tag },
			    _("the length of one value [bytes]"),
			    XML_VALUE_MAX);
		return;
	}
	while (i < len && strchr(" \t\r\n", s[i]) != NULL)
		i++;
	if (i < len)
		report_stray(x);
}

void
xml_set_elements(xmlSAXHandler *sax)
{
	sax->startElementNs = on_start;
	sax->endElementNs = on_end;
	sax->characters = on_text;
	sax->ignorableWhitespace = on_text;
	sax->cdataBlock = on_text;
}
