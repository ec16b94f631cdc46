/* The headers of CSV submissions: delimiter, form, columns.  Room: intake. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/map.h"
#include "base/unicode.h"
#include "intake/intake_csv.h"

enum {
	LOOK_RECORDS = 60,	/* the header is among the first ones, */
	LOOK_REASONS = 1000,	/* explanations left aside */
	LOOK_LINES = 400,	/* lines of one record, when quotes are open */
	HEADER_TEXT_MAX = 400,	/* bytes of a header cell */
	FORMS_MAX = 256,
};

static const char delimiters[] = { ';', ',', '\t', '|' };

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

/* What a header cell is called by; the unit of measure behind it, if any. */
struct heading {
	const char	*key;		/* folded */
	const char	*short_key;	/* without what form_bare_header() takes
					 * away, "(đồng)" or ", đồng" */
	const char	*measure;	/* "đồng"; NULL none */
};

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

static struct heading
heading_of(struct arena *a, const char *text)
{
	struct heading h = { .key = unicode_fold(a, text) };
	const char *open;

	h.short_key = form_bare_header(a, h.key);
	open = find_measure(h.short_key, strlen(h.short_key));
	if (open == NULL)
		return h;
	h.measure = unicode_fold(a, arena_strndup(a, open + 1,
	    strlen(open) - (*open == '(' || *open == '[' ? 2 : 1)));
	h.short_key = unicode_fold(a, arena_strndup(a, h.short_key,
	    (size_t)(open - h.short_key)));
	return h;
}

/*
 * The field under a heading.  A unit of measure behind the name must be the
 * field's own, or a unit of money for a field of money.
 */
static const struct field *
find_field(struct arena *a, const struct form *form, const struct heading *h)
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

