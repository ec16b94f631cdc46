/* All that a site says about itself, loaded once.  Room: model. */
#include "model/catalog.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/language.h"
#include "base/map.h"
#include "base/unicode.h"
#include "model/model_load.h"

/* The half-loaded catalogue. */
struct building {
	struct arena	*arena;
	struct diag	*diag;
	struct catalog	*catalog;
	struct map	*broken;	/* ids of forms that could not be read */
};

static bool
is_xml(const char *name)
{
	size_t len = strlen(name);

	return len > 4 && name[0] != '.' && strcmp(name + len - 4, ".xml") == 0;
}

static void
cannot_read(const struct building *b, const char *path, const char *why)
{
	diag_report(b->diag, D_CANNOT_READ, ((struct place){ path, 0, 0 }),
	    path, why);
}

/* The XML files of a folder, by their bytes; none when there is no folder. */
static char **
list_xml(const struct building *b, const char *folder, size_t *count)
{
	size_t n = 0, i;
	char **names = file_list(b->arena, folder, &n);

	*count = 0;
	if (names == NULL && errno != ENOENT)
		cannot_read(b, folder, system_error(errno));
	for (i = 0; names != NULL && i < n; i++)
		if (is_xml(names[i]))
			names[(*count)++] = names[i];
	return names;
}

static void
read_form(struct building *b, const char *folder, const char *name,
    size_t *cap)
{
	struct catalog *c = b->catalog;
	struct form *form = form_read(b->arena,
	    file_join(b->arena, folder, name), c->data, c->site, b->diag);

	if (form == NULL)
		map_put(b->broken, arena_strndup(b->arena, name,
		    strlen(name) - strlen(".xml")), b);
	else
		*ARENA_PUSH(b->arena, c->forms, c->form_count, *cap) = form;
}

static int
compare_forms(const void *a, const void *b)
{
	return strcmp((*(struct form *const *)a)->id,
	    (*(struct form *const *)b)->id);
}

/* Two forms must not share a code, since submissions name forms by it. */
static void
check_codes(const struct building *b)
{
	const struct catalog *c = b->catalog;
	struct map *seen = map_new(b->arena);
	size_t i;

	for (i = 0; i < c->form_count; i++) {
		struct form *f = c->forms[i];
		const char *key = unicode_fold(b->arena, f->short_code);
		const struct form *other = map_find(seen, key);

		if (other != NULL)
			diag_report(b->diag, D_CONFIG_TWICE,
			    ((struct place){ f->path, 0, 0 }), _("form code"),
			    f->code, other->path);
		else
			map_add(seen, key, f);
	}
}

/* Whether the site uses the shipped form in the file NAME. */
static bool
is_used(const struct site *s, const char *name)
{
	size_t i, len = strlen(name) - strlen(".xml");

	for (i = 0; i < s->form_count; i++)
		if (strlen(s->forms[i]) == len &&
		    strncmp(s->forms[i], name, len) == 0)
			return true;
	return s->all_forms;
}

/* Forms that the site asks for, but that nobody ships. */
static void
check_used(const struct building *b, const char *folder)
{
	const struct site *s = b->catalog->site;
	size_t i;

	for (i = 0; i < s->form_count; i++) {
		const char *path = file_join(b->arena, folder,
		    arena_printf(b->arena, "%s.xml", s->forms[i]));

		if (!file_exists(path))
			diag_report(b->diag, D_CONFIG_UNKNOWN,
			    ((struct place){ file_join(b->arena, s->path,
			    "site.xml"), 0, 0 }), _("shipped form"),
			    s->forms[i], "");
	}
}

