/*
 * Markers: what a page's header, or a table's, says of what stands on the page
 * (XSL 1.1, 6.13.5 to 6.13.7).  Room: layout.
 */
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "layout/layout_page.h"

/* Markers as they are met in the order of their areas. */
struct choice {
	const struct node *first_start, *first, *last_start, *last_end, *last;
};

static void
meet(struct choice *c, const struct node *marker, bool starts, bool ends)
{
	if (c->first == NULL)
		c->first = marker;
	if (starts && c->first_start == NULL)
		c->first_start = marker;
	if (starts)
		c->last_start = marker;
	if (ends)
		c->last_end = marker;
	c->last = marker;
}

static const struct node *
either(const struct node *wanted, const struct node *otherwise)
{
	return wanted != NULL ? wanted : otherwise;
}

/* The marker in a position; an area that only goes on here is second best. */
static const struct node *
choose(const struct choice *c, enum word position)
{
	switch (position) {
	case W_FIRST_CARRYOVER:
		return c->first;
	case W_LAST_STARTING:
	case W_LAST_STARTING_PAGE:
		return either(c->last_start, c->last);
	case W_LAST_ENDING:
	case W_LAST_ENDING_PAGE:
		return either(c->last_end, c->last);
	default:
		return either(c->first_start, c->first);
	}
}

/* Which marker a page shows; else the last one of the pages before it. */
static const struct node *
find_on_page(struct layout *l, const struct node *retriever)
{
	const struct marker_class *class = map_find(l->reader.markers,
	    fo_text(retriever, P_RETRIEVE_CLASS));
	enum word boundary = fo_word(retriever, P_RETRIEVE_BOUNDARY);
	size_t from = boundary == W_PAGE ? l->page : boundary == W_DOCUMENT ?
	    0 : l->sequence_page, before = 0, i;
	const struct node *found = NULL;
	struct choice c = { 0 };
	const struct anchor *a;

	for (i = 0; class != NULL && i < class->count; i++) {
		a = map_find(l->anchors, class->markers[i]->parent->id);
		if (a == NULL || !a->placed || a->page > l->page ||
		    a->last < from)
			continue;
		if (a->last >= l->page) {
			meet(&c, class->markers[i], a->page == l->page,
			    a->last == l->page);
		} else if (found == NULL || a->last >= before) {
			found = class->markers[i];
			before = a->last;
		}
	}
	return c.first == NULL ? found : choose(&c, fo_word(retriever,
	    P_RETRIEVE_POSITION));
}

static bool
is_called(const struct node *marker, const char *class)
{
	return strcmp(fo_text(marker, P_MARKER_CLASS), class) == 0;
}

/* The last marker of a row, or of the body that it is in. */
static const struct node *
last_of_row(const struct row *r, const char *class)
{
	const struct node *m, *found = NULL;
	size_t i;

	for (i = r->marker_count; i > 0; i--)
		if (is_called(r->markers[i - 1], class))
			return r->markers[i - 1];
	for (m = r->part->node->markers; m != NULL; m = m->next)
		if (is_called(m, class))
			found = m;
	return found;
}

/* The last marker of the rows of a table before one. */
static const struct node *
find_before(const struct row *r, const char *class)
{
	const struct table *t = r->table;
	size_t body = (size_t)(r->part - t->bodies) + 1, i;
	const struct node *found;

	for (i = r->index; body > 0; body--) {
		for (; i > 0; i--)
			if ((found = last_of_row(&t->bodies[body - 1].rows[
			    i - 1], class)) != NULL)
				return found;
		i = body > 1 ? t->bodies[body - 2].count : 0;
	}
	return NULL;
}

/* The markers of a row that is on the page, those of its body before them. */
static void
meet_row(struct choice *c, const struct placed *p, const char *class)
{
	const struct row *r = p->box->row;
	bool starts = p->slice == NULL || p->slice->is_first;
	bool ends = p->slice == NULL || p->slice->is_last;
	const struct node *m;
	size_t i;

	for (m = r->part->node->markers; m != NULL; m = m->next)
		if (is_called(m, class))
			meet(c, m, starts && r->index == 0,
			    ends && r->index + 1 == r->part->count);
	for (i = 0; i < r->marker_count; i++)
		if (is_called(r->markers[i], class))
			meet(c, r->markers[i], starts, ends);
}

