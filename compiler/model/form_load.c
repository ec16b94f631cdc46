/* Reading forms: fields, tallies and rules of schemas/forms/ID.xml.  Room: model. */
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "base/map.h"
#include "base/pattern.h"
#include "base/unicode.h"
#include "base/xmltree.h"
#include "model/model_load.h"

static const char *const time_names[] = {
	[TIME_NONE] = "none",
	[TIME_STOCK] = "stock",
	[TIME_FLOW] = "flow",
	[TIME_CUMULATIVE] = "cumulative",
	[TIME_CONSTANT] = "constant",
	[TIME_DISTINCT] = "distinct",
	[TIME_MAX] = "max",
};

static const char *const missing_names[] = {
	[RULE_SKIPS] = "skip",
	[RULE_ZERO] = "zero",
	[RULE_FAILS] = "fail",
};

/* The place of a word in a table of names; the schema knows only these. */
static int
word_index(const char *const *names, size_t count, const char *word)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(names[i], word) == 0)
			return (int)i;
	return 0;
}

#define WORD_INDEX(names, word)						\
	word_index((names), sizeof(names) / sizeof((names)[0]), (word))

static enum field_type
read_type(const char *word)
{
	int t;

	for (t = 0; t < FIELD_TYPE_MAX; t++)
		if (strcmp(field_type_name(t), word) == 0)
			return t;
	return FIELD_TEXT;
}

/* A bound of the field; NULL when it has none. */
static const struct decimal *
read_bound(const struct loader *l, const xmlNode *node, struct field *f,
    const char *name)
{
	int line = load_place(l, node).line;
	const char *s = load_attribute(l, node, name, NULL);
	struct decimal *d, rounded;

	if (s == NULL)
		return NULL;
	if (!field_is_number(f)) {
		load_complain(l, line, _("field %s is no number, so it cannot "
		    "have \"%s\""), f->name, name);
		return NULL;
	}
	d = arena_alloc(l->arena, sizeof(*d));
	decimal_parse(d, s, strlen(s));
	rounded = *d;
	if (!decimal_rescale(&rounded, f->digits))
		load_complain(l, line, _("%s=\"%s\" of field %s has more "
		    "decimal places than the field"), name, s, f->name);
	if (d->coef < 0 && !f->is_signed)
		load_complain(l, line, _("%s=\"%s\" is negative, but field %s "
		    "is not signed"), name, s, f->name);
	return d;
}

static void
read_number(const struct loader *l, const xmlNode *node, struct field *f)
{
	int line = load_place(l, node).line;
	bool places = f->type == FIELD_DECIMAL || f->type == FIELD_PERCENT;

	if (!field_is_number(f) &&
	    load_attribute(l, node, "signed", NULL) != NULL)
		load_complain(l, line, _("field %s is no number, so it cannot "
		    "have \"%s\""), f->name, "signed");
	f->may_not_apply = load_yes(l, node, "may-not-apply", false);
	if (f->may_not_apply && (!field_is_number(f) || f->personal))
		load_complain(l, line, _("field %s is no number, so it cannot "
		    "have \"%s\""), f->name, "may-not-apply");
	if (!places && load_attribute(l, node, "digits", NULL) != NULL)
		load_complain(l, line, _("field %s is a %s, so it cannot have "
		    "decimal places"), f->name, field_type_name(f->type));
	if (field_is_number(f) && load_attribute(l, node, "time", NULL) == NULL)
		load_complain(l, line, _("field %s needs time=\"...\": how "
		    "numbers of several periods combine (stock, flow, "
		    "cumulative, constant, distinct, max, none)"), f->name);
	f->is_signed = load_yes(l, node, "signed", false);
	f->digits = load_int(l, node, "digits", places ? 2 : 0);
	f->look_back = load_int(l, node, "look-back", 0);
	if (f->look_back > 0 && strcmp(load_attribute(l, node, "time", ""),
	    "stock") != 0)
		load_complain(l, line, _("field %s is no stock, so it cannot "
		    "have \"%s\""), f->name, "look-back");
	f->min = read_bound(l, node, f, "min");
	f->max = read_bound(l, node, f, "max");
	if (f->min != NULL && f->max != NULL &&
	    decimal_cmp(*f->min, *f->max) > 0)
		load_complain(l, line, _("min of field %s is above its max"),
		    f->name);
}

