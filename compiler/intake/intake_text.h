/* Private to intake: Vietnamese encodings, and what Vietnamese text is. */
#ifndef INTAKE_INTAKE_TEXT_H
#define INTAKE_INTAKE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/intake_parts.h"

enum charset { CHARSET_1252, CHARSET_1258, CHARSET_TCVN3, CHARSET_VNI,
    CHARSET_UTF8 };

/* "windows-1258", "TCVN3 (ABC)". */
const char *charset_name(enum charset);

/*
 * LEN bytes of a character set as UTF-8 in NFC; NULL and the offset *BAD when
 * a byte means nothing in it.  In the arena.
 */
char	*charset_decode(struct arena *, enum charset, const unsigned char *,
	    size_t len, size_t *out_len, size_t *bad);

/* Whether each byte means something in a character set, the first that does not
 * at *BAD; and how long the text is before it is made NFC. */
bool	 charset_fits(enum charset, const unsigned char *, size_t len,
	    size_t *out_len, size_t *bad);

/*
 * The bytes that a program read as windows-1252 or windows-1258 when it came to
 * the valid text S; what these leave open stands for itself (0x81 is U+0081), as
 * Windows has it.  NULL when a character of S is in neither.
 */
unsigned char *charset_bytes(struct arena *, enum charset, const char *s,
	    size_t len, size_t *out_len);

/* Whether a character of a text stands in windows-1252 or windows-1258, or for
 * a byte that they leave open. */
bool	 charset_is_single_byte(uint32_t);

/*
 * Look once at all of a text with a NUL behind it.  False, and the offset *BAD of
 * the first character that is none, when it is not UTF-8.
 */
bool	 makeup_read(const char *s, size_t len, struct makeup *, size_t *bad);

/* Whether a character is a control, or a mark that changes the direction of what
 * follows. */
bool	 makeup_forbids(uint32_t);

/* What people drop instead of text; each is reported with how to make a table of
 * it.  Of bytes and of text with angle brackets: whether they are that. */
bool	 foreign_bytes(struct reading *, const unsigned char *, size_t len);
bool	 foreign_page(struct reading *, const char *);
void	 foreign_binary(struct reading *);
void	 foreign_utf16(struct reading *);

/* Whether r->data, which is valid, is in VIQR; reported. */
bool	 viqr_is_written(struct reading *);

/* How Vietnamese a text is. */
struct score {
	size_t		 phrases;	/* cells that are labels, names, keys */
	size_t		 known;		/* words of such */
	size_t		 valid;		/* other possible syllables */
	size_t		 invalid;	/* words that cannot be Vietnamese */
	const char	*sample;	/* the first phrase or known word, or "" */
};

/* The words that a site's submissions are full of. */
struct words;
struct words	*words_new(struct arena *, const struct catalog *);

/* Judge the words of a text that have letters beyond ASCII; only its beginning
 * when it is long. */
enum { JUDGED_MAX = 256 * 1024 };	/* bytes */
struct score	 words_judge(const struct words *, struct arena *,
		    const char *s, size_t len);

/* Points for a score; never negative. */
size_t	 score_points(const struct score *);

/* Whether a word is known, or at least a possible Vietnamese syllable. */
bool	 word_is_known(const struct words *, struct arena *, const char *word);
bool	 word_is_possible(struct arena *, const char *word);

/*
 * The length of the word at S, which begins with a letter; *LATIN when all of
 * it is ASCII.  What is no letter and not ASCII belongs to it too, since in a
 * wrong encoding letters look like that.
 */
size_t	 word_length(const char *s, bool *ascii);

/*
 * The known phrase that a cell was before letters of it became "?" or U+FFFD;
 * NULL when it is none.
 */
const char *words_damaged(const struct words *, struct arena *,
	    const char *cell);

#endif
