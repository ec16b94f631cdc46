/*
 * The days of which the lines above a table say that its data are: a report from
 * the 15th to the 14th is easily filled in of the month.  Room: intake.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/text.h"
#include "base/unicode.h"
#include "intake/intake_csv.h"

enum { LONGEST_LINE = 4096 };

static const char *
skip(const char *s, const char *words)
{
	size_t n = strlen(words);

	s += strspn(s, " :;,");
	return strncmp(s, words, n) == 0 ? s + n : NULL;
}

/* A day as 14/3/2020 at *S, which then stands behind it. */
static bool
take_day(const char **s, date *day)
{
	int part[3] = { 0, 0, 0 }, i;
	const char *at = *s + strspn(*s, " :;,");

	for (i = 0; i < 3; i++) {
		size_t digits = strspn(at, "0123456789");

		if (digits == 0 || digits > 4 ||
		    (i < 2 && at[digits] != '/' && at[digits] != '-' &&
		    at[digits] != '.'))
			return false;
		part[i] = (int)strtol(at, NULL, 10);
		at += digits + (i < 2);
	}
	*s = at;
	*day = date_of(part[2], part[1], part[0]);
	return *day != DATE_NONE;
}

/* "ngày 14/3/2020", in which "ngày" may be left out. */
static bool
take_named_day(const char **s, date *day)
{
	const char *behind = skip(*s, "ngày");

	if (behind != NULL)
		*s = behind;
	return take_day(s, day);
}

bool
days_told(struct sheet *s, const struct csv_row *row, date *from, date *to)
{
	struct text t;
	const char *line, *at;
	size_t i;

	text_init(&t, LONGEST_LINE);
	for (i = 0; i < row->count; i++)
		if (!csv_is_remark(row->cells[i].text))
			text_addf(&t, "%s ", sheet_cell(s, row, i));
	line = unicode_fold(s->reading->arena, text_string(&t));
	text_free(&t);
	for (at = line; (at = strstr(at, "từ ")) != NULL;) {
		const char *p = at += strlen("từ ");

		if (take_named_day(&p, from) &&
		    (p = skip(p, "đến")) != NULL && take_named_day(&p, to))
			return true;
	}
	return false;
}

void
days_judge(struct sheet *s)
{
	struct reading *r = s->reading;
	struct submission *sub = r->sub;
	char said[DATE_TEXT], wanted[DATE_TEXT];
	date from, to, first, last;
	size_t i;

	/* an estimate is made before its period is over */
	if (sub->kind == KIND_ESTIMATE)
		return;
	catalog_data_days(r->catalog, sub->form, sub->period, &first, &last);
	for (i = 0; i < s->header; i++)
		if (days_told(s, &s->table.rows[i], &from, &to) && to != last)
			reading_report(r, D_OTHER_DAYS, s->table.rows[i].line,
			    0, language_date(to, said),
			    language_date(last, wanted));
}
