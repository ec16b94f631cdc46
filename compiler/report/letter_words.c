/* The sentences of a letter, in the language of messages.  Room: report. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "model/explanation.h"
#include "report/report_format.h"
#include "report/report_letter.h"

/* "quý IV năm 2020"; in other languages as machines write it. */
static const char *
period_words(struct arena *a, struct period p)
{
	char buf[PERIOD_TEXT];

	return strcmp(language_name(), "vi") == 0 ? period_label(a, p) :
	    arena_strdup(a, period_format(p, buf));
}

/* "Biểu 04-UT quý IV năm 2020 của huyện Cam Lâm", as far as it is known. */
static const char *
subject(struct arena *a, const struct letter *l)
{
	const char *of = l->form == NULL ? NULL : l->form->code;

	if (of == NULL || l->unit == NULL)
		return arena_printf(a, _("file %s"), l->file);
	if (l->has_period)
		of = arena_printf(a, "%s %s", of, period_words(a, l->period));
	return arena_printf(a, _("%s of %s"), of, l->unit->full_name);
}

/*
 * Whether nothing is wrong with a file but that another one of its report was
 * taken in before: then that one may well be right.
 */
static bool
is_overtaken(const struct letter *l)
{
	size_t i;

	if (l->accepted || l->counting == 0)
		return false;
	for (i = 0; i < l->finding_count; i++)
		if (l->findings[i]->severity == SEVERITY_REJECT &&
		    l->findings[i]->code != D_OVERTAKEN &&
		    l->findings[i]->code != D_OLD_SEQUENCE)
			return false;
	return true;
}

const char *
letter_verdict(struct arena *a, const struct letter_parts *p)
{
	const char *what = subject(a, p->letter);

	if (p->letter->accepted && p->warnings == 0)
		return arena_printf(a, _("TAKEN IN: %s"), what);
	if (p->letter->accepted)
		return arena_printf(a, _("TAKEN IN: %s; points to look at "
		    "again: %zu"), what, p->warnings);
	if (is_overtaken(p->letter))
		return arena_printf(a, _("NOT TAKEN IN: %s; the file that was "
		    "taken in before counts"), what);
	if (p->warnings == 0)
		return arena_printf(a, _("NOT TAKEN IN: %s; errors to correct: "
		    "%zu"), what, p->errors);
	return arena_printf(a, _("NOT TAKEN IN: %s; errors to correct: %zu, "
	    "points to look at again: %zu"), what, p->errors, p->warnings);
}

const char *
letter_addressee(const struct letter *l)
{
	return l->unit == NULL ? _("the sender of the file") :
	    l->unit->full_name;
}

/* Whether nothing is wrong but the day. */
static bool
is_only_late(const struct letter_parts *p)
{
	return p->errors == 0 && p->group_count > 0 &&
	    p->warnings == p->groups[0].count &&
	    strcmp(p->groups[0].code, diag_code_name(D_RECEIVED_LATE)) == 0;
}

/* What to do about a refused file of text. */
static const char *
refused_task(struct arena *a, const struct letter *l)
{
	const char *task = _("Please correct the places listed here in the file "
	    "and send the whole file again."), *day;

	if (l->counting == 0)
		return task;
	day = format_date_short(a, l->counting_since);
	if (is_overtaken(l))
		return arena_printf(a, _("The file with sequence number %d, "
		    "received on %s, counts. Nothing needs to be sent when its "
		    "figures are the right ones; when those of this file are, "
		    "please send it with another sequence number as told "
		    "below."), l->counting, day);
	return arena_printf(a, _("%s Until then the file with sequence number "
	    "%d, received on %s, counts."), task, l->counting, day);
}

/* Whether a warning doubts figures, which their sender may know a reason for:
 * not what became of columns, rows and days. */
static bool
is_about_figures(const struct finding *f)
{
	switch (f->code) {
	case D_SAME_AS_BEFORE:
	case D_SAME_AS_OTHER:
	case D_ALL_ROUND:
	case D_COLUMN_SHIFTED:
	case D_FAR_FROM_BEFORE:
	case D_FAR_COLUMN:
	case D_LEAVES_HISTORY:
	case D_PERIODS_DIFFER:
		return true;
	default:
		return f->rule != NULL;
	}
}

/* What is wanted for the units without a row; "" when there are none. */
static const char *
rows_to_add(const struct letter *l)
{
	size_t i;

	for (i = 0; i < l->finding_count; i++)
		if (l->findings[i]->code == D_ROW_MISSING)
			return _(" Units without a row are missing in the "
			    "report: please add their rows, with 0 where there "
			    "was nothing, and send the whole file again.");
	return "";
}

/* How a warning of a file that counts can be explained, by the example of the
 * first; "" when none can. */
