/* Printing what a site was understood to say, for tests.  Room: model. */
#include <string.h>

#include "base/text.h"
#include "model/catalog.h"

static void
put_periods(struct text *t, const bool periods[static PERIOD_KIND_MAX])
{
	int k;

	text_add(t, " periods");
	for (k = 0; k < PERIOD_KIND_MAX; k++)
		if (periods[k])
			text_addf(t, " %s", period_kind_name(k));
}

static void
put_levels(struct text *t, const struct site *s,
    const bool levels[static LEVELS_MAX])
{
	size_t i;

	text_add(t, " levels");
	for (i = 0; i < s->level_count; i++)
		if (levels[i])
			text_addf(t, " %s", s->levels[i].id);
}

static void
put_day(struct text *t, const char *name, date day)
{
	char buf[DATE_TEXT];

	if (day != DATE_NONE)
		text_addf(t, "%s%s %s", *name == '\0' ? "" : " ", name,
		    date_format(day, buf));
}

static void
put_decimal(struct text *t, const char *name, const struct decimal *d)
{
	char buf[DECIMAL_TEXT];

	if (d != NULL)
		text_addf(t, " %s %s", name, decimal_format(*d, buf));
}

static void
put_site(struct text *t, const struct site *s)
{
	const struct site_mail *m = &s->mail;
	size_t i;

	text_addf(t, "site \"%s\" language %s\n", s->organisation,
	    s->language);
	text_addf(t, "  letterhead \"%s\" over \"%s\" motto %s symbol \"%s\" "
	    "place \"%s\"\n", s->superior, s->issuer, s->motto ? "yes" : "no",
	    s->symbol, s->place);
	text_addf(t, "  signature \"%s\" \"%s\" \"%s\"\n", s->signer_authority,
	    s->signer_title, s->signer_name);
	for (i = 0; i < s->level_count; i++)
		text_addf(t, "  level %zu %s \"%s\"\n", i, s->levels[i].id,
		    s->levels[i].label);
	for (i = 0; i < s->calendar.holiday_count; i++) {
		put_day(t, i == 0 ? " holidays" : "", s->calendar.holidays[i]);
		if (i + 1 == s->calendar.holiday_count)
			text_addc(t, '\n');
	}
	for (i = 0; i < s->calendar.working_count; i++) {
		put_day(t, i == 0 ? " working" : "", s->calendar.working[i]);
		if (i + 1 == s->calendar.working_count)
			text_addc(t, '\n');
	}
	if (s->file_name != NULL)
		text_addf(t, "  file-names like %s\n", s->file_name_example);
	for (i = 0; i < s->font_count; i++)
		text_addf(t, "  font \"%s\"%s%s %s\n", s->fonts[i].family,
		    s->fonts[i].bold ? " bold" : "",
		    s->fonts[i].italic ? " italic" : "", s->fonts[i].path);
	for (i = 0; i < s->report_count; i++) {
		text_addf(t, "  report %s level %s file %s", s->reports[i].id,
		    s->levels[s->reports[i].level].id, s->reports[i].file);
		put_periods(t, s->reports[i].periods);
		text_addc(t, '\n');
	}
	if (m->server != NULL)
		text_addf(t, "  mail %s from %s%s\n", m->server, m->from,
		    m->plain ? " plain" : "");
	for (i = 0; i < m->recipient_count; i++)
		text_addf(t, "  recipient %s of %s report %s\n",
		    m->recipients[i].address, m->recipients[i].unit->code,
		    m->recipients[i].report == NULL ? "(all)" :
		    m->recipients[i].report);
}

static void
put_unit(struct text *t, const struct unit *u)
{
	char buf[DECIMAL_TEXT];
	size_t i;

	text_addf(t, "unit %*s%s \"%s\"", 2 * u->level, "", u->code,
	    u->full_name);
	if (u->class[0] != '\0')
		text_addf(t, " class %s", u->class);
	put_day(t, "from", u->from);
	put_day(t, "to", u->to);
	if (!u->reports)
		text_add(t, " reports no");
	for (i = 0; i < u->predecessor_count; i++)
		text_addf(t, " after %s \"%s\" x %s",
		    u->predecessors[i].unit->code,
		    u->predecessors[i].unit->name,
		    decimal_format(u->predecessors[i].weight, buf));
	text_addc(t, '\n');
}

static const char *
time_word(enum field_time time)
{
	static const char *const words[] = { "", " stock", " flow",
		" cumulative", " constant", " distinct",
		" max" };

	return words[time];
}

