/* From an FO document to pages.  Room: layout. */
#include "layout/layout.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/map.h"
#include "layout/layout_page.h"

enum { PASSES_MAX = 8, RUN_MAX = 16 * 1024 * 1024 };

static bool
needs(struct layout *l, const struct node *n, const char *what)
{
	diag_report(l->diag, D_FO_REQUIRED, fo_place(&l->reader, n),
	    fo_name(n->kind), what);
	return false;
}

/* The page sequences and their masters; no flow is laid out yet. */
static bool
read_sequences(struct document *d)
{
	struct layout *l = d->l;
	const struct node *n, *c;
	struct sequence *s;
	size_t count = 0;
	bool ok = masters_read(d);

	for (n = d->root->first; n != NULL; n = n->next)
		count += n->kind == FO_PAGE_SEQUENCE;
	if (count == 0)
		return needs(l, d->root, "fo:page-sequence");
	d->sequences = arena_alloc(l->reader.arena, count *
	    sizeof(*d->sequences));
	for (n = d->root->first; n != NULL; n = n->next) {
		if (n->kind != FO_PAGE_SEQUENCE)
			continue;
		s = &d->sequences[d->sequence_count++];
		s->node = n;
		s->format = fo_text(n, P_FORMAT);
		for (c = n->first; c != NULL; c = c->next)
			if (c->kind == FO_FLOW && s->flow == NULL)
				s->flow = c;
			else if (c->kind == FO_FLOW)
				ok = needs(l, n, _("one fo:flow only"));
		if (s->flow == NULL)
			ok = needs(l, n, "fo:flow");
		ok = d->masters != NULL && masters_find(d, s) && ok;
	}
	return ok;
}

static bool
undefined(struct layout *l, const struct node *n, const char *what,
    const char *name)
{
	diag_report(l->diag, D_FO_REFERENCE, fo_place(&l->reader, n), what,
	    diag_quote(l->diag, name, 60));
	return false;
}

/* Whether a region of some master is called by the name of a flow. */
static bool
has_region(const struct document *d, const char *name, bool body)
{
	const struct master *m;
	size_t i;

	for (i = 0; i < d->master_count; i++) {
		m = &d->masters[i];
		if (body ? strcmp(m->body.name, name) == 0 :
		    (m->before.node != NULL &&
		    strcmp(m->before.name, name) == 0) ||
		    (m->after.node != NULL &&
		    strcmp(m->after.name, name) == 0))
			return true;
	}
	return false;
}

/* Check that what an element names is there. */
static bool
check_target(struct document *d, const struct node *n)
{
	struct layout *l = d->l;
	const char *id = "";

	switch (n->kind) {
	case FO_BASIC_LINK:
	case FO_BOOKMARK:
		id = fo_text(n, P_INTERNAL_DESTINATION);
		if (*id == '\0' && (n->kind == FO_BOOKMARK ||
		    *fo_text(n, P_EXTERNAL_DESTINATION) == '\0'))
			return needs(l, n, "internal-destination");
		break;
	case FO_CITATION:
	case FO_CITATION_LAST:
		id = fo_text(n, P_REF_ID);
		if (*id == '\0')
			return needs(l, n, "ref-id");
		break;
	case FO_EXTERNAL_GRAPHIC:
		return *fo_text(n, P_SRC) != '\0' || needs(l, n, "src");
	case FO_MARKER:
		return *fo_text(n, P_MARKER_CLASS) != '\0' ||
		    needs(l, n, "marker-class-name");
	case FO_RETRIEVE_MARKER:
	case FO_RETRIEVE_TABLE_MARKER:
		return *fo_text(n, P_RETRIEVE_CLASS) != '\0' ||
		    needs(l, n, "retrieve-class-name");
	case FO_FOOTNOTE:
		return (n->first != NULL && n->first->kind == FO_INLINE &&
		    n->first->next == n->last &&
		    n->last->kind == FO_FOOTNOTE_BODY) ||
		    needs(l, n, "fo:inline, fo:footnote-body");
	case FO_FLOW:
	case FO_STATIC_CONTENT:
		if (!has_region(d, fo_text(n, P_FLOW_NAME),
		    n->kind == FO_FLOW) && (n->kind == FO_FLOW ||
		    strcmp(fo_text(n, P_FLOW_NAME), NOTE_SEPARATOR) != 0))
			return undefined(l, n, _("region"),
			    fo_text(n, P_FLOW_NAME));
		break;
	default:
		break;
	}
	return *id == '\0' || map_find(l->reader.ids, id) != NULL ||
	    undefined(l, n, "id", id);
}

