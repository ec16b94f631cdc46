/* Reading site.xml.  Room: model. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "base/pattern.h"
#include "base/xmltree.h"
#include "model/model_load.h"

enum { HOLIDAYS_AT_ONCE = 31 };

static void
read_letterhead(const struct loader *l, const xmlNode *root, struct site *s)
{
	const xmlNode *head = xmltree_child(root, "letterhead");
	const xmlNode *sign = xmltree_child(root, "signature");

	s->superior = s->symbol = s->place = "";
	s->issuer = s->organisation;
	s->signer_authority = s->signer_title = s->signer_name = "";
	if (head != NULL) {
		s->superior = load_attribute(l, head, "superior", "");
		s->issuer = load_attribute(l, head, "issuer", "");
		s->motto = load_yes(l, head, "motto", false);
		s->symbol = load_attribute(l, head, "symbol", "");
		s->place = load_attribute(l, head, "place", "");
	}
	if (sign != NULL) {
		s->signer_authority = load_attribute(l, sign, "authority", "");
		s->signer_title = load_attribute(l, sign, "title", "");
		s->signer_name = load_attribute(l, sign, "name", "");
	}
}

static void
read_levels(const struct loader *l, const xmlNode *root, struct site *s)
{
	const xmlNode *n = xmltree_first(xmltree_child(root, "levels"));

	for (; n != NULL; n = xmltree_next(n)) {
		const char *id = load_attribute(l, n, "id", "");

		if (site_level(s, id) >= 0)
			diag_report(l->diag, D_CONFIG_TWICE, load_place(l, n),
			    _("level"), id, _("the same list"));
		s->levels[s->level_count++] =
		    (struct level){ id, xmltree_text(l->arena, n) };
	}
}

/* Which shipped forms the site uses; all of them when it does not say. */
static void
read_forms(const struct loader *l, const xmlNode *root, struct site *s)
{
	const xmlNode *n = xmltree_child(root, "forms");
	const char *list = n == NULL ? "all" :
	    load_attribute(l, n, "shipped", ""), *word;
	size_t cap = 0;

	s->all_forms = strcmp(list, "all") == 0;
	if (s->all_forms || strcmp(list, "none") == 0)
		return;
	while ((word = load_word(l->arena, &list)) != NULL)
		*ARENA_PUSH(l->arena, s->forms, s->form_count, cap) = word;
}

static int
compare_days(const void *a, const void *b)
{
	date x = *(const date *)a, y = *(const date *)b;

	return x < y ? -1 : x > y;
}

static void
read_holiday(const struct loader *l, const xmlNode *n, struct calendar *c,
    size_t *cap)
{
	int line = load_place(l, n).line;
	date from = load_date(l, n, "from"), to = load_date(l, n, "to"), day;

	if (load_attribute(l, n, "to", NULL) == NULL)
		to = from;
	if (from == DATE_NONE || to == DATE_NONE)
		return;
	if (to < from || to - from >= HOLIDAYS_AT_ONCE) {
		load_complain(l, line, to < from ?
		    _("the holiday ends before it begins") :
		    _("a holiday of more than a month; look at the years"));
		return;
	}
	for (day = from; day <= to; day++)
		*ARENA_PUSH(l->arena, c->holidays, c->holiday_count, *cap) =
		    day;
}

static void
read_working(const struct loader *l, const xmlNode *n, struct calendar *c,
    size_t *cap)
{
	date day = load_date(l, n, "on");
	int weekday;

	if (day == DATE_NONE)
		return;
	weekday = date_weekday(day);
	if (weekday != 0 && weekday != 6)
		load_complain(l, load_place(l, n).line, _("%s is neither a "
		    "Saturday nor a Sunday; it is a working day anyway"),
		    load_attribute(l, n, "on", ""));
	*ARENA_PUSH(l->arena, c->working, c->working_count, *cap) = day;
}

