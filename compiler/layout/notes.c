/*
 * Notes at the foot of the page that cites them (XSL 1.1, 6.12.3).  A note whose
 * lines may part goes on on the next page rather than take its citation there.
 *
 * Room: layout.
 */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "layout/layout_page.h"

/* Append a note to a list. */
static struct note_list **
append(struct layout *l, struct note_list **end, struct note *note)
{
	*end = arena_alloc(l->pass, sizeof(**end));
	(*end)->note = note;
	return &(*end)->next;
}

struct note_list *
notes_of_line(struct layout *l, const struct line *line)
{
	struct note_list *list = NULL, **end = &list;
	struct note *note;
	size_t i;

	for (i = 0; i < line->count; i++) {
		note = line->pieces[i].ink->note;
		if (note == NULL || note->cited)
			continue;
		note->cited = true;
		end = append(l, end, note);
	}
	return list;
}

void
notes_gather(struct layout *l, const struct stack *s, size_t from, size_t to,
    struct note_list **list)
{
	const struct note_list *n;

	while (*list != NULL)
		list = &(*list)->next;
	for (; from < to; from++)
		for (n = s->boxes[from].notes; n != NULL; n = n->next)
			list = append(l, list, n->note);
}

/* The height of the boxes of a stack from FROM up to TO. */
static int64_t
part_height(const struct stack *s, size_t from, size_t to)
{
	int64_t h = 0;
	size_t i;

	for (i = from; i < to; i++)
		h += (i > from || i == 0 ? s->boxes[i].space.optimum : 0) +
		    s->boxes[i].height;
	return h;
}

/* Behind the largest part that fits into ROOM and may end there, from FROM on. */
static size_t
part_end(const struct stack *s, size_t from, int64_t room)
{
	size_t i, end = from;

	for (i = from; i < s->count && part_height(s, from, i + 1) <= room; i++)
		if (s->boxes[i].keep == KEEP_NONE || i + 1 == s->count)
			end = i + 1;
	return end;
}

void
notes_fill(struct layout *l, const struct note_list *list)
{
	struct anchor_list *outside = l->pending;
	struct stack *s;
	size_t i;

	for (; list != NULL; list = list->next) {
		s = &list->note->stack;
		l->pending = NULL;
		*s = stack_of(l, list->note->node, l->body_width);
		list->note->anchors = l->pending;
		list->note->least = s->height;
		for (i = 0; i < s->count; i++)
			if (s->boxes[i].keep == KEEP_NONE) {
				list->note->least = part_height(s, 0, i + 1);
				break;
			}
	}
	l->pending = outside;
}

void
demand_add(struct demand *d, const struct filler *f,
    const struct note_list *list)
{
	for (; list != NULL; list = list->next) {
		if (d->whole == 0)
			d->whole = f->separator;
		d->least = d->whole + list->note->least;
		d->whole += list->note->stack.height;
	}
}

static void
queue(struct filler *f, struct sheet *s, const struct note *note, size_t from)
{
	*ARENA_PUSH(f->l->pass, s->notes, s->note_count, s->note_cap) =
	    (struct set_note){ note, from, note->stack.count, 0 };
}

void
notes_place(struct filler *f, struct sheet *s, const struct note_list *list)
{
	demand_add(&f->demand, f, list);
	for (; list != NULL; list = list->next)
		queue(f, s, list->note, 0);
}

bool
notes_carry(struct filler *f, struct sheet *s)
{
	const struct set_note *c = f->carried;
	size_t count = f->carried_count, i;

	/* The list is shared with other attempts at the page: a new one. */
	f->carried = NULL;
	f->carried_count = f->carried_cap = 0;
	if (count == 0)
		return false;
	f->demand.whole = f->separator;
	for (i = 0; i < count; i++) {
		queue(f, s, c[i].note, c[i].from);
		f->demand.whole += part_height(&c[i].note->stack, c[i].from,
		    c[i].note->stack.count);
	}
	f->demand.least = f->demand.whole;
	return true;
}

/* A box that no page holds: set alone, and complained of. */
static void
force_box(struct filler *f, struct set_note *n, int64_t room)
{
	const struct box *b = &n->note->stack.boxes[n->from];

	n->to = n->from + 1;
	if (b->height > room)
		report_too_high(f->l, b->source_line, _("a line of a footnote"),
		    b->height - room, _("page"));
}

void
notes_settle(struct filler *f, struct sheet *s, length y, length limit)
{
	int64_t room = (int64_t)limit - y - f->separator;
	bool carries = false;
	struct set_note *n;
	length used = 0;
	size_t i, set = 0;

	for (i = 0; i < s->note_count; i++) {
		n = &s->notes[i];
		n->to = carries ? n->from : part_end(&n->note->stack, n->from,
		    room - used);
		if (i == 0 && s->count == 0 && n->to == n->from &&
		    n->note->stack.count > 0)
			force_box(f, n, room);
		carries = n->to < n->note->stack.count;
		if (carries)
			*ARENA_PUSH(f->l->pass, f->carried, f->carried_count,
			    f->carried_cap) = (struct set_note){ n->note,
			    n->to, n->note->stack.count, 0 };
		n->y = used;
		used += (length)part_height(&n->note->stack, n->from, n->to);
		if (n->to > n->from)
			s->notes[set++] = *n;
	}
	s->note_count = set;
	s->notes_y = limit - used - f->separator;
	s->rest = (set == 0 ? limit : s->notes_y) - y;
	for (i = 0; i < set; i++)
		s->notes[i].y += limit - used;
}

void
notes_separate(struct layout *l, struct sequence *s, length width)
{
	const char *number = l->number;
	const struct node *c;
	struct stack stack;

	s->separator = NULL;
	s->separator_height = 0;
	for (c = s->node->first; c != NULL; c = c->next)
		if (c->kind == FO_STATIC_CONTENT && strcmp(fo_text(c,
		    P_FLOW_NAME), NOTE_SEPARATOR) == 0)
			s->separator = c;
	if (s->separator == NULL)
		return;
	l->number = "000";
	stack = stack_of(l, s->separator, width);
	l->pending = NULL;
	l->number = number;
	s->separator_height = stack.height > LENGTH_MAX ? LENGTH_MAX :
	    (length)stack.height;
}

void
notes_draw(const struct drawing *d, const struct sheet *sheet)
{
	struct drawing at = *d;
	struct stack separator;
	size_t i;

	if (sheet->note_count == 0)
		return;
	if (sheet->sequence->separator != NULL) {
		separator = stack_of(d->l, sheet->sequence->separator,
		    sheet->master->body.width);
		d->l->pending = NULL;
		at.y = d->y + sheet->notes_y;
		draw_stack(&at, &separator, 0, separator.count);
	}
	for (i = 0; i < sheet->note_count; i++) {
		at.y = d->y + sheet->notes[i].y;
		draw_stack(&at, &sheet->notes[i].note->stack,
		    sheet->notes[i].from, sheet->notes[i].to);
	}
}
