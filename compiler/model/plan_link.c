/*
 * What the targets of a plan say of each other, when all indicators are known: a
 * mix of targets of classes, and targets that are met together only.
 * Room: model.
 */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/xmltree.h"
#include "model/plan_load.h"

/* The indicators that an attribute lists; those that are not there are said. */
static size_t
read_list(const struct plan_loader *p, const xmlNode *n, const char *name,
    const struct indicator ***out)
{
	const struct loader *l = p->l;
	const char *list = load_attribute(l, n, name, ""), *id;
	size_t count = 0, cap = 0;

	while ((id = load_word(l->arena, &list)) != NULL) {
		const struct indicator *in = plan_indicator(p->plan, id);

		if (in == NULL)
			diag_report(l->diag, D_CONFIG_UNKNOWN,
			    load_place(l, n), _("indicator"), id, "");
		else
			*ARENA_PUSH(l->arena, *out, count, cap) = in;
	}
	return count;
}

static bool
same_ratio(const struct indicator *a, const struct indicator *b)
{
	return a->of != NULL && b->of != NULL && a->to != NULL &&
	    b->to != NULL && a->scale == b->scale &&
	    strcmp(expr_text(a->of), expr_text(b->of)) == 0 &&
	    strcmp(expr_text(a->to), expr_text(b->to)) == 0 &&
	    decimal_cmp(a->times, b->times) == 0;
}

/* Why a part does not go into an indicator's mix; NULL when it does. */
static const char *
unfit(const struct indicator *in, const struct indicator *part)
{
	struct decimal d;

	if (!same_ratio(in, part))
		return _("it is not the same ratio");
	if (*in->class != '\0' || *part->class == '\0')
		return _("a mix is made of indicators of a class each, and has "
		    "none itself");
	if (part->target == NULL || !target_number(part->target, &d) ||
	    part->target->each >= 0)
		return _("its target is not a number");
	if (part->target->at != in->target->at ||
	    part->target->due != in->target->due)
		return _("its target is compared in another way or due on "
		    "another day");
	return NULL;
}

static void
check_mix(const struct loader *l, int line, const struct indicator *in)
{
	const struct target *t = in->target;
	const char *why;
	size_t i, k;

	if (t->part_count < 2 || t->each >= 0)
		load_complain(l, line, _("indicator %s: mix needs two "
		    "indicators or more, and no each"), in->id);
	for (i = 0; i < t->part_count; i++) {
		if ((why = unfit(in, t->parts[i])) != NULL)
			load_complain(l, line, _("indicator %s cannot mix in "
			    "%s: %s"), in->id, t->parts[i]->id, why);
		for (k = 0; k < i; k++)
			if (strcmp(t->parts[k]->class, t->parts[i]->class) ==
			    0 || !classes_are_of_one_set(t->parts[k]->class,
			    t->parts[i]->class))
				load_complain(l, line, _("indicator %s mixes "
				    "%s and %s, which count the same units"),
				    in->id, t->parts[k]->id, t->parts[i]->id);
	}
}

static void
check_also(const struct loader *l, int line, const struct indicator *in)
{
	const struct target *t = in->target;
	size_t i;

	if (t->also_count > 0 && t->each >= 0)
		load_complain(l, line, _("indicator %s: and does not go "
		    "together with each"), in->id);
	for (i = 0; i < t->also_count; i++)
		if (t->also[i]->target == NULL || t->also[i] == in ||
		    t->also[i]->target->also_count > 0)
			load_complain(l, line, _("indicator %s: and wants an "
			    "indicator with a target and without \"and\", "
			    "which %s is not"), in->id, t->also[i]->id);
}

/* Whether a form of an expression is sent more often than once a year. */
static bool
is_sent_within_year(const struct expr *e)
{
	const struct expr_name *const *names;
	size_t n = expr_names(e, &names), i, kind;

	for (i = 0; i < n; i++)
		for (kind = 0; kind < PERIOD_KIND_MAX; kind++)
			if (kind != PERIOD_YEAR && ((const struct field *)
			    names[i]->target)->form->periods[kind])
				return true;
	return false;
}

/*
 * A plan speaks of the year.  Where numbers begin anew in every period and no
 * phasing says how, a quarter alone would be held against all of it; a share of
 * two such numbers, or a target of none, is the same for any period.
 */
static void
check_flow(const struct loader *l, int line, const struct indicator *in)
{
	const struct target *t = in->target;
	struct decimal d;

	if (t->phasing != PHASING_NONE || in->of == NULL ||
	    !expr_has_flows(in->of) || expr_has_flows(in->to) ||
	    (target_number(t, &d) && d.coef == 0) ||
	    !is_sent_within_year(in->of))
		return;
	diag_report(l->diag, D_TARGET_ALONE, ((struct place){ l->path, line,
	    0 }), in->id);
}

static const xmlNode *
next_indicator(const xmlNode *n)
{
	while (n != NULL && !xmltree_is(n, "indicator"))
		n = xmltree_next(n);
	return n;
}

void
plan_link(const struct plan_loader *p, const xmlNode *root)
{
	const struct loader *l = p->l;
	const xmlNode *first = next_indicator(xmltree_first(root)), *n, *node;
	size_t i;

	for (i = 0, n = first; n != NULL; n = next_indicator(xmltree_next(n)),
	    i++) {
		struct indicator *in = p->plan->indicators[i];

		node = xmltree_child(n, "target");
		if (node == NULL)
			continue;
		in->target->part_count = read_list(p, node, "mix",
		    &in->target->parts);
		in->target->also_count = read_list(p, node, "and",
		    &in->target->also);
	}
	for (i = 0, n = first; n != NULL; n = next_indicator(xmltree_next(n)),
	    i++) {
		const struct indicator *in = p->plan->indicators[i];

		node = xmltree_child(n, "target");
		if (node == NULL)
			continue;
		if (load_attribute(l, node, "mix", NULL) != NULL)
			check_mix(l, load_place(l, node).line, in);
		check_also(l, load_place(l, node).line, in);
		check_flow(l, load_place(l, node).line, in);
	}
}