static bool
check_targets(struct document *d, const struct node *n)
{
	const struct node *c;
	bool ok = check_target(d, n);

	for (c = n->first; c != NULL; c = c->next)
		ok = check_targets(d, c) && ok;
	for (c = n->markers; c != NULL; c = c->next)
		ok = check_targets(d, c) && ok;
	return ok;
}

/* Lay out all flows and fill their pages once. */
static bool
make_pass(struct document *d)
{
	struct layout *l = d->l;
	const struct master *m;
	struct sequence *s;
	struct flow f;
	bool equal;
	size_t i;

	d->sheet_count = d->sheet_cap = 0;
	d->sheets = NULL;
	for (i = 0; i < d->sequence_count; i++) {
		s = &d->sequences[i];
		if ((m = masters_first(d, s, &equal)) == NULL)
			return false;
		s->reflow = equal ? NULL : arena_alloc(l->pass,
		    sizeof(*s->reflow));
		if (!equal)
			continue;	/* page by page */
		l->body_width = m->body.width;
		l->body_height = m->body.height;
		notes_separate(l, s, m->body.width);
		flow_start(&f, l, m->body.width, true);
		blocks_add(&f, s->flow);
		if (l->pending != NULL)
			flow_push(&f, BOX_MARK, 0, s->flow);
		s->stack = flow_finish(&f);
	}
	sequences_fill(d);
	return true;
}

/* Whether every number that a flow cites is where it was a pass before. */
static bool
settled(const struct layout *l)
{
	const struct anchor *a, *b;
	size_t i;

	if (!l->cites)
		return true;
	if (l->anchors_before == NULL)
		return false;
	for (i = 0; i < map_count(l->anchors); i++) {
		a = map_value(l->anchors, i);
		b = map_find(l->anchors_before, map_key(l->anchors, i));
		if (b == NULL || a->placed != b->placed || (a->placed &&
		    (strcmp(a->label, b->label) != 0 ||
		    strcmp(a->last_label, b->last_label) != 0)))
			return false;
	}
	return true;
}

/*
 * Page numbers in flows are known after the pages are filled, so that is
 * repeated until they settle; most documents need one pass.
 */
static bool
paginate(struct document *d)
{
	struct layout *l = d->l;
	int pass;

	for (pass = 0; pass < PASSES_MAX; pass++) {
		arena_free(l->pass);
		l->pass = arena_new();
		l->anchors_before = l->anchors;
		l->anchors = map_new(l->reader.arena);
		if (pass == 0)
			l->anchors_before = NULL;
		if (!make_pass(d))
			return false;
		if (settled(l))
			return true;
	}
	diag_report(l->diag, D_FO_LIMIT,
	    ((struct place){ l->reader.file, 0, 0 }),
	    _("the number of attempts to settle cited page numbers"), "8");
	return false;
}

