/*
 * Reading what a plan wants to be watched: a threshold, or bands from harmless
 * figures to the worst.  Room: model.
 */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/xmltree.h"
#include "model/plan_load.h"

/* Whether larger figures are worse. */
static bool
grows_worse(enum comparator at)
{
	return at == ABOVE || at == AT_LEAST;
}

static void
complain(const struct loader *l, const xmlNode *n, const struct indicator *in,
    const char *text)
{
	diag_report(l->diag, D_BANDS, load_place(l, n), in->id, text);
}

static struct band
read_band(const struct loader *l, const xmlNode *n, enum comparator at)
{
	bool up = grows_worse(at);
	const char *near = up ? "from" : "to", *far = up ? "to" : "from";

	return (struct band){ .name = load_attribute(l, n, "name", ""),
	    .has_near = load_attribute(l, n, near, NULL) != NULL,
	    .has_far = load_attribute(l, n, far, NULL) != NULL,
	    .near = plan_read_decimal(l, n, near, 0),
	    .far = plan_read_decimal(l, n, far, 0) };
}

/* How far B lies beyond A: below zero, zero, above it. */
static int
beyond(enum comparator at, struct decimal a, struct decimal b)
{
	return grows_worse(at) ? decimal_cmp(b, a) : decimal_cmp(a, b);
}

/* Where a band does not begin where the one before it ends. */
static void
check_seam(const struct loader *l, const xmlNode *n,
    const struct indicator *in, enum comparator at, const struct band *before,
    const struct band *band)
{
	char a[DECIMAL_TEXT], b[DECIMAL_TEXT];
	int c;

	if (!before->has_far || !band->has_near) {
		complain(l, n, in, arena_printf(l->arena, _("\"%s\" and \"%s\" "
		    "overlap: say where each ends towards the other"),
		    before->name, band->name));
		return;
	}
	c = beyond(at, before->far, band->near);
	decimal_format(before->far, a);
	decimal_format(band->near, b);
	if (c > 0)
		complain(l, n, in, arena_printf(l->arena, _("a gap: no band has "
		    "the figures between %s and %s"), a, b));
	else if (c < 0)
		complain(l, n, in, arena_printf(l->arena, _("an overlap: "
		    "\"%s\" and \"%s\" both have the figures between %s and "
		    "%s"), before->name, band->name, b, a));
}

static void
check_band(const struct loader *l, const xmlNode *n,
    const struct indicator *in, const struct watch *w, size_t i)
{
	const struct band *band = &w->bands[i];

	if (i > 0)
		check_seam(l, n, in, w->at, band - 1, band);
	else if (band->has_near)
		complain(l, n, in, arena_printf(l->arena, _("a gap: no band has "
		    "the figures before \"%s\"; the first band is the harmless "
		    "one and open on its own side"), band->name));
	if (i + 1 == w->band_count && band->has_far)
		complain(l, n, in, arena_printf(l->arena, _("a gap: no band has "
		    "the figures beyond \"%s\"; the last band is the worst and "
		    "open on its own side"), band->name));
	if (band->has_near && band->has_far &&
	    beyond(w->at, band->near, band->far) <= 0)
		complain(l, n, in, arena_printf(l->arena, _("\"%s\" ends before "
		    "it begins"), band->name));
}

static void
read_bands(const struct loader *l, const xmlNode *node,
    const struct indicator *in, struct watch *w)
{
	size_t cap = 0, i;
	xmlNode *n;

	for (n = xmltree_first(node); n != NULL; n = xmltree_next(n))
		*ARENA_PUSH(l->arena, w->bands, w->band_count, cap) =
		    read_band(l, n, w->at);
	if (w->band_count == 0)
		return;
	if (w->band_count == 1 || w->at == EXACTLY)
		complain(l, node, in, _("two bands or more, and at says which "
		    "side is worse: gt, ge, lt or le"));
	for (i = 0, n = xmltree_first(node); n != NULL; n = xmltree_next(n))
		check_band(l, n, in, w, i++);
	w->value = w->bands[0].far;
}

void
plan_read_watch(struct plan_loader *p, const xmlNode *n, struct indicator *in)
{
	struct watch *w = arena_alloc(p->l->arena, sizeof(*w));

	w->at = plan_read_comparator(p->l, n);
	w->value = plan_read_decimal(p->l, n, "value", 0);
	plan_read_levels(p->l, n, w->levels);
	read_bands(p->l, n, in, w);
	if ((load_attribute(p->l, n, "value", NULL) == NULL) ==
	    (w->band_count == 0))
		load_complain(p->l, load_place(p->l, n).line, _("indicator %s: "
		    "a watch needs one of value, bands"), in->id);
	in->watch = w;
}
