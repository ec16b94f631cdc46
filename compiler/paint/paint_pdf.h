/* A PDF under construction, between the files of the room paint only. */
#ifndef PAINT_PAINT_PDF_H
#define PAINT_PAINT_PDF_H

#include <stdbool.h>
#include <stddef.h>

#include "paint/paint_fonts.h"

struct diag;
struct pages;
struct item;
struct page;

/* A face that a document draws in. */
struct pdf_face {
	struct typeface	*typeface;
	struct charset	 drawn;
	struct charset	 lacking;	/* reported already */
	const struct cut *cut;
};

/* What is drawn on a page, and which elements its marked parts belong to. */
struct pdf_page {
	void		*page;		/* libharu's */
	const unsigned char *content;	/* packed */
	size_t		 len;		/* [bytes] */
	size_t		 mark_count, mark_cap;
	uint32_t	*marks;		/* by the number of the marked part */
	size_t		 link_count, link_cap;
	uint32_t	*links;		/* elements of its links, in order */
};

/* Compresses streams, one after the other. */
struct packer;

struct packer	*packer_new(struct arena *);
void		 packer_free(struct packer *);
/*
 * LEN bytes as the filter FlateDecode takes them (PDF 32000-1, 7.4.4); they are
 * good until the next call.
 */
const unsigned char	*packer_pack(struct packer *, const void *, size_t len,
		    size_t *packed_len);

/* A document on its way from pages to libharu. */
struct pdf {
	struct arena	*arena;
	const struct pages *pages;
	struct fonts	*fonts;
	struct diag	*diag;
	size_t		 count, cap;
	struct pdf_face	*faces;		/* in order of first use */
	void		*doc;		/* libharu's document */
	struct pdf_page	*drawn;		/* by page */
	struct map	*images;	/* path -> libharu's image */
	struct packer	*packer;
	unsigned long	 error, detail;	/* libharu's first error; or 0 */
};

/*
 * Look at all texts: enter faces and characters.  False after findings: a face
 * or glyph is missing, a character cannot be printed.
 */
bool	 pdf_collect(struct pdf *);

/* The entry of a text's face; NULL before pdf_collect() has seen it. */
struct pdf_face	*pdf_face_find(struct pdf *, const struct face *);

/*
 * Write the content of one page, and give libharu its images and links.  False
 * after a finding; libharu's errors are not looked at here, they stay in
 * pdf->error.
 */
bool	 pdf_draw_page(struct pdf *, size_t page);

/* libharu's destination: a height on a page, the zoom left as it is. */
void	*pdf_destination(struct pdf *, size_t page, length y);

/*
 * The last pass: what libharu wrote, LEN bytes, with the cut faces embedded,
 * valid ToUnicode, metadata, object streams; PDF/A-2b (ISO 19005-2).  The
 * result is in the arena; NULL after a finding.
 */
unsigned char	*pdf_finish(struct arena *, struct pdf *,
		    const unsigned char *, size_t len, const char *created,
		    size_t *result_len);

struct _qpdf_data;

/*
 * Of qpdf's objects, by its handles (qpdf_oh): packed data for a stream, a new
 * indirect stream with LEN bytes to pack; keys of dictionaries.
 */
void	 pdf_put_packed(struct _qpdf_data *, unsigned int stream,
	    const unsigned char *, size_t packed_len);
unsigned int	 pdf_new_stream(struct _qpdf_data *, const struct pdf *,
	    const void *, size_t len);
void	 pdf_put_integer(struct _qpdf_data *, unsigned int dictionary,
	    const char *key, long long);
void	 pdf_put_name(struct _qpdf_data *, unsigned int dictionary,
	    const char *key, const char *name);

/* A font: the cut face with all that describes it. */
unsigned int	 pdf_font_new(struct _qpdf_data *, const struct pdf *,
		    const struct pdf_face *);

/* The files that the document carries, entered in the catalog ROOT. */
void	 pdf_attach(struct _qpdf_data *, const struct pdf *, unsigned int root,
	    const char *created);

/* Numbers of objects in a PDF that is complete but for its structure. */
struct pdf_numbers {
	int		 size;		/* the first one that is free */
	int		 root, info, structure;
	int		*pages, *links;	/* links of all pages in their order */
	const char	*id;		/* of the document, two strings */
	size_t		 references;	/* where its cross-references begin */
};

/* An incremental update of a PDF: many small objects behind its end. */
struct update;

struct update	*update_new(const struct pdf *, const struct pdf_numbers *);
/* A number for a new object. */
int	 update_number(struct update *);
/* Begin the next object, whose text is put into what is returned. */
struct text	*update_begin(struct update *, int number);
/* The text of the object that was begun last. */
struct text	*update_text(struct update *);
/* The PDF with the update, in the arena; *LEN is that of BYTES, then its own. */
unsigned char	*update_finish(struct update *, struct arena *,
		    const unsigned char *bytes, size_t *len,
		    const struct pdf_numbers *);

/* The structure as drawn pages show it, put into an update. */
void	 pdf_structure_put(struct pdf *, const struct pdf_numbers *,
		    struct update *);

/* XMP (ISO 16684-1) of a document, in the arena. */
const char	*xmp_packet(struct arena *, const struct pages *,
		    const char *created, size_t *len);

/* sRGB as an ICC profile, in the arena. */
const unsigned char	*icc_srgb(struct arena *, size_t *len);

/* The language of a document when it does not say: that of its users. */
#define PDF_LANGUAGE	"vi"
#define PDF_PRODUCER	"tonghop"

#endif
