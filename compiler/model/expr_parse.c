/* The expression language: parsing.  Room: model. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
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

/* Whether one pair of brackets is around all of a text. */
static bool
is_bracketed(const char *s)
{
	size_t len = strlen(s), i;
	int depth = 0;
	bool quoted = false;

	for (i = 0; i < len; i++) {
		quoted ^= s[i] == '\'';
		depth += quoted ? 0 : (s[i] == '(') - (s[i] == ')');
		if (depth == 0 && i + 1 < len)
			return false;
	}
	return *s == '(';
}

const char *
expr_operand(struct arena *a, const struct expr *e, bool right)
{
	enum op op = e->root->op;
	const char *from = e->text + strspn(e->text, " \t\r\n");
	size_t len = strlen(from);
	bool looser = (op >= OP_OR && op <= OP_SUB) ||
	    (right && (op == OP_MUL || op == OP_DIV));
	const char *text;

	while (len > 0 && strchr(" \t\r\n", from[len - 1]) != NULL)
		len--;
	text = arena_strndup(a, from, len);
	if (is_bracketed(text))		/* written by its author */
		return looser ? text : arena_strndup(a, text + 1, len - 2);
	return looser ? arena_printf(a, "(%s)", text) : text;
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
