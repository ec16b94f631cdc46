/* What is to be known of an image file.  Inside the room paint only. */
#ifndef PAINT_PAINT_IMAGE_H
#define PAINT_PAINT_IMAGE_H

enum image_kind { IMAGE_PNG, IMAGE_JPEG };

enum {
	IMAGE_FILE_MAX = 16 * 1024 * 1024,	/* [bytes] */
	IMAGE_SIDE_MAX = 10000,			/* [pixels] */
	IMAGE_AREA_MAX = 40 * 1000 * 1000,	/* [pixels] */
	IMAGE_DPI = 72,				/* when the file does not say */
};

struct image {
	enum image_kind	 kind;
	int		 width, height;	/* [pixels] */
	int		 dpi;
};

/*
 * Read the header of a PNG or JPEG file.  NULL when it can be printed, else the
 * reason for users.
 */
const char	*image_look(const char *path, struct image *);

#endif
