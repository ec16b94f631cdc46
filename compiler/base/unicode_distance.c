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

/* Levenshtein 1965, by rows as in Wagner and Fischer 1974. */
int
unicode_distance(const char *one, const char *other)
{
	uint32_t a[CHARS_MAX], b[CHARS_MAX];
	int na = characters(one, a), nb = characters(other, b);
	int row[CHARS_MAX + 1];
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
