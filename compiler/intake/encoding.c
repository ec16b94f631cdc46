/*
 * The encoding of a dropped file, decided from its bytes, and what is no text.
 * Room: intake.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/recode.h"
#include "base/text.h"
#include "base/unicode.h"
#include "intake/intake_text.h"

enum { CONTROLS_MAX = 20 };	/* places of control characters; more: no text */

/*
 * An encoding of Unicode, told by its mark.  READ takes the text or reports.
 */
struct encoding {
	const char	*name;
	const char	*mark;		/* byte order mark, or "" */
	size_t		 mark_len;
	size_t		 high;		/* of UTF-16: index of the high byte */
	bool		(*read)(struct reading *, const struct encoding *,
			    const unsigned char *, size_t len);
};

static bool	read_utf8(struct reading *, const struct encoding *,
		    const unsigned char *, size_t);
static bool	read_utf16(struct reading *, const struct encoding *,
		    const unsigned char *, size_t);

static const struct encoding encodings[] = {
	{ "UTF-8", "\xef\xbb\xbf", 3, 0, read_utf8 },
	{ "UTF-16LE", "\xff\xfe", 2, 1, read_utf16 },
	{ "UTF-16BE", "\xfe\xff", 2, 0, read_utf16 },
};

/* The same without a mark. */
static const struct encoding
	utf8 = { "UTF-8", "", 0, 0, read_utf8 },
	utf16le = { "UTF-16LE", "", 0, 1, read_utf16 },
	utf16be = { "UTF-16BE", "", 0, 0, read_utf16 };

/* UTF-16 without a mark; NULL: not that. */
static const struct encoding *
unmarked_utf16(const unsigned char *p, size_t len)
{
	enum recode_kind kind;

	if (!recode_is_utf16(p, len, &kind))
		return NULL;
	return kind == RECODE_UTF16LE ? &utf16le : &utf16be;
}

void
encoding_locate(const char *s, size_t offset, int *line, int *column)
{
	size_t i;

	*line = *column = 1;
	for (i = 0; i < offset; i++) {
		if (s[i] == '\n' || (s[i] == '\r' && s[i + 1] != '\n')) {
			(*line)++;
			*column = 1;
		} else if (((unsigned char)s[i] & 0xc0) != 0x80)
			(*column)++;
	}
}

void
encoding_report_byte(struct reading *r, const char *before, size_t before_len,
    unsigned byte, size_t offset, const char *encodings_tried)
{
	int line, column;

	encoding_locate(before, before_len, &line, &column);
	reading_report(r, D_BAD_ENCODING, line, column,
	    arena_printf(r->arena, "0x%02X", byte),
	    arena_printf(r->arena, "%zu", offset), encodings_tried);
}

bool
encoding_take(struct reading *r, const char *s, size_t len, size_t *bad)
{
	if (!makeup_read(s, len, &r->makeup, bad))
		return false;
	r->data = s;
	r->len = len;
	return true;
}

/* Whether UTF-8 ends in the middle of a character, whose first byte is at *BAD: a
 * file that was not saved or copied to its end. */
static bool
is_cut(const unsigned char *p, size_t len, size_t *bad)
{
	size_t i, n;

	if (unicode_is_valid((const char *)p, len, bad) || p[*bad] < 0xc2)
		return false;
	n = p[*bad] >= 0xf0 ? 4 : p[*bad] >= 0xe0 ? 3 : 2;
	for (i = *bad + 1; i < len; i++)
		if ((p[i] & 0xc0) != 0x80)
			return false;
	/* a single byte beyond ASCII tells nothing of UTF-8 */
	return len - *bad < n && unicode_skip_ascii((const char *)p, *bad) <
	    *bad;
}

static bool
read_utf8(struct reading *r, const struct encoding *e, const unsigned char *p,
    size_t len)
{
	const char *s = (const char *)p + e->mark_len, *what;
	size_t bad, at;

	if (encoding_take(r, s, len - e->mark_len, &bad))
		return true;
	what = !is_cut(p, len, &at) ? e->name : _("UTF-8 (the file ends inside "
	    "a letter: it was not saved or copied to its end)");
	at = e->mark_len + bad;
	encoding_report_byte(r, s, bad, p[at], at, what);
	return false;
}

/*
 * UTF-16 in the byte order of the mark.  A code unit takes at most three bytes
 * of UTF-8, a pair of surrogates four.
 */
