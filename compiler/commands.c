/* The commands, each a few calls. */
#include "commands.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/language.h"
#include "base/text.h"
#include "base/unicode.h"
#include "base/xmltree.h"
#include "check/check.h"
#include "figures/figures.h"

enum { OUTPUT_MAX = 256 * 1024 * 1024 };

static const struct place nowhere;

static bool
print_text(struct text *t)
{
	bool ok = !text_is_full(t) &&
	    fwrite(text_string(t), 1, t->len, stdout) == t->len;

	text_free(t);
	return ok;
}

/* Print a tree, and free it. */
static bool
print_xml(xmlDoc *doc)
{
	size_t len = 0;
	char *xml = xmltree_write(doc, &len);
	bool ok = fwrite(xml, 1, len, stdout) == len;

	xmlFree(xml);
	xmlFreeDoc(doc);
	return ok;
}

/* ---- run ---- */

static void
print_receipts(struct run *r)
{
	static const enum ledger_event shown[] = { LEDGER_ACCEPTED,
	    LEDGER_REJECTED, LEDGER_UNCHANGED, LEDGER_QUARANTINED,
	    LEDGER_REPORT };
	size_t i, j;

	for (j = 0; j < sizeof(shown) / sizeof(shown[0]); j++)
		for (i = r->first_new; i < r->ledger->count; i++) {
			const struct ledger_entry *e = &r->ledger->entries[i];

			if (e->event == shown[j])
				printf("%s: %s -> %s\n",
				    _(ledger_event_name(e->event)),
				    diag_quote(r->diag, e->name, 200),
				    diag_quote(r->diag, e->path, 400));
		}
}

static void
print_summary(struct run *r)
{
	if (r->ledger->count == r->first_new && r->quiet)
		return;
	printf(_("taken in %zu, rejected %zu, unchanged %zu, replaced %zu, "
	    "quarantined %zu; reports written %zu"),
	    r->counts[LEDGER_ACCEPTED], r->counts[LEDGER_REJECTED],
	    r->counts[LEDGER_UNCHANGED], r->counts[LEDGER_SUPERSEDED],
	    r->counts[LEDGER_QUARANTINED], r->counts[LEDGER_REPORT]);
	if (r->counts[LEDGER_REMINDED] > 0)
		printf(_("; units reminded %zu"), r->counts[LEDGER_REMINDED]);
	if (r->counts[LEDGER_SENT] > 0)
		printf(_("; messages sent %zu"), r->counts[LEDGER_SENT]);
	putchar('\n');
}

static bool
cmd_run(struct run *r, const struct options *o, char *const *args,
    size_t count)
{
	bool ok = run_all(r);

	(void)args;
	(void)count;
	if (!o->json) {
		diag_print_brief(r->diag, r->printed, stderr);
		r->printed = diag_count(r->diag);
	}
	if (!o->quiet)
		print_receipts(r);
	print_summary(r);
	return ok;
}

/* ---- check ---- */

static bool
read_drop(struct run *r, const char *path, struct drop *drop)
{
	*drop = (struct drop){ .name = file_name(path), .path = path };
	drop->data = file_read(r->arena, path, INTAKE_FILE_MAX, &drop->len);
	if (drop->data == NULL && errno == EFBIG) {
		diag_report(r->diag, D_FILE_TOO_LARGE,
		    ((struct place){ path, 0, 0 }),
		    arena_printf(r->arena, "%lld", file_size(path)),
		    arena_printf(r->arena, "%d", INTAKE_FILE_MAX));
		return false;
	}
	if (drop->data == NULL) {
		diag_report(r->diag, D_CANNOT_READ,
		    ((struct place){ path, 0, 0 }), path, system_error(errno));
		return false;
	}
	return true;
}

/* The letter that its sender would get. */
static void
print_letter(struct run *r, struct drop *drop,
    const struct reading *reading, size_t from)
{
	struct ledger_entry e;
	struct letter letter;
	struct text t;

	digest_bytes(drop->sha256, drop->data, drop->len);
	e = receive_entry(r, drop, reading);
	e.event = reading->compiled == NULL ? LEDGER_REJECTED :
	    LEDGER_ACCEPTED;
	letter = letter_about(r, &e, drop->data, drop->len);
	letter_findings(r, &letter, from);
	text_init(&t, OUTPUT_MAX);
	report_letter_text(r->arena, &letter, &t);
	print_text(&t);
}

