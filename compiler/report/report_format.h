/*
 * Numbers, dates and words as people of this country read them.  Private to
 * the room report.
 */
#ifndef REPORT_REPORT_FORMAT_H
#define REPORT_REPORT_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "base/decimal.h"
#include "model/duty.h"

struct arena;

enum word {
#define WORD(name, text) W_##name,
#include "report/words.def"

#define NBSP "\xc2\xa0"		/* a space that breaks no line */
#define MINUS "\xe2\x88\x92"
#undef WORD
	W_MAX
};

/* The word as documents print it. */
const char *word(enum word);

/* The word with {1} replaced by an argument.  In the arena. */
const char *word_with(struct arena *, enum word, const char *arg);

/* "met" and so on as documents print it; "" for verdicts that say nothing. */
const char *word_of_verdict(const char *verdict);

/* "on-time" and so on, likewise. */
const char *word_of_state(enum duty_state);

/*
 * 1234567.5 with all its places: "1.234.567,5"; below zero with the minus sign
 * U+2212.  In the arena, as all that follows.
 */
const char *format_decimal(struct arena *, struct decimal);

/* The same with a sign before what is above zero: "+0,5", "−0,5", "0,0". */
const char *format_change(struct arena *, struct decimal);

/* A printed number of one digit from 1 to 9 as "03"; all others unchanged. */
const char *format_padded(struct arena *, const char *number);

/* The quotient rounded to DIGITS places; NULL: out of the exact range. */
const char *format_ratio(struct arena *, struct ratio, int digits);

/*
 * A ratio as the shortest decimal that is exactly equal to it; where there is
 * none of at most 18 places, rounded to 6.  False: out of the exact range.
 */
bool	ratio_shortest(struct decimal *, struct ratio);

/*
 * COUNT parts rounded to PLACES so that they add up to WHOLE, by the method of
 * largest remainders (Hamilton's): each is rounded down, and what is missing is
 * given, a unit of the last place each, to those that lost most; of those that lost
 * the same, to the first.  So no part is further from its exact number than a unit,
 * and one that needs no rounding stays as it is.  False, and OUT is of no use, when
 * WHOLE is not the sum of the parts rounded up or down.
 */
bool	apportion(struct arena *, const struct ratio *exact, size_t count,
	    int places, struct decimal whole, struct decimal *out);

/* A value divided by 10^POWER, exactly; false when it has too many places. */
bool	decimal_shift(struct decimal *, int power);

/*
 * "ngày 05 tháng 01 năm 2021": days below 10 and the months 1 and 2 with a
 * leading zero (Nghị định 30/2020/NĐ-CP, Phụ lục I, II.4.b).
 */
const char *format_date_long(struct arena *, date);

/* "05/01/2021"; "" for no date. */
const char *format_date_short(struct arena *, date);

/* Whether a verdict stands whatever is missing ("true", "false", ""), in words. */
const char *word_of_certain(const char *certain);

/* 1 to 3999 as Roman numeral: "IV". */
const char *format_roman(struct arena *, int);

/* The text with its first letter in upper case. */
const char *format_capital(struct arena *, const char *);

/* With its first letter in lower case, unless an abbreviation begins it. */
const char *format_small(struct arena *, const char *);

#endif
