/*
 * The envelope: what a submission says about itself, in its lines, its root element
 * or its name, by keys that people call by many words.  Room: intake.
 */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/pattern.h"
#include "base/unicode.h"
#include "intake/intake.h"
#include "intake/intake_parts.h"

/* How each key is called: as an attribute, in messages, in an example line. */
static const struct {
	const char	*attribute, *words, *line;
} keys[ENVELOPE_MAX] = {
	[ENVELOPE_FORM] = { "form", N_("the form"), "Biểu" },
	[ENVELOPE_VERSION] = { "version", N_("the version of the form"),
	    "Phiên bản biểu" },
	[ENVELOPE_UNIT] = { "unit", N_("the unit"), "Đơn vị" },
	[ENVELOPE_PERIOD] = { "period", N_("the period"), "Kỳ" },
	[ENVELOPE_KIND] = { "kind", N_("the kind of figures"), "Loại số liệu" },
	[ENVELOPE_MONEY] = { "money", N_("the unit of money"), "Đơn vị tính" },
	[ENVELOPE_SEQUENCE] = { "sequence", N_("the sequence number"), "Lần gửi" },
	[ENVELOPE_PREPARER] = { "preparer", N_("the preparer"), "Người lập" },
	[ENVELOPE_SIGNED] = { "signed-on", N_("the day of signing"), "Ngày ký" },
};

/* What people write before the value, compared folded. */
static const struct {
	const char	*text;
	enum envelope_key key;
} aliases[] = {
	{ "biểu", ENVELOPE_FORM }, { "biểu số", ENVELOPE_FORM },
	{ "mã biểu", ENVELOPE_FORM }, { "mẫu", ENVELOPE_FORM },
	{ "mẫu biểu", ENVELOPE_FORM }, { "mẫu số", ENVELOPE_FORM },
	{ "bieu", ENVELOPE_FORM }, { "ma_bieu", ENVELOPE_FORM },
	{ "bieu so", ENVELOPE_FORM }, { "ma bieu", ENVELOPE_FORM },
	{ "mau bieu", ENVELOPE_FORM }, { "mau so", ENVELOPE_FORM },
	{ "phiên bản", ENVELOPE_VERSION },
	{ "phiên bản biểu", ENVELOPE_VERSION },
	{ "phien_ban", ENVELOPE_VERSION },
	{ "phien_ban_bieu", ENVELOPE_VERSION },
	{ "phien ban", ENVELOPE_VERSION },
	{ "phien ban bieu", ENVELOPE_VERSION },
	{ "đơn vị", ENVELOPE_UNIT }, { "đơn vị báo cáo", ENVELOPE_UNIT },
	{ "đơn vị gửi", ENVELOPE_UNIT }, { "mã đơn vị", ENVELOPE_UNIT },
	{ "don_vi", ENVELOPE_UNIT }, { "don_vi_bao_cao", ENVELOPE_UNIT },
	{ "ma_don_vi", ENVELOPE_UNIT }, { "don vi", ENVELOPE_UNIT },
	{ "don vi bao cao", ENVELOPE_UNIT }, { "don vi gui", ENVELOPE_UNIT },
	{ "ma don vi", ENVELOPE_UNIT },
	{ "kỳ", ENVELOPE_PERIOD }, { "kỳ báo cáo", ENVELOPE_PERIOD },
	{ "kì", ENVELOPE_PERIOD }, { "kì báo cáo", ENVELOPE_PERIOD },
	{ "ky", ENVELOPE_PERIOD }, { "ky_bao_cao", ENVELOPE_PERIOD },
	{ "ky bao cao", ENVELOPE_PERIOD },
	{ "loại số liệu", ENVELOPE_KIND }, { "loai_so_lieu", ENVELOPE_KIND },
	{ "loai so lieu", ENVELOPE_KIND },
	{ "đơn vị tính", ENVELOPE_MONEY }, { "đvt", ENVELOPE_MONEY },
	{ "đơn vị tiền", ENVELOPE_MONEY }, { "đơn vị tiền tệ", ENVELOPE_MONEY },
	{ "don_vi_tinh", ENVELOPE_MONEY }, { "don_vi_tien", ENVELOPE_MONEY },
	{ "don vi tinh", ENVELOPE_MONEY }, { "dvt", ENVELOPE_MONEY },
	{ "don vi tien", ENVELOPE_MONEY },
	{ "lần gửi", ENVELOPE_SEQUENCE }, { "lần", ENVELOPE_SEQUENCE },
	{ "lan_gui", ENVELOPE_SEQUENCE }, { "lan gui", ENVELOPE_SEQUENCE },
	{ "người lập", ENVELOPE_PREPARER },
	{ "người lập biểu", ENVELOPE_PREPARER },
	{ "nguoi_lap", ENVELOPE_PREPARER }, { "nguoi lap", ENVELOPE_PREPARER },
	{ "nguoi lap bieu", ENVELOPE_PREPARER },
	{ "ngày ký", ENVELOPE_SIGNED }, { "ngày kí", ENVELOPE_SIGNED },
	{ "ngày lập", ENVELOPE_SIGNED }, { "ngay_ky", ENVELOPE_SIGNED },
	{ "ngay ky", ENVELOPE_SIGNED }, { "ngay lap", ENVELOPE_SIGNED },
};

