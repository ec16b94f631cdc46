/* Headers of PNG and JPEG files: size and resolution.  Room: paint. */
#include "paint/paint_image.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"

/* A cursor over the bytes of a file. */
struct bytes {
	const unsigned char *p;
	size_t		 len, at;
};

static uint32_t
get32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

static unsigned int
get16(const unsigned char *p)
{
	return (unsigned int)p[0] << 8 | p[1];
}

/* Take N bytes; NULL when so many are not left. */
static const unsigned char *
take(struct bytes *b, size_t n)
{
	const unsigned char *p = b->p + b->at;

	if (n > b->len - b->at)
		return NULL;
	b->at += n;
	return p;
}

static const char *
damaged(void)
{
	return _("the file is damaged or no PNG or JPEG image; save it again");
}

/* What is remembered between the chunks of a PNG file. */
struct png {
	struct image	*image;
	bool		 header, palette, pixels;
	int		 depth, type;
};

enum { PNG_PALETTE = 3 };		/* colour type */

/*
 * The check value of a chunk (PNG, W3C Recommendation 2003, annex D).  It is
 * looked at here because libpng below libharu ends the program when it fails.
 */
static uint32_t
png_crc(const unsigned char *p, size_t len)
{
	static uint32_t table[256];
	uint32_t c, n;
	int k;

	if (table[1] == 0)
		for (n = 0; n < 256; n++) {
			for (c = n, k = 0; k < 8; k++)
				c = c & 1 ? 0xedb88320u ^ c >> 1 : c >> 1;
			table[n] = c;
		}
	for (c = 0xffffffffu; len > 0; len--)
		c = table[(c ^ *p++) & 0xff] ^ c >> 8;
	return c ^ 0xffffffffu;
}

/* The header chunk (11.2.2). */
static const char *
png_header(struct png *png, const unsigned char *p, size_t len)
{
	uint32_t width, height;

	if (len != 13 || png->header)
		return damaged();
	width = get32(p);
	height = get32(p + 4);
	if (width == 0 || height == 0)
		return damaged();
	if (width > IMAGE_SIDE_MAX || height > IMAGE_SIDE_MAX)
		return _("it has too many pixels; make it smaller");
	if (p[8] > 8)
		return _("16 bits per channel; save it with 8 bits");
	if (p[12] != 0)
		return _("interlaced PNG; save it without interlacing");
	png->header = true;
	png->depth = p[8];
	png->type = p[9];
	png->image->width = (int)width;
	png->image->height = (int)height;
	return NULL;
}

/* One chunk; NULL when nothing speaks against it. */
static const char *
png_chunk(struct png *png, const char *name, const unsigned char *p, size_t len)
{
	if (memcmp(name, "IHDR", 4) == 0)
		return png_header(png, p, len);
	if (!png->header)
		return damaged();
	if (memcmp(name, "pHYs", 4) == 0) {
		/* pixels per metre */
		if (len == 9 && p[8] == 1 && get32(p) < 1000000)
			png->image->dpi = (int)((get32(p) * 254 + 5000) /
			    10000);
	} else if (memcmp(name, "PLTE", 4) == 0)
		png->palette = true;
	else if (memcmp(name, "tRNS", 4) == 0) {
		/* libharu reads others wrongly, past its buffers too */
		if (png->type != PNG_PALETTE || png->depth != 8)
			return _("this kind of transparency is not supported; "
			    "save it as RGBA or without transparency");
	} else if (memcmp(name, "IDAT", 4) == 0) {
		if (png->type == PNG_PALETTE && !png->palette)
			return damaged();
		png->pixels = true;
	}
	return NULL;
}

static const char *
png_look(struct bytes *b, struct image *image)
{
	struct png png = { .image = image };
	const unsigned char *chunk, *crc;
	const char *why;
	uint32_t len;

	take(b, 8);
	while ((chunk = take(b, 8)) != NULL) {
		len = get32(chunk);
		if (take(b, len) == NULL || (crc = take(b, 4)) == NULL ||
		    get32(crc) != png_crc(chunk + 4, (size_t)len + 4))
			return damaged();
		why = png_chunk(&png, (const char *)chunk + 4, chunk + 8, len);
		if (why != NULL)
			return why;
		if (memcmp(chunk + 4, "IEND", 4) == 0)
			return png.pixels ? NULL : damaged();
	}
	return damaged();
}

/* A start of frame (ITU-T T.81, B.2.2). */
static const char *
jpeg_frame(struct image *image, const unsigned char *p, size_t len)
{
	if (len < 6)
		return damaged();
	if (p[0] != 8)
		return _("16 bits per channel; save it with 8 bits");
	image->height = (int)get16(p + 1);
	image->width = (int)get16(p + 3);
	if (p[5] != 1 && p[5] != 3)
		return _("colours are not RGB or grey; save it as RGB");
	if (image->width == 0 || image->height == 0)
		return damaged();
	if (image->width > IMAGE_SIDE_MAX || image->height > IMAGE_SIDE_MAX)
		return _("it has too many pixels; make it smaller");
	return NULL;
}

/* The resolution in a JFIF header (version 1.02). */
static void
jpeg_jfif(struct image *image, const unsigned char *p, size_t len)
{
	if (len < 12 || memcmp(p, "JFIF", 5) != 0)
		return;
	if (p[7] == 1)
		image->dpi = (int)get16(p + 8);
	else if (p[7] == 2)		/* pixels per centimetre */
		image->dpi = (int)(get16(p + 8) * 254 + 50) / 100;
}

static const char *
jpeg_look(struct bytes *b, struct image *image)
{
	const unsigned char *p;

	take(b, 2);
	for (;;) {
		int marker;
		size_t len;

		if ((p = take(b, 2)) == NULL || p[0] != 0xff)
			return damaged();
		while (p[1] == 0xff && take(b, 1) != NULL)
			p++;
		marker = p[1];
		if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7))
			continue;
		if ((p = take(b, 2)) == NULL || (len = get16(p)) < 2 ||
		    (p = take(b, len - 2)) == NULL)
			return damaged();
		if (marker == 0xe0)
			jpeg_jfif(image, p, len - 2);
		else if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 &&
		    marker != 0xc8 && marker != 0xcc)
			return marker > 0xc2 ? damaged() :
			    jpeg_frame(image, p, len - 2);
		else if (marker == 0xd9 || marker == 0xda)
			return damaged();
	}
}

const char *
image_look(const char *path, struct image *image)
{
	static const unsigned char png[] = { 0x89, 'P', 'N', 'G', 13, 10, 26,
	    10 };
	struct arena *a = arena_new();
	struct bytes b = { 0 };
	const char *why;

	*image = (struct image){ .dpi = IMAGE_DPI };
	b.p = (unsigned char *)file_read(a, path, IMAGE_FILE_MAX, &b.len);
	if (b.p == NULL)
		why = errno == EFBIG ? _("it is too large; make it smaller") :
		    _("the file cannot be read; correct its name");
	else if (b.len > sizeof(png) && memcmp(b.p, png, sizeof(png)) == 0) {
		image->kind = IMAGE_PNG;
		why = png_look(&b, image);
	} else if (b.len > 2 && b.p[0] == 0xff && b.p[1] == 0xd8) {
		image->kind = IMAGE_JPEG;
		why = jpeg_look(&b, image);
	} else
		why = damaged();
	if (why == NULL && image->width * image->height > IMAGE_AREA_MAX)
		why = _("it has too many pixels; make it smaller");
	if (image->dpi < 10 || image->dpi > 10000)
		image->dpi = IMAGE_DPI;
	arena_free(a);
	return why;
}
