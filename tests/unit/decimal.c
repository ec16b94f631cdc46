/* Exact numbers against those of Python: 100,000 cases from decimal.py. */
#include "base/decimal.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/map.h"
#include "check.h"

__extension__ typedef unsigned __int128 uint128;

/* An optional minus and digits; *S moves behind them. */
static int128
read_int(const char **s)
{
	bool negative = **s == '-';
	uint128 n = 0;

	for (*s += negative; **s >= '0' && **s <= '9'; (*s)++)
		n = n * 10 + (uint128)(**s - '0');
	return (int128)(negative ? -n : n);
}

static struct decimal
read_decimal(const char **s)
{
	struct decimal d;

	d.coef = read_int(s);
	(*s)++;
	d.scale = (int)read_int(s);
	return d;
}

static struct ratio
read_ratio(const char *s)
{
	struct ratio r;

	r.num = read_decimal(&s);
	r.den = decimal_int(1);
	if (*s == '/') {
		s++;
		r.den = read_decimal(&s);
	}
	return r;
}

/* A number of at most 1,024 bits, in limbs of 32, for the checks alone. */
enum { LIMBS = 32 };
struct big { uint32_t limb[LIMBS]; };

static struct big
big_read(const char *s, size_t len)
{
	struct big b = { { 0 } };

	for (; len > 0; len--, s++) {
		uint64_t carry = (uint64_t)(*s - '0');
		int i;

		for (i = 0; i < LIMBS; i++) {
			carry += (uint64_t)b.limb[i] * 10;
			b.limb[i] = (uint32_t)carry;
			carry >>= 32;
		}
	}
	return b;
}

static struct big
big_mul(struct big a, uint128 m)
{
	struct big r = { { 0 } };
	int i, j;

	for (j = 0; j < 4; j++) {
		uint64_t carry = 0, f = (uint32_t)(m >> (32 * j));

		for (i = 0; i + j < LIMBS; i++) {
			carry += f * a.limb[i] + r.limb[i + j];
			r.limb[i + j] = (uint32_t)carry;
			carry >>= 32;
		}
	}
	return r;
}

static uint128
size_of(int128 x)
{
	return x < 0 ? -(uint128)x : (uint128)x;
}

static uint128
ten_to(int n)
{
	uint128 p = 1;

	while (n-- > 0)
		p *= 10;
	return p;
}

/* Whether a ratio is the fraction "p/q": num * q = p * den, all whole. */
static bool
equals(struct ratio r, const char *fraction)
{
	bool negative = *fraction == '-';
	const char *p = fraction + negative, *slash = strchr(p, '/');
	struct big left, right;

	left = big_read(slash + 1, strlen(slash + 1));
	left = big_mul(big_mul(left, size_of(r.num.coef)), ten_to(r.den.scale));
	right = big_read(p, (size_t)(slash - p));
	right = big_mul(big_mul(right, size_of(r.den.coef)),
	    ten_to(r.num.scale));
	return memcmp(&left, &right, sizeof(left)) == 0 && r.den.coef > 0 &&
	    (r.num.coef == 0 || negative == (r.num.coef < 0));
}

/* Do what a case says; false when the operation says false. */
static bool
perform(const char *op, const char *at, const char *bt, int n,
    struct ratio *out)
{
	struct ratio a, b = ratio_of(decimal_int(0));
	struct decimal *d = &out->num;

