/* Checks of the unit tests: "ok NAME" or "not ok NAME: why" on standard output. */
#ifndef UNIT_CHECK_H
#define UNIT_CHECK_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int check_failures;

/* One check; the words say what was seen when it is not good. */
static inline void __attribute__((format(printf, 3, 4)))
check(bool good, const char *name, const char *why, ...)
{
	va_list ap;

	fputs(good ? "ok " : "not ok ", stdout);
	for (; *name != '\0'; name++)		/* one line, whatever is in it */
		putchar((unsigned char)*name < ' ' ? ' ' : *name);
	if (!good) {
		fputs(": ", stdout);
		va_start(ap, why);
		vprintf(why, ap);
		va_end(ap);
		check_failures++;
	}
	putchar('\n');
}

/* That a string is what it should be; either may be NULL. */
static inline void
check_string(const char *name, const char *got, const char *wanted)
{
	bool same = got == NULL || wanted == NULL ? got == wanted :
	    strcmp(got, wanted) == 0;

	check(same, name, "\"%s\", not \"%s\"", got == NULL ? "(null)" : got,
	    wanted == NULL ? "(null)" : wanted);
}

static inline int
check_result(void)
{
	return check_failures > 0;
}

#endif