static bool
read_utf16(struct reading *r, const struct encoding *e, const unsigned char *p,
    size_t len)
{
	size_t high = e->high;
	char *s = arena_alloc(r->arena, len / 2 * 3 + 4), *q = s;
	size_t i = e->mark_len, bad;

	while (i + 1 < len) {
		uint32_t c = (uint32_t)p[i + high] << 8 | p[i + 1 - high];
		uint32_t low = i + 3 < len ?
		    (uint32_t)p[i + 2 + high] << 8 | p[i + 3 - high] : 0;

		if (c >= 0xd800 && c < 0xdc00 && low >= 0xdc00 &&
		    low < 0xe000) {
			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
			i += 2;
		} else if (c >= 0xd800 && c < 0xe000)
			break;
		q += unicode_put(c, q);
		i += 2;
	}
	*q = '\0';
	if (i < len) {
		encoding_report_byte(r, s, (size_t)(q - s), p[i], i,
		    e->name);
		return false;
	}
	r->own = s;
	return encoding_take(r, s, (size_t)(q - s), &bad);
}

/* How often the character at S, of N bytes, stands there in a row. */
static size_t
run_at(const char *s, size_t len, size_t n)
{
	size_t i = n;

	while (i + n <= len && memcmp(s + i, s, n) == 0)
		i += n;
	return i / n;
}

/* Report COUNT forbidden characters in a row. */
static void
report_control(struct reading *r, const char *s, size_t at, uint32_t c,
    size_t count)
{
	int line, column;

	encoding_locate(s, at, &line, &column);
	reading_report(r, D_BAD_CHARACTER, line, column,
	    arena_printf(r->arena, count == 1 ? "U+%04X" : c == 0 ?
	    _("U+%04X (%zu in a row, as in files that were not saved or "
	    "copied to their end)") :
	    _("U+%04X (%zu in a row)"), (unsigned)c, count));
}

/*
 * Whether text is free of forbidden characters; those in a row are reported
 * once.  Where they stand all over it, it is no text.
 */
static bool
has_only_text(struct reading *r)
{
	struct { size_t at, count; uint32_t c; } found[CONTROLS_MAX];
	size_t i, n, bad = 0, j;
	uint32_t c;

	if (!r->makeup.has_forbidden)
		return true;
	for (i = 0; i < r->len && bad <= CONTROLS_MAX; i += n) {
		c = (unsigned char)r->data[i];
		n = c < 0x80 ? 1 : unicode_next(r->data + i, &c);
		if (!makeup_forbids(c))
			continue;
		if (bad < CONTROLS_MAX) {
			found[bad].at = i;
			found[bad].count = run_at(r->data + i, r->len - i, n);
			found[bad].c = c;
			n *= found[bad].count;
		}
		bad++;
	}
	if (bad > CONTROLS_MAX)
		foreign_binary(r);
	for (j = 0; j < bad && bad <= CONTROLS_MAX; j++)
		report_control(r, r->data, found[j].at, found[j].c,
		    found[j].count);
	return bad == 0;
}

static bool
is_blank(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (strchr(" \t\r\n;,|\"", s[i]) == NULL)
			return false;
	return true;
}

/* The encoding named by an XML declaration, "" when none is. */
static const char *
declared_encoding(struct arena *a, const char *s)
{
	const char *end, *p, *close;

	if (strncmp(s, "<?xml", 5) != 0 || (end = strstr(s, "?>")) == NULL ||
	    (p = memmem(s, (size_t)(end - s), "encoding", 8)) == NULL)
		return "";
	p += 8;
	p += strspn(p, " \t\r\n=");
	if (p >= end || (*p != '"' && *p != '\'') ||
	    (close = memchr(p + 1, *p, (size_t)(end - p - 1))) == NULL)
		return "";
	return arena_strndup(a, p + 1, (size_t)(close - p - 1));
}

/* Whether the declaration agrees with what the bytes turned out to be. */
static bool
declaration_holds(struct reading *r, const char *encoding)
{
	const char *said = declared_encoding(r->arena, r->data);

	if (*said == '\0' || strcasecmp(said, encoding) == 0 ||
	    (strncmp(encoding, "UTF-16", 6) == 0 &&
	    strcasecmp(said, "UTF-16") == 0) ||
	    (strcmp(encoding, "UTF-8") == 0 &&
	    strcasecmp(said, "US-ASCII") == 0) ||
	    (strcasecmp(said, charset_name(CHARSET_1258)) == 0 &&
	    unicode_skip_ascii(r->data, r->len) == r->len))
		return true;
	reading_report(r, D_XML_FORBIDDEN, 1, 1, arena_printf(r->arena,
	    _("the declaration encoding=\"%s\" in a file of %s"),
	    reading_quote(r, said), encoding));
	return false;
}

/* XML and web pages begin with an angle bracket, tables do not, whatever their
 * names end with. */
