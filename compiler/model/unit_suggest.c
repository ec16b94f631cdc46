/* Which units a mistyped code or name may have meant.  Room: model. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/text.h"
#include "base/unicode.h"
#include "model/unit.h"

enum { NAME_MAX_CHARS = 64, SUGGESTIONS = 3 };

struct suggestion {
	const struct unit *unit;
	int		 distance;
};

/* The characters of a folded name; those past the limit are left out. */
static int
characters(const char *s, uint32_t chars[static NAME_MAX_CHARS])
{
	int n = 0;
	size_t len;

	while (n < NAME_MAX_CHARS && (len = unicode_next(s, &chars[n])) > 0) {
		s += len;
		n++;
	}
	return n;
}

static int
smaller(int a, int b)
{
	return a < b ? a : b;
}

/*
 * The number of insertions, deletions and substitutions between two strings
 * (Levenshtein 1965, by rows as in Wagner and Fischer 1974).
 */
static int
distance(const uint32_t *a, int na, const uint32_t *b, int nb)
{
	int row[NAME_MAX_CHARS + 1];
	int i, j, diagonal, above;

	for (j = 0; j <= nb; j++)
		row[j] = j;
	for (i = 1; i <= na; i++) {
		diagonal = row[0];
		row[0] = i;
		for (j = 1; j <= nb; j++) {
			above = row[j];
			row[j] = smaller(diagonal + (a[i - 1] != b[j - 1]),
			    1 + smaller(above, row[j - 1]));
			diagonal = above;
		}
	}
	return row[nb];
}

/* How far the text WANTED is from one way to write a unit. */
static int
distance_to(struct arena *a, const uint32_t *wanted, int n, const char *s)
{
	uint32_t chars[NAME_MAX_CHARS];

	return distance(wanted, n, chars, characters(unicode_fold(a, s), chars));
}

static int
distance_to_unit(struct arena *a, const uint32_t *wanted, int n,
    const struct unit *u)
{
	int d = distance_to(a, wanted, n, u->name);

	d = smaller(d, distance_to(a, wanted, n, u->full_name));
	return smaller(d, distance_to(a, wanted, n, u->code));
}

/* Put a unit among the best, which are in order; earlier units win ties. */
static void
remember(struct suggestion best[static SUGGESTIONS], size_t *count,
    const struct unit *u, int d)
{
	size_t i = *count;

	while (i > 0 && best[i - 1].distance > d)
		i--;
	if (i == SUGGESTIONS)
		return;
	if (*count < SUGGESTIONS)
		(*count)++;
	memmove(&best[i + 1], &best[i],
	    (*count - 1 - i) * sizeof(best[0]));
	best[i] = (struct suggestion){ u, d };
}

const char *
units_suggest(struct arena *a, const struct units *units, const char *name,
    const struct unit *parent, date day)
{
	struct arena *scratch = arena_new();
	struct suggestion best[SUGGESTIONS];
	uint32_t wanted[NAME_MAX_CHARS];
	size_t count = 0, i;
	struct text text;
	const char *result;
	int n = characters(unicode_fold(scratch, name), wanted);

	for (i = 0; i < units->count; i++) {
		const struct unit *u = units->list[i];
		int d;

		if (!unit_is_valid(u, day) || u == parent ||
		    (parent != NULL && !unit_is_within(u, parent)))
			continue;
		d = distance_to_unit(scratch, wanted, n, u);
		if (d <= (n < 6 ? 1 : n / 4 + 1))
			remember(best, &count, u, d);
	}
	text_init(&text, 4096);
	for (i = 0; i < count && best[i].distance == best[0].distance; i++) {
		text_add(&text, i == 0 ? _("; did you mean ") : ", ");
		text_addf(&text, "%s %s", best[i].unit->code,
		    best[i].unit->full_name);
	}
	if (count > 0)
		text_addc(&text, '?');
	result = arena_strdup(a, text_string(&text));
	text_free(&text);
	arena_free(scratch);
	return result;
}
