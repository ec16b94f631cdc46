/* A submission printed for tests.  Room: intake. */
#include "base/date.h"
#include "base/text.h"
#include "intake/intake.h"

/* S in quotes, with escapes for what would leave the line. */
static void
put_quoted(struct text *t, const char *s)
{
	text_addc(t, '"');
	for (; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			text_addc(t, '\\');
		if (*s == '\n')
			text_add(t, "\\n");
		else if (*s == '\r')
			text_add(t, "\\r");
		else if (*s == '\t')
			text_add(t, "\\t");
		else
			text_addc(t, *s);
	}
	text_addc(t, '"');
}

static void
put_columns(const struct submission *s, struct text *t)
{
	char letters[8];
	size_t i;

	for (i = 0; i < s->form->field_count; i++)
		if (s->columns[i] > 0) {
			text_addf(t, "column %s %s ",
			    column_letters(s->columns[i], letters),
			    s->form->fields[i]->name);
			put_quoted(t, s->headers[i]);
			text_addc(t, '\n');
		}
}

static void
put_row(const struct submission *s, const struct row *row, struct text *t)
{
	size_t i;

	text_addf(t, "%s %d:%d ", row->total ? "total" : "row", row->line,
	    row->unit_cell.column);
	put_quoted(t, row->unit_text);
	for (i = 0; i < s->form->field_count; i++) {
		struct cell c = row_cell(s, row, i);

		if (c.text == NULL)
			continue;
		text_addf(t, " %s=", s->form->fields[i]->name);
		put_quoted(t, c.text);
		text_addf(t, "@%d:%d%s", c.line, c.column,
		    c.refused != NULL ? "!" : "");
	}
	text_addc(t, '\n');
}

void
intake_dump(const struct submission *s, struct text *t)
{
	char period[PERIOD_TEXT];
	size_t i;

	text_addf(t, "form %s\nunit %s %s\nperiod %s\nkind %s\n", s->form->id,
	    s->unit->code, s->unit->full_name,
	    period_format(s->period, period), submission_kind_name(s->kind));
	text_addf(t, "sequence %d\nmoney %s\n", s->sequence,
	    money_scale_name(s->money_scale));
	if (*s->preparer != '\0') {
		text_add(t, "preparer ");
		put_quoted(t, s->preparer);
		text_addc(t, '\n');
	}
	if (*s->signed_on != '\0')
		text_addf(t, "signed %s\n", s->signed_on);
	text_addf(t, "encoding %s\nnumbers %s\n", s->encoding,
	    s->numbers == NUMBERS_XML ? "xml" : "vietnamese");
	put_columns(s, t);
	for (i = 0; i < s->row_count; i++)
		put_row(s, &s->rows[i], t);
}
