/* Fonts and styles of inline content, and how wide characters are in them.
 * Room: layout. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/map.h"
#include "base/unicode.h"
#include "layout/layout_inline.h"

static struct glyphs *
glyphs_of(struct layout *l, const struct face *face)
{
	const struct metrics *m = l->metrics;
	struct glyphs *g;
	size_t i;

	for (i = 0; i < l->face_count; i++)
		if (l->faces[i]->face == face)
			return l->faces[i];
	g = arena_alloc(l->reader.arena, sizeof(*g));
	g->face = face;
	g->ascender = m->ascender(m->context, face);
	g->descender = -m->descender(m->context, face);
	g->advances = arena_alloc(l->reader.arena,
	    GLYPHS_KNOWN * sizeof(*g->advances));
	for (i = 0; i < GLYPHS_KNOWN; i++)
		g->advances[i] = -2;
	*ARENA_PUSH(l->reader.arena, l->faces, l->face_count, l->face_cap) = g;
	return g;
}

/* Room for the ink of every style; markers bring styles of their own. */
static void
grow_inks(struct layout *l)
{
	size_t need = l->reader.style_count + 1;
	struct ink **inks;

	if (need <= l->ink_cap)
		return;
	inks = arena_alloc(l->reader.arena, 2 * need * sizeof(struct ink *));
	if (l->ink_cap > 0)
		memcpy(inks, l->inks, l->ink_cap * sizeof(struct ink *));
	l->inks = inks;
	l->ink_cap = 2 * need;
}

struct ink *
ink_of_style(struct layout *l, const struct node *n)
{
	const struct style *s = n->set->style;
	static const struct face none = { "", false, false };
	const char *family;
	struct ink *ink;

	grow_inks(l);
	ink = l->inks[s->id];
	if (ink != NULL)
		return ink;
	if (s->face == NULL) {
		family = fo_text(n, P_FONT_FAMILY);
		if (map_add(l->said, arena_printf(l->reader.arena, "font %s",
		    family), l))
			diag_report(l->diag, D_FO_FONT,
			    fo_place(&l->reader, n), family,
			    _("no file is configured for it"));
	}
	ink = arena_alloc(l->reader.arena, sizeof(*ink));
	ink->style = s;
	ink->color = fo_value(n, P_COLOR)->color;
	ink->letter_space = fo_length(n, P_LETTER_SPACING, 0, 0);
	ink->glyphs = s->face != NULL ? glyphs_of(l, s->face) : NULL;
	if (ink->glyphs == NULL) {
		ink->glyphs = arena_alloc(l->reader.arena,
		    sizeof(*ink->glyphs));
		ink->glyphs->face = &none;
	}
	l->inks[s->id] = ink;
	return ink;
}

static void
report_glyph(struct layout *l, const struct face *face, uint32_t c, int line)
{
	char utf8[5] = "";
	const char *code;

	utf8[unicode_put(c, utf8)] = '\0';
	code = arena_printf(l->reader.arena, "U+%04X", (unsigned)c);
	if (map_add(l->said, arena_printf(l->reader.arena, "%s %d%d %s",
	    face->family, face->bold, face->italic, code), l))
		diag_report(l->diag, D_FO_GLYPH,
		    ((struct place){ l->reader.file, line, 0 }),
		    arena_printf(l->reader.arena, "%s%s%s", face->family,
		    face->bold ? " bold" : "", face->italic ? " italic" : ""),
		    utf8, code);
}

/* Advance of a character [1/1000 em]; 0 where the face lacks it. */
static int
advance(struct layout *l, struct glyphs *g, uint32_t c, int line)
{
	int w;

	if (g->advances == NULL || c == ZERO_SPACE)
		return 0;
	if (c < GLYPHS_KNOWN && g->advances[c] >= 0)
		return g->advances[c];
	w = l->metrics->advance(l->metrics->context, g->face, c);
	if (w < 0) {
		report_glyph(l, g->face, c, line);
		w = 0;
	}
	if (w > INT16_MAX)
		w = INT16_MAX;
	if (c < GLYPHS_KNOWN)
		g->advances[c] = (int16_t)w;
	return w;
}

length
inline_advance(struct layout *l, const struct ink *ink, uint32_t c, int line)
{
	return (length)((int64_t)advance(l, ink->glyphs, c, line) *
	    ink->style->size / 1000) + ink->letter_space;
}

length
inline_width(struct layout *l, const struct face *face, length size,
    const char *s, int line)
{
	struct glyphs *g = glyphs_of(l, face);
	int64_t width = 0;
	uint32_t c;
	size_t n;

	for (; (n = unicode_next(s, &c)) > 0; s += n)
		width += (int64_t)advance(l, g, c, line) * size / 1000;
	return width > WIDTH_MAX ? WIDTH_MAX : (length)width;
}
