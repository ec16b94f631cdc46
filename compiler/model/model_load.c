/* What the loaders of this room share.  Room: model. */
#include "model/model_load.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/language.h"
#include "base/map.h"
#include "base/text.h"
#include "base/unicode.h"
#include "base/xmltree.h"

enum { CONFIG_FILE_MAX = 64 * 1024 * 1024 };

struct place
load_place(const struct loader *l, const xmlNode *node)
{
	return (struct place){ l->path, xmltree_place(node).line, 0 };
}

const char *
load_attribute(const struct loader *l, const xmlNode *node, const char *name,
    const char *fallback)
{
	const char *raw = xmltree_attribute(l->arena, node, name);
	char *s, *end;

	if (raw == NULL)
		return fallback;
	s = unicode_nfc(l->arena, raw);
	s += strspn(s, " ");
	for (end = s + strlen(s); end > s && end[-1] == ' '; end--)
		;
	*end = '\0';
	return s;
}

bool
load_yes(const struct loader *l, const xmlNode *node, const char *name,
    bool fallback)
{
	const char *s = load_attribute(l, node, name, NULL);

	return s == NULL ? fallback : strcmp(s, "yes") == 0;
}

int
load_int(const struct loader *l, const xmlNode *node, const char *name,
    int fallback)
{
	const char *s = load_attribute(l, node, name, NULL);

	return s == NULL ? fallback : (int)strtol(s, NULL, 10);
}

date
load_date(const struct loader *l, const xmlNode *node, const char *name)
{
	const char *s = load_attribute(l, node, name, NULL);
	date day = DATE_NONE;

	if (s != NULL && !date_parse(s, &day)) {
		diag_report(l->diag, D_CONFIG_VALUE, load_place(l, node), s,
		    name, _("a day of the calendar such as 2020-12-01"));
		return DATE_NONE;
	}
	return day;
}

const char *
load_word(struct arena *a, const char **list)
{
	const char *start = *list + strspn(*list, " \t\r\n");
	size_t len = strcspn(start, " \t\r\n");

	*list = start + len;
	return len == 0 ? NULL : arena_strndup(a, start, len);
}

/* "; levels of this site: province district". */
static const char *
level_names(const struct loader *l)
{
	struct text text;
	const char *result;
	size_t i;

	text_init(&text, 4096);
	text_add(&text, _("; levels of this site:"));
	for (i = 0; i < l->site->level_count; i++)
		text_addf(&text, " %s", l->site->levels[i].id);
	result = arena_strdup(l->arena, text_string(&text));
	text_free(&text);
	return result;
}

static int
find_level(const struct loader *l, const xmlNode *node, const char *id)
{
	int level = site_level(l->site, id);

	if (level < 0)
		diag_report(l->diag, D_CONFIG_UNKNOWN, load_place(l, node),
		    _("level"), id, level_names(l));
	return level;
}

int
load_level(const struct loader *l, const xmlNode *node, const char *name)
{
	return find_level(l, node, load_attribute(l, node, name, ""));
}

void
load_levels(const struct loader *l, const xmlNode *node, const char *name,
    bool levels[static LEVELS_MAX])
{
	const char *list = load_attribute(l, node, name, "");
	const char *word;

	while ((word = load_word(l->arena, &list)) != NULL) {
		int level = find_level(l, node, word);

		if (level >= 0)
			levels[level] = true;
	}
}

void
load_periods(const struct loader *l, const xmlNode *node, const char *name,
    bool periods[static PERIOD_KIND_MAX])
{
	const char *list = load_attribute(l, node, name, "");
	const char *word;
	enum period_kind kind;

	while ((word = load_word(l->arena, &list)) != NULL)
		if (period_kind_parse(word, &kind))
			periods[kind] = true;
		else
			diag_report(l->diag, D_CONFIG_VALUE,
			    load_place(l, node), word, name,
			    "month quarter half nine-months year");
}

const char *
load_where(struct arena *a, const char *path, int line)
{
	return arena_printf(a, _("%s, line %d"), path, line);
}

void
load_complain(const struct loader *l, int line, const char *fmt, ...)
{
	struct arena *a = arena_new();
	va_list ap;

	va_start(ap, fmt);
	diag_report(l->diag, D_CONFIG_RULE, ((struct place){ l->path, line, 0 }),
	    arena_vprintf(a, fmt, ap));
	va_end(ap);
	arena_free(a);
}

