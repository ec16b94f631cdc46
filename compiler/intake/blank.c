/*
 * Blank submissions, as a unit is to fill them in: its rows, what the periods
 * before already settle, and an XML or CSV file of it.  Room: intake.
 *
 * The CSV is what a Vietnamese Excel opens as it is: a byte order mark, ";",
 * CR LF, numbers as 1.234,5, and no text that it would take for a date.
 */
#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/text.h"
#include "base/xmltree.h"
#include "intake/intake.h"
#include "intake/intake_csv.h"
#include "intake/intake_xml.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

struct blank_row {
	const struct unit *unit;
	const struct decimal **values;	/* per field; NULL: to be filled in */
};

struct blank {
	struct arena	*arena;
	const struct form *form;
	const struct unit *unit;	/* the sender; NULL: anybody */
	struct period	 period;
	int		 sequence;
	date		 from, to;	/* the data's days, when they are not the
					 * calendar's; else DATE_NONE */
	size_t		 row_count, row_cap;
	struct blank_row *rows;
};

/* ---- who fills it in, and when ---- */

/* "2020-01, 2020-Q1": one period of each kind that the form has. */
static const char *
example_periods(struct arena *a, const struct form *form, int year)
{
	const char *list = "";
	char buf[PERIOD_TEXT];
	int kind;

	for (kind = 0; kind < PERIOD_KIND_MAX; kind++)
		if (form->periods[kind])
			list = arena_printf(a, "%s%s%s", list,
			    *list == '\0' ? "" : ", ", period_format(
			    (struct period){ year, (enum period_kind)kind, 1 },
			    buf));
	return list;
}

/* A sender near U: the one above it, else the first of those below. */
static const struct unit *
sender_near(const struct catalog *c, const struct form *form,
    const struct unit *u, date day)
{
	const struct unit *above = unit_at_level(u, form->sender_level);
	size_t i;

	if (above != NULL && above->reports)
		return above;
	for (i = 0; i < c->units->count; i++) {
		const struct unit *v = c->units->list[i];

		if (v->level == form->sender_level && v->reports &&
		    unit_is_valid(v, day) && unit_is_within(v, u))
			return v;
	}
	return NULL;
}

static bool
may_send(struct arena *a, const struct catalog *c, const struct blank *b,
    struct diag *diag)
{
	const struct place nowhere = { 0 };
	const struct unit *other;
	char buf[PERIOD_TEXT];

	if (!b->form->periods[b->period.kind]) {
		diag_report(diag, D_CONFIG_VALUE, nowhere,
		    period_format(b->period, buf), _("PERIOD"),
		    arena_printf(a, _("one of this form, like %s"),
		    example_periods(a, b->form, b->period.year)));
		return false;
	}
	if (b->unit->level == b->form->sender_level && b->unit->reports)
		return true;
	other = sender_near(c, b->form, b->unit, period_end(b->period));
	diag_report(diag, D_CONFIG_VALUE, nowhere,
	    arena_printf(a, "%s %s", b->unit->code, b->unit->full_name),
	    _("UNIT"), arena_printf(a, _("a unit that sends this form (%s)%s"),
	    c->site->levels[b->form->sender_level].label,
	    other == NULL ? "" : arena_printf(a, _(", e.g. %s %s"),
	    other->code, other->full_name)));
	return false;
}

/* ---- what is known already ---- */

/* Where the names of a rule are read while nothing of the row is known. */
struct past {
	const struct facts *facts;
	const struct unit *unit;
	struct period	 period;
};

static struct expr_value
past_value(void *context, const struct expr_name *name, enum expr_time when,
    int index)
{
	const struct past *p = context;
	const struct field *f = name->target;
	struct fact fact;

	if (f == NULL || when == EXPR_NOW || index != EXPR_THIS_ROW)
		return expr_missing();
	fact = facts_look_back(p->facts, p->unit, p->period, when, f);
	return fact.state == FACT_REPORTED ? expr_number(fact.value) :
	    expr_missing();
}

/* Whether the field can hold the number, exactly; then it is in *D. */
static bool
fits(const struct field *f, struct ratio number, struct decimal *d)
{
	if (!ratio_round(d, number, f->digits) ||
	    ratio_cmp(ratio_of(*d), number) != 0)
		return false;
	return (d->coef >= 0 || f->is_signed) &&
	    (f->min == NULL || decimal_cmp(*d, *f->min) >= 0) &&
	    (f->max == NULL || decimal_cmp(*d, *f->max) <= 0);
}

/* The value that a rule about earlier periods leaves no choice about. */
static bool
ruled(struct past *p, const struct field *f, struct decimal *d)
{
	const struct expr_row from = { .context = p, .value = past_value };
	const struct form *form = f->form;
	struct expr_value v;
	size_t i;

	for (i = 0; i < form->rule_count; i++)
		if (form->rules[i].test != NULL &&
		    expr_looks_back(form->rules[i].test) &&
		    expr_forces(form->rules[i].test, &from, f, &v) &&
		    fits(f, v.number, d))
			return true;
	return false;
}

