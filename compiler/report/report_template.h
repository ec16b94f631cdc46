/*
 * What the parts of the template compiler share: the job, which is one
 * template being compiled for one unit; the FO tree under construction;
 * figures in text; tables.  Private to the room report.
 */
#ifndef REPORT_REPORT_TEMPLATE_H
#define REPORT_REPORT_TEMPLATE_H

#include <libxml/tree.h>

#include "model/expr.h"
#include "report/report_view.h"

struct map;
struct letter_parts;

/* Whom figures are about: changes inside for-each. */
struct scope {
	const struct unit *unit;
	const struct indicator *indicator;	/* {this}; NULL outside */
	const struct form *form;		/* {form.code}; NULL outside */
};

struct bookmark_entry {
	const char	*id, *title;
	int		 level;
};

/* A list of units that a note does not hold. */
struct long_list {
	const char	*about;		/* which tables say what of the units */
	const char	*list;
	size_t		 count;		/* of units */
};

enum { HEADING_LEVELS = 3 };

struct job {
	struct arena	*arena;
	const struct dataset *data;
	const struct view *view;
	const struct letter_parts *letter;	/* NULL: a report */
	struct diag	*diag;
	struct map	*said;		/* errors of places, each said once */
	bool		 failed;

	int		 top, bottom, left, right;	/* margins [mpt] */
	int		 font_size, table_size;		/* [mpt] */
	const char	*family;

	xmlDoc		*doc;
	xmlNs		*fo;
	xmlNode		*root;
	xmlNode		*sequence;	/* the last page-sequence */
	xmlNode		*flow;		/* of it; NULL: none is open */
	int		 width;		/* of its lines [mpt] */
	int		 part;		/* 0 the document, 1 ... its annexes */
	bool		 part_begun;	/* the part has a page-sequence */
	int		 annexes;	/* in the template */
	int		 line;		/* of the template, for new elements */

	bool		 sources;	/* the template wants the annex */
	struct data_log	*log;		/* of what is printed; NULL: none */
	struct map	*placed;	/* item -> id of its number in a table */
	bool		 corrected;	/* a title says which edition it is */

	size_t		 list_count, list_cap;
	struct long_list *lists;	/* for the last pages */

	int		 headings[HEADING_LEVELS];
	size_t		 bookmark_count, bookmark_cap;
	struct bookmark_entry *bookmarks;
};

/* --- tree.c: the FO tree --- */

enum { MPT = 1000, MM_TEN_THOUSANDTHS = 28346 };	/* 1 mm = 2.8346 pt */

/* "12.5pt" for 12500.  In the job's arena. */
const char *tree_length(struct job *, int mpt);

/*
 * A new element of its parent's namespace with attributes (name and value in turn,
 * ending with NULL), carrying the template's present line.
 */
xmlNode	*tree_add(struct job *, xmlNode *parent, const char *name, ...)
	    __attribute__((sentinel));
void	 tree_set(xmlNode *, const char *name, const char *value);
void	 tree_text(xmlNode *, const char *);

/* A horizontal rule of a length, centred: an empty line with a leader. */
void	 tree_rule(struct job *, xmlNode *parent, int length);

/* The flow that takes the next block; opens an upright page-sequence. */
xmlNode	*tree_flow(struct job *);

/* Begin a page-sequence: upright or landscape; a new part counts pages anew. */
void	 tree_open(struct job *, bool landscape, bool new_part);

/* No flow any more: the next block begins a page-sequence. */
void	 tree_close(struct job *);

/* Begin the document: masters, XMP; and end it: bookmarks. */
void	 tree_begin(struct job *, const char *title);
void	 tree_end(struct job *);

/* --- figure.c, figure_number.c, figure_print.c: figures in text --- */

enum show {
	SHOW_VALUE,
	SHOW_NUMERATOR,
	SHOW_DENOMINATOR,
	SHOW_TARGET,
	SHOW_MILESTONE,
	SHOW_VERDICT,
	SHOW_LABEL,
	SHOW_MEASURE,
	SHOW_REPORTED,
	SHOW_EXPECTED,
	SHOW_MISSING,
	SHOW_YEAR_AGO,
	SHOW_YEAR_AGO_REPORTED,
	SHOW_YEAR_AGO_EXPECTED,
	SHOW_CHANGE,
	SHOW_REMAINING,
	SHOW_CERTAIN,
	SHOW_BAND,
	SHOW_MAX
};

/* "T04|numerator|trieu", understood. */
struct figure_ref {
	const struct indicator *indicator;
	const struct field *field;
	int		 word;		/* a word of the closed set; -1 none */
	bool		 current;	/* the indicator of for-each */
	enum show	 show;
	int		 scale;		/* printed / 10^scale; -1 as usual */
	int		 digits;	/* -1 as usual */
	bool		 padded, capital, upper;
};

