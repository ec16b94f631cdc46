/*
 * The door of the rooms layout and paint, opened when somebody comes: they are
 * loaded with the libraries of fonts and PDF when one of their functions is first
 * called.  What knows no library stands in the program itself.
 */
#include <string.h>

#include "layout/layout.h"
#include "loaded.h"
#include "paint/paint.h"

/* The rooms' own function of the name of the one that stands for it here. */
#define ROOM(f, diag) \
	__typeof__(&(f)) room_function; \
	LOADED("formatter.so", f, room_function, (diag))

struct pages *
layout_document(struct arena *a, xmlDoc *doc, const struct metrics *metrics,
    struct diag *diag)
{
	ROOM(layout_document, diag);
	return room_function == NULL ? NULL :
	    room_function(a, doc, metrics, diag);
}

void
layout_list_properties(struct text *out)
{
	ROOM(layout_list_properties, NULL);
	if (room_function != NULL)
		room_function(out);
}

struct fonts *
fonts_open(const struct font_file *files, size_t count, struct diag *diag)
{
	ROOM(fonts_open, diag);
	return room_function == NULL ? NULL :
	    room_function(files, count, diag);
}

void
fonts_free(struct fonts *fonts)
{
	ROOM(fonts_free, NULL);
	if (room_function != NULL)	/* it is: they were opened there */
		room_function(fonts);
}

struct metrics
fonts_metrics(struct fonts *fonts)
{
	ROOM(fonts_metrics, NULL);
	return room_function != NULL ? room_function(fonts) : metrics_fixed;
}

unsigned char *
paint_pdf(struct arena *a, const struct pages *pages, struct fonts *fonts,
    const char *created, size_t *len, struct diag *diag)
{
	ROOM(paint_pdf, diag);
	return room_function == NULL ? NULL :
	    room_function(a, pages, fonts, created, len, diag);
}

void
paint_trace(const struct pages *pages, FILE *out)
{
	ROOM(paint_trace, NULL);
	if (room_function != NULL)	/* it is: the pages were made there */
		room_function(pages, out);
}
