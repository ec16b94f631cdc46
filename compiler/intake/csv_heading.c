/* What the headers of tables mean, each by itself.  Room: intake. */
#include <string.h>

#include "base/arena.h"
#include "base/unicode.h"
#include "intake/intake_csv.h"

/* Headers that belong to no form, compared folded. */
static const struct {
	const char	*text;
	enum column_role role;
} commons[] = {
	{ "mã đơn vị", COLUMN_CODE }, { "ma_don_vi", COLUMN_CODE },
	{ "ma don vi", COLUMN_CODE },
	{ "mã số đơn vị", COLUMN_CODE }, { "ma so don vi", COLUMN_CODE },
	{ "mã số", COLUMN_CODE }, { "ma so", COLUMN_CODE },
	{ "mã", COLUMN_CODE }, { "mã đv", COLUMN_CODE },
	{ "ma dv", COLUMN_CODE },
	{ "unit", COLUMN_CODE }, { "code", COLUMN_CODE },
	{ "đơn vị", COLUMN_NAME }, { "don_vi", COLUMN_NAME },
	{ "don vi", COLUMN_NAME },
	{ "tên đơn vị", COLUMN_NAME }, { "ten_don_vi", COLUMN_NAME },
	{ "ten don vi", COLUMN_NAME },
	{ "tên", COLUMN_NAME }, { "name", COLUMN_NAME },
	{ "stt", COLUMN_SERIAL }, { "tt", COLUMN_SERIAL },
	{ "số tt", COLUMN_SERIAL }, { "số thứ tự", COLUMN_SERIAL },
	{ "so tt", COLUMN_SERIAL }, { "so thu tu", COLUMN_SERIAL },
	{ "#", COLUMN_SERIAL }, { "ghi chú", COLUMN_SERIAL },
	{ "ghi_chu", COLUMN_SERIAL }, { "ghi chu", COLUMN_SERIAL },
};

/* Of the annotated copy, when that is corrected and sent; a remark about the
 * headers may stand behind it. */
static const char *const remarks[] = {
	"ý kiến của tỉnh", "y kien cua tinh", "remarks of the province",
};

const char *
csv_common_header(size_t i)
{
	return i < sizeof(commons) / sizeof(commons[0]) ? commons[i].text :
	    NULL;
}

/*
 * Where the unit of measure behind a name begins, with the mark before it:
 * "(đồng)", "[đồng]", ", đồng", "- đồng".  NULL when there is none.
 */
static const char *
find_measure(const char *key, size_t n)
{
	const char *comma = strrchr(key, ','), *dash = strrchr(key, '-');

	if (n > 0 && key[n - 1] == ')')
		return strrchr(key, '(');
	if (n > 0 && key[n - 1] == ']')
		return strrchr(key, '[');
	if (comma == NULL || (dash != NULL && dash > comma))
		comma = dash;
	return comma == NULL || comma == key ? NULL : comma;
}

/* "đvt: đồng" without what tells that a measure follows. */
static const char *
told_measure(struct arena *a, const char *s)
{
	const char *colon = strchr(s, ':');
	enum envelope_key key;

	return colon != NULL && envelope_key(a, arena_strndup(a, s,
	    (size_t)(colon - s)), &key) && (key == ENVELOPE_MONEY ||
	    key == ENVELOPE_UNIT) ? colon + 1 + strspn(colon + 1, " ") : s;
}

struct heading
csv_heading(struct arena *a, const char *text)
{
	struct heading h = { .key = unicode_fold(a, text) };
	const char *open;

	h.short_key = form_bare_header(a, h.key);
	open = find_measure(h.short_key, strlen(h.short_key));
	if (open == NULL)
		return h;
	h.measure = told_measure(a, unicode_fold(a, arena_strndup(a, open + 1,
	    strlen(open) - (*open == '(' || *open == '[' ? 2 : 1))));
	h.short_key = unicode_fold(a, arena_strndup(a, h.short_key,
	    (size_t)(open - h.short_key)));
	return h;
}

const struct field *
csv_headed(struct arena *a, const struct form *form, const struct heading *h)
{
	const struct field *f = form_headed(a, form, h->key);

	if (f != NULL)
		return f;
	f = form_headed(a, form, h->short_key);
	if (f == NULL || h->measure == NULL ||
	    strcmp(h->measure, unicode_fold(a, f->unit)) == 0 ||
	    strcmp(h->measure, unicode_ascii(a, unicode_fold(a,
	    f->unit))) == 0 ||
	    (f->type == FIELD_MONEY && envelope_money(a, h->measure) >= 0))
		return f;
	return NULL;
}

enum column_role
csv_common_role(struct reading *r, const struct form *form,
    const struct heading *h)
{
	const char *level = r->catalog->site->levels[form->row_level].label;
	size_t i;

	for (i = 0; i < sizeof(commons) / sizeof(commons[0]); i++)
		if (strcmp(commons[i].text, h->short_key) == 0)
			return commons[i].role;
	level = unicode_fold(r->arena, level);
	if (strcmp(level, h->short_key) == 0 ||
	    strcmp(unicode_ascii(r->arena, level), h->short_key) == 0)
		return COLUMN_NAME;
	for (i = 0; i < sizeof(remarks) / sizeof(remarks[0]); i++)
		if (strncmp(remarks[i], h->key, strlen(remarks[i])) == 0)
			return COLUMN_SERIAL;
	return COLUMN_UNKNOWN;
}
