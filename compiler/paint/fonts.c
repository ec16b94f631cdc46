/* Faces: opening, finding by name, metrics; by HarfBuzz.  Room: paint. */
#include "paint/paint.h"

#include <hb-ot.h>
#include <hb.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/language.h"
#include "base/map.h"
#include "base/unicode.h"
#include "paint/paint_fonts.h"
#include "paint/paint_image.h"

/* Offsets and values of the OpenType specification, table OS/2. */
enum {
	OS2_FS_TYPE = 8,
	HEAD_BOX = 36,			/* table head */
	POST_ITALIC_ANGLE = 4,		/* table post */
	OS2_PANOSE = 32,
	OS2_TYPO_ASCENDER = 68,
	OS2_TYPO_DESCENDER = 70,
	OS2_LEN_MIN = 72,
	FS_RESTRICTED = 0x0002,
	FS_PERMISSIVE = 0x000c,		/* preview and print, or editable */
	FS_NO_SUBSETTING = 0x0100,
	FS_BITMAP_ONLY = 0x0200,
};

struct family {
	const char	*key;		/* folded name */
	struct typeface	*styles[STYLE_MAX];	/* 1: bold, 2: italic */
};

/* What a list of names, as an FO file has it, stands for. */
struct answer {
	const char	*names;
	const struct family *family;	/* or NULL */
};

struct fonts {
	struct arena	*arena;
	size_t		 count;
	struct typeface	**faces;
	size_t		 family_count, family_cap;
	struct family	*families;
	struct map	*answers;	/* by their names */
	struct answer	*last;
};

static int
get16(const unsigned char *p)
{
	return p[0] << 8 | p[1];
}

static int
get16_signed(const unsigned char *p)
{
	return (int16_t)get16(p);
}

/* What generic name a face answers to, by its PANOSE classification. */
static enum generic
generic_of(const unsigned char *panose)
{
	if (panose[0] != 2)		/* not Latin text */
		return GENERIC_NONE;
	if (panose[3] == 9)
		return GENERIC_MONOSPACE;
	return panose[1] >= 11 && panose[1] <= 15 ? GENERIC_SANS :
	    panose[1] >= 2 ? GENERIC_SERIF : GENERIC_NONE;
}

/* Why a face cannot be used, NULL when it can: outlines and tables. */
static const char *
judge_tables(hb_face_t *face)
{
	static const char *const needed[] = { "head", "hhea", "maxp", "hmtx",
	    "cmap", "OS/2", "loca" };
	hb_blob_t *blob;
	size_t i;

	blob = hb_face_reference_table(face, HB_TAG('g', 'l', 'y', 'f'));
	i = hb_blob_get_length(blob);
	hb_blob_destroy(blob);
	if (i == 0)
		return _("no TrueType outlines; give a .ttf file of one face");
	for (i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
		unsigned int len;

		blob = hb_face_reference_table(face,
		    hb_tag_from_string(needed[i], 4));
		len = hb_blob_get_length(blob);
		hb_blob_destroy(blob);
		if (len == 0)
			return _("the font file is damaged; install it again");
	}
	if (hb_ot_var_has_data(face))
		return _("a variable font; give a file for each style");
	return NULL;
}

/* The same for OS/2: the licence to embed, and the typographic extents. */
static const char *
judge_os2(struct typeface *t)
{
	hb_blob_t *blob = hb_face_reference_table(t->hb,
	    HB_TAG('O', 'S', '/', '2'));
	unsigned int len;
	const unsigned char *p =
	    (const unsigned char *)hb_blob_get_data(blob, &len);
	const char *why = NULL;
	int type;

	if (p == NULL || len < OS2_LEN_MIN) {
		hb_blob_destroy(blob);
		return _("the font file is damaged; install it again");
	}
	type = get16(p + OS2_FS_TYPE);
	if (((type & FS_RESTRICTED) && !(type & FS_PERMISSIVE)) ||
	    (type & (FS_NO_SUBSETTING | FS_BITMAP_ONLY)))
		why = _("its licence (OS/2 fsType) forbids to embed it in a "
		    "PDF; choose another font");
	t->generic = generic_of(p + OS2_PANOSE);
	t->ascender = get16_signed(p + OS2_TYPO_ASCENDER) * 1000 / t->upem;
	t->descender = get16_signed(p + OS2_TYPO_DESCENDER) * 1000 / t->upem;
	if (t->descender > 0)
		t->descender = -t->descender;
	hb_blob_destroy(blob);
	return why;
}

