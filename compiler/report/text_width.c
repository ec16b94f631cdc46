/*
 * How wide text will be, in faces that are metric-compatible with Times, so
 * that columns can be given their widths before anything is laid out.  The
 * formatter measures with the real font and refuses what does not fit.
 * Room: report.
 */
#include <string.h>

#include "base/unicode.h"
#include "report/report_template.h"

enum { MEAN = 560, WIDE = 1000 };	/* of letters not listed [1/1000 em] */

/* Advances of U+0020 to U+007E, upright and bold [1/1000 em]. */
static const short advances[2][0x7f - 0x20] = { {
	250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333,
	250, 278, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 278, 278,
	564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333,
	389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944,
	722, 722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444,
	333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389,
	278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
}, {
	250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333,
	250, 278, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 333, 333,
	570, 570, 570, 500, 930, 722, 667, 722, 722, 667, 611, 778, 778, 389,
	500, 778, 667, 944, 722, 778, 611, 778, 722, 556, 667, 722, 722, 1000,
	722, 722, 667, 333, 278, 333, 581, 500, 333, 500, 556, 444, 556, 444,
	333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556, 556, 444, 389,
	333, 556, 500, 722, 500, 500, 444, 394, 220, 394, 520,
} };

/* Letters with marks, which are as wide as without; upper case is even. */
static const struct {
	uint32_t	 from, to;
	char		 upper, lower;
} marked[] = {
	{ 0x0102, 0x0103, 'A', 'a' }, { 0x0110, 0x0111, 'D', 'd' },
	{ 0x0128, 0x0129, 'I', 'i' }, { 0x0168, 0x0169, 'U', 'u' },
	{ 0x1ea0, 0x1eb7, 'A', 'a' }, { 0x1eb8, 0x1ec7, 'E', 'e' },
	{ 0x1ec8, 0x1ecb, 'I', 'i' }, { 0x1ecc, 0x1ed9, 'O', 'o' },
	{ 0x1ee4, 0x1ee7, 'U', 'u' }, { 0x1ef2, 0x1ef9, 'Y', 'y' },
};

/* Letters with a horn and signs, which have a width of their own. */
static const struct {
	uint32_t	 from, to;
	short		 upper[2], lower[2];	/* upright, bold */
} others[] = {
	{ 0x00a0, 0x00a0, { 250, 250 }, { 250, 250 } },
	{ 0x01a0, 0x01a1, { 722, 778 }, { 530, 555 } },
	{ 0x01af, 0x01b0, { 545, 600 }, { 776, 796 } },	/* odd is upper */
	{ 0x0300, 0x036f, { 0, 0 }, { 0, 0 } },
	{ 0x1eda, 0x1ee3, { 722, 778 }, { 530, 555 } },
	{ 0x1ee8, 0x1ef1, { 776, 796 }, { 545, 600 } },
	{ 0x2010, 0x2013, { 500, 500 }, { 500, 500 } },
	{ 0x2018, 0x201f, { 500, 500 }, { 500, 500 } },
	{ 0x2212, 0x2212, { 564, 606 }, { 564, 606 } },
	{ 0x2264, 0x2265, { 549, 549 }, { 549, 549 } },
};

static int
advance(uint32_t c, bool bold)
{
	static const char latin[] = "AAAAAAWCEEEEIIIIDNOOOOO*OUUUUYPs";
	size_t i;

	if (c >= 0x20 && c <= 0x7e)
		return advances[bold][c - 0x20];
	if (c >= 0xc0 && c <= 0xdf)
		return advances[bold][latin[c - 0xc0] - 0x20];
	if (c >= 0xe0 && c <= 0xff)
		return advances[bold][(latin[c - 0xe0] | 0x20) - 0x20];
	for (i = 0; i < sizeof(marked) / sizeof(marked[0]); i++)
		if (c >= marked[i].from && c <= marked[i].to)
			return advances[bold][(c % 2 == 0 ? marked[i].upper :
			    marked[i].lower) - 0x20];
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (c >= others[i].from && c <= others[i].to)
			return c % 2 == 0 ? others[i].upper[bold] :
			    others[i].lower[bold];
	return c < 0x2000 ? MEAN : WIDE;
}

int
text_width(const char *s, size_t len, int size, bool bold)
{
	const char *end = s + len;
	long long sum = 0;
	uint32_t c;
	size_t n;

	while (s < end && (n = unicode_next(s, &c)) > 0) {
		sum += advance(c, bold);
		s += n;
	}
	return (int)(sum * size / 1000);
}
