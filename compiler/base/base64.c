/* Base64 by nettle.  Room: base. */
#include "base/base64.h"

#include <nettle/base64.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

void
base64_put(struct text *out, const void *bytes, size_t len)
{
	enum { STEP = 3 * 1024 };	/* of three bytes: nothing is left over */
	char some[BASE64_ENCODE_RAW_LENGTH(STEP)];
	const uint8_t *p = bytes;

	for (; len > 0; p += STEP, len -= STEP) {
		size_t n = len < STEP ? len : STEP;

		base64_encode_raw(some, n, p);
		text_addn(out, some, BASE64_ENCODE_RAW_LENGTH(n));
		if (n < STEP)
			break;
	}
}

char *
base64_read(struct arena *a, const char *s, size_t *len)
{
	struct base64_decode_ctx ctx;
	size_t n = strlen(s);
	char *bytes = arena_alloc(a, BASE64_DECODE_LENGTH(n) + 1);

	base64_decode_init(&ctx);
	return base64_decode_update(&ctx, len, (uint8_t *)bytes, n, s) &&
	    base64_decode_final(&ctx) ? bytes : NULL;
}
