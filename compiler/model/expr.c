/* The expression language: parsing and evaluation.  Room: model. */
#include "model/expr.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/text.h"
#include "model/expr_tree.h"

/* A function: how many arguments it takes, and what it needs. */
static const struct {
	const char	*name;
	enum op		 op;
	size_t		 min, max;	/* arguments */
} functions[] = {
	{ "previous", OP_PREVIOUS, 1, 1 },
	{ "previous_in_year", OP_PREVIOUS_IN_YEAR, 1, 1 },
	{ "year_ago", OP_YEAR_AGO, 1, 1 },
	{ "sum", OP_SUM, 1, 1 },
	{ "count", OP_COUNT, 1, 1 },
	{ "min", OP_MIN, 2, 16 },
	{ "max", OP_MAX, 2, 16 },
	{ "if", OP_IF, 3, 3 },
	{ "present", OP_PRESENT, 1, 1 },
	{ "default", OP_DEFAULT, 2, 2 },
	{ "year", OP_YEAR, 0, 1 },
	{ "month", OP_MONTH, 0, 1 },
};

/* How deep parentheses and calls nest, and the tree that is evaluated. */
enum { DEPTH_MAX = 64, TREE_MAX = 1000 };

struct parser {
	struct arena		*arena;
	const char		*text, *p;
	const struct expr_scope	*scope;
	struct expr		*expr;
	int			 depth;
	int			 rows;	/* calls of sum() and count() around */
	const char		*error;
	size_t			 offset;
};

struct expr_value
expr_missing(void)
{
	return (struct expr_value){ .type = EXPR_MISSING };
}

struct expr_value
expr_number(struct decimal d)
{
	return (struct expr_value){ .type = EXPR_NUMBER,
	    .number = ratio_of(d) };
}

static struct expr_value
truth(bool b)
{
	return (struct expr_value){ .type = EXPR_TRUTH, .truth = b };
}

static struct expr_value
overflow(void)
{
	return (struct expr_value){ .type = EXPR_OVERFLOW };
}

/* Remember the first error; the parser then falls back to the top. */
static const struct node *
fail(struct parser *s, const char *at, const char *why)
{
	if (s->error == NULL) {
		s->error = why;
		s->offset = (size_t)(at - s->text);
	}
	return NULL;
}

static void
skip_blanks(struct parser *s)
{
	while (*s->p == ' ' || *s->p == '\t' || *s->p == '\n' || *s->p == '\r')
		s->p++;
}

static bool
is_name_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool
is_name_char(char c)
{
	return is_name_start(c) || (c >= '0' && c <= '9') || c == '-';
}

/* The length of the word at P; a hyphen inside it must be followed by a letter
 * and not be surrounded by blanks, so that "a - b" subtracts. */
static size_t
word_length(const char *p)
{
	size_t n = 0;

	if (!is_name_start(*p))
		return 0;
	while (is_name_char(p[n]) && (p[n] != '-' || is_name_start(p[n + 1])))
		n++;
	return n;
}

/* Take the operator or the word TOKEN if it comes next. */
static bool
accept(struct parser *s, const char *token)
{
	size_t n = strlen(token);

	skip_blanks(s);
	if (strncmp(s->p, token, n) != 0 ||
	    (is_name_start(*token) && word_length(s->p) != n))
		return false;
	s->p += n;
	return true;
}

static struct node *
node_new(struct parser *s, enum op op)
{
	struct node *n = arena_alloc(s->arena, sizeof(*n));

	n->op = op;
	return n;
}

static void
add_arg(struct parser *s, struct node *n, const struct node *arg)
{
	*ARENA_PUSH(s->arena, n->args, n->arg_count, n->arg_cap) = arg;
	if (n->depth <= arg->depth)
		n->depth = arg->depth + 1;
}

static const struct node *
node_with(struct parser *s, enum op op, const struct node *a,
    const struct node *b)
{
	struct node *n = node_new(s, op);

	add_arg(s, n, a);
	if (b != NULL)
		add_arg(s, n, b);
	return n;
}

