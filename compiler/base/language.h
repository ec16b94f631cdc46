/* The language in which people are spoken to. */
#ifndef BASE_LANGUAGE_H
#define BASE_LANGUAGE_H

#include "base/date.h"

/*
 * Choose the language of messages: "vi" or "en"; NULL takes it from the
 * environment, Vietnamese when that names neither.  Translations are looked for
 * in DIR.  LC_NUMERIC is never set.
 */
void	language_choose(const char *name, const char *dir);

/* "vi" or "en", what was chosen. */
const char *language_name(void);

/* The translation of an English text, itself when there is none. */
const char *_(const char *) __attribute__((format_arg(1)));

/* What a number of errno means, in the chosen language. */
const char *system_error(int);

/* A date in messages: 31/03/2020 in Vietnamese, else as date_format(). */
const char *language_date(date, char buf[static DATE_TEXT]);

/* Marks a text in a table that is translated where it is used. */
#define N_(text)	text

#endif
