/* The pipeline, readable aloud: every step is a call. */
#include "compile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "check/check.h"

bool
run_failed(struct run *r, const char *path)
{
	diag_report(r->diag, D_SYSTEM, ((struct place){ path, 0, 0 }), path,
	    system_error(errno));
	return false;
}

/* Hold the site until run_close(); the lock vanishes with the process. */
static bool
hold(struct run *r)
{
	const char *path = file_join(r->arena, r->site, ".lock");

	r->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
	if (r->lock < 0)
		return run_failed(r, path);
	if (flock(r->lock, LOCK_EX | LOCK_NB) == 0)
		return true;
	diag_report(r->diag, D_SITE_BUSY, ((struct place){ r->site, 0, 0 }),
	    NULL);
	return false;
}

bool
run_open(struct run *r, bool lock)
{
	const char *site_file = file_join(r->arena, r->site, "site.xml");

	r->ledger_path = file_join(r->arena, r->site, "ledger.csv");
	if (!file_exists(site_file)) {
		diag_report(r->diag, D_SITE_MISSING,
		    ((struct place){ r->site, 0, 0 }), site_file);
		return false;
	}
	return (!lock || hold(r)) &&
	    (r->catalog = catalog_load(r->arena, r->site, r->data,
	    r->diag)) != NULL &&
	    (r->ledger = ledger_read(r->arena, r->ledger_path,
	    r->diag)) != NULL;
}

void
run_close(struct run *r)
{
	if (r->lock >= 0)
		close(r->lock);
	r->lock = -1;
	catalog_free(r->catalog);
	r->catalog = NULL;
}

static struct source *
source_of(struct run *r, const struct ledger_entry *e,
    const struct compiled *c)
{
	struct source *s = arena_alloc(r->arena, sizeof(*s));

	*s = (struct source){
		.path = e->path,
		.sha256 = e->sha256,
		.name = e->name,
		.form = c->form,
		.unit = c->unit,
		.period = c->period,
		.kind = c->kind,
		.sequence = c->sequence,
		.received = e->day,
		.columns = c->columns,
		.explanations = c->explanations,
	};
	return s;
}

bool
run_link(struct run *r)
{
	const struct ledger_entry **entries;
	size_t i, n = receive_current(r, &entries);
	bool ok = true;

	r->facts = facts_new(r->arena, r->catalog);
	for (i = 0; i < n; i++) {
		struct compiled *c = receive_compiled(r, entries[i]);
		struct source *s;

		if (c == NULL) {
			ok = false;
			continue;
		}
		s = source_of(r, entries[i], c);
		facts_put(r->facts, c, s);
		if (entries[i] >= r->ledger->entries + r->first_new)
			*ARENA_PUSH(r->arena, r->fresh, r->fresh_count,
			    r->fresh_cap) = s;
	}
	return ok;
}

/* Warn when a file that was taken in now is the first of its report and late. */
static void
warn_late(struct run *r, const struct source *s, struct diag *diag)
{
	const struct plan *plan = catalog_plan(r->catalog, s->period);
	char received[DATE_TEXT], deadline[DATE_TEXT];
	size_t i;

	for (i = 0; plan != NULL && i < plan->duty_count; i++) {
		struct duty_status d;

		if (!duty_asks(plan->duties[i], s->form, s->period.kind))
			continue;
		d = duties_report(r, plan->duties[i], s->form, s->unit,
		    s->period);
		if (d.state == DUTY_LATE && d.received == s->received)
			diag_report(diag, D_RECEIVED_LATE,
			    ((struct place){ s->path, 0, 0 }),
			    language_date(s->received, received),
			    language_date(d.deadline, deadline),
			    *d.duty->label == '\0' ? d.duty->id :
			    d.duty->label);
	}
}

void
run_judge(struct run *r, const struct source *s, struct diag *diag)
{
	size_t from;

	check_cross(r->arena, r->catalog, r->facts, s, diag);
	from = diag_count(diag);
	warn_late(r, s, diag);
	explanations_apply(&s->explanations, diag, from);
}

/* Judge what was taken in now against everything else. */
static void
cross(struct run *r)
{
	size_t i;

	for (i = 0; i < r->fresh_count; i++) {
		const struct source *s = r->fresh[i];

		run_judge(r, s, r->diag);
		explanations_tell(r->arena, &s->explanations, s->path,
		    r->diag);
	}
}

static bool
is_among(struct period p, const struct period *list, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (period_equal(list[i], p))
			return true;
	return false;
}

static int
compare_periods(const void *a, const void *b)
{
	return period_cmp(*(const struct period *)a,
	    *(const struct period *)b);
}

/*
 * The periods that can have reports: those that were reported, and those that
 * end with one, as a quarter does with its last month.
 */
static size_t
periods_of(struct run *r, struct period **out)
{
	const struct ledger_entry **entries;
	struct period of, *list = NULL, p;
	size_t n = receive_current(r, &entries), count = 0, cap = 0, i;
	int kind;

	for (i = 0; i < n; i++)
		for (kind = PERIOD_MONTH; kind < PERIOD_KIND_MAX &&
		    period_parse(entries[i]->period, &of); kind++)
			if (kind >= (int)of.kind && period_ending(of.year,
			    period_last_month(of), (enum period_kind)kind,
			    &p) && !is_among(p, list, count))
				*ARENA_PUSH(r->arena, list, count, cap) = p;
	if (count > 0)
		qsort(list, count, sizeof(*list), compare_periods);
	*out = list;
	return count;
}

/*
 * Judge what is new, and write the reports of all periods that it changes.  When
 * nothing came and nothing changed, no fact is needed.
 */
static bool
compile(struct run *r)
{
	struct period *periods;
	size_t i, written, n = periods_of(r, &periods), due = 0;
	bool ok;

	for (i = 0; i < n; i++)
		if (publish_is_due(r, periods[i]))
			periods[due++] = periods[i];
	if (due == 0 && r->ledger->count == r->first_new)
		return letter_write_accepted(r);
	if (!run_link(r))
		return false;
	cross(r);
	ok = letter_write_accepted(r);
	for (i = 0; i < due; i++)
		ok = publish_period(r, periods[i], NULL, 0, &written) && ok;
	return ok;
}

/* Remember that nothing is due, for as long as that is so. */
static void
remember(struct run *r)
{
	struct period *periods;
	size_t n = periods_of(r, &periods);

	inputs_remember(r, periods, n);
}

bool
run_all(struct run *r)
{
	bool ok, known;

	r->first_new = r->ledger->count;
	/* when the disk is full or the like, no report is made without a file
	 * that lies there: the next run goes on */
	if (!receive_all(r) || !letter_resume(r))
		return false;
	known = r->ledger->count == r->first_new && inputs_known(r) &&
	    (r->ledger->count == 0 || file_exists(board_path(r)));
	ok = known ? letter_write_accepted(r) : compile(r);
	ok = (known || board_write(r)) && ok;
	ok = reminders_queue(r) && ok;
	ok = (r->catalog->site->mail.server == NULL || mail_send(r, true)) &&
	    ok;
	if (ok && !known)
		remember(r);
	return ok;
}

bool
run_build(struct run *r, struct period p, const struct unit *const *units,
    size_t unit_count)
{
	size_t written;

	r->first_new = r->ledger->count;
	return run_link(r) &&
	    publish_period(r, p, units, unit_count, &written) &&
	    board_write(r);
}
