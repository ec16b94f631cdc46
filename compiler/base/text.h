/*
 * A growing buffer of bytes with a stated maximum, for text that is put
 * together piece by piece.  Past the maximum nothing is added and the buffer
 * remembers it: nothing is ever cut silently, the caller asks text_is_full().
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct text {
	char	*data;	/* NUL-terminated once anything was added, else NULL */
	size_t	 len;	/* [bytes], the NUL not counted */
	size_t	 cap;
	size_t	 max;	/* [bytes] */
	size_t	 mapped;	/* all of it, in huge pages [bytes]; or 0 */
	bool	 full;	/* something did not fit */
};

/* An empty text of at most MAX bytes; text_free() releases the buffer. */
void	 text_init(struct text *, size_t max);
void	 text_free(struct text *);

/* Forget the content, keep the buffer. */
void	 text_clear(struct text *);

/* Append a string, LEN bytes, one byte, a number or a formatted string. */
void	 text_add(struct text *, const char *);
void	 text_addn(struct text *, const void *, size_t len);
void	 text_addc(struct text *, char);
void	 text_addu(struct text *, size_t);
void	 text_addf(struct text *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));

/* The content as a string, "" when nothing was added.  Borrowed. */
const char *text_string(const struct text *);

/* Whether something did not fit. */
bool	 text_is_full(const struct text *);

#endif
