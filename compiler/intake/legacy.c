/*
 * Text in encodings older than Unicode, told by how Vietnamese it is in each of
 * them, and what such text becomes when a program misreads it.  Room: intake.
 */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/map.h"
#include "base/text.h"
#include "base/unicode.h"
#include "intake/intake_text.h"

enum {
	POINTS_MIN = 4,		/* below it a text tells nothing */
	MARGIN = 2,		/* times as many points as the next best */
	TOLD_MAX = 20,		/* words reported one by one */
	LAYERS_MAX = 3,		/* times that a text is spoilt */
	LOOKED_AT = 256 * 1024,	/* bytes searched for lost letters */
};

/* A way to read the text. */
struct candidate {
	enum charset	 view, set;	/* bytes as VIEW showed them, and what
					 * they are */
	const unsigned char *bytes;
	size_t		 len;
	const char	*text;		/* of the beginning, which is judged */
	size_t		 text_len;
	struct score	 score;
};

/* What is known while one file is looked at, in an arena of its own. */
struct inquiry {
	struct arena	*arena;
	struct words	*words;
	size_t		 count;
	struct candidate list[8];
};

static struct inquiry
inquiry_new(const struct reading *r)
{
	struct inquiry q = { .arena = arena_new() };

	q.words = words_new(q.arena, r->catalog);
	return q;
}

/* The length of the lines that are judged, and some more; all of it when they
 * are not divided. */
static size_t
beginning(const unsigned char *p, size_t len)
{
	const unsigned char *end = len <= 2 * JUDGED_MAX ? NULL :
	    memchr(p + 2 * JUDGED_MAX, '\n', len - 2 * JUDGED_MAX);

	return end == NULL ? len : (size_t)(end - p);
}

/* Add BYTES read as SET to the candidates, unless that gives no text or one
 * that is there already. */
static void
add_candidate(struct inquiry *q, enum charset view, enum charset set,
    const unsigned char *bytes, size_t len)
{
	struct candidate *c = &q->list[q->count];
	size_t n, bad, i;

	*c = (struct candidate){ .view = view, .set = set, .bytes = bytes,
	    .len = len };
	if (!charset_fits(set, bytes, len, &n, &bad))
		return;
	c->text = charset_decode(q->arena, set, bytes, beginning(bytes, len),
	    &c->text_len, &bad);
	if (c->text == NULL)
		return;
	for (i = 0; i < q->count; i++)
		if (q->list[i].text_len == c->text_len &&
		    memcmp(q->list[i].text, c->text, c->text_len) == 0)
			return;
	c->score = words_judge(q->words, q->arena, c->text, c->text_len);
	q->count++;
}

/* The candidate that stands out, NULL when none does. */
static const struct candidate *
best_candidate(const struct inquiry *q)
{
	const struct candidate *best = NULL;
	size_t i, points, most = 0, next = 0;

	for (i = 0; i < q->count; i++) {
		points = score_points(&q->list[i].score);
		if (points > most) {
			next = most;
			most = points;
			best = &q->list[i];
		} else if (points > next)
			next = points;
	}
	if (best == NULL || most < POINTS_MIN || most < MARGIN * next ||
	    best->score.invalid * 10 > best->score.known + best->score.valid)
		return NULL;
	return best;
}

/* Whether LEN bytes are a word in a character set: known, or POSSIBLE too. */
static bool
is_word_in(struct inquiry *q, enum charset set, const unsigned char *p,
    size_t len, bool possible)
{
	size_t n, bad;
	const char *word = charset_decode(q->arena, set, p, len, &n, &bad);

	return word != NULL && (word_is_known(q->words, q->arena, word) ||
	    (possible && word_is_possible(q->arena, word)));
}

