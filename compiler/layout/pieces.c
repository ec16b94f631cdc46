/* Gathered characters, divided into words, spaces and objects.  Room: layout. */
#include <linebreak.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/unicode.h"
#include "layout/layout_inline.h"

static struct piece *
add_piece(struct layout *l, size_t count, enum piece_kind kind,
    const struct ink *ink)
{
	struct piece *p;

	if (count == l->piece_cap) {
		l->piece_cap = l->piece_cap == 0 ? 256 : l->piece_cap * 2;
		l->pieces = realloc(l->pieces, l->piece_cap *
		    sizeof(*l->pieces));
		if (l->pieces == NULL)
			abort();
	}
	p = &l->pieces[count];
	*p = (struct piece){ .ink = ink, .kind = (uint8_t)kind, .text = "" };
	return p;
}

static bool
is_invisible(uint32_t c)
{
	return c == ZERO_SPACE || c == 0xad || c == 0xfeff || c == JOINER;
}

/* A word from the I-th character on; returns where it ends. */
static size_t
make_word(struct layout *l, size_t i, struct piece *p, int line)
{
	size_t start = i, len = 0;
	int64_t width = 0;
	uint32_t c;
	char *s;

	do {
		c = l->chars[i];
		width += inline_advance(l, p->ink, c, line);
		i++;
	} while (i < l->char_count && l->breaks[i - 1] == LINEBREAK_NOBREAK &&
	    l->chars[i] != ' ' && l->chars[i] != NO_BREAK_SPACE &&
	    l->chars[i] != OBJECT && l->chars[i] != NEWLINE &&
	    l->chars[i] != EDGE &&
	    !is_invisible(l->chars[i]) && l->ink_of[i] == l->ink_of[start]);
	s = arena_alloc(l->pass, (i - start) * 4 + 1);
	for (; start < i; start++)
		len += unicode_put(l->chars[start], s + len);
	s[len] = '\0';
	p->text = s;
	/* No letter space behind the last letter before a space. */
	if (i == l->char_count || l->chars[i] == ' ' ||
	    l->chars[i] == NO_BREAK_SPACE || l->chars[i] == NEWLINE)
		width -= p->ink->letter_space;
	p->width = width > WIDTH_MAX ? WIDTH_MAX : (length)width;
	return i;
}

/*
 * Where lines may break.  In a number, of which tables are full, they may not:
 * digits, points and commas hold together (UAX #14, LB13 and LB25).
 */
static void
find_breaks(struct layout *l)
{
	size_t i = 0;

	while (i < l->char_count && (l->chars[i] == '.' || l->chars[i] == ',' ||
	    (l->chars[i] >= '0' && l->chars[i] <= '9')))
		i++;
	if (i < l->char_count)
		set_linebreaks_utf32(l->chars, l->char_count, "", l->breaks);
	else if (i > 0) {
		memset(l->breaks, LINEBREAK_NOBREAK, i);
		l->breaks[i - 1] = LINEBREAK_MUSTBREAK;
	}
}

size_t
inline_divide(struct layout *l, int line)
{
	size_t i = 0, count = 0, object = 0;
	struct piece *p = NULL;
	const struct ink *ink;
	uint32_t c;

	find_breaks(l);
	while (i < l->char_count) {
		c = l->chars[i];
		ink = l->used[l->ink_of[i]];
		if (c == NEWLINE) {
			if (p == NULL || p->after == BREAK_MUST)
				p = add_piece(l, count++, PIECE_WORD, ink);
			p->after = BREAK_MUST;
			i++;
			continue;
		}
		if (c == JOINER && ink->note != NULL) {
			p = add_piece(l, count++, PIECE_WORD, ink);
			i++;
			continue;
		}
		if (is_invisible(c)) {
			if (p != NULL && c == ZERO_SPACE && p->after == 0)
				p->after = BREAK_MAY;
			i++;
			continue;
		}
		if (c == OBJECT || c == EDGE) {
			p = add_piece(l, count++, PIECE_OBJECT, ink);
			p->object = l->objects[object++];
			p->width = p->object->width;
			i++;
		} else if (c == ' ' || c == NO_BREAK_SPACE) {
			p = add_piece(l, count++, c == ' ' &&
			    l->breaks[i] != LINEBREAK_NOBREAK ? PIECE_SPACE :
			    PIECE_FIXED_SPACE, ink);
			p->text = c == ' ' ? " " : "\302\240";
			p->width = inline_advance(l, ink, ' ', line) +
			    ink->letter_space;
			i++;
			continue;
		} else {
			p = add_piece(l, count++, PIECE_WORD, ink);
			i = make_word(l, i, p, line);
		}
		if (l->breaks[i - 1] == LINEBREAK_ALLOWBREAK)
			p->after = BREAK_MAY;
	}
	return count;
}

length
piece_stretch(const struct piece *p)
{
	return p->kind == PIECE_WORD ? 0 : p->kind == PIECE_OBJECT ?
	    p->object->stretch : (p->width - 2 * p->ink->letter_space) / 2;
}

length
piece_shrink(const struct piece *p)
{
	return p->kind == PIECE_WORD ? 0 : p->kind == PIECE_OBJECT ?
	    p->object->shrink : (p->width - 2 * p->ink->letter_space) / 3;
}
