/* What rules and tallies see of the facts of rows.  Room: check. */
#include "base/arena.h"
#include "check/check_parts.h"
#include "model/expr_many.h"

struct expr_value
fact_operand(struct arena *a, const struct field *f, const struct fact *fact)
{
	char buf[DATE_TEXT];

	switch (fact->state == FACT_MISSING ? FIELD_TYPE_MAX : f->type) {
	case FIELD_TYPE_MAX:
		return expr_missing();
	case FIELD_BOOLEAN:
		return (struct expr_value){ .type = EXPR_TRUTH,
		    .truth = fact->value.coef != 0 };
	case FIELD_DATE:
		return (struct expr_value){ .type = EXPR_TEXT,
		    .text = arena_strdup(a, date_format(
		    (date)fact->value.coef, buf)) };
	default:
		return expr_number(fact->value);
	}
}

void
column_of_rows(const struct field *f, const struct checked_row *const rows[],
    size_t count, struct expr_lanes *out)
{
	static const uint8_t lanes[] = { [FACT_MISSING] = LANE_MISSING,
	    [FACT_REPORTED] = LANE_KNOWN, [FACT_ESTIMATED] = LANE_KNOWN,
	    [FACT_NOT_APPLICABLE] = LANE_UNSETTLED };
	bool words = f->type == FIELD_ENUM || f->type == FIELD_CODE ||
	    f->type == FIELD_TEXT;
	size_t at = f->index, i;

	out->type = f->type == FIELD_BOOLEAN ? EXPR_TRUTH :
	    words || f->type == FIELD_DATE ? EXPR_TEXT : EXPR_NUMBER;
	out->dates = f->type == FIELD_DATE;
	out->digits = f->digits;
	for (i = 0; i < count; i++) {
		const struct checked_row *r = rows[i];

		if (words)
			out->text[i] = r->texts[at];
		else
			out->n[i] = r->facts.values[at];
		out->state[i] = lanes[r->facts.states[at]];
	}
}
