/*
 * Correcting: which numbers of a published report are others now, and what came
 * or was changed in between.
 */
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "publish.h"

/* ---- what a figure can be made from ---- */

/* Mark a unit, all above it and all that it was before. */
static void
mark(const struct unit *u, bool *marks)
{
	size_t i;

	for (; u != NULL && !marks[u->index]; u = u->parent) {
		marks[u->index] = true;
		for (i = 0; i < u->predecessor_count; i++)
			mark(u->predecessors[i].unit, marks);
	}
}

bool *
correct_sources(struct arena *a, const struct units *units,
    const struct unit *unit)
{
	bool *marks = arena_alloc(a, units->count + 1);
	size_t i;

	for (i = 0; i < units->count; i++)
		if (unit_is_within(units->list[i], unit))
			mark(units->list[i], marks);
	return marks;
}

static bool
mentions(const struct expr *e, const struct form *form)
{
	const struct expr_name *const *names;
	size_t i, n = e == NULL ? 0 : expr_names(e, &names);

	for (i = 0; i < n; i++) {
		const struct field *f = names[i]->target;

		if (f != NULL && f->form == form)
			return true;
	}
	return false;
}

/* Whether targets that are met together with one look at a form. */
static bool
also_uses(const struct dataset *d, const struct target *target,
    const struct form *form)
{
	size_t i;

	for (i = 0; i < target->also_count; i++)
		if (correct_uses(d, target->also[i]->id, form))
			return true;
	return false;
}

bool
correct_uses(const struct dataset *d, const char *item,
    const struct form *form)
{
	const struct indicator *ind = plan_indicator(d->plan, item);
	size_t len = strlen(form->id);

	if (ind != NULL && ind->target != NULL &&
	    also_uses(d, ind->target, form))
		return true;
	if (ind != NULL)
		return mentions(ind->of, form) || mentions(ind->to, form) ||
		    (ind->target != NULL && mentions(ind->target->value,
		    form));
	return strncmp(item, form->id, len) == 0 && item[len] == '.';
}

/* ---- causes ---- */

static const char *
append(struct arena *a, const char *list, const char *more)
{
	return *list == '\0' ? more : arena_printf(a, "%s; %s", list, more);
}

/* The submissions around a unit that the edition before did not know. */
static const char *
new_submissions(struct run *r, const struct renderings *all,
    const struct manifest *before, const struct manifest_printed *p)
{
	const struct units *units = r->catalog->units;
	const struct unit *unit = units_find(units, p->unit,
	    period_end(all->data->period)), *sender;
	const bool *near = correct_sources(r->arena, units, unit);
	const char *list = "";
	struct period of;
	size_t i;

	for (i = 0; i < all->entry_count; i++) {
		const struct ledger_entry *e = all->entries[i];
		const struct form *form = catalog_form(r->catalog, e->form);

		if (manifest_has(before, e->sha256) || form == NULL ||
		    !correct_uses(all->data, p->item, form) ||
		    !period_parse(e->period, &of) ||
		    period_cmp(of, all->data->period) > 0 ||
		    (sender = units_find(units, e->unit,
		    period_end(of))) == NULL || !near[sender->index])
			continue;
		list = append(r->arena, list, arena_printf(r->arena,
		    "%s (%.12s)", e->name, e->sha256));
	}
	return list;
}

/* The files of the site that are not those of the edition before. */
static const char *
new_configuration(struct run *r, const struct rendering *t)
{
	const struct catalog *c = r->catalog;
	const char *list = "", *sha256 = inputs_digest(r,
	    t->report->template);
	size_t i;

	for (i = 0; i < c->file_count; i++)
		if (!manifest_has(t->before, c->files[i].sha256))
			list = append(r->arena, list, c->files[i].name);
	return manifest_has(t->before, sha256) ? list : append(r->arena, list,
	    arena_printf(r->arena, "templates/%s",
	    file_name(t->report->template)));
}

static const char *
cause_of(struct run *r, const struct renderings *all,
    const struct rendering *t, const struct manifest_printed *p)
{
	/* a target is the plan's, whatever was sent */
	const char *list = strncmp(p->as, "target", 6) == 0 ? "" :
	    new_submissions(r, all, t->before, p);
	const char *files = new_configuration(r, t);

	if (*files != '\0')
		list = append(r->arena, list, files);
	return *list != '\0' ? list : arena_printf(r->arena, "tonghop %s",
	    program_version());
}

void
correct_list(struct run *r, const struct renderings *all,
    const struct rendering *t, const struct data_log *now, struct manifest *m)
{
	const struct manifest *before = t->before;
	size_t i;

	for (i = 0; i < before->erratum_count; i++)
		*ARENA_PUSH(r->arena, m->errata, m->erratum_count,
		    m->erratum_cap) = before->errata[i];
	for (i = 0; i < before->printed_count; i++) {
		const struct manifest_printed *p = &before->printed[i];
		const struct data_printed *q = report_logged(now, p->unit,
		    p->item, p->as);

		if (q != NULL && strcmp(p->text, q->text) != 0)
			*ARENA_PUSH(r->arena, m->errata, m->erratum_count,
			    m->erratum_cap) = (struct data_erratum){
			    m->edition, before->day, m->day, p->unit, p->item,
			    p->as, p->text, q->text, cause_of(r, all, t, p) };
	}
}
