/*
 * The XSD of a form's submissions: what any XML tool can check of them, and
 * what intake applies.  Structure and types of values, not rules.  Room: model.
 */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "model/form.h"
#include "model/submission.h"

#define XSD_NS		"http://www.w3.org/2001/XMLSchema"
#define SUBMISSION_NS	"urn:tonghop:submission:1"
#define PERIOD_PATTERN	"(19|[2-9][0-9])[0-9]{2}" \
			"(-(0[1-9]|1[0-2]|Q[1-4]|H[12]|9M))?"

enum {
	TEXT_LENGTH = 500,
	ATTRIBUTE_LENGTH = 200,
	NUMBER_DIGITS = 18,	/* that check reads, */
	WRITTEN_DIGITS = 30,	/* and with zeros before them */
	MONEY_DIGITS = 9,
	MANY_PATTERN_MAX = 16 * 1024,
};

/* A schema under construction. */
struct xsd {
	struct arena	*arena;
	xmlNs		*ns;
};

/* A child element of the schema language. */
static xmlNode *
add(const struct xsd *x, xmlNode *parent, const char *name)
{
	return xmlNewChild(parent, x->ns, (const xmlChar *)name, NULL);
}

static void
set(xmlNode *node, const char *name, const char *value)
{
	xmlNewProp(node, (const xmlChar *)name, (const xmlChar *)value);
}

/* The same with a child that has one attribute: <xs:pattern value="..."/>. */
static void
facet(const struct xsd *x, xmlNode *restriction, const char *name,
    const char *value)
{
	set(add(x, restriction, name), "value", value);
}

static void
number_facet(const struct xsd *x, xmlNode *restriction, const char *name,
    size_t n)
{
	facet(x, restriction, name, arena_printf(x->arena, "%zu", n));
}

/* An anonymous type whose values are texts without blanks around them. */
static xmlNode *
restrict_token(const struct xsd *x, xmlNode *parent)
{
	xmlNode *r = add(x, add(x, parent, "simpleType"), "restriction");

	set(r, "base", "xs:token");
	return r;
}

/* A pattern; the empty text as well where the value may be missing. */
static void
add_pattern(const struct xsd *x, xmlNode *restriction, const char *pattern,
    bool required)
{
	facet(x, restriction, "pattern", required ? pattern :
	    arena_printf(x->arena, "(%s)?", pattern));
}

/*
 * Whether a pattern means the same in PCRE2 and in XSD: letters, digits,
 * classes, groups, alternatives and plain repetitions only.
 */
static bool
is_common_pattern(const char *s)
{
	size_t i;

	for (i = 0; s[i] != '\0'; i++) {
		unsigned char c = (unsigned char)s[i];
		bool repeats = strchr("*+?}", c) != NULL;

		if (c >= 0x80 || strchr("^$\\&#", c) != NULL)
			return false;
		if ((repeats || c == '(') && s[i + 1] != '\0' &&
		    strchr("*+?", s[i + 1]) != NULL)
			return false;
	}
	return true;
}

const char *
field_plain_pattern(const struct field *f)
{
	return f->type == FIELD_CODE && f->pattern_text != NULL &&
	    is_common_pattern(f->pattern_text) ? f->pattern_text : NULL;
}

/*
 * Numbers as machines write them: as many digits as are read, with some zeros around
 * them.  Money may have places here, since it may be written in thousands or
 * millions; whether too many, is seen once it is scaled.
 */
static const char *
number_pattern(const struct xsd *x, const struct field *f)
{
	int places = f->type == FIELD_MONEY ? MONEY_DIGITS : f->digits;
	int digits = NUMBER_DIGITS - f->digits, zeros = WRITTEN_DIGITS - digits;
	const char *number = places == 0 ?
	    arena_printf(x->arena, "0{0,%d}[0-9]{1,%d}(\\.0{1,%d})?", zeros,
	    digits, DECIMAL_SCALE_MAX) :
	    arena_printf(x->arena, "0{0,%d}[0-9]{1,%d}(\\.[0-9]{1,%d}0{0,%d})?",
	    zeros, digits, places, DECIMAL_SCALE_MAX - places);

	return f->is_signed ? arena_printf(x->arena, "-?%s", number) :
	    arena_printf(x->arena, "%s|-0{1,%d}(\\.0{1,%d})?", number,
	    WRITTEN_DIGITS, DECIMAL_SCALE_MAX);
}

static void
restrict_number(const struct xsd *x, xmlNode *r, const struct field *f)
{
	const char *number = number_pattern(x, f);

	add_pattern(x, r, f->may_not_apply ? arena_printf(x->arena,
	    "%s|" NOT_APPLICABLE_XML, number) : number, f->required);
}

/* A restriction of a type of numbers or days; besides, the texts that stand for none
 * of them, OTHERS of which the last is NULL. */