/* Shipped forms, those of the site in the place of namesakes, and their rules. */
static void
read_forms(struct building *b)
{
	struct catalog *c = b->catalog;
	const char *shipped = file_join(b->arena, c->data, "schemas/forms");
	const char *own = file_join(b->arena, c->site->path, "forms");
	struct load_scope scope = { .arena = b->arena, .broken = b->broken };
	struct map *replaced = map_new(b->arena);
	size_t shipped_count, own_count, cap = 0, i;
	char **names = list_xml(b, own, &own_count);

	for (i = 0; i < own_count; i++) {
		map_add(replaced, names[i], b);
		read_form(b, own, names[i], &cap);
	}
	names = list_xml(b, shipped, &shipped_count);
	for (i = 0; i < shipped_count; i++)
		if (map_find(replaced, names[i]) == NULL &&
		    is_used(c->site, names[i]))
			read_form(b, shipped, names[i], &cap);
	check_used(b, shipped);
	if (c->form_count > 0)
		qsort(c->forms, c->form_count, sizeof(struct form *),
		    compare_forms);
	check_codes(b);
	scope.forms = c->forms;
	scope.form_count = c->form_count;
	for (i = 0; i < c->form_count; i++)
		form_link(c->forms[i], &(struct loader){ b->arena,
		    c->forms[i]->path, c->site, b->diag }, &scope);
}

/* Plans are called YEAR.xml, so the order of names is that of years. */
static void
read_plans(struct building *b)
{
	struct catalog *c = b->catalog;
	const char *folder = file_join(b->arena, c->site->path, "plans");
	struct load_scope scope = { .arena = b->arena, .forms = c->forms,
	    .form_count = c->form_count, .broken = b->broken };
	size_t count, cap = 0, i;
	char **names = list_xml(b, folder, &count);

	for (i = 0; i < count; i++) {
		struct plan *plan = plan_read(&(struct loader){ b->arena,
		    file_join(b->arena, folder, names[i]), c->site, b->diag },
		    c->data, &scope);

		if (plan != NULL)
			*ARENA_PUSH(b->arena, c->plans, c->plan_count, cap) =
			    plan;
	}
}

/* The site's levels must name every level that units stand at. */
static void
check_units(const struct building *b, const char *path)
{
	const struct catalog *c = b->catalog;

	if ((size_t)c->units->levels > c->site->level_count)
		diag_report(b->diag, D_CONFIG_RULE,
		    ((struct place){ path, 0, 0 }), arena_printf(b->arena,
		    _("the units stand at %d levels, but site.xml names only "
		    "%zu"), c->units->levels, c->site->level_count));
}

static bool
some_unit_is_of(const struct units *units, const char *class)
{
	size_t i;

	for (i = 0; i < units->count; i++)
		if (unit_is_of(units->list[i], class))
			return true;
	return false;
}

/* A class that no unit has would leave an indicator empty for ever. */
static void
check_classes(const struct building *b)
{
	const struct catalog *c = b->catalog;
	size_t i, p;

	for (p = 0; p < c->plan_count; p++)
		for (i = 0; i < c->plans[p]->indicator_count; i++) {
			const struct indicator *in = c->plans[p]->indicators[i];

			if (in->class[0] != '\0' &&
			    !some_unit_is_of(c->units, in->class))
				diag_report(b->diag, D_CONFIG_UNKNOWN,
				    in->place, _("class of units"), in->class,
				    "");
		}
}

/* Report the base units that are in no class of a set to which plans refer. */
static void
check_set(const struct building *b, const struct plan *plan,
    const char *path, const char *class)
{
	const struct units *units = b->catalog->units;
	const struct unit *first = NULL;
	size_t i, count = 0;

	for (i = 0; i < units->count; i++) {
		const struct unit *u = units->list[i];

		if (u->level != units->levels - 1 || !u->reports ||
		    unit_has_class_beside(u, class) ||
		    !unit_is_valid(u, date_of(plan->year, 12, 31)))
			continue;
		first = first == NULL ? u : first;
		count++;
	}
	if (first != NULL)
		diag_report(b->diag, D_UNIT_GROUP, ((struct place){ path,
		    first->line, 0 }), first->code, first->full_name,
		    file_name(plan->path), arena_printf(b->arena, "%zu",
		    count), class);
}

/*
 * The classes of a set are groups: where a plan has targets by class, each base
 * unit of its year must be in one, or it is in no figure.
 */
