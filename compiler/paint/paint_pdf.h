/* A PDF under construction, between the files of the room paint only. */
#ifndef PAINT_PAINT_PDF_H
#define PAINT_PAINT_PDF_H

#include <stdbool.h>
#include <stddef.h>

#include "paint/paint_fonts.h"

struct diag;
struct item;
struct map;
struct objects;
struct page;
struct pages;
struct text;

/* A face that a document draws in. */
struct pdf_face {
	struct typeface	*typeface;
	struct charset	 drawn;
	struct charset	 lacking;	/* reported already */
	const struct cut *cut;
};

/* An active area of a page. */
struct pdf_link {
	int		 object;
	uint32_t	 element;
};

/* What a page became, and which elements its marked parts belong to. */
struct pdf_page {
	int		 object;
	size_t		 mark_count, mark_cap;
	uint32_t	*marks;		/* by the number of the marked part */
	size_t		 link_count, link_cap;
	struct pdf_link	*links;
};

/* A document on its way from pages to bytes. */
struct pdf {
	struct arena	*arena;
	const struct pages *pages;
	struct fonts	*fonts;
	struct diag	*diag;
	struct objects	*objects;
	size_t		 count, cap;
	struct pdf_face	*faces;		/* in order of first use */
	int		 fonts_object;	/* the dictionary of all faces */
	int		 pages_object;
	struct pdf_page	*drawn;		/* by page */
	size_t		 link_count;	/* of the pages drawn so far */
	struct map	*images;	/* path -> struct pdf_image */
};

/*
 * Look at all texts: enter faces and characters.  False after findings: a face
 * or glyph is missing, a character cannot be printed.
 */
bool	 pdf_collect(struct pdf *);

/* The entry of a text's face; NULL before pdf_collect() has seen it. */
struct pdf_face	*pdf_face_find(struct pdf *, const struct face *);

/* Put one page into the PDF, with its content and links.  False after a finding. */
bool	 pdf_draw_page(struct pdf *, size_t page);

/* A destination: a height on a page, the reader's zoom left as it is. */
void	 pdf_put_destination(struct text *, const struct pdf *, size_t page,
	    length y);

/* An image file as an object of the PDF, once; 0 after a finding. */
int	 pdf_image(struct pdf *, const char *path);

/* A font: the cut face with all that describes it.  Its object. */
int	 pdf_font_new(struct pdf *, const struct pdf_face *);

/*
 * The bookmarks; 0 when there are none, else their root.  False after a finding:
 * a title that cannot be shown.
 */
bool	 pdf_outline_new(struct pdf *, int *root);

/* The files that the document carries, entered in the catalog's text. */
void	 pdf_attach(struct pdf *, struct text *catalog, const int *files);
/* These files themselves; objects, by file. */
const int *pdf_attached(struct pdf *, const char *created);

/* The structure as the drawn pages show it; its root. */
int	 pdf_structure_new(struct pdf *);

/*
 * What a reader's program is to know of the document: language, metadata,
 * colours, titles; PDF/A-2b (ISO 19005-2).  False after a finding.
 */
bool	 pdf_catalog_new(struct pdf *, const char *created, int *root,
	    int *info);

/*
 * The objects of a PDF.  Each has a number, which others refer to it by, before
 * it is written.  objects_new() is freed by objects_free().
 */
struct objects	*objects_new(struct arena *);
void	 objects_free(struct objects *);
int	 objects_number(struct objects *);
/* Begin an object, whose text is put into what is returned; until the next one. */
struct text	*objects_begin(struct objects *, int number);
/* The text of the object that was begun last. */
struct text	*objects_text(struct objects *);
/*
 * A stream, compressed or as it is.  HEAD is what its dictionary says besides
 * length and filter.
 */
void	 objects_stream(struct objects *, int number, const char *head,
	    const void *, size_t len);
void	 objects_plain(struct objects *, int number, const char *head,
	    const void *, size_t len);
/* The whole PDF, until it is freed; NULL when it is too large. */
const unsigned char	*objects_finish(struct objects *, int root, int info,
		    size_t *len);

/* A key and the object that it leads to; "" is no key. */
void	 pdf_put_reference(struct text *, const char *key, int number);
/* Names without their slash; strings of printable ASCII, and of any text. */
void	 pdf_put_name(struct text *, const char *);
void	 pdf_put_ascii(struct text *, const char *);
void	 pdf_put_string(struct text *, const char *);
/* A length in points and a blank: three places say it exactly. */
void	 pdf_put_length(struct text *, length);

/* XMP (ISO 16684-1) of a document, in the arena. */
const char	*xmp_packet(struct arena *, const struct pages *,
		    const char *created, size_t *len);

/* sRGB as an ICC profile, in the arena. */
const unsigned char	*icc_srgb(struct arena *, size_t *len);

/* The language of a document when it does not say: that of its users. */
#define PDF_LANGUAGE	"vi"
#define PDF_PRODUCER	"tonghop"

#endif
