/*
 * Line breaking: the best set of breaks for a whole paragraph.
 *
 * D. E. Knuth and M. F. Plass, Breaking Paragraphs into Lines, Software:
 * Practice and Experience 11 (1981), with the parameters of Apache FOP: spaces
 * shrink by a third and stretch by half; ragged lines end in a glue that
 * stretches by three times 3.336 pt, centred lines begin with one too; the
 * tolerance is 1, then 5, then 20, and then whatever is needed.
 *
 * Room: layout.
 */
#include <math.h>
#include <stdlib.h>

#include "layout/layout_box.h"

enum {
	RAGGED = 3 * 3336,	/* [millipoints] */
	FITNESS = 4,
	TOO_MUCH = 1000,	/* ratio of a line that cannot be adjusted */
	UNLIKE = 50,		/* demerits of neighbours of unlike tightness */
	PENALTY_WORD = 1,	/* of a break inside of a word, after a hyphen */
};

/* A way to come to a break, in the list of those that may still go on. */
struct arrival {
	size_t		 next;		/* the first piece of the next line */
	size_t		 end;		/* behind the last piece of the line */
	int		 lines;
	int		 fitness;
	double		 demerits;
	int64_t		 width, stretch, shrink;	/* sums before next */
	struct line_break made;		/* the line that led here */
	int		 from;		/* the arrival where it began; -1 */
};

struct breaker {
	struct arrival	*all;
	size_t		 count, cap;
	/* indices of those that may go on, by number of lines */
	int		*active, *fresh, *merged;
	size_t		 active_count, fresh_count;
	size_t		 active_cap, fresh_cap, merged_cap;
	struct line_break *lines;
	size_t		 line_count, lines_cap;
};

/* One attempt on a stretch of pieces up to a forced break. */
struct attempt {
	struct breaker	*b;
	const struct piece *pieces;
	size_t		 first, end;
	const struct break_rules *rules;
	double		 tolerance;
	bool		 force;
	bool		 first_stretch;	/* of the paragraph */
	bool		 justified;	/* spaces stretch and shrink */
	int64_t		 width, stretch, shrink;	/* sums so far */
};

static void
grow(void **items, size_t *cap, size_t need, size_t size)
{
	if (need <= *cap)
		return;
	*cap = *cap == 0 ? 64 : *cap * 2;
	if (*cap < need)
		*cap = need;
	*items = realloc(*items, *cap * size);
	if (*items == NULL)
		abort();
}

static int
add_arrival(struct breaker *b, const struct arrival *a)
{
	grow((void **)&b->all, &b->cap, b->count + 1, sizeof(*b->all));
	b->all[b->count] = *a;
	return (int)b->count++;
}

static bool
is_space(const struct piece *p)
{
	return p->kind == PIECE_SPACE;
}

/* Add a piece to the running sums. */
static void
pass_piece(struct attempt *t, const struct piece *p)
{
	bool adjusts = p->kind == PIECE_OBJECT || t->justified;

	t->width += p->width;
	t->stretch += adjusts ? piece_stretch(p) : 0;
	t->shrink += adjusts ? piece_shrink(p) : 0;
}

/* What alignment adds to the stretch of a line. */
static int64_t
filling(const struct attempt *t, bool last)
{
	switch (t->rules->align) {
	case W_JUSTIFY:
		return last && t->rules->align_last != W_JUSTIFY ?
		    t->rules->width : 0;
	case W_CENTER:
		return last && t->rules->align_last == W_JUSTIFY ? RAGGED :
		    2 * RAGGED;
	default:
		return !last ? RAGGED : t->rules->align_last == W_JUSTIFY ?
		    0 : t->rules->width;
	}
}

static int
fitness_of(double r)
{
	return r < -0.5 ? 0 : r <= 0.5 ? 1 : r <= 1 ? 2 : 3;
}

/* The best arrivals of one number of lines at one break. */
struct best {
	bool		 found[FITNESS];
	struct arrival	 arrival[FITNESS];
};