static void
check_groups(const struct building *b, const struct plan *plan,
    const char *path)
{
	const char *class, *sets = "";
	size_t i;

	for (i = 0; i < plan->indicator_count; i++) {
		class = plan->indicators[i]->class;
		if (*class == '\0' || classes_are_of_one_set(sets, class))
			continue;
		sets = *sets == '\0' ? class : arena_printf(b->arena, "%s %s",
		    sets, class);
		check_set(b, plan, path, class);
	}
}

/* The last version of a unit with this code; NULL when there was none. */
static const struct unit *
latest_unit(const struct units *units, const char *code)
{
	const struct unit_chain *c = units_coded(units, code);
	const struct unit *latest = NULL;

	for (; c != NULL; c = c->next)
		if (latest == NULL || latest->to != DATE_NONE)
			latest = c->unit;
	return latest;
}

static void
resolve_recipients(const struct building *b)
{
	struct site *s = b->catalog->site;
	size_t i;

	for (i = 0; i < s->mail.recipient_count; i++) {
		struct site_recipient *r = &s->mail.recipients[i];

		r->unit = latest_unit(b->catalog->units, r->unit_code);
		if (r->unit == NULL)
			diag_report(b->diag, D_CONFIG_UNKNOWN,
			    ((struct place){ file_join(b->arena, s->path,
			    "site.xml"), r->line, 0 }), _("unit"),
			    r->unit_code, "");
	}
}

static void
add_file(const struct building *b, const char *name, const char *sha256,
    const char *path)
{
	struct catalog *c = b->catalog;

	if (*sha256 == '\0')	/* it was read before, and now it is not */
		cannot_read(b, path, system_error(EIO));
	*ARENA_PUSH(b->arena, c->files, c->file_count, c->file_cap) =
	    (struct catalog_file){ name, sha256, path };
}

/* All files that were read, in a fixed order. */
static void
list_files(const struct building *b, const char *units, const char *events,
    const char *reasons)
{
	const struct catalog *c = b->catalog;
	size_t i;

	add_file(b, "site.xml", c->site->sha256, file_join(b->arena,
	    c->site->path, "site.xml"));
	add_file(b, "units.csv", c->units->sha256, units);
	if (c->units->events_sha256 != NULL)
		add_file(b, "unit-events.csv", c->units->events_sha256,
		    events);
	if (file_exists(reasons))
		add_file(b, "explanations.csv",
		    load_digest(b->arena, reasons), reasons);
	for (i = 0; i < c->form_count; i++)
		add_file(b, arena_printf(b->arena, "forms/%s.xml",
		    c->forms[i]->id), c->forms[i]->sha256,
		    c->forms[i]->path);
	for (i = 0; i < c->plan_count; i++)
		add_file(b, arena_printf(b->arena, "plans/%s",
		    file_name(c->plans[i]->path)), c->plans[i]->sha256,
		    c->plans[i]->path);
}

/* One fingerprint of all of them. */
static const char *
fingerprint(struct arena *a, const struct catalog *c)
{
	struct digest *d = digest_new();
	char hex[DIGEST_HEX];
	size_t i;

	for (i = 0; i < c->file_count; i++) {
		digest_add(d, c->files[i].name, strlen(c->files[i].name));
		digest_add(d, " ", 1);
		digest_add(d, c->files[i].sha256,
		    strlen(c->files[i].sha256));
		digest_add(d, "\n", 1);
	}
	digest_finish(d, hex);
	return arena_strdup(a, hex);
}

struct catalog *
catalog_load(struct arena *a, const char *path, const char *data,
    struct diag *diag)
{
	struct building b = { a, diag, arena_alloc(a, sizeof(struct catalog)),
	    map_new(a) };
	const char *units = file_join(a, path, "units.csv");
	const char *events = file_join(a, path, "unit-events.csv");
	const char *reasons = file_join(a, path, "explanations.csv");
	struct catalog *c = b.catalog;
	size_t from = diag_count(diag), i;