/* A file by itself, then against what the site knows; nothing is stored. */
static bool
check_file(struct run *r, const struct drop *drop, const char *path,
    struct reading *reading)
{
	struct source *source = arena_alloc(r->arena, sizeof(*source));

	*reading = receive_read(r, drop, path);
	if (reading->died)
		diag_report(r->diag, D_CHILD_DIED,
		    ((struct place){ path, 0, 0 }), reading->why, "1", "1");
	if (reading->compiled == NULL)
		return false;
	/* the facts point to it for the rest of the run */
	*source = (struct source){
		.path = path,
		.sha256 = arena_strdup(r->arena, drop->sha256),
		.name = drop->name,
		.form = reading->form,
		.unit = reading->unit,
		.period = reading->period,
		.kind = reading->kind,
		.sequence = reading->sequence,
		.received = r->today,
		.columns = reading->compiled->columns,
		.explanations = reading->compiled->explanations,
	};
	facts_put(r->facts, reading->compiled, source);
	check_cross(r->arena, r->catalog, r->facts, source, r->diag);
	explanations_tell(r->arena, &source->explanations, path, r->diag);
	return true;
}

static void
print_verdict(struct run *r, const char *path, const struct reading *reading)
{
	char period[PERIOD_TEXT];

	printf(_("%s: %s, %s %s, %s: %zu rows can be taken in"),
	    diag_quote(r->diag, path, 400), reading->form->id,
	    reading->unit->code, reading->unit->full_name,
	    period_format(reading->period, period),
	    reading->compiled->row_count);
	putchar('\n');
}

static bool
cmd_check(struct run *r, const struct options *o, char *const *args,
    size_t count)
{
	bool ok;
	size_t i, from;

	if (count == 0) {
		catalog_lint(r->catalog, r->diag);
		explanations_lint(r->arena, file_join(r->arena, r->site,
		    "explanations.csv"), &r->catalog->explanations, r->today,
		    r->diag);
		if (!o->quiet && !o->json)
			printf(_("the site's files can be used: %zu forms, "
			    "%zu units, %zu plans"), r->catalog->form_count,
			    r->catalog->units->count, r->catalog->plan_count),
			    putchar('\n');
		return true;
	}
	ok = run_link(r);
	for (i = 0; i < count; i++) {
		struct reading reading;
		struct drop drop;

		if (!read_drop(r, args[i], &drop)) {
			ok = false;
			continue;
		}
		from = diag_count(r->diag);
		if (!check_file(r, &drop, args[i], &reading))
			ok = false;
		else if (!o->quiet && !o->json && !o->letter)
			print_verdict(r, args[i], &reading);
		if (o->letter && !reading.died)
			print_letter(r, &drop, &reading, from);
	}
	return ok;
}

/* ---- build ---- */

/* The FO of each report of a period, on standard output. */
static bool
emit_fo(struct run *r, struct period p, const struct unit *const *units,
    size_t count)
{
	const struct site *site = r->catalog->site;
	const struct dataset *data;
	bool ok = true;
	size_t i, j, len;

	if (!run_link(r) || (data = publish_dataset(r, p)) == NULL)
		return false;
	for (i = 0; i < site->report_count; i++)
		for (j = 0; j < count; j++) {
			xmlDoc *fo;
			char *xml;

			if (!site->reports[i].periods[p.kind] ||
			    units[j]->level != site->reports[i].level)
				continue;
			fo = report_fo(r->arena, site->reports[i].template,
			    data, units[j], r->diag);
			if (fo == NULL) {
				ok = false;
				continue;
			}
			xml = xmltree_write(fo, &len);
			fwrite(xml, 1, len, stdout);
			xmlFree(xml);
			xmlFreeDoc(fo);
		}
	return ok;
}