static void
consider(struct attempt *t, struct best *best, int from, bool last,
    double penalty, bool *too_long)
{
	struct arrival *a = &t->b->all[from];
	int64_t difference = t->rules->width - (t->width - a->width);
	int64_t stretch, shrink = t->shrink - a->shrink;
	double r, d;
	int fitness;

	if (a->next == t->first && t->first_stretch)
		difference -= t->rules->indent;
	stretch = t->stretch - a->stretch + filling(t, last);
	r = difference == 0 ? 0 : difference > 0 ?
	    (stretch > 0 ? (double)difference / (double)stretch : TOO_MUCH) :
	    (shrink > 0 ? (double)difference / (double)shrink : -TOO_MUCH);
	*too_long = r < -1;
	if (r < -1 && !t->force)
		return;
	if (r > t->tolerance && !t->force)
		return;
	fitness = fitness_of(r);
	d = 1 + 100 * fabs(r) * r * r + penalty;
	d = d * d + a->demerits;
	if (abs(fitness - a->fitness) > 1)
		d += UNLIKE;
	if (r < -1)
		d = 1e30 + a->demerits;	/* only when nothing else is left */
	if (best->found[fitness] && best->arrival[fitness].demerits < d)
		return;
	best->found[fitness] = true;
	best->arrival[fitness] = (struct arrival){
		.lines = a->lines + 1, .fitness = fitness, .demerits = d,
		.from = from,
		.made = { .first = a->next, .last = last,
		    .difference = (length)(difference < -LENGTH_MAX ?
		    -LENGTH_MAX : difference),
		    .adjusts = difference < 0 && -difference <= shrink },
	};
}

/* Keep the best arrivals that are not much worse than the very best. */
static void
settle(struct attempt *t, struct best *best, size_t end, size_t next)
{
	struct breaker *b = t->b;
	double least = INFINITY;
	struct arrival *a;
	int i;
	size_t k;

	for (i = 0; i < FITNESS; i++)
		if (best->found[i] && best->arrival[i].demerits < least)
			least = best->arrival[i].demerits;
	for (i = 0; i < FITNESS; i++) {
		a = &best->arrival[i];
		if (!best->found[i] || a->demerits > least + UNLIKE)
			continue;
		a->end = end;
		a->next = next;
		a->made.count = end - a->made.first;
		a->width = t->width;
		a->stretch = t->stretch;
		a->shrink = t->shrink;
		for (k = end; k < next; k++) {
			a->width += t->pieces[k].width;
			if (t->justified) {
				a->stretch += piece_stretch(&t->pieces[k]);
				a->shrink += piece_shrink(&t->pieces[k]);
			}
		}
		grow((void **)&b->fresh, &b->fresh_cap, b->fresh_count + 1,
		    sizeof(int));
		b->fresh[b->fresh_count++] = add_arrival(b, a);
	}
}

/*
 * All lines are as wide, so of the arrivals at one break those that are worse
 * than the best by more than an unlike neighbour costs can never win, however
 * many lines they took.
 */
static void
drop_hopeless(struct breaker *b)
{
	double least = INFINITY;
	size_t i, kept = 0;

	for (i = 0; i < b->fresh_count; i++)
		if (b->all[b->fresh[i]].demerits < least)
			least = b->all[b->fresh[i]].demerits;
	for (i = 0; i < b->fresh_count; i++)
		if (b->all[b->fresh[i]].demerits <= least + UNLIKE)
			b->fresh[kept++] = b->fresh[i];
	b->fresh_count = kept;
}

/* Put the new arrivals behind the KEPT old ones that have as many lines. */
static void
merge(struct breaker *b, size_t kept)
{
	size_t i = 0, k = 0, n = 0, cap;
	int *old = b->active;

	grow((void **)&b->merged, &b->merged_cap, kept + b->fresh_count,
	    sizeof(int));
	while (i < kept || k < b->fresh_count)
		if (k == b->fresh_count || (i < kept &&
		    b->all[old[i]].lines <= b->all[b->fresh[k]].lines))
			b->merged[n++] = old[i++];
		else
			b->merged[n++] = b->fresh[k++];
	cap = b->active_cap;
	b->active = b->merged;
	b->active_cap = b->merged_cap;
	b->active_count = n;
	b->merged = old;
	b->merged_cap = cap;
}

/*
 * A break behind piece END - 1 with the next line beginning at NEXT.  Arrivals
 * are grouped by their number of lines; those from which this is too long drop
 * out.  False when none is left.
 */
