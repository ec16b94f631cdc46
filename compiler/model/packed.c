/* Columns of whole numbers as bytes.  Room: model. */
#include "model/packed.h"

#include <endian.h>
#include <string.h>

#include "base/text.h"

enum { BASE_BYTES = 8, HEAD = 1 + BASE_BYTES };	/* width and least number */

/* The low WIDTH bytes of N, the lowest first: WIDTH is 1, 2, 4 or 8. */
static inline void
put_bytes(unsigned char *p, uint64_t n, int width)
{
	n = htole64(n);		/* the lowest bytes come first now */
	memcpy(p, &n, (size_t)width);
}

static inline uint64_t
take_bytes(const unsigned char *p, int width)
{
	uint64_t n = 0;

	memcpy(&n, p, (size_t)width);
	return le64toh(n);
}

/* With a WIDTH that is known where it is called, each number is one move. */
static inline unsigned char *
put_all(unsigned char *p, const int64_t *numbers, size_t count, uint64_t base,
    int width)
{
	size_t i;

	for (i = 0; i < count; i++, p += width)
		put_bytes(p, (uint64_t)numbers[i] - base, width);
	return p;
}

static inline void
take_all(const unsigned char *p, int64_t *numbers, size_t count, uint64_t base,
    int width)
{
	size_t i;

	for (i = 0; i < count; i++, p += width)
		numbers[i] = (int64_t)(base + take_bytes(p, width));
}

/* How many bytes a column takes for each number: 0, 1, 2, 4 or 8. */
static int
width_of(uint64_t largest)
{
	return largest == 0 ? 0 : largest <= UINT8_MAX ? 1 :
	    largest <= UINT16_MAX ? 2 : largest <= UINT32_MAX ? 4 : 8;
}

void
packed_put(struct text *out, const int64_t *numbers, size_t count)
{
	unsigned char bytes[HEAD + PACKED_MAX * 8], *p = bytes;
	int64_t least = count > 0 ? numbers[0] : 0, most = least;
	uint64_t base;
	size_t i;

	for (i = 1; i < count; i++) {
		least = numbers[i] < least ? numbers[i] : least;
		most = numbers[i] > most ? numbers[i] : most;
	}
	base = (uint64_t)least;
	*p++ = (unsigned char)width_of((uint64_t)most - base);
	put_bytes(p, base, BASE_BYTES);
	p += BASE_BYTES;
	switch (bytes[0]) {
	case 1: p = put_all(p, numbers, count, base, 1); break;
	case 2: p = put_all(p, numbers, count, base, 2); break;
	case 4: p = put_all(p, numbers, count, base, 4); break;
	case 8: p = put_all(p, numbers, count, base, 8); break;
	}
	text_addn(out, bytes, (size_t)(p - bytes));
}

bool
packed_take(const char **at, const char *end, int64_t *numbers, size_t count)
{
	const unsigned char *p = (const unsigned char *)*at;
	size_t left = (size_t)(end - *at);
	uint64_t base;
	int width;

	if (left < HEAD)
		return false;
	width = *p;
	base = take_bytes(p + 1, BASE_BYTES);
	p += HEAD;
	if (left - HEAD < count * (size_t)width)
		return false;
	switch (width) {
	case 0: take_all(p, numbers, count, base, 0); break;
	case 1: take_all(p, numbers, count, base, 1); break;
	case 2: take_all(p, numbers, count, base, 2); break;
	case 4: take_all(p, numbers, count, base, 4); break;
	case 8: take_all(p, numbers, count, base, 8); break;
	default: return false;
	}
	*at += HEAD + count * (size_t)width;
	return true;
}
