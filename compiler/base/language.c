/* Messages in Vietnamese and English by gettext.  Room: base. */
#include "base/language.h"

#include <errno.h>
#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <stdio.h>
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

const char *
system_error(int error)
{
	/* those that people meet; the C library may know no Vietnamese */
	switch (error) {
	case ENOENT:
		return _("there is no such file or folder");
	case EACCES:
	case EPERM:
		return _("permission denied");
	case EISDIR:
		return _("it is a folder, not a file");
	case ENOTDIR:
		return _("it is a file, not a folder");
	case EEXIST:
		return _("there is such a file already");
	case EFBIG:
		return _("the file is too large");
	case ENOSPC:
	case EDQUOT:
		return _("the disk is full");
	case EROFS:
		return _("the disk is read-only");
	case EIO:
		return _("the disk cannot be read or written");
	case ENAMETOOLONG:
		return _("the name is too long");
	case ENOMEM:
		return _("there is not enough memory");
	default:
		return strerror(error);
	}
}

const char *
language_date(date d, char buf[static DATE_TEXT])
{
	int year, month, day;

	if (d == DATE_NONE || strcmp(language_name(), "vi") != 0)
		return date_format(d, buf);
	date_split(d, &year, &month, &day);
	snprintf(buf, DATE_TEXT, "%02d/%02d/%04d", day, month, year);
	return buf;
}
