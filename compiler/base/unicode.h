/*
 * Text of people: UTF-8 in, Unicode's own rules applied (libunistring).
 */
#ifndef BASE_UNICODE_H
#define BASE_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/*
 * Decode the character at S (NUL-terminated) into *C.  Returns its length in
 * bytes; 0 at the end of S or where S is not valid UTF-8.
 */
size_t	unicode_next(const char *s, uint32_t *c);

/* Encode C into BUF; returns 1 to 4. */
size_t	unicode_put(uint32_t c, char buf[static 4]);

/* How many of LEN bytes are ASCII, up to the first that is not. */
size_t	unicode_skip_ascii(const char *, size_t len);

/* The bytes of the letter at S (NUL-terminated) when it is one of those of which
 * unicode_is_latin() speaks, and not of ASCII; else 0. */
size_t	unicode_latin_at(const char *);

/*
 * Whether LEN bytes are UTF-8 without overlong forms and surrogates; otherwise
 * *BAD is the offset of the first offending byte.
 */
bool	unicode_is_valid(const char *s, size_t len, size_t *bad);

/* The number of characters of a valid string. */
size_t	unicode_length(const char *s);

/*
 * Whether S is ASCII and letters of Latin that are one character each, as
 * Vietnamese is written: it is in NFC, and nothing in it is invisible.
 */
bool	unicode_is_latin(const char *);

/* S in Normalization Form C (UAX #15). */
char	*unicode_nfc(struct arena *, const char *s);

/*
 * The key under which names are compared: NFC, lower case, white space
 * (no-break spaces too) squeezed to one space and trimmed, letters that look
 * like d with stroke (eth, African d) read as it, characters that show nothing
 * left out, and the old placement of tones brought to the new one (hoà = hòa).
 */
char	*unicode_fold(struct arena *, const char *s);

/* S in upper or lower case, as Unicode's full mapping says. */
char	*unicode_upper(struct arena *, const char *s);
char	*unicode_lower(struct arena *, const char *s);

/* A character as the first one of a word that is capitalized. */
uint32_t	unicode_title(uint32_t c);

/* Whether a character is part of a word: a letter, a mark or a digit. */
bool	unicode_is_word(uint32_t c);

/* S in ASCII: letters without their marks, what has no like as "?". */
char	*unicode_ascii(struct arena *, const char *s);

/*
 * The number of insertions, deletions and substitutions of characters between
 * two strings; MOST + 1 when there are more than MOST of them.  What is behind
 * the first 128 characters does not count.
 */
int	unicode_distance(const char *, const char *, int most);

/*
 * A mark for each kind of letter in a string.  Two strings are at least as far
 * from each other as one of them has marks that the other has not.
 */
uint64_t unicode_marks(const char *);

/* The columns that S takes on a terminal (UAX #11). */
int	unicode_width(const char *s);

#endif
