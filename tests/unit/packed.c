/* Columns of whole numbers as bytes: known bytes, all widths, what is no column. */
#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "model/packed.h"

static void
known(const char *name, const int64_t *numbers, size_t count,
    const char *bytes, size_t len)
{
	struct text t;

	text_init(&t, 1 << 16);
	packed_put(&t, numbers, count);
	check(t.len == len && memcmp(t.data, bytes, len) == 0, name,
	    "other bytes, %zu of them", t.len);
	text_free(&t);
}

/* Random numbers within BITS bits above a random one come back; a part of the
 * bytes is refused. */
static void
round_trips(void)
{
	uint64_t random = 1;
	int64_t in[PACKED_MAX], out[PACKED_MAX];
	size_t differ = 0, taken = 0, i, n;
	int bits, round;

	for (bits = 0; bits <= 64; bits++)
		for (round = 0; round < 20; round++) {
			struct text t;
			const char *p;
			uint64_t base;

			random = random * 6364136223846793005U + 1442695040888963407U;
			base = random;
			n = random >> 33 & (PACKED_MAX - 1);
			n += round == 0 ? PACKED_MAX - n : 1;
			for (i = 0; i < n; i++) {
				random = random * 6364136223846793005U + 1442695040888963407U;
				in[i] = (int64_t)(base + (bits == 0 ? 0 :
				    random >> (64 - bits)));
			}
			text_init(&t, 1 << 16);
			packed_put(&t, in, n);
			p = text_string(&t);
			differ += !packed_take(&p, t.data + t.len, out, n) ||
			    p != t.data + t.len ||
			    memcmp(in, out, n * sizeof(*in)) != 0;
			p = text_string(&t);
			taken += packed_take(&p, t.data + t.len - 1, out, n);
			text_free(&t);
		}
	check(differ == 0, "what was written is read", "%zu differ", differ);
	check(taken == 0, "a part is refused", "%zu taken", taken);
}

static void
widths(void)
{
	size_t width, taken = 0;
	int64_t out[1];
	char bytes[9 + 255] = { 0 };

	for (width = 0; width < 256; width++) {
		const char *p = bytes;

		bytes[0] = (char)width;
		taken += packed_take(&p, bytes + sizeof(bytes), out, 1);
	}
	check(taken == 5, "five widths", "%zu", taken);
}

int
main(void)
{
	known("one number", (int64_t[]){ -2 }, 1,
	    "\0\376\377\377\377\377\377\377\377", 9);
	known("a byte", (int64_t[]){ 7, 262 }, 2,
	    "\1\7\0\0\0\0\0\0\0\0\377", 11);
	known("two bytes", (int64_t[]){ 263, 7 }, 2,
	    "\2\7\0\0\0\0\0\0\0\0\1\0\0", 13);
	known("four bytes", (int64_t[]){ 0, 65536 }, 2,
	    "\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0", 17);
	known("all that there is", (int64_t[]){ INT64_MIN, INT64_MAX }, 2,
	    "\10\0\0\0\0\0\0\0\200\0\0\0\0\0\0\0\0\377\377\377\377\377\377\377\377",
	    25);
	round_trips();
	widths();
	return check_result();
}
