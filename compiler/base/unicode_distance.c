/* How far two names are from each other.  Room: base. */
#include "base/unicode.h"

enum { CHARS_MAX = 128 };

/* The characters of a name; those past the limit are left out. */
static int
characters(const char *s, uint32_t chars[static CHARS_MAX])
{
	int n = 0;
	size_t len;

	while (n < CHARS_MAX && (len = unicode_next(s, &chars[n])) > 0) {
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
 * Levenshtein 1965, by rows as in Wagner and Fischer 1974.  A row all of whose
 * numbers are too large is followed by others that are.
 */
int
unicode_distance(const char *one, const char *other, int most)
{
	uint32_t a[CHARS_MAX], b[CHARS_MAX];
	int na = characters(one, a), nb = characters(other, b);
	int row[CHARS_MAX + 1];
	int i, j, diagonal, above, least;

	if (na - nb > most || nb - na > most)
		return most + 1;
	for (j = 0; j <= nb; j++)
		row[j] = j;
	for (i = 1; i <= na; i++) {
		diagonal = row[0];
		row[0] = least = i;
		for (j = 1; j <= nb; j++) {
			above = row[j];
			row[j] = smaller(diagonal + (a[i - 1] != b[j - 1]),
			    1 + smaller(above, row[j - 1]));
			least = smaller(least, row[j]);
			diagonal = above;
		}
		if (least > most)
			return most + 1;
	}
	return smaller(row[nb], most + 1);
}

uint64_t
unicode_marks(const char *s)
{
	uint32_t chars[CHARS_MAX];
	int n = characters(s, chars);
	uint64_t marks = 0;

	while (n > 0)
		marks |= UINT64_C(1) << chars[--n] % 64;
	return marks;
}