static void
read_space(const struct loader *l, const xmlNode *node, struct field *f)
{
	int line = load_place(l, node).line;
	bool adds = field_is_number(f) && f->type != FIELD_PERCENT;
	const char *s = load_attribute(l, node, "space", adds ? "sum" : "none");
	const char *time = load_attribute(l, node, "time", "none");

	f->space = *s == 's' ? SPACE_SUM : *s == 'w' ? SPACE_WEIGHTED :
	    *s == 'm' ? SPACE_MAX : SPACE_NONE;
	if (f->type == FIELD_PERCENT && (f->space == SPACE_SUM ||
	    strcmp(time, "flow") == 0))
		diag_report(l->diag, D_CONFIG_AVERAGE, load_place(l, node),
		    arena_printf(l->arena, _("field %s is a percentage and has "
		    "%s"), f->name, f->space == SPACE_SUM ?
		    "space=\"sum\"" : "time=\"flow\""),
		    _("report numerator and denominator, or write "
		    "space=\"weighted(FIELD)\""));
	else if (f->space != SPACE_NONE && !field_is_number(f))
		load_complain(l, line, _("field %s is no number, so it cannot "
		    "be added over units"), f->name);
}

/* The field that weighs another; all fields are known by now. */
static void
read_weight(const struct loader *l, const xmlNode *node,
    const struct form *form)
{
	const char *name = load_attribute(l, node, "name", "");
	const char *s = load_attribute(l, node, "space", "");
	struct field *f = map_find(form->by_name, name), *weight;
	char *id;

	if (f == NULL || f->space != SPACE_WEIGHTED)
		return;
	s += strlen("weighted(");
	id = arena_strndup(l->arena, s, strcspn(s, ")"));
	weight = f->tally_text == NULL ? form_field(form, id) :
	    form_fact(form, id);
	if (weight == NULL || weight == f || !field_is_number(weight) ||
	    weight->space != SPACE_SUM || weight->type == FIELD_PERCENT) {
		load_complain(l, load_place(l, node).line, _("field %s is "
		    "weighted by \"%s\", which is not another field of the "
		    "form that is added over units"), f->name, id);
		return;
	}
	f->weight = weight;
}

static void
read_code(const struct loader *l, const xmlNode *node, struct field *f)
{
	int line = load_place(l, node).line;
	const char *s = load_attribute(l, node, "pattern", NULL);
	const char *error;
	size_t offset;

	if ((s != NULL) != (f->type == FIELD_CODE)) {
		load_complain(l, line, s == NULL ?
		    _("field %s is a code, so it needs pattern=\"...\"") :
		    _("field %s has a pattern, so its type must be code"),
		    f->name);
		return;
	}
	if (s == NULL)
		return;
	f->pattern_text = s;
	f->pattern_words = load_attribute(l, node, "pattern-words", s);
	f->pattern = pattern_new(l->arena, s, &error, &offset);
	if (f->pattern == NULL)
		diag_report(l->diag, D_CONFIG_PATTERN, load_place(l, node), s,
		    arena_printf(l->arena, "%zu", offset + 1), error);
}

/* Make a value known by its words; the same words must not mean two. */
static void
bind_value(const struct loader *l, const xmlNode *node, struct field *f,
    struct enum_value *v)
{
	const char *code = unicode_fold(l->arena, v->code);
	const char *label = unicode_fold(l->arena, v->label), *twice;

	if (!map_add(f->by_word, code, v))
		twice = v->code;
	else if (strcmp(code, label) == 0 || map_add(f->by_word, label, v))
		return;
	else
		twice = v->label;
	diag_report(l->diag, D_CONFIG_TWICE, load_place(l, node), _("value"),
	    twice, arena_printf(l->arena, _("field %s"), f->name));
}

