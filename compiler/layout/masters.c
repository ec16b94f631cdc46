/* Page masters: sizes, regions, and which master a page has.  Room: layout. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/map.h"
#include "layout/layout_page.h"

static bool
needs(struct layout *l, const struct node *n, const char *what)
{
	diag_report(l->diag, D_FO_REQUIRED, fo_place(&l->reader, n),
	    fo_name(n->kind), what);
	return false;
}

static const char *
region_name(const struct node *n, const char *otherwise)
{
	const char *name = fo_text(n, P_REGION_NAME);

	return *name != '\0' ? name : otherwise;
}

/* The regions within the page's margins (XSL 1.1, 6.4.13 to 6.4.16). */
static bool
read_regions(struct layout *l, struct master *m)
{
	length x = fo_length(m->node, P_MARGIN_3, 0, 0);
	length y = fo_length(m->node, P_MARGIN, 0, 0);
	length width = m->width - x - fo_length(m->node, P_MARGIN_4, 0, 0);
	length height = m->height - y - fo_length(m->node, P_MARGIN_2, 0, 0);
	length extent, top;
	const struct node *c;

	for (c = m->node->first; c != NULL; c = c->next) {
		extent = fo_length(c, P_EXTENT, m->height, 0);
		top = fo_length(c, P_MARGIN, 0, 0);
		if (c->kind == FO_REGION_BODY)
			m->body = (struct region){ c,
			    region_name(c, "xsl-region-body"),
			    x + fo_length(c, P_MARGIN_3, 0, 0), y + top,
			    width - fo_length(c, P_MARGIN_3, 0, 0) -
			    fo_length(c, P_MARGIN_4, 0, 0),
			    height - top - fo_length(c, P_MARGIN_2, 0, 0) };
		else if (c->kind == FO_REGION_BEFORE)
			m->before = (struct region){ c,
			    region_name(c, "xsl-region-before"), x, y, width,
			    extent };
		else
			m->after = (struct region){ c,
			    region_name(c, "xsl-region-after"), x,
			    y + height - extent, width, extent };
	}
	if (m->body.node == NULL) {
		m->body.name = "xsl-region-body";
		return needs(l, m->node, "fo:region-body");
	}
	if (m->body.width < 1000 || m->body.height < 1000)
		return needs(l, m->body.node,
		    _("at least 1pt of room between the margins"));
	return true;
}

bool
masters_read(struct document *d)
{
	struct layout *l = d->l;
	const struct node *set = d->root->first, *c;
	struct master *m;
	size_t n = 0;
	bool ok = true;

	if (set == NULL || set->kind != FO_LAYOUT_MASTER_SET)
		return needs(l, d->root,
		    _("fo:layout-master-set as its first element"));
	for (c = set->first; c != NULL; c = c->next)
		n += c->kind == FO_SIMPLE_PAGE_MASTER;
	d->masters = arena_alloc(l->reader.arena, (n + 1) *
	    sizeof(*d->masters));
	for (c = set->first; c != NULL; c = c->next) {
		if (*fo_text(c, P_MASTER_NAME) == '\0')
			ok = needs(l, c, "master-name");
		if (c->kind != FO_SIMPLE_PAGE_MASTER)
			continue;
		m = &d->masters[d->master_count++];
		m->name = fo_text(c, P_MASTER_NAME);
		m->node = c;
		m->width = fo_length(c, P_PAGE_WIDTH, 0, 595276);
		m->height = fo_length(c, P_PAGE_HEIGHT, 0, 841890);
		ok = read_regions(l, m) && ok;
	}
	return ok;
}

static const struct master *
find_master(const struct document *d, const char *name)
{
	size_t i;

	for (i = 0; i < d->master_count; i++)
		if (strcmp(d->masters[i].name, name) == 0)
			return &d->masters[i];
	return NULL;
}

static bool
unknown(struct document *d, const struct node *n, const char *name)
{
	diag_report(d->l->diag, D_FO_REFERENCE, fo_place(&d->l->reader, n),
	    "master", diag_quote(d->l->diag, name, 60));
	return false;
}

