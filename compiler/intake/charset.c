/* Encodings of Vietnamese older than Unicode.  Room: intake. */
#include <string.h>

#include "base/arena.h"
#include "base/unicode.h"
#include "intake/intake_text.h"

enum { HIGH = 0x80, NOTHING = 0xffff };

/* Code points for the bytes from 0x80 on; 0 where no row says anything. */
static const uint16_t letters[][HIGH] = {
#define LETTER(set, byte, code)	[CHARSET_##set][(byte) - HIGH] = (code),
#define MARK(byte, first, second)
#include "intake/charset.def"
#undef LETTER
#undef MARK
};

/* What VNI's bytes add to the letter before them: one or two marks. */
static const uint16_t marks[HIGH][2] = {
#define LETTER(set, byte, code)
#define MARK(byte, first, second)					\
	[(byte) - HIGH] = { (first), (second) },			\
	[(byte) - 0x20 - HIGH] = { (first), (second) },
#include "intake/charset.def"
#undef LETTER
#undef MARK
};

const char *
charset_name(enum charset set)
{
	static const char *const names[] = {
		[CHARSET_1252] = "windows-1252",
		[CHARSET_1258] = "windows-1258",
		[CHARSET_TCVN3] = "TCVN3 (ABC)",
		[CHARSET_VNI] = "VNI",
		[CHARSET_UTF8] = "UTF-8",
	};

	return names[set];
}

/* The character of a byte from 0x80 on; 0 none. */
static uint32_t
letter(enum charset set, unsigned byte)
{
	uint32_t c = letters[set][byte - HIGH];

	if (c == 0 && set == CHARSET_1258)
		c = letters[CHARSET_1252][byte - HIGH];
	if (c == 0 && byte >= 0xa0 &&
	    (set == CHARSET_1252 || set == CHARSET_1258))
		c = byte;
	return c == NOTHING ? 0 : c;
}

/* Whether VNI sets MARK (its first one) on a letter. */
static bool
takes_mark(uint32_t letter, uint16_t mark)
{
	const char *bases = mark == 0x302 ? "aeoAEO" : mark == 0x306 ? "aA" :
	    "aeouyAEOUY";

	return (letter < HIGH && letter != 0 &&
	    strchr(bases, (int)letter) != NULL) ||
	    ((letter == 0x1a0 || letter == 0x1a1 || letter == 0x1af ||
	    letter == 0x1b0) && mark != 0x302 && mark != 0x306);
}

char *
charset_decode(struct arena *a, enum charset set, const unsigned char *p,
    size_t len, size_t *out_len, size_t *bad)
{
	char *s = arena_alloc(a, len * 6 + 1), *q = s;
	uint32_t before = 0, c;
	size_t i;

	if (set == CHARSET_UTF8) {
		memcpy(s, p, len);
		*out_len = len;
		return unicode_is_valid(s, len, bad) ? s : NULL;
	}
	for (i = 0; i < len; i++, before = c) {
		const uint16_t *mark = marks[p[i] < HIGH ? 0 : p[i] - HIGH];

		if (p[i] != 0 && p[i] < HIGH) {
			c = p[i];
			*q++ = (char)p[i];
		} else if (p[i] != 0 && set == CHARSET_VNI && mark[0] != 0 &&
		    takes_mark(before, mark[0])) {
			c = 0;
			q += unicode_put(mark[0], q);
			if (mark[1] != NOTHING)
				q += unicode_put(mark[1], q);
		} else if (p[i] != 0 && (c = letter(set, p[i])) != 0)
			q += unicode_put(c, q);
		else {
			*bad = i;
			return NULL;
		}
	}
	*q = '\0';
	s = unicode_nfc(a, s);
	*out_len = strlen(s);
	return s;
}

bool
charset_is_single_byte(uint32_t c)
{
	unsigned byte;

	if (c < 0x100)
		return true;
	for (byte = HIGH; byte < 0x100; byte++)
		if (letter(CHARSET_1252, byte) == c ||
		    letter(CHARSET_1258, byte) == c)
			return true;
	return false;
}

/* The byte of a character; -1 when it has none. */
static int
byte_of(enum charset set, uint32_t c)
{
	unsigned byte;

	if (c < HIGH)
		return (int)c;
	if (c >= 0xa0 && c < 0x100 && letter(set, c) == c)
		return (int)c;
	for (byte = HIGH; byte < 0x100; byte++)
		if (letter(set, byte) == c ||
		    (letter(set, byte) == 0 && c == byte))
			return (int)byte;
	return -1;
}

unsigned char *
charset_bytes(struct arena *a, enum charset set, const char *s, size_t len,
    size_t *out_len)
{
	unsigned char *out = arena_alloc(a, len + 1);
	size_t i, n = 0, step;
	uint32_t c;

	for (i = 0; i < len; i += step) {
		int byte;

		if ((step = unicode_next(s + i, &c)) == 0 ||
		    (byte = byte_of(set, c)) < 0)
			return NULL;
		out[n++] = (unsigned char)byte;
	}
	*out_len = n;
	return out;
}
