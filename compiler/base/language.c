/* Messages in Vietnamese and English by gettext.  Room: base. */
#include "base/language.h"

#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

static const char *chosen = "en";

/* The first of LC_ALL, LC_MESSAGES, LANG that says something. */
static const char *
environment_language(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *v = getenv(names[i]);

		if (v != NULL && *v != '\0')
			return strncmp(v, "en", 2) == 0 ? "en" : "vi";
	}
	return "vi";
}

void
language_choose(const char *name, const char *dir)
{
	chosen = strcmp(name == NULL ? environment_language() : name, "en") == 0
	    ? "en" : "vi";
	/* gettext translates in any locale but "C"; C.UTF-8 is always there */
	setlocale(LC_MESSAGES, "C.UTF-8");
	setlocale(LC_CTYPE, "C.UTF-8");
	setenv("LANGUAGE", chosen, 1);
	bindtextdomain("tonghop", dir);
	bind_textdomain_codeset("tonghop", "UTF-8");
	textdomain("tonghop");
}

const char *
language_name(void)
{
	return chosen;
}

const char *
_(const char *text)
{
	return *text == '\0' ? text : gettext(text);
}
