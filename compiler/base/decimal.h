/*
 * Exact numbers.  A decimal is an integer and a count of decimal places; a
 * ratio is a pair of decimals that stays a pair until it is printed.  No
 * function here rounds unless its name says so, and none wraps: every
 * operation that can overflow 128 bits says false and leaves its result alone.
 */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

__extension__ typedef __int128 int128;

/* The number coef / 10^scale; 0 <= scale <= DECIMAL_SCALE_MAX. */
struct decimal {
	int128	coef;
	int	scale;
};

enum { DECIMAL_SCALE_MAX = 18, DECIMAL_TEXT = 64 };

/* The whole number N. */
struct decimal	decimal_int(long long n);

/*
 * Parse the LEN bytes at S, all of them, as [-]digits[.digits] in ASCII.  At
 * most 30 digits in all, 18 of them after the point.  "-0" is 0.  False when it
 * is anything else.
 */
bool	decimal_parse(struct decimal *, const char *s, size_t len);

bool	decimal_add(struct decimal *, struct decimal, struct decimal);
bool	decimal_sub(struct decimal *, struct decimal, struct decimal);
bool	decimal_mul(struct decimal *, struct decimal, struct decimal);

/* -1, 0 or 1 as A is below, equal to or above B; exact for all values. */
int	decimal_cmp(struct decimal a, struct decimal b);

/* The same value with SCALE places; false when digits would be lost. */
bool	decimal_rescale(struct decimal *, int scale);

/* The value rounded to SCALE places, half away from zero. */
bool	decimal_round(struct decimal *, int scale);

/* The shortest exact text, as decimal_parse() reads it: "-12.5", "0". */
const char *decimal_format(struct decimal, char buf[static DECIMAL_TEXT]);

/*
 * The text with exactly the places of the value, thousands separated by
 * THOUSANDS ("" for none) and the places by POINT, as people read it:
 * "-1.234,50".  In the arena.
 */
const char *decimal_localise(struct arena *, struct decimal,
	    const char *thousands, const char *point);

/* The number num / den, den > 0 and both exact. */
struct ratio {
	struct decimal	num, den;
};

struct ratio	ratio_of(struct decimal);

bool	ratio_add(struct ratio *, struct ratio, struct ratio);
bool	ratio_sub(struct ratio *, struct ratio, struct ratio);
bool	ratio_mul(struct ratio *, struct ratio, struct ratio);

/* A / B; false when B is zero too. */
bool	ratio_div(struct ratio *, struct ratio a, struct ratio b);

/* -1, 0 or 1 by cross-multiplication in 384 bits: exact for all values. */
int	ratio_cmp(struct ratio a, struct ratio b);

/* The quotient rounded to SCALE places, half away from zero. */
bool	ratio_round(struct decimal *, struct ratio, int scale);

#endif
