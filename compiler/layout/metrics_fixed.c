/* Metrics that depend on no font, for tests.  Room: layout. */
#include "layout/layout.h"

static int
fixed_advance(void *context, const struct face *face, uint32_t c)
{
	(void)context;
	(void)face;
	return (c >= 0x300 && c <= 0x36f) || (c >= 0x1ab0 && c <= 0x1aff) ||
	    (c >= 0x1dc0 && c <= 0x1dff) || (c >= 0x20d0 && c <= 0x20ff) ?
	    0 : 500;
}

static int
fixed_ascender(void *context, const struct face *face)
{
	(void)context;
	(void)face;
	return 800;
}

static int
fixed_descender(void *context, const struct face *face)
{
	(void)context;
	(void)face;
	return -200;
}

static bool
fixed_has_family(void *context, const char *family)
{
	(void)context;
	(void)family;
	return true;
}

static bool
fixed_image_size(void *context, const char *path, int *width, int *height,
    int *dpi)
{
	(void)context;
	(void)path;
	*width = *height = 72;
	*dpi = 72;
	return true;
}

const struct metrics metrics_fixed = {
	.advance = fixed_advance,
	.ascender = fixed_ascender,
	.descender = fixed_descender,
	.has_family = fixed_has_family,
	.image_size = fixed_image_size,
};
