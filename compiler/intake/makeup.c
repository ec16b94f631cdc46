/*
 * What a text is made of: whether it is UTF-8, and which kinds of characters are
 * in it.  All that asks this of a whole file is answered from one look at it.
 * Room: intake.
 */
#include <endian.h>
#include <string.h>

#include "base/unicode.h"
#include "intake/intake_text.h"

/* Traits of a character. */
enum {
	ASKED = 1,		/* its traits are known */
	FOREIGN = 2,		/* not of Latin; see unicode_is_latin() */
	FORBIDDEN = 4,
	ODD = 8,
	WIDE = 16,
};

bool
makeup_forbids(uint32_t c)
{
	return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') ||
	    (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) ||
	    (c >= 0x2066 && c <= 0x2069);
}

static bool
is_latin(uint32_t c)
{
	return c < 0x80 || (c >= 0xc0 && c < 0x240) ||
	    (c >= 0x1e00 && c < 0x1f00);
}

/* Letters beyond ASCII that Vietnamese has, and signs that tables have. */
static bool
is_usual(uint32_t c)
{
	static const char list[] = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýð"
	    "\xc2\xa0«»°²³±·½§";
	char buf[5] = "";

	if (c < 0x80 || c >= 0x100)
		return c < 0x80 || !charset_is_single_byte(c) || c >= 0x2000 ||
		    c == 0x102 || c == 0x103 || c == 0x110 || c == 0x111 ||
		    c == 0x1a0 || c == 0x1a1 || c == 0x1af || c == 0x1b0 ||
		    (c >= 0x300 && c < 0x370);
	buf[unicode_put(c, buf)] = '\0';
	return strstr(list, buf) != NULL;
}

/* Asked once for each character below U+3000, which a text may be full of. */
static uint8_t
traits_of(uint32_t c)
{
	static uint8_t known[0x3000];
	uint8_t traits;

	if (c < sizeof(known) && known[c] != 0)
		return known[c];
	traits = (uint8_t)(ASKED | (is_latin(c) ? 0 : FOREIGN) |
	    (makeup_forbids(c) ? FORBIDDEN : 0) | (is_usual(c) ? 0 : ODD) |
	    (charset_is_single_byte(c) ? 0 : WIDE));
	if (c < sizeof(known))
		known[c] = traits;
	return traits;
}

/* Add the traits of the character at S; its length, 0 when it is none. */
static size_t
look_at(const char *s, uint8_t *seen)
{
	unsigned char first = (unsigned char)*s;
	uint32_t c = first;
	size_t n = 1;

	/* the letters of Vietnamese have two bytes, or three and these first */
	if (first >= 0xc2 && first <= 0xdf && (s[1] & 0xc0) == 0x80) {
		c = (first & 0x1fu) << 6 | (s[1] & 0x3fu);
		n = 2;
	} else if (first == 0xe1 && (s[1] & 0xc0) == 0x80 &&
	    (s[2] & 0xc0) == 0x80) {
		c = 0x1000 | (s[1] & 0x3fu) << 6 | (s[2] & 0x3fu);
		n = 3;
	} else if (first >= 0x80)
		n = unicode_next(s, &c);
	if (n > 0)
		*seen |= traits_of(c);
	return n;
}

/* Eight bytes, the first of them lowest; blanks stand for what is behind LEN. */
static uint64_t
word_at(const char *s, size_t len)
{
	uint64_t word;

	memset(&word, ' ', sizeof(word));
	if (len >= sizeof(word))
		memcpy(&word, s, sizeof(word));
	else
		memcpy(&word, s, len);
	return le64toh(word);
}

/* The highest bit of each byte that is not printing ASCII. */
static uint64_t
unusual_in(uint64_t word)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), high = 0x80 * ones;
	uint64_t low = word & ~high;

	/* above 0x7f, 0x7f itself, below 0x20 */
	return (word | (low + ones) | ~((low | high) - 0x20 * ones)) & high;
}

bool
makeup_read(const char *s, size_t len, struct makeup *out, size_t *bad)
{
	uint8_t seen = 0;
	size_t i = 0, n;

	while (i < len) {
		uint64_t marks = unusual_in(word_at(s + i, len - i));

		if (marks == 0) {
			i += sizeof(marks);
			continue;
		}
		i += (size_t)__builtin_ctzll(marks) / 8;
		do {
			if ((n = look_at(s + i, &seen)) == 0) {
				*bad = i;
				return false;
			}
			i += n;
		} while (i < len && (unsigned char)s[i] >= 0x80);
	}
	*out = (struct makeup){ .is_latin = (seen & FOREIGN) == 0,
	    .has_forbidden = (seen & FORBIDDEN) != 0,
	    .has_odd = (seen & ODD) != 0, .has_wide = (seen & WIDE) != 0 };
	return true;
}