static void
put_field(struct text *t, const struct field *f)
{
	size_t i;

	text_addf(t, "  %s %s %s%s", f->tally_text == NULL ? "field" : "tally",
	    f->name, field_type_name(f->type), time_word(f->time));
	if (f->many)
		text_add(t, " many");
	if (f->space == SPACE_SUM)
		text_add(t, " sum");
	if (f->space == SPACE_MAX)
		text_add(t, " largest");
	if (f->look_back > 0)
		text_addf(t, " look-back %d", f->look_back);
	if (f->weight != NULL)
		text_addf(t, " weighted(%s)", f->weight->name);
	text_addf(t, "%s%s%s", f->required ? " required" : "",
	    f->is_signed && f->tally_text == NULL ? " signed" : "", f->personal ? " personal" : "");
	if (f->digits > 0)
		text_addf(t, " digits %d", f->digits);
	put_decimal(t, "min", f->min);
	put_decimal(t, "max", f->max);
	if (f->length > 0)
		text_addf(t, " length %zu", f->length);
	if (f->pattern_text != NULL)
		text_addf(t, " pattern %s", f->pattern_text);
	text_addf(t, " unit \"%s\" \"%s\"", f->unit, f->label);
	for (i = 0; i < f->alias_count; i++)
		text_addf(t, " alias \"%s\"", f->aliases[i]);
	for (i = 0; i < f->value_count; i++)
		text_addf(t, " value %s \"%s\"", f->values[i].code,
		    f->values[i].label);
	if (f->tally_text != NULL)
		text_addf(t, " = %s", f->tally_text);
	text_addc(t, '\n');
}

static void
put_form(struct text *t, const struct site *s, const struct form *f)
{
	static const char *const missing[] = { "skip", "zero", "fail" };
	size_t i;

	text_addf(t, "form %s \"%s\" short %s version %d rows %s sender %s",
	    f->id, f->code, f->short_code, f->version,
	    s->levels[f->row_level].id, s->levels[f->sender_level].id);
	put_periods(t, f->periods);
	if (f->key != NULL)
		text_addf(t, " %s key %s%s", f->is_register ? "records" :
		    "rows", f->key->name,
		    f->empty_is_zero ? " empty zero" : "");
	text_addf(t, " \"%s\"\n", f->title);
	for (i = 0; i < f->field_count; i++)
		put_field(t, f->fields[i]);
	for (i = 0; f->key != NULL && i < f->fact_count; i++)
		put_field(t, f->facts[i]);
	for (i = 0; i < f->rule_count; i++) {
		const struct rule *r = &f->rules[i];

		text_addf(t, "  rule %s %s missing %s%s%s: %s: \"%s\"\n",
		    r->id, r->severity == SEVERITY_WARNING ? "warn" : "reject",
		    missing[r->missing], r->crosses ? " crosses" :
		    r->per_unit ? " unit" : "", r->whole ? " whole" : "",
		    r->text, r->message);
	}
}

/* " phasing linear from 0", " phasing by 2020-03-31 20%, by 2020-06-30 45". */
static void
put_phasing(struct text *t, const struct target *target)
{
	char day[DATE_TEXT], value[DECIMAL_TEXT];
	size_t i;

	if (target->phasing == PHASING_LEVEL)
		text_addf(t, " phasing level");
	if (target->phasing == PHASING_LINEAR)
		text_addf(t, " phasing linear from %s",
		    decimal_format(target->from, value));
	for (i = 0; i < target->step_count; i++)
		text_addf(t, "%s by %s %s%s", i == 0 ? " phasing" : ",",
		    date_format(target->steps[i].until, day),
		    decimal_format(target->steps[i].value, value),
		    target->steps[i].is_share ? "%" : "");
	if (target->accumulates)
		text_addf(t, " since the year began");
}

/* " mix I1 I2", " and I3" */
static void
put_others(struct text *t, const char *what, size_t count,
    const struct indicator *const *list)
{
	size_t i;

	for (i = 0; i < count; i++)
		text_addf(t, "%s%s %s", i == 0 ? " " : "",
		    i == 0 ? what : "", list[i]->id);
}

/* " band "theo dõi" 1 to 3" */
static void
put_bands(struct text *t, const struct watch *w)
{
	size_t i;

	for (i = 0; i < w->band_count; i++) {
		text_addf(t, " band \"%s\"", w->bands[i].name);
		if (w->bands[i].has_near)
			put_decimal(t, "from", &w->bands[i].near);
	}
}

