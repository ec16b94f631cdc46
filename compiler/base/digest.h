/* SHA-256 fingerprints of files and configurations, as 64 lower-case hex digits,
 * and of what only a program compares, as bytes. */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include <stddef.h>

struct arena;

enum {
	DIGEST_HEX = 65,	/* bytes of a digest's text, NUL included */
	DIGEST_BYTES = 32,
};

/* The SHA-256 of LEN bytes, written to HEX. */
void	digest_bytes(char hex[static DIGEST_HEX], const void *, size_t len);

/* Likewise, as it is. */
void	digest_raw(unsigned char bytes[static DIGEST_BYTES], const void *,
	    size_t len);

/* That of a file of at most MAX bytes, in the arena; "" when it cannot be read. */
const char *digest_file(struct arena *, const char *path, size_t max);

/* A digest over several pieces: the same as over their concatenation. */
struct digest;
struct digest	*digest_new(void);
void		 digest_add(struct digest *, const void *, size_t len);
void		 digest_finish(struct digest *, char hex[static DIGEST_HEX]);	/* frees it */

#endif