static void
read_calendar(const struct loader *l, const xmlNode *root, struct calendar *c)
{
	const xmlNode *calendar = xmltree_child(root, "calendar");
	size_t holiday_cap = 0, working_cap = 0, i;
	const xmlNode *n;

	if (calendar == NULL)
		return;
	for (n = xmltree_first(calendar); n != NULL; n = xmltree_next(n))
		if (xmltree_is(n, "holiday"))
			read_holiday(l, n, c, &holiday_cap);
		else
			read_working(l, n, c, &working_cap);
	if (c->holiday_count > 0)
		qsort(c->holidays, c->holiday_count, sizeof(date),
		    compare_days);
	for (i = 1; i < c->holiday_count; i++)
		if (c->holidays[i] == c->holidays[i - 1]) {
			char buf[DATE_TEXT];

			diag_report(l->diag, D_CONFIG_WARNING,
			    load_place(l, calendar), arena_printf(l->arena,
			    _("%s is a holiday twice; look whether one of "
			    "them is another day"),
			    date_format(c->holidays[i], buf)));
		}
	if (c->working_count > 0)
		qsort(c->working, c->working_count, sizeof(date),
		    compare_days);
	for (i = 0; i < c->working_count; i++) {
		char buf[DATE_TEXT];

		if (c->holiday_count > 0 && bsearch(&c->working[i],
		    c->holidays, c->holiday_count, sizeof(date),
		    compare_days) != NULL)
			load_complain(l, load_place(l, calendar).line,
			    _("%s is both a holiday and a working day"),
			    date_format(c->working[i], buf));
	}
}

