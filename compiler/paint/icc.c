/* The colours that a PDF is meant in: sRGB as an ICC profile.  Room: paint. */
#include "paint/paint_pdf.h"

#include "base/arena.h"

/* Offsets and lengths of the data below [bytes]. */
enum {
	DESC_AT = 252, DESC_LEN = 36,
	CPRT_AT = 288, CPRT_LEN = 52,
	WTPT_AT = 340, XYZ_LEN = 20,
	CHAD_AT = 360, CHAD_LEN = 44,
	RED_AT = 404, GREEN_AT = 424, BLUE_AT = 444,
	CURVE_AT = 464, CURVE_LEN = 32,
	PROFILE_LEN = 496,
};

#define TAG(a, b, c, d) \
	((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (c) << 8 | (d))
#define XYZ	TAG('X', 'Y', 'Z', ' ')
#define MLUC	TAG('m', 'l', 'u', 'c')
#define EN_US	TAG('e', 'n', 'U', 'S')
#define TWO(a, b) ((uint32_t)(a) << 16 | (b))

/*
 * IEC 61966-2-1 (sRGB) as a display profile of ICC.1:2004-10 (version 4.2),
 * in words of 32 bits: a matrix, adapted to D50 by Bradford's method, and the
 * parametric curve of type 3.  Numbers are s15Fixed16.  It is made here, not
 * read from a package, so that a PDF has the same bytes on any machine.
 */
static const uint32_t profile[] = {
	/* header (7.2) */
	PROFILE_LEN, 0, 0x04200000, TAG('m', 'n', 't', 'r'),
	TAG('R', 'G', 'B', ' '), XYZ, TWO(2020, 1), TWO(1, 0), 0,
	TAG('a', 'c', 's', 'p'), 0, 0, 0, 0, 0, 0, 0,
	0xf6d6, 0x10000, 0xd32d, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	/* tag table (7.3) */
	10,
	TAG('d', 'e', 's', 'c'), DESC_AT, DESC_LEN,
	TAG('c', 'p', 'r', 't'), CPRT_AT, CPRT_LEN,
	TAG('w', 't', 'p', 't'), WTPT_AT, XYZ_LEN,
	TAG('c', 'h', 'a', 'd'), CHAD_AT, CHAD_LEN,
	TAG('r', 'X', 'Y', 'Z'), RED_AT, XYZ_LEN,
	TAG('g', 'X', 'Y', 'Z'), GREEN_AT, XYZ_LEN,
	TAG('b', 'X', 'Y', 'Z'), BLUE_AT, XYZ_LEN,
	TAG('r', 'T', 'R', 'C'), CURVE_AT, CURVE_LEN,
	TAG('g', 'T', 'R', 'C'), CURVE_AT, CURVE_LEN,
	TAG('b', 'T', 'R', 'C'), CURVE_AT, CURVE_LEN,
	/* desc and cprt */
	MLUC, 0, 1, 12, EN_US, 8, 28, TWO('s', 'R'), TWO('G', 'B'),
	MLUC, 0, 1, 12, EN_US, 24, 28, TWO('N', 'o'), TWO(' ', 'c'),
	TWO('o', 'p'), TWO('y', 'r'), TWO('i', 'g'), TWO('h', 't'),
	/* wtpt */
	XYZ, 0, 0xf6d6, 0x10000, 0xd32d,
	/* chad */
	TAG('s', 'f', '3', '2'), 0, 0x10c42, 0x5de, 0xfffff325,
	0x793, 0xfd90, 0xfffffba1, 0xfffffda2, 0x3dc, 0xc06e,
	/* rXYZ, gXYZ, bXYZ: their sum is D50 */
	XYZ, 0, 0x6fa0, 0x38f5, 0x0390,
	XYZ, 0, 0x6297, 0xb787, 0x18d9,
	XYZ, 0, 0x249f, 0x0f84, 0xb6c4,
	/* y = ((x + 0.055) / 1.055)^2.4, below 0.04045 x / 12.92 */
	TAG('p', 'a', 'r', 'a'), 0, TWO(3, 0), 0x26666, 0xf2a7, 0xd59, 0x13d0,
	0xa5b,
};
_Static_assert(sizeof(profile) == PROFILE_LEN, "the offsets above");

const unsigned char *
icc_srgb(struct arena *a, size_t *len)
{
	unsigned char *bytes = arena_alloc(a, sizeof(profile));
	size_t i;

	for (i = 0; i < sizeof(profile); i++)
		bytes[i] = (unsigned char)(profile[i / 4] >> (24 - i % 4 * 8));
	*len = sizeof(profile);
	return bytes;
}
