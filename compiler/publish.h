/*
 * Private to publishing: what publish.c, manifest.c, inputs.c, render.c,
 * correct.c, edition.c and replaced.c need of each other.  Strings are in the run's arena.
 */
#ifndef PUBLISH_H
#define PUBLISH_H

#include <stdbool.h>
#include <stddef.h>

#include "compile.h"

enum { LIST_MAX = 256 * 1024 * 1024 };	/* bytes of a manifest and the like */

/* ---- manifest.c ---- */

/* A file that a report was made from. */
struct manifest_file {
	const char	*kind;		/* "template", "font", "site", "submission" */
	const char	*sha256;
	const char	*name;
};

/* What a document printed, the unit by its code. */
struct manifest_printed {
	const char	*unit, *item, *as, *text;
};

/*
 * What is known of a report: what it was made from, what it prints, what it
 * corrects.  A report is final when no deadline of what it is made of is still to
 * come: then it counts as published.
 */
struct manifest {
	const char	*program;	/* version and build */
	const char	*report, *unit, *period;
	date		 day;		/* that the document bears */
	bool		 final;
	int		 edition;	/* 1, and one more each time that a final
					 * one is replaced */
	date		 replaces;	/* the day of that one; DATE_NONE: none */
	const char	*document;	/* digest of the FO */
	const char	*pdf;		/* and of the PDF */
	size_t		 file_count, file_cap;
	struct manifest_file *files;
	size_t		 erratum_count, erratum_cap;
	struct data_erratum *errata;
	size_t		 printed_count, printed_cap;
	struct manifest_printed *printed;
};

void	manifest_write(const struct manifest *, struct text *);

/* Read one; NULL when it is none. */
struct manifest *manifest_read(struct arena *, const char *text);

/* Whether a file with this digest is among those that a report was made from. */
bool	manifest_has(const struct manifest *, const char *sha256);

void	manifest_add(struct arena *, struct manifest *, const char *kind,
	    const char *sha256, const char *name);

/* ---- tables.c ---- */

/* The tables that a document printed; as a workbook false after a finding. */
void	tables_csv(const struct data_log *, struct text *);
void	tables_json(const struct data_log *, struct text *);
bool	tables_xlsx(const struct data_log *, date, struct text *,
	    struct diag *);

/* ---- workbook.c, in workbook.so ---- */

/*
 * The tables as a workbook of Office Open XML, created on DAY: a sheet for each,
 * with caption, unit of measure, heads, rows and notes below one another.  A text
 * that a number stands in is that number, with the format that prints the text; it
 * is a formula where it follows from others.  False after a finding.
 */
bool	workbook_write(const struct data_log *, date day, struct text *,
	    struct diag *);

/* ---- inputs.c ---- */

/* What all reports are made with: the program, and the fonts that it reads. */
struct tools {
	const char	*program;	/* "0.1 95fe..." */
	size_t		 font_count;
	struct manifest_file *fonts;
};

const struct tools *inputs_tools(struct run *);

/* The digest of a template, "" when it cannot be read. */
const char	*inputs_template(struct run *, const char *path);

/* ---- publish.c ---- */

/* Open the fonts, so that children have them; false after a finding. */
bool	publish_open_fonts(struct run *);

/* The PDF of FO as the site's fonts print it; NULL after findings. */
unsigned char	*publish_paint(struct run *, xmlDoc *, date, size_t *len);

/* ---- render.c ---- */

/* A report that is perhaps to be made. */
struct rendering {
	const struct site_report *report;
	const struct unit *unit;
	const char	*name;		/* of the PDF */
	const char	*path;		/* in the site */
	const struct manifest *before;	/* NULL: never made */
	bool		 intact;	/* the PDF is the one that BEFORE is about */
	bool		 draft, final;	/* deadlines are to come, or none are;
					 * neither: nobody knows of any */
};

/* What was made: the PDF, and its tables. */
enum made_part { MADE_CSV, MADE_JSON, MADE_XLSX, MADE_PDF, MADE_MAX };

struct made {
	const char	*bytes[MADE_MAX];
	size_t		 len[MADE_MAX];
};

struct renderings {
	struct run	*run;
	const struct dataset *data;
	const struct ledger_entry **entries;	/* of submissions that count */
	size_t		 entry_count;
	size_t		 count, cap;
	struct rendering *list;
	void		*context;
	/* What came of each, in order: NOW is BEFORE when it is as it was (then
	 * MADE is NULL), or NULL when it could not be made (after findings). */
	bool		(*take)(void *context, const struct rendering *,
			    const struct manifest *now, const struct made *);
};

/* Make what is not as it would be made now, or with run->force all. */
bool	render_all(struct renderings *);

/* ---- edition.c ---- */

/* The files of a period that are being written. */
struct edition {
	struct run	*run;
	const struct dataset *data;
	const char	*folder;	/* reports/2020-Q4, in the site */
	struct map	*sums;		/* name in it -> digest */
	struct map	*said;		/* corrections that were told */
	size_t		 written;
	bool		 begun;		/* INPUTS is not true any more */
};

/* Say that a file of the site could not be written; false. */
bool	edition_failed(struct run *, const char *path);

/* A path in the site; the digest of the file there, "" when it cannot be read. */
char	*edition_path(struct run *, const char *path);
const char	*edition_digest(struct run *, const char *path);

/* The name of a report's manifest, in the period's folder. */
const char	*edition_manifest(struct run *, const char *pdf);

/* List the reports of a period, of all units or those in UNITS. */
void	edition_list(struct renderings *, const struct unit *const *units,
	    size_t count);

/* ---- replaced.c ---- */

/* Enter in the ledger what lies at a path, unless the last entry about it says
 * so. */
bool	replaced_record(struct run *, enum ledger_event, const char *path,
	    const char *sha256, const struct manifest *);

/*
 * Keep the report that lies there before another takes its place, with its
 * manifest: *KEPT is where, NULL when there is none or it is a draft, of which
 * the ledger tells.
 */
bool	replaced_keep(struct edition *, const struct rendering *,
	    const struct manifest *now, const char **kept);

/* Tell what was replaced, and which published numbers are others now. */
void	replaced_tell(struct edition *, const struct rendering *,
	    const struct manifest *now, const char *kept);

/* Tell of a final report that is gone with its manifest: what replaces it
 * cannot be compared with it. */
void	replaced_lost(struct edition *, const struct rendering *);

/* ---- correct.c ---- */

/* The units whose submissions can have a part in a unit's figures, by index. */
bool	*correct_sources(struct arena *, const struct units *,
	    const struct unit *);

/* Whether an item's figures are made from a form. */
bool	correct_uses(const struct dataset *, const char *item,
	    const struct form *);

/*
 * The corrections that a new edition of a final report has to tell, those that
 * the one before told included: which of its numbers are now printed otherwise.
 */
void	correct_list(struct run *, const struct renderings *,
	    const struct rendering *, const struct data_log *now,
	    struct manifest *);

#endif
