/* tonghop: options, the choice of a command, the exit status. */
#include <getopt.h>
#include <libgen.h>
#include <limits.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "base/xmltree.h"
#include "commands.h"

enum { EXIT_USAGE = 4, EXIT_SYSTEM = 6, EXIT_BUSY = 75 };

enum { OPT_TODAY = 256, OPT_LANG, OPT_JSON, OPT_CSV, OPT_XML, OPT_XSD,
    OPT_CSVW, OPT_EMIT, OPT_FORCE, OPT_LETTER, OPT_DRY_RUN,
    OPT_DUTIES, OPT_EDITION, OPT_VERSION };

static const struct option long_options[] = {
	{ "site", required_argument, NULL, 'C' },
	{ "output", required_argument, NULL, 'o' },
	{ "jobs", required_argument, NULL, 'j' },
	{ "quiet", no_argument, NULL, 'q' },
	{ "help", no_argument, NULL, 'h' },
	{ "today", required_argument, NULL, OPT_TODAY },
	{ "lang", required_argument, NULL, OPT_LANG },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "csv", no_argument, NULL, OPT_CSV },
	{ "xml", no_argument, NULL, OPT_XML },
	{ "xsd", no_argument, NULL, OPT_XSD },
	{ "csvw", no_argument, NULL, OPT_CSVW },
	{ "emit", required_argument, NULL, OPT_EMIT },
	{ "edition", required_argument, NULL, OPT_EDITION },
	{ "force", no_argument, NULL, OPT_FORCE },
	{ "letter", no_argument, NULL, OPT_LETTER },
	{ "duties", no_argument, NULL, OPT_DUTIES },
	{ "dry-run", no_argument, NULL, OPT_DRY_RUN },
	{ "version", no_argument, NULL, OPT_VERSION },
	{ NULL, 0, NULL, 0 },
};

static int
usage(FILE *f)
{
	size_t i;

	fprintf(f, "%s\n", _("usage: tonghop COMMAND [ARGUMENTS] "
	    "[-C SITE] [--today YYYY-MM-DD] [--lang vi|en] [-j N] [--quiet] "
	    "[--json]"));
	for (i = 0; i < command_count; i++)
		fprintf(f, "  tonghop %s %s\n      %s\n", commands[i].name,
		    _(commands[i].usage), _(commands[i].summary));
	fprintf(f, "%s\n", _("see the manual: man tonghop"));
	return EXIT_USAGE;
}

/*
 * Where the shipped schemas/ and templates/ and the translations are: beside
 * the program when it was not installed, else in its prefix.
 */
