/*
 * A site: the folder a province works in, described by site.xml (site.xsd).
 */
#ifndef MODEL_SITE_H
#define MODEL_SITE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "base/diag.h"
#include "model/period.h"
#include "model/unit.h"

struct arena;
struct pattern;

struct level {
	const char	*id;		/* "district" */
	const char	*label;		/* "Hội LHPN cấp huyện" */
};

/* Days off besides Saturdays and Sundays, and working weekends. */
struct calendar {
	size_t		 holiday_count;
	date		*holidays;	/* sorted */
	size_t		 working_count;
	date		*working;	/* weekend days that are worked */
};

bool	calendar_is_working(const struct calendar *, date);

/* Whether it has a holiday in a year. */
bool	calendar_knows(const struct calendar *, int year);

struct site_font {
	const char	*family;
	bool		 bold, italic;
	const char	*path;
};

/* A report that is made for each unit of a level at the end of periods. */
struct site_report {
	const char	*id;
	const char	*template;	/* path of the file */
	int		 level;
	bool		 periods[PERIOD_KIND_MAX];
	const char	*file;		/* "{id}-{period}-{unit}.pdf" */
};

/* What is sent to a recipient of a unit. */
enum site_role {
	ROLE_REPORTS,		/* the unit's reports */
	ROLE_LETTERS,		/* letters about the files that it sends */
	ROLE_REMINDERS,		/* what it has still to send */
	ROLE_FAILURES,		/* of the whole site: mail that did not arrive;
				 * only when it is named */
	ROLE_MAX
};

struct site_recipient {
	const char	*address;
	const char	*name;
	const char	*unit_code;	/* as site.xml says */
	const struct unit *unit;	/* its reports are sent here; found when
					 * the units are known */
	int		 line;		/* in site.xml */
	const char	*report;	/* id of a report, NULL: all of the unit */
	bool		 roles[ROLE_MAX];
};

enum { REMIND_MAX = 16 };

struct site_mail {
	const char	*server;	/* "smtp://host:587"; NULL: no mail */
	const char	*from, *from_name;
	const char	*user;		/* or NULL */
	const char	*password_file;	/* mode 0600; or NULL */
	bool		 plain;		/* no TLS: only to a server on this machine */
	bool		 hold;		/* messages wait until they are released */
	size_t		 max_bytes;	/* of a message as it is sent */
	size_t		 remind_count;	/* when units are reminded: so many working */
	int		 remind[REMIND_MAX];	/* days behind a deadline, those
					 * before it below 0; ascending */
	size_t		 recipient_count;
	struct site_recipient *recipients;
};

struct site {
	const char	*path;		/* of the folder */
	const char	*language;	/* of documents */
	const char	*organisation;	/* "Hội LHPN tỉnh Khánh Hòa" */
	const char	*also;		/* what else stands in front of units in
					 * the names of offices, "|" between; "" */
	const char	*superior;	/* letterhead, line above; "" none */
	const char	*issuer;	/* letterhead, own line(s), "|" between */
	bool		 motto;		/* Quốc hiệu and Tiêu ngữ are printed */
	const char	*symbol;	/* "BC-BTV": behind the number */
	const char	*place;		/* "Khánh Hòa" before the date */
	const char	*signer_authority;	/* "TM. BAN THƯỜNG VỤ" */
	const char	*signer_title;	/* "CHỦ TỊCH" */
	const char	*signer_name;	/* "" stays blank */
	size_t		 level_count;
	struct level	 levels[LEVELS_MAX];
	bool		 all_forms;	/* every shipped form is used */
	size_t		 form_count;	/* or these shipped forms alone */
	const char	**forms;	/* ids */
	struct calendar	 calendar;
	struct pattern	*file_name;	/* groups form, unit, period, sequence; or NULL */
	const char	*file_name_example;
	size_t		 font_count;
	struct site_font *fonts;
	size_t		 report_count;
	struct site_report *reports;
	struct site_mail mail;
	const char	*sha256;
};

/* The level called ID, -1 when none. */
int	site_level(const struct site *, const char *id);

#endif
