/*
 * The operators of a content stream (PDF 32000-1, 8 and 9), written here since
 * libharu knows no marked content.  Room: paint.
 */
#include "paint/paint_content.h"

#include "base/arena.h"
#include "base/text.h"
#include "base/unicode.h"

/* A length in points and a blank: three places say it exactly. */
void
brush_put(struct brush *b, length n)
{
	char buf[16];
	size_t at = sizeof(buf), places = 3;
	uint32_t size = n < 0 ? 0 - (uint32_t)n : (uint32_t)n;
	uint32_t whole = size / 1000, part = size % 1000;

	buf[--at] = ' ';
	for (; part != 0 && part % 10 == 0; places--)
		part /= 10;
	if (part != 0) {
		for (; places > 0; places--, part /= 10)
			buf[--at] = (char)('0' + part % 10);
		buf[--at] = '.';
	}
	do
		buf[--at] = (char)('0' + whole % 10);
	while ((whole /= 10) != 0);
	if (n < 0)
		buf[--at] = '-';
	text_addn(b->out, buf + at, sizeof(buf) - at);
}

void
brush_put_place(struct brush *b, length x, length y)
{
	brush_put(b, x);
	brush_put(b, b->height - y);
}

void
brush_operator(struct brush *b, const char *name)
{
	text_add(b->out, name);
	text_addc(b->out, '\n');
}

/* Leave the text object, in which nothing else may be drawn. */
void
brush_end_text(struct brush *b)
{
	if (!b->in_text)
		return;
	if (b->opened_in_text) {
		brush_operator(b, "EMC");
		b->element = UNMARKED;
		b->opened_in_text = false;
	}
	brush_operator(b, "ET");
	b->in_text = false;
}

void
brush_begin_text(struct brush *b)
{
	if (!b->in_text)
		brush_operator(b, "BT");
	if (!b->in_text)
		b->x = b->y = 0;
	b->in_text = true;
}

/* End the open part, as far as there is one. */
void
brush_end_mark(struct brush *b)
{
	if (b->element == UNMARKED)
		return;
	if (!b->opened_in_text)
		brush_end_text(b);
	brush_operator(b, "EMC");
	b->element = UNMARKED;
	b->opened_in_text = false;
}

/*
 * What follows is a part of an element (14.6), or of nothing but the page.  A
 * part that begins within a text object ends there.
 */
void
brush_mark(struct brush *b, uint32_t element)
{
	const struct pages *pages = b->pdf->pages;

	if (pages->element_count == 0 || b->element == element)
		return;
	brush_end_mark(b);
	b->element = element;
	b->opened_in_text = b->in_text;
	if (element == 0) {
		brush_operator(b, "/Artifact BMC");
		return;
	}
	text_addc(b->out, '/');
	text_add(b->out, pages->elements[element].role);
	text_add(b->out, "<</MCID ");
	text_addu(b->out, b->drawn->mark_count);
	brush_operator(b, ">>BDC");
	*ARENA_PUSH(b->pdf->arena, b->drawn->marks, b->drawn->mark_count,
	    b->drawn->mark_cap) = element;
}

static bool
same_color(struct color a, struct color b)
{
	return a.r == b.r && a.g == b.g && a.b == b.b;
}

/* A colour of eight bits a channel, of which three places are enough. */
static void
put_color(struct brush *b, struct color c, const char *gray, const char *rgb)
{
	brush_put(b, (c.r * 1000 + 127) / 255);
	if (c.r != c.g || c.g != c.b) {
		brush_put(b, (c.g * 1000 + 127) / 255);
		brush_put(b, (c.b * 1000 + 127) / 255);
		gray = rgb;
	}
	brush_operator(b, gray);
}

void
brush_fill(struct brush *b, struct color c)
{
	if (!same_color(b->fill, c))
		put_color(b, c, "g", "rg");
	b->fill = c;
}

void
brush_stroke(struct brush *b, struct color c, length width)
{
	if (!same_color(b->stroke, c))
		put_color(b, c, "G", "RG");
	b->stroke = c;
	if (b->line_width != width) {
		brush_put(b, width);
		brush_operator(b, "w");
	}
	b->line_width = width;
}

/* The codes of a text, two bytes a character, as a string (7.3.4.2). */
void
brush_string(struct brush *b, const char *s)
{
	char part[128];
	size_t at = 0, n;
	uint32_t c;
	int shift;
	char byte;

	part[at++] = '(';
	for (; (n = unicode_next(s, &c)) > 0; s += n) {
		for (shift = 8; shift >= 0; shift -= 8) {
			byte = (char)(c >> shift);
			if (byte == '(' || byte == ')' || byte == '\\' ||
			    byte == '\r')
				part[at++] = '\\';
			part[at++] = byte == '\r' ? 'r' : byte;
		}
		if (at > sizeof(part) - 5) {	/* two escapes and the end */
			text_addn(b->out, part, at);
			at = 0;
		}
	}
	part[at++] = ')';
	text_addn(b->out, part, at);
}

void
brush_font(struct brush *b, const struct pdf_face *face, length size)
{
	if (b->face == face && b->size == size)
		return;
	text_addf(b->out, "/F%zu ", (size_t)(face - b->pdf->faces) + 1);
	brush_put(b, size);
	brush_operator(b, "Tf");
	b->face = face;
	b->size = size;
}
