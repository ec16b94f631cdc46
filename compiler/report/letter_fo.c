/* Letters in templates: their words and the table of findings.  Room: report. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/text.h"
#include "base/unicode.h"
#include "report/report_format.h"
#include "report/report_letter.h"
#include "report/report_template.h"

enum {
	WORD_IN_LINE = 70, WORD_IN_CELL = 24,	/* characters; longer ones are
						 * broken */
	TEXT_MAX = 700,		/* characters of one finding in the table */
};

static const char *
says_verdict(struct job *j)
{
	return letter_verdict(j->arena, j->letter);
}

static const char *
says_file(struct job *j)
{
	return j->letter->letter->file;
}

static const char *
says_received(struct job *j)
{
	return format_date_short(j->arena, j->letter->letter->received);
}

static const char *
says_addressee(struct job *j)
{
	return letter_addressee(j->letter->letter);
}

static const char *
says_task(struct job *j)
{
	return letter_task(j->arena, j->letter);
}

static const char *
says_deadline(struct job *j)
{
	return letter_deadline(j->arena, j->letter->letter);
}

static const char *
says_sequence(struct job *j)
{
	return letter_sequence(j->arena, j->letter->letter);
}

static const char *
says_enclosed(struct job *j)
{
	return letter_enclosed(j->arena, j->letter);
}

static size_t
count_errors(const struct letter_parts *p)
{
	return p->errors;
}

static size_t
count_warnings(const struct letter_parts *p)
{
	return p->warnings;
}

static size_t
count_accepted(const struct letter_parts *p)
{
	return p->letter->accepted;
}

static size_t
count_known(const struct letter_parts *p)
{
	return p->letter->unit != NULL;
}

/* Each is a text or a count. */
static const struct {
	const char	*name;
	const char	*(*text)(struct job *);
	size_t		(*count)(const struct letter_parts *);
} words[] = {
	{ "letter.verdict", says_verdict, NULL },
	{ "letter.file", says_file, NULL },
	{ "letter.received", says_received, NULL },
	{ "letter.addressee", says_addressee, NULL },
	{ "letter.task", says_task, NULL },
	{ "letter.deadline", says_deadline, NULL },
	{ "letter.sequence", says_sequence, NULL },
	{ "letter.enclosed", says_enclosed, NULL },
	{ "letter.errors", NULL, count_errors },
	{ "letter.warnings", NULL, count_warnings },
	{ "letter.accepted", NULL, count_accepted },
	{ "letter.known", NULL, count_known },
};

int
letter_word(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].name, name) == 0)
			return (int)i;
	return -1;
}

bool
letter_word_is_text(int w)
{
	return words[w].text != NULL;
}

size_t
letter_word_count(struct job *j, int w)
{
	return words[w].count(j->letter);
}

/* What fonts for this country have: Latin letters and the signs of letters. */
static bool
has_glyph(uint32_t c)
{
	return (c >= 0x20 && c < 0x7f) || (c >= 0xa0 && c < 0x180 &&
	    c != 0xad) || c == 0x1a0 || c == 0x1a1 || c == 0x1af ||
	    c == 0x1b0 || (c >= 0x1ea0 && c < 0x1efa) || c == 0x2013 ||
	    c == 0x2014 || (c >= 0x2018 && c <= 0x201e && c != 0x201b) ||
	    c == 0x2026 || c == 0x20ab || c == 0x2212 || c == 0x2264 ||
	    c == 0x2265;
}

/*
 * Text of a sender as any font and any column can take it: what has no glyph
 * as its number, words that are too long broken, all of it not too long.
 */
static const char *
printable(struct job *j, const char *s, size_t longest)
{
	size_t n, word = 0, count = 0;
	struct text t;
	const char *out;
	uint32_t c;

	text_init(&t, 64 * 1024);
	for (s = unicode_nfc(j->arena, s); (n = unicode_next(s, &c)) > 0;
	    s += n) {
		if (++count > TEXT_MAX) {
			text_add(&t, "\xe2\x80\xa6");
			break;
		}
		word = c <= 0x20 ? 0 : word + 1;
		if (word > longest) {
			text_addc(&t, ' ');
			word = 1;
		}
		if (has_glyph(c))
			text_addn(&t, s, n);
		else if (c < 0x20)
			text_addc(&t, ' ');
		else
			text_addf(&t, "\\u%04X", (unsigned)c);
	}
	out = arena_strdup(j->arena, text_string(&t));
	text_free(&t);
	return out;
}

const char *
letter_word_text(struct job *j, int w)
{
	return printable(j, words[w].text(j), WORD_IN_LINE);
}

/* Which columns the table has: those in which anything stands. */
struct findings {
	struct grid	*grid;
	bool		 columns, cells;
};

static void
place_row(struct job *j, const struct findings *f,
    const struct letter_place *p)
{
	struct grid_row *r = grid_row(j, f->grid);

	grid_cell(j, r, p->finding->place.line < 1 ? _("the whole file") :
	    arena_printf(j->arena, "%d", p->finding->place.line),
	    ALIGN_CENTER);
	if (f->columns)
		grid_cell(j, r, printable(j, p->column, WORD_IN_CELL), ALIGN_LEFT);
	if (f->cells)
		grid_cell(j, r, printable(j, p->cell, WORD_IN_CELL), ALIGN_LEFT);
	grid_cell(j, r, printable(j, p->text, WORD_IN_CELL + 8), ALIGN_LEFT);
}

/* A row across all columns. */
static struct grid_row *
wide_row(struct job *j, struct grid *t, const char *text, bool bold)
{
	struct grid_row *r = grid_row(j, t);
	struct grid_cell *c = grid_cell(j, r, text, ALIGN_LEFT);

	c->span = (int)t->column_count;
	c->bold = bold;
	c->italic = !bold;
	return r;
}

static void
group_rows(struct job *j, const struct findings *f,
    const struct letter_group *g, size_t number)
{
	size_t i;

	wide_row(j, f->grid, printable(j, letter_heading(j->arena, g, number),
	    WORD_IN_LINE), true)->with_next = true;
	for (i = 0; i < g->count && i < LETTER_PLACES_MAX; i++)
		place_row(j, f, &g->places[i]);
	if (i < g->count)
		wide_row(j, f->grid, printable(j, letter_rest(j->arena,
		    j->letter->letter, g->count - i), WORD_IN_LINE),
		    false)->with_previous = true;
}

void
element_findings(struct job *j, const struct scope *s, const xmlNode *node)
{
	struct findings f = { NULL, false, false };
	const struct letter_parts *p = j->letter;
	size_t i, k;

	if (p == NULL) {
		job_figure_error(j, j->line, "findings",
		    _("only letters have findings"));
		return;
	}
	for (i = 0; i < p->group_count; i++)
		for (k = 0; k < p->groups[i].count; k++) {
			f.columns |= p->groups[i].places[k].column[0] != '\0';
			f.cells |= p->groups[i].places[k].cell[0] != '\0';
		}
	f.grid = grid_new(j, s, node);
	grid_column(j, f.grid, "line", _("Line"), ALIGN_CENTER);
	if (f.columns)
		grid_column(j, f.grid, "column", _("Column"), ALIGN_LEFT);
	if (f.cells)
		grid_column(j, f.grid, "cell", _("Cell"), ALIGN_LEFT);
	grid_column(j, f.grid, "finding", _("Finding"), ALIGN_LEFT);
	grid_rename(j, s, node, f.grid);
	for (i = 0; i < p->group_count; i++)
		group_rows(j, &f, &p->groups[i], i + 1);
	if (f.grid->row_count > 0)
		grid_emit(j, f.grid);
}
