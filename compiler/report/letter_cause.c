/* What a finding is about, and what else it says.  Room: report. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "report/report_letter.h"

static const char *const titles[D_MAX] = {
#define CAUSE(name, title) [D_##name] = title,
#include "report/causes.def"
#undef CAUSE
};

enum { ARGS = 3 };	/* of the codes of rules */

/* Whether *S goes on with PIECE, which is then passed over. */
static bool
accept(const char **s, const char *piece, size_t len)
{
	if (strncmp(*s, piece, len) != 0)
		return false;
	*s += len;
	return true;
}

/*
 * Whether TEXT is TEMPLATE with ARGS for {1} to {3}; *UNKNOWN is what stands
 * for the one that is NULL.
 */
static bool
matches(struct arena *a, const char *template, const char *const args[ARGS],
    const char *text, const char **unknown)
{
	while (*template != '\0') {
		size_t n = strcspn(template, "{");
		const char *arg, *after;

		if (!accept(&text, template, n))
			return false;
		template += n;
		if (*template == '\0')
			break;
		if (template[1] < '1' || template[1] > '0' + ARGS)
			return false;
		arg = args[template[1] - '1'];
		template += 3;
		if (arg != NULL) {
			if (!accept(&text, arg, strlen(arg)))
				return false;
			continue;
		}
		n = strcspn(template, "{");
		after = n == 0 ? text + strlen(text) : memmem(text,
		    strlen(text), template, n);
		if (after == NULL)
			return false;
		*unknown = arena_strndup(a, text, (size_t)(after - text));
		text = after;
	}
	return *text == '\0';
}

static const char *
sentence_of(const struct rule *r)
{
	return r->message != NULL && *r->message != '\0' ? r->message :
	    r->text;
}

/* The rule that a finding is about, and the figures that it tells of; NULL when
 * none. */
static const struct rule *
rule_of(struct arena *a, const struct form *form, const struct finding *f,
    const char **operands)
{
	size_t i;

	if (form == NULL || f->rule == NULL || (f->code != D_RULE_FAILED &&
	    f->code != D_RULE_WARNS && f->code != D_RULE_MISSING &&
	    f->code != D_RULE_OVERFLOW))
		return NULL;
	for (i = 0; i < form->rule_count; i++) {
		const struct rule *r = &form->rules[i];
		const char *args[ARGS] = { r->id, sentence_of(r), NULL };

		*operands = "";
		if (strcmp(r->id, f->rule) == 0)
			return matches(a, _(diag_code_text(f->code)), args,
			    f->text, operands) ? r : NULL;
	}
	return NULL;
}

const char *
letter_cause(struct arena *a, const struct letter *l, const struct finding *f,
    const char **text)
{
	const struct field *field = f->field == NULL || l->form == NULL ? NULL :
	    form_field(l->form, f->field);
	const char *operands, *title = titles[f->code];
	const struct rule *rule = rule_of(a, l->form, f, &operands);

	bool personal = field != NULL && field->personal;

	*text = f->text;
	if (rule != NULL) {
		*text = personal ? "" : operands;
		return arena_printf(a, _("%s (rule %s)"), sentence_of(rule),
		    rule->id);
	}
	title = title == NULL ? severity_word(f->severity) : _(title);
	/* what a person wrote about persons stays in the file */
	if (personal)
		*text = title;
	return title;
}

const char *
report_cause(const char *code)
{
	size_t i;

	for (i = 0; i < D_MAX; i++)
		if (titles[i] != NULL && strcmp(diag_code_name(
		    (enum diag_code)i), code) == 0)
			return _(titles[i]);
	return NULL;
}
