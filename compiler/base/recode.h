/*
 * Text as it lies in a file's bytes: told by the mark at its beginning, read
 * as UTF-8, and added to without touching what is there.
 */
#ifndef BASE_RECODE_H
#define BASE_RECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct text;

enum recode_kind {
	RECODE_UTF8,
	RECODE_UTF16LE,
	RECODE_UTF16BE,
	RECODE_8BIT,		/* ASCII and bytes above it, of some code page */
};

struct recode {
	enum recode_kind kind;
	size_t		 mark;		/* bytes of the byte order mark, 0: none */
	size_t		 unit;		/* bytes of a code unit: 1 or 2 */
	bool		 ascii;		/* only ASCII may be added */
};

/* How LEN bytes are to be taken: by their mark; without one as UTF-16 or UTF-8
 * if they are that, else 8 bits. */
struct recode recode_of(const char *, size_t len);

/* Whether LEN bytes look like UTF-16 without a mark: of text that is ASCII for
 * the most part every second byte is NUL. */
bool	 recode_is_utf16(const void *, size_t len, enum recode_kind *);

/* The code unit at an offset that leaves room for one. */
uint32_t recode_unit(const struct recode *, const char *at);

/*
 * LEN bytes as UTF-8 without the mark, NUL-terminated, in the arena; NULL for
 * 8 bits, and where a unit is missing or not text.
 */
char	*recode_read(struct arena *, const struct recode *, const char *,
	    size_t len, size_t *out_len);

/*
 * UTF-8 text as it may be added: for 8 bits, or when only ASCII may be added,
 * without accents.  To be asked before anything is quoted, since quotation marks
 * of typographers become plain ones.
 */
const char *recode_fit(struct arena *, const struct recode *, const char *);

/* Append such text as the file would hold it. */
void	 recode_put(const struct recode *, const char *, struct text *);

#endif
