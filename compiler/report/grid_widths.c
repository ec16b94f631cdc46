/*
 * The widths of a table's columns: those with which the table is lowest.
 * Room: report.
 *
 * No word is ever split, so that a column's longest word is its least width.
 * Beyond that, each column is asked how wide it must be for its head to take no
 * more than so many lines, and each of its cells no more than so many; all
 * columns get what they asked for, and of what fits the page the table with the
 * fewest lines is taken, a head counting once for each page that it is repeated
 * on.  What is left widens single columns as long as that saves lines, then columns
 * give to each other, and the rest is shared out.  Text that is too wide is set smaller, down to
 * GRID_SIZE_LEAST, nothing is ever cut.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "report/report_template.h"

enum {
	SLACK = 1200,			/* borders and rounding [mpt] */
	HEAD_LINES = 8,			/* no limit to more lines than these */
	HEAD_GOOD = 6,
	PAGE_LINES = 40,		/* on a page, or so */
	LINE = 1 << 20,			/* weight of a line of the table */
	GIFT = 12000, GIFT_LEAST = 3000,	/* of a column to another [mpt] */
	GIFTS = 400000,			/* lines counted in search of them */
	END = -1, BREAK = -2,		/* among widths of words */
	ENDLESS = 1 << 30,
};

/* The lines that a cell may take, from few to any number. */
static const int row_lines[] = { 1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 30, 45,
    ENDLESS };

enum { ROW_LINES = sizeof(row_lines) / sizeof(row_lines[0]) };

/* A cell of more than one word: the widths of its words. */
struct words {
	size_t		 row;
	const int	*widths;	/* END, or BREAK between lines */
};

struct shape {
	int		 least;		/* the longest word */
	int		 longest;	/* the longest line */
	bool		 number;	/* has no use for more room */
	const int	*head;
	size_t		 count, cap;
	struct words	*cells;
	int		 for_head[HEAD_LINES + 1];	/* by lines */
	int		 for_rows[ROW_LINES];
};

struct sheet {
	size_t		 columns, rows;
	struct shape	*shapes;
	int		*heights;	/* of rows, in lines */
	int		 space;		/* between words */
	int		 width;		/* of the table */
};

/* The words of TEXT; what the column must be at least, and may be at most. */
static const int *
take_words(struct job *j, struct shape *c, const char *text, int size,
    bool bold, bool *many)
{
	int *widths = arena_alloc(j->arena, (2 * strlen(text) + 2) *
	    sizeof(*widths)), *w = widths, line = 0;
	const char *p = text;
	size_t n;

	for (*many = false;; p += n) {
		n = strcspn(p, " \n");
		*w = text_width(p, n, size, bold);
		line += *w;
		if (*w > c->least)
			c->least = *w;
		if (line > c->longest)
			c->longest = line;
		w++;
		if (p[n] == '\0')
			break;
		*many = true;
		line += text_width(" ", 1, size, bold);
		if (p[n] == '\n') {
			*w++ = BREAK;
			line = 0;
		}
		n++;
	}
	*w = END;
	return widths;
}

/* How many lines words take in a column. */
static int
lines_of(const struct sheet *s, const int *words, int width)
{
	int lines = 1, filled = -1;

	for (; *words != END; words++) {
		if (*words == BREAK) {
			lines++;
			filled = -1;
		} else if (filled < 0) {
			filled = *words;
		} else if (filled + s->space + *words <= width) {
			filled += s->space + *words;
		} else {
			lines++;
			filled = *words;
		}
	}
	return lines;
}

static bool
cells_fit(const struct sheet *s, const struct shape *c, int width, int lines)
{
	size_t i;

	for (i = 0; i < c->count; i++)
		if (lines_of(s, c->cells[i].widths, width) > lines)
			return false;
	return true;
}

/* The narrowest column whose head, or cells, take no more than so many lines;
 * as wide as the longest line when lines are broken by hand. */