/* The content of a region, laid out now that every page is known. */
static void
draw_region(struct document *d, const struct sheet *sheet,
    const struct region *r, struct page *page)
{
	struct layout *l = d->l;
	struct drawing drawing = { .l = l, .page = page, .x = r->x, .y = r->y };
	const struct node *c;
	struct stack s;

	if (r->node == NULL)
		return;
	if (r->node->set->has_background)
		draw_rect(&drawing, 0, 0, r->width, r->height,
		    r->node->set->background);
	for (c = sheet->sequence->node->first; c != NULL; c = c->next) {
		if (c->kind != FO_STATIC_CONTENT ||
		    strcmp(fo_text(c, P_FLOW_NAME), r->name) != 0)
			continue;
		s = stack_of(l, c, r->width);
		l->pending = NULL;
		if (s.height > r->height)
			report_too_high(l, c->line, "fo:static-content",
			    s.height - r->height, _("region"));
		drawing.down = block_aligned(fo_word(r->node, P_DISPLAY_ALIGN),
		    s.height > r->height ? 0 : r->height - (length)s.height);
		drawing.y += drawing.down;
		draw_stack(&drawing, &s, 0, s.count);
	}
}

static void
draw_page(struct document *d, const struct sheet *sheet, struct page *page)
{
	struct layout *l = d->l;
	const struct master *m = sheet->master;
	struct drawing body = { .l = l, .page = page, .x = m->body.x,
	    .y = m->body.y };
	struct arena *of_pass = l->pass;

	page->width = m->width;
	page->height = m->height;
	page->label = sheet->label;
	l->number = sheet->label;
	l->pass = arena_new();
	draw_region(d, sheet, &m->before, page);
	draw_region(d, sheet, &m->after, page);
	if (m->body.node->set->has_background)
		draw_rect(&body, 0, 0, m->body.width, m->body.height,
		    m->body.node->set->background);
	draw_boxes(&body, sheet->items, sheet->count);
	notes_draw(&body, sheet);
	arena_free(l->pass);
	l->pass = of_pass;
}

static void
draw_pages(struct document *d)
{
	struct layout *l = d->l;
	struct pages *p = l->pages;
	size_t i;

	p->count = p->cap = d->sheet_count;
	p->pages = arena_alloc(l->result, p->count * sizeof(*p->pages));
	l->final = true;
	for (i = 0; i < p->count; i++) {
		l->page = i;
		if (i == 0 || d->sheets[i].sequence != d->sheets[i - 1].sequence)
			l->sequence_page = i;
		draw_page(d, &d->sheets[i], &p->pages[i]);
	}
}

struct pages *
layout_document(struct arena *a, xmlDoc *doc, const struct metrics *metrics,
    struct diag *diag)
{
	struct layout l = { .result = a, .metrics = metrics, .diag = diag,
	    .reader = { .arena = arena_new(), .result = a, .metrics = metrics,
	    .diag = diag, .file = doc->URL == NULL ? NULL :
	    arena_strdup(a, (const char *)doc->URL) } };
	struct document d = { .l = &l };
	size_t from = diag_count(diag);
	const struct node *n;
	bool ok;

	if (l.reader.file == NULL)
		l.reader.file = "fo";
	l.pages = arena_alloc(a, sizeof(*l.pages));
	l.said = map_new(l.reader.arena);
	l.retrieved = map_new(l.reader.arena);
	text_init(&l.run_text, RUN_MAX);
	d.root = fo_read(&l.reader, doc);
	malloc_trim(0);		/* of which most was the document's tree */
	ok = d.root != NULL && read_sequences(&d);
	if (d.masters != NULL)
		ok = check_targets(&d, d.root) && ok;
	for (n = ok ? d.root->first : NULL; n != NULL; n = n->next)
		if (n->kind == FO_DECLARATIONS)
			ok = attachments_read(&l, n) && ok;
	if (ok)
		structure_make(&d);
	if (ok)
		ok = paginate(&d);
	if (ok && !diag_has(diag, from, SEVERITY_ERROR)) {
		draw_pages(&d);
		outline_make(&d);
	}
	inline_free(&l);
	breaks_free(&l);
	free(l.boxes);
	text_free(&l.run_text);
	property_end(&l.reader);
	arena_free(l.pass);
	arena_free(l.reader.arena);
	return diag_has(diag, from, SEVERITY_ERROR) ? NULL : l.pages;
}