/* What a constant of the year was in its latest period before this one. */
static bool
constant(struct arena *a, const struct past *p, const struct field *f,
    struct decimal *d)
{
	struct period *periods;
	struct fact fact;
	size_t i;

	if (f->time != TIME_CONSTANT)
		return false;
	for (i = facts_periods(a, p->facts, &periods); i-- > 0;) {
		if (periods[i].year != p->period.year ||
		    period_cmp(periods[i], p->period) >= 0)
			continue;
		fact = facts_find_across(p->facts, p->unit, periods[i], f);
		if (fact.state == FACT_REPORTED)
			return fits(f, ratio_of(fact.value), d);
	}
	return false;
}

static void
add_row(struct blank *b, const struct facts *facts, const struct unit *u)
{
	struct blank_row *row = ARENA_PUSH(b->arena, b->rows, b->row_count,
	    b->row_cap);
	struct past past = { facts, u, b->period };
	size_t i;

	row->unit = u;
	row->values = arena_alloc(b->arena,
	    b->form->field_count * sizeof(*row->values));
	if (b->form->key != NULL)
		return;		/* what its rows said is not kept */
	for (i = 0; i < b->form->field_count; i++) {
		const struct field *f = b->form->fields[i];
		struct decimal d, *keep;

		if (!field_is_number(f) || f->personal ||
		    (!ruled(&past, f, &d) &&
		    !constant(b->arena, &past, f, &d)))
			continue;
		keep = arena_alloc(b->arena, sizeof(*keep));
		*keep = d;
		row->values[i] = keep;
	}
}

struct blank *
blank_new(struct arena *a, const struct form *form)
{
	struct blank *b = arena_alloc(a, sizeof(*b));

	b->arena = a;
	b->form = form;
	b->sequence = 1;
	b->from = b->to = DATE_NONE;
	return b;
}

struct blank *
blank_for(struct arena *a, const struct catalog *c, const struct facts *facts,
    const struct form *form, const struct unit *unit, struct period period,
    struct diag *diag)
{
	struct blank *b = blank_new(a, form);
	const struct source *before;
	size_t i;

	b->unit = unit;
	b->period = period;
	if (!may_send(a, c, b, diag))
		return NULL;
	catalog_data_days(c, form, period, &b->from, &b->to);
	if (b->to == period_end(period))
		b->from = b->to = DATE_NONE;
	before = facts_source(facts, form, unit, period);
	if (before != NULL)
		b->sequence = before->sequence + 1;
	for (i = 0; i < c->units->count; i++)
		if (unit_is_within(c->units->list[i], unit) &&
		    form_expects(form, c->units->list[i], period))
			add_row(b, facts, c->units->list[i]);
	return b;
}

/* ---- CSV ---- */

static void
end_line(struct text *out)
{
	text_add(out, "\r\n");
}

static void
put_line(struct text *out, enum envelope_key key, const char *value)
{
	csv_put_field(out, envelope_line(key), BLANK_DELIMITER, true);
	csv_put_field(out, value, BLANK_DELIMITER, false);
	end_line(out);
}

/* The sender as a spreadsheet leaves it alone: "056" would become 56. */
static const char *
sender_text(const struct blank *b)
{
	const struct unit *u = b->unit;

	return u == NULL ? "" : !isdigit((unsigned char)u->code[0]) ?
	    u->code : arena_printf(b->arena, "%s - %s", u->code, u->full_name);
}

/* Of which days the data are, as intake understands it again. */
static const char *
days_text(const struct blank *b)
{
	int y1, m1, d1, y2, m2, d2;

	date_split(b->from, &y1, &m1, &d1);
	date_split(b->to, &y2, &m2, &d2);
	return arena_printf(b->arena, "Số liệu từ ngày %02d/%02d/%d đến ngày "
	    "%02d/%02d/%d", d1, m1, y1, d2, m2, y2);
}

/* Which columns may say that they do not apply; "" when none does. */
static const char *
optional_labels(const struct blank *b, bool names)
{
	const char *list = "";
	size_t i;

	for (i = 0; i < b->form->field_count; i++) {
		const struct field *f = b->form->fields[i];

		if (f->may_not_apply)
			list = arena_printf(b->arena, "%s%s%s", list,
			    *list == '\0' ? "" : ", ",
			    names ? f->name : f->label);
	}
	return list;
}