static bool
cmd_build(struct run *r, const struct options *o, char *const *args,
    size_t count)
{
	const struct unit **units = arena_alloc(r->arena,
	    (count + 1) * sizeof(*units));
	struct period p;
	size_t i;
	bool ok;

	if (!period_argument(r, args[0], &p))
		return false;
	for (i = 1; i < count; i++)
		if ((units[i - 1] = unit_argument(r, args[i], p,
		    LEVEL_ANY)) == NULL)
			return false;
	if (o->emit != NULL) {
		if (strcmp(o->emit, "fo") == 0 && count > 1)
			return emit_fo(r, p, units, count - 1);
		diag_report(r->diag, D_CONFIG_VALUE, nowhere, o->emit,
		    "--emit", "--emit fo UNIT");
		return false;
	}
	ok = run_build(r, p, units, count - 1);
	if (!o->quiet)
		print_receipts(r);
	return ok;
}

/* ---- explain, data ---- */

static bool
cmd_explain(struct run *r, const struct options *o, char *const *args,
    size_t count)
{
	const struct unit *unit;
	struct figures *figures;
	struct period p;
	struct text t;

	(void)o;
	(void)count;
	if (!period_argument(r, args[0], &p) ||
	    (unit = unit_argument(r, args[1], p, LEVEL_ANY)) == NULL || !run_link(r) ||
	    (figures = publish_figures(r, p)) == NULL)
		return false;
	text_init(&t, OUTPUT_MAX);
	if (figures_explain(r->arena, r->catalog, r->facts, figures, unit,
	    args[2], &t))
		return print_text(&t);
	text_free(&t);
	diag_report(r->diag, D_CONFIG_UNKNOWN, nowhere,
	    _("indicator or FORM.FIELD"), args[2],
	    arena_printf(r->arena, _("; write an id as it stands in the "
	    "reports, like T05, or a form and its field, like "
	    "uy_thac.du_no%s"), item_suggest(r, p, args[2])));
	return false;
}

static bool
cmd_data(struct run *r, const struct options *o, char *const *args,
    size_t count)
{
	const struct unit *unit = NULL;
	const struct dataset *data;
	struct period p;
	struct text t;

	if (!period_argument(r, args[0], &p) || (count > 1 &&
	    (unit = unit_argument(r, args[1], p, LEVEL_ANY)) == NULL) || !run_link(r) ||
	    (data = publish_dataset(r, p)) == NULL)
		return false;
	if (o->xml)
		return print_xml(o->duties ? report_duties_xml(data, unit) :
		    report_xml(data, unit));
	text_init(&t, OUTPUT_MAX);
	if (o->duties)
		report_duties_csv(data, unit, &t);
	else
		report_csv(data, unit, &t);
	return print_text(&t);
}

/* ---- form ---- */

/* The blank that the arguments ask for; NULL after findings. */
static const struct blank *
blank_argument(struct run *r, const struct form *form, char *const *args,
    size_t count)
{
	const struct unit *unit;
	struct period p;

	if (count == 1)
		return blank_new(r->arena, form);
	if (!period_argument(r, count > 2 ? args[2] : "", &p) ||
	    (unit = unit_argument(r, args[1], p, form->sender_level)) ==
	    NULL || !run_link(r))
		return NULL;
	return blank_for(r->arena, r->catalog, r->facts, form, unit, p,
	    r->diag);
}

/* Whether the options agree; OF_UNIT: a unit is named. */
static bool
one_kind_of_file(struct run *r, const struct options *o, bool of_unit)
{
	const char *asked = arena_printf(r->arena, "%s%s%s%s",
	    o->csv ? " --csv" : "", o->xml ? " --xml" : "",
	    o->xsd ? " --xsd" : "", o->csvw ? " --csvw" : "");

	if (o->csv + o->xml + o->xsd + o->csvw <= 1 &&
	    !(of_unit && (o->xsd || o->csvw)))
		return true;
	diag_report(r->diag, D_CONFIG_VALUE, nowhere, asked + 1,
	    _("the kind of file"), _("one of --csv and --xml, or, without "
	    "UNIT and PERIOD, --xsd or --csvw"));
	return false;
}