static const char *
how_to_explain(struct arena *a, const struct letter_parts *p)
{
	const struct letter *l = p->letter;
	size_t i;

	for (i = 0; l->form != NULL && i < l->finding_count; i++) {
		const struct finding *f = l->findings[i];
		const char *about = f->rule != NULL ? f->rule :
		    diag_code_name(f->code), *unit = f->unit == NULL ? "" :
		    f->unit;
		bool refuses;

		if (f->severity != SEVERITY_WARNING || !is_about_figures(f) ||
		    !explanation_is_about(a, l->form, about, &about, &refuses))
			continue;
		return arena_printf(a, p->file.is_xml ?
		    _(" To have the report tell why they are right: write "
		    "<explanation of=\"%s\"%s%s%s>reason</explanation> before "
		    "the first row and send the whole file again.") :
		    _(" To have the report tell why they are right: write a "
		    "line \"Giải trình;%s%s%s%s;reason\" above the table and "
		    "send the whole file again."), about,
		    *unit == '\0' ? "" : p->file.is_xml ? " unit=\"" : " ",
		    unit, *unit != '\0' && p->file.is_xml ? "\"" : "");
	}
	return "";
}

const char *
letter_task(struct arena *a, const struct letter_parts *p)
{
	if (!p->letter->accepted && !p->file.is_text)
		return _("Please save the file again as it is described here, "
		    "and send it.");
	if (!p->letter->accepted)
		return refused_task(a, p->letter);
	if (is_only_late(p))
		return _("Nothing needs to be sent again; please send in time "
		    "for the next period.");
	if (p->letter->changes != NULL && p->warnings == 0)
		return _("The figures of this file count from now on instead of "
		    "those sent before. Please look whether each value that "
		    "changed is right; nothing needs to be sent when they "
		    "are.");
	if (p->warnings > 0)
		return arena_printf(a, "%s%s%s", _("The figures are counted as "
		    "they were sent. Please compare the places listed here "
		    "with the books; nothing needs to be sent when they are "
		    "right."), rows_to_add(p->letter), how_to_explain(a, p));
	return "";
}

const char *
letter_deadline(struct arena *a, const struct letter *l)
{
	const char *day;

	if (l->form == NULL || l->unit == NULL || !l->has_period)
		return _("Please send it again as soon as you can.");
	if (l->deadline == DATE_NONE || l->duty == NULL)
		return l->accepted ? "" : _("The plan sets no day for this "
		    "file; please send it again as soon as you can.");
	day = format_date_short(a, l->deadline);
	if (l->received <= l->deadline)
		return arena_printf(a, _("Last day to send it: %s (%s)."),
		    day, l->duty);
	if (l->accepted || is_overtaken(l))
		return arena_printf(a, _("The last day to send it was %s "
		    "(%s)."), day, l->duty);
	return arena_printf(a, _("The last day to send it was %s (%s); it has "
	    "passed, please send it again at once."), day, l->duty);
}

const char *
letter_sequence(struct arena *a, const struct letter *l)
{
	if (l->sequence < 1)
		return "";
	return arena_printf(a, l->accepted || is_overtaken(l) ?
	    _("If something is to be corrected: the same form with sequence "
	    "number %d (\"Lần gửi\"; in XML sequence=\"%d\").") :
	    _("Send the same form with sequence number %d (\"Lần gửi\"; in XML "
	    "sequence=\"%d\")."), l->sequence, l->sequence);
}

const char *
letter_enclosed(struct arena *a, const struct letter_parts *p)
{
	const struct letter *l = p->letter;
	const char *list = l->list == NULL ? "" : arena_printf(a, _("The "
	    "complete list is in %s (findings: %zu)."), l->list,
	    l->finding_count);
	const char *copy = l->copy != NULL ? arena_printf(a, _("Your file with "
	    "remarks at the places concerned is %s."), l->copy) :
	    p->file.is_text || l->len == 0 ? "" : _("There is no copy of your "
	    "file with remarks, since its text cannot be read.");
	const char *changes = l->changes == NULL ? "" : arena_printf(a, _("What "
	    "differs from the file sent before, cell by cell, is in %s."),
	    l->changes);

	return arena_printf(a, "%s%s%s%s%s", list, *list != '\0' &&
	    *copy != '\0' ? " " : "", copy, *changes != '\0' ? " " : "",
	    changes);
}

const char *
letter_heading(struct arena *a, const struct letter_group *g, size_t number)
{
	return arena_printf(a, g->severity == SEVERITY_NOTICE ?
	    _("%zu. To know only: %s (%s): places: %zu") :
	    _("%zu. %s (%s): places: %zu"), number, g->title, g->code,
	    g->count);
}

const char *
letter_rest(struct arena *a, const struct letter *l, size_t more)
{
	return l->list == NULL ? arena_printf(a, _("... and %zu more"), more) :
	    arena_printf(a, _("... and %zu more, listed in %s"), more, l->list);
}