/* How many degrees the letters lean, table post. */
static int
italic_angle(hb_face_t *face)
{
	hb_blob_t *blob = hb_face_reference_table(face,
	    HB_TAG('p', 'o', 's', 't'));
	unsigned int len;
	const unsigned char *p =
	    (const unsigned char *)hb_blob_get_data(blob, &len);
	int angle = p != NULL && len >= POST_ITALIC_ANGLE + 2 ?
	    get16_signed(p + POST_ITALIC_ANGLE) : 0;

	hb_blob_destroy(blob);
	return angle;
}

/* The box around all glyphs, table head. */
static void
read_box(struct typeface *t)
{
	hb_blob_t *blob = hb_face_reference_table(t->hb,
	    HB_TAG('h', 'e', 'a', 'd'));
	unsigned int len;
	const unsigned char *p =
	    (const unsigned char *)hb_blob_get_data(blob, &len);
	int i;

	for (i = 0; i < 4 && p != NULL && len >= HEAD_BOX + 8; i++)
		t->box[i] = get16_signed(p + HEAD_BOX + 2 * i) * 1000 /
		    (t->upem > 0 ? t->upem : 1);
	hb_blob_destroy(blob);
}

/* The PostScript name, with only the letters that a PDF name carries as is. */
static const char *
postscript_name(struct arena *a, hb_face_t *face)
{
	char buf[64];
	unsigned int len = sizeof(buf);
	size_t i, n = 0;

	hb_ot_name_get_utf8(face, HB_OT_NAME_ID_POSTSCRIPT_NAME,
	    HB_LANGUAGE_INVALID, &len, buf);
	for (i = 0; i < len && buf[i] != '\0'; i++)
		if ((buf[i] >= 'A' && buf[i] <= 'Z') ||
		    (buf[i] >= 'a' && buf[i] <= 'z') ||
		    (buf[i] >= '0' && buf[i] <= '9') || buf[i] == '-')
			buf[n++] = buf[i];
	return n == 0 ? "Font" : arena_strndup(a, buf, n);
}

/* Open one file; NULL after a finding. */
static struct typeface *
open_face(struct arena *a, const struct font_file *file, struct diag *diag)
{
	struct place place = { file->path, 0, 0 };
	hb_blob_t *blob = hb_blob_create_from_file_or_fail(file->path);
	struct typeface *t;
	const char *why;
	hb_position_t cap_height = 0;

	if (blob == NULL) {
		diag_report(diag, D_FO_FONT, place, file->family,
		    _("the file cannot be read; install the font or correct "
		    "the path"));
		return NULL;
	}
	t = arena_alloc(a, sizeof(*t));
	t->hb = hb_face_create(blob, 0);
	hb_blob_destroy(blob);
	t->hb_font = hb_font_create(t->hb);
	t->family = arena_strdup(a, file->family);
	t->path = arena_strdup(a, file->path);
	t->bold = file->bold;
	t->italic = file->italic;
	t->upem = (int)hb_face_get_upem(t->hb);
	t->name = postscript_name(a, t->hb);
	t->italic_angle = italic_angle(t->hb);
	read_box(t);
	hb_ot_metrics_get_position_with_fallback(t->hb_font,
	    HB_OT_METRICS_TAG_CAP_HEIGHT, &cap_height);
	t->cap_height = t->upem == 0 ? 0 : cap_height * 1000 / t->upem;
	if ((why = judge_tables(t->hb)) == NULL)
		why = judge_os2(t);
	if (why == NULL)
		return t;
	diag_report(diag, D_FO_FONT, place, file->family, why);
	hb_font_destroy(t->hb_font);
	hb_face_destroy(t->hb);
	return NULL;
}

