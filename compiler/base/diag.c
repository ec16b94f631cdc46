/* Findings and their wording.  Room: base. */
#include "base/diag.h"

#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/text.h"
#include "base/unicode.h"

static const struct {
	const char	*name;
	enum severity	 severity;
	const char	*text;
} catalogue[D_MAX] = {
#define DIAG(name, code, severity, text)				\
	[D_##name] = { code, SEVERITY_##severity, text },
#include "base/diag.def"
#undef DIAG
};

static const char *const severities[SEVERITY_MAX] = {
	[SEVERITY_NOTICE] = N_("notice"),
	[SEVERITY_WARNING] = N_("warning"),
	[SEVERITY_REJECT] = N_("reject"),
	[SEVERITY_ERROR] = N_("error"),
};

enum { TEXT_MAX = 64 * 1024 };

/* Findings of one cause. */
struct cause {
	enum diag_code	 code;
	enum severity	 severity;
	struct about	 about;		/* field and rule */
	size_t		 count;
};

struct diag {
	struct arena	*arena;
	size_t		 most;		/* of a cause that are kept; 0: all */
	bool		 left_out;	/* the last one was not kept */
	size_t		 cause_count, cause_cap;
	struct cause	*causes;
	struct finding	*findings;
	size_t		 count, cap;
	size_t		 counts[SEVERITY_MAX];
};

struct diag *
diag_new(void)
{
	struct arena *a = arena_new();
	struct diag *d = arena_alloc(a, sizeof(*d));

	d->arena = a;
	return d;
}

void
diag_free(struct diag *d)
{
	if (d != NULL)
		arena_free(d->arena);
}

/* Replace {1} to {9} in a template by the arguments. */
static void
substitute(struct text *out, const char *template, const char *const args[])
{
	size_t nargs = 0;
	const char *p;

	while (args[nargs] != NULL)
		nargs++;
	for (p = template; *p != '\0'; p++) {
		if (p[0] == '{' && p[1] >= '1' && p[1] <= '9' && p[2] == '}') {
			size_t i = (size_t)(p[1] - '1');

			if (i < nargs)
				text_add(out, args[i]);
			p += 2;
		} else
			text_addc(out, *p);
	}
}

static void
append(struct diag *d, const struct finding *from)
{
	struct finding *f = ARENA_PUSH(d->arena, d->findings, d->count, d->cap);

	*f = *from;
	f->place.file = from->place.file == NULL ? NULL :
	    arena_strdup(d->arena, from->place.file);
	f->field = from->field == NULL ? NULL :
	    arena_strdup(d->arena, from->field);
	f->text = arena_strdup(d->arena, from->text);
	f->rule = from->rule == NULL ? NULL :
	    arena_strdup(d->arena, from->rule);
	f->unit = from->unit == NULL ? NULL :
	    arena_strdup(d->arena, from->unit);
	f->formula = from->formula == NULL ? NULL :
	    arena_strdup(d->arena, from->formula);
	d->counts[f->severity]++;
}

static bool
is_same_name(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static struct cause *
cause_of(struct diag *d, enum diag_code code, enum severity severity,
    struct about about)
{
	struct cause *c;
	size_t i;

	for (i = 0; i < d->cause_count; i++) {
		c = &d->causes[i];
		if (c->code == code && c->severity == severity &&
		    is_same_name(c->about.field, about.field) &&
		    is_same_name(c->about.rule, about.rule))
			return c;
	}
	c = ARENA_PUSH(d->arena, d->causes, d->cause_count, d->cause_cap);
	*c = (struct cause){ code, severity, about, 0 };
	return c;
}

void
diag_put(struct diag *d, enum diag_code code, enum severity severity,
    struct place place, struct about about, const char *const args[])
{
	struct text text;

	d->left_out = d->most > 0 && severity < SEVERITY_REJECT &&
	    cause_of(d, code, severity, about)->count++ >= d->most;
	if (d->left_out)
		return;
	text_init(&text, TEXT_MAX);
	substitute(&text, _(catalogue[code].text), args);
	append(d, &(struct finding){ code, severity, place, about.field,
	    text_string(&text), about.rule, about.unit, about.formula });
	text_free(&text);
}

void
diag_about(struct diag *d, const char *unit)
{
	if (!d->left_out)
		d->findings[d->count - 1].unit = arena_strdup(d->arena, unit);
}

void
diag_bound(struct diag *d, size_t most)
{
	d->most = most;
}

/* "W401 (DS-7)": its code, and its rule or field. */
static const char *
cause_name(struct arena *a, const struct cause *c)
{
	const char *code = catalogue[c->code].name;
	const char *what = c->about.rule != NULL ? c->about.rule :
	    c->about.field;

	return what == NULL ? code : arena_printf(a, "%s (%s)", code, what);
}

void
diag_report_rest(struct diag *d, const char *file)
{
	size_t most = d->most, i;

	d->most = 0;
	for (i = 0; i < d->cause_count; i++) {
		const struct cause *c = &d->causes[i];

		if (c->count > most)
			diag_put(d, D_NOT_LISTED, c->severity,
			    (struct place){ file, 0, 0 },
			    (struct about){ .rule = c->about.rule },
			    (const char *const []){ arena_printf(d->arena,
			    "%zu", c->count - most), cause_name(d->arena, c),
			    arena_printf(d->arena, "%zu", most), NULL });
	}
}

void
diag_explain(struct diag *d, size_t i, const char *reason, const char *author)
{
	struct finding *f = &d->findings[i];

	f->text = *author == '\0' ? arena_printf(d->arena,
	    _("%s; explained by the sender: %s"), f->text, reason) :
	    arena_printf(d->arena, _("%s; accepted by %s: %s"), f->text,
	    author, reason);
	d->counts[f->severity]--;
	f->severity = SEVERITY_NOTICE;
	d->counts[f->severity]++;
}

void
diag_adopt(struct diag *d, const struct finding *f)
{
	append(d, f);
}

size_t
diag_count(const struct diag *d)
{
	return d->count;
}

const struct finding *
diag_finding(const struct diag *d, size_t i)
{
	return &d->findings[i];
}

size_t
diag_count_of(const struct diag *d, enum severity severity)
{
	return d->counts[severity];
}

bool
diag_has(const struct diag *d, size_t from, enum severity severity)
{
	for (; from < d->count; from++)
		if (d->findings[from].severity >= severity)
			return true;
	return false;
}

const char *
diag_code_name(enum diag_code code)
{
	return catalogue[code].name;
}

const char *
diag_code_text(enum diag_code code)
{
	return catalogue[code].text;
}

enum severity
diag_code_severity(enum diag_code code)
{
	return catalogue[code].severity;
}

const char *
severity_word(enum severity severity)
{
	return _(severities[severity]);
}

const char *
severity_name(enum severity severity)
{
	return severities[severity];
}

static void
print_place(const struct diag *d, struct place place, FILE *f)
{
	fputs(diag_quote((struct diag *)d, place.file, 1024), f);
	if (place.line > 0)
		fprintf(f, ":%d", place.line);
	if (place.line > 0 && place.column > 0)
		fprintf(f, ":%d", place.column);
	fputs(": ", f);
}

static void
print_finding(const struct diag *d, const struct finding *x, FILE *f)
{
	if (x->place.file != NULL)
		print_place(d, x->place, f);
	else
		fputs("tonghop: ", f);
	fprintf(f, "%s %s: %s\n", severity_word(x->severity),
	    catalogue[x->code].name, x->text);
}

void
diag_print(const struct diag *d, size_t from, FILE *f)
{
	for (; from < d->count; from++)
		print_finding(d, &d->findings[from], f);
}

void
diag_print_brief(const struct diag *d, size_t from, FILE *f)
{
	for (; from < d->count; from++)
		if (d->findings[from].severity > SEVERITY_NOTICE ||
		    d->findings[from].place.line == 0)
			print_finding(d, &d->findings[from], f);
}

/* Characters that steer a terminal or the direction of reading. */
static bool
is_steering(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) ||
	    (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	    (c >= 0x2060 && c <= 0x2069) || c == 0xfeff;
}

const char *
diag_quote(struct diag *d, const char *s, size_t max)
{
	struct text out;
	const char *result;

	text_init(&out, TEXT_MAX);
	while (*s != '\0') {
		uint32_t c;
		size_t n = unicode_next(s, &c);

		if (out.len + n > max) {
			text_add(&out, "\xe2\x80\xa6");
			break;
		}
		if (n == 0) {		/* not UTF-8 */
			text_addf(&out, "\\x%02X", (unsigned char)*s);
			n = 1;
		} else if (is_steering(c))
			text_addf(&out, c < 0x100 ? "\\x%02X" : "\\u%04X",
			    (unsigned)c);
		else
			text_addn(&out, s, n);
		s += n;
	}
	result = arena_strdup(d->arena, text_string(&out));
	text_free(&out);
	return result;
}
