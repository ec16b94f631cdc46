/* Reading plans/YEAR.xml: its head and indicators.  Room: model. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "base/map.h"
#include "base/xmltree.h"
#include "model/plan_load.h"

static void
complain_average(const struct loader *l, const xmlNode *n, const char *what)
{
	diag_report(l->diag, D_CONFIG_AVERAGE, load_place(l, n), what,
	    _("write <ratio of=\"...\" to=\"...\" times=\"100\"/> of the "
	    "numbers behind it"));
}

/*
 * Indicators are computed at each unit of the rows and then added (ADDED: a
 * target is not), so only what may be added has a place in them.
 */
static void
check_operands(const struct loader *l, const xmlNode *n, const char *id,
    const struct expr *e, int *row_level, bool added)
{
	const struct expr_name *const *names;
	size_t count = e == NULL ? 0 : expr_names(e, &names), i;
	int line = load_place(l, n).line;

	for (i = 0; i < count; i++) {
		const struct field *f = names[i]->target;

		if (f->type == FIELD_PERCENT || f->space == SPACE_WEIGHTED)
			complain_average(l, n, arena_printf(l->arena,
			    f->type == FIELD_PERCENT ?
			    _("indicator %s uses the percentage %s.%s") :
			    _("indicator %s uses the mean %s.%s"), id,
			    f->form->id, f->name));
		else if (!field_is_number(f))
			load_complain(l, line, _("indicator %s uses %s.%s, "
			    "which is no number"), id, f->form->id, f->name);
		else if (f->space != SPACE_SUM)
			load_complain(l, line, _("indicator %s uses %s.%s, "
			    "which is not added over units"), id, f->form->id,
			    f->name);
		if (*row_level >= 0 && f->form->row_level >= 0 &&
		    f->form->row_level != *row_level)
			load_complain(l, line, _("indicator %s mixes forms "
			    "whose rows speak of different levels"), id);
		*row_level = f->form->row_level;
	}
	if (e != NULL && added && expr_averages(e))
		complain_average(l, n, arena_printf(l->arena,
		    _("indicator %s divides at each unit"), id));
	if (e != NULL && expr_looks_across_rows(e))
		load_complain(l, line, _("indicator %s: sum() and count() "
		    "belong to rules; an indicator is added over units by "
		    "itself"), id);
}

const struct expr *
plan_read_operand(struct plan_loader *p, const xmlNode *n, const char *name,
    const char *id, int *row_level)
{
	const struct expr *e = load_expr(p->l, load_place(p->l, n).line,
	    load_attribute(p->l, n, name, ""), EXPR_NUMBER, p->scope);

	check_operands(p->l, n, id, e, row_level, strcmp(name, "value") != 0);
	return e;
}

/* An id that the plan has already; ids of duties and indicators are apart. */
static void
check_twice(const struct loader *l, const xmlNode *n, const char *what,
    const char *id, const char *other, int line)
{
	if (strcmp(id, other) == 0)
		diag_report(l->diag, D_CONFIG_TWICE, load_place(l, n), what,
		    id, load_where(l->arena, l->path, line));
}

/* A share of a whole cannot be more than all of it. */
static void
bound_ratio(struct indicator *in)
{
	if (in->has_most || in->of == NULL || in->to == NULL ||
	    !expr_is_part(in->of, in->to))
		return;
	in->has_most = true;
	in->most = in->times;
}

