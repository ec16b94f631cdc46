/* The board: what reports/index.html lists is looked up. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/language.h"
#include "base/text.h"
#include "compile.h"
#include "report/report.h"

enum { BOARD_MAX = 64 * 1024 * 1024 };

static const char letter_suffix[] = ".thu.pdf";

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n > m && strcmp(s + n - m, end) == 0;
}

/* A path as a link has it: all but letters, digits and a few marks as %XX (RFC
 * 3986, 2.1). */
static const char *
url(struct run *r, const char *path)
{
	static const char digits[] = "0123456789ABCDEF";
	char *out = arena_alloc(r->arena, 3 * strlen(path) + 1), *p = out;

	for (; *path != '\0'; path++) {
		unsigned char c = (unsigned char)*path;

		if (c < 0x80 && (isalnum(c) || strchr("/-._~", c) != NULL)) {
			*p++ = (char)c;
			continue;
		}
		*p++ = '%';
		*p++ = digits[c >> 4];
		*p++ = digits[c & 15];
	}
	return out;
}

static void
put_link(struct run *r, struct board_link **list, size_t *count, size_t *cap,
    const char *path, const char *text, const struct unit *unit)
{
	*ARENA_PUSH(r->arena, *list, *count, *cap) =
	    (struct board_link){ url(r, path), text, unit };
}

/* What a letter "FORM-SEQUENCE-DIGEST.thu.pdf" is about. */
static const char *
subject(struct run *r, const char *name)
{
	const struct form *form = catalog_form(r->catalog, arena_strndup(
	    r->arena, name, strcspn(name, "-")));

	return form == NULL ? name : form->short_code;
}

/* The PDFs in the folder of a period. */
static void
find_reports(struct run *r, struct board_period *p, const char *name)
{
	size_t i, n;
	char **files = file_list(r->arena, arena_printf(r->arena,
	    "%s/reports/%s", r->site, name), &n);

	for (i = 0; files != NULL && i < n; i++)
		if (ends_with(files[i], ".pdf"))
			put_link(r, &p->reports, &p->report_count,
			    &p->report_cap, arena_printf(r->arena, "%s/%s",
			    name, files[i]), files[i], NULL);
}

/* The letters to a unit about files of a period. */
static void
find_letters(struct run *r, struct board_period *p, struct period of,
    const struct unit *u)
{
	char name[PERIOD_TEXT];
	const char *folder = arena_printf(r->arena, "letters/%s/%s",
	    period_format(of, name), u->code);
	size_t i, n;
	char **files = file_list(r->arena, file_join(r->arena, r->site,
	    folder), &n);

	for (i = 0; files != NULL && i < n; i++)
		if (ends_with(files[i], letter_suffix))
			put_link(r, &p->letters, &p->letter_count,
			    &p->letter_cap, arena_printf(r->arena, "../%s/%s",
			    folder, files[i]), subject(r, files[i]), u);
}

/* Whether what was sent of a period stands in the section of P: months in that of
 * their quarter. */
static bool
belongs(struct period of, struct period p)
{
	return period_equal(of, p) || (p.kind == PERIOD_QUARTER &&
	    of.kind == PERIOD_MONTH && period_start(of) >= period_start(p) &&
	    period_end(of) <= period_end(p));
}

static void
find_duties(struct run *r, struct board_period *p)
{
	size_t i, n;

	p->duties = duties_list(r, p->period, &n);
	for (i = 0; i < n; i++)
		if (belongs(p->duties[i].period, p->period))
			p->duties[p->duty_count++] = p->duties[i];
}

/* The letters of all units about what stands in the section. */
static void
find_all_letters(struct run *r, struct board_period *p)
{
	const struct units *units = r->catalog->units;
	size_t i;
	int k;

	for (i = 0; i < units->count; i++) {
		find_letters(r, p, p->period, units->list[i]);
		for (k = 2; p->period.kind == PERIOD_QUARTER && k >= 0; k--)
			find_letters(r, p, (struct period){ p->period.year,
			    PERIOD_MONTH, period_last_month(p->period) - k },
			    units->list[i]);
	}
}