static bool
is_letter_byte(unsigned char c)
{
	return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The end of the word of letters and high bytes at I. */
static size_t
word_end(const unsigned char *p, size_t len, size_t i, bool *high)
{
	for (*high = false; i < len && is_letter_byte(p[i]); i++)
		*high |= p[i] >= 0x80;
	return i;
}

/* Whether a word is none in the encoding of the file but one in another. */
static bool
is_stranger(struct inquiry *q, enum charset set, const unsigned char *p,
    size_t len, enum charset *other)
{
	static const enum charset others[] = { CHARSET_UTF8, CHARSET_TCVN3,
	    CHARSET_VNI, CHARSET_1258 };
	size_t i;

	if (is_word_in(q, set, p, len, true))
		return false;
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (others[i] != set && is_word_in(q, others[i], p, len,
		    others[i] == CHARSET_UTF8)) {
			*other = others[i];
			return true;
		}
	return false;
}

/* The offset of the first such word, LEN when there is none. */
static size_t
find_stranger(struct inquiry *q, enum charset set, const unsigned char *p,
    size_t len, enum charset *other)
{
	struct map *judged = map_new(q->arena);	/* a language has few words */
	struct text word;
	size_t i, end;
	bool high;

	text_init(&word, len);
	for (i = 0; i < len; i = end) {
		end = i + 1;
		if (!is_letter_byte(p[i]))
			continue;
		end = word_end(p, len, i, &high);
		text_clear(&word);
		text_addn(&word, p + i, end - i);
		if (high && map_add(judged, text_string(&word), q) &&
		    is_stranger(q, set, p + i, end - i, other))
			break;
	}
	text_free(&word);
	return i < len ? i : len;
}

static void
report_mixture(struct reading *r, const char *s, size_t offset,
    const char *here, const char *elsewhere)
{
	int line, column;

	encoding_locate(s, offset, &line, &column);
	reading_report(r, D_MIXED_ENCODINGS, line, 0, here, elsewhere);
}

/* "31 of 32 words are Vietnamese, among them "Kỳ báo cáo"" */
static const char *
reason(struct reading *r, const struct score *s)
{
	size_t good = s->known + s->valid;

	return arena_printf(r->arena,
	    _("%zu of %zu words are Vietnamese in it, among them \"%s\""),
	    good, good + s->invalid, reading_quote(r, s->sample));
}

/* Take the candidate as the text of the file; false when a part of it is in
 * another encoding. */
static bool
settle(struct reading *r, struct inquiry *q, const struct candidate *c,
    struct decision *how)
{
	enum charset other = c->set;
	size_t at = find_stranger(q, c->set, c->bytes, c->len, &other), n;
	char *text;

	if (at < c->len) {
		report_mixture(r, (const char *)c->bytes, at,
		    charset_name(other), charset_name(c->set));
		return false;
	}
	text = charset_decode(r->arena, c->set, c->bytes, c->len, &n, &at);
	(void)encoding_take(r, text, n, &at);
	r->own = text;
	how->name = charset_name(c->set);
	how->why = reason(r, &c->score);
	if (c->set == CHARSET_UTF8) {
		how->name = arena_printf(r->arena,
		    _("UTF-8 that a program had read as %s and saved again"),
		    charset_name(c->view));
	}
	return true;
}

/* Whether UTF-8 of Vietnamese words is among bytes that are not all of it. */
static bool
has_utf8_words(struct inquiry *q, const unsigned char *p, size_t len)
{
	size_t i, end;
	bool high;

	for (i = 0; i < len; i = end) {
		end = i + 1;
		if (!is_letter_byte(p[i]))
			continue;
		end = word_end(p, len, i, &high);
		if (high && is_word_in(q, CHARSET_UTF8, p + i, end - i, true))
			return true;
	}
	return false;
}

/* Bytes as windows-1252 shows them, whatever they are: to search them. */
static const char *
shown(struct arena *a, const unsigned char *p, size_t len, size_t *out_len)
{
	char *s = arena_alloc(a, len * 2 + 1), *t = s;
	size_t i;

	for (i = 0; i < len; i++)
		t += unicode_put(p[i], t);
	*out_len = (size_t)(t - s);
	return s;
}

/* Report the first known phrase that lost letters, and how many did; false when
 * there are any. */
static bool
is_whole(struct reading *r, struct inquiry *q, const char *s, size_t len)
{
	const char *end = s + (len < LOOKED_AT ? len : LOOKED_AT), *cell;
	const char *first = NULL, *was = NULL, *text, *phrase;
	size_t n, found = 0;
	int line, column;

	for (cell = s; cell < end; cell += n + 1) {
		n = strcspn(cell, ";,\t|\r\n\":");
		text = arena_strndup(q->arena, cell, n);
		phrase = words_damaged(q->words, q->arena, text);
		if (phrase != NULL && found++ == 0) {
			first = cell;
			was = phrase;
		}
	}
	if (found == 0)
		return true;
	encoding_locate(s, (size_t)(first - s), &line, &column);
	text = arena_strndup(q->arena, first, strcspn(first, ";,\t|\r\n\":"));
	reading_report(r, D_LETTERS_LOST, line, column,
	    reading_quote(r, text), reading_quote(r, was),
	    arena_printf(r->arena, "%zu", found));
	return false;
}

bool
legacy_is_whole(struct reading *r)
{
	size_t n = r->len < LOOKED_AT ? r->len : LOOKED_AT;
	struct inquiry q;
	bool whole;

	if (memchr(r->data, '?', n) == NULL &&
	    memmem(r->data, n, "\xef\xbf\xbd", 3) == NULL)
		return true;
	q = inquiry_new(r);
	whole = is_whole(r, &q, r->data, r->len);
	arena_free(q.arena);
	return whole;
}

/* Say why the bytes are not read; always false. */
static bool
refuse(struct reading *r, struct inquiry *q, const unsigned char *p,
    size_t len)
{
	const char *s;
	size_t n, bad = 0;

	s = shown(q->arena, p, len, &n);
	if (!is_whole(r, q, s, n))
		return false;
	(void)unicode_is_valid((const char *)p, len, &bad);
	if (has_utf8_words(q, p, len))
		report_mixture(r, (const char *)p, bad, _("not UTF-8"),
		    "UTF-8");
	else
		encoding_report_byte(r, (const char *)p, bad, p[bad], bad,
		    _("UTF-8, windows-1258, TCVN3 (ABC) or VNI"));
	return false;
}

bool
legacy_read(struct reading *r, const unsigned char *p, size_t len,
    struct decision *how)
{
	static const enum charset sets[] = { CHARSET_1258, CHARSET_TCVN3,
	    CHARSET_VNI };
	struct inquiry q = inquiry_new(r);
	const struct candidate *best;
	size_t i;
	bool ok;

	for (i = 0; i < sizeof(sets) / sizeof(sets[0]); i++)
		add_candidate(&q, sets[i], sets[i], p, len);
	best = best_candidate(&q);
	ok = best != NULL ? settle(r, &q, best, how) :
	    refuse(r, &q, p, len);
	arena_free(q.arena);
	return ok;
}

/* Whether a word of odd letters is one in an older encoding. */
static bool
unmask_word(struct inquiry *q, const char *word, enum charset *set)
{
	static const enum charset views[] = { CHARSET_1252, CHARSET_1258 };
	static const enum charset sets[] = { CHARSET_UTF8, CHARSET_TCVN3,
	    CHARSET_VNI };
	size_t i, j, n, bad;

	for (i = 0; i < sizeof(views) / sizeof(views[0]); i++) {
		unsigned char *bytes = charset_bytes(q->arena, views[i], word,
		    strlen(word), &n);

		for (j = 0; bytes != NULL &&
		    j < sizeof(sets) / sizeof(sets[0]); j++) {
			size_t len;
			const char *text = charset_decode(q->arena, sets[j],
			    bytes, n, &len, &bad);

			*set = sets[j];
			if (text != NULL && word_is_possible(q->arena, text))
				return true;
		}
	}
	return false;
}

/* Whether a word is no more than the mark of a footnote behind a number: 1.200¹ */
static bool
is_footnote(const char *text, const char *s, size_t n)
{
	size_t i;

	for (i = 0; i + 1 < n && s[i] == '\xc2' && (s[i + 1] == '\xb9' ||
	    s[i + 1] == '\xb2' || s[i + 1] == '\xb3'); i += 2)
		;
	while (s > text && s[-1] == ' ')
		s--;
	return i == n && s > text && s[-1] >= '0' && s[-1] <= '9';
}

/* Whether a word is one of Unicode without the hyphens that nobody sees, with which
 * word processors divide it. */
static bool
is_hyphened(struct inquiry *q, const char *word)
{
	char *out = arena_alloc(q->arena, strlen(word) + 1), *p = out;
	const char *s;

	for (s = word; *s != '\0'; s++)
		if (strncmp(s, "\xc2\xad", 2) == 0)
			s++;
		else
			*p++ = *s;
	*p = '\0';
	return p - out < s - word && word_is_possible(q->arena, out);
}

/* Report the lines with words of older encodings.  False when the text is a mojibake
 * throughout. */
static bool
look_at_words(struct reading *r, struct inquiry *q)
{
	const char *s = r->data;
	int told = 0, last = 0, line, column;
	struct makeup makeup;
	size_t n, bad;
	bool ascii;

	for (; *s != '\0' && told < TOLD_MAX; s += n) {
		const char *word;
		enum charset set;

		uint32_t c;

		if (!is_letter_byte((unsigned char)*s) ||
		    (n = word_length(s, &ascii)) == 0) {
			n = unicode_next(s, &c);
			n = n > 0 ? n : 1;
			continue;
		}
		if (ascii || is_footnote(r->data, s, n))
			continue;
		word = arena_strndup(q->arena, s, n);
		if (!makeup_read(word, n, &makeup, &bad) ||
		    !makeup.has_odd || is_hyphened(q, word) ||
		    !unmask_word(q, word, &set))
			continue;
		encoding_locate(r->data, (size_t)(s - r->data), &line,
		    &column);
		/* the word itself is not shown: it may be a person's name */
		if (!r->makeup.has_wide && set == CHARSET_UTF8) {
			reading_report(r, D_MOJIBAKE, line, column, NULL);
			return false;
		}
		if (line == last)
			continue;
		reading_report(r, D_GARBLED_WORD, line, column,
		    charset_name(set));
		last = line;
		told++;
	}
	return true;
}

/*
 * TEXT without one layer of UTF-8 that was read as windows-1252, as long as
 * there is another below it: who opens a spoilt file and saves it again spoils
 * it twice.  NULL when there are no two layers.
 */
static const char *
peel(struct arena *a, const char *text, size_t *len)
{
	size_t n, inner, bad;
	unsigned char *p = charset_bytes(a, CHARSET_1252, text, *len, &n), *q;

	if (p == NULL || !unicode_is_valid((char *)p, n, &bad))
		return NULL;
	q = charset_bytes(a, CHARSET_1252, (char *)p, n, &inner);
	if (q == NULL || inner == n || !unicode_is_valid((char *)q, inner, &bad))
		return NULL;
	*len = n;
	return (char *)p;
}

bool
legacy_unmask(struct reading *r, struct decision *how)
{
	static const enum charset sets[] = { CHARSET_UTF8, CHARSET_TCVN3,
	    CHARSET_VNI, CHARSET_1258 };
	const struct candidate *best = NULL;
	const char *data = r->data, *inner;
	size_t i, n, len = r->len;
	struct inquiry q;
	bool ok;

	if (!r->makeup.has_odd)
		return true;
	q = inquiry_new(r);
	if (!r->makeup.has_wide) {
		for (i = 0; i < LAYERS_MAX && (inner = peel(r->arena, r->data,
		    &r->len)) != NULL; i++)
			r->data = inner;
		unsigned char *p = charset_bytes(q.arena, CHARSET_1252,
		    r->data, r->len, &n);

		add_candidate(&q, CHARSET_UTF8, CHARSET_UTF8,
		    (const unsigned char *)r->data, r->len);
		for (i = 0; p != NULL && i < 4; i++)
			add_candidate(&q, CHARSET_1252, sets[i], p, n);
		p = charset_bytes(q.arena, CHARSET_1258, r->data, r->len, &n);
		for (i = 0; p != NULL && i < 3; i++)
			add_candidate(&q, CHARSET_1258, sets[i], p, n);
		best = best_candidate(&q);
	}
	if (best != NULL && best->view != CHARSET_UTF8)
		ok = settle(r, &q, best, how);
	else {
		r->data = data;
		r->len = len;
		ok = look_at_words(r, &q);
	}
	arena_free(q.arena);
	return ok;
}