	c->data = arena_strdup(a, data);
	c->site = site_load(a, path, data, diag);
	if (!file_exists(file_join(a, path, "site.xml")))
		return NULL;
	c->units = units_load(a, units, events, diag);
	if (c->site == NULL)
		return NULL;
	if (c->units != NULL)
		units_name_offices(c->units, c->site->organisation,
		    c->site->also);
	read_forms(&b);
	read_plans(&b);
	if (c->units != NULL) {
		check_units(&b, units);
		check_classes(&b);
		for (i = 0; i < c->plan_count; i++)
			check_groups(&b, c->plans[i], units);
		resolve_recipients(&b);
		if (file_exists(reasons))
			explanations_load(a, reasons, c, &c->explanations,
			    diag);
	}
	if (!diag_has(diag, from, SEVERITY_ERROR))
		list_files(&b, units, events, reasons);
	if (diag_has(diag, from, SEVERITY_ERROR)) {
		catalog_free(c);
		return NULL;
	}
	c->sha256 = fingerprint(a, c);
	return c;
}

void
catalog_free(struct catalog *c)
{
	size_t i;

	if (c == NULL)
		return;
	site_release(c->site);
	for (i = 0; i < c->form_count; i++)
		form_release(c->forms[i]);
}

/* Whether a name is the form's id, code or short code, compared folded. */
static bool
is_called(struct arena *a, const struct form *form, const char *folded)
{
	return strcmp(unicode_fold(a, form->id), folded) == 0 ||
	    strcmp(unicode_fold(a, form->code), folded) == 0 ||
	    strcmp(unicode_fold(a, form->short_code), folded) == 0;
}

const struct form *
catalog_form(const struct catalog *c, const char *name)
{
	const struct form *form = NULL;
	const char *folded;
	struct arena *a;
	size_t i;

	/* the ledger's many lines have ids; folding all names takes long */
	for (i = 0; i < c->form_count; i++)
		if (strcmp(c->forms[i]->id, name) == 0)
			return c->forms[i];
	a = arena_new();
	folded = unicode_fold(a, name);
	for (i = 0; i < c->form_count && form == NULL; i++)
		if (is_called(a, c->forms[i], folded))
			form = c->forms[i];
	arena_free(a);
	return form;
}

/* The form whose code is the next behind CODE; NULL at the end. */
static const struct form *
form_behind(const struct catalog *c, const char *code)
{
	const struct form *next = NULL;
	size_t i;

	for (i = 0; i < c->form_count; i++) {
		const struct form *f = c->forms[i];

		if (strcmp(f->short_code, code) > 0 && (next == NULL ||
		    strcmp(f->short_code, next->short_code) < 0))
			next = f;
	}
	return next;
}

const struct form *
catalog_first_form(const struct catalog *c)
{
	return form_behind(c, "");
}

const char *
catalog_form_codes(struct arena *a, const struct catalog *c)
{
	const struct form *f = form_behind(c, "");
	const char *list = f == NULL ? "" : f->short_code;

	while (f != NULL && (f = form_behind(c, f->short_code)) != NULL)
		list = arena_printf(a, "%s, %s", list, f->short_code);
	return list;
}

const struct plan *
catalog_plan(const struct catalog *c, struct period period)
{
	size_t i;

	for (i = 0; i < c->plan_count; i++)
		if (c->plans[i]->year == period.year)
			return c->plans[i];
	return NULL;
}

void
catalog_data_days(const struct catalog *c, const struct form *form,
    struct period p, date *from, date *to)
{
	const struct plan *plan = catalog_plan(c, p);
	const struct duty *duty = plan == NULL ? NULL :
	    plan_duty(plan, form, p.kind);

	*from = duty == NULL ? period_start(p) :
	    duty_data_start(duty, form, p);
	*to = duty == NULL ? period_end(p) : duty_data_end(duty, form, p);
}

bool
form_expects(const struct form *form, const struct unit *unit,
    struct period period)
{
	return unit->level == form->row_level && unit->reports &&
	    unit_is_valid(unit, period_end(period));
}
