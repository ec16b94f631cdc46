/* A compiled submission as text, for tests and for the curious.  Room: check. */
#include "base/text.h"
#include "check/check.h"

/* name=value, behind it "?" for an estimate; name=- not applicable; nothing
 * for what is missing. */
static void
dump_fact(const struct field *f, const struct fact_row *row, struct text *out)
{
	struct fact fact = fact_row_find(row, f);
	char buf[DECIMAL_TEXT];

	if (fact.state == FACT_MISSING)
		return;
	text_addf(out, " %s=", f->name);
	if (fact.state == FACT_NOT_APPLICABLE)
		text_addc(out, '-');
	else if (f->type == FIELD_TEXT || f->type == FIELD_CODE)
		text_add(out, "...");
	else if (f->type == FIELD_DATE)
		text_add(out, date_format((date)fact.value.coef, buf));
	else if (f->type == FIELD_ENUM)
		text_add(out, f->values[fact.value.coef].code);
	else
		text_add(out, decimal_format(fact.value, buf));
	if (fact.state == FACT_ESTIMATED)
		text_addc(out, '?');
}

void
check_dump(const struct compiled *c, struct text *out)
{
	char period[PERIOD_TEXT];
	size_t i, j;

	text_addf(out, "compiled form=%s unit=%s period=%s kind=%s "
	    "sequence=%d rows=%zu\n", c->form->id, c->unit->code,
	    period_format(c->period, period), submission_kind_name(c->kind),
	    c->sequence, c->row_count);
	for (i = 0; i < c->row_count; i++) {
		text_addf(out, "%d %s", c->rows[i].line,
		    c->rows[i].unit->code);
		for (j = 0; j < c->form->fact_count; j++)
			dump_fact(c->form->facts[j], &c->rows[i].facts,
			    out);
		text_addc(out, '\n');
	}
}