static size_t
text_length(const struct node *n)
{
	size_t len = n->kind == FO_TEXT_NODE ? strlen(n->text) : 0;
	const struct node *c;

	for (c = n->first; c != NULL; c = c->next)
		len += text_length(c);
	return len;
}

/* The marker with the most text, which a header is to have room for. */
static const struct node *
find_longest(const struct table *t, const char *class)
{
	const struct node *found = NULL, *m;
	size_t body, i, k, most = 0, len;

	for (body = 0; body < t->body_count; body++)
		for (i = 0; i < t->bodies[body].count; i++) {
			const struct row *r = &t->bodies[body].rows[i];

			if (i == 0 && found == NULL)
				found = last_of_row(r, class);
			for (k = 0; k < r->marker_count; k++) {
				m = r->markers[k];
				if (!is_called(m, class) ||
				    (len = text_length(m)) <= most)
					continue;
				most = len;
				found = m;
			}
		}
	return found;
}

static const struct node *
find_in_table(const struct layout *l, const struct node *retriever)
{
	const char *class = fo_text(retriever, P_RETRIEVE_CLASS);
	const struct fragment *here = l->fragment;
	const struct row *first = NULL;
	struct choice c = { 0 };
	size_t i;

	if (here == NULL)
		return NULL;
	if (here->rows == NULL)
		return find_longest(here->table, class);
	for (i = 0; i < here->count; i++) {
		if (!box_is_body_row(here->rows[i].box))
			continue;
		if (first == NULL)
			first = here->rows[i].box->row;
		meet_row(&c, &here->rows[i], class);
	}
	if (c.first != NULL)
		return choose(&c, fo_word(retriever, P_TABLE_POSITION));
	return first == NULL || fo_word(retriever, P_TABLE_BOUNDARY) !=
	    W_TABLE ? NULL : find_before(first, class);
}

const struct node *
marker_content(struct layout *l, const struct node *retriever)
{
	const struct node *marker = retriever->kind == FO_RETRIEVE_MARKER ?
	    find_on_page(l, retriever) : find_in_table(l, retriever);
	const struct node *content;
	const char *key;

	if (marker == NULL)
		return NULL;
	key = arena_printf(l->reader.arena, "%p %p", (const void *)marker,
	    (const void *)retriever);
	content = map_find(l->retrieved, key);
	if (content == NULL) {
		content = fo_retrieve(&l->reader, marker, retriever);
		map_add(l->retrieved, key, (void *)content);
	}
	return content;
}

bool
marker_retrieves(const struct node *n)
{
	const struct node *c;

	if (n->kind == FO_RETRIEVE_TABLE_MARKER)
		return true;
	for (c = n->first; c != NULL; c = c->next)
		if (marker_retrieves(c))
			return true;
	return false;
}

bool
node_is_block(struct layout *l, const struct node *n)
{
	const struct node *c;

	if (n->kind == FO_RETRIEVE_MARKER ||
	    n->kind == FO_RETRIEVE_TABLE_MARKER) {
		c = marker_content(l, n);
		for (c = c == NULL ? NULL : c->first; c != NULL; c = c->next)
			if (node_is_block(l, c))
				return true;
	}
	return n->kind >= FO_BLOCK && n->kind <= FO_TABLE;
}

static void
gather(struct layout *l, struct row *r, const struct node *n)
{
	const struct node *c;

	for (c = n->markers; c != NULL; c = c->next)
		*ARENA_PUSH(l->pass, r->markers, r->marker_count,
		    r->marker_cap) = c;
	for (c = n->first; c != NULL; c = c->next)
		gather(l, r, c);
}

void
markers_gather(struct layout *l, struct row *r)
{
	int i;

	for (i = 0; i < r->count; i++)
		gather(l, r, r->cells[i].node);
}
