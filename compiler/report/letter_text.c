/* A letter as text, and the list of its findings as CSV.  Room: report. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/text.h"
#include "report/report_format.h"
#include "report/report_letter.h"

/*
 * One place: "   - line 12, column R "...", which says "12,5o": what is wrong".
 * What the sentence says itself is not said before it.
 */
static void
put_place(const struct letter_place *p, struct text *out)
{
	const char *colon = "";
	bool told = strstr(p->text, p->column) != NULL;

	text_add(out, "   - ");
	if (p->line[0] != '\0') {
		text_add(out, p->line);
		colon = ": ";
	}
	if (p->column[0] != '\0' && !told) {
		text_addf(out, "%s%s", *colon == '\0' ? "" : ", ", p->column);
		colon = ": ";
	}
	if (p->cell[0] != '\0' && !told) {
		text_add(out, ", ");
		text_addf(out, _("which says \"%s\""), p->cell);
	}
	text_addf(out, "%s%s\n", p->text[0] == '\0' ? "" : colon, p->text);
}

static void
put_groups(struct arena *a, const struct letter_parts *p, struct text *out)
{
	size_t i, k;

	for (i = 0; i < p->group_count; i++) {
		const struct letter_group *g = &p->groups[i];

		text_addf(out, "\n%s\n", letter_heading(a, g, i + 1));
		for (k = 0; k < g->count && k < LETTER_PLACES_MAX; k++)
			put_place(&g->places[k], out);
		if (k < g->count)
			text_addf(out, "   %s\n", letter_rest(a, p->letter,
			    g->count - k));
	}
}

static void
put_item(const char *sentence, struct text *out)
{
	if (*sentence != '\0')
		text_addf(out, "- %s\n", sentence);
}

void
report_letter_text(struct arena *a, const struct letter *l, struct text *out)
{
	const struct letter_parts *p = letter_parts(a, l);

	text_addf(out, "%s\n\n", letter_verdict(a, p));
	text_addf(out, _("To: %s"), letter_addressee(l));
	text_add(out, "\n");
	text_addf(out, _("File: %s, received on %s"), l->file,
	    format_date_short(a, l->received));
	text_add(out, "\n");
	put_groups(a, p, out);
	text_addf(out, "\n%s\n", _("What to do"));
	put_item(letter_task(a, p), out);
	put_item(letter_deadline(a, l), out);
	put_item(letter_sequence(a, l), out);
	put_item(letter_enclosed(a, p), out);
	text_addf(out, "\n%s\n", l->catalog->site->organisation);
}

/* A number from 1, "" for none. */
static const char *
number(struct arena *a, int n)
{
	return n < 1 ? "" : arena_printf(a, "%d", n);
}

/* What a field is called; its name when the form is not known. */
static const char *
field_label(const struct letter *l, const char *name)
{
	const struct field *f = l->form == NULL ? NULL :
	    form_field(l->form, name);

	return f == NULL ? name : f->label;
}

void
report_letter_csv(struct arena *a, const struct letter *l, struct text *out)
{
	const char *row[] = { _("severity"), _("code"), _("line"),
	    _("column"), _("field"), _("cause"), _("finding") };
	enum { CELLS = sizeof(row) / sizeof(row[0]) };
	size_t i;

	text_add(out, "\xef\xbb\xbf");	/* without it Excel reads no UTF-8 */
	csv_put_row(out, row, CELLS, ';');
	for (i = 0; i < l->finding_count; i++) {
		const struct finding *x = l->findings[i];
		const char *text, *cause = letter_cause(a, l, x, &text);

		row[0] = severity_word(x->severity);
		row[1] = diag_code_name(x->code);
		row[2] = number(a, x->place.line);
		row[3] = number(a, x->place.column);
		row[4] = x->field == NULL ? "" : field_label(l, x->field);
		row[5] = cause;
		row[6] = text;
		csv_put_shown_row(out, row, CELLS, ';');
	}
}
