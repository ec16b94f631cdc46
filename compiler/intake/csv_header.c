/* Where the headers of a CSV submission are, and its delimiter.  Room: intake. */
#include <string.h>

#include "base/arena.h"
#include "intake/intake_csv.h"

enum {
	LOOK_RECORDS = 60,	/* the header is among the first ones, */
	LOOK_REASONS = 1000,	/* explanations left aside */
	LOOK_LINES = 400,	/* lines of one record, when quotes are open */
	HEADER_TEXT_MAX = 400,	/* bytes of a header cell */
};

static const char delimiters[] = { ';', ',', '\t', '|' };

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
		if ((f = csv_headed(a, form, &headings[i])) == NULL)
			others += csv_common_role(r, form, &headings[i]) !=
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
	bool		 told;		/* a line told the known form */
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
			headings[i] = csv_heading(k->arena, row->cells[i].text);
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
	struct heading h = csv_heading(k->arena, text);
	size_t i;

	for (i = 0; i < c->form_count; i++)
		if ((k->known == NULL || c->forms[i] == k->known) &&
		    (csv_headed(k->arena, c->forms[i], &h) != NULL ||
		    csv_common_role(k->reading, c->forms[i], &h) !=
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
	k->perfect = k->told = false;
	for (n = 0; n < LOOK_RECORDS && s < end && !k->perfect; n++) {
		size_t len = record_length(s, end, &lines);
		const struct form *form = NULL;
		enum envelope_key key;
		struct csv_table t;
		const char *value;
		struct preamble_at cell = { 0, NULL };

		if (csv_read(k->arena, s, len, delimiter, LOOK_LINES, &t,
		    &at) == CSV_FILE_OK && t.count == 1) {
			while (csv_preamble(k->arena, &t.rows[0], &cell, &key,
			    &value, &at))
				if (key == ENVELOPE_FORM)
					form = envelope_form_named(r, value);
			if (form != NULL && !k->told) {
				k->known = form;
				k->told = true;
			} else if (form == NULL)
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
