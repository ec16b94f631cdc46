/* Text in a file's bytes, read and added to.  Room: base. */
#include "base/recode.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/unicode.h"

static const struct {
	enum recode_kind kind;
	const char	*mark;
	size_t		 len, unit;
} marks[] = {
	{ RECODE_UTF8, "\xef\xbb\xbf", 3, 1 },
	{ RECODE_UTF16LE, "\xff\xfe", 2, 2 },
	{ RECODE_UTF16BE, "\xfe\xff", 2, 2 },
};

bool
recode_is_utf16(const void *s, size_t len, enum recode_kind *kind)
{
	const unsigned char *p = s;
	size_t i, nuls[2] = { 0, 0 }, n = len < 256 ? len : 256;

	for (i = 0; i < n; i++)
		nuls[i & 1] += p[i] == 0;
	if (n < 8 || (nuls[0] != 0 && nuls[1] != 0) ||
	    (nuls[0] + nuls[1]) * 4 <= n)
		return false;
	*kind = nuls[0] == 0 ? RECODE_UTF16LE : RECODE_UTF16BE;
	return true;
}

struct recode
recode_of(const char *s, size_t len)
{
	enum recode_kind kind;
	size_t i, bad;

	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (len >= marks[i].len &&
		    memcmp(s, marks[i].mark, marks[i].len) == 0)
			return (struct recode){ marks[i].kind, marks[i].len,
			    marks[i].unit, false };
	if (recode_is_utf16(s, len, &kind))
		return (struct recode){ kind, 0, 2, false };
	return (struct recode){ unicode_is_valid(s, len, &bad) ? RECODE_UTF8 :
	    RECODE_8BIT, 0, 1, false };
}

uint32_t
recode_unit(const struct recode *r, const char *at)
{
	const unsigned char *p = (const unsigned char *)at;

	switch (r->kind) {
	case RECODE_UTF16LE:
		return (uint32_t)p[1] << 8 | p[0];
	case RECODE_UTF16BE:
		return (uint32_t)p[0] << 8 | p[1];
	default:
		return p[0];
	}
}

/* UTF-16: a unit takes at most three bytes of UTF-8, a pair of surrogates four. */
static char *
read_utf16(struct arena *a, const struct recode *r, const char *s, size_t len,
    size_t *out_len)
{
	char *out = arena_alloc(a, len / 2 * 3 + 4), *q = out;
	size_t i;

	for (i = r->mark; i + 1 < len; i += 2) {
		uint32_t c = recode_unit(r, s + i), low;

		if (c >= 0xd800 && c < 0xdc00 && i + 3 < len &&
		    (low = recode_unit(r, s + i + 2)) >= 0xdc00 &&
		    low < 0xe000) {
			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
			i += 2;
		} else if (c >= 0xd800 && c < 0xe000)
			return NULL;
		q += unicode_put(c, q);
	}
	*q = '\0';
	*out_len = (size_t)(q - out);
	return i == len ? out : NULL;
}

char *
recode_read(struct arena *a, const struct recode *r, const char *s, size_t len,
    size_t *out_len)
{
	size_t bad;

	if (r->kind == RECODE_8BIT)
		return NULL;
	if (r->unit == 2)
		return read_utf16(a, r, s, len, out_len);
	*out_len = len - r->mark;
	return unicode_is_valid(s + r->mark, *out_len, &bad) ?
	    arena_strndup(a, s + r->mark, *out_len) : NULL;
}

static void
put_unit(const struct recode *r, uint32_t unit, struct text *out)
{
	char low = (char)(unit & 0xff), high = (char)(unit >> 8);

	text_addc(out, r->kind == RECODE_UTF16LE ? low : high);
	text_addc(out, r->kind == RECODE_UTF16LE ? high : low);
}

const char *
recode_fit(struct arena *a, const struct recode *r, const char *s)
{
	return r->ascii || r->kind == RECODE_8BIT ? unicode_ascii(a, s) : s;
}

void
recode_put(const struct recode *r, const char *s, struct text *out)
{
	uint32_t c;
	size_t n;

	if (r->unit == 1) {
		text_add(out, s);
		return;
	}
	for (; (n = unicode_next(s, &c)) > 0; s += n)
		if (c >= 0x10000) {
			c -= 0x10000;
			put_unit(r, 0xd800 + (c >> 10), out);
			put_unit(r, 0xdc00 + (c & 0x3ff), out);
		} else
			put_unit(r, c, out);
}
