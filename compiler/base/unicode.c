/* Unicode by libunistring.  Room: base. */
#include "base/unicode.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>
#include <uniwidth.h>

#include "base/arena.h"

size_t
unicode_next(const char *s, uint32_t *c)
{
	ucs4_t u;
	int n;

	if (*s == '\0')
		return 0;
	n = u8_strmbtouc(&u, (const uint8_t *)s);
	*c = u;
	return n > 0 ? (size_t)n : 0;
}

size_t
unicode_put(uint32_t c, char buf[static 4])
{
	int n = u8_uctomb((uint8_t *)buf, c, 4);

	return n > 0 ? (size_t)n : 0;
}

/* The highest bits of eight bytes, the first of them lowest. */
static uint64_t
high_bits(const char *s)
{
	uint64_t word;

	memcpy(&word, s, sizeof(word));
	return le64toh(word) & UINT64_C(0x8080808080808080);
}

size_t
unicode_skip_ascii(const char *s, size_t len)
{
	enum { WORD = sizeof(uint64_t), RUN = 4 * WORD };
	size_t i = 0;

	for (; i + WORD <= len; i += WORD) {
		uint64_t high = high_bits(s + i);

		if (high != 0)
			return i + (size_t)__builtin_ctzll(high) / 8;
		/* where one word is, many often are */
		while (i + WORD + RUN <= len && (high_bits(s + i + WORD) |
		    high_bits(s + i + 2 * WORD) | high_bits(s + i + 3 * WORD) |
		    high_bits(s + i + 4 * WORD)) == 0)
			i += RUN;
	}
	while (i < len && (unsigned char)s[i] < 0x80)
		i++;
	return i;
}

