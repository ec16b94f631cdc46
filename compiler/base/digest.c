/* SHA-256 by libmd.  Room: base. */
#include "base/digest.h"

#include <sha2.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

struct digest {
	SHA2_CTX	ctx;
};

void
digest_bytes(char hex[static DIGEST_HEX], const void *p, size_t len)
{
	SHA256Data(p, len, hex);
}

struct digest *
digest_new(void)
{
	struct digest *d = malloc(sizeof(*d));

	if (d == NULL) {
		fputs("tonghop: out of memory\n", stderr);
		exit(6);
	}
	SHA256Init(&d->ctx);
	return d;
}

void
digest_add(struct digest *d, const void *p, size_t len)
{
	SHA256Update(&d->ctx, p, len);
}

void
digest_finish(struct digest *d, char hex[static DIGEST_HEX])
{
	SHA256End(&d->ctx, hex);
	free(d);
}
