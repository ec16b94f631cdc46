/* Scales of round numbers.  Room: report. */
#include "report/report_chart.h"

enum {
	POWER_MOST = 17,
	SPARE_PLACES = 7,	/* a place behind the step is below 1 mpt */
	STEPS_MAX = 1000000,
};

/* The whole number next to a ratio: not below it when UP, not above it else. */
static bool
whole(struct ratio r, bool up, long long *out)
{
	struct decimal d;
	int cmp;

	if (!ratio_round(&d, r, 0) || d.coef > STEPS_MAX ||
	    d.coef < -STEPS_MAX)
		return false;
	cmp = ratio_cmp(ratio_of(d), r);
	*out = (long long)d.coef + (up && cmp < 0) - (!up && cmp > 0);
	return true;
}

static struct decimal
power_of_ten(int factor, int power)
{
	struct decimal d = { factor, power < 0 ? -power : 0 };

	for (; power > 0; power--)
		d.coef *= 10;
	return d;
}

static bool
try_step(struct axis *axis, struct ratio low, struct ratio high, int most,
    struct decimal step)
{
	long long first, last;
	struct ratio a, b;

	if (!ratio_div(&a, low, ratio_of(step)) || !whole(a, false, &first) ||
	    !ratio_div(&b, high, ratio_of(step)) || !whole(b, true, &last))
		return false;
	if (last == first)
		last++;
	if (last - first > most || !decimal_mul(&axis->least, step,
	    decimal_int(first)))
		return false;
	axis->step = step;
	axis->steps = (int)(last - first);
	return true;
}

bool
axis_fit(struct axis *axis, struct ratio low, struct ratio high, int most,
    int places)
{
	static const int factors[] = { 1, 2, 5 };
	int power;
	size_t i;

	for (power = -places; power <= POWER_MOST; power++)
		for (i = 0; i < sizeof(factors) / sizeof(factors[0]); i++)
			if (try_step(axis, low, high, most,
			    power_of_ten(factors[i], power)))
				return true;
	return false;
}

int
axis_at(const struct axis *axis, struct ratio value)
{
	struct decimal d, range;
	struct ratio r;

	if (!ratio_round(&d, value, axis->step.scale + SPARE_PLACES) ||
	    !decimal_sub(&d, d, axis->least) ||
	    !decimal_mul(&d, d, decimal_int(axis->size)) ||
	    !decimal_mul(&range, axis->step, decimal_int(axis->steps)))
		return 0;
	r = (struct ratio){ d, range };
	return ratio_round(&d, r, 0) ? (int)d.coef : 0;
}

struct decimal
axis_tick(const struct axis *axis, int i)
{
	struct decimal d = axis->least, more;

	if (decimal_mul(&more, axis->step, decimal_int(i)))
		decimal_add(&d, d, more);
	decimal_rescale(&d, axis->step.scale);
	return d;
}
