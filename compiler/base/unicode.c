/* Unicode by libunistring.  Room: base. */
#include "base/unicode.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
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

bool
unicode_is_valid(const char *s, size_t len, size_t *bad)
{
	const uint8_t *p = u8_check((const uint8_t *)s, len);

	if (p == NULL)
		return true;
	*bad = (size_t)(p - (const uint8_t *)s);
	return false;
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

char *
unicode_nfc(struct arena *a, const char *s)
{
	size_t len;
	uint8_t *r = u8_normalize(UNINORM_NFC, (const uint8_t *)s, strlen(s),
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

	/* all of them begin with one of two letters */
	if (*s != 'o' && (*s != 'u' || after_q))
		return TONES;
	for (i = 0; i < TONES; i++) {
		size_t len = strlen(tones[i].old);

		if (strncmp(s, tones[i].old, len) == 0 && !is_letter(s + len))
			break;
	}
	return i;
}

static char *
move_tones(struct arena *a, const char *s)
{
	char *out = arena_alloc(a, strlen(s) + 1), *p = out;
	const char *from = s;

	while (*s != '\0') {
		size_t i = tone_at(s, s > from && s[-1] == 'q');

		if (i < TONES) {
			memcpy(p, tones[i].new, strlen(tones[i].new));
			p += strlen(tones[i].new);
			s += strlen(tones[i].old);
		} else
			*p++ = *s++;
	}
	*p = '\0';
	return out;
}

/* Whether S begins with white space; its length in bytes. */
static size_t
space_at(const char *s)
{
	static const char *const spaces[] = { " ", "\t", "\n", "\r",
	    "\xc2\xa0", "\xe2\x80\xaf", "\xe2\x80\x87", "\xe3\x80\x80" };
	size_t i;

	for (i = 0; i < sizeof(spaces) / sizeof(spaces[0]); i++)
		if (strncmp(s, spaces[i], strlen(spaces[i])) == 0)
			return strlen(spaces[i]);
	return 0;
}

char *
unicode_fold(struct arena *a, const char *s)
{
	size_t len, n;
	uint8_t *lower = u8_tolower((const uint8_t *)s, strlen(s), NULL,
	    UNINORM_NFC, NULL, &len);
	char *key = keep(a, lower, len, s), *p = key, *q = key;

	while (*p != '\0') {
		if ((n = space_at(p)) > 0) {
			p += n;
			if (q > key && q[-1] != ' ')
				*q++ = ' ';
		} else if (strncmp(p, "ð", 2) == 0) {
			memcpy(q, "đ", 2);
			q += 2;
			p += 2;
		} else
			*q++ = *p++;
	}
	if (q > key && q[-1] == ' ')
		q--;
	*q = '\0';
	return move_tones(a, key);
}
