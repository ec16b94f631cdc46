/* Bookmarks, and what the document says of itself in XMP.  Room: layout. */
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/xmltree.h"
#include "layout/layout_page.h"

static const char *
title_of(struct layout *l, const struct node *bookmark)
{
	const struct node *c, *t;
	const char *s = "";

	for (c = bookmark->first; c != NULL; c = c->next)
		if (c->kind == FO_BOOKMARK_TITLE)
			for (t = c->first; t != NULL; t = t->next)
				s = arena_printf(l->result, "%s%s", s,
				    t->text == NULL ? "" : t->text);
	return s;
}

static void
add_bookmarks(struct layout *l, const struct node *parent, int level)
{
	const struct node *c;
	struct bookmark *b;
	const struct anchor *a;

	for (c = parent->first; c != NULL; c = c->next) {
		if (c->kind != FO_BOOKMARK)
			continue;
		a = map_find(l->anchors, fo_text(c, P_INTERNAL_DESTINATION));
		if (a != NULL && a->placed) {
			b = ARENA_PUSH(l->result, l->pages->bookmarks,
			    l->pages->bookmark_count, l->pages->bookmark_cap);
			*b = (struct bookmark){ .title = title_of(l, c),
			    .level = level, .open = strcmp(fo_text(c,
			    P_STARTING_STATE), "hide") != 0,
			    .page = a->page, .y = a->y };
		}
		add_bookmarks(l, c, level + 1);
	}
}

/* The text of the first element of a name anywhere below a node. */
static const char *
find_text(struct arena *a, const xmlNode *n, const char *name)
{
	const xmlNode *c;
	const char *s;

	for (c = xmltree_first(n); c != NULL; c = xmltree_next(c)) {
		if (xmltree_is(c, name)) {
			s = xmltree_text(a, c);
			return *s == '\0' ? NULL : s;
		}
		if ((s = find_text(a, c, name)) != NULL)
			return s;
	}
	return NULL;
}

void
outline_make(struct document *d)
{
	struct layout *l = d->l;
	struct pages *p = l->pages;
	const struct node *n;

	for (n = d->root->first; n != NULL; n = n->next) {
		if (n->kind == FO_BOOKMARK_TREE)
			add_bookmarks(l, n, 1);
		if (n->kind != FO_DECLARATIONS)
			continue;
		p->title = find_text(l->result, n->xml, "title");
		p->author = find_text(l->result, n->xml, "creator");
		p->subject = find_text(l->result, n->xml, "description");
		p->language = find_text(l->result, n->xml, "language");
	}
}
