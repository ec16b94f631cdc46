/* Names of a submission's parts.  Room: model. */
#include "model/submission.h"

#include <string.h>

#include "base/arena.h"
#include "base/language.h"

static const char *const kinds[] = {
	[KIND_ACTUAL] = "actual",
	[KIND_ESTIMATE] = "estimate",
	[KIND_ADJUSTMENT] = "adjustment",
};

static const struct {
	const char	*name;
	int		 scale;
} moneys[] = {
	{ "dong", 0 },
	{ "nghin_dong", 3 },
	{ "trieu_dong", 6 },
	{ "ty_dong", 9 },
};

const char *
submission_kind_name(enum submission_kind kind)
{
	return kinds[kind];
}

bool
submission_kind_parse(const char *s, enum submission_kind *out)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i], s) == 0) {
			*out = (enum submission_kind)i;
			return true;
		}
	return false;
}

int
money_scale_parse(const char *s)
{
	size_t i;

	for (i = 0; i < sizeof(moneys) / sizeof(moneys[0]); i++)
		if (strcmp(moneys[i].name, s) == 0)
			return moneys[i].scale;
	return -1;
}

const char *
money_scale_name(int scale)
{
	size_t i;

	for (i = 0; i < sizeof(moneys) / sizeof(moneys[0]); i++)
		if (moneys[i].scale == scale)
			return moneys[i].name;
	return "";
}

struct cell
row_cell(const struct submission *s, const struct row *r, size_t field)
{
	int column = s->columns == NULL ? 0 : s->columns[field];

	if (r->marks != NULL)
		return (struct cell){ r->texts[field], r->marks[field].line,
		    r->marks[field].column,
		    r->refused == NULL ? NULL : r->refused[field] };
	if (column == 0)
		return (struct cell){ .text = r->texts[field] };
	return (struct cell){ r->texts[field], r->lines == NULL ? r->line :
	    r->lines[column - 1], column, NULL };
}

const char *
column_letters(int column, char buf[static 8])
{
	char *p = buf + 7;

	for (*p = '\0'; column > 0 && p > buf; column = (column - 1) / 26)
		*--p = (char)('A' + (column - 1) % 26);
	memmove(buf, p, strlen(p) + 1);
	return buf;
}

const char *
cell_name(struct arena *a, const struct submission *s, const struct field *f)
{
	const char *header = s->headers == NULL ? NULL :
	    s->headers[f->index];
	char letters[8];

	if (s->columns == NULL || s->columns[f->index] == 0)
		return arena_printf(a, "<%s> \"%s\"", f->name, f->label);
	column_letters(s->columns[f->index], letters);
	if (header == NULL)
		header = f->label;
	return form_is_name(f, header) ?
	    arena_printf(a, "%s %s \"%s\" [%s]", _("column"), letters,
	    f->label, f->name) :
	    arena_printf(a, "%s %s \"%s\"", _("column"), letters, header);
}