	*out = ratio_of(decimal_int(0));
	if (strcmp(op, "parse") == 0)
		return decimal_parse(d, at, strlen(at));
	a = read_ratio(at);
	if (*bt != '_')
		b = read_ratio(bt);
	*out = ratio_of(a.num);
	if (strcmp(op, "add") == 0)
		return decimal_add(d, a.num, b.num);
	if (strcmp(op, "sub") == 0)
		return decimal_sub(d, a.num, b.num);
	if (strcmp(op, "mul") == 0)
		return decimal_mul(d, a.num, b.num);
	if (strcmp(op, "rescale") == 0)
		return decimal_rescale(d, n) && d->scale == n;
	if (strcmp(op, "round") == 0)
		return decimal_round(d, n) && d->scale == n;
	if (strcmp(op, "radd") == 0)
		return ratio_add(out, a, b);
	if (strcmp(op, "rsub") == 0)
		return ratio_sub(out, a, b);
	if (strcmp(op, "rmul") == 0)
		return ratio_mul(out, a, b);
	if (strcmp(op, "rdiv") == 0)
		return ratio_div(out, a, b);
	if (strcmp(op, "rround") == 0)
		return ratio_round(d, a, n) && d->scale == n;
	abort();
}

static bool
is_right(const char *op, const char *a, const char *b, int n, const char *want)
{
	char buf[DECIMAL_TEXT];
	struct ratio r;
	bool done;

	if (strcmp(op, "cmp") == 0)
		return decimal_cmp(read_ratio(a).num, read_ratio(b).num) == n &&
		    decimal_cmp(read_ratio(b).num, read_ratio(a).num) == -n;
	if (strcmp(op, "rcmp") == 0)
		return ratio_cmp(read_ratio(a), read_ratio(b)) == n &&
		    ratio_cmp(read_ratio(b), read_ratio(a)) == -n;
	if (strcmp(op, "format") == 0)
		return strcmp(decimal_format(read_ratio(a).num, buf),
		    want) == 0;
	done = perform(op, a, b, n, &r);
	if (!done)
		return *want != '=';
	return *want != '!' && equals(r, want + 1);
}

struct tally {
	long	cases, wrong;
	char	first[1024];	/* the first wrong case */
};

static void
localise(void)
{
	struct arena *a = arena_new();

	check_string("localise thousands", decimal_localise(a,
	    (struct decimal){ -123456789, 2 }, ".", ","), "-1.234.567,89");
	check_string("localise keeps places", decimal_localise(a,
	    (struct decimal){ 1500, 3 }, ".", ","), "1,500");
	check_string("localise below one", decimal_localise(a,
	    (struct decimal){ -5, 2 }, ".", ","), "-0,05");
	check_string("localise three digits", decimal_localise(a,
	    (struct decimal){ 999, 0 }, ".", ","), "999");
	check_string("localise no thousands", decimal_localise(a,
	    (struct decimal){ 1234567, 1 }, "", "."), "123456.7");
	check_string("localise zero", decimal_localise(a,
	    (struct decimal){ 0, 0 }, ".", ","), "0");
	arena_free(a);
}

int
main(void)
{
	struct arena *arena = arena_new();
	struct map *tallies = map_new(arena);
	char line[2048];
	size_t i;

	while (fgets(line, sizeof(line), stdin) != NULL) {
		char *rest = line, *field[5];
		struct tally *t;

		line[strcspn(line, "\n")] = '\0';
		for (i = 0; i < 5; i++)
			if ((field[i] = strsep(&rest, " ")) == NULL)
				abort();
		if ((t = map_find(tallies, field[0])) == NULL) {
			t = arena_alloc(arena, sizeof(*t));
			map_add(tallies, field[0], t);
		}
		t->cases++;
		if (!is_right(field[0], field[1], field[2],
		    (int)strtol(field[3], NULL, 10), field[4]) &&
		    t->wrong++ == 0)
			snprintf(t->first, sizeof(t->first), "%s %s %s %s",
			    field[1], field[2], field[3], field[4]);
	}
	check(map_count(tallies) == 14, "all operations", "%zu of 14",
	    map_count(tallies));
	for (i = 0; i < map_count(tallies); i++) {
		struct tally *t = map_value(tallies, i);

		check(t->wrong == 0 && t->cases > 7000, map_key(tallies, i),
		    "%ld of %ld wrong; the first: %s", t->wrong, t->cases,
		    t->first);
	}
	localise();
	arena_free(arena);
	return check_result();
}