static void
read_values(const struct loader *l, const xmlNode *node, struct field *f)
{
	size_t cap = 0, i = 0;
	xmlNode *n;

	for (n = xmltree_first(node); n != NULL; n = xmltree_next(n))
		if (xmltree_is(n, "value"))
			*ARENA_PUSH(l->arena, f->values, f->value_count, cap) =
			    (struct enum_value){
			    load_attribute(l, n, "code", ""),
			    xmltree_text(l->arena, n) };
	if (f->value_count > 0)
		f->by_word = map_new(l->arena);
	for (n = xmltree_first(node); n != NULL; n = xmltree_next(n))
		if (xmltree_is(n, "value"))
			bind_value(l, n, f, &f->values[i++]);
	if ((f->value_count > 0) != (f->type == FIELD_ENUM))
		load_complain(l, load_place(l, node).line,
		    f->type == FIELD_ENUM ?
		    _("field %s is an enum, so it needs <value> elements") :
		    _("field %s has values, so its type must be enum"),
		    f->name);
	f->many = load_yes(l, node, "many", false);
	if (f->many && (f->type != FIELD_ENUM ||
	    f->value_count > FIELD_MANY_MAX))
		load_complain(l, load_place(l, node).line, _("field %s has "
		    "many=\"yes\", so it must be an enum of at most %d "
		    "values"), f->name, FIELD_MANY_MAX);
}

/* Make a header known; the same words must not mean two fields. */
static void
add_header(const struct loader *l, const xmlNode *node, struct form *form,
    struct field *f, const char *header)
{
	const char *key = unicode_fold(l->arena, header);
	const struct field *other = map_find(form->by_header, key);

	if (other == f)
		return;
	if (other != NULL) {
		diag_report(l->diag, D_CONFIG_TWICE, load_place(l, node),
		    _("column header"), header, arena_printf(l->arena,
		    _("field %s"), other->name));
		return;
	}
	form_add_header(l->arena, form, f, key);
}

static void
read_headers(const struct loader *l, const xmlNode *node, struct form *form,
    struct field *f)
{
	size_t cap = 0;
	xmlNode *n;

	f->label = "";
	for (n = xmltree_first(node); n != NULL; n = xmltree_next(n)) {
		const char *text = xmltree_text(l->arena, n);

		if (xmltree_is(n, "label"))
			f->label = text;
		else if (xmltree_is(n, "alias"))
			*ARENA_PUSH(l->arena, f->aliases, f->alias_count,
			    cap) = text;
		else
			continue;
		add_header(l, n, form, f, text);
	}
	add_header(l, node, form, f, f->name);
}

static void
read_field(const struct loader *l, const xmlNode *node, struct form *form,
    size_t *cap)
{
	struct field *f = arena_alloc(l->arena, sizeof(*f));
	const char *length = load_attribute(l, node, "length", NULL);

	f->form = form;
	f->name = load_attribute(l, node, "name", "");
	f->type = read_type(load_attribute(l, node, "type", ""));
	f->unit = load_attribute(l, node, "unit", "");
	f->time = WORD_INDEX(time_names,
	    load_attribute(l, node, "time", "none"));
	f->required = load_yes(l, node, "required", false);
	f->personal = load_yes(l, node, "personal", false);
	f->length = (size_t)load_int(l, node, "length", 0);
	if (length != NULL && f->type != FIELD_TEXT && f->type != FIELD_CODE)
		load_complain(l, load_place(l, node).line, _("field %s is no "
		    "text, so it cannot have \"%s\""), f->name, "length");
	f->index = form->field_count;
	*ARENA_PUSH(l->arena, form->fields, form->field_count, *cap) = f;
	if (!map_add(form->by_name, f->name, f)) {
		diag_report(l->diag, D_CONFIG_TWICE, load_place(l, node),
		    _("field"), f->name, _("the same form"));
		return;
	}
	read_number(l, node, f);
	read_space(l, node, f);
	read_code(l, node, f);
	read_values(l, node, f);
	read_headers(l, node, form, f);
}

