/* Civil dates of the Gregorian calendar, counted in days; no clock, no zone. */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Days since 1970-01-01; DATE_NONE stands for "no date" and is before all. */
typedef int32_t date;
#define DATE_NONE	INT32_MIN

/* The day Y-M-D, DATE_NONE when the calendar has no such day. */
date	date_of(int year, int month, int day);

/* Year, month (1-12) and day (1-31) of a date. */
void	date_split(date, int *year, int *month, int *day);

/* 0 Sunday ... 6 Saturday. */
int	date_weekday(date);

/* Parse the whole of S as YYYY-MM-DD; false when it is not that. */
bool	date_parse(const char *s, date *);

/* Write YYYY-MM-DD (11 bytes with NUL; "" for DATE_NONE). */
enum { DATE_TEXT = 16 };
const char *date_format(date, char buf[static DATE_TEXT]);

#endif