static const struct {
	const char	*text;
	enum submission_kind kind;
} kinds[] = {
	{ "thực hiện", KIND_ACTUAL }, { "thuc_hien", KIND_ACTUAL },
	{ "chính thức", KIND_ACTUAL },
	{ "ước", KIND_ESTIMATE }, { "ước tính", KIND_ESTIMATE },
	{ "ước thực hiện", KIND_ESTIMATE }, { "uoc", KIND_ESTIMATE },
	{ "ước th", KIND_ESTIMATE }, { "số ước", KIND_ESTIMATE },
	{ "số liệu ước", KIND_ESTIMATE }, { "số chính thức", KIND_ACTUAL },
	{ "điều chỉnh", KIND_ADJUSTMENT }, { "dieu_chinh", KIND_ADJUSTMENT },
};

bool
envelope_key(struct arena *a, const char *s, enum envelope_key *key)
{
	const char *folded = unicode_fold(a, s);
	size_t i;

	for (i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (strcmp(folded, aliases[i].text) == 0) {
			*key = aliases[i].key;
			return true;
		}
	for (i = 0; i < ENVELOPE_MAX; i++)
		if (strcmp(folded, keys[i].attribute) == 0) {
			*key = (enum envelope_key)i;
			return true;
		}
	return false;
}

const char *
envelope_word(size_t i)
{
	size_t n = sizeof(aliases) / sizeof(aliases[0]);

	if (i < n)
		return aliases[i].text;
	if ((i -= n) < sizeof(kinds) / sizeof(kinds[0]))
		return kinds[i].text;
	return money_word(i - sizeof(kinds) / sizeof(kinds[0]));
}

bool
envelope_kind(struct arena *a, const char *folded, enum submission_kind *kind)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(folded, kinds[i].text) == 0 ||
		    strcmp(folded, unicode_ascii(a, kinds[i].text)) == 0) {
			*kind = kinds[i].kind;
			return true;
		}
	return false;
}

const char *
envelope_attribute(enum envelope_key key)
{
	return keys[key].attribute;
}

const char *
envelope_words(enum envelope_key key)
{
	return _(keys[key].words);
}

const char *
envelope_line(enum envelope_key key)
{
	return keys[key].line;
}

void
envelope_say(struct reading *r, enum envelope_key key, const char *text,
    int line, int column)
{
	struct said *said = &r->envelope.said[key];

	text = reading_value(r, text, line, column);
	if (*text == '\0')
		return;
	if (said->text == NULL)
		*said = (struct said){ text, line, column };
	else if (!envelope_same(r, key, said->text, text)) {
		r->envelope.money_unclear |= key == ENVELOPE_MONEY;
		reading_report(r, D_BAD_ENVELOPE, line, column,
		    reading_quote_cell(r, text), _(keys[key].words),
		    arena_printf(r->arena,
		    _("it only once; line %d says \"%s\""), said->line,
		    reading_quote_cell(r, said->text)));
	}
}

void
envelope_read_name(struct reading *r)
{
	static const enum envelope_key groups[] = { ENVELOPE_FORM,
	    ENVELOPE_UNIT, ENVELOPE_PERIOD, ENVELOPE_SEQUENCE };
	const struct pattern *p = r->catalog->site->file_name;
	const char *name;
	size_t i, bad;

	if (p == NULL || !unicode_is_valid(r->name, strlen(r->name), &bad))
		return;
	name = unicode_nfc(r->arena, r->name);
	for (i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
		char *g = pattern_group(r->arena, p, name,
		    keys[groups[i]].attribute);

		if (g != NULL && *g != '\0')
			r->envelope.named[groups[i]] = g;
	}
}