static bool
settle_kind(struct reading *r)
{
	const char *s = r->data + strspn(r->data, " \t\r\n");
	size_t n = strlen(r->name);

	r->is_xml = *s == '<';
	if (foreign_page(r, s))
		return false;
	if (r->is_xml || n < 4 || strcasecmp(r->name + n - 4, ".xml") != 0)
		return true;
	if (memchr(s, '<', r->len - (size_t)(s - r->data)) != NULL ||
	    strpbrk(s, ";,\t") == NULL) {
		r->is_xml = true;	/* something stands before it */
		return true;
	}
	reading_report(r, D_XML_BROKEN, 1, 1,
	    _("this is a table; give it a name that ends with .csv and send it "
	    "again"));
	return false;
}

static bool
starts_like_xml(const unsigned char *p, size_t len)
{
	size_t i = 0;

	while (i < len && p[i] != '\0' && strchr(" \t\r\n", p[i]) != NULL)
		i++;
	return i < len && p[i] == '<';
}

/*
 * XML without a byte order mark: UTF-8, or windows-1258 when it says so and is
 * not UTF-8 after all.
 */
static bool
read_declared(struct reading *r, const unsigned char *p, size_t len,
    struct decision *how)
{
	const char *said = declared_encoding(r->arena,
	    arena_strndup(r->arena, (const char *)p, len < 200 ? len : 200));
	const char *text;
	size_t n, bad;

	if (strcasecmp(said, charset_name(CHARSET_1258)) != 0 ||
	    unicode_is_valid((const char *)p, len, &bad))
		return read_utf8(r, &utf8, p, len);
	text = charset_decode(r->arena, CHARSET_1258, p, len, &n, &bad);
	if (text == NULL || !encoding_take(r, text, n, &bad)) {
		encoding_report_byte(r, "", 0, p[bad], bad,
		    charset_name(CHARSET_1258));
		return false;
	}
	how->name = charset_name(CHARSET_1258);
	how->why = _("its XML declaration says so");
	return true;
}
/* Whether text of UTF-16 that no mark told is letters and signs throughout. */
static bool
is_unmistakable(const char *s)
{
	uint32_t c;
	size_t n;

	for (; (n = unicode_next(s, &c)) > 0; s += n)
		if (c >= 0x370 && (c < 0x1e00 || c >= 0x2120))
			return false;
	return true;
}

/* UTF-16 without a mark, when there is no doubt about it. */
static bool
read_unmarked(struct reading *r, const struct encoding *e,
    const unsigned char *p, size_t len, struct decision *how)
{
	*how = (struct decision){ e->name, _("every second byte is zero") };
	if (!starts_like_xml(p, len) && len % 2 == 0 &&
	    e->read(r, e, p, len) &&
	    is_unmistakable(r->data))
		return true;
	foreign_utf16(r);
	return false;
}

/* Decide how the bytes are read, and read them. */
static bool
read_text(struct reading *r, const unsigned char *p, size_t len,
    struct decision *how)
{
	const struct encoding *e;
	size_t i, bad;

	for (i = 0; i < sizeof(encodings) / sizeof(encodings[0]); i++) {
		e = &encodings[i];
		if (len < e->mark_len ||
		    memcmp(p, e->mark, e->mark_len) != 0)
			continue;
		*how = (struct decision){ e->name, e->read == read_utf8 ?
		    NULL : _("its byte order mark says so") };
		return e->read(r, e, p, len);
	}
	if ((e = unmarked_utf16(p, len)) != NULL)
		return read_unmarked(r, e, p, len, how);
	*how = (struct decision){ "UTF-8", NULL };
	if (encoding_take(r, (const char *)p, len, &bad))
		return true;
	if (starts_like_xml(p, len))
		return read_declared(r, p, len, how);
	return is_cut(p, len, &bad) ? read_utf8(r, &utf8, p, len) :
	    legacy_read(r, p, len, how);
}

/* The length of a text without the sign by which old programs end one: Ctrl-Z,
 * and only there. */
static size_t
without_end_sign(const char *s, size_t len)
{
	return len > 0 && s[len - 1] == '\x1a' ? len - 1 : len;
}

bool
encoding_read(struct reading *r, const void *data, size_t len,
    struct decision *how)
{
	const char *written;

	len = without_end_sign(data, len);
	if (len == 0) {
		reading_report(r, D_EMPTY_FILE, 0, 0, NULL);
		return false;
	}
	if (foreign_bytes(r, data, len) || !read_text(r, data, len, how))
		return false;
	written = how->name;
	if (starts_like_xml((const unsigned char *)r->data, r->len) ?
	    !has_only_text(r) : !legacy_unmask(r, how) || !has_only_text(r) ||
	    !legacy_is_whole(r) || viqr_is_written(r))
		return false;
	if (is_blank(r->data, r->len)) {
		reading_report(r, D_EMPTY_FILE, 0, 0, NULL);
		return false;
	}
	return settle_kind(r) && (!r->is_xml || declaration_holds(r, written));
}