static struct family *
find_family(struct fonts *f, const char *key)
{
	size_t i;

	for (i = 0; i < f->family_count; i++)
		if (strcmp(f->families[i].key, key) == 0)
			return &f->families[i];
	return NULL;
}

/* Enter a face under its family; false after a finding. */
static bool
add_face(struct fonts *f, struct typeface *t, struct diag *diag)
{
	char *key = unicode_fold(f->arena, t->family);
	struct family *family = find_family(f, key);
	struct typeface **slot;

	if (family == NULL) {
		family = ARENA_PUSH(f->arena, f->families, f->family_count,
		    f->family_cap);
		family->key = key;
	}
	slot = &family->styles[t->bold + 2 * t->italic];
	if (*slot != NULL) {
		diag_report(diag, D_FO_FONT,
		    ((struct place){ t->path, 0, 0 }), t->family,
		    _("a file for this style is configured already"));
		return false;
	}
	*slot = t;
	return true;
}

struct fonts *
fonts_open(const struct font_file *files, size_t count, struct diag *diag)
{
	struct arena *a = arena_new();
	struct fonts *f = arena_alloc(a, sizeof(*f));
	bool ok = count > 0;
	size_t i;

	f->arena = a;
	f->answers = map_new(a);
	f->faces = arena_alloc(a, (count + 1) * sizeof(struct typeface *));
	for (i = 0; i < count; i++) {
		struct typeface *t = open_face(a, &files[i], diag);

		if (t == NULL) {
			ok = false;
			continue;
		}
		f->faces[f->count++] = t;
		if (!add_face(f, t, diag))
			ok = false;
	}
	if (count == 0)
		diag_report(diag, D_FO_FONT, ((struct place){ NULL, 0, 0 }),
		    "", _("no font is configured"));
	if (!ok) {
		fonts_free(f);
		return NULL;
	}
	return f;
}

void
fonts_free(struct fonts *f)
{
	size_t i;

	if (f == NULL)
		return;
	for (i = 0; i < f->count; i++) {
		typeface_forget(f->faces[i]);
		hb_font_destroy(f->faces[i]->hb_font);
		hb_face_destroy(f->faces[i]->hb);
	}
	arena_free(f->arena);
}

/* The first family of a kind, the first of all when there is none. */
static const struct family *
find_generic(struct fonts *f, enum generic generic)
{
	size_t i;
	int k;

	for (i = 0; i < f->family_count; i++)
		for (k = 0; k < STYLE_MAX; k++)
			if (f->families[i].styles[k] != NULL &&
			    f->families[i].styles[k]->generic == generic)
				return &f->families[i];
	return &f->families[0];
}

/* One name of a list, quotes and blanks around it removed, folded. */
static const struct family *
find_name(struct fonts *f, struct arena *scratch, const char *name, size_t len)
{
	const char *key;

	while (len > 0 && strchr(" \t\r\n'\"", name[0]) != NULL)
		name++, len--;
	while (len > 0 && strchr(" \t\r\n'\"", name[len - 1]) != NULL)
		len--;
	key = unicode_fold(scratch, arena_strndup(scratch, name, len));
	if (strcmp(key, "serif") == 0)
		return find_generic(f, GENERIC_SERIF);
	if (strcmp(key, "sans-serif") == 0)
		return find_generic(f, GENERIC_SANS);
	if (strcmp(key, "monospace") == 0)
		return find_generic(f, GENERIC_MONOSPACE);
	return find_family(f, key);
}

/* The first configured family of a list of names. */
static const struct family *
search_list(struct fonts *f, const char *names)
{
	struct arena *scratch = arena_new();
	const struct family *family;
	const char *p, *end;

	for (p = names;; p = end + 1) {
		end = strchrnul(p, ',');
		family = find_name(f, scratch, p, (size_t)(end - p));
		if (family != NULL || *end == '\0')
			break;
	}
	arena_free(scratch);
	return family;
}

