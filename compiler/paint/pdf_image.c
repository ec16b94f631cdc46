/* Images of a PDF (PDF 32000-1, 8.9), PNG files read by libpng.  Room: paint. */
#include "paint/paint_pdf.h"

#include <png.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/language.h"
#include "base/map.h"
#include "paint/paint_image.h"

/* An image that is in the PDF. */
struct pdf_image {
	int		 object;
};

/* The dictionary of an image of eight bits a channel. */
static const char *
head_of(struct arena *a, int width, int height, int channels, const char *more)
{
	return arena_printf(a, "/Type/XObject/Subtype/Image/Width %d/Height %d"
	    "/BitsPerComponent 8/ColorSpace/%s%s", width, height,
	    channels == 1 ? "DeviceGray" : "DeviceRGB", more);
}

/* Move the last of all channels, opacity, out of PIXELS to a place of its own. */
static unsigned char *
split_opacity(struct arena *a, unsigned char *pixels, size_t count,
    size_t channels)
{
	unsigned char *mask = arena_alloc(a, count), *to = pixels;
	size_t i, k;

	for (i = 0; i < count; i++) {
		for (k = 0; k + 1 < channels; k++)
			*to++ = pixels[i * channels + k];
		mask[i] = pixels[i * channels + k];
	}
	return mask;
}

/* Pixels of CHANNELS channels, opacity among them when it is there. */
static int
put_pixels(struct arena *a, struct pdf *pdf, const png_image *png,
    unsigned char *pixels, size_t channels)
{
	size_t count = (size_t)png->width * png->height;
	int width = (int)png->width, height = (int)png->height;
	bool has_mask = channels % 2 == 0;
	int object = objects_number(pdf->objects);
	const char *more = "";
	unsigned char *mask;

	if (has_mask) {
		int soft = objects_number(pdf->objects);

		mask = split_opacity(a, pixels, count, channels--);
		objects_stream(pdf->objects, soft, head_of(pdf->arena, width,
		    height, 1, ""), mask, count);
		more = arena_printf(pdf->arena, "/SMask %d 0 R", soft);
	}
	objects_stream(pdf->objects, object, head_of(pdf->arena, width, height,
	    (int)channels, more), pixels, count * channels);
	return object;
}

/* What libpng makes of a file: whatever it is, eight bits a channel, sRGB. */
static int
put_png(struct arena *a, struct pdf *pdf, const char *bytes, size_t len)
{
	png_image png = { .version = PNG_IMAGE_VERSION };
	unsigned char *pixels;
	int object = 0;

	if (png_image_begin_read_from_memory(&png, bytes, len)) {
		png.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
		png.format &= PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA;
		pixels = arena_alloc(a, PNG_IMAGE_SIZE(png));
		if (png_image_finish_read(&png, NULL, pixels, 0, NULL))
			object = put_pixels(a, pdf, &png, pixels,
			    PNG_IMAGE_SAMPLE_CHANNELS(png.format));
	}
	png_image_free(&png);
	return object;
}

/* A JPEG file is a stream of a PDF as it is. */
static int
put_jpeg(struct pdf *pdf, const struct image *image, const char *bytes,
    size_t len)
{
	int object = objects_number(pdf->objects);

	objects_plain(pdf->objects, object, head_of(pdf->arena, image->width,
	    image->height, image->channels, "/Filter/DCTDecode"), bytes, len);
	return object;
}

int
pdf_image(struct pdf *pdf, const char *path)
{
	struct pdf_image *known = map_find(pdf->images, path);
	struct arena *a;
	struct image header;
	const char *why;
	char *bytes;
	size_t len;
	int object = 0;

	if (known != NULL)
		return known->object;
	a = arena_new();
	if ((why = image_look(path, &header)) == NULL &&
	    (bytes = file_read(a, path, IMAGE_FILE_MAX, &len)) != NULL)
		object = header.kind == IMAGE_PNG ? put_png(a, pdf, bytes,
		    len) :
		    put_jpeg(pdf, &header, bytes, len);
	arena_free(a);
	if (object == 0) {
		diag_report(pdf->diag, D_FO_IMAGE,
		    ((struct place){ NULL, 0, 0 }), path, why != NULL ? why :
		    image_damaged());
		return 0;
	}
	known = arena_alloc(pdf->arena, sizeof(*known));
	known->object = object;
	map_add(pdf->images, path, known);
	return object;
}
