/*
 * What senders write to explain warnings, in one cell or in many.  Room: model.
 */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/unicode.h"
#include "model/explanation.h"
#include "model/submission.h"

enum { UNITS_MAX = 64 };	/* that one explanation may name */

/* An explanation being read. */
struct words {
	struct arena	*arena;
	const struct units *units;
	const struct submission *sub;
	size_t		 count;
	const struct unit *list[UNITS_MAX];
};

/* The first LEN bytes of S without blanks at their ends. */
static const char *
piece(struct words *w, const char *s, size_t len)
{
	while (len > 0 && strchr(" \t,;", *s) != NULL)
		s++, len--;
	while (len > 0 && strchr(" \t,;", s[len - 1]) != NULL)
		len--;
	return arena_strndup(w->arena, s, len);
}

/* Note the unit that a text is, of the sender's; false when it is none. */
static bool
add_unit(struct words *w, const char *text)
{
	const struct unit *sender = w->sub->unit;
	const struct unit *u = units_read(w->units, text, (struct unit_scope){
	    sender, w->sub->form->row_level, period_end(w->sub->period) });

	if (u == NULL || !unit_is_within(u, sender) || w->count == UNITS_MAX)
		return false;
	w->list[w->count++] = u;
	return true;
}

/* Whether a text is nothing but numbers, as codes are. */
static bool
is_codes(const char *s)
{
	return s[strspn(s, "0123456789 ,;")] == '\0';
}

/* Note the units that a text lists: "22327, 22330", "Vĩnh Hòa; Vĩnh Hải". */
static bool
add_units(struct words *w, const char *text)
{
	const char *between = is_codes(text) ? " ,;" : ",;";
	size_t n;

	if (add_unit(w, text))
		return true;
	for (; *text != '\0'; text += n + strspn(text + n, between)) {
		n = strcspn(text, between);
		if (!add_unit(w, piece(w, text, n))) {
			w->count = 0;
			return false;
		}
	}
	return w->count > 0;
}

/* "22327 reason", without any mark between: what stands behind the codes. */
static const char *
skip_codes(struct words *w, const char *s)
{
	for (;;) {
		size_t n = strspn(s, "0123456789");

		if (n < 3 || strchr(" ,;", s[n]) == NULL ||
		    !add_unit(w, arena_strndup(w->arena, s, n)))
			return s;
		s += n + strspn(s + n, " ,;");
	}
}

/*
 * Note the units that S begins with.  Returns the reason behind them, NULL when
 * it must begin with units and begins with something else.
 */
static const char *
take_units(struct words *w, const char *s)
{
	bool hard = *s != ' ';		/* a mark or a cell's end before it */
	const char *end, *tab, *colon, *names;

	s += strspn(s, " \t:,;");
	tab = strchr(s, '\t');
	colon = strchr(s, ':');
	if (tab != NULL && (colon == NULL || tab < colon))
		end = tab;
	else if (colon != NULL)
		end = colon;
	else if (hard)
		return s;
	else {
		end = skip_codes(w, s);
		return strspn(end, "0123456789") >= 4 ? NULL : end;
	}
	names = piece(w, s, (size_t)(end - s));
	if (*names == '\0' || add_units(w, names))
		return end + 1;
	/* "UT-12: at sea: no interest" has a colon in its reason */
	return hard && *end == ':' && tab == NULL && !is_codes(names) ? s :
	    NULL;
}

/* Whether a row (or all) is explained already; in which line. */
static int
line_before(const struct explanations *all, const char *about,
    const char *unit)
{
	size_t i;

	for (i = 0; i < all->count; i++)
		if (strcmp(all->list[i].about, about) == 0 &&
		    strcmp(all->list[i].unit, unit) == 0)
			return all->list[i].line;
	return 0;
}

static const char *
add(struct words *w, struct explanation e, struct explanations *out)
{
	size_t i, n = w->count == 0 ? 1 : w->count;
	int before;

	for (i = 0; i < n; i++) {
		e.unit = w->count == 0 ? "" : w->list[i]->code;
		before = line_before(out, e.about, e.unit);
		if (before > 0)
			return arena_printf(w->arena,
			    _("line %d explains this already"), before);
		*ARENA_PUSH(w->arena, out->list, out->count, out->cap) = e;
	}
	return NULL;
}

const char *
explanation_read(struct arena *a, const struct units *units,
    const struct submission *sub, const char *words, int line, int column,
    struct explanations *out)
{
	struct words w = { .arena = a, .units = units, .sub = sub };
	struct explanation e = { .author = "", .day = DATE_NONE, .line = line,
	    .column = column };
	const char *s = words + strspn(words, " \t:,;");
	size_t n = strcspn(s, " \t:,;");
	bool refuses;

	if (!explanation_is_about(a, sub->form, arena_strndup(a, s, n),
	    &e.about, &refuses))
		return refuses ? arena_printf(a,
		    _("%s refuses a file: correct the numbers, no reason "
		    "helps"), e.about) :
		    _("it begins with no rule of this form and no code of a "
		    "warning");
	if ((s = take_units(&w, s + n)) == NULL)
		return _("before the reason stands no unit of this report");
	if ((e.reason = explanation_reason(a, s)) == NULL)
		return _("there is no reason");
	if (unicode_length(e.reason) > EXPLANATION_MAX)
		return arena_printf(a, _("the reason has %zu letters, more "
		    "than %d"), unicode_length(e.reason), EXPLANATION_MAX);
	return add(&w, e, out);
}
