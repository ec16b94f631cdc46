/* Exact decimals and ratios on 128-bit integers.  Room: base. */
#include "base/decimal.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"

__extension__ typedef unsigned __int128 uint128;

enum { DIGITS_MAX = 30 };

struct decimal
decimal_int(long long n)
{
	return (struct decimal){ n, 0 };
}

bool
decimal_parse(struct decimal *out, const char *s, size_t len)
{
	struct decimal d = { 0, 0 };
	size_t i = 0;
	int digits = 0;
	bool negative = false, point = false;

	if (i < len && s[i] == '-') {
		negative = true;
		i++;
	}
	for (; i < len; i++) {
		if (s[i] == '.' && !point && digits > 0 && i + 1 < len) {
			point = true;
			continue;
		}
		if (s[i] < '0' || s[i] > '9' || digits == DIGITS_MAX ||
		    d.scale == DECIMAL_SCALE_MAX)
			return false;
		d.coef = d.coef * 10 + (s[i] - '0');
		digits++;
		d.scale += point;
	}
	if (digits == 0)
		return false;
	if (negative)
		d.coef = -d.coef;
	*out = d;
	return true;
}

/* Multiply by ten N times; false on overflow. */
static bool
shift(int128 *coef, int n)
{
	int128 c = *coef;

	for (; n > 0; n--)
		if (__builtin_mul_overflow(c, (int128)10, &c))
			return false;
	*coef = c;
	return true;
}

/* Bring two numbers to the larger of their scales. */
static bool
align(struct decimal *a, struct decimal *b)
{
	if (a->scale < b->scale) {
		if (!shift(&a->coef, b->scale - a->scale))
			return false;
		a->scale = b->scale;
	} else {
		if (!shift(&b->coef, a->scale - b->scale))
			return false;
		b->scale = a->scale;
	}
	return true;
}

bool
decimal_add(struct decimal *out, struct decimal a, struct decimal b)
{
	struct decimal sum;

	if (!align(&a, &b))
		return false;
	sum.scale = a.scale;
	if (__builtin_add_overflow(a.coef, b.coef, &sum.coef))
		return false;
	*out = sum;
	return true;
}

bool
decimal_sub(struct decimal *out, struct decimal a, struct decimal b)
{
	struct decimal difference;

	if (!align(&a, &b))
		return false;
	difference.scale = a.scale;
	if (__builtin_sub_overflow(a.coef, b.coef, &difference.coef))
		return false;
	*out = difference;
	return true;
}

/* Drop zeros behind the point while there are more than SCALE places. */
static void
trim(struct decimal *d, int scale)
{
	while (d->scale > scale && d->coef % 10 == 0) {
		d->coef /= 10;
		d->scale--;
	}
}

bool
decimal_mul(struct decimal *out, struct decimal a, struct decimal b)
{
	struct decimal product;

	trim(&a, 0);
	trim(&b, 0);
	product.scale = a.scale + b.scale;
	if (product.scale > DECIMAL_SCALE_MAX ||
	    __builtin_mul_overflow(a.coef, b.coef, &product.coef))
		return false;
	*out = product;
	return true;
}

static int
sign_of(int128 x)
{
	return (x > 0) - (x < 0);
}

static uint128
magnitude(int128 x)
{
	return x < 0 ? -(uint128)x : (uint128)x;
}

/* A 384-bit number, the product of three, lowest limb first. */
struct wide {
	uint64_t	limb[6];
};

static struct wide
wide_mul(struct wide a, uint128 factor)
{
	uint64_t part[2] = { (uint64_t)factor, (uint64_t)(factor >> 64) };
	struct wide r = { { 0 } };
	int i, j;

	for (j = 0; j < 2; j++) {
		uint128 carry = 0;

		for (i = 0; i + j < 6; i++) {
			carry += (uint128)a.limb[i] * part[j] + r.limb[i + j];
			r.limb[i + j] = (uint64_t)carry;
			carry >>= 64;
		}
	}
	return r;
}

static int
wide_cmp(struct wide a, struct wide b)
{
	int i;

	for (i = 5; i >= 0; i--)
		if (a.limb[i] != b.limb[i])
			return a.limb[i] < b.limb[i] ? -1 : 1;
	return 0;
}

static uint128
power_of_ten(int n)
{
	uint128 p = 1;

	for (; n > 0; n--)
		p *= 10;
	return p;
}

/* A x B x 10^N for N up to 38: exact for all values. */
static struct wide
product_of(uint128 a, uint128 b, int n)
{
	struct wide one = { { 1 } };

	return wide_mul(wide_mul(wide_mul(one, a), b), power_of_ten(n));
}

int
decimal_cmp(struct decimal a, struct decimal b)
{
	int sa = sign_of(a.coef), sb = sign_of(b.coef), c;
	struct decimal x = a, y = b;

	if (sa != sb)
		return sa < sb ? -1 : 1;
	if (align(&x, &y))
		return (x.coef > y.coef) - (x.coef < y.coef);
	/* a.coef / 10^a.scale ? b.coef / 10^b.scale, multiplied out */
	c = wide_cmp(product_of(magnitude(a.coef), 1, b.scale),
	    product_of(magnitude(b.coef), 1, a.scale));
	return sa < 0 ? -c : c;
}

bool
decimal_rescale(struct decimal *d, int scale)
{
	struct decimal r = *d;

	trim(&r, scale);
	if (r.scale > scale || !shift(&r.coef, scale - r.scale))
		return false;
	r.scale = scale;
	*d = r;
	return true;
}