static bool
try_break(struct attempt *t, size_t end, size_t next, bool last,
    double penalty)
{
	struct breaker *b = t->b;
	size_t i = 0, kept = 0;
	struct best best;
	bool too_long;
	int lines;

	b->fresh_count = 0;
	while (i < b->active_count) {
		lines = b->all[b->active[i]].lines;
		best = (struct best){ 0 };
		for (; i < b->active_count &&
		    b->all[b->active[i]].lines == lines; i++) {
			consider(t, &best, b->active[i], last, penalty,
			    &too_long);
			if (!too_long && !last)
				b->active[kept++] = b->active[i];
		}
		settle(t, &best, end, next);
	}
	drop_hopeless(b);
	merge(b, kept);
	return b->active_count > 0;
}

/* One attempt; the arrival at the end, -1 when the tolerance forbids it. */
static int
attempt(struct attempt *t)
{
	struct breaker *b = t->b;
	size_t i, next;
	const struct piece *p;
	int best = -1;

	b->count = b->active_count = 0;
	t->width = t->stretch = t->shrink = 0;
	grow((void **)&b->active, &b->active_cap, 1, sizeof(int));
	b->active[b->active_count++] = add_arrival(b, &(struct arrival){
	    .next = t->first, .fitness = 1, .from = -1 });
	for (i = t->first; i < t->end; i++) {
		p = &t->pieces[i];
		if (t->rules->wrap && is_space(p) && i > t->first &&
		    !is_space(p - 1)) {
			for (next = i; next < t->end &&
			    is_space(&t->pieces[next]); next++)
				continue;
			if (next < t->end &&
			    !try_break(t, i, next, false, 0))
				return -1;
		}
		pass_piece(t, p);
		if (t->rules->wrap && p->after == BREAK_MAY && !is_space(p) &&
		    i + 1 < t->end && !is_space(p + 1) &&
		    !try_break(t, i + 1, i + 1, false, PENALTY_WORD))
			return -1;
	}
	if (!try_break(t, t->end, t->end, true, 0))
		return -1;
	for (i = 0; i < b->active_count; i++)
		if (best < 0 || b->all[b->active[i]].demerits <
		    b->all[best].demerits)
			best = b->active[i];
	return best;
}

/* The lines of one stretch, appended in order. */
static void
collect(struct breaker *b, int arrival)
{
	int lines = b->all[arrival].lines, i;

	grow((void **)&b->lines, &b->lines_cap, b->line_count +
	    (size_t)lines, sizeof(*b->lines));
	for (i = lines; i > 0; i--) {
		b->lines[b->line_count + (size_t)i - 1] =
		    b->all[arrival].made;
		arrival = b->all[arrival].from;
	}
	b->line_count += (size_t)lines;
}

static void
break_stretch(struct breaker *b, const struct piece *pieces, size_t first,
    size_t end, const struct break_rules *rules)
{
	static const double tolerances[] = { 1, 5, 20, 20 };
	struct attempt t = { .b = b, .pieces = pieces, .first = first,
	    .end = end, .rules = rules, .first_stretch = first == 0,
	    .justified = rules->align == W_JUSTIFY };
	int i, found = -1;

	while (t.end > first && is_space(&pieces[t.end - 1]))
		t.end--;
	if (t.end == first)
		t.end = end;
	for (i = 0; i < 4 && found < 0; i++) {
		t.tolerance = tolerances[i];
		t.force = i == 3;
		found = attempt(&t);
	}
	collect(b, found);
}

size_t
breaks_find(struct layout *l, const struct piece *pieces, size_t count,
    const struct break_rules *rules, const struct line_break **lines)
{
	size_t i, first = 0;

	if (l->breaker == NULL &&
	    (l->breaker = calloc(1, sizeof(*l->breaker))) == NULL)
		abort();
	l->breaker->line_count = 0;
	for (i = 0; i < count; i++)
		if (pieces[i].after == BREAK_MUST || i + 1 == count) {
			break_stretch(l->breaker, pieces, first, i + 1, rules);
			first = i + 1;
		}
	*lines = l->breaker->lines;
	return l->breaker->line_count;
}

void
breaks_free(struct layout *l)
{
	struct breaker *b = l->breaker;

	if (b == NULL)
		return;
	free(b->all);
	free(b->active);
	free(b->fresh);
	free(b->merged);
	free(b->lines);
	free(b);
	l->breaker = NULL;
}
