/* Collapsing borders of tables: which of several claims wins.  Room: layout. */
#include "layout/layout_table.h"

/* Claims of the same width and style are ranked by where they come from. */
enum rank { OF_TABLE, OF_COLUMN, OF_PART, OF_ROW, OF_CELL };

struct claim {
	struct border	border;
	int		rank;
	bool		hidden;
};

static int
style_rank(enum word style)
{
	switch (style) {
	case W_DOUBLE:
		return 4;
	case W_SOLID:
		return 3;
	case W_DASHED:
		return 2;
	case W_DOTTED:
		return 1;
	default:
		return 0;
	}
}

/* Let the border of a side of an element compete. */
static void
put_claim(struct claim *best, const struct node *n, enum side side, int rank)
{
	const struct border *b;

	if (n == NULL)
		return;
	b = &n->set->borders[side];
	if (b->style == W_HIDDEN)
		best->hidden = true;
	if (b->width == 0 || b->width < best->border.width)
		return;
	if (b->width == best->border.width &&
	    (style_rank(b->style) < style_rank(best->border.style) ||
	    (style_rank(b->style) == style_rank(best->border.style) &&
	    rank <= best->rank)))
		return;
	best->border = *b;
	best->rank = rank;
}

static struct border
winner(const struct claim *c)
{
	struct border none = { .style = W_NONE };

	return c->hidden ? none : c->border;
}

/* Whether its part ends at SIDE of a row, which NEXT is beyond, or nothing. */
static bool
ends_part(const struct row *r, enum side side, const struct row *next)
{
	const struct row *rows = r->part->rows;
	size_t i = r->index;

	if (next != NULL && next->part->node == r->part->node)
		return false;
	if (side == BEFORE) {
		while (i > 0 && rows[i - 1].place != NULL)
			i--;
		return i == 0;
	}
	while (i + 1 < r->part->count && rows[i + 1].place != NULL)
		i++;
	return i + 1 == r->part->count;
}

/*
 * The claims of a row, its cell and its part on the edge at SIDE of it, beyond
 * which is NEXT.
 */
static void
put_row(struct claim *c, const struct row *r, enum side side, int column,
    const struct row *next)
{
	const struct cell *cell = r->slots[column];

	if (cell != NULL)
		put_claim(c, cell->node, side, OF_CELL);
	put_claim(c, r->node, side, OF_ROW);
	if (ends_part(r, side, next))
		put_claim(c, r->part->node, side, OF_PART);
}

struct border
edge_between_rows(const struct row *a, const struct row *b, int column)
{
	const struct row *r = a != NULL ? a : b;
	struct claim c = { .border = { .style = W_NONE } };
	enum side side = a == NULL ? BEFORE : AFTER;

	if (a != NULL && b != NULL && a->slots[column] != NULL &&
	    a->slots[column] == b->slots[column])
		return winner(&c);
	if (a != NULL)
		put_row(&c, a, AFTER, column, b);
	if (b != NULL)
		put_row(&c, b, BEFORE, column, a);
	if (a == NULL || b == NULL) {
		put_claim(&c, r->table->column_nodes[column], side, OF_COLUMN);
		put_claim(&c, r->table->node, side, OF_TABLE);
	}
	return winner(&c);
}

struct border
edge_in_row(const struct row *r, int k)
{
	const struct table *t = r->table;
	const struct cell *left = k > 0 ? r->slots[k - 1] : NULL;
	const struct cell *right = k < t->columns ? r->slots[k] : NULL;
	struct claim c = { .border = { .style = W_NONE } };
	enum side side = k == 0 ? START : END;

	if (left != NULL && left == right)
		return winner(&c);
	if (left != NULL)
		put_claim(&c, left->node, END, OF_CELL);
	if (right != NULL)
		put_claim(&c, right->node, START, OF_CELL);
	if (k > 0)
		put_claim(&c, t->column_nodes[k - 1], END, OF_COLUMN);
	if (k < t->columns)
		put_claim(&c, t->column_nodes[k], START, OF_COLUMN);
	if (k == 0 || k == t->columns) {
		put_claim(&c, r->node, side, OF_ROW);
		put_claim(&c, r->part->node, side, OF_PART);
		put_claim(&c, t->node, side, OF_TABLE);
	}
	return winner(&c);
}