static bool
cmd_form(struct run *r, const struct options *o, char *const *args,
    size_t count)
{
	const struct form *form = form_argument(r, args[0]);
	const struct blank *blank;
	struct text t;

	if (form == NULL || !one_kind_of_file(r, o, count > 1))
		return false;
	if (o->xsd)
		return print_xml(form_xsd(form));
	text_init(&t, OUTPUT_MAX);
	if (o->csvw) {
		blank_csvw(form, &t);
		return print_text(&t);
	}
	if ((blank = blank_argument(r, form, args, count)) == NULL)
		return false;
	if (o->xml)
		return print_xml(blank_xml(blank));
	blank_csv(blank, &t);
	return print_text(&t);
}

/* ---- format ---- */

/* The files end together: x.fo gives x.pdf. */
static const char *
pdf_name(struct arena *a, const char *fo)
{
	const char *dot = strrchr(file_name(fo), '.');

	return arena_printf(a, "%.*s.pdf",
	    dot == NULL ? (int)strlen(fo) : (int)(dot - fo), fo);
}

static bool
cmd_format(struct run *r, const struct options *o, char *const *args,
    size_t count)
{
	const char *out = o->output != NULL ? o->output :
	    pdf_name(r->arena, args[0]);
	xmlDoc *doc = xmltree_read(args[0], NULL, D_FO_XML, D_FO_XML, r->diag);
	unsigned char *pdf;
	size_t len;

	(void)count;
	if (doc == NULL)
		return false;
	/* What is left of the tree lives as long as the program. */
	pdf = publish_format(r->arena, doc, NULL, NULL, &len, r->diag);
	if (pdf == NULL)
		return false;
	return file_write(out, pdf, len) || run_failed(r, out);
}

/* ---- dump ---- */

static bool
cmd_dump(struct run *r, const struct options *o, char *const *args,
    size_t count)
{
	(void)o;
	return dump_stage(r, args[0], args + 1, count - 1);
}

enum { MANY = 100000 };

const struct command commands[] = {
	{ "init", N_("FOLDER"), N_("make a new site of commented examples"),
	    1, 1, false, false, cmd_init },
	{ "run", "", N_("take in what was dropped, write the reports that changed"),
	    0, 0, true, true, cmd_run },
	{ "check", N_("[FILE...] [--letter]"),
	    N_("check files without taking them in; without files, the site's own"),
	    0, MANY, true, false, cmd_check },
	{ "build", N_("PERIOD [UNIT...] [--force]"),
	    N_("write the reports of a period"),
	    1, MANY, true, true, cmd_build },
	{ "status", N_("[PERIOD] [--json]"), N_("who has sent what"),
	    0, 1, true, false, cmd_status },
	{ "explain", N_("PERIOD UNIT ITEM"), N_("where a number comes from"),
	    3, 3, true, false, cmd_explain },
	{ "data", N_("PERIOD [UNIT] [--duties] [--xml]"),
	    N_("the figures or how the duties stand, for machines"),
	    1, 2, true, false, cmd_data },
	{ "form", N_("FORM [UNIT PERIOD] [--csv|--xml|--xsd|--csvw]"),
	    N_("a form to be filled in, or the schema of its files"),
	    1, 3, true, false, cmd_form },
	{ "format", N_("FILE.fo [-o FILE.pdf]"), N_("print an XSL-FO file"),
	    1, 1, false, false, cmd_format },
	{ "send", N_("[--dry-run]"), N_("send the messages in the outbox"),
	    0, 0, true, true, cmd_send },
	{ "hold", N_("[MESSAGE|ADDRESS...]"),
	    N_("keep messages from being sent"),
	    0, MANY, true, true, cmd_hold },
	{ "release", N_("[MESSAGE|ADDRESS...]"),
	    N_("let messages be sent that were held or refused"),
	    0, MANY, true, true, cmd_release },
	{ "verify", N_("[PERIOD]"),
	    N_("compare what was published with its hashes and figures"),
	    0, 1, true, false, cmd_verify },
	{ "replay", N_("PERIOD [REPORT|UNIT|NAME...] [--edition N] [-o FOLDER]"),
	    N_("make published reports again as they were made, and compare"),
	    1, MANY, false, false, cmd_replay },
	{ "dump", N_("STAGE FILE..."), N_("print a stage of a file, for tests"),
	    1, MANY, false, false, cmd_dump },
};

const size_t command_count = sizeof(commands) / sizeof(commands[0]);
