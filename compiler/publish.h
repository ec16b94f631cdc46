/*
 * Private to publishing: what publish.c, manifest.c, inputs.c, archive.c,
 * render.c, correct.c, edition.c, replaced.c, verify.c and the files of replay
 * need of each other.  Strings are in the run's arena.
 */
#ifndef PUBLISH_H
#define PUBLISH_H

#include <stdbool.h>
#include <stddef.h>

#include "compile.h"

enum { LIST_MAX = 256 * 1024 * 1024 };	/* bytes of a manifest and the like */

/* The files of a report: the PDF, and its tables. */
enum made_part { MADE_CSV, MADE_JSON, MADE_XLSX, MADE_PDF, MADE_MAX };

/* ---- manifest.c ---- */

/* A file that a report was made from. */
struct manifest_file {
	const char	*kind;		/* "font", "site", "template", "image",
					 * "submission" */
	const char	*sha256;
	const char	*name;		/* of an image, as the document has it */
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
	date		 made;		/* in a run on this day; DATE_NONE: by a
					 * version that kept no archive */
	int		 receipts;	/* with so many of the first files that
					 * were taken in or refused */
	const char	*document;	/* digest of the FO */
	const char	*pdf;		/* of the PDF */
	const char	*tables[MADE_PDF]; /* of its tables; NULL: unknown */
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

/* Whether a file is kept in the archive: submissions have their own places. */
bool	manifest_is_archived(const struct manifest_file *);

/* Whether a file with this digest is among those that a report was made from. */
bool	manifest_has(const struct manifest *, const char *sha256);

void	manifest_add(struct arena *, struct manifest *, const char *kind,
	    const char *sha256, const char *name);

/* ---- tables.c ---- */

/* How the names of their files end: "csv". */
extern const char *const tables_suffixes[MADE_PDF];

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
	const char	**paths;	/* of the fonts */
};

const struct tools *inputs_tools(struct run *);

/* The version and the build of this program. */
const char	*inputs_program(struct run *);

/* The digest of a template or an image, "" when it cannot be read. */
const char	*inputs_digest(struct run *, const char *path);

/* ---- images.c ---- */

/*
 * Call TAKE for each image that a document, or a template, below ROOT names: the
 * element, and what its property src says.
 */
typedef void	 images_take(void *context, xmlNode *, const char *src);
void	images_each(struct arena *, xmlNode *root, images_take *,
	    void *context);

/* What the images of the template at PATH are called, each once, *COUNT names. */
const char	**images_of_template(struct run *, const char *path,
		    size_t *count);

/* ---- archive.c ---- */

/*
 * The folder archive/ of a site keeps, each content once under its SHA-256, what
 * published reports were made from besides submissions: the site's files, forms,
 * templates, fonts, images.  archive_path() is in the site.
 */
const char	*archive_path(struct run *, const char *sha256);

/*
 * Keep all that a report, which is made now, was made from; false after a
 * finding.  What is there is left alone, with run->force it is written again
 * when it is damaged.
 */
bool	archive_keep(struct run *, const struct site_report *,
	    const struct manifest *);

/*
 * Whether an archived file, or that of an accepted entry, of which REPORT was
 * made, is there, and if the WHOLE is looked at whether it is as it was.  Of each
 * file the first time is what counts, and then is a finding.
 */
bool	archive_has(struct run *, const struct manifest_file *,
	    const char *report, bool whole);
bool	archive_has_submission(struct run *, const struct ledger_entry *,
	    const char *report);

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
	bool		 whole;		/* and so are its tables, and BEFORE says
					 * when it was made */
	bool		 draft, final;	/* deadlines are to come, or none are;
					 * neither: nobody knows of any */
};

/* What was made. */
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
	bool		 again;		/* each as BEFORE says, whatever would be
					 * made now; with the fonts of the site */
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


/* A path in the site; the digest of the file there, "" when it cannot be read. */
char	*edition_path(struct run *, const char *path);
const char	*edition_digest(struct run *, const char *path);

/* The name of a report's manifest, in the period's folder. */
const char	*edition_manifest(struct run *, const char *pdf);

/* Whether a rendering, by the duties of its unit and what is known of it before,
 * is a draft or final. */
void	edition_judge(const struct dataset *, struct rendering *);

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

/* ---- replay_list.c ---- */

/* An edition of a report that was published. */
struct published {
	const char	*path;		/* of the PDF, in the site */
	const char	*name;		/* under which it was published */
	const struct manifest *manifest; /* NULL: none, or not its own */
};

/* All of a period that the ledger knows, current ones and those that were
 * replaced, by their paths; *COUNT of them. */
struct published *published_list(struct run *, struct period, size_t *count);

/* ---- replay_view.c ---- */

/* Whether two reports were made in one view of the site. */
bool	view_is_same(const struct manifest *, const struct manifest *);

/*
 * The site as it was when the report at PATH was made, in a new FOLDER: THEN is a
 * run over it, with its catalogue, its ledger, its fonts, its day, and findings of
 * its own.  False after findings in R.  view_close() frees what is open, whether
 * or not it was opened, and the folder stays.
 */
bool	view_open(struct run *, const char *folder, const struct manifest *,
	    const char *path, struct run *then);
void	view_close(struct run *then);

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
