/*
 * The formatter's back ends: pages in, a PDF or a trace for tests out; and the
 * fonts that both layout and paint measure by.
 */
#ifndef PAINT_PAINT_H
#define PAINT_PAINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "layout/layout.h"

struct arena;
struct diag;

/* One configured face: where the file of a family's style is. */
struct font_file {
	const char	*family;
	bool		 bold, italic;
	const char	*path;		/* TrueType */
};

struct fonts;

/*
 * Open faces.  A file that cannot be read, is no TrueType font, may not be
 * embedded (OS/2 fsType) is a finding and gives NULL.  fonts_free() accepts
 * NULL.  The generic families serif, sans-serif and monospace stand for the
 * first configured family of that kind, for the first of all when there is
 * none.  Names are compared without regard to case; of a list separated by
 * commas the first configured family is taken.
 */
struct fonts	*fonts_open(const struct font_file *, size_t count,
		    struct diag *);
void		 fonts_free(struct fonts *);

/* The faces that are used when a site configures none: Liberation. */
extern const struct font_file fonts_default[];
extern const size_t fonts_default_count;

/* The metrics of these fonts; valid while they are open. */
struct metrics	 fonts_metrics(struct fonts *);

/*
 * The PDF of pages, in the arena, *LEN bytes: faces cut and embedded, valid
 * ToUnicode, XMP, deterministic ID; PDF/A-2b (ISO 19005-2), so that an archive
 * takes it.  CREATED is written as creation date, ISO 8601 ("2020-04-10"), or
 * none when NULL.  The bytes depend on these arguments and the font files
 * alone.  NULL after a finding: a face is not configured or lacks a glyph, text
 * that cannot be printed, a limit.
 */
unsigned char	*paint_pdf(struct arena *, const struct pages *,
		    struct fonts *, const char *created, size_t *len,
		    struct diag *);

/* The pages as text, a line an item: for tests, with metrics_fixed. */
void	paint_trace(const struct pages *, FILE *);

#endif