static const struct node *parse_or(struct parser *);

static const struct node *
parse_number(struct parser *s)
{
	const char *start = s->p;
	struct node *n = node_new(s, OP_CONSTANT);
	struct decimal d;

	while ((*s->p >= '0' && *s->p <= '9') || (*s->p == '.' &&
	    s->p[1] >= '0' && s->p[1] <= '9'))
		s->p++;
	if (!decimal_parse(&d, start, (size_t)(s->p - start)))
		return fail(s, start, _("not a number"));
	n->value = expr_number(d);
	return n;
}

static const struct node *
parse_string(struct parser *s)
{
	const char *start = ++s->p;
	struct node *n = node_new(s, OP_CONSTANT);

	while (*s->p != '\'' && *s->p != '\0')
		s->p++;
	if (*s->p == '\0')
		return fail(s, start - 1, _("the text is not closed by '"));
	n->value.type = EXPR_TEXT;
	n->value.text = arena_strndup(s->arena, start,
	    (size_t)(s->p - start));
	s->p++;
	return n;
}

static const struct node *
parse_call(struct parser *s, size_t f, const char *at)
{
	struct node *n = node_new(s, functions[f].op);
	bool over_rows = n->op == OP_SUM || n->op == OP_COUNT;
	const struct node *arg;

	if (functions[f].min == 0 && accept(s, ")"))
		return n;
	s->rows += over_rows;
	do {
		if ((arg = parse_or(s)) == NULL)
			return NULL;
		add_arg(s, n, arg);
	} while (accept(s, ","));
	s->rows -= over_rows;
	if (!accept(s, ")"))
		return fail(s, s->p, _("a comma or a closing parenthesis is "
		    "missing"));
	if (n->arg_count < functions[f].min || n->arg_count > functions[f].max)
		return fail(s, at, arena_printf(s->arena, "%s(): %s",
		    functions[f].name, _("wrong number of arguments")));
	if (n->op == OP_PREVIOUS || n->op == OP_PREVIOUS_IN_YEAR ||
	    n->op == OP_YEAR_AGO)
		s->expr->looks_back = true;
	if (over_rows)
		s->expr->looks_across = true;
	return n;
}

/* The name object for FORM.NAME, the same for each mention. */
static struct expr_name *
intern(struct parser *s, const char *form, const char *name, const char *at)
{
	struct expr *e = s->expr;
	struct expr_name *n;
	size_t i;

	for (i = 0; i < e->name_count; i++)
		if (strcmp(e->names[i]->name, name) == 0 &&
		    (form == NULL) == (e->names[i]->form == NULL) &&
		    (form == NULL || strcmp(e->names[i]->form, form) == 0))
			return (struct expr_name *)e->names[i];
	n = arena_alloc(s->arena, sizeof(*n));
	n->form = form;
	n->name = name;
	n->offset = (size_t)(at - s->text);
	if (s->scope != NULL) {
		const char *why = s->scope->resolve(s->scope->context, n);

		if (why != NULL) {
			fail(s, at, why);
			return NULL;
		}
	}
	*ARENA_PUSH(s->arena, e->names, e->name_count, e->name_cap) = n;
	return n;
}