const char *
load_digest(struct arena *a, const char *path)
{
	return digest_file(a, path, CONFIG_FILE_MAX);
}

static const struct form *
find_form(const struct load_scope *s, const char *id)
{
	size_t i;

	if (s->home != NULL && strcmp(s->home->id, id) == 0)
		return s->home;
	for (i = 0; i < s->form_count; i++)
		if (strcmp(s->forms[i]->id, id) == 0)
			return s->forms[i];
	return NULL;
}

/* Called by the parser of expressions for each name. */
static const char *
resolve(void *context, struct expr_name *name)
{
	struct load_scope *s = context;
	const struct form *form = s->home;

	if (name->form != NULL)
		form = find_form(s, name->form);
	if (form == NULL && name->form == NULL)
		return arena_printf(s->arena,
		    _("\"%s\" needs its form in front, as FORM.FIELD"),
		    name->name);
	if (form == NULL) {
		s->excused = s->alone || (s->broken != NULL &&
		    map_find(s->broken, name->form) != NULL);
		return arena_printf(s->arena, _("form \"%s\" is not known"),
		    name->form);
	}
	name->target = form == s->home ? map_find(form->by_name, name->name) :
	    form_fact(form, name->name);
	if (name->target != NULL)
		return NULL;
	return arena_printf(s->arena, form_field(form, name->name) == NULL ?
	    _("form %s has no field \"%s\"") :
	    _("of form %s only tallies are kept; \"%s\" is a column of its "
	    "rows"), form->id, name->name);
}

/* The number of characters before a byte of a text, from 1. */
static size_t
character_at(struct arena *a, const char *text, size_t offset)
{
	size_t len = strlen(text);

	return 1 + unicode_length(arena_strndup(a, text,
	    offset < len ? offset : len));
}

/* A value of the kind that the name's field has, different for each try. */
static struct expr_value
sample_value(void *context, const struct expr_name *name, enum expr_time time,
    int row)
{
	const struct field *f = name->target;
	int try = *(const int *)context;

	(void)row;
	if (field_is_number(f))
		return expr_number(decimal_int((long long)(f->index + 1) *
		    (try + 1) + (int)time));
	if (f->type == FIELD_BOOLEAN)
		return (struct expr_value){ .type = EXPR_TRUTH,
		    .truth = try % 2 == 0 };
	if (f->type == FIELD_DATE)
		return (struct expr_value){ .type = EXPR_TEXT,
		    .text = "2020-03-31" };
	return (struct expr_value){ .type = EXPR_TEXT, .text = f->name };
}

static size_t
sample_rows(void *context)
{
	(void)context;
	return 1;
}

/*
 * What is wrong with the kinds of things that an expression brings together,
 * found by computing it with sample values; NULL when nothing is.  A value that
 * is missing though nothing is missing means that a text met a number, or a
 * division by zero: the latter does not happen twice.
 */
static const char *
wrong_type(const struct expr *e, enum expr_type type)
{
	enum expr_type found = EXPR_MISSING;
	int try;

	for (try = 0; try < 4 && found == EXPR_MISSING; try++)
		found = expr_eval(e, &(struct expr_row){ .context = &try,
		    .value = sample_value, .rows = sample_rows,
		    .day = "2020-03-31" }).type;
	if (found == type || found == EXPR_OVERFLOW)
		return NULL;
	if (found == EXPR_MISSING)
		return _("it never has a value: a number is computed or "
		    "compared with something that is no number");
	return type == EXPR_TRUTH ?
	    _("it is no condition; compare two things, as in a <= b") :
	    _("it is no number");
}

const struct expr *
load_expr(const struct loader *l, int line, const char *text,
    enum expr_type type, struct load_scope *s)
{
	struct expr_scope scope = { s, resolve };
	const char *error = "";
	size_t offset = 0;
	const struct expr *e;

	s->excused = false;
	e = expr_parse(l->arena, text, &scope, &error, &offset);
	if (e != NULL && ((error = wrong_type(e, type)) != NULL ||
	    (error = expr_mixture(l->arena, e)) != NULL))
		e = NULL;
	if (e == NULL && !s->excused)
		diag_report(l->diag, D_CONFIG_EXPR,
		    ((struct place){ l->path, line, 0 }), text,
		    arena_printf(l->arena, "%zu",
		    character_at(l->arena, text, offset)), error);
	return e;
}