static void
put_indicator(struct text *t, const struct site *s,
    const struct indicator *in)
{
	text_addf(t, "  indicator %s section \"%s\" unit \"%s\" digits %d",
	    in->id, in->section, in->unit, in->digits);
	if (in->scale > 0)
		text_addf(t, " scale %d", in->scale);
	if (in->class[0] != '\0')
		text_addf(t, " class %s", in->class);
	text_addf(t, " of %s", expr_text(in->of));
	if (in->to != NULL) {
		text_addf(t, " to %s", expr_text(in->to));
		put_decimal(t, "times", &in->times);
	}
	if (in->has_most)
		put_decimal(t, "most", &in->most);
	text_addf(t, " \"%s\"\n", in->label);
	if (in->target != NULL) {
		text_addf(t, "    target %s", comparator_name(in->target->at));
		if (in->target->value != NULL)
			text_addf(t, " %s", expr_text(in->target->value));
		put_others(t, "mix", in->target->part_count,
		    in->target->parts);
		put_others(t, "and", in->target->also_count,
		    in->target->also);
		put_levels(t, s, in->target->levels);
		if (in->target->each >= 0)
			text_addf(t, " each %s",
			    s->levels[in->target->each].id);
		put_day(t, "due", in->target->due);
		put_phasing(t, in->target);
		text_addf(t, " source \"%s\"\n", in->target->source);
	}
	if (in->watch != NULL) {
		text_addf(t, "    watch %s", comparator_name(in->watch->at));
		put_decimal(t, "value", &in->watch->value);
		put_bands(t, in->watch);
		put_levels(t, s, in->watch->levels);
		text_addc(t, '\n');
	}
	if (in->note[0] != '\0')
		text_addf(t, "    note \"%s\"\n", in->note);
}

static void
put_deadline(struct text *t, const struct duty *d)
{
	if (d->deadline == DEADLINE_DATE)
		put_day(t, d->exclusive ? "before" : "until", d->until);
	else if (d->deadline == DEADLINE_MONTH_DAY)
		text_addf(t, " %s day %d of the %s month",
		    d->exclusive ? "before" : "until", d->days,
		    d->same_month ? "same" : "next");
	else
		text_addf(t, " %d %s after the end", d->days,
		    d->deadline == DEADLINE_DAYS ? "days" : "working days");
	if (d->shift != SHIFT_NONE)
		text_addf(t, " shift %s", d->shift == SHIFT_NEXT ? "next" :
		    "previous");
	if (d->cut_off > 0)
		text_addf(t, " cut-off %d", d->cut_off);
	text_addc(t, '\n');
}

/* The days that the data of the report and of its forms speak of. */
static void
put_data_days(struct text *t, const struct duty *d, struct period p)
{
	size_t i;

	put_day(t, " data from", duty_data_start(d, NULL, p));
	put_day(t, "to", duty_data_end(d, NULL, p));
	for (i = 0; i < d->form_count; i++)
		if (duty_data_end(d, d->forms[i], p) !=
		    duty_data_end(d, NULL, p)) {
			text_addf(t, " %s", d->forms[i]->id);
			put_day(t, "from", duty_data_start(d, d->forms[i], p));
			put_day(t, "to", duty_data_end(d, d->forms[i], p));
		}
}

static void
put_duty(struct text *t, const struct catalog *c, const struct plan *plan,
    const struct duty *d)
{
	size_t i;
	int k;

	text_addf(t, "  duty %s \"%s\"", d->id, d->label);
	for (i = 0; i < d->form_count; i++)
		text_addf(t, " form %s", d->forms[i]->id);
	put_periods(t, d->periods);
	put_deadline(t, d);
	for (k = 0; k < PERIOD_KIND_MAX; k++) {
		struct period p = { plan->year, k, 1 };
		char buf[PERIOD_TEXT];

		if (!d->periods[k])
			continue;
		text_addf(t, "    deadline of %s:", period_format(p, buf));
		put_day(t, "", duty_deadline(d, p, &c->site->calendar));
		if (d->cut_off > 0)
			put_data_days(t, d, p);
		text_addc(t, '\n');
	}
}

static void
put_plan(struct text *t, const struct catalog *c, const struct plan *plan)
{
	size_t i;

	text_addf(t, "plan %d \"%s\" source \"%s\"", plan->year, plan->title,
	    plan->source);
	put_decimal(t, "coverage", &plan->min_coverage.num);
	put_decimal(t, "of", &plan->min_coverage.den);
	text_addc(t, '\n');
	for (i = 0; i < plan->indicator_count; i++)
		put_indicator(t, c->site, plan->indicators[i]);
	for (i = 0; i < plan->duty_count; i++)
		put_duty(t, c, plan, plan->duties[i]);
}

void
catalog_dump(const struct catalog *c, struct text *t)
{
	size_t i;

	put_site(t, c->site);
	for (i = 0; i < c->units->count; i++)
		put_unit(t, c->units->list[i]);
	for (i = 0; i < c->form_count; i++)
		put_form(t, c->site, c->forms[i]);
	for (i = 0; i < c->plan_count; i++)
		put_plan(t, c, c->plans[i]);
}