/* A figure as it is printed. */
struct printed {
	const char	*text;		/* "" when not known */
	bool		 number;	/* not a word */
	bool		 percent;	/* a value in % */
	bool		 known, applies, partial, estimated;
	bool		 adjusted, carried;
	size_t		 reported, expected;
};

/* NULL, or why SPEC names no figure. */
const char *figure_parse(struct job *, const struct scope *, const char *spec,
		    struct figure_ref *);
struct printed figure_print(struct job *, const struct scope *,
		    const struct figure_ref *);

/* Signs that stand behind numbers, for the notes that explain them. */
struct marks {
	bool		 partial, estimated, adjusted, carried;
};

/* A figure's text with its signs: "12,5*", "7 ư"; they are noted in MARKS. */
const char *figure_marked(struct job *, const char *text,
		    const struct printed *, struct marks *);

/*
 * The exact number that figure_print() rounds, likewise that of a row that is
 * not found by the scope; false: not known, or no number.
 */
bool	 figure_number(struct job *, const struct scope *,
		    const struct figure_ref *, struct ratio *);
bool	 figure_number_of_row(struct job *, const struct data_row *,
		    const struct figure_ref *, struct ratio *);

/* For expressions. */
struct expr_value figure_value(struct job *, const struct scope *,
		    const struct figure_ref *);

/* A verdict, a band or whether it is certain: words, no numbers. */
bool	 show_is_text(enum show);

/* One row's figure at one place of the code, not by name. */
struct printed figure_of_row(struct job *, const struct data_row *, enum show,
		    int scale, int digits);

/* --- printed.c: what the document prints, noted for its manifest --- */

void	 printed_row(struct job *, const struct data_row *, enum show,
		    int scale, int digits, const char *text);
void	 printed_field(struct job *, const struct data_sum *, int scale,
		    int digits, const char *text);

/* The same of a number that was rounded so that others add up with it. */
void	 printed_adjusted(struct job *, const struct unit *,
		    const struct figure_ref *, const char *text);

/* A table, as machines read it. */
struct grid;
void	 printed_table(struct job *, const struct grid *);

/* How a number was printed, in words: "tử số"; "" of a value. */
const char *printed_as(struct job *, const char *as);

/* The name of a way of showing, as templates write it. */
const char *show_name(enum show);

/* --- figure_words.c: the words among them --- */

/* The number of a word in the closed set; -1 when it is none. */
int	 word_by_name(struct job *, const char *);

/* Whether a word is a text or a count; its text, NULL of a count; its count. */
bool	 word_is_text(int w);
const char *word_text(struct job *, const struct scope *, int w);
size_t	 word_count(struct job *, const struct scope *, int w);

/* --- letter_fo.c: the words of letters, likewise --- */

int	 letter_word(const char *name);
bool	 letter_word_is_text(int w);
const char *letter_word_text(struct job *, int w);
size_t	 letter_word_count(struct job *, int w);

/* --- template_text.c: text of templates --- */

/* Report a finding at a line of the template, once; the job then fails. */
void	 job_figure_error(struct job *, int line, const char *what,
		    const char *why);
void	 job_value_error(struct job *, int line, const char *value,
		    const char *of, const char *write);
void	 job_limit_error(struct job *, int line, const char *what,
		    const char *limit);

/* Warn that numbers of a column are no parts of the number of a unit's row. */
void	 job_parts_warning(struct job *, int line, const char *column,
		    const char *row);

/* An attribute, NULL when absent; with its figures filled in. */
const char *job_attribute(struct job *, const xmlNode *, const char *name);
const char *job_text_attribute(struct job *, const struct scope *,
		    const xmlNode *, const char *name);

/* Fill the figures of TEXT in. */
const char *job_expand(struct job *, const struct scope *, const char *text,
		    int line);

/* The plain text of an element, figures filled in, white space squeezed. */
const char *job_content(struct job *, const struct scope *, const xmlNode *);

/* Put text, <b>, <i> and <br> of an element into an FO block. */
void	 job_inline(struct job *, const struct scope *, const xmlNode *,
		    xmlNode *block);

/* The truth of a test in an attribute; of none it is true. */
bool	 job_test(struct job *, const struct scope *, const xmlNode *,
		    const char *attribute);

/* The ids of all levels, for a message: "province, district". */
const char *job_level_names(struct job *);

/* A level by its id; the level below the scope's unit when absent; -1 after an
 * error. */
int	 job_level(struct job *, const struct scope *, const xmlNode *,
		    const char *attribute);