/* A number that is kept of all rows of a unit. */
static void
read_tally(const struct loader *l, const xmlNode *node, struct form *form,
    size_t *cap)
{
	struct field *f = arena_alloc(l->arena, sizeof(*f));

	f->form = form;
	f->name = load_attribute(l, node, "name", "");
	f->label = xmltree_text(l->arena, xmltree_first(node));
	f->type = read_type(load_attribute(l, node, "type", ""));
	f->unit = load_attribute(l, node, "unit", "");
	f->time = WORD_INDEX(time_names,
	    load_attribute(l, node, "time", "none"));
	f->tally_text = load_attribute(l, node, "value", "");
	f->line = load_place(l, node).line;
	f->is_signed = true;
	f->index = form->fact_count;
	*ARENA_PUSH(l->arena, form->facts, form->fact_count, *cap) = f;
	if (!map_add(form->by_name, f->name, f))
		diag_report(l->diag, D_CONFIG_TWICE, load_place(l, node),
		    _("field"), f->name, _("the same form"));
	f->digits = load_int(l, node, "digits",
	    f->type == FIELD_DECIMAL ? 2 : 0);
	read_space(l, node, f);
}

/* What tells the rows of one unit apart; all fields are known by now. */
static void
read_key(const struct loader *l, const xmlNode *root, struct form *form)
{
	int line = load_place(l, root).line;
	const char *name = load_attribute(l, root, "key", NULL);
	struct field *f = name == NULL ? NULL : form_field(form, name);
	size_t i;

	for (i = 0; i < form->field_count; i++) {
		form->personal |= form->fields[i]->personal;
		if (name != NULL && form->fields[i]->may_not_apply)
			load_complain(l, line, _("field %s: in a form with a "
			    "key a row that does not apply is left out; "
			    "remove may-not-apply"), form->fields[i]->name);
	}
	form->is_register = load_yes(l, root, "records", false);
	form->empty_is_zero =
	    strcmp(load_attribute(l, root, "empty", "missing"), "zero") == 0;
	if (name == NULL) {
		if (form->is_register || form->empty_is_zero ||
		    form->fact_count > 0)
			load_complain(l, line, _("the form has one row a unit: "
			    "records, empty and tallies need key=\"FIELD\""));
		form->facts = form->fields;
		form->fact_count = form->field_count;
		return;
	}
	form->key = f;
	if (f == NULL || !f->required || f->many ||
	    (f->type != FIELD_ENUM && f->type != FIELD_CODE))
		load_complain(l, line, _("the key \"%s\" is not a required "
		    "field of the form that is a code or an enum"), name);
	if (form->fact_count == 0)
		load_complain(l, line, _("the form has a key, so it needs "
		    "tallies: what is kept of a unit's rows"));
}

/* The fields that a rule wants to differ from row to row. */
static void
read_unique(const struct loader *l, const xmlNode *node,
    const struct form *form, struct rule *r)
{
	const char *list = load_attribute(l, node, "unique", NULL);
	const char *word;
	size_t cap = 0;

	if ((list == NULL) == (load_attribute(l, node, "test", NULL) == NULL))
		load_complain(l, r->place.line, _("rule %s needs either a test "
		    "or unique fields"), r->id);
	while (list != NULL && (word = load_word(l->arena, &list)) != NULL) {
		const struct field *f = form_field(form, word);

		r->text = arena_printf(l->arena, "%s%s%s",
		    r->unique_count == 0 ? "unique " : r->text,
		    r->unique_count == 0 ? "" : ", ", word);
		*ARENA_PUSH(l->arena, r->unique, r->unique_count, cap) = f;
		if (f == NULL)
			load_complain(l, r->place.line, _("rule %s: the form "
			    "has no field \"%s\""), r->id, word);
	}
}

static void
read_rule(const struct loader *l, const xmlNode *node, struct form *form,
    size_t *cap)
{
	struct rule *r;
	const char *id = load_attribute(l, node, "id", "");
	xmlNode *message = xmltree_child(node, "message");
	size_t i;

	for (i = 0; i < form->rule_count; i++)
		if (strcmp(form->rules[i].id, id) == 0)
			diag_report(l->diag, D_CONFIG_TWICE,
			    load_place(l, node), _("rule"), id,
			    load_where(l->arena, l->path,
			    form->rules[i].place.line));
	r = ARENA_PUSH(l->arena, form->rules, form->rule_count, *cap);
	r->id = id;
	r->severity = strcmp(load_attribute(l, node, "severity", "reject"),
	    "warn") == 0 ? SEVERITY_WARNING : SEVERITY_REJECT;
	r->text = load_attribute(l, node, "test", "");
	r->missing = WORD_INDEX(missing_names,
	    load_attribute(l, node, "missing", "skip"));
	r->place = load_place(l, node);
	read_unique(l, node, form, r);
	r->message = message == NULL ? r->text :
	    xmltree_text(l->arena, message);
}

