/* Streams of a PDF, compressed once, by zlib.  Room: paint. */
#include "paint/paint_pdf.h"

#include <assert.h>
#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/arena.h"

/* One level less than zlib's own: a quarter less time for 1 % more bytes. */
enum { LEVEL = 5 };

struct packer {
	z_stream	 z;
	unsigned char	*packed;
	size_t		 cap;		/* [bytes] */
};

/* There is no other reason for a failure than memory. */
static void
expect(bool ok)
{
	if (!ok)
		abort();
}

struct packer *
packer_new(struct arena *a)
{
	struct packer *p = arena_alloc(a, sizeof(*p));

	expect(deflateInit(&p->z, LEVEL) == Z_OK);
	return p;
}

void
packer_free(struct packer *p)
{
	deflateEnd(&p->z);
	free(p->packed);
}

const unsigned char *
packer_pack(struct packer *p, const void *bytes, size_t len, size_t *packed_len)
{
	size_t bound = deflateBound(&p->z, len);

	assert(len <= UINT_MAX && bound <= UINT_MAX);
	if (bound > p->cap) {
		free(p->packed);
		expect((p->packed = malloc(bound)) != NULL);
		p->cap = bound;
	}
	expect(deflateReset(&p->z) == Z_OK);
	p->z.next_in = (unsigned char *)bytes;
	p->z.avail_in = (unsigned)len;
	p->z.next_out = p->packed;
	p->z.avail_out = (unsigned)bound;
	expect(deflate(&p->z, Z_FINISH) == Z_STREAM_END);
	*packed_len = p->z.total_out;
	return p->packed;
}