static int
narrowest(const struct sheet *s, const struct shape *c, int lines, bool head)
{
	int low = c->least, high = c->longest, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (head ? lines_of(s, c->head, middle) <= lines :
		    cells_fit(s, c, middle, lines))
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static void
take_rows(struct job *j, struct sheet *s, const struct grid *t)
{
	size_t i, k, col;
	const int *words;
	bool many;

	for (i = 0; i < t->row_count; i++)
		for (k = col = 0; k < t->rows[i].count; k++) {
			const struct grid_cell *c = &t->rows[i].cells[k];
			struct shape *sh = &s->shapes[col];

			if (c->span == 1 && col < s->columns) {
				words = take_words(j, sh, c->text, t->size,
				    c->bold, &many);
				if (many)
					*ARENA_PUSH(j->arena, sh->cells,
					    sh->count, sh->cap) =
					    (struct words){ i, words };
			}
			col += (size_t)c->span;
		}
}

/* What is carried from page to page must fit as well. */
static void
take_carried(struct job *j, struct sheet *s, const struct grid *t)
{
	size_t i, k;
	bool many;

	for (i = 0; t->carries && i < t->row_count; i++)
		for (k = t->leading; t->rows[i].after != NULL &&
		    k < s->columns; k++)
			if (t->rows[i].after[k] != NULL)
				take_words(j, &s->shapes[k],
				    t->rows[i].after[k], t->size, true, &many);
}

/* A column's head; behind it the longest text that says, from the second page on,
 * which group a page goes on with: heads are as high as that needs. */
static const char *
head_of(struct job *j, const struct grid *t, size_t column)
{
	const char *longest = column == t->names ? grid_longest_group(t) :
	    NULL;

	return longest == NULL ? t->columns[column].head :
	    arena_printf(j->arena, "%s\n%s", t->columns[column].head,
	    grid_continued(j, t, longest));
}

int
grid_lines(struct job *j, const struct grid *t, const char *text, int width)
{
	struct sheet s = { .space = text_width(" ", 1, t->size, true) };
	struct shape c = { 0 };
	bool many;

	return lines_of(&s, take_words(j, &c, text, t->size, true, &many),
	    width - 2 * GRID_PADDING - SLACK);
}

static struct sheet *
sheet_new(struct job *j, const struct grid *t, int width)
{
	struct sheet *s = arena_alloc(j->arena, sizeof(*s));
	struct shape *c;
	size_t i;
	bool many;
	int k;

	s->columns = t->column_count;
	s->rows = t->row_count;
	s->shapes = arena_alloc(j->arena, s->columns * sizeof(*s->shapes));
	s->heights = arena_alloc(j->arena, (s->rows + 1) *
	    sizeof(*s->heights));
	s->space = text_width(" ", 1, t->size, true);
	s->width = width - (int)s->columns * (2 * GRID_PADDING + SLACK);
	for (i = 0; i < s->columns; i++) {
		c = &s->shapes[i];
		c->number = t->columns[i].name != NULL &&
		    strcmp(t->columns[i].name, "number") == 0;
		c->head = take_words(j, c, head_of(j, t, i), t->size, true,
		    &many);
		if (t->marks)
			take_words(j, c, t->columns[i].mark, t->size, false,
			    &many);
	}
	take_rows(j, s, t);
	take_carried(j, s, t);
	for (i = 0; i < s->columns; i++) {
		c = &s->shapes[i];
		for (k = 1; k <= HEAD_LINES; k++)
			c->for_head[k] = k > 1 && c->for_head[k - 1] ==
			    c->least ? c->least : narrowest(s, c, k, true);
		for (k = 0; k < ROW_LINES; k++)
			c->for_rows[k] = k > 0 && c->for_rows[k - 1] ==
			    c->least ? c->least : narrowest(s, c,
			    row_lines[k], false);
	}
	return s;
}

/* The lines of the whole table, its heads repeated; among tables as low, one
 * whose cells have fewer lines is nearer to one that is lower. */
static long long
cost(struct sheet *s, const int *widths)
{
	long long sum = 0, lines = 0;
	int head = 1, n;
	size_t i, k;

	for (i = 0; i < s->rows; i++)
		s->heights[i] = 1;
	for (i = 0; i < s->columns; i++) {
		const struct shape *c = &s->shapes[i];

		n = lines_of(s, c->head, widths[i]);
		lines += n;
		if (n > head)
			head = n;
		for (k = 0; k < c->count; k++) {
			n = lines_of(s, c->cells[k].widths, widths[i]);
			lines += n;
			if (n > s->heights[c->cells[k].row])
				s->heights[c->cells[k].row] = n;
		}
	}
	for (i = 0; i < s->rows; i++)
		sum += s->heights[i];
	if (head > HEAD_GOOD)		/* a word a line is hard to read */
		head += 2 * (head - HEAD_GOOD);
	return (sum + head * (1 + sum / PAGE_LINES)) * LINE + lines;
}

/* What all columns ask for; false when it is more than there is. */
static bool
ask(const struct sheet *s, int head, int rows, int *widths)
{
	long long sum = 0;
	size_t i;

	for (i = 0; i < s->columns; i++) {
		const struct shape *c = &s->shapes[i];

		widths[i] = c->for_rows[rows];
		if (head <= HEAD_LINES && c->for_head[head] > widths[i])
			widths[i] = c->for_head[head];
		sum += widths[i];
	}
	return sum <= s->width;
}

static long long
left(const struct sheet *s, const int *widths)
{
	long long rest = s->width;
	size_t i;

	for (i = 0; i < s->columns; i++)
		rest -= widths[i];
	return rest;
}

/* Widen the one column that saves the most lines; false when none does. */
static bool
improve(struct sheet *s, int *widths)
{
	long long rest = left(s, widths), best = cost(s, widths), now;
	size_t i, column = s->columns;
	int k, old, width = 0;

	for (i = 0; i < s->columns; i++)
		for (k = 0; k < ROW_LINES; k++) {
			old = widths[i];
			if (s->shapes[i].for_rows[k] <= old ||
			    s->shapes[i].for_rows[k] - old > rest)
				continue;
			widths[i] = s->shapes[i].for_rows[k];
			if ((now = cost(s, widths)) < best) {
				best = now;
				column = i;
				width = widths[i];
			}
			widths[i] = old;
		}
	if (column < s->columns)
		widths[column] = width;
	return column < s->columns;
}

/* How much wider a column must be for its cells to take fewer lines; 0: they will
 * not. */
static int
wanted(const struct shape *c, int width)
{
	int k;

	for (k = ROW_LINES - 1; k >= 0; k--)
		if (c->for_rows[k] > width)
			return c->for_rows[k] - width;
	return 0;
}

/* One column narrower, another wider; true when that is better than BEST. */
static bool
give(struct sheet *s, size_t from, size_t to, int gift, int *widths,
    long long *best)
{
	long long now;

	if (from == to || gift == 0 || widths[from] - gift <
	    s->shapes[from].least)
		return false;
	widths[from] -= gift;
	widths[to] += gift;
	if ((now = cost(s, widths)) < *best) {
		*best = now;
		return true;
	}
	widths[from] += gift;
	widths[to] -= gift;
	return false;
}

/* Gifts of a size, or of what is wanted, as long as that is better; how many. */
static size_t
exchange(struct sheet *s, int gift, int *widths)
{
	long long best = cost(s, widths);
	size_t from, to, count = 0;

	for (from = 0; from < s->columns; from++)
		for (to = 0; to < s->columns; to++)
			count += give(s, from, to, gift, widths, &best) ||
			    give(s, from, to, wanted(&s->shapes[to],
			    widths[to]), widths, &best);
	return count;
}

/* How often all columns may be asked for gifts: large tables take long. */
static size_t
rounds(const struct sheet *s)
{
	size_t cells = s->columns, i;

	for (i = 0; i < s->columns; i++)
		cells += s->shapes[i].count;
	return GIFTS / (cells * s->columns * s->columns);
}

/* What is left goes to all columns but those of numbers, as they are wide. */
static void
share(const struct sheet *s, int *widths)
{
	long long rest = left(s, widths), sum = 0;
	size_t i, last = 0;

	for (i = 0; i < s->columns; i++)
		if (!s->shapes[i].number)
			sum += widths[i];
	for (i = 0; i < s->columns && sum > 0; i++)
		if (!s->shapes[i].number) {
			widths[i] += (int)(rest * widths[i] / sum);
			last = i;
		}
	widths[last] += (int)left(s, widths);
	for (i = 0; i < s->columns; i++)
		widths[i] += 2 * GRID_PADDING + SLACK;
}

/* The lowest of all tables that fit, its cost; -1 when none does. */
static long long
lowest(struct job *j, struct sheet *s, int *widths)
{
	int *tried = arena_alloc(j->arena, (s->columns + 1) *
	    sizeof(*tried)), head, rows, gift;
	size_t round = rounds(s);
	long long best = -1, now;

	for (head = 1; head <= HEAD_LINES + 1; head++)
		for (rows = 0; rows < ROW_LINES; rows++) {
			if (!ask(s, head, rows, tried))
				continue;
			now = cost(s, tried);
			if (best >= 0 && now >= best)
				continue;
			best = now;
			memcpy(widths, tried, s->columns * sizeof(*widths));
		}
	while (best >= 0 && improve(s, widths))
		;
	for (gift = GIFT; best >= 0 && round > 0 && gift >= GIFT_LEAST; round--)
		if (exchange(s, gift, widths) == 0)
			gift /= 2;
	if (best < 0)
		return -1;
	best = cost(s, widths);
	share(s, widths);
	return best;
}

long long
grid_fit(struct job *j, struct grid *t, int least, int *widths)
{
	int size = t->size;
	long long lines;

	for (; t->size >= least; t->size -= GRID_SIZE_STEP) {
		lines = lowest(j, sheet_new(j, t, j->width), widths);
		if (lines >= 0)
			return lines / LINE * t->size;
	}
	t->size = size;
	return -1;
}

/* The longest word that is printed in a column. */
static const char *
longest_word(struct job *j, const struct grid *t, size_t column, int *width)
{
	const char *best = "", *p = t->columns[column].head;
	size_t row = 0, n, len = 0;

	for (*width = 0;; p = t->rows[row++].cells[column].text) {
		for (; *p != '\0'; p += n + (p[n] != '\0')) {
			n = strcspn(p, " \n");
			if (text_width(p, n, MPT, true) <= *width)
				continue;
			*width = text_width(p, n, MPT, true);
			best = p;
			len = n;
		}
		while (row < t->row_count && t->rows[row].count !=
		    t->column_count)
			row++;
		if (row >= t->row_count)
			return arena_strndup(j->arena, best, len);
	}
}

void
grid_too_wide(struct job *j, const struct grid *t)
{
	const char *word_, *widest = "", *head = "";
	int width, most = -1;
	size_t i;

	for (i = 0; i < t->column_count; i++) {
		word_ = longest_word(j, t, i, &width);
		if (width <= most)
			continue;
		most = width;
		widest = word_;
		head = t->columns[i].head;
	}
	job_limit_error(j, j->line, arena_printf(j->arena, _("a table of %zu "
	    "columns (the widest word, \"%s\", in the column \"%s\")"),
	    t->column_count, widest, head), _("the page's width even in small "
	    "print; leave columns out or use <landscape>"));
}
