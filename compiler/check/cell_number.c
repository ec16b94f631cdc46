/* The number in a cell, as written and as scaled, and its bounds.  Room: check. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "check/check_cell.h"

/* A number as the country writes it. */
static const char *
localise(const struct reading *r, struct decimal d)
{
	return decimal_localise(r->check->arena, d, ".", ",");
}

/* "from 5 to 60", for a message. */
static const char *
bounds(const struct reading *r)
{
	struct arena *a = r->check->arena;
	const struct decimal *min = r->field->min, *max = r->field->max;

	if (max == NULL)
		return arena_printf(a, _("the values from %s up"),
		    localise(r, *min));
	if (min == NULL)
		return arena_printf(a, _("the values up to %s"),
		    localise(r, *max));
	return arena_printf(a, _("the values from %s to %s"),
	    localise(r, *min), localise(r, *max));
}

/* Whether a number has more than CHECK_DIGITS digits in its smallest unit. */
static bool
is_too_long(struct decimal d)
{
	const int128 limit = 1000000000000000000;	/* 10^CHECK_DIGITS */

	return d.coef >= limit || d.coef <= -limit;
}

/* Refuse a number with more places than the field has. */
static bool
too_fine(const struct reading *r)
{
	int digits = r->field->digits + (r->field->type == FIELD_MONEY ?
	    r->check->sub->money_scale : 0);

	return digits == 0 ? cell_refuse(r, D_NOT_WHOLE, NULL, NULL, NULL) :
	    cell_refuse(r, D_TOO_MANY_PLACES,
	    arena_printf(r->check->arena, "%d", digits), NULL, NULL);
}

/* Bring a number as written to the field's smallest unit. */
static bool
scale(const struct reading *r, struct decimal *d)
{
	const struct field *f = r->field;
	struct checking *c = r->check;
	int money = f->type == FIELD_MONEY ? c->sub->money_scale : 0;
	struct decimal times = { 1, 0 };
	int i;

	/* a number of this length times 10^9 still fits 128 bits */
	if (is_too_long(*d))
		return cell_refuse(r, D_TOO_LARGE,
		    arena_printf(c->arena, "%d", CHECK_DIGITS), NULL, NULL);
	for (i = 0; i < money; i++)
		times.coef *= 10;
	if ((money > 0 && !decimal_mul(d, *d, times)) ||
	    !decimal_rescale(d, f->digits))
		return too_fine(r);
	if (is_too_long(*d))
		return cell_refuse(r, D_TOO_LARGE,
		    arena_printf(c->arena, "%d", CHECK_DIGITS), NULL, NULL);
	return true;
}

/* The number in the cell's text, unscaled. */
static struct number
read_text(struct checking *c, const char *s, const struct field *f)
{
	return number_read(c->arena, number_bare(c, f, s), c->sub->numbers,
	    number_use_of(c, f));
}

/* An example of a number that tells nothing of the cell. */
static const char *
plain_hint(const struct reading *r)
{
	return number_hint(r->check->arena, "", r->check->sub->numbers,
	    number_use_of(r->check, r->field));
}

bool
cell_read_number(const struct reading *r, int64_t *value)
{
	const struct field *f = r->field;
	struct number n = read_text(r->check, r->text, f);
	bool hides = r->check->sub->form->personal;

	switch (n.result) {
	case NUMBER_SPREADSHEET:
		return cell_refuse_error(r);
	case NUMBER_MALFORMED:
		return cell_refuse(r, D_NOT_NUMBER, hides ? plain_hint(r) : n.hint,
		    NULL, NULL);
	case NUMBER_AMBIGUOUS:
		return hides ? cell_refuse(r, D_AMBIGUOUS_NUMBER, _("one number"),
		    _("another one"), plain_hint(r)) :
		    cell_refuse(r, D_AMBIGUOUS_NUMBER, n.first, n.second, n.hint);
	case NUMBER_TOO_LONG:
		return cell_refuse(r, D_TOO_LARGE, arena_printf(r->check->arena,
		    "%d", CHECK_DIGITS), NULL, NULL);
	case NUMBER_TOO_FINE:
		return too_fine(r);
	case NUMBER_READ:
		break;
	}
	if (f->type == FIELD_MONEY && r->check->money_unclear)
		return false;	/* whatever it is, it is not known */
	if (!scale(r, &n.value))
		return false;
	if (!f->is_signed && n.value.coef < 0)
		return cell_refuse(r, D_NEGATIVE, NULL, NULL, NULL);
	if ((f->min != NULL && decimal_cmp(n.value, *f->min) < 0) ||
	    (f->max != NULL && decimal_cmp(n.value, *f->max) > 0))
		return cell_refuse(r, D_OUT_OF_RANGE, bounds(r), NULL, NULL);
	*value = (int64_t)n.value.coef;
	return true;
}

bool
value_quietly(struct checking *c, const char *text,
    const struct field *f, struct decimal *out)
{
	struct number n = read_text(c, text, f);
	int i, money = f->type == FIELD_MONEY ? c->sub->money_scale : 0;
	struct decimal times = { 1, 0 };

	for (i = 0; i < money; i++)
		times.coef *= 10;
	if (n.result != NUMBER_READ ||
	    !decimal_mul(out, n.value, times))
		return false;
	return true;
}

/* What the numbers of a table show of their author's habits. */
struct habits {
	bool		 comma;		/* stands before places, dots do not */
	bool		 small, large;	/* amounts of up to three digits, and of
					 * more, without any mark */
};

static void
look_at(struct habits *h, const struct field *f, const char *text)
{
	size_t digits = strspn(text, "0123456789");

	/* a whole number has groups and no places */
	h->comma |= number_shows_comma(text) || (f->digits == 0 &&
	    f->type != FIELD_MONEY && strchr(text, '.') != NULL);
	if (f->type != FIELD_MONEY || text[digits] != '\0')
		return;
	h->large |= digits > 3;
	h->small |= digits > 0 && digits <= 3 &&
	    text[strspn(text, "0")] != '\0';
}

void
check_commas(struct checking *c)
{
	const struct form *form = c->sub->form;
	struct habits h = { false, false, false };
	size_t i, k;

	c->scaled = NUMBER_SCALED;
	if (c->sub->money_scale == 0 || c->money_unclear ||
	    c->sub->numbers != NUMBERS_VIETNAMESE)
		return;
	for (i = 0; i < c->sub->row_count && !h.comma; i++)
		for (k = 0; k < form->field_count; k++)
			if (c->sub->rows[i].texts[k] != NULL &&
			    field_is_number(form->fields[k]))
				look_at(&h, form->fields[k],
				    c->sub->rows[i].texts[k]);
	/* who means three places would write 12.000 for a whole number; who
	 * writes 12000 has no dots between groups */
	if (!h.comma)
		c->scaled = h.small && !h.large ? NUMBER_UNSURE :
		    NUMBER_DOUBTFUL;
}