static xmlNode *
restrict_or(const struct xsd *x, xmlNode *parent, const char *base,
    const char *const others[])
{
	xmlNode *type = add(x, parent, "simpleType"), *r;
	xmlNode *words = NULL;

	if (others[0] != NULL)
		type = add(x, parent = add(x, type, "union"), "simpleType");
	r = add(x, type, "restriction");
	set(r, "base", base);
	if (others[0] != NULL)
		words = restrict_token(x, parent);
	for (; *others != NULL; others++)
		facet(x, words, "enumeration", *others);
	return r;
}

/* Bounds, except those of money, which may be written in thousands or millions. */
static bool
has_bounds(const struct field *f)
{
	return f->type != FIELD_MONEY && field_is_number(f) &&
	    (f->min != NULL || f->max != NULL);
}

static void
restrict_bounds(const struct xsd *x, xmlNode *element, const struct field *f)
{
	const char *others[] = { f->required ? NULL : "", NULL, NULL };
	char buf[DECIMAL_TEXT];
	xmlNode *r;

	if (f->may_not_apply)
		others[others[0] != NULL] = NOT_APPLICABLE_XML;
	r = restrict_or(x, element, "xs:decimal", others);
	facet(x, r, "pattern", number_pattern(x, f));
	if (f->min != NULL)
		facet(x, r, "minInclusive", decimal_format(*f->min, buf));
	if (f->max != NULL)
		facet(x, r, "maxInclusive", decimal_format(*f->max, buf));
}

/* A day of the calendar, without the time zone that xs:date allows. */
static void
restrict_day(const struct xsd *x, xmlNode *parent, bool required)
{
	const char *const others[] = { required ? NULL : "", NULL };

	facet(x, restrict_or(x, parent, "xs:date", others), "pattern",
	    "[0-9]{4}-[0-9]{2}-[0-9]{2}");
}

static void
restrict_text(const struct xsd *x, xmlNode *r, const struct field *f)
{
	if (f->required)
		number_facet(x, r, "minLength", 1);
	number_facet(x, r, "maxLength", f->length > 0 ? f->length :
	    TEXT_LENGTH);
	if (field_plain_pattern(f) != NULL)
		add_pattern(x, r, field_plain_pattern(f), f->required);
}

/* Codes of the list, in any order, divided by commas or semicolons. */
static void
restrict_many(const struct xsd *x, xmlNode *r, const struct field *f)
{
	struct text codes;
	const char *s;
	size_t i;

	text_init(&codes, MANY_PATTERN_MAX);
	for (i = 0; i < f->value_count; i++) {
		text_add(&codes, i > 0 ? "|" : "(");
		for (s = f->values[i].code; *s != '\0'; s++)
			text_addf(&codes, *s == '.' ? "\\%c" : "%c", *s);
	}
	text_add(&codes, ")");
	s = text_string(&codes);
	add_pattern(x, r, arena_printf(x->arena, "%s( *[,;] *%s)*", s, s),
	    f->required);
	text_free(&codes);
}

static void
add_type(const struct xsd *x, xmlNode *element, const struct field *f)
{
	xmlNode *r;
	size_t i;

	if (f->type == FIELD_DATE) {
		restrict_day(x, element, f->required);
		return;
	}
	if (has_bounds(f)) {
		restrict_bounds(x, element, f);
		return;
	}
	r = restrict_token(x, element);
	switch (f->type) {
	case FIELD_COUNT:
	case FIELD_MONEY:
	case FIELD_DECIMAL:
	case FIELD_PERCENT:
		restrict_number(x, r, f);
		break;
	case FIELD_BOOLEAN:
		add_pattern(x, r, "true|false|1|0", f->required);
		break;
	case FIELD_ENUM:
		if (f->many) {
			restrict_many(x, r, f);
			break;
		}
		for (i = 0; i < f->value_count; i++)
			facet(x, r, "enumeration", f->values[i].code);
		if (!f->required)
			facet(x, r, "enumeration", "");
		break;
	case FIELD_TEXT:
	case FIELD_CODE:
	case FIELD_DATE:
	case FIELD_TYPE_MAX:
		restrict_text(x, r, f);
	}
}

/* What the thing is for, in the words of the form. */
static void
document(const struct xsd *x, xmlNode *node, const char *label,
    const char *unit)
{
	xmlNode *note = add(x, node, "annotation");

	if (*unit != '\0')
		label = arena_printf(x->arena, "%s [%s]", label, unit);
	xmlNewTextChild(note, x->ns, (const xmlChar *)"documentation",
	    (const xmlChar *)label);
}

static void
add_field(const struct xsd *x, xmlNode *all, const struct field *f)
{
	xmlNode *e = add(x, all, "element");

	set(e, "name", f->name);
	if (!f->required)
		set(e, "minOccurs", "0");
	document(x, e, f->label, f->unit);
	add_type(x, e, f);
}

static xmlNode *
add_any_attribute(const struct xsd *x, xmlNode *type, const char *name)
{
	xmlNode *a = add(x, type, "attribute");

	set(a, "name", name);
	return a;
}

