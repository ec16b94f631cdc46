/* Open faces and their cut-down copies.  Inside the room paint only. */
#ifndef PAINT_PAINT_FONTS_H
#define PAINT_PAINT_FONTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "layout/pages.h"

struct arena;
struct fonts;
struct hb_face_t;
struct hb_font_t;

enum { STYLE_MAX = 4, CODE_MAX = 0x10000 };

/* The generic families of XSL that a face can stand for. */
enum generic { GENERIC_NONE, GENERIC_SERIF, GENERIC_SANS, GENERIC_MONOSPACE };

/* What a face has for 256 consecutive characters. */
struct glyph_page {
	uint16_t	 glyph[256];	/* 0: none */
	int16_t		 advance[256];	/* [1/1000 em]; -1: none */
};

/* One open face. */
struct typeface {
	const char	*family, *path;
	bool		 bold, italic;
	const char	*name;		/* PostScript name */
	enum generic	 generic;
	int		 upem;
	int		 ascender, descender;	/* OS/2 typographic [1/1000 em] */
	int		 cap_height;	/* [1/1000 em] */
	int		 box[4];	/* around all glyphs [1/1000 em] */
	int		 italic_angle;	/* [degrees], negative to the right */
	struct hb_face_t *hb;
	struct hb_font_t *hb_font;
	struct glyph_page *pages[CODE_MAX / 256];	/* filled when asked */
	struct cut	*cuts;		/* made before, used last comes first */
};

/*
 * The face for a name and style as an FO file has them.  *EXACT is false when
 * the family lacks the style and another one stands in.  NULL when no family of
 * the list is configured.
 */
struct typeface	*typeface_find(struct fonts *, const struct face *,
		    bool *exact);

/* The glyph of a character, 0 when there is none, and its advance, then -1. */
int	 typeface_glyph(struct fonts *, struct typeface *, uint32_t c);
int	 typeface_advance(struct fonts *, struct typeface *, uint32_t c);

/* Which characters of the BMP a document draws in one face. */
struct charset {
	uint8_t	 bits[CODE_MAX / 8];
};

static inline bool
charset_has(const struct charset *set, uint32_t c)
{
	return set->bits[c / 8] >> (c % 8) & 1;
}

static inline void
charset_add(struct charset *set, uint32_t c)
{
	set->bits[c / 8] |= (uint8_t)(1 << (c % 8));
}

/* A face cut to some characters. */
struct cut {
	struct cut	*next;
	struct arena	*arena;		/* of all that is here */
	struct charset	 characters;
	unsigned char	*font;
	size_t		 font_len;	/* [bytes] */
	uint16_t	 last;		/* the highest character */
	uint16_t	*glyphs;	/* of characters 0 to last in the cut */
	char		 tag[7];	/* six capitals that name the subset */
};

/*
 * Cut a face to characters that it has.  The same set gives the same bytes.
 * NULL when HarfBuzz cannot do it.  Valid until the next cut of this face.
 */
const struct cut *typeface_cut(struct typeface *, const struct charset *);

/* Release what was cut. */
void	 typeface_forget(struct typeface *);

#endif