static struct board_period *
section_of(struct board *b, const char *period)
{
	struct period p;
	size_t i;

	for (i = 0; period_parse(period, &p) && i < b->period_count; i++)
		if (belongs(p, b->periods[i].period))
			return &b->periods[i];
	return NULL;
}

/* The letters about files that were not taken in lie beside them. */
static void
find_rejected(struct run *r, struct board *b)
{
	size_t i;

	for (i = 0; i < r->ledger->count; i++) {
		const struct ledger_entry *e = &r->ledger->entries[i];
		struct board_period *p = section_of(b, e->period);
		const char *letter = arena_printf(r->arena, "%s%s", e->path,
		    letter_suffix), *href = arena_printf(r->arena, "../%s",
		    letter);

		if (e->event != LEDGER_REJECTED || !file_exists(file_join(
		    r->arena, r->site, letter)))
			continue;
		if (p != NULL)
			put_link(r, &p->rejected, &p->rejected_count,
			    &p->rejected_cap, href, e->name, NULL);
		else
			put_link(r, &b->unknown, &b->unknown_count,
			    &b->unknown_cap, href, e->name, NULL);
	}
}

/* The latest first, of those that end together the shortest. */
static int
compare_sections(const void *a, const void *b)
{
	const struct board_period *p = a, *q = b;
	date x = period_end(p->period), y = period_end(q->period);

	return x != y ? (x < y ? 1 : -1) :
	    (int)p->period.kind - (int)q->period.kind;
}

static void
add_section(struct run *r, struct board *b, size_t *cap, struct period p)
{
	struct board_period *s = ARENA_PUSH(r->arena, b->periods,
	    b->period_count, *cap);
	char name[PERIOD_TEXT];

	*s = (struct board_period){ .period = p };
	find_reports(r, s, arena_strdup(r->arena, period_format(p, name)));
	if (catalog_plan(r->catalog, p) != NULL)
		find_duties(r, s);
	find_all_letters(r, s);
}

/* The quarter of a month, in whose section it stands; else the period itself. */
static struct period
standing(struct period p)
{
	return p.kind != PERIOD_MONTH ? p : (struct period){ p.year,
	    PERIOD_QUARTER, (p.index + 2) / 3 };
}

/* Sections of all reports, and of files sent back of which nothing was taken in
 * so far. */
static void
find_periods(struct run *r, struct board *b)
{
	size_t i, n, cap = 0;
	char **names = file_list(r->arena, file_join(r->arena, r->site,
	    "reports"), &n);
	struct period p;

	for (i = 0; names != NULL && i < n; i++)
		if (period_parse(names[i], &p))
			add_section(r, b, &cap, p);
	for (i = 0; i < r->ledger->count; i++) {
		const struct ledger_entry *e = &r->ledger->entries[i];

		if (e->event == LEDGER_REJECTED &&
		    period_parse(e->period, &p) &&
		    catalog_plan(r->catalog, p) != NULL &&
		    section_of(b, e->period) == NULL)
			add_section(r, b, &cap, standing(p));
	}
	if (b->period_count > 0)
		qsort(b->periods, b->period_count, sizeof(*b->periods),
		    compare_sections);
}

const char *
board_path(struct run *r)
{
	return file_join(r->arena, r->site, "reports/index.html");
}

bool
board_write(struct run *r)
{
	struct board b = { .organisation = r->catalog->site->organisation,
	    .day = r->today, .units = r->catalog->units };
	const char *path = board_path(r);
	struct text t;
	char sha256[DIGEST_HEX];
	bool ok;

	find_periods(r, &b);
	find_rejected(r, &b);
	if (b.period_count == 0 && b.unknown_count == 0)
		return true;
	text_init(&t, BOARD_MAX);
	if (!(ok = report_board(r->arena, &b, &t)))
		errno = EFBIG;
	digest_bytes(sha256, t.data, t.len);
	if (ok && strcmp(digest_file(r->arena, path, BOARD_MAX), sha256) != 0)
		ok = file_make_folder(file_join(r->arena, r->site,
		    "reports")) && file_write(path, t.data, t.len);
	if (!ok)
		run_failed(r, path);
	text_free(&t);
	return ok;
}
