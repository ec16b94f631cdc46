/* Paths of SVG drawings (SVG 1.1, chapters 8 and 9).  Room: layout. */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "layout/layout_svg.h"

length
svg_length(double v)
{
	const double most = 10.0 * LENGTH_MAX;

	return !(v > -most) ? (length)-most : v > most ? (length)most :
	    (length)lround(v);
}

bool
svg_number(const char **s, double *v)
{
	const char *p = *s;
	double n = 0, scale = 1;
	bool minus = *p == '-';
	int digits = 0, e = 0;

	if (*p == '-' || *p == '+')
		p++;
	for (; isdigit((unsigned char)*p); p++, digits++)
		n = n * 10 + (*p - '0');
	if (*p == '.')
		for (p++; isdigit((unsigned char)*p); p++, digits++)
			n += (*p - '0') * (scale /= 10);
	if (digits == 0 || digits > 30)
		return false;
	if ((*p == 'e' || *p == 'E') && (isdigit((unsigned char)p[1]) ||
	    ((p[1] == '-' || p[1] == '+') && isdigit((unsigned char)p[2])))) {
		bool small = p[1] == '-';

		p += p[1] == '-' || p[1] == '+' ? 2 : 1;
		for (; isdigit((unsigned char)*p); p++)
			e = e < 100 ? e * 10 + (*p - '0') : e;
		n *= pow(10, small ? -e : e);
	}
	*v = minus ? -n : n;
	while (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r' ||
	    *p == ',')
		p++;
	*s = p;
	return isfinite(n);
}

static struct path_step *
add_step(struct outline *o, enum path_op op)
{
	struct path_step *s = ARENA_PUSH(o->l->result, o->steps, o->count,
	    o->cap);

	s->op = op;
	return s;
}

static void
put_point(const struct outline *o, struct path_step *s, int i, double x,
    double y)
{
	const struct matrix *m = o->m;

	s->x[i] = svg_length(m->a * x + m->c * y + m->e);
	s->y[i] = svg_length(m->b * x + m->d * y + m->f);
}

void
outline_move(struct outline *o, double x, double y)
{
	put_point(o, add_step(o, PATH_MOVE), 0, x, y);
	o->x = o->first_x = x;
	o->y = o->first_y = y;
}

void
outline_line(struct outline *o, double x, double y)
{
	put_point(o, add_step(o, PATH_LINE), 0, x, y);
	o->x = x;
	o->y = y;
}

void
outline_curve(struct outline *o, double x1, double y1, double x2, double y2,
    double x, double y)
{
	struct path_step *s = add_step(o, PATH_CURVE);

	put_point(o, s, 0, x1, y1);
	put_point(o, s, 1, x2, y2);
	put_point(o, s, 2, x, y);
	o->x = x;
	o->y = y;
}

void
outline_close(struct outline *o)
{
	add_step(o, PATH_CLOSE);
	o->x = o->first_x;
	o->y = o->first_y;
}

void
outline_ellipse(struct outline *o, double x, double y, double rx, double ry)
{
	/* How far a cubic's control points lie on the tangents of a quarter. */
	const double k = 4.0 / 3.0 * (sqrt(2) - 1);

	outline_move(o, x + rx, y);
	outline_curve(o, x + rx, y + k * ry, x + k * rx, y + ry, x, y + ry);
	outline_curve(o, x - k * rx, y + ry, x - rx, y + k * ry, x - rx, y);
	outline_curve(o, x - rx, y - k * ry, x - k * rx, y - ry, x, y - ry);
	outline_curve(o, x + k * rx, y - ry, x + rx, y - k * ry, x + rx, y);
	outline_close(o);
}

static double
angle_between(double ux, double uy, double vx, double vy)
{
	return atan2(ux * vy - uy * vx, ux * vx + uy * vy);
}