static void
read_file_names(const struct loader *l, const xmlNode *root, struct site *s)
{
	static const char *const groups[] = { "form", "unit", "period" };
	const xmlNode *n = xmltree_child(root, "file-names");
	const char *text, *error;
	size_t offset, i;

	if (n == NULL)
		return;
	text = load_attribute(l, n, "pattern", "");
	s->file_name_example = load_attribute(l, n, "example", "");
	s->file_name = pattern_new(l->arena, text, &error, &offset);
	if (s->file_name == NULL) {
		diag_report(l->diag, D_CONFIG_PATTERN, load_place(l, n), text,
		    arena_printf(l->arena, "%zu", offset + 1), error);
		return;
	}
	if (pattern_match(s->file_name, s->file_name_example) !=
	    PATTERN_MATCHES) {
		load_complain(l, load_place(l, n).line, _("the example \"%s\" "
		    "does not match the pattern"), s->file_name_example);
		return;
	}
	for (i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
		if (pattern_group(l->arena, s->file_name,
		    s->file_name_example, groups[i]) == NULL)
			load_complain(l, load_place(l, n).line, _("the pattern "
			    "finds no group \"%s\" in its example; write "
			    "(?'%s'...)"), groups[i], groups[i]);
}

/* A path of site.xml: relative ones begin in the site's folder. */
static const char *
site_file(const struct loader *l, const struct site *s, const char *path)
{
	return path == NULL || *path == '/' ? path :
	    file_join(l->arena, s->path, path);
}

static void
read_fonts(const struct loader *l, const xmlNode *root, struct site *s)
{
	const xmlNode *n = xmltree_child(root, "fonts");
	size_t cap = 0;

	for (n = n == NULL ? NULL : xmltree_first(n); n != NULL;
	    n = xmltree_next(n)) {
		struct site_font *f = ARENA_PUSH(l->arena, s->fonts,
		    s->font_count, cap);

		f->family = load_attribute(l, n, "family", "");
		f->bold = load_yes(l, n, "bold", false);
		f->italic = load_yes(l, n, "italic", false);
		f->path = site_file(l, s, load_attribute(l, n, "path", ""));
	}
}

/* The file of a template: the site's own, else the shipped one. */
static const char *
find_template(const struct loader *l, const xmlNode *n, const struct site *s,
    const char *data, const char *name)
{
	const char *own = file_join(l->arena,
	    file_join(l->arena, s->path, "templates"), name);
	const char *shipped = file_join(l->arena,
	    file_join(l->arena, data, "templates"), name);

	if (file_exists(own))
		return own;
	if (!file_exists(shipped))
		load_complain(l, load_place(l, n).line, _("template \"%s\" is "
		    "neither in the site's templates/ nor a shipped one"),
		    name);
	return shipped;
}

/* The names in braces that a report's file name may have. */
static void
check_report_file(const struct loader *l, const xmlNode *n, const char *file)
{
	static const char *const known[] = { "{id}", "{period}", "{unit}" };
	const char *p;
	size_t i;

	for (p = strchr(file, '{'); p != NULL; p = strchr(p + 1, '{')) {
		for (i = 0; i < 3; i++)
			if (strncmp(p, known[i], strlen(known[i])) == 0)
				break;
		if (i == 3)
			diag_report(l->diag, D_CONFIG_VALUE, load_place(l, n),
			    arena_strndup(l->arena, p, strcspn(p, "}") + 1),
			    "file", "{id} {period} {unit}");
	}
	if (strstr(file, "{period}") == NULL || strstr(file, "{unit}") == NULL)
		load_complain(l, load_place(l, n).line, _("file=\"%s\" needs "
		    "{period} and {unit}, or reports overwrite each other"),
		    file);
	if (strchr(file, '/') != NULL)
		load_complain(l, load_place(l, n).line, _("file=\"%s\" must "
		    "not have a slash"), file);
}

static void
read_reports(const struct loader *l, const xmlNode *root, struct site *s,
    const char *data)
{
	const xmlNode *n = xmltree_child(root, "reports");
	size_t cap = 0, i;

	for (n = n == NULL ? NULL : xmltree_first(n); n != NULL;
	    n = xmltree_next(n)) {
		const char *id = load_attribute(l, n, "id", "");
		struct site_report *r;

		for (i = 0; i < s->report_count; i++)
			if (strcmp(s->reports[i].id, id) == 0)
				diag_report(l->diag, D_CONFIG_TWICE,
				    load_place(l, n), _("report"), id,
				    _("the same list"));
		r = ARENA_PUSH(l->arena, s->reports, s->report_count, cap);
		r->id = id;
		r->template = find_template(l, n, s, data,
		    load_attribute(l, n, "template", ""));
		r->level = load_level(l, n, "level");
		load_periods(l, n, "periods", r->periods);
		r->file = load_attribute(l, n, "file",
		    "{id}-{period}-{unit}.pdf");
		check_report_file(l, n, r->file);
	}
}

static bool
has_report(const struct site *s, const char *id)
{
	size_t i;

	for (i = 0; i < s->report_count; i++)
		if (strcmp(s->reports[i].id, id) == 0)
			return true;
	return false;
}

/* Which roles a recipient has: those that are named, all when none is. */
static void
read_roles(const struct loader *l, const xmlNode *n, struct site_recipient *r)
{
	static const char *const names[ROLE_MAX] = {
		[ROLE_REPORTS] = "reports", [ROLE_LETTERS] = "letters",
		[ROLE_REMINDERS] = "reminders",
		[ROLE_FAILURES] = "failures",
	};
	const char *s = load_attribute(l, n, "role", NULL);
	size_t i, len;

	for (i = 0; i < ROLE_MAX; i++)
		r->roles[i] = s == NULL && i != ROLE_FAILURES;
	for (; s != NULL && *s != '\0'; s += len + strspn(s + len, " ")) {
		len = strcspn(s, " ");
		for (i = 0; i < ROLE_MAX; i++)
			if (strlen(names[i]) == len &&
			    strncmp(names[i], s, len) == 0)
				r->roles[i] = true;
	}
}

static void
read_recipients(const struct loader *l, const xmlNode *mail, struct site *s)
{
	struct site_mail *m = &s->mail;
	size_t cap = 0;
	xmlNode *n;

	for (n = xmltree_first(mail); n != NULL; n = xmltree_next(n)) {
		struct site_recipient *r = ARENA_PUSH(l->arena, m->recipients,
		    m->recipient_count, cap);

		r->address = load_attribute(l, n, "address", "");
		r->name = load_attribute(l, n, "name", "");
		r->unit_code = load_attribute(l, n, "unit", "");
		r->line = load_place(l, n).line;
		r->report = load_attribute(l, n, "report", NULL);
		if (r->report != NULL && !has_report(s, r->report))
			diag_report(l->diag, D_CONFIG_UNKNOWN,
			    load_place(l, n), _("report"), r->report, "");
		read_roles(l, n, r);
	}
}

/* Whether the server's name says that it is this machine. */
static bool
is_local(const char *server)
{
	static const char *const names[] = { "localhost", "127.0.0.1" };
	const char *host = strstr(server, "://") + 3;
	size_t i, len = strcspn(host, ":");

	for (i = 0; i < 2; i++)
		if (len == strlen(names[i]) &&
		    strncmp(host, names[i], len) == 0)
			return true;
	return false;
}

static int
ascending(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* A list of days before (SIGN -1) or after deadlines; 0 after is no day. */
static void
read_reminders(const char *s, int sign, struct site_mail *m)
{
	char *end;

	for (; m->remind_count < REMIND_MAX; s = end) {
		int days = (int)strtol(s, &end, 10);

		if (end == s)
			return;
		if (days > 0 || sign < 0)
			m->remind[m->remind_count++] = sign * days;
	}
}

static void
read_mail(const struct loader *l, const xmlNode *root, struct site *s)
{
	const xmlNode *n = xmltree_child(root, "mail");
	struct site_mail *m = &s->mail;

	if (n == NULL)
		return;
	m->server = load_attribute(l, n, "server", "");
	m->from = load_attribute(l, n, "from", "");
	m->from_name = load_attribute(l, n, "from-name", s->organisation);
	m->user = load_attribute(l, n, "user", NULL);
	m->password_file = site_file(l, s,
	    load_attribute(l, n, "password-file", NULL));
	m->plain = load_yes(l, n, "plain", false);
	if (m->plain && !is_local(m->server))
		load_complain(l, load_place(l, n).line, _("plain=\"yes\" sends "
		    "without encryption; it is allowed only to a server on "
		    "this machine (localhost)"));
	m->hold = load_yes(l, n, "hold", false);
	m->max_bytes = (size_t)load_int(l, n, "max-megabytes", 20) << 20;
	read_reminders(load_attribute(l, n, "remind-before", ""), -1, m);
	read_reminders(load_attribute(l, n, "remind-after", ""), 1, m);
	qsort(m->remind, m->remind_count, sizeof(*m->remind), ascending);
	/* the password may also come from the environment */
	if (m->user == NULL && m->password_file != NULL)
		load_complain(l, load_place(l, n).line, _("password-file "
		    "needs a user"));
	read_recipients(l, n, s);
}

void
site_release(struct site *s)
{
	if (s == NULL)
		return;
	pattern_free(s->file_name);
	s->file_name = NULL;
}

struct site *
site_load(struct arena *a, const char *folder, const char *data,
    struct diag *diag)
{
	struct loader l = { a, file_join(a, folder, "site.xml"), NULL, diag };
	size_t from = diag_count(diag);
	struct site *s = arena_alloc(a, sizeof(*s));
	xmlNode *root;
	xmlDoc *doc;

	if (!file_exists(l.path)) {
		diag_report(diag, D_SITE_MISSING,
		    ((struct place){ l.path, 0, 0 }), l.path);
		return NULL;
	}
	doc = xmltree_read(l.path, file_join(a, data, "schemas/site.xsd"),
	    D_CONFIG_XML, D_CONFIG_SCHEMA, diag);
	if (doc == NULL)
		return NULL;
	l.site = s;
	root = xmlDocGetRootElement(doc);
	s->path = arena_strdup(a, folder);
	s->sha256 = load_digest(a, l.path);
	s->language = load_attribute(&l, root, "language", "vi");
	s->organisation = xmltree_text(a, xmltree_first(root));
	s->also = load_attribute(&l, xmltree_first(root), "also", "");
	read_letterhead(&l, root, s);
	read_levels(&l, root, s);
	read_forms(&l, root, s);
	read_calendar(&l, root, &s->calendar);
	read_file_names(&l, root, s);
	read_fonts(&l, root, s);
	read_reports(&l, root, s, data);
	read_mail(&l, root, s);
	xmlFreeDoc(doc);
	if (diag_has(diag, from, SEVERITY_ERROR)) {
		site_release(s);
		return NULL;
	}
	return s;
}