static void
find_data(struct arena *a, const char **data, const char **locale)
{
	char exe[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	const char *dir = ".", *env = getenv("TONGHOP_DATA");
	const char *called = (const char *)getauxval(AT_EXECFN);

	if (n > 0) {
		exe[n] = '\0';
		dir = dirname(exe);
	} else if (called != NULL && realpath(called, exe) != NULL)
		dir = dirname(exe);	/* there is no /proc */
	*data = arena_printf(a, "%s/..", dir);
	*locale = arena_printf(a, "%s/locale", dir);
	if (!file_exists(file_join(a, *data, "schemas/form.xsd")))
		*data = arena_printf(a, "%s/../share/tonghop", dir);
	/* whole, since /usr/bin/locale is a program */
	if (!file_exists(file_join(a, *locale, "vi/LC_MESSAGES/tonghop.mo")))
		*locale = arena_printf(a, "%s/../share/locale", dir);
	if (env != NULL && *env != '\0')
		*data = env;
}

/* Today where the users live: UTC+7, no summer time. */
static date
clock_today(void)
{
	return (date)((time(NULL) + 7 * 3600) / 86400);
}

static const struct command *
command_named(const char *name)
{
	size_t i;

	for (i = 0; i < command_count; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

/* "; did you mean check?" */
static const char *
command_suggest(struct arena *a, const char *written)
{
	struct known_name *known = arena_alloc(a,
	    command_count * sizeof(*known));
	size_t i;

	for (i = 0; i < command_count; i++)
		known[i] = (struct known_name){ commands[i].name,
		    commands[i].name };
	return names_suggest(a, known, command_count, written);
}

/* The exit status that a finding alone would give; tonghop(1). */
static int
status_of(const struct finding *f)
{
	const char *name = diag_code_name(f->code);

	if (f->severity <= SEVERITY_WARNING)
		return f->severity == SEVERITY_WARNING;
	if (f->severity == SEVERITY_REJECT)
		return 2;
	if (f->code == D_SITE_BUSY)
		return EXIT_BUSY;
	switch (name[0]) {
	case 'F':
		return 3;
	case 'S':
		return EXIT_USAGE;
	default:
		return name[1] == '2' ? 5 : EXIT_SYSTEM;
	}
}

static int
worst_status(const struct diag *d)
{
	int worst = 0;
	size_t i;

	for (i = 0; i < diag_count(d); i++)
		if (status_of(diag_finding(d, i)) > worst)
			worst = status_of(diag_finding(d, i));
	return worst;
}

static int
complain(const char *what, const char *about)
{
	fprintf(stderr, "tonghop: %s: %s\n%s\n", what, about,
	    _("tonghop --help lists the commands"));
	return EXIT_USAGE;
}

/* A number of processes. */
static bool
parse_jobs(const char *s, int *jobs)
{
	size_t len = strlen(s);

	*jobs = (int)strtol(s, NULL, 10);
	return len > 0 && len < 4 && strspn(s, "0123456789") == len &&
	    *jobs >= 1 && *jobs <= 256;
}

static int
execute(struct run *r, const struct options *o, int argc, char **argv)
{
	const struct command *c;
	size_t count = (size_t)argc - 1;
	bool ok;
	int status;

	if (argc < 1)
		return usage(stderr);
	if ((c = command_named(argv[0])) == NULL)
		return complain(_("no such command"), arena_printf(r->arena,
		    "%s%s", argv[0], command_suggest(r->arena, argv[0])));
	if (count < c->args_min || count > c->args_max)
		return complain(_("wrong number of arguments; write"),
		    arena_printf(r->arena, "tonghop %s %s", c->name,
		    _(c->usage)));
	ok = (!c->needs_site || run_open(r, c->locks)) &&
	    c->exec(r, o, argv + 1, count);
	run_close(r);
	if (o->json)
		diag_print_json(r->diag, 0, stderr);
	else
		diag_print(r->diag, r->printed, stderr);
	status = worst_status(r->diag);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		perror("tonghop");
		return EXIT_SYSTEM;
	}
	return ok || status > 1 ? status : EXIT_USAGE;
}

/*
 * Trees and documents are built and then dropped whole: memory that they gave
 * back is kept for the next one, and not joined to larger pieces each time.
 */
static void
tune_memory(void)
{
	enum { MEBIBYTE = 1024 * 1024 };

	mallopt(M_MXFAST, 0);
	mallopt(M_TRIM_THRESHOLD, 256 * MEBIBYTE);
	mallopt(M_MMAP_THRESHOLD, 32 * MEBIBYTE);
}

int
main(int argc, char **argv)
{
	struct options o = { 0 };
	struct run r = { .lock = -1, .arena = arena_new(), .diag = diag_new() };
	const char *lang = NULL, *locale, *today = NULL, *jobs = NULL;
	int c, status;

	tune_memory();
	find_data(r.arena, &r.data, &locale);
	language_choose(NULL, locale);
	xmltree_start();
	umask(027);
	r.site = getenv("TONGHOP_SITE");
	while ((c = getopt_long(argc, argv, "C:o:j:qh", long_options,
	    NULL)) != -1)
		switch (c) {
		case 'C': r.site = optarg; break;
		case 'o': o.output = optarg; break;
		case 'j': jobs = optarg; break;
		case 'q': o.quiet = true; break;
		case OPT_TODAY: today = optarg; break;
		case OPT_LANG: lang = optarg; break;
		case OPT_JSON: o.json = true; break;
		case OPT_CSV: o.csv = true; break;
		case OPT_XML: o.xml = true; break;
		case OPT_XSD: o.xsd = true; break;
		case OPT_CSVW: o.csvw = true; break;
		case OPT_EMIT: o.emit = optarg; break;
		case OPT_EDITION: o.edition = optarg; break;
		case OPT_FORCE: o.force = true; break;
		case OPT_LETTER: o.letter = true; break;
		case OPT_DUTIES: o.duties = true; break;
		case OPT_DRY_RUN: o.dry_run = true; break;
		case OPT_VERSION:
			printf("tonghop %s\n", program_version());
			return 0;
		case 'h':
			usage(stdout);
			return 0;
		default:
			fprintf(stderr, "%s\n",
			    _("tonghop --help lists the commands"));
			return EXIT_USAGE;
		}
	if (lang != NULL && strcmp(lang, "vi") != 0 && strcmp(lang, "en") != 0)
		return complain(_("the language is vi or en"), lang);
	if (lang != NULL)
		language_choose(lang, locale);
	if (r.site == NULL || *r.site == '\0')
		r.site = ".";
	r.today = clock_today();
	if (today != NULL && !date_parse(today, &r.today))
		return complain(_("not a date; write YYYY-MM-DD"), today);
	r.jobs = workers_processors();
	if (jobs != NULL && !parse_jobs(jobs, &r.jobs))
		return complain(_("-j takes a number from 1 to 256"), jobs);
	r.force = o.force;
	r.quiet = o.quiet;
	r.json = o.json;
	status = execute(&r, &o, argc - optind, argv + optind);
	catalog_free(r.catalog);
	diag_free(r.diag);
	arena_free(r.arena);
	return status;
}