static xmlNode *
add_attribute(const struct xsd *x, xmlNode *type, const char *name,
    bool required)
{
	xmlNode *a = add_any_attribute(x, type, name);

	if (required)
		set(a, "use", "required");
	return restrict_token(x, a);
}

/* A row of a unit; its elements in any order, each at most once. */
static void
add_row(const struct xsd *x, xmlNode *parent, const struct form *form)
{
	xmlNode *row = add(x, parent, "element"), *type, *all, *r;
	size_t i;

	set(row, "name", "row");
	set(row, "minOccurs", "0");
	set(row, "maxOccurs", "unbounded");
	type = add(x, row, "complexType");
	all = add(x, type, "all");
	for (i = 0; i < form->field_count; i++)
		add_field(x, all, form->fields[i]);
	r = add_attribute(x, type, "unit", true);
	number_facet(x, r, "minLength", 1);
	number_facet(x, r, "maxLength", ATTRIBUTE_LENGTH);
}

/* Reasons for which warnings are right, before the rows. */
static void
add_explanation(const struct xsd *x, xmlNode *parent)
{
	xmlNode *e = add(x, parent, "element"), *extension;

	set(e, "name", "explanation");
	set(e, "minOccurs", "0");
	set(e, "maxOccurs", "unbounded");
	extension = add(x, add(x, add(x, e, "complexType"), "simpleContent"),
	    "extension");
	set(extension, "base", "xs:string");
	add_attribute(x, extension, "of", true);
	add_attribute(x, extension, "unit", false);
}

/* The names by which a submission may call its form. */
static void
add_form_attribute(const struct xsd *x, xmlNode *type, const struct form *form)
{
	xmlNode *r = add_attribute(x, type, "form", true);

	facet(x, r, "enumeration", form->id);
	if (strcmp(form->code, form->id) != 0)
		facet(x, r, "enumeration", form->code);
	if (strcmp(form->short_code, form->id) != 0 &&
	    strcmp(form->short_code, form->code) != 0)
		facet(x, r, "enumeration", form->short_code);
}

/* What may be left out may be empty as well. */
static void
add_envelope(const struct xsd *x, xmlNode *type, const struct form *form)
{
	static const int scales[] = { 0, 3, 6, 9 };
	xmlNode *r;
	size_t i;
	int k;

	add_form_attribute(x, type, form);
	r = add_attribute(x, type, "version", false);
	number_facet(x, r, "enumeration", form->version);
	facet(x, r, "enumeration", "");
	r = add_attribute(x, type, "unit", true);
	number_facet(x, r, "minLength", 1);
	number_facet(x, r, "maxLength", ATTRIBUTE_LENGTH);
	r = add_attribute(x, type, "period", true);
	facet(x, r, "pattern", PERIOD_PATTERN);
	r = add_attribute(x, type, "kind", false);
	for (k = KIND_ACTUAL; k <= KIND_ADJUSTMENT; k++)
		facet(x, r, "enumeration", submission_kind_name(k));
	facet(x, r, "enumeration", "");
	r = add_attribute(x, type, "money", false);
	for (i = 0; i < sizeof(scales) / sizeof(scales[0]); i++)
		facet(x, r, "enumeration", money_scale_name(scales[i]));
	facet(x, r, "enumeration", "");
	r = add_attribute(x, type, "sequence", false);
	facet(x, r, "pattern", "([1-9][0-9]{0,2})?");
	r = add_attribute(x, type, "preparer", false);
	number_facet(x, r, "maxLength", ATTRIBUTE_LENGTH);
	restrict_day(x, add_any_attribute(x, type, "signed-on"), false);
}

xmlDoc *
form_xsd(const struct form *form)
{
	xmlDoc *doc = xmlNewDoc((const xmlChar *)"1.0");
	xmlNode *root = xmlNewDocNode(doc, NULL, (const xmlChar *)"schema",
	    NULL);
	xmlNode *element, *type, *sequence;
	struct xsd x = { arena_new(), NULL };

	xmlDocSetRootElement(doc, root);
	x.ns = xmlNewNs(root, (const xmlChar *)XSD_NS, (const xmlChar *)"xs");
	xmlSetNs(root, x.ns);
	xmlNewNs(root, (const xmlChar *)SUBMISSION_NS, NULL);
	set(root, "targetNamespace", SUBMISSION_NS);
	set(root, "elementFormDefault", "qualified");
	set(root, "version", arena_printf(x.arena, "%d", form->version));
	document(&x, root, arena_printf(x.arena, "%s: %s", form->code,
	    form->title), "");
	element = add(&x, root, "element");
	set(element, "name", "submission");
	type = add(&x, element, "complexType");
	sequence = add(&x, type, "sequence");
	add_explanation(&x, sequence);
	add_row(&x, sequence, form);
	add_envelope(&x, type, form);
	arena_free(x.arena);
	return doc;
}
