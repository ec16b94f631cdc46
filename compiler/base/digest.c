/* SHA-256 by nettle.  Room: base. */
#include "base/digest.h"

#include <nettle/base16.h>
#include <nettle/sha2.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/file.h"

struct digest {
	struct sha256_ctx	ctx;
};

static void
finish(struct sha256_ctx *ctx, char hex[static DIGEST_HEX])
{
	uint8_t bytes[SHA256_DIGEST_SIZE];

	sha256_digest(ctx, sizeof(bytes), bytes);
	base16_encode_update(hex, sizeof(bytes), bytes);
	hex[BASE16_ENCODE_LENGTH(sizeof(bytes))] = '\0';
}

void
digest_bytes(char hex[static DIGEST_HEX], const void *p, size_t len)
{
	struct sha256_ctx ctx;

	sha256_init(&ctx);
	sha256_update(&ctx, len, p);
	finish(&ctx, hex);
}

void
digest_raw(unsigned char bytes[static DIGEST_BYTES], const void *p, size_t len)
{
	struct sha256_ctx ctx;

	sha256_init(&ctx);
	sha256_update(&ctx, len, p);
	sha256_digest(&ctx, DIGEST_BYTES, bytes);
}

const char *
digest_file(struct arena *a, const char *path, size_t max)
{
	struct arena *scratch = arena_new();
	char hex[DIGEST_HEX] = "";
	size_t len;
	char *data = file_read(scratch, path, max, &len);

	if (data != NULL)
		digest_bytes(hex, data, len);
	arena_free(scratch);
	return arena_strdup(a, hex);
}

struct digest *
digest_new(void)
{
	struct digest *d = malloc(sizeof(*d));

	if (d == NULL) {
		fputs("tonghop: out of memory\n", stderr);
		exit(6);
	}
	sha256_init(&d->ctx);
	return d;
}

void
digest_add(struct digest *d, const void *p, size_t len)
{
	sha256_update(&d->ctx, len, p);
}

void
digest_finish(struct digest *d, char hex[static DIGEST_HEX])
{
	finish(&d->ctx, hex);
	free(d);
}