bool
decimal_round(struct decimal *d, int scale)
{
	return ratio_round(d, ratio_of(*d), scale);
}

/* The digits of a magnitude, right-aligned in BUF; returns where they start. */
static char *
digits_of(uint128 m, int places, char *end)
{
	char *p = end;
	uint64_t low;

	/* dividing 64 bits is many times faster than dividing 128 */
	for (*p = '\0'; m > UINT64_MAX; m /= 10)
		*--p = (char)('0' + (int)(m % 10));
	for (low = (uint64_t)m; low > 0 || end - p <= places; low /= 10)
		*--p = (char)('0' + (int)(low % 10));
	return p;
}

const char *
decimal_format(struct decimal d, char buf[static DECIMAL_TEXT])
{
	char digits[DECIMAL_TEXT], *p, *out = buf;
	size_t len, whole;

	trim(&d, 0);
	p = digits_of(magnitude(d.coef), d.scale, digits + sizeof(digits) - 1);
	len = strlen(p);
	whole = len - (size_t)d.scale;
	if (d.coef < 0)
		*out++ = '-';
	memcpy(out, p, whole);
	out += whole;
	if (d.scale > 0) {
		*out++ = '.';
		memcpy(out, p + whole, (size_t)d.scale);
		out += d.scale;
	}
	*out = '\0';
	return buf;
}

const char *
decimal_localise(struct arena *a, struct decimal d, const char *thousands,
    const char *point)
{
	char digits[DECIMAL_TEXT], *p, *out, *start;
	size_t whole, i, step = strlen(thousands);

	p = digits_of(magnitude(d.coef), d.scale, digits + sizeof(digits) - 1);
	whole = strlen(p) - (size_t)d.scale;
	start = out = arena_alloc(a, strlen(p) * (1 + step) + strlen(point) + 2);
	if (d.coef < 0)
		*out++ = '-';
	for (i = 0; i < whole; i++) {
		if (i > 0 && (whole - i) % 3 == 0) {
			memcpy(out, thousands, step);
			out += step;
		}
		*out++ = p[i];
	}
	if (d.scale > 0) {
		memcpy(out, point, strlen(point));
		out += strlen(point);
		memcpy(out, p + whole, (size_t)d.scale);
	}
	return start;
}

struct ratio
ratio_of(struct decimal d)
{
	return (struct ratio){ d, decimal_int(1) };
}

static bool
add_or_sub(struct ratio *out, struct ratio a, struct ratio b,
    bool (*op)(struct decimal *, struct decimal, struct decimal))
{
	struct ratio r = { .den = a.den };
	struct decimal x, y;

	if (decimal_cmp(a.den, b.den) == 0) {
		if (!op(&r.num, a.num, b.num))
			return false;
	} else if (!decimal_mul(&x, a.num, b.den) ||
	    !decimal_mul(&y, b.num, a.den) || !op(&r.num, x, y) ||
	    !decimal_mul(&r.den, a.den, b.den))
		return false;
	*out = r;
	return true;
}

bool
ratio_add(struct ratio *out, struct ratio a, struct ratio b)
{
	return add_or_sub(out, a, b, decimal_add);
}

bool
ratio_sub(struct ratio *out, struct ratio a, struct ratio b)
{
	return add_or_sub(out, a, b, decimal_sub);
}

bool
ratio_mul(struct ratio *out, struct ratio a, struct ratio b)
{
	struct ratio r;

	if (!decimal_mul(&r.num, a.num, b.num) ||
	    !decimal_mul(&r.den, a.den, b.den))
		return false;
	*out = r;
	return true;
}

bool
ratio_div(struct ratio *out, struct ratio a, struct ratio b)
{
	struct ratio flip = { b.den, b.num };

	if (b.num.coef == 0)
		return false;
	if (b.num.coef < 0) {
		/* the lowest number of all has no opposite */
		if (__builtin_sub_overflow((int128)0, flip.den.coef,
		    &flip.den.coef))
			return false;
		flip.num.coef = -flip.num.coef;
	}
	return ratio_mul(out, a, flip);
}

int
ratio_cmp(struct ratio a, struct ratio b)
{
	int sa = sign_of(a.num.coef), sb = sign_of(b.num.coef), c;
	struct decimal x, y;

	if (sa != sb)
		return sa < sb ? -1 : 1;
	if (a.den.coef == b.den.coef && a.den.scale == b.den.scale)
		return decimal_cmp(a.num, b.num);
	if (decimal_mul(&x, a.num, b.den) && decimal_mul(&y, b.num, a.den))
		return decimal_cmp(x, y);
	/* a.num / a.den ? b.num / b.den, multiplied out, places on both sides */
	c = wide_cmp(product_of(magnitude(a.num.coef), magnitude(b.den.coef),
	    b.num.scale + a.den.scale),
	    product_of(magnitude(b.num.coef), magnitude(a.den.coef),
	    a.num.scale + b.den.scale));
	return sa < 0 ? -c : c;
}

bool
ratio_round(struct decimal *out, struct ratio q, int scale)
{
	int128 num = q.num.coef, den = q.den.coef, whole, rest;
	int up = scale + q.den.scale - q.num.scale;

	if (den == 0 || !shift(up >= 0 ? &num : &den, up >= 0 ? up : -up))
		return false;
	whole = num / den;
	rest = num % den;
	/* half away from zero: 2|rest| >= |den|, told without overflow */
	if (magnitude(rest) >= magnitude(den) - magnitude(rest))
		whole += (num < 0) == (den < 0) ? 1 : -1;
	*out = (struct decimal){ whole, scale };
	return true;
}