/* Whether an attribute says a word. */
bool	 job_says(struct job *, const xmlNode *, const char *attribute,
		    const char *what);

/* Indicators named by a list "T01 T02"; those of the plan when absent. */
size_t	 job_indicators(struct job *, const struct scope *, const xmlNode *,
		    const char *attribute, const struct indicator ***);

/* --- template_lists.c: the forms and units that templates name --- */

/* A form by its id, "this" inside for-each; NULL after an error. */
const struct form *job_form(struct job *, const struct scope *,
		    const xmlNode *, const char *attribute);

/* Those of a list, or "all", of which the unit has figures; by their codes. */
size_t	 job_forms(struct job *, const struct scope *, const xmlNode *,
		    const char *attribute, const struct form ***);

/* Units of a level, or those of a list of codes. */
size_t	 job_units(struct job *, const struct scope *, const xmlNode *,
		    const char *attribute, const struct unit ***);

/* Whether any base unit has said anything of a number. */
bool	 form_is_reported(struct job *, const struct scope *,
		    const struct field *);

/* Whether a blank-separated list has a word; NULL is the list of all. */
bool	 job_lists(const char *list, const char *name);

/* --- grid.c, grid_fo.c: tables with columns as wide as they need --- */

enum align { ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };

struct grid_cell {
	const char	*text;		/* lines are separated by "\n" */
	int		 span;		/* columns, from 1 */
	enum align	 align;
	bool		 bold, italic;
	const char	*item;		/* whose number it is, for the annex of
					 * sources; or NULL */
	struct data_number *number;	/* that TEXT is rounded from; or NULL */
};

struct grid_row {
	size_t		 count, cap;
	struct grid_cell *cells;
	bool		 with_next;	/* never the last on a page */
	bool		 with_previous;
	const char	*group;		/* that it goes on, or NULL */
	const char	**before, **after;	/* of a table that carries: what
					 * each column adds up to, or NULL;
					 * NULL where that is nothing yet, or
					 * is not carried any further */
};

struct grid_column {
	const char	*name;		/* of <column name="">, or NULL */
	const char	*head;
	enum align	 align;
	const char	*mark;		/* "(1)", or NULL: no row of marks */
};

struct grid {
	int		 size;		/* of the text [mpt] */
	const char	*caption;	/* or NULL */
	const char	*measure;	/* right above the table; or NULL */
	bool		 marks;
	size_t		 column_count, column_cap;
	struct grid_column *columns;
	size_t		 row_count, row_cap;
	struct grid_row *rows;
	size_t		 names;		/* their column: GRID_NAMES, or another */
	const char	*group;		/* that further rows belong to; NULL */
	bool		 by_mark;	/* pages say what group they go on with
					 * beside the mark of the names */
	bool		 brief;		/* they say its number only */
	size_t		 folded;	/* the column whose texts head groups of
					 * rows on paper; 0: none */
	bool		 carries;	/* sums from page to page */
	size_t		 leading;	/* columns that each part repeats when it
					 * is too wide; 0: it has no parts */
	int		 size_least;	/* before it is parted */
	size_t		 note_count, note_cap;
	const char	**notes;
};

/* A table with what the element's attributes and children say of all tables:
 * size, caption, measure. */
struct grid	*grid_new(struct job *, const struct scope *,
		    const xmlNode *);
void		 grid_column(struct job *, struct grid *, const char *name,
		    const char *head, enum align);
struct grid_row *grid_row(struct job *, struct grid *);
/* A row that begins with its number. */
struct grid_row *grid_row_numbered(struct job *, struct grid *);
struct grid_cell *grid_cell(struct job *, struct grid_row *,
		    const char *text, enum align);
void		 grid_note(struct job *, struct grid *, const char *);

/* The head of a group, "II" and LABEL over all columns, whose text is returned; the
 * rows that follow go on with the group. */
struct grid_cell *grid_group(struct job *, struct grid *, int number,
		    const char *label);

/* The same table without the folded column: rows of one text there stand below
 * it.  Programs read the table with the column. */
struct grid	*grid_fold(struct job *, const struct grid *);

/* Say which exact number a cell's text is rounded from; and of which cells of the
 * table it is made, by which rule. */
void		 grid_number(struct job *, struct grid_cell *, struct ratio);
void		 grid_part(struct job *, struct grid_cell *, enum data_rule,
		    size_t row, size_t column);
/* The same of a quotient or difference of two numbers of its row, if it is that
 * exactly; of cells that have been given their numbers. */
void		 grid_rule(struct job *, struct grid *, size_t row,
		    size_t column, enum data_rule, size_t first, size_t second,
		    struct decimal times);

