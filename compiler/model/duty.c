/* The states of expected reports, and their counts.  Room: model. */
#include "model/duty.h"

#include <string.h>

#include "base/language.h"

static const struct {
	const char	*name, *label;
} states[DUTY_STATE_MAX] = {
	[DUTY_ON_TIME] = { "on-time", N_("on-time") },
	[DUTY_RESUBMITTED] = { "resubmitted", N_("resubmitted") },
	[DUTY_LATE] = { "late", N_("late") },
	[DUTY_REJECTED] = { "rejected", N_("rejected") },
	[DUTY_EMPTY] = { "empty", N_("no values") },
	[DUTY_MISSING] = { "missing", N_("missing") },
	[DUTY_PENDING] = { "pending", N_("pending") },
	[DUTY_UNTRACKED] = { "untracked", N_("untracked") },
};

const char *
duty_state_name(enum duty_state state)
{
	return states[state].name;
}

const char *
duty_state_label(enum duty_state state)
{
	return states[state].label;
}

bool
duty_state_parse(const char *s, enum duty_state *out)
{
	int i;

	for (i = 0; i < DUTY_STATE_MAX; i++)
		if (strcmp(states[i].name, s) == 0) {
			*out = (enum duty_state)i;
			return true;
		}
	return false;
}

void
duty_count(struct duty_counts *c, enum duty_state state, bool over)
{
	bool timely = state == DUTY_ON_TIME || state == DUTY_RESUBMITTED;

	c->of[state]++;
	if (state == DUTY_UNTRACKED)
		return;
	c->expected++;
	if (!over)
		return;
	c->due++;
	c->timely += timely;
	c->complete += timely || state == DUTY_LATE;
}