/* A byte that continues a character of UTF-8; an end of text is none. */
static bool
is_tail(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* Letters of Latin-1, Latin Extended-A and -B (U+00C0 to U+024F) and of Latin
 * Extended Additional (U+1E00 to U+1EFF): all of them are their own NFC. */
size_t
unicode_latin_at(const char *s)
{
	unsigned char c = (unsigned char)*s, next;

	if (c >= 0xc3 && c <= 0xc8)
		return is_tail(s[1]) ? 2 : 0;
	if (c != 0xe1)
		return 0;
	next = (unsigned char)s[1];
	return next >= 0xb8 && next <= 0xbb && is_tail(s[2]) ? 3 : 0;
}

/* How many of LEN bytes are ASCII and such letters; of the last three bytes no
 * letter is looked at, which may be cut off. */
static size_t
skip_latin(const char *s, size_t len)
{
	size_t i = 0, n = 1;

	while (n > 0 && (i += unicode_skip_ascii(s + i, len - i)) + 3 <= len)
		i += n = unicode_latin_at(s + i);
	return i;
}

bool
unicode_is_valid(const char *s, size_t len, size_t *bad)
{
	size_t i = 0;
	int n;

	while ((i += skip_latin(s + i, len - i)) < len) {
		if ((n = u8_mblen((const uint8_t *)s + i, len - i)) < 0) {
			*bad = i;
			return false;
		}
		i += (size_t)n;
	}
	return true;
}

size_t
unicode_length(const char *s)
{
	return u8_mbsnlen((const uint8_t *)s, strlen(s));
}

/* Copy a malloc()ed result of libunistring into the arena. */
static char *
keep(struct arena *a, uint8_t *s, size_t len, const char *otherwise)
{
	char *copy;

	if (s == NULL)
		return arena_strdup(a, otherwise);
	copy = arena_strndup(a, (char *)s, len);
	free(s);
	return copy;
}

bool
unicode_is_latin(const char *s)
{
	size_t n;

	for (; *s != '\0'; s += n)
		if ((n = (unsigned char)*s < 0x80 ? 1 :
		    unicode_latin_at(s)) == 0)
			return false;
	return true;
}

char *
unicode_nfc(struct arena *a, const char *s)
{
	size_t len;
	uint8_t *r;

	if (unicode_is_latin(s))
		return arena_strdup(a, s);
	r = u8_normalize(UNINORM_NFC, (const uint8_t *)s, strlen(s),
	    NULL, &len);

	return keep(a, r, len, s);
}

char *
unicode_upper(struct arena *a, const char *s)
{
	size_t len;
	uint8_t *r = u8_toupper((const uint8_t *)s, strlen(s), NULL,
	    UNINORM_NFC, NULL, &len);

	return keep(a, r, len, s);
}

char *
unicode_lower(struct arena *a, const char *s)
{
	size_t len;
	uint8_t *r = u8_tolower((const uint8_t *)s, strlen(s), NULL,
	    UNINORM_NFC, NULL, &len);

	return keep(a, r, len, s);
}

uint32_t
unicode_title(uint32_t c)
{
	return uc_totitle(c);
}

bool
unicode_is_word(uint32_t c)
{
	return uc_is_general_category(c, UC_LETTER) ||
	    uc_is_general_category(c, UC_MARK) ||
	    uc_is_general_category(c, UC_NUMBER);
}

/* What decomposition leaves above ASCII, and what stands for it. */
static const struct {
	uint32_t	 from;
	const char	*to;
} likes[] = {
	{ 0x110, "D" }, { 0x111, "d" }, { 0xd0, "D" }, { 0xf0, "d" },
	{ 0xa0, " " }, { 0x2018, "'" }, { 0x2019, "'" }, { 0x201c, "\"" },
	{ 0x201d, "\"" }, { 0x2010, "-" }, { 0x2013, "-" }, { 0x2014, "-" },
	{ 0x2212, "-" }, { 0x2026, "..." }, { 0x2264, "<=" }, { 0x2265, ">=" },
};

char *
unicode_ascii(struct arena *a, const char *s)
{
	size_t len, i, n, count = sizeof(likes) / sizeof(likes[0]);
	uint8_t *r = u8_normalize(UNINORM_NFD, (const uint8_t *)s, strlen(s),
	    NULL, &len);
	const char *p = keep(a, r, len, s);
	char *out = arena_alloc(a, 3 * strlen(p) + 1), *q = out;
	uint32_t c;

	for (; (n = unicode_next(p, &c)) > 0; p += n) {
		if (c >= 0x300 && c < 0x370)
			continue;
		for (i = 0; i < count && likes[i].from != c; i++)
			;
		if (c < 0x80)
			*q++ = (char)c;
		else if (i == count)
			*q++ = '?';
		else {
			memcpy(q, likes[i].to, strlen(likes[i].to));
			q += strlen(likes[i].to);
		}
	}
	*q = '\0';
	return out;
}

int
unicode_width(const char *s)
{
	return u8_width((const uint8_t *)s, strlen(s), "UTF-8");
}

/*
 * The old placement sets the tone of an open oa, oe, uy on the second vowel,
 * the new one on the first.  Only there do they differ: with a final consonant
 * (hoàn) or after q (quý) both write the same.
 */
static const struct {
	const char	*old, *new;
} tones[] = {
	{ "oà", "òa" }, { "oá", "óa" }, { "oả", "ỏa" }, { "oã", "õa" },
	{ "oạ", "ọa" }, { "oè", "òe" }, { "oé", "óe" }, { "oẻ", "ỏe" },
	{ "oẽ", "õe" }, { "oẹ", "ọe" }, { "uỳ", "ùy" }, { "uý", "úy" },
	{ "uỷ", "ủy" }, { "uỹ", "ũy" }, { "uỵ", "ụy" },
};

static bool
is_letter(const char *s)
{
	return (*s >= 'a' && *s <= 'z') || (unsigned char)*s >= 0x80;
}

enum { TONES = sizeof(tones) / sizeof(tones[0]) };

/* Which of the table stands at S; TONES when none does. */
static size_t
tone_at(const char *s, bool after_q)
{
	size_t i;

	/* all of them begin with one of two letters and another one with a
	 * tone */
	if ((*s != 'o' && (*s != 'u' || after_q)) ||
	    (unsigned char)s[1] < 0x80)
		return TONES;
	for (i = 0; i < TONES; i++) {
		size_t len = strlen(tones[i].old);

		if (strncmp(s, tones[i].old, len) == 0 && !is_letter(s + len))
			break;
	}
	return i;
}

/* In place: no text grows where a tone moves. */
static void
move_tones(char *s)
{
	char *p = s, before = '\0';

	while (*s != '\0') {
		size_t i = tone_at(s, before == 'q');

		if (i < TONES) {
			memcpy(p, tones[i].new, strlen(tones[i].new));
			p += strlen(tones[i].new);
			s += strlen(tones[i].old);
			before = '\0';
		} else
			before = *p++ = *s++;
	}
	*p = '\0';
}

/* Whether S begins with white space; its length in bytes. */
static size_t
space_at(const char *s)
{
	static const char *const spaces[] = { "\xc2\xa0", "\xe2\x80\xaf",
	    "\xe2\x80\x87", "\xe3\x80\x80" };
	size_t i;

	if ((unsigned char)*s < 0xc2)
		return *s == ' ' || *s == '\t' || *s == '\n' || *s == '\r';
	for (i = 0; i < sizeof(spaces) / sizeof(spaces[0]); i++)
		if (strncmp(s, spaces[i], strlen(spaces[i])) == 0)
			return strlen(spaces[i]);
	return 0;
}

/* The length of a character that shows nothing: zero width, a soft hyphen. */
static size_t
nothing_at(const char *s)
{
	static const char *const nothings[] = { "\xc2\xad", "\xe2\x80\x8b",
	    "\xe2\x80\x8c", "\xe2\x80\x8d", "\xe2\x80\x8e",
	    "\xe2\x80\x8f", "\xe2\x81\xa0", "\xef\xbb\xbf" };
	size_t i;

	if (*s != '\xc2' && *s != '\xe2' && *s != '\xef')
		return 0;	/* no first byte of these */
	for (i = 0; i < sizeof(nothings) / sizeof(nothings[0]); i++)
		if (strncmp(s, nothings[i], strlen(nothings[i])) == 0)
			return strlen(nothings[i]);
	return 0;
}

/*
 * The lower case of a letter that Vietnamese is written with, put to OUT; its
 * length, 0 for other letters than these and ASCII.  The two cases of a letter
 * are as long as each other, and above Latin-1 they stand side by side.
 */
static size_t
lower_at(const unsigned char *s, char *out)
{
	unsigned c;

	if (*s < 0x80) {
		*out = (char)(*s >= 'A' && *s <= 'Z' ? *s + 0x20 : *s);
		return 1;
	}
	if (*s >= 0xc3 && *s <= 0xc6 && is_tail(s[1])) {	/* U+00C0 to U+01BF */
		c = (*s & 0x1fu) << 6 | (s[1] & 0x3fu);
		if (c >= 0xc0 && c <= 0xde && c != 0xd7)
			c += 0x20;	/* capitals of Latin-1 */
		else if (c == 0x102 || c == 0x110 || c == 0x128 ||
		    c == 0x168 || c == 0x1a0 || c == 0x1af)
			c++;		/* Ă Đ Ĩ Ũ Ơ Ư */
		else if (c >= 0x100 && c != 0x103 && c != 0x111 &&
		    c != 0x129 && c != 0x169 && c != 0x1a1 && c != 0x1b0)
			return 0;
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (*s == 0xe1 && ((s[1] == 0xba && s[2] >= 0xa0 && s[2] <= 0xbf) ||
	    (s[1] == 0xbb && s[2] >= 0x80 && s[2] <= 0xb9))) {	/* U+1EA0 to U+1EF9 */
		memcpy(out, s, 2);
		out[2] = (char)(s[2] | 1);
		return 3;
	}
	return 0;
}

/* S in lower case and NFC. */
static char *
lower(struct arena *a, const char *s)
{
	const unsigned char *p = (const unsigned char *)s;
	char *key = arena_alloc(a, strlen(s) + 1), *q = key;
	uint8_t *other;
	size_t len, n;

	for (; *p != '\0'; p += n, q += n)
		if ((n = lower_at(p, q)) == 0) {
			other = u8_tolower((const uint8_t *)s, strlen(s), NULL,
			    UNINORM_NFC, NULL, &len);
			return keep(a, other, len, s);
		}
	return key;
}

/*
 * Most texts that are folded are Vietnamese letters and ASCII with single blanks
 * between them: these in lower case, and whether a tone may have to be moved.
 * NULL for others.
 */
static char *
fold_plain(struct arena *a, const char *s, bool *has_tones)
{
	const unsigned char *p = (const unsigned char *)s;
	char *key = arena_alloc(a, strlen(s) + 1), *q = key, before = ' ';
	size_t n;

	*has_tones = false;
	for (; *p != '\0'; p += n, q += n) {
		if (*p < 0x80) {
			*q = (char)(*p >= 'A' && *p <= 'Z' ? *p + 0x20 : *p);
			if (*q <= ' ' && (*q != ' ' || before == ' '))
				return NULL;
			n = 1;
		} else {
			if ((n = lower_at(p, q)) == 0 ||
			    (*q == '\xc3' && q[1] == '\xb0'))	/* eth, for đ */
				return NULL;
			*has_tones |= before == 'o' || before == 'u';
		}
		before = *q;
	}
	return before == ' ' ? NULL : key;
}

/* Squeeze white space, and drop what shows nothing, in place. */
static void
squeeze(char *key)
{
	char *p = key, *q = key;
	size_t n;

	while (*p != '\0') {
		if ((n = space_at(p)) > 0) {
			p += n;
			if (q > key && q[-1] != ' ')
				*q++ = ' ';
		} else if ((n = nothing_at(p)) > 0) {
			p += n;
		} else if ((*p == '\xc3' || *p == '\xc9') &&
		    (strncmp(p, "ð", 2) == 0 || strncmp(p, "ɖ", 2) == 0)) {
			memcpy(q, "đ", 2);
			q += 2;
			p += 2;
		} else
			*q++ = *p++;
	}
	if (q > key && q[-1] == ' ')
		q--;
	*q = '\0';
}

char *
unicode_fold(struct arena *a, const char *s)
{
	bool has_tones;
	char *key = fold_plain(a, s, &has_tones);

	if (key == NULL) {
		key = lower(a, s);
		squeeze(key);
		has_tones = true;
	}
	if (has_tones)
		move_tones(key);
	return key;
}
