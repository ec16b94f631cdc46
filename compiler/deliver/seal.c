/*
 * The seal of a message: a first header with the digest of all that is behind
 * the headers.  Room: deliver.
 */
#include "deliver/deliver_mail.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/digest.h"

static const char body_header[] = "X-Tonghop-Body: ";

/* What stands behind the empty line that ends the headers. */
static const char *
body_of(const char *bytes, size_t len, size_t *body_len)
{
	const char *end = memmem(bytes, len, "\r\n\r\n", 4);

	*body_len = 0;
	if (end == NULL)
		return NULL;
	*body_len = len - (size_t)(end + 4 - bytes);
	return end + 4;
}

char *
message_seal(struct arena *a, const char *bytes, size_t *len)
{
	size_t n = sizeof(body_header) - 1 + DIGEST_HEX - 1 + 2, body_len;
	char *out = arena_alloc(a, n + *len + 1), hex[DIGEST_HEX];
	const char *body = body_of(bytes, *len, &body_len);

	digest_bytes(hex, body, body_len);
	snprintf(out, n + 1, "%s%s\r\n", body_header, hex);
	memcpy(out + n, bytes, *len);
	*len += n;
	out[*len] = '\0';
	return out;
}

bool
message_is_whole(const char *bytes, size_t len)
{
	size_t n = sizeof(body_header) - 1, body_len;
	const char *body = body_of(bytes, len, &body_len);
	char hex[DIGEST_HEX];

	if (body == NULL)
		return false;
	if (len < n + DIGEST_HEX || memcmp(bytes, body_header, n) != 0)
		return true;	/* by an earlier version */
	digest_bytes(hex, body, body_len);
	return memcmp(bytes + n, hex, DIGEST_HEX - 1) == 0;
}