/* Heads that <column name="..."> children replace. */
void		 grid_rename(struct job *, const struct scope *,
		    const xmlNode *, struct grid *);

enum { GRID_NAMES = 1 };	/* the column of names, behind numbers */

/* The longest name of a group, NULL without groups; and what a page says that goes
 * on with one: "II. Ủy thác (tiếp theo)". */
const char	*grid_longest_group(const struct grid *);
const char	*grid_continued(struct job *, const struct grid *,
		    const char *group);

/* Put it into the flow. */
void		 grid_emit(struct job *, struct grid *);

/* --- grid_widths.c --- */

enum {
	GRID_PADDING = 2800,		/* left and right in a cell [mpt] */
	GRID_SIZE_LEAST = 7500, GRID_SIZE_STEP = 500,	/* of text [mpt] */
};

/* The widths of all columns [mpt], and the size of the text with which they
 * suffice; the height of the table's lines [mpt], or -1, and nothing changed, when
 * the page is too narrow for any size down to LEAST. */
long long	 grid_fit(struct job *, struct grid *, int least,
		    int *widths);

/* The lines that a head would take in a column of a width [mpt]. */
int		 grid_lines(struct job *, const struct grid *, const char *,
		    int width);

/* The error that says which word of which column is too wide. */
void		 grid_too_wide(struct job *, const struct grid *);

/* --- grid_parts.c: a table that is wider than the page --- */

/* Its columns in as few parts as fit, the leading ones in each; *COUNT parts, and
 * the height of all their lines.  NULL: even single columns are too wide. */
struct grid	**grid_parts(struct job *, const struct grid *, size_t *count,
		    long long *height);

/* A table that no element of a template asks for; without marks. */
struct grid	*grid_plain(struct job *);

/* --- target_cells.c --- */

/* "≥ 80"; for a target of each unit "≥ 3 mỗi Hội cơ sở". */
const char	*target_plan(struct job *, const struct data_row *);
/* The value, of a count of units "11/13 đạt"; that of the year before likewise. */
const char	*target_actual(struct job *, const struct data_row *);
const char	*target_year_ago(struct job *, const struct data_row *);
/* The change, with what it is counted in where that is not plain; a mark alone
 * where too few units stand behind the figure of the year before. */
const char	*target_change(struct job *, const struct data_row *);
/* The share of a target that is reached [%].  Only where more is better and the
 * target is not zero: 85 % of a ceiling would look like a shortfall. */
const char	*target_rate(struct job *, const struct data_row *);
bool		 target_rate_of(const struct data_row *, struct ratio *);

/* --- target_notes.c --- */

/* What stands beside a target: "ước; mức đến kỳ này 40%; 7/8 đơn vị". */
const char	*target_note(struct job *, const struct data_row *);

/* What its ratio would be if halves of pairs counted; "" when that is hardly
 * another one.  NAME is the row's in the table. */
const char	*target_bias(struct job *, const struct data_row *,
		    const char *name);

/* --- sources.c: where the numbers come from --- */

/* The annex, if the template wants it and anything was printed. */
void		 sources_annex(struct job *);

/* The id of an item's entry in it. */
const char	*sources_anchor(struct job *, const char *item);

/* --- errata.c: what is not as it was published --- */

/* A line that says that this is a draft, or which edition it replaces; once, and
 * if it is so. */
void		 errata_line(struct job *);

/* The list, on pages of its own; none when there is nothing. */
void		 errata_page(struct job *);

/* --- lists.c: units that are too many for a note --- */

/* The list of COUNT units as a note of a table has it: as it is, or if it is long
 * its beginning and where all of it stands. */
const char	*lists_note(struct job *, const struct grid *, const char *says,
		    const char *list, size_t count);

/* The pages with the long lists; none without any. */
void		 lists_pages(struct job *);

/* --- text_width.c --- */

/* The width of a line of text of a size [mpt], as well as can be told without
 * the font. */
int	 text_width(const char *, size_t len, int size, bool bold);

/* --- the elements --- */

typedef void element(struct job *, const struct scope *, const xmlNode *);

element	element_letterhead, element_title, element_addressee, element_heading,
	element_paragraph, element_list, element_item, element_annex,
	element_closing, element_target_table,
	element_unit_table, element_watch_list, element_duty_table,
	element_explanations, element_findings, element_chart,
	element_charts;

/* A bookmark of the document, its id. */
const char *job_bookmark(struct job *, const char *title, int level);

/* The children of an element, each in turn. */
element	element_children;

/* attach.c: the figures that the document prints, as a file STEM-PERIOD-UNIT.csv
 * that the PDF carries. */
void	attach_data(struct job *, const char *stem);

#endif
