/*
 * Charts: drawings in SVG whose every length is a figure.  All coordinates are
 * millipoints from the drawing's upper left corner.  Private to the room report.
 */
#ifndef REPORT_REPORT_CHART_H
#define REPORT_REPORT_CHART_H

#include "report/report_format.h"
#include "report/report_template.h"

/* A scale of round numbers, from LEAST in STEPS steps, over SIZE [mpt]. */
struct axis {
	struct decimal	 least, step;
	int		 steps;
	int		 size;
};

/*
 * The finest scale of 1, 2 or 5 times a power of ten that covers LOW to HIGH in
 * at most MOST steps of at most PLACES places; size is left alone.  False for
 * numbers of more than 18 digits.
 */
bool	axis_fit(struct axis *, struct ratio low, struct ratio high, int most,
	    int places);

/* Where a value stands, from the scale's beginning on [mpt]. */
int	axis_at(const struct axis *, struct ratio);

/* The I-th number of the scale, as it is printed beside it. */
struct decimal axis_tick(const struct axis *, int i);

/*
 * How a bar is filled, so that it can be told apart without colours: by the
 * verdict about its figure.
 */
enum look { LOOK_MET, LOOK_ON_TRACK, LOOK_PROGRESS, LOOK_BEHIND, LOOK_MISSED,
	LOOK_UNKNOWN, LOOK_PLAIN, LOOK_MAX };

enum look look_of_verdict(const char *);

/* One chart under construction. */
struct chart {
	struct job	*job;
	const struct scope *scope;
	const xmlNode	*node;		/* <chart> */
	int		 line;
	const char	*caption;
	struct figure_ref ref;		/* of bars and trends */
	const struct indicator *indicator;	/* of it, NULL: a field, a word */
	int		 places;	/* that it is printed with */
	bool		 ranked;	/* in order of merit */
	bool		 high;		/* the more, the better */
	int		 size;		/* of the text [mpt] */
	int		 width;		/* of the drawing */
	int		 height;	/* likewise; 0 until it is known */
	int		 most;		/* of the height, 0: no limit */
	xmlNode		*svg;
	xmlNode		*desc;		/* of it: the sentence that describes it */
	struct marks	 marks;
	bool		 looks[LOOK_MAX];	/* those that occur */
	bool		 targets;	/* there are marks of targets */
	bool		 hollow;	/* dots of figures that lack units are */
	size_t		 note_count, note_cap;
	const char	**notes;
};

/* --- chart_draw.c --- */

/* Begin the drawing, of width and height as known by now. */
void	chart_open(struct chart *);

/* Describe the drawing to those who have it read to them: "KIND “CAPTION”: SAYS." */
void	chart_describe(struct chart *, enum word kind, const char *says);

void	chart_line(struct chart *, int x1, int y1, int x2, int y2,
	    const char *width, const char *color, const char *dashes);
/* ANCHOR is "start", "middle" or "end"; Y the middle of small letters. */
void	chart_text(struct chart *, int x, int y, const char *anchor, bool bold,
	    const char *color, const char *);
void	chart_bar(struct chart *, enum look, int x, int y, int width,
	    int height);

/* White paper under a number on a hatched bar. */
void	chart_blank(struct chart *, int x, int y, int width, int height);

/* The points of a line, as x and y in turn; dots on them, hollow ones for
 * figures that lack units. */
void	chart_polyline(struct chart *, const int *points, size_t count);
void	chart_dot(struct chart *, int x, int y, bool hollow);

/* The sign of a target: a thick upright line through a row. */
void	chart_target(struct chart *, int x, int y, int height);

/* The legend's height with the present width; and drawing it from Y on. */
int	chart_legend_height(const struct chart *);
void	chart_legend(struct chart *, int y);

/* Whether a row's value, as the chart shows it, stands against a target. */
bool	chart_has_target(const struct chart *, const struct data_row *);

/* "Kế hoạch ≤ 0,27" of a row that has a target. */
const char *chart_target_text(struct chart *, const struct data_row *);

int	chart_text_width(const struct chart *, const char *, bool bold);
void	chart_note(struct chart *, const char *);

/*
 * Make rows fit: the height of each of COUNT rows, OTHER besides; text is set
 * smaller when MOST is too little, down to 7 points.  False after a finding.
 */
bool	chart_rows(struct chart *, size_t count, int other_lines, int *row);

/* --- chart_rank.c: rows of units in an order --- */

struct chart_row {
	const struct unit *unit;
	const char	*name;
	const char	*rank;		/* "1", or "" where there is none */
	bool		 ranks;		/* its value may be compared */
	bool		 known;
	struct ratio	 value;		/* what ranks and, for bars, is drawn */
	bool		 has_target;
	struct ratio	 target;
	const char	*text;		/* beside the bar */
	enum look	 look;
	size_t		 counts[LOOK_MAX];	/* of verdicts */
};

/*
 * Put rows in order of merit, equals in their old order and with equal ranks
 * ("1", "2", "2", "4"), those that cannot be compared behind all others.
 */
void	chart_rank(struct chart *, struct chart_row *, size_t count);

/* What rows say in words: "8 đơn vị, cao nhất huyện A (95,2), thấp nhất ..."; the
 * unit that they belong to is none of them. */
const char *chart_extremes(const struct chart *, const struct chart_row *,
	    size_t count);

/* Names, and ranks before them; the place where bars may begin. */
int	chart_names_width(const struct chart *, const struct chart_row *,
	    size_t count);
void	chart_name(struct chart *, const struct chart_row *, int x, int y,
	    bool bold);

/* --- the kinds of charts; each false when nothing can be drawn --- */

bool	chart_bars(struct chart *);
bool	chart_verdicts(struct chart *);
bool	chart_trend(struct chart *);

#endif
