/*
 * Reading what a plan wants to be reached.  Room: model.
 */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/xmltree.h"
#include "model/plan_load.h"

enum comparator
plan_read_comparator(const struct loader *l, const xmlNode *n)
{
	const char *s = load_attribute(l, n, "at", "");
	int c;

	for (c = AT_LEAST; c < BELOW; c++)
		if (strcmp(comparator_name(c), s) == 0)
			break;
	return c;
}

struct decimal
plan_read_decimal(const struct loader *l, const xmlNode *n, const char *name,
    int fallback)
{
	const char *s = load_attribute(l, n, name, NULL);
	struct decimal d = decimal_int(fallback);

	if (s != NULL)
		decimal_parse(&d, s, strlen(s));
	return d;
}

void
plan_read_levels(const struct loader *l, const xmlNode *n,
    bool levels[static LEVELS_MAX])
{
	size_t i;

	if (load_attribute(l, n, "levels", NULL) != NULL) {
		load_levels(l, n, "levels", levels);
		return;
	}
	for (i = 0; i < l->site->level_count; i++)
		levels[i] = true;
}

/* ---- phasing ---- */

static void
read_steps(const struct loader *l, const xmlNode *node, struct target *t)
{
	size_t cap = 0;
	xmlNode *n;

	for (n = xmltree_first(node); n != NULL; n = xmltree_next(n)) {
		struct step s = { .until = load_date(l, n, "until") };
		int line = load_place(l, n).line;

		s.is_share = load_attribute(l, n, "share", NULL) != NULL;
		s.value = plan_read_decimal(l, n, s.is_share ? "share" :
		    "value", 0);
		if (s.is_share == (load_attribute(l, n, "value", NULL) != NULL))
			load_complain(l, line, _("a milestone needs one of "
			    "value, share"));
		if (t->step_count > 0 && s.until != DATE_NONE &&
		    s.until <= t->steps[t->step_count - 1].until)
			load_complain(l, line, _("milestones stand in the "
			    "order of their days, each day once"));
		else if (s.until >= t->due && t->due != DATE_NONE)
			load_complain(l, line, _("a milestone lies before the "
			    "day that the target is due"));
		*ARENA_PUSH(l->arena, t->steps, t->step_count, cap) = s;
	}
}

/* A line that moves away from where the target wants the figure to be. */
static void
check_line(const struct loader *l, const xmlNode *n,
    const struct indicator *in, const struct target *t)
{
	struct decimal value;
	int c;

	if (!target_number(t, &value))
		return;
	c = decimal_cmp(t->from, value);
	if (((t->at == AT_LEAST || t->at == ABOVE) && c > 0) ||
	    ((t->at == AT_MOST || t->at == BELOW) && c < 0))
		load_complain(l, load_place(l, n).line, _("indicator %s: the "
		    "target is met where its phasing begins; say in from "
		    "where the year began"), in->id);
}

static void
read_phasing(const struct loader *l, const xmlNode *n, int plan_year,
    const struct indicator *in, struct target *t)
{
	const char *way = load_attribute(l, n, "phasing", "");
	int line = load_place(l, n).line, year, month, day;
	bool from = load_attribute(l, n, "from", NULL) != NULL;

	read_steps(l, n, t);
	t->phasing = strcmp(way, "level") == 0 ? PHASING_LEVEL :
	    strcmp(way, "linear") == 0 ? PHASING_LINEAR :
	    t->step_count > 0 ? PHASING_STEPS : PHASING_NONE;
	t->from = plan_read_decimal(l, n, "from", 0);
	t->accumulates = (t->phasing == PHASING_LINEAR ||
	    t->phasing == PHASING_STEPS) && (expr_has_flows(in->of) ||
	    expr_has_flows(in->to));
	if (way[0] != '\0' && t->step_count > 0)
		load_complain(l, line, _("indicator %s: the target has "
		    "milestones or phasing=\"%s\", not both"), in->id, way);
	if (from && t->phasing != PHASING_LINEAR)
		load_complain(l, line, _("indicator %s: from belongs to "
		    "phasing=\"linear\""), in->id);
	if (t->phasing == PHASING_NONE)
		return;
	if (t->due == DATE_NONE) {
		if (load_attribute(l, n, "due", NULL) == NULL)
			load_complain(l, line, _("indicator %s: phasing needs "
			    "the day that the target is due"), in->id);
		return;
	}
	date_split(t->due, &year, &month, &day);
	if (year < plan_year)
		load_complain(l, line, _("indicator %s: phasing of a target "
		    "that is due before the plan's year"), in->id);
	if (t->phasing == PHASING_LINEAR)
		check_line(l, n, in, t);
}

void
plan_read_target(struct plan_loader *p, const xmlNode *n, struct indicator *in,
    int row_level)
{
	const struct loader *l = p->l;
	struct target *t = arena_alloc(l->arena, sizeof(*t));
	int line = load_place(l, n).line, target_level = row_level;

	t->at = plan_read_comparator(l, n);
	if (load_attribute(l, n, "value", NULL) != NULL)
		t->value = plan_read_operand(p, n, "value", in->id,
		    &target_level);
	if ((load_attribute(l, n, "value", NULL) == NULL) ==
	    (load_attribute(l, n, "mix", NULL) == NULL))
		load_complain(l, line, _("indicator %s: the target needs one "
		    "of value, mix"), in->id);
	plan_read_levels(l, n, t->levels);
	t->each = -1;
	if (load_attribute(l, n, "each", NULL) != NULL) {
		t->each = load_level(l, n, "each");
		if (row_level >= 0 && t->each > row_level)
			load_complain(l, line, _("indicator %s: each=\"%s\" is "
			    "below the level of its forms' rows"), in->id,
			    load_attribute(l, n, "each", ""));
	}
	t->due = load_date(l, n, "due");
	read_phasing(l, n, p->plan->year, in, t);
	t->source = load_attribute(l, n, "source", "");
	in->target = t;
}