/* The same, remembered: layout asks for every character. */
static const struct family *
family_of(struct fonts *f, const char *names)
{
	struct answer *answer = f->last;

	if (answer != NULL && strcmp(answer->names, names) == 0)
		return answer->family;
	answer = map_find(f->answers, names);
	if (answer == NULL) {
		answer = arena_alloc(f->arena, sizeof(*answer));
		answer->names = arena_strdup(f->arena, names);
		answer->family = search_list(f, names);
		map_add(f->answers, names, answer);
	}
	f->last = answer;
	return answer->family;
}

struct typeface *
typeface_find(struct fonts *f, const struct face *face, bool *exact)
{
	const struct family *family = family_of(f, face->family);
	int style = face->bold + 2 * face->italic, i;

	*exact = false;
	if (family == NULL)
		return NULL;
	*exact = family->styles[style] != NULL;
	if (*exact)
		return family->styles[style];
	for (i = 0; i < STYLE_MAX; i++)
		if (family->styles[i] != NULL)
			return family->styles[i];
	return NULL;
}

/* The page of a character's neighbours, filled at the first question. */
static const struct glyph_page *
page_of(struct fonts *f, struct typeface *t, uint32_t c)
{
	struct glyph_page **page = &t->pages[c / 256];
	uint32_t first = c / 256 * 256, i;

	if (*page != NULL)
		return *page;
	*page = arena_alloc(f->arena, sizeof(**page));
	for (i = 0; i < 256; i++) {
		hb_codepoint_t glyph;
		long long advance;

		(*page)->advance[i] = -1;
		if (!hb_font_get_nominal_glyph(t->hb_font, first + i, &glyph) ||
		    glyph == 0 || glyph > UINT16_MAX)
			continue;
		advance = hb_font_get_glyph_h_advance(t->hb_font, glyph);
		advance = advance * 1000 / t->upem;
		if (advance < 0 || advance > INT16_MAX)
			continue;
		(*page)->glyph[i] = (uint16_t)glyph;
		(*page)->advance[i] = (int16_t)advance;
	}
	return *page;
}

int
typeface_glyph(struct fonts *f, struct typeface *t, uint32_t c)
{
	return c < CODE_MAX ? page_of(f, t, c)->glyph[c % 256] : 0;
}

int
typeface_advance(struct fonts *f, struct typeface *t, uint32_t c)
{
	return c < CODE_MAX ? page_of(f, t, c)->advance[c % 256] : -1;
}

static int
metrics_advance(void *context, const struct face *face, uint32_t c)
{
	bool exact;
	struct typeface *t = typeface_find(context, face, &exact);

	return t == NULL ? -1 : typeface_advance(context, t, c);
}

static int
metrics_ascender(void *context, const struct face *face)
{
	bool exact;
	struct typeface *t = typeface_find(context, face, &exact);

	return t == NULL ? 0 : t->ascender;
}

static int
metrics_descender(void *context, const struct face *face)
{
	bool exact;
	struct typeface *t = typeface_find(context, face, &exact);

	return t == NULL ? 0 : t->descender;
}

static bool
metrics_has_family(void *context, const char *family)
{
	return family_of(context, family) != NULL;
}

static bool
metrics_image_size(void *context, const char *path, int *width, int *height,
    int *dpi)
{
	struct image image;

	(void)context;
	if (image_look(path, &image) != NULL)
		return false;
	*width = image.width;
	*height = image.height;
	*dpi = image.dpi;
	return true;
}

struct metrics
fonts_metrics(struct fonts *f)
{
	return (struct metrics){
		.context = f,
		.advance = metrics_advance,
		.ascender = metrics_ascender,
		.descender = metrics_descender,
		.has_family = metrics_has_family,
		.image_size = metrics_image_size,
	};
}
