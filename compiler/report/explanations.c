/* The warnings that were accepted, with their reasons.  Room: report. */
#include "base/arena.h"
#include "report/report.h"
#include "report/report_format.h"
#include "report/report_template.h"

/* Who accepted it: the sender explains, the province accepts with a day. */
static const char *
by_whom(struct job *j, const struct data_explanation *e)
{
	const struct explanation *x = e->explanation;

	return *x->author == '\0' ? word(W_SENDER) :
	    arena_printf(j->arena, "%s, %s", x->author,
	    format_date_short(j->arena, x->day));
}

void
element_explanations(struct job *j, const struct scope *s, const xmlNode *node)
{
	struct grid *t = grid_new(j, s, node);
	size_t i;

	grid_column(j, t, "number", word(W_STT), ALIGN_CENTER);
	grid_column(j, t, "unit", word(W_UNIT), ALIGN_LEFT);
	grid_column(j, t, "form", word(W_FORM), ALIGN_CENTER);
	grid_column(j, t, "about", word(W_ABOUT), ALIGN_LEFT);
	grid_column(j, t, "reason", word(W_REASON), ALIGN_LEFT);
	grid_column(j, t, "author", word(W_ACCEPTED_BY), ALIGN_LEFT);
	grid_rename(j, s, node, t);
	for (i = 0; i < j->data->explanation_count; i++) {
		const struct data_explanation *e = &j->data->explanations[i];
		const struct explanation *x = e->explanation;
		struct grid_row *r;

		if (!unit_is_within(e->unit, s->unit))
			continue;
		r = grid_row_numbered(j, t);
		grid_cell(j, r, format_capital(j->arena, e->unit->full_name),
		    ALIGN_LEFT);
		grid_cell(j, r, e->form->short_code, ALIGN_CENTER);
		grid_cell(j, r, *x->unit == '\0' ? x->about :
		    arena_printf(j->arena, "%s (%s)", x->about, x->unit),
		    ALIGN_LEFT);
		grid_cell(j, r, x->reason, ALIGN_LEFT);
		grid_cell(j, r, by_whom(j, e), ALIGN_LEFT);
	}
	if (t->row_count > 0) {
		tree_text(tree_add(j, tree_flow(j), "block", "text-align",
		    "justify", "text-indent", "36pt", "space-before", "6pt",
		    "space-after", "6pt", "keep-with-next.within-page",
		    "always", NULL), word(W_EXPLANATIONS));
		grid_emit(j, t);
	}
}