/* Whether all masters that a page-sequence-master names are there. */
static bool
check_references(struct document *d, const struct node *masters)
{
	const struct node *c, *k;
	bool ok = masters->first != NULL;

	if (!ok)
		needs(d->l, masters, _("a reference to a simple-page-master"));
	for (c = masters->first; c != NULL; c = c->next) {
		if (c->kind != FO_ALTERNATIVES) {
			if (find_master(d, fo_text(c, P_MASTER_REFERENCE)) ==
			    NULL)
				ok = unknown(d, c, fo_text(c,
				    P_MASTER_REFERENCE));
			continue;
		}
		for (k = c->first; k != NULL; k = k->next)
			if (find_master(d, fo_text(k, P_MASTER_REFERENCE)) ==
			    NULL)
				ok = unknown(d, k, fo_text(k,
				    P_MASTER_REFERENCE));
	}
	return ok;
}

bool
masters_find(struct document *d, struct sequence *s)
{
	const char *name = fo_text(s->node, P_MASTER_REFERENCE);
	const struct node *c;

	if ((s->master = find_master(d, name)) != NULL)
		return true;
	for (c = d->root->first->first; c != NULL; c = c->next)
		if (c->kind == FO_PAGE_SEQUENCE_MASTER &&
		    strcmp(fo_text(c, P_MASTER_NAME), name) == 0) {
			s->masters = c;
			return check_references(d, c);
		}
	return unknown(d, s->node, name);
}

static bool
condition_holds(const struct node *n, size_t index, int64_t number, bool last,
    bool blank)
{
	enum word position = fo_word(n, P_PAGE_POSITION);
	enum word parity = fo_word(n, P_ODD_OR_EVEN);
	enum word blanks = fo_word(n, P_BLANK_OR_NOT);
	bool first = index == 0;

	if ((position == W_FIRST && !first) || (position == W_LAST && !last) ||
	    (position == W_ONLY && !(first && last)) ||
	    (position == W_REST && (first || last)))
		return false;
	if ((parity == W_ODD && number % 2 == 0) ||
	    (parity == W_EVEN && number % 2 != 0))
		return false;
	return !((blanks == W_BLANK && !blank) ||
	    (blanks == W_NOT_BLANK && blank));
}

const struct master *
masters_choose(const struct document *d, const struct sequence *s,
    size_t index, int64_t number, bool last, bool blank)
{
	const struct master *found = NULL;
	const struct node *c, *k;
	size_t before = 0, repeats;
	const struct value *most;

	if (s->master != NULL)
		return s->master;
	for (c = s->masters->first; c != NULL; c = c->next) {
		most = fo_value(c, P_MAXIMUM_REPEATS);
		repeats = c->kind == FO_SINGLE_REFERENCE ? 1 :
		    most->unit == UNIT_COUNT ? (size_t)most->n : SIZE_MAX;
		if (c->kind != FO_ALTERNATIVES)
			found = find_master(d, fo_text(c, P_MASTER_REFERENCE));
		for (k = c->first; k != NULL; k = k->next)
			if (condition_holds(k, index, number, last, blank)) {
				found = find_master(d, fo_text(k,
				    P_MASTER_REFERENCE));
				break;
			}
		if (index - before < repeats || c->next == NULL)
			break;
		before += repeats;
	}
	return found;
}

const struct master *
masters_first(struct document *d, const struct sequence *s, bool *equal)
{
	const struct master *first = s->master, *m;
	const struct node *c, *k;

	*equal = true;
	if (first != NULL)
		return first;
	for (c = s->masters->first; c != NULL; c = c->next)
		for (k = c->kind == FO_ALTERNATIVES ? c->first : c;
		    k != NULL; k = c->kind == FO_ALTERNATIVES ? k->next :
		    NULL) {
			m = find_master(d, fo_text(k, P_MASTER_REFERENCE));
			if (first == NULL)
				first = m;
			else if (m->body.width != first->body.width)
				*equal = false;
		}
	if (first == NULL)
		needs(d->l, s->masters, _("a master"));
	return first;
}
