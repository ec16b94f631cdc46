/*
 * VIQR: Vietnamese with its marks typed as signs behind the letters, "Kha'nh
 * Ho`a", as mail and old programs had it (RFC 1456).  It is told and not read:
 * a full stop behind a vowel is a mark in it, too.  Room: intake.
 */
#include <string.h>

#include "base/arena.h"
#include "base/unicode.h"
#include "intake/intake_text.h"

enum {
	LOOKED_AT = 32 * 1024,	/* bytes */
	PHRASES_LEAST = 2,	/* labels and names that nothing else explains */
};

static const struct {
	char		 sign;
	uint32_t	 mark;		/* combining */
	const char	*letters;	/* that take it */
} marks[] = {
	{ '^', 0x302, "aeo" }, { '(', 0x306, "a" }, { '+', 0x31b, "ou" },
	{ '*', 0x31b, "ou" },
	{ '\'', 0x301, "aeiouy" }, { '`', 0x300, "aeiouy" },
	{ '?', 0x309, "aeiouy" }, { '~', 0x303, "aeiouy" },
	{ '.', 0x323, "aeiouy" },
};

/* The mark that a sign stands for behind a letter; 0 none. */
static uint32_t
mark_of(char sign, char letter)
{
	size_t i;

	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (marks[i].sign == sign &&
		    strchr(marks[i].letters, letter) != NULL)
			return marks[i].mark;
	return 0;
}

/* The text as its author meant it, in NFC. */
static const char *
decode(struct arena *a, const char *s, size_t len)
{
	char *out = arena_alloc(a, 2 * len + 1), *to = out;
	char letter = ' ';		/* the last one, small */
	size_t i;

	for (i = 0; i < len; i++) {
		uint32_t mark = letter == ' ' ? 0 : mark_of(s[i], letter);

		if (mark != 0) {
			to += unicode_put(mark, to);
			continue;
		}
		letter = (s[i] >= 'a' && s[i] <= 'z') ||
		    (s[i] >= 'A' && s[i] <= 'Z') ? (char)(s[i] | 0x20) : ' ';
		if (letter == 'd' && i + 1 < len && (s[i + 1] | 0x20) == 'd') {
			to += unicode_put(s[i] == 'd' ? 0x111 : 0x110, to);
			i++;
		} else
			*to++ = s[i];
	}
	*to = '\0';
	return unicode_nfc(a, out);
}

bool
viqr_is_written(struct reading *r)
{
	size_t len = r->len < LOOKED_AT ? r->len : LOOKED_AT;
	const char *text;
	struct score score;
	int line, column;
	const char *at;

	if (unicode_skip_ascii(r->data, r->len) < r->len ||
	    (memchr(r->data, '^', len) == NULL &&
	    memchr(r->data, '`', len) == NULL))
		return false;
	text = decode(r->arena, r->data, len);
	score = words_judge(words_new(r->arena, r->catalog), r->arena, text,
	    strlen(text));
	if (score.phrases < PHRASES_LEAST || score.invalid > score.known)
		return false;
	at = strpbrk(r->data, "^`");
	encoding_locate(r->data, (size_t)(at - r->data), &line, &column);
	reading_report(r, D_TYPED_SIGNS, line, column,
	    reading_quote(r, score.sample));
	return true;
}