static void
read_head(const struct loader *l, const xmlNode *root, struct form *form)
{
	int line = load_place(l, root).line;
	const char *space, *name = file_name(l->path);
	size_t len;

	form->id = load_attribute(l, root, "id", "");
	form->code = load_attribute(l, root, "code", "");
	space = strrchr(form->code, ' ');
	form->short_code = space == NULL ? form->code : space + 1;
	form->title = xmltree_text(l->arena, xmltree_first(root));
	form->version = load_int(l, root, "version", 1);
	form->row_level = load_level(l, root, "rows");
	form->sender_level = form->row_level > 0 ? form->row_level - 1 : 0;
	if (load_attribute(l, root, "sender", NULL) != NULL)
		form->sender_level = load_level(l, root, "sender");
	if (form->row_level >= 0 && form->sender_level > form->row_level)
		load_complain(l, line, _("the sender's level is below the "
		    "level of the rows"));
	load_periods(l, root, "periods", form->periods);
	len = strlen(form->id);
	if (strncmp(name, form->id, len) != 0 ||
	    strcmp(name + len, ".xml") != 0)
		load_complain(l, line, _("the form's id is \"%s\", so the file "
		    "must be called %s.xml"), form->id, form->id);
}

struct form *
form_read(struct arena *a, const char *path, const char *data,
    const struct site *site, struct diag *diag)
{
	struct loader l = { a, arena_strdup(a, path), site, diag };
	size_t field_cap = 0, tally_cap = 0, rule_cap = 0;
	struct form *form;
	xmlNode *root, *n;
	xmlDoc *doc = xmltree_read(path,
	    file_join(a, data, "schemas/form.xsd"), D_CONFIG_XML,
	    D_CONFIG_SCHEMA, diag);

	if (doc == NULL)
		return NULL;
	root = xmlDocGetRootElement(doc);
	form = arena_alloc(a, sizeof(*form));
	form->path = l.path;
	form->sha256 = load_digest(a, path);
	form->by_name = map_new(a);
	form->by_header = map_new(a);
	form->by_unmarked = map_new(a);
	read_head(&l, root, form);
	for (n = xmltree_first(root); n != NULL; n = xmltree_next(n))
		if (xmltree_is(n, "field"))
			read_field(&l, n, form, &field_cap);
		else if (xmltree_is(n, "tally"))
			read_tally(&l, n, form, &tally_cap);
		else if (xmltree_is(n, "rule"))
			read_rule(&l, n, form, &rule_cap);
	read_key(&l, root, form);
	for (n = xmltree_first(root); n != NULL; n = xmltree_next(n))
		if (xmltree_is(n, "field") || xmltree_is(n, "tally"))
			read_weight(&l, n, form);
	xmlFreeDoc(doc);
	return form;
}

void
form_release(struct form *form)
{
	size_t i;

	if (form == NULL)
		return;
	for (i = 0; i < form->field_count; i++) {
		pattern_free(form->fields[i]->pattern);
		form->fields[i]->pattern = NULL;
	}
}

struct form *
form_load(struct arena *a, const char *path, const char *data,
    const struct site *site, struct diag *diag)
{
	struct load_scope scope = { .arena = a, .alone = true };
	size_t from = diag_count(diag);
	struct form *form = form_read(a, path, data, site, diag);

	if (form == NULL)
		return NULL;
	form_link(form, &(struct loader){ a, form->path, site, diag }, &scope);
	if (diag_has(diag, from, SEVERITY_ERROR)) {
		form_release(form);
		return NULL;
	}
	return form;
}
