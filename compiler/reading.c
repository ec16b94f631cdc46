/*
 * Reading a dropped file in a child: what the child is to do, what it answers,
 * and what the parent believes of the answer.
 */
#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/language.h"
#include "base/text.h"
#include "check/check.h"
#include "compile.h"
#include "receive.h"

struct work {
	const struct catalog	*catalog;
	const struct drop	*drop;
	const char		*shown_as;
	date			 today;
};

static void
put_envelope(const struct submission *s, struct text *out)
{
	char period[PERIOD_TEXT];

	text_addf(out, "envelope %s %zu %s %s %d\n", s->form->id,
	    s->unit->index, period_format(s->period, period),
	    submission_kind_name(s->kind), s->sequence);
}

/* What a file that could not be read is about, as far as it tells. */
static void
put_claim(const struct intake_claim *claim, struct text *out)
{
	char period[PERIOD_TEXT];

	text_addf(out, "claim %s %d %s\n",
	    claim->form == NULL ? "-" : claim->form->id,
	    claim->unit == NULL ? -1 : (int)claim->unit->index,
	    claim->has_period ? period_format(claim->period, period) : "-");
}

/* In the child: read, check, answer. */
static void
read_and_check(void *context, struct text *answer)
{
	const struct work *w = context;
	struct arena *a = arena_new();
	struct diag *diag = diag_new();
	struct submission *s;
	struct compiled *c = NULL;
	struct intake_claim claim;

	s = intake_read(a, w->catalog, w->drop->name, w->shown_as,
	    w->drop->data, w->drop->len, w->today, &claim, diag);
	if (s != NULL)
		c = check_submission(a, w->catalog, s, diag);
	answer_findings(diag, answer);
	if (s != NULL)
		put_envelope(s, answer);
	else
		put_claim(&claim, answer);
	if (c != NULL && !diag_has(diag, 0, SEVERITY_REJECT)) {
		text_add(answer, "compiled\n");
		compiled_write(c, answer);
	}
	/* the child ends here, and with it all its memory */
}

static void
adopt_claim(struct run *r, struct cursor *c, struct reading *out)
{
	int unit;

	out->form = catalog_form(r->catalog, cursor_word(c));
	unit = cursor_int(c);
	if (unit >= 0 && (size_t)unit < r->catalog->units->count)
		out->unit = r->catalog->units->list[unit];
	out->has_period = period_parse(cursor_word(c), &out->period);
}

static void
adopt_envelope(struct run *r, struct cursor *c, struct reading *out)
{
	adopt_claim(r, c, out);
	submission_kind_parse(cursor_word(c), &out->kind);
	out->sequence = cursor_int(c);
}

static void
adopt_answer(struct run *r, const struct text *answer, const char *path,
    struct reading *out)
{
	struct cursor c = { r->arena, text_string(answer),
	    text_string(answer) + answer->len };

	while (c.p < c.end) {
		const char *word = cursor_word(&c);

		if (strcmp(word, "finding") == 0) {
			if (!answer_adopt(r, &c, path))
				break;
		} else if (strcmp(word, "envelope") == 0)
			adopt_envelope(r, &c, out);
		else if (strcmp(word, "claim") == 0)
			adopt_claim(r, &c, out);
		else {
			out->compiled = compiled_read(r->arena, r->catalog,
			    c.p, (size_t)(c.end - c.p));
			break;
		}
	}
}

struct reading
receive_read(struct run *r, const struct drop *drop, const char *shown_as)
{
	struct work w = { r->catalog, drop, shown_as, r->today };
	struct intake_claim named = intake_claim_of_name(r->arena,
	    r->catalog, drop->name, r->today);
	struct reading out = { .form = named.form, .unit = named.unit,
	    .has_period = named.has_period, .period = named.period };
	struct text answer;
	enum box_end end;

	if (drop->len > INTAKE_FILE_MAX) {
		diag_report(r->diag, D_FILE_TOO_LARGE, ((struct place){
		    shown_as, 0, 0 }), arena_printf(r->arena, "%lld",
		    drop->mark.size), arena_printf(r->arena, "%d",
		    INTAKE_FILE_MAX));
		return out;
	}
	text_init(&answer, ANSWER_MAX);
	end = box_run(r->arena, read_and_check, &w, &answer, &out.why);
	if (end == BOX_DONE)
		adopt_answer(r, &answer, shown_as, &out);
	else
		out.died = true;
	if (end == BOX_FAILED)
		out.why = system_error(errno);
	text_free(&answer);
	return out;
}

/* Fill an entry from what was understood of the file. */
struct ledger_entry
receive_entry(struct run *r, const struct drop *drop,
    const struct reading *reading)
{
	char period[PERIOD_TEXT];

	return (struct ledger_entry){
		.day = r->today,
		.name = arena_strdup(r->arena, drop->name),
		.sha256 = arena_strdup(r->arena, drop->sha256),
		.form = reading->form == NULL ? "" : reading->form->id,
		.unit = reading->unit == NULL ? "" : reading->unit->code,
		.period = !reading->has_period ? "" : arena_strdup(r->arena,
		    period_format(reading->period, period)),
		.sequence = reading->sequence,
		.kind = reading->form == NULL ? "" :
		    submission_kind_name(reading->kind),
		.codes = "",
	};
}
