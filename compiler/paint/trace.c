/* The back end for tests: pages as lines of text.  Room: paint. */
#include "paint/paint.h"

#include <inttypes.h>

#include "base/unicode.h"

/* Whether a character would not be seen as itself on a line of text. */
static bool
is_invisible(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0xa0) || c == 0xad ||
	    (c >= 0x300 && c <= 0x36f) || (c >= 0x2000 && c <= 0x200f) ||
	    (c >= 0x2028 && c <= 0x202f) || (c >= 0x205f && c <= 0x206f) ||
	    c == 0x3000 || c == 0xfeff;
}

/* A string in quotes, what is not seen written as \u{HEX}. */
static void
put_string(const char *s, FILE *out)
{
	uint32_t c;
	size_t n;

	putc('"', out);
	for (; (n = unicode_next(s, &c)) > 0; s += n) {
		if (c == '"' || c == '\\')
			fprintf(out, "\\%c", (int)c);
		else if (is_invisible(c))
			fprintf(out, "\\u{%" PRIX32 "}", c);
		else
			fwrite(s, 1, n, out);
	}
	if (*s != '\0')
		fprintf(out, "\\x{%02X}", (unsigned char)*s);
	putc('"', out);
}

static void
put_color(const char *name, struct color c, FILE *out)
{
	fprintf(out, " %s#%02x%02x%02x", name, c.r, c.g, c.b);
}

static bool
is_black(struct color c)
{
	return c.r == 0 && c.g == 0 && c.b == 0;
}

static void
trace_text(const struct item_text *t, FILE *out)
{
	fprintf(out, "text %d %d %d %d %s%s%s ", t->x, t->y, t->width, t->size,
	    t->face->family, t->face->bold ? "/bold" : "",
	    t->face->italic ? "/italic" : "");
	put_string(t->text, out);
	if (t->letter_space != 0)
		fprintf(out, " spaced %d", t->letter_space);
	if (!is_black(t->color))
		put_color("", t->color, out);
	putc('\n', out);
}

static void
trace_rect(const struct item_rect *r, FILE *out)
{
	fprintf(out, "rect %d %d %d %d", r->x, r->y, r->width, r->height);
	put_color("", r->color, out);
	putc('\n', out);
}

/* One step, in the letters of SVG. */
static void
trace_step(const struct path_step *s, FILE *out)
{
	static const struct {
		char letter;
		int points;
	} ops[] = {
		[PATH_MOVE] = { 'M', 1 },
		[PATH_LINE] = { 'L', 1 },
		[PATH_CURVE] = { 'C', 3 },
		[PATH_CLOSE] = { 'Z', 0 },
	};
	int i;

	fprintf(out, " %c", ops[s->op].letter);
	for (i = 0; i < ops[s->op].points; i++)
		fprintf(out, " %d %d", s->x[i], s->y[i]);
}

static void
trace_path(const struct item_path *p, FILE *out)
{
	size_t i;

	fputs("path", out);
	if (p->fill)
		put_color("fill ", p->fill_color, out);
	if (p->stroke) {
		put_color("stroke ", p->stroke_color, out);
		fprintf(out, " width %d", p->stroke_width);
		if (p->dash_on != 0 || p->dash_off != 0)
			fprintf(out, " dash %d %d", p->dash_on, p->dash_off);
	}
	putc(':', out);
	for (i = 0; i < p->count; i++)
		trace_step(&p->steps[i], out);
	putc('\n', out);
}

static void
trace_image(const struct item_image *i, FILE *out)
{
	fprintf(out, "image %d %d %d %d ", i->x, i->y, i->width, i->height);
	put_string(i->path, out);
	putc('\n', out);
}

static void
trace_link(const struct item_link *l, FILE *out)
{
	fprintf(out, "link %d %d %d %d ", l->x, l->y, l->width, l->height);
	if (l->uri != NULL)
		put_string(l->uri, out);
	else
		fprintf(out, "to page %zu y %d", l->page + 1, l->to_y);
	putc('\n', out);
}

static void
trace_item(const struct item *item, FILE *out)
{
	switch (item->kind) {
	case ITEM_TEXT:
		trace_text(&item->text, out);
		break;
	case ITEM_RECT:
		trace_rect(&item->rect, out);
		break;
	case ITEM_PATH:
		trace_path(&item->path, out);
		break;
	case ITEM_IMAGE:
		trace_image(&item->image, out);
		break;
	case ITEM_LINK:
		trace_link(&item->link, out);
		break;
	}
}

static void
trace_named(const char *name, const char *value, FILE *out)
{
	if (value == NULL)
		return;
	fprintf(out, "%s ", name);
	put_string(value, out);
	putc('\n', out);
}

void
paint_trace(const struct pages *pages, FILE *out)
{
	size_t i, k;

	trace_named("title", pages->title, out);
	trace_named("author", pages->author, out);
	trace_named("subject", pages->subject, out);
	trace_named("language", pages->language, out);
	for (i = 0; i < pages->bookmark_count; i++) {
		const struct bookmark *b = &pages->bookmarks[i];

		fprintf(out, "bookmark %d %s page %zu y %d ", b->level,
		    b->open ? "open" : "closed", b->page + 1, b->y);
		put_string(b->title, out);
		putc('\n', out);
	}
	for (i = 0; i < pages->count; i++) {
		const struct page *p = &pages->pages[i];

		fprintf(out, "page %zu %dx%d label=%s\n", i + 1, p->width,
		    p->height, p->label == NULL ? "" : p->label);
		for (k = 0; k < p->count; k++)
			trace_item(&p->items[k], out);
	}
}
