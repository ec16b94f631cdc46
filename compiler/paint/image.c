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

const char *
image_damaged(void)
{
	return _("the file is damaged or no PNG or JPEG image; save it again");
}

/* The header chunk (PNG, W3C Recommendation 2003, 11.2.2). */
static const char *
png_header(struct image *image, const unsigned char *p, size_t len)
{
	uint32_t width, height;

	if (len != 13)
		return image_damaged();
	width = get32(p);
	height = get32(p + 4);
	if (width == 0 || height == 0)
		return image_damaged();
	if (width > IMAGE_SIDE_MAX || height > IMAGE_SIDE_MAX)
		return _("it has too many pixels; make it smaller");
	image->width = (int)width;
	image->height = (int)height;
	return NULL;
}

/* The chunks before the pixels; those are looked at when they are painted. */
static const char *
png_look(struct bytes *b, struct image *image)
{
	const unsigned char *chunk, *p;
	const char *why;
	uint32_t len;

	take(b, 8);
	while ((chunk = take(b, 8)) != NULL) {
		len = get32(chunk);
		if ((p = take(b, len)) == NULL || take(b, 4) == NULL)
			break;
		if (memcmp(chunk + 4, "IHDR", 4) == 0) {
			if ((why = png_header(image, p, len)) != NULL)
				return why;
		} else if (image->width == 0)
			break;
		else if (memcmp(chunk + 4, "IDAT", 4) == 0)
			return NULL;
		else if (memcmp(chunk + 4, "pHYs", 4) == 0 && len == 9 &&
		    p[8] == 1 && get32(p) < 1000000)	/* per metre */
			image->dpi = (int)((get32(p) * 254 + 5000) / 10000);
	}
	return image_damaged();
}

/* A start of frame (ITU-T T.81, B.2.2). */
static const char *
jpeg_frame(struct image *image, const unsigned char *p, size_t len)
{
	if (len < 6)
		return image_damaged();
	if (p[0] != 8)
		return _("16 bits per channel; save it with 8 bits");
	image->height = (int)get16(p + 1);
	image->width = (int)get16(p + 3);
	image->channels = p[5];
	if (p[5] != 1 && p[5] != 3)
		return _("colours are not RGB or grey; save it as RGB");
	if (image->width == 0 || image->height == 0)
		return image_damaged();
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
			return image_damaged();
		while (p[1] == 0xff && take(b, 1) != NULL)
			p++;
		marker = p[1];
		if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7))
			continue;
		if ((p = take(b, 2)) == NULL || (len = get16(p)) < 2 ||
		    (p = take(b, len - 2)) == NULL)
			return image_damaged();
		if (marker == 0xe0)
			jpeg_jfif(image, p, len - 2);
		else if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 &&
		    marker != 0xc8 && marker != 0xcc)
			return marker > 0xc2 ? image_damaged() :
			    jpeg_frame(image, p, len - 2);
		else if (marker == 0xd9 || marker == 0xda)
			return image_damaged();
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
		why = image_damaged();
	if (why == NULL && image->width * image->height > IMAGE_AREA_MAX)
		why = _("it has too many pixels; make it smaller");
	if (image->dpi < 10 || image->dpi > 10000)
		image->dpi = IMAGE_DPI;
	arena_free(a);
	return why;
}
