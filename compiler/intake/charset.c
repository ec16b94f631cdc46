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

/*
 * What a byte is behind the letter *BEFORE, as UTF-8 in OUT; its length, 0 when it
 * means nothing.
 */
static size_t
decode_byte(enum charset set, unsigned char byte, uint32_t *before,
    char out[static 8])
{
	const uint16_t *mark = marks[byte < HIGH ? 0 : byte - HIGH];
	size_t n;

	if (byte != 0 && byte < HIGH) {
		*before = byte;
		out[0] = (char)byte;
		return 1;
	}
	if (byte == 0)
		return 0;
	if (set == CHARSET_VNI && mark[0] != 0 && takes_mark(*before, mark[0])) {
		*before = 0;
		n = unicode_put(mark[0], out);
		return mark[1] == NOTHING ? n : n + unicode_put(mark[1],
		    out + n);
	}
	*before = letter(set, byte);
	return *before == 0 ? 0 : unicode_put(*before, out);
}

bool
charset_fits(enum charset set, const unsigned char *p, size_t len,
    size_t *out_len, size_t *bad)
{
	uint32_t before = 0;
	char buf[8];
	size_t n;

	*out_len = len;
	if (set == CHARSET_UTF8)
		return unicode_is_valid((const char *)p, len, bad);
	*out_len = 0;
	for (*bad = 0; *bad < len; ++*bad) {
		if ((n = decode_byte(set, p[*bad], &before, buf)) == 0)
			return false;
		*out_len += n;
	}
	return true;
}

char *
charset_decode(struct arena *a, enum charset set, const unsigned char *p,
    size_t len, size_t *out_len, size_t *bad)
{
	uint32_t before = 0;
	char *s, *q, buf[8];
	size_t i, n;

	if (!charset_fits(set, p, len, out_len, bad))
		return NULL;
	if (set == CHARSET_UTF8)
		return arena_strndup(a, (const char *)p, len);
	s = q = arena_alloc(a, *out_len + 1);
	for (i = 0; i < len; i++, q += n) {
		n = decode_byte(set, p[i], &before, buf);
		memcpy(q, buf, n);
	}
	if (!unicode_is_latin(s)) {
		s = unicode_nfc(a, s);
		*out_len = strlen(s);
	}
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
