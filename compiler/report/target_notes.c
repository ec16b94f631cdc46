/* What stands beside a target in the table of targets.  Room: report. */
#include <string.h>

#include "base/arena.h"
#include "report/report_format.h"
#include "report/report_template.h"


/* Two notes in one cell. */
static const char *
join(struct job *j, const char *s, const char *t)
{
	return t[0] == '\0' ? s : s[0] == '\0' ? t :
	    arena_printf(j->arena, "%s; %s", s, t);
}

/* "mức đến kỳ này 40%" of a target that is not due. */
static const char *
milestone_note(struct job *j, const struct data_row *row)
{
	struct printed p = figure_of_row(j, row, SHOW_MILESTONE, -1, -1);

	return !p.known ? "" : arena_printf(j->arena, "%s %s%s",
	    word(W_BY_NOW), p.text, p.percent ? "%" : "");
}

/*
 * "bình quân theo tổng số tổ viên": what a blended target is weighted by, in the
 * words of the form where that is one field.
 */
static const char *
mix_note(struct job *j, const struct data_row *row)
{
	const struct target *target = row->indicator->target;
	const struct expr_name *const *names;
	const struct field *f;

	if (!row->has_target || target->part_count == 0)
		return "";
	if (expr_names(row->indicator->to, &names) != 1)
		return word(W_MIXED_RATIO);
	f = names[0]->target;
	return arena_printf(j->arena, "%s %s", word(W_MIXED),
	    format_small(j->arena, f->label));
}

/* "riêng chỉ tiêu này: đạt; đồng thời số tổ loại yếu 2 (= 0): không đạt" */
static const char *
also_note(struct job *j, const struct data_row *row)
{
	const struct target *target = row->indicator->target;
	const char *s = "";
	size_t i;

	if (target == NULL || target->also_count == 0 ||
	    strcmp(row->verdict, "none") == 0)
		return "";
	for (i = 0; i < target->also_count; i++) {
		const struct data_row *other = view_row(j->view, row->unit,
		    target->also[i]);
		struct printed p;

		if (other == NULL || !other->applies)
			continue;
		p = figure_of_row(j, other, SHOW_VALUE, -1, -1);
		s = join(j, s, arena_printf(j->arena, "%s %s %s%s%s: %s",
		    word(W_TOGETHER), format_small(j->arena,
		    other->indicator->label), p.known ? p.text :
		    word(W_NO_DATA), p.percent || !p.known ? "" : NBSP,
		    p.percent ? "%" : p.known ? other->indicator->unit : "",
		    format_small(j->arena, word_of_verdict(other->own))));
	}
	return s[0] == '\0' ? "" : join(j, arena_printf(j->arena, "%s: %s",
	    word(W_BY_ITSELF), format_small(j->arena,
	    word_of_verdict(row->own))), s);
}

const char *
target_note(struct job *j, const struct data_row *row)
{
	const struct {
		bool		 has;
		enum word	 word;
	} marks[] = { { row->estimated, W_ESTIMATED },
	    { row->adjusted, W_ADJUSTED }, { row->carried, W_CARRIED },
	    { row->is_of_year, W_SINCE_JANUARY } };
	const char *s = "";
	size_t i;

	for (i = 0; row->known && i < sizeof(marks) / sizeof(marks[0]); i++)
		if (marks[i].has)
			s = join(j, s, word(marks[i].word));
	s = join(j, s, mix_note(j, row));
	s = join(j, s, also_note(j, row));
	if (strcmp(row->verdict, "met") != 0 && row->has_milestone &&
	    ratio_cmp(row->milestone, row->target) != 0)
		s = join(j, s, milestone_note(j, row));
	if (row->reported < row->expected)
		s = join(j, join(j, s, arena_printf(j->arena, "%zu/%zu %s",
		    row->reported, row->expected, word(W_UNITS))),
		    word_of_certain(row->certain));
	return s;
}

const char *
target_bias(struct job *j, const struct data_row *row, const char *name)
{
	struct ratio value, plain = row->plain;
	const char *text, *by;
	struct decimal d;

	if (!row->has_plain || !row_value(row, &value) ||
	    !decimal_shift(&plain.num, row->indicator->scale) ||
	    !ratio_sub(&value, value, plain) ||
	    !ratio_round(&d, value, row_digits(row) > 0 ? row_digits(row) : 1))
		return "";
	by = format_change(j->arena, d);
	text = format_ratio(j->arena, plain, row_digits(row));
	return text == NULL ? "" : arena_printf(j->arena, "%s %s%s (%s %s%s%s).",
	    word_with(j->arena, W_NOTE_PLAIN, name), text,
	    strcmp(row->indicator->unit, "%") == 0 ? "%" : "",
	    word(W_NOTE_PLAIN_BY), by, strcmp(row->indicator->unit, "%") == 0 ?
	    " " : "", strcmp(row->indicator->unit, "%") == 0 ?
	    word(W_POINTS) : "");
}
