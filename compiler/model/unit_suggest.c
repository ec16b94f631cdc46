/* Which units a mistyped code or name may have meant.  Room: model. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/unicode.h"
#include "model/unit_load.h"

struct suggestion {
	const struct unit *unit;
	int		 distance;
};

static int
smaller(int a, int b)
{
	return a < b ? a : b;
}

enum { SPELLINGS = 3 };

/* A way to write a unit, folded. */
struct unit_spelling {
	const char	*text;
	uint64_t	 marks;		/* unicode_marks() */
};

/* The ways to write each unit: all of them are asked for each time. */
static const struct unit_spelling *
spellings_of(const struct units *units)
{
	struct unit_names *names = units->names;
	size_t i, j;

	if (names->spellings != NULL)
		return names->spellings;
	names->spellings = arena_alloc(names->arena,
	    units->count * SPELLINGS * sizeof(*names->spellings));
	for (i = 0; i < units->count; i++) {
		const struct unit *u = units->list[i];
		const char *const ways[SPELLINGS] = { u->name, u->full_name,
		    u->code };

		for (j = 0; j < SPELLINGS; j++) {
			struct unit_spelling *s =
			    &names->spellings[i * SPELLINGS + j];

			s->text = unicode_fold(names->arena, ways[j]);
			s->marks = unicode_marks(s->text);
		}
	}
	return names->spellings;
}

/* How far the folded WANTED is from a unit in its nearest writing; more than
 * MOST when it is further. */
static int
distance_to_unit(const struct unit_spelling *wanted,
    const struct unit_spelling *ways, int most)
{
	int least = most + 1, i;

	for (i = 0; i < SPELLINGS; i++)
		if (__builtin_popcountll(wanted->marks & ~ways[i].marks) <=
		    most && __builtin_popcountll(ways[i].marks &
		    ~wanted->marks) <= most)
			least = smaller(least, unicode_distance(wanted->text,
			    ways[i].text, most));
	return least;
}

/* Put a unit among the best, which are in order; earlier units win ties. */
static void
remember(struct suggestion best[static UNITS_LIKE], size_t *count,
    const struct unit *u, int d)
{
	size_t i = *count;

	while (i > 0 && best[i - 1].distance > d)
		i--;
	if (i == UNITS_LIKE)
		return;
	if (*count < UNITS_LIKE)
		(*count)++;
	memmove(&best[i + 1], &best[i],
	    (*count - 1 - i) * sizeof(best[0]));
	best[i] = (struct suggestion){ u, d };
}

size_t
units_like(const struct units *units, const char *name,
    struct unit_scope scope, const struct unit *like[static UNITS_LIKE])
{
	struct arena *scratch;
	struct suggestion best[UNITS_LIKE];
	const struct unit_spelling *ways = spellings_of(units);
	struct unit_spelling wanted;
	size_t count = 0, i;
	int n, most;

	if (strlen(name) > UNIT_TEXT_MAX)
		return 0;
	scratch = arena_new();
	wanted.text = unicode_fold(scratch, name);
	wanted.marks = unicode_marks(wanted.text);
	n = (int)unicode_length(wanted.text);
	most = n < 6 ? 1 : n / 4 + 1;
	for (i = 0; i < units->count; i++) {
		const struct unit *u = units->list[i];
		int d = distance_to_unit(&wanted, ways + i * SPELLINGS, most);

		if (d <= most && unit_is_in_scope(u, &scope))
			remember(best, &count, u, d);
	}
	for (i = 0; i < count && best[i].distance == best[0].distance; i++)
		like[i] = best[i].unit;
	arena_free(scratch);
	return i;
}

const char *
units_question(struct arena *a, const struct unit *const like[], size_t count)
{
	const char *s = "";
	size_t i;

	for (i = 0; i < count; i++)
		s = arena_printf(a, "%s%s%s %s", s, i == 0 ? "" : ", ",
		    like[i]->code, like[i]->full_name);
	return count == 0 ? "" : arena_printf(a, _("; did you mean %s?"), s);
}

const char *
units_suggest(struct arena *a, const struct units *units, const char *name,
    struct unit_scope scope)
{
	const struct unit *like[UNITS_LIKE];

	return units_question(a, like, units_like(units, name, scope, like));
}