static enum column_role
common_role(struct reading *r, const struct form *form,
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

/* How many of the headings name a field, each once, or a common column. */
static int
score(struct reading *r, struct arena *a, const struct form *form,
    const struct heading *headings, size_t count)
{
	bool *seen = arena_alloc(a, form->field_count * sizeof(*seen) + 1);
	int fields = 0, others = 0;
	size_t i;

	for (i = 0; i < count; i++) {
		const struct field *f;

		if (headings[i].key == NULL)
			continue;
		if ((f = find_field(a, form, &headings[i])) == NULL)
			others += common_role(r, form, &headings[i]) !=
			    COLUMN_UNKNOWN;
		else if (!seen[f->index]) {
			seen[f->index] = true;
			fields++;
		}
	}
	return fields > 0 && fields + others > 1 ? fields + others : 0;
}

/* What has been seen so far under one delimiter. */
struct look {
	struct reading	*reading;
	struct arena	*arena;		/* for this look alone */
	const struct form *known;
	struct dialect	 best;
	int		 best_score;
	bool		 perfect;	/* every cell of the best was recognised */
};

/* Judge a row as headers: of the known form, or of whichever fits best. */
static void
look_at_row(struct look *k, const struct csv_row *row, int line, bool joined)
{
	const struct catalog *c = k->reading->catalog;
	struct heading *headings = arena_alloc(k->arena,
	    (row->count + 1) * sizeof(*headings));
	int filled = 0;
	size_t i;

	for (i = 0; i < row->count; i++)
		if (row->cells[i].text[0] != '\0' &&
		    strlen(row->cells[i].text) <= HEADER_TEXT_MAX) {
			headings[i] = heading_of(k->arena, row->cells[i].text);
			filled++;
		}
	for (i = 0; i < c->form_count && filled > 1; i++) {
		int n;

		if (k->known != NULL && c->forms[i] != k->known)
			continue;
		n = score(k->reading, k->arena, c->forms[i], headings,
		    row->count);
		if (n == k->best_score && n > 0 && k->best.form != c->forms[i])
			k->best.ambiguous = true;
		if (n <= k->best_score)
			continue;
		k->best_score = n;
		k->best.header_line = line;
		k->best.joined = joined;
		k->best.form = c->forms[i];
		k->best.ambiguous = false;
		k->perfect = n == filled;
	}
}

/* Whether some form, or the known one, has a column of this name. */
static bool
is_header(struct look *k, const char *text)
{
	const struct catalog *c = k->reading->catalog;
	struct heading h = heading_of(k->arena, text);
	size_t i;

	for (i = 0; i < c->form_count; i++)
		if ((k->known == NULL || c->forms[i] == k->known) &&
		    (find_field(k->arena, c->forms[i], &h) != NULL ||
		    common_role(k->reading, c->forms[i], &h) !=
		    COLUMN_UNKNOWN))
			return true;
	return false;
}

/* A header written over two cells: "Trong đó" above "nợ quá hạn", or one that
 * was broken in two. */
static const char *
join_cells(struct look *k, const char *above, const char *below)
{
	static const char *const joints[] = { " ", ": ", ", " };
	struct arena *a = k->arena;
	size_t i;

	if (*above == '\0' || *below == '\0')
		return *above == '\0' ? below : above;
	for (i = 0; i < sizeof(joints) / sizeof(joints[0]); i++) {
		const char *s = arena_printf(a, "%s%s%s", above, joints[i],
		    below);

		if (is_header(k, s))
			return s;
	}
	return is_header(k, below) ? below : arena_printf(a, "%s %s", above,
	    below);
}

/* Whether a row may be a part of headers: so many texts, no numbers. */
static bool
may_be_headers(const struct csv_row *row, size_t least)
{
	size_t i, filled = 0;

	for (i = 0; i < row->count; i++) {
		const char *text = row->cells[i].text;

		filled += *text != '\0';
		if (*text != '\0' &&
		    text[strspn(text, "0123456789.,- ")] == '\0')
			return false;
	}
	return filled >= least;
}

/*
 * Two rows as one row of headers, in *OUT.  A merged cell is saved with its
 * text in the first of its columns: what stands above goes on to the right over
 * cells that are empty above and filled below.
 */
static bool
join_rows(struct look *k, const struct csv_row *above,
    const struct csv_row *below, struct csv_row *out)
{
	size_t i, n = above->count > below->count ? above->count :
	    below->count;
	const char *group = "";

	if (!may_be_headers(above, 2) || !may_be_headers(below, 1))
		return false;
	*out = (struct csv_row){ .line = below->line, .count = n };
	out->cells = arena_alloc(k->arena, n * sizeof(*out->cells));
	for (i = 0; i < n; i++) {
		const char *up = i < above->count ? above->cells[i].text : "";
		const char *down = i < below->count ? below->cells[i].text :
		    "";

		if (*up != '\0' || *down == '\0')
			group = up;
		out->cells[i].text = join_cells(k, group, down);
	}
	return true;
}

bool
csv_join_headers(struct sheet *s, const struct form *known)
{
	struct look k = { .reading = s->reading, .arena = s->reading->arena,
	    .known = known };
	struct csv_row *row = &s->table.rows[s->header], joined;

	if (s->header == 0 || !join_rows(&k, row - 1, row, &joined))
		return false;
	*row = joined;
	row[-1].count = 0;
	return true;
}

/* The length of the record at S: lines up to one that closes its quotes. */
static size_t
record_length(const char *s, const char *end, int *lines)
{
	const char *p = s;
	bool open = false;

	for (*lines = 0; p < end; p++) {
		if (*p == '"')
			open = !open;
		if (*p != '\n' && (*p != '\r' || p[1] == '\n'))
			continue;
		++*lines;
		if (!open || *lines == LOOK_LINES)
			return (size_t)(p + 1 - s);
	}
	++*lines;
	return (size_t)(p - s);
}

/* Look at the first records divided by a delimiter. */
static void
look(struct look *k, char delimiter)
{
	const struct reading *r = k->reading;
	const char *s = r->data, *end = s + r->len;
	int n, reasons = 0, lines, at, line = 1;
	struct csv_row above = { .count = 0 }, joined;

	k->best = (struct dialect){ .delimiter = delimiter };
	k->best_score = 0;
	k->perfect = false;
	for (n = 0; n < LOOK_RECORDS && s < end && !k->perfect; n++) {
		size_t len = record_length(s, end, &lines);
		const struct form *form = NULL;
		enum envelope_key key;
		struct csv_table t;
		const char *value;
		size_t cell;

		if (csv_read(k->arena, s, len, delimiter, LOOK_LINES, &t,
		    &at) == CSV_FILE_OK && t.count == 1) {
			cell = 0;
			while (csv_preamble(k->arena, &t.rows[0], &cell, &key,
			    &value, &at))
				if (key == ENVELOPE_FORM)
					form = catalog_form(r->catalog, value);
			if (form != NULL)
				k->known = form;
			else
				look_at_row(k, &t.rows[0], line, false);
			if (!k->perfect && join_rows(k, &above, &t.rows[0],
			    &joined))
				look_at_row(k, &joined, line, true);
			above = t.rows[0];
			if (reasons < LOOK_REASONS && t.rows[0].count > 0 &&
			    csv_begins_explanation(k->arena,
			    t.rows[0].cells[0].text, &value)) {
				reasons++;
				n--;
			}
		}
		s += len;
		line += lines;
	}
}

struct dialect
csv_dialect(struct reading *r, const struct form *known)
{
	struct dialect best = { .delimiter = ';' };
	int best_score = 0;
	size_t i;

	for (i = 0; i < sizeof(delimiters); i++) {
		struct look k = { .reading = r, .arena = arena_new(),
		    .known = known };

		look(&k, delimiters[i]);
		arena_free(k.arena);
		if (k.best_score > best_score) {
			best_score = k.best_score;
			best = k.best;
		}
		if (k.perfect && k.best_score > 2)
			break;
	}
	return best;
}

/* The column of an earlier header that has the same meaning; -1 none. */
static int
earlier(const struct sheet *s, size_t column)
{
	const struct column *c = &s->columns[column];
	struct arena *a = s->reading->arena;
	size_t i;

	for (i = 0; i < column; i++) {
		const struct column *d = &s->columns[i];

		if (d->role != c->role)
			continue;
		if (c->role == COLUMN_FIELD ? d->field == c->field :
		    (c->role == COLUMN_CODE || c->role == COLUMN_NAME) &&
		    strcmp(unicode_fold(a, d->header),
		    unicode_fold(a, c->header)) == 0)
			return (int)i;
	}
	return -1;
}

/*
 * A money unit in a header speaks for the whole file, as one in a line above
 * would; so it must not stand over some columns only.
 */
static void
note_measure(struct sheet *s, const struct column *c,
    const struct heading *h, int line, int column)
{
	struct reading *r = s->reading;
	const struct said *said = &r->envelope.said[ENVELOPE_MONEY];
	int scale;

	if (c->field->type != FIELD_MONEY)
		return;
	if (h->measure == NULL ||
	    map_find(c->field->form->by_header, h->key) != NULL ||
	    (scale = envelope_money(r->arena, h->measure)) < 0) {
		s->plain_money = true;
		return;
	}
	if (said->text == NULL)
		s->money_column = column;
	if (said->text == NULL ||
	    scale != envelope_money(r->arena, said->text))
		envelope_say(r, ENVELOPE_MONEY, h->measure, line, column);
}

/* Report a money unit that stands over some columns of money only. */
static void
judge_measures(struct sheet *s, int line)
{
	struct reading *r = s->reading;
	const struct said *said = &r->envelope.said[ENVELOPE_MONEY];

	if (s->money_column > 0 && s->plain_money &&
	    envelope_money(r->arena, said->text) != 0)
		reading_report(r, D_BAD_ENVELOPE, line, s->money_column,
		    reading_quote(r, said->text), _("the unit of money"),
		    _("it over all columns of money, or in a line above the "
		    "table"));
}

static void
bind_column(struct sheet *s, const struct csv_row *row, size_t i)
{
	struct reading *r = s->reading;
	struct column *c = &s->columns[i];
	struct heading h;

	c->header = reading_value(r, row->cells[i].text, csv_line(row, i),
	    (int)i + 1);
	if (*c->header == '\0')
		return;
	h = heading_of(r->arena, c->header);
	c->field = find_field(r->arena, r->form, &h);
	c->role = c->field != NULL ? COLUMN_FIELD :
	    common_role(r, r->form, &h);
	s->column_count = i + 1;
}

/* Report what is wrong with a column. */
static void
judge_column(struct sheet *s, const struct csv_row *row, size_t i)
{
	struct reading *r = s->reading;
	struct column *c = &s->columns[i];
	int line = csv_line(row, i), number = (int)i + 1, first;
	struct heading h;
	char here[8], there[8];

	if (c->role == COLUMN_BLANK)
		return;
	h = heading_of(r->arena, c->header);
	column_letters(number, here);
	if (c->role == COLUMN_UNKNOWN)
		reading_report(r, D_COLUMN_IGNORED, line, number, here,
		    reading_quote_cell(r, c->header),
		    r->form->short_code);
	else if ((first = earlier(s, i)) >= 0) {
		reading_report(r, D_DUPLICATE_COLUMN, line, number, here,
		    reading_quote_cell(r, c->header),
		    column_letters(first + 1, there));
		c->role = COLUMN_UNKNOWN;
	} else if (c->role == COLUMN_FIELD)
		note_measure(s, c, &h, line, number);
}

static bool
has_role(const struct sheet *s, enum column_role role)
{
	size_t i;

	for (i = 0; i < s->column_count; i++)
		if (s->columns[i].role == role)
			return true;
	return false;
}

/* What to do about a missing field: a column that is hardly another one may only
 * be mistyped. */
static const char *
remedy(struct sheet *s, const struct field *f)
{
	struct arena *a = s->reading->arena;
	const char *label = unicode_fold(a, f->label);
	int best = (int)unicode_length(label) / 6 + 2;
	const struct column *like = NULL;
	char letters[8];
	size_t i;

	for (i = 0; i < s->column_count; i++) {
		const struct column *c = &s->columns[i];
		int d = c->role != COLUMN_UNKNOWN || c->field != NULL ? best :
		    unicode_distance(label, unicode_fold(a, c->header),
		    best - 1);

		if (d < best) {
			best = d;
			like = c;
		}
	}
	return like == NULL ? _("add it") : arena_printf(a,
	    _("if column %s \"%s\" is meant, correct its name, else add it"),
	    column_letters((int)(like - s->columns) + 1, letters),
	    reading_quote_cell(s->reading, like->header));
}

/* Whether the columns that were found are headed by the names of their fields. */
static bool
has_names(const struct sheet *s)
{
	const struct submission *sub = s->reading->sub;
	size_t i, found = 0, named = 0;

	for (i = 0; i < sub->form->field_count; i++)
		if (sub->headers[i] != NULL) {
			found++;
			named += form_is_name(sub->form->fields[i],
			    sub->headers[i]);
		}
	return named * 2 > found;
}

static void
report_missing(struct sheet *s, const char *label, const char *name,
    const char *remedy)
{
	struct reading *r = s->reading;

	reading_report(r, D_MISSING_COLUMN, s->table.rows[s->header].line, 0,
	    arena_printf(r->arena, has_names(s) ? "\"%s\" [%s]" : "\"%s\"",
	    label, name), remedy);
}

bool
csv_bind_columns(struct sheet *s)
{
	struct reading *r = s->reading;
	const struct csv_row *row = &s->table.rows[s->header];
	bool ok;
	size_t i;

	s->columns = arena_alloc(r->arena,
	    (row->count + 1) * sizeof(*s->columns));
	for (i = 0; i < row->count; i++)
		bind_column(s, row, i);
	ok = has_role(s, COLUMN_CODE) || has_role(s, COLUMN_NAME) ||
	    r->form->row_level == r->form->sender_level || csv_find_units(s);
	for (i = 0; i < s->column_count; i++) {
		struct column *c = &s->columns[i];

		judge_column(s, row, i);
		if (c->role == COLUMN_FIELD) {
			r->sub->headers[c->field->index] = c->header;
			r->sub->columns[c->field->index] = (int)i + 1;
		}
	}
	judge_measures(s, row->line);
	csv_measures_below(s);
	if (!ok)
		report_missing(s, CODE_LABEL, CODE_NAME, _("add it"));
	for (i = 0; i < r->form->field_count; i++) {
		const struct field *f = r->form->fields[i];

		if (f->required && r->sub->columns[i] == 0)
			report_missing(s, f->label, f->name, remedy(s, f));
	}
	return ok;
}