static const struct node *
parse_name(struct parser *s)
{
	const char *at = s->p, *form = NULL;
	size_t len = word_length(s->p), i;
	const char *name = arena_strndup(s->arena, s->p, len);
	struct node *n;

	s->p += len;
	if (accept(s, "(")) {
		for (i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
			if (strcmp(functions[i].name, name) == 0)
				return parse_call(s, i, at);
		return fail(s, at, arena_printf(s->arena, "%s(): %s", name,
		    _("there is no such function")));
	}
	if (*s->p == '.' && word_length(s->p + 1) > 0) {
		form = name;
		len = word_length(++s->p);
		name = arena_strndup(s->arena, s->p, len);
		s->p += len;
	}
	n = node_new(s, OP_NAME);
	if ((n->name = intern(s, form, name, at)) == NULL)
		return NULL;
	if (s->rows > 0)
		n->name->in_rows = true;
	else
		n->name->alone = true;
	return n;
}

static const struct node *
parse_primary(struct parser *s)
{
	const struct node *n;

	skip_blanks(s);
	if (accept(s, "(")) {
		if ((n = parse_or(s)) != NULL && !accept(s, ")"))
			return fail(s, s->p,
			    _("a closing parenthesis is missing"));
		return n;
	}
	if (*s->p >= '0' && *s->p <= '9')
		return parse_number(s);
	if (*s->p == '\'')
		return parse_string(s);
	if (word_length(s->p) > 0)
		return parse_name(s);
	return fail(s, s->p, *s->p == '\0' ?
	    _("the expression ends too early") :
	    _("a number, a name or a parenthesis is expected"));
}

static const struct node *
parse_unary(struct parser *s)
{
	const struct node *n;

	if (!accept(s, "-"))
		return parse_primary(s);
	n = parse_primary(s);
	return n == NULL ? NULL : node_with(s, OP_NEGATE, n, NULL);
}

/* An operator of one level of precedence. */
struct infix {
	const char	*token;
	enum op		 op;
};

/* operand { operator operand }, the operators of one level, left to right */
static const struct node *
parse_level(struct parser *s, const struct infix *ops,
    const struct node *(*operand)(struct parser *), bool repeat)
{
	const struct node *left = operand(s), *right;
	const struct infix *o;

	while (left != NULL) {
		for (o = ops; o->token != NULL && !accept(s, o->token); o++)
			;
		if (o->token == NULL)
			break;
		if ((right = operand(s)) == NULL)
			return NULL;
		left = node_with(s, o->op, left, right);
		if (left->depth > TREE_MAX)
			return fail(s, s->p, _("the expression is too long"));
		if (!repeat)
			break;
	}
	return left;
}

static const struct node *
parse_product(struct parser *s)
{
	static const struct infix ops[] = { { "*", OP_MUL }, { "/", OP_DIV },
	    { NULL, OP_MUL } };

	return parse_level(s, ops, parse_unary, true);
}

static const struct node *
parse_sum(struct parser *s)
{
	static const struct infix ops[] = { { "+", OP_ADD }, { "-", OP_SUB },
	    { NULL, OP_ADD } };

	return parse_level(s, ops, parse_product, true);
}

static const struct node *
parse_compare(struct parser *s)
{
	static const struct infix ops[] = { { "<=", OP_LE }, { ">=", OP_GE },
	    { "!=", OP_NE }, { "=", OP_EQ }, { "<", OP_LT }, { ">", OP_GT },
	    { NULL, OP_EQ } };

	return parse_level(s, ops, parse_sum, false);
}

static const struct node *
parse_not(struct parser *s)
{
	const struct node *n;

	if (!accept(s, "not"))
		return parse_compare(s);
	n = parse_compare(s);
	return n == NULL ? NULL : node_with(s, OP_NOT, n, NULL);
}

static const struct node *
parse_and(struct parser *s)
{
	static const struct infix ops[] = { { "and", OP_AND },
	    { NULL, OP_AND } };

	return parse_level(s, ops, parse_not, true);
}

static const struct node *
parse_or(struct parser *s)
{
	static const struct infix ops[] = { { "or", OP_OR }, { NULL, OP_OR } };
	const struct node *n;

	if (++s->depth > DEPTH_MAX)
		return fail(s, s->p, _("the expression is nested too deeply"));
	n = parse_level(s, ops, parse_and, true);
	s->depth--;
	return n;
}

struct expr *
expr_parse(struct arena *a, const char *text, const struct expr_scope *scope,
    const char **error, size_t *offset)
{
	struct parser s = { .arena = a, .scope = scope };

	s.text = s.p = arena_strdup(a, text);
	s.expr = arena_alloc(a, sizeof(*s.expr));
	s.expr->text = s.text;
	s.expr->root = parse_or(&s);
	skip_blanks(&s);
	if (s.error == NULL && *s.p != '\0')
		fail(&s, s.p, _("an operator is expected here"));
	if (s.error == NULL)
		return s.expr;
	*error = s.error;
	*offset = s.offset;
	return NULL;
}

const char *
expr_text(const struct expr *e)
{
	return e->text;
}

size_t
expr_names(const struct expr *e, const struct expr_name *const **names)
{
	*names = e->names;
	return e->name_count;
}

bool
expr_looks_back(const struct expr *e)
{
	return e->looks_back;
}

bool
expr_looks_across_rows(const struct expr *e)
{
	return e->looks_across;
}

/* Where an evaluation stands: which period and which row names speak of. */
struct state {
	const struct expr_row	*row;
	enum expr_time		 time;
	int			 index;
};

static struct expr_value eval(const struct node *, struct state);

static struct expr_value
from_ratio(bool ok, struct ratio r)
{
	return ok ? (struct expr_value){ .type = EXPR_NUMBER, .number = r } :
	    overflow();
}

/* What an operation on these operands is, unless both are of TYPE. */
static bool
unusable(struct expr_value a, struct expr_value b, enum expr_type type,
    struct expr_value *out)
{
	if (a.type == type && b.type == type)
		return false;
	*out = a.type == EXPR_OVERFLOW || b.type == EXPR_OVERFLOW ?
	    overflow() : expr_missing();
	return true;
}

static struct expr_value
arithmetic(enum op op, struct expr_value a, struct expr_value b)
{
	struct expr_value v;
	struct ratio r = ratio_of(decimal_int(0));

	if (unusable(a, b, EXPR_NUMBER, &v))
		return v;
	switch (op) {
	case OP_ADD:
		return from_ratio(ratio_add(&r, a.number, b.number), r);
	case OP_SUB:
		return from_ratio(ratio_sub(&r, a.number, b.number), r);
	case OP_MUL:
		return from_ratio(ratio_mul(&r, a.number, b.number), r);
	default:
		if (b.number.num.coef == 0)
			return expr_missing();
		return from_ratio(ratio_div(&r, a.number, b.number), r);
	}
}

static struct expr_value
compare(enum op op, struct expr_value a, struct expr_value b)
{
	struct expr_value v;
	int c;

	if (a.type == EXPR_TEXT && b.type == EXPR_TEXT)
		c = strcmp(a.text, b.text);
	else if (a.type == EXPR_TRUTH && b.type == EXPR_TRUTH)
		c = a.truth - b.truth;
	else if (unusable(a, b, EXPR_NUMBER, &v))
		return v;
	else
		c = ratio_cmp(a.number, b.number);
	switch (op) {
	case OP_EQ:
		return truth(c == 0);
	case OP_NE:
		return truth(c != 0);
	case OP_LT:
		return truth(c < 0);
	case OP_LE:
		return truth(c <= 0);
	case OP_GT:
		return truth(c > 0);
	default:
		return truth(c >= 0);
	}
}

/* Kleene's "and" and "or": DECISIVE settles it whatever the other is. */
static struct expr_value
logic(struct expr_value a, struct expr_value b, bool decisive)
{
	struct expr_value v;

	if ((a.type == EXPR_TRUTH && a.truth == decisive) ||
	    (b.type == EXPR_TRUTH && b.truth == decisive))
		return truth(decisive);
	return unusable(a, b, EXPR_TRUTH, &v) ? v : truth(!decisive);
}

static struct expr_value
over_rows(const struct node *n, struct state s)
{
	struct expr_value total = expr_number(decimal_int(0));
	size_t i, rows;

	if (s.row->rows == NULL)
		return expr_missing();
	rows = s.row->rows(s.row->context);
	for (i = 0; i < rows && total.type == EXPR_NUMBER; i++) {
		struct expr_value v;

		s.index = (int)i;
		v = eval(n->args[0], s);
		if (n->op == OP_COUNT) {
			bool holds = v.type == EXPR_TRUTH && v.truth;

			if (v.type == EXPR_OVERFLOW)
				return v;
			v = expr_number(decimal_int(holds));
		}
		total = arithmetic(OP_ADD, total, v);
	}
	return total;
}

static struct expr_value
extreme(const struct node *n, struct state s)
{
	struct expr_value best = eval(n->args[0], s), v, w;
	size_t i;

	for (i = 1; i < n->arg_count; i++) {
		int c;

		v = eval(n->args[i], s);
		if (unusable(best, v, EXPR_NUMBER, &w))
			return w;
		c = ratio_cmp(v.number, best.number);
		if (n->op == OP_MIN ? c < 0 : c > 0)
			best = v;
	}
	return best.type == EXPR_NUMBER ? best : expr_missing();
}

static struct expr_value
choose(const struct node *n, struct state s)
{
	struct expr_value c = eval(n->args[0], s);

	if (c.type != EXPR_TRUTH)
		return c.type == EXPR_OVERFLOW ? c : expr_missing();
	return eval(n->args[c.truth ? 1 : 2], s);
}

static struct expr_value
at_time(const struct node *n, struct state s, enum expr_time time)
{
	s.time = time;
	return eval(n->args[0], s);
}

/* Two or four digits of a date at S, followed by a hyphen; 0 when not. */
static int
digits_at(const char *s, size_t count)
{
	int n = 0;

	if (strspn(s, "0123456789") != count || s[count] != '-')
		return 0;
	for (; *s != '-'; s++)
		n = n * 10 + (*s - '0');
	return n;
}

/* Year or month of the period, or of a date such as '2020-03-31'. */
static struct expr_value
of_day(const struct node *n, struct state s)
{
	struct expr_value v = { .type = EXPR_TEXT, .text = s.row->day };
	int number;

	if (n->arg_count > 0)
		v = eval(n->args[0], s);
	if (v.type != EXPR_TEXT || v.text == NULL)
		return v.type == EXPR_OVERFLOW ? v : expr_missing();
	number = digits_at(v.text, 4);
	if (number > 0 && n->op == OP_MONTH)
		number = digits_at(v.text + 5, 2);
	return number == 0 ? expr_missing() :
	    expr_number(decimal_int(number));
}

static struct expr_value
negate(struct expr_value v, bool logical)
{
	if (logical)
		return v.type == EXPR_TRUTH ? truth(!v.truth) :
		    v.type == EXPR_OVERFLOW ? v : expr_missing();
	return arithmetic(OP_SUB, expr_number(decimal_int(0)), v);
}

static struct expr_value
eval(const struct node *n, struct state s)
{
	struct expr_value v;

	switch (n->op) {
	case OP_CONSTANT:
		return n->value;
	case OP_NAME:
		return s.row->value(s.row->context, n->name, s.time, s.index);
	case OP_AND:
	case OP_OR:
		return logic(eval(n->args[0], s), eval(n->args[1], s),
		    n->op == OP_OR);
	case OP_NOT:
	case OP_NEGATE:
		return negate(eval(n->args[0], s), n->op == OP_NOT);
	case OP_ADD:
	case OP_SUB:
	case OP_MUL:
	case OP_DIV:
		return arithmetic(n->op, eval(n->args[0], s),
		    eval(n->args[1], s));
	case OP_PREVIOUS:
		return at_time(n, s, EXPR_PREVIOUS);
	case OP_PREVIOUS_IN_YEAR:
		return at_time(n, s, EXPR_PREVIOUS_IN_YEAR);
	case OP_YEAR_AGO:
		return at_time(n, s, EXPR_YEAR_AGO);
	case OP_SUM:
	case OP_COUNT:
		return over_rows(n, s);
	case OP_MIN:
	case OP_MAX:
		return extreme(n, s);
	case OP_IF:
		return choose(n, s);
	case OP_YEAR:
	case OP_MONTH:
		return of_day(n, s);
	case OP_PRESENT:
		return truth(eval(n->args[0], s).type != EXPR_MISSING);
	case OP_DEFAULT:
		v = eval(n->args[0], s);
		return v.type == EXPR_MISSING ? eval(n->args[1], s) : v;
	default:
		return compare(n->op, eval(n->args[0], s),
		    eval(n->args[1], s));
	}
}

struct expr_value
expr_eval(const struct expr *e, const struct expr_row *row)
{
	return eval(e->root, (struct state){ row, EXPR_NOW, EXPR_THIS_ROW });
}

/* A value as people read it. */
static void
describe_value(struct arena *a, struct expr_value v, struct text *out)
{
	struct decimal d;

	switch (v.type) {
	case EXPR_NUMBER:
		d = v.number.num;
		if (decimal_cmp(v.number.den, decimal_int(1)) != 0 &&
		    !ratio_round(&d, v.number, 4))
			text_add(out, "?");
		else
			text_add(out, decimal_localise(a, d, ".", ","));
		break;
	case EXPR_TRUTH:
		text_add(out, v.truth ? "1" : "0");
		break;
	case EXPR_TEXT:
		text_addf(out, "\"%s\"", v.text);
		break;
	default:
		text_add(out, v.type == EXPR_OVERFLOW ? _("(too large)") :
		    _("(missing)"));
	}
}

/* Each mention of a name in the tree, once per time it is read at. */
struct describer {
	struct arena	*arena;
	struct text	*out;
	size_t		 count;
	struct {
		const struct expr_name	*name;
		enum expr_time		 time;
	} seen[32];
};

static void
describe_name(const struct node *n, struct state s, struct describer *d)
{
	static const char *const calls[] = { "", "previous(",
	    "previous_in_year(", "year_ago(" };
	size_t i;

	for (i = 0; i < d->count; i++)
		if (d->seen[i].name == n->name && d->seen[i].time == s.time)
			return;
	if (d->count == sizeof(d->seen) / sizeof(d->seen[0]))
		return;
	d->seen[d->count].name = n->name;
	d->seen[d->count].time = s.time;
	if (d->count++ > 0)
		text_add(d->out, ", ");
	text_add(d->out, calls[s.time]);
	if (n->name->form != NULL)
		text_addf(d->out, "%s.", n->name->form);
	text_addf(d->out, "%s%s = ", n->name->name,
	    s.time == EXPR_NOW ? "" : ")");
	describe_value(d->arena, eval(n, s), d->out);
}

static void
describe(const struct node *n, struct state s, struct describer *d)
{
	size_t i;

	if (n->op == OP_NAME) {
		describe_name(n, s, d);
		return;
	}
	if (n->op == OP_SUM || n->op == OP_COUNT) {
		if (d->count++ > 0)
			text_add(d->out, ", ");
		text_add(d->out, n->op == OP_SUM ? "sum = " : "count = ");
		describe_value(d->arena, eval(n, s), d->out);
		return;
	}
	if (n->op == OP_PREVIOUS)
		s.time = EXPR_PREVIOUS;
	else if (n->op == OP_PREVIOUS_IN_YEAR)
		s.time = EXPR_PREVIOUS_IN_YEAR;
	else if (n->op == OP_YEAR_AGO)
		s.time = EXPR_YEAR_AGO;
	for (i = 0; i < n->arg_count; i++)
		describe(n->args[i], s, d);
}

void
expr_describe(const struct expr *e, const struct expr_row *row,
    struct text *out)
{
	struct describer d = { .arena = arena_new(), .out = out };

	describe(e->root, (struct state){ row, EXPR_NOW, EXPR_THIS_ROW }, &d);
	arena_free(d.arena);
}