/* An elliptical arc as cubics (SVG 1.1, F.6.5 and F.6.6). */
static void
arc(struct outline *o, double rx, double ry, double turn, bool large,
    bool sweep, double x, double y)
{
	double s = sin(turn), c = cos(turn), x0 = o->x, y0 = o->y;
	double dx = (x0 - x) / 2, dy = (y0 - y) / 2;
	double px = c * dx + s * dy, py = -s * dx + c * dy, scale, q, cx, cy;
	double from, span, step, t, a, b;
	int i, n;

	rx = fabs(rx);
	ry = fabs(ry);
	if (rx == 0 || ry == 0 || (x == x0 && y == y0)) {
		outline_line(o, x, y);
		return;
	}
	scale = px * px / (rx * rx) + py * py / (ry * ry);
	if (scale > 1) {
		rx *= sqrt(scale);
		ry *= sqrt(scale);
	}
	q = rx * rx * py * py + ry * ry * px * px;
	q = (rx * rx * ry * ry - q) / q;
	q = (large == sweep ? -1 : 1) * sqrt(q > 0 ? q : 0);
	cx = q * rx * py / ry;
	cy = -q * ry * px / rx;
	from = atan2((py - cy) / ry, (px - cx) / rx);
	span = angle_between((px - cx) / rx, (py - cy) / ry, (-px - cx) / rx,
	    (-py - cy) / ry);
	if (sweep && span < 0)
		span += 2 * M_PI;
	if (!sweep && span > 0)
		span -= 2 * M_PI;
	n = (int)ceil(fabs(span) / (M_PI / 2) - 1e-9);
	n = n < 1 ? 1 : n > 4 ? 4 : n;
	step = span / n;
	t = 4.0 / 3.0 * tan(step / 4);
	dx = (x0 + x) / 2;
	dy = (y0 + y) / 2;
#define AT(u, v) dx + c * ((u) + cx) - s * ((v) + cy), \
	dy + s * ((u) + cx) + c * ((v) + cy)
	for (i = 0; i < n; i++) {
		a = from + i * step;
		b = a + step;
		outline_curve(o,
		    AT(rx * (cos(a) - t * sin(a)), ry * (sin(a) + t * cos(a))),
		    AT(rx * (cos(b) + t * sin(b)), ry * (sin(b) - t * cos(b))),
		    AT(rx * cos(b), ry * sin(b)));
	}
#undef AT
	o->x = x;
	o->y = y;
}

/* How many numbers each command takes. */
static int
count_of(char command)
{
	static const char commands[] = "MLHVCQAZ";
	static const int counts[] = { 2, 2, 1, 1, 6, 4, 7, 0 };
	const char *p = strchr(commands, toupper((unsigned char)command));

	return p == NULL || *p == '\0' ? -1 : counts[p - commands];
}

static void
command(struct outline *o, char c, const double *n)
{
	bool relative = islower((unsigned char)c);
	double x = relative ? o->x : 0, y = relative ? o->y : 0;

	switch (toupper((unsigned char)c)) {
	case 'M':
		outline_move(o, x + n[0], y + n[1]);
		break;
	case 'L':
		outline_line(o, x + n[0], y + n[1]);
		break;
	case 'H':
		outline_line(o, x + n[0], o->y);
		break;
	case 'V':
		outline_line(o, o->x, y + n[0]);
		break;
	case 'C':
		outline_curve(o, x + n[0], y + n[1], x + n[2], y + n[3],
		    x + n[4], y + n[5]);
		break;
	case 'Q':
		outline_curve(o, o->x + (x + n[0] - o->x) * 2 / 3,
		    o->y + (y + n[1] - o->y) * 2 / 3,
		    x + n[2] + (n[0] - n[2]) * 2 / 3,
		    y + n[3] + (n[1] - n[3]) * 2 / 3, x + n[2], y + n[3]);
		break;
	case 'A':
		arc(o, n[0], n[1], n[2] * M_PI / 180, n[3] != 0, n[4] != 0,
		    x + n[5], y + n[6]);
		break;
	default:
		outline_close(o);
	}
}

bool
outline_data(struct outline *o, const char *d)
{
	double n[7];
	char c = '\0';
	int count, i;

	for (d += strspn(d, " \t\r\n"); *d != '\0';) {
		if (isalpha((unsigned char)*d)) {
			c = *d++;
			d += strspn(d, " \t\r\n,");
		} else if (c == '\0' || toupper((unsigned char)c) == 'Z') {
			return false;
		}
		count = count_of(c);
		if (count < 0 || (o->count == 0 &&
		    toupper((unsigned char)c) != 'M'))
			return false;
		for (i = 0; i < count; i++)
			if (!svg_number(&d, &n[i]))
				return false;
		command(o, c, n);
		/* Further pairs of a move are lines. */
		if (toupper((unsigned char)c) == 'M')
			c = c == 'M' ? 'L' : 'l';
	}
	return true;
}
