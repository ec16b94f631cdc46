/* The findings of a letter by cause, each with its place.  Room: report. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/map.h"
#include "base/unicode.h"
#include "model/submission.h"
#include "report/report_letter.h"

enum { CELL_SHOWN = 60 };	/* characters of a cell that are quoted */

/* Text of the sender as one line, cut after so many characters. */
static const char *
short_text(struct arena *a, const char *s, size_t max)
{
	char *out = arena_strdup(a, s), *p;
	size_t n = 0;

	for (p = out; *p != '\0'; p++) {
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			*p = ' ';
		n += ((unsigned char)*p & 0xc0) != 0x80;
		if (n > max) {
			*p = '\0';
			return arena_printf(a, "%s\xe2\x80\xa6", out);
		}
	}
	return out;
}

/* Whether a finding counts characters of a line, not cells of a table. */
static bool
counts_characters(const struct letter_file *f, const struct finding *x)
{
	return f->is_xml || !f->is_text || x->code == D_BAD_CHARACTER ||
	    x->code == D_BAD_ENCODING || x->code == D_TYPED_SIGNS;
}

/* What stands above a column; of a form about persons only what its headers
 * are, since anybody's name may stand there by mistake. */
static const char *
header_words(struct arena *a, const struct letter_parts *p,
    const struct finding *x)
{
	const struct form *form = p->letter->form;
	const char *header = letter_header(&p->file, x->place.line,
	    x->place.column);

	return form == NULL || !form->personal || form_headed(a, form,
	    unicode_fold(a, header)) != NULL ? header : "";
}

/* "column R "Lãi tồn cuối kỳ"", or of XML the element. */
static const char *
column_words(struct arena *a, const struct letter_parts *p,
    const struct finding *x, const struct field *field)
{
	const char *label = field == NULL ? "" : field->label, *header;
	char letters[8];

	if (p->file.is_xml && field != NULL)
		return arena_printf(a, _("<%s> \"%s\""), field->name, label);
	if (x->place.column < 1)
		return label[0] == '\0' ? "" : arena_printf(a,
		    _("column \"%s\""), label);
	if (counts_characters(&p->file, x))
		return arena_printf(a, _("character %d"), x->place.column);
	header = header_words(a, p, x);
	header = short_text(a, *header != '\0' ? header : label, CELL_SHOWN);
	column_letters(x->place.column, letters);
	return *header == '\0' ? arena_printf(a, _("column %s"), letters) :
	    arena_printf(a, _("column %s \"%s\""), letters, header);
}

static struct letter_place
place_of(struct arena *a, const struct letter_parts *p,
    const struct finding *x)
{
	const struct form *form = p->letter->form;
	const struct field *field = x->field == NULL || form == NULL ? NULL :
	    form_field(form, x->field);
	struct letter_place out = { .finding = x, .cell = "" };

	out.line = x->place.line < 1 ? "" :
	    arena_printf(a, _("line %d"), x->place.line);
	out.column = column_words(a, p, x, field);
	if (field != NULL && !form->personal &&
	    !counts_characters(&p->file, x))
		out.cell = short_text(a, letter_cell(&p->file, x->place.line,
		    x->place.column), CELL_SHOWN);
	return out;
}

static int
by_place(const void *pa, const void *pb)
{
	const struct letter_place *a = pa, *b = pb;

	if (a->finding->place.line != b->finding->place.line)
		return a->finding->place.line < b->finding->place.line ? -1 : 1;
	return a->finding->place.column < b->finding->place.column ? -1 :
	    a->finding->place.column > b->finding->place.column;
}

/* Whether a group's only finding is about the file as a whole. */
static bool
is_whole(const struct letter_group *g)
{
	return g->count == 1 && g->places[0].finding->place.line < 1;
}

/* The worst first, of a severity what is wrong with the whole file: else in the
 * order in which they were found. */
static void
errors_first(struct arena *a, struct letter_parts *p)
{
	struct letter_group *sorted = arena_alloc(a, (p->group_count + 1) *
	    sizeof(*sorted));
	size_t i, n = 0;
	int severity, part;

	for (severity = SEVERITY_MAX - 1; severity >= 0; severity--)
		for (part = 1; part >= 0; part--)
			for (i = 0; i < p->group_count; i++)
				if ((int)p->groups[i].severity == severity &&
				    is_whole(&p->groups[i]) == part)
					sorted[n++] = p->groups[i];
	p->groups = sorted;
}

static void
add(struct arena *a, struct letter_parts *p, struct map *index,
    const struct finding *x)
{
	struct letter_place place = place_of(a, p, x);
	const char *title = letter_cause(a, p->letter, x, &place.text);
	const char *key = arena_printf(a, "%s %d %s",
	    diag_code_name(x->code), (int)x->severity, title);
	size_t *at = map_find(index, key);
	struct letter_group *g;

	if (at == NULL) {
		g = ARENA_PUSH(a, p->groups, p->group_count, p->group_cap);
		*g = (struct letter_group){ .code = diag_code_name(x->code),
		    .title = title, .severity = x->severity };
		at = arena_alloc(a, sizeof(*at));
		*at = p->group_count - 1;
		map_add(index, key, at);
	}
	g = &p->groups[*at];
	*ARENA_PUSH(a, g->places, g->count, g->cap) = place;
}

struct letter_parts *
letter_parts(struct arena *a, const struct letter *l)
{
	struct letter_parts *p = arena_alloc(a, sizeof(*p));
	struct map *index = map_new(a);
	size_t i;

	p->letter = l;
	p->file = letter_file(a, l);
	for (i = 0; i < l->finding_count; i++) {
		const struct finding *x = l->findings[i];

		p->warnings += x->severity == SEVERITY_WARNING;
		p->errors += x->severity > SEVERITY_WARNING;
		add(a, p, index, x);
	}
	for (i = 0; i < p->group_count; i++)
		qsort(p->groups[i].places, p->groups[i].count,
		    sizeof(*p->groups[i].places), by_place);
	errors_first(a, p);
	return p;
}