static void
read_indicator(struct plan_loader *p, const xmlNode *node)
{
	const struct loader *l = p->l;
	struct indicator *in = arena_alloc(l->arena, sizeof(*in));
	int row_level = -1;
	size_t i;
	xmlNode *n;

	in->id = load_attribute(l, node, "id", "");
	in->place = load_place(l, node);
	for (i = 0; i < p->plan->indicator_count; i++)
		check_twice(l, node, _("indicator"), in->id,
		    p->plan->indicators[i]->id,
		    p->plan->indicators[i]->place.line);
	in->index = p->plan->indicator_count;
	in->section = load_attribute(l, node, "section", "");
	in->unit = load_attribute(l, node, "unit", "");
	in->class = load_attribute(l, node, "class", "");
	in->digits = load_int(l, node, "digits", 0);
	in->scale = load_int(l, node, "scale", 0);
	in->note = "";
	in->times = decimal_int(1);
	for (n = xmltree_first(node); n != NULL; n = xmltree_next(n))
		if (xmltree_is(n, "label"))
			in->label = xmltree_text(l->arena, n);
		else if (xmltree_is(n, "note"))
			in->note = xmltree_text(l->arena, n);
		else if (xmltree_is(n, "target"))
			plan_read_target(p, n, in, row_level);
		else if (xmltree_is(n, "watch"))
			plan_read_watch(p, n, in);
		else {
			in->kind = xmltree_is(n, "ratio") ? INDICATOR_RATIO :
			    INDICATOR_VALUE;
			in->of = plan_read_operand(p, n, "of", in->id, &row_level);
			in->has_most = load_attribute(l, n, "most", NULL) !=
			    NULL;
			in->most = plan_read_decimal(l, n, "most", 0);
			if (in->kind != INDICATOR_RATIO)
				continue;
			in->to = plan_read_operand(p, n, "to", in->id, &row_level);
			in->times = plan_read_decimal(l, n, "times", 1);
			bound_ratio(in);
		}
	*ARENA_PUSH(l->arena, p->plan->indicators, p->plan->indicator_count,
	    p->indicator_cap) = in;
}

static void
read_duty(struct plan_loader *p, const xmlNode *node)
{
	const struct loader *l = p->l;
	struct duty *duty = duty_read(l, node, p->scope);
	size_t i;

	for (i = 0; i < p->plan->duty_count; i++)
		check_twice(l, node, _("duty"), duty->id,
		    p->plan->duties[i]->id, p->plan->duties[i]->place.line);
	*ARENA_PUSH(l->arena, p->plan->duties, p->plan->duty_count,
	    p->duty_cap) = duty;
}

static void
read_head(struct plan_loader *p, const xmlNode *root)
{
	const struct loader *l = p->l;
	const xmlNode *coverage = xmltree_child(root, "coverage");
	const xmlNode *source = xmltree_child(root, "source");
	struct plan *plan = p->plan;
	const char *want;

	plan->year = load_int(l, root, "year", 0);
	plan->title = xmltree_text(l->arena, xmltree_first(root));
	plan->source = source == NULL ? "" : xmltree_text(l->arena, source);
	plan->min_coverage = ratio_of(decimal_int(0));
	if (coverage != NULL)
		plan->min_coverage = (struct ratio){
		    plan_read_decimal(l, coverage, "verdict", 0),
		    decimal_int(100) };
	want = arena_printf(l->arena, "%d.xml", plan->year);
	if (strcmp(file_name(l->path), want) != 0)
		load_complain(l, load_place(l, root).line, _("the plan is for "
		    "%d, so the file must be called %s"), plan->year, want);
}

struct plan *
plan_read(const struct loader *l, const char *data, struct load_scope *scope)
{
	struct plan_loader p = { .l = l, .scope = scope };
	xmlNode *root, *n;
	xmlDoc *doc = xmltree_read(l->path,
	    file_join(l->arena, data, "schemas/plan.xsd"), D_CONFIG_XML,
	    D_CONFIG_SCHEMA, l->diag);

	if (doc == NULL)
		return NULL;
	scope->home = NULL;
	root = xmlDocGetRootElement(doc);
	p.plan = arena_alloc(l->arena, sizeof(*p.plan));
	p.plan->path = l->path;
	p.plan->sha256 = load_digest(l->arena, l->path);
	read_head(&p, root);
	for (n = xmltree_first(root); n != NULL; n = xmltree_next(n))
		if (xmltree_is(n, "indicator"))
			read_indicator(&p, n);
		else if (xmltree_is(n, "duty"))
			read_duty(&p, n);
	plan_link(&p, root);
	duties_check(l, p.plan);
	xmlFreeDoc(doc);
	return p.plan;
}