static void
put_preamble(const struct blank *b, struct text *out)
{
	put_line(out, ENVELOPE_FORM, b->form->short_code);
	put_line(out, ENVELOPE_UNIT, sender_text(b));
	/* in words: 2020-03 would become a date */
	put_line(out, ENVELOPE_PERIOD, b->unit == NULL ? "" :
	    period_label(b->arena, b->period));
	if (b->to != DATE_NONE) {
		csv_put_field(out, days_text(b), BLANK_DELIMITER, true);
		end_line(out);
	}
	put_line(out, ENVELOPE_SEQUENCE,
	    arena_printf(b->arena, "%d", b->sequence));
	put_line(out, ENVELOPE_VERSION,
	    arena_printf(b->arena, "%d", b->form->version));
	if (form_has_money(b->form))
		put_line(out, ENVELOPE_MONEY, MONEY_PLAIN);
	if (*optional_labels(b, false) != '\0') {
		csv_put_field(out, arena_printf(b->arena, BLANK_REMARK "%s",
		    optional_labels(b, false)), BLANK_DELIMITER, true);
		end_line(out);
	}
}

static void
put_row(const struct blank *b, const struct blank_row *row, struct text *out)
{
	size_t i;

	csv_put_field(out, row->unit->code, BLANK_DELIMITER, true);
	csv_put_field(out, row->unit->full_name, BLANK_DELIMITER, false);
	for (i = 0; i < b->form->field_count; i++)
		csv_put_field(out, row->values[i] == NULL ? "" :
		    decimal_localise(b->arena, *row->values[i], ".", ","),
		    BLANK_DELIMITER, false);
	end_line(out);
}

void
blank_csv(const struct blank *b, struct text *out)
{
	size_t i;

	text_add(out, BYTE_ORDER_MARK);
	put_preamble(b, out);
	csv_put_field(out, CODE_LABEL, BLANK_DELIMITER, true);
	csv_put_field(out, NAME_LABEL, BLANK_DELIMITER, false);
	for (i = 0; i < b->form->field_count; i++)
		csv_put_field(out, b->form->fields[i]->label, BLANK_DELIMITER,
		    false);
	end_line(out);
	for (i = 0; i < b->row_count; i++)
		put_row(b, &b->rows[i], out);
}

/* ---- XML ---- */

static void
set(xmlNode *node, const char *name, const char *value)
{
	xmlNewProp(node, (const xmlChar *)name, (const xmlChar *)value);
}

/* A comment, unless it has what comments may not have. */
static void
add_comment(struct arena *a, xmlNode *parent, const char *s)
{
	if (strstr(s, "--") == NULL)
		xmlAddChild(parent, xmlNewDocComment(parent->doc,
		    (const xmlChar *)arena_printf(a, " %s ", s)));
}

/* A row of empty elements, but for what is known; ROW NULL: of nobody. */
static void
add_element(const struct blank *b, xmlNode *root, const struct blank_row *row)
{
	xmlNode *node = xmlNewChild(root, root->ns, (const xmlChar *)"row",
	    NULL);
	char buf[DECIMAL_TEXT];
	size_t i;

	set(node, "unit", row == NULL ? "" : row->unit->code);
	for (i = 0; i < b->form->field_count; i++)
		xmlNewTextChild(node, root->ns,
		    (const xmlChar *)b->form->fields[i]->name,
		    row == NULL || row->values[i] == NULL ? NULL :
		    (const xmlChar *)decimal_format(*row->values[i], buf));
}

xmlDoc *
blank_xml(const struct blank *b)
{
	xmlDoc *doc = xmlNewDoc((const xmlChar *)"1.0");
	xmlNode *root = xmlNewDocNode(doc, NULL,
	    (const xmlChar *)"submission", NULL);
	char period[PERIOD_TEXT] = "";
	size_t i;

	xmlDocSetRootElement(doc, root);
	xmlSetNs(root, xmlNewNs(root, (const xmlChar *)SUBMISSION_NS, NULL));
	set(root, "form", b->form->id);
	set(root, "unit", b->unit == NULL ? "" : b->unit->code);
	set(root, "period", b->unit == NULL ? "" :
	    period_format(b->period, period));
	if (form_has_money(b->form))
		set(root, "money", money_scale_name(0));
	set(root, "sequence", arena_printf(b->arena, "%d", b->sequence));
	set(root, "version", arena_printf(b->arena, "%d", b->form->version));
	if (*optional_labels(b, true) != '\0')
		add_comment(b->arena, root, arena_printf(b->arena,
		    _("where it does not apply to a unit, write %s in: %s"),
		    NOT_APPLICABLE_XML, optional_labels(b, true)));
	if (b->unit == NULL) {
		add_comment(b->arena, root, _("a row like this for each unit"));
		add_element(b, root, NULL);
		return doc;
	}
	add_comment(b->arena, root, arena_printf(b->arena, "%s: %s, %s",
	    b->form->code, b->unit->full_name,
	    period_label(b->arena, b->period)));
	if (b->to != DATE_NONE)
		add_comment(b->arena, root, days_text(b));
	for (i = 0; i < b->row_count; i++) {
		add_comment(b->arena, root, b->rows[i].unit->full_name);
		add_element(b, root, &b->rows[i]);
	}
	return doc;
}
