/* Bytes as base64 (RFC 4648, clause 4). */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include <stddef.h>

struct arena;
struct text;

/* Append LEN bytes as base64, in one line. */
void	 base64_put(struct text *, const void *bytes, size_t len);

/* The bytes that a text of base64 says, in the arena, and their number; NULL when
 * it is none. */
char	*base64_read(struct arena *, const char *, size_t *len);

#endif
