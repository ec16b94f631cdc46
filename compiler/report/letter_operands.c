/*
 * The figures that a rule compares, told to who wrote them: the labels of her
 * form instead of the names of its fields.  Room: report.
 */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/text.h"
#include "report/report_letter.h"

enum { OPERANDS_MAX = 64 * 1024 };

/* Values of another time, as expr_describe() writes them. */
static const struct {
	const char	*call, *words;
} times[] = {
	{ "previous(", N_("%s of the period before") },
	{ "previous_in_year(", N_("%s of the period before in this year") },
	{ "year_ago(", N_("%s a year before") },
};

static bool
is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

static size_t
name_length(const char *s)
{
	size_t n = 0;

	while (is_name(s[n]))
		n++;
	return n;
}

/* The field or tally at *S, behind which *S is moved: name or form.name. */
static const char *
take_field(struct arena *a, const struct letter *l, const char **s)
{
	size_t n = name_length(*s);
	const char *name = arena_strndup(a, *s, n);
	const struct form *form = l->form;
	const struct field *f;

	*s += n;
	if (**s == '.') {
		form = catalog_form(l->catalog, name);
		n = name_length(++*s);
		name = arena_strndup(a, *s, n);
		*s += n;
	}
	if (form == NULL || ((f = form_field(form, name)) == NULL &&
	    (f = form_fact(form, name)) == NULL))
		return NULL;
	return form == l->form ? arena_printf(a, "\"%s\"", f->label) :
	    arena_printf(a, _("\"%s\" of %s"), f->label, form->code);
}

/* What is said instead of the operand that S begins with, up to " = "; NULL
 * when it is none. */
static const char *
operand(struct arena *a, const struct letter *l, const char **s)
{
	const char *words = NULL, *out, *p = *s;
	size_t i;

	for (i = 0; i < sizeof(times) / sizeof(times[0]); i++)
		if (strncmp(p, times[i].call, strlen(times[i].call)) == 0) {
			words = _(times[i].words);
			p += strlen(times[i].call);
			break;
		}
	out = take_field(a, l, &p);
	if (out == NULL || (words != NULL && *p++ != ')') ||
	    strncmp(p, " = ", 3) != 0)
		return NULL;
	*s = p;
	return words == NULL ? out : arena_printf(a, words, out);
}

const char *
letter_operands(struct arena *a, const struct letter *l, const char *s)
{
	struct text t;
	const char *out, *said;
	bool begins = true;

	if (l->form == NULL)
		return s;
	text_init(&t, OPERANDS_MAX);
	while (*s != '\0') {
		if (begins && (said = operand(a, l, &s)) != NULL) {
			text_add(&t, said);
			begins = false;
			continue;
		}
		/* behind the unit, and behind each value */
		begins = *s == ' ' && t.len > 0 &&
		    strchr(":,", text_string(&t)[t.len - 1]) != NULL;
		text_addc(&t, *s++);
	}
	out = arena_strdup(a, text_string(&t));
	text_free(&t);
	return out;
}
