/*
 * The pipeline: a site's run from the drop folder to the printed reports.
 * Above the rooms: the only files that know all doors are compile.c and its
 * helpers receive.c (with what receive.h names), changes.c, duties.c, letter.c,
 * publish.c, verify.c and dump.c, and commands.c.
 */
#ifndef COMPILE_H
#define COMPILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "base/diag.h"
#include "deliver/deliver.h"
#include "intake/intake.h"
#include "model/catalog.h"
#include "model/facts.h"
#include "report/report.h"

struct text;
struct tools;

/* One run of the program over one site. */
struct run {
	struct arena	*arena;		/* lives as long as the run */
	struct diag	*diag;
	const char	*site;		/* folder */
	const char	*data;		/* folder of shipped schemas/, templates/ */
	date		 today;		/* the only clock there is */
	bool		 quiet, json;
	size_t		 printed;	/* findings that the user has seen */
	struct catalog	*catalog;
	struct ledger	*ledger;
	const char	*ledger_path;
	size_t		 current_count, current_at;	/* what counts, as it */
	const struct ledger_entry **current;	/* was at so many entries */
	struct facts	*facts;
	bool		 force;		/* make also what is as it would be made */
	const struct tools *tools;	/* what reports are made with, once */
	const char	*tools_list;	/* known; and as a list */
	struct map	*kept;		/* files that archive.c has looked at */
	int		 jobs;		/* processes that make reports at a time */
	int		 lock;		/* file descriptor, -1 when not held */
	size_t		 counts[16];	/* decisions of this run, by ledger_event */
	size_t		 first_new;	/* entries of the ledger before this run */
	size_t		 fresh_count, fresh_cap;
	const struct source **fresh;	/* accepted in this run */
};

/* ---- compile.c ---- */

/*
 * Load the site and its ledger; with LOCK, hold the site against other runs.
 * False after findings.
 */
bool	run_open(struct run *, bool lock);
void	run_close(struct run *);

/* Report what the system says (errno) about a file: false, to be returned. */
bool	run_failed(struct run *, const char *path);

/* Bring the facts of all files that count into run->facts. */
bool	run_link(struct run *);

/* Judge one of them against everything else: findings in DIAG. */
void	run_judge(struct run *, const struct source *, struct diag *);

/* The whole cron job. */
bool	run_all(struct run *);

/* Write the reports of one period; of all units, or those in UNITS. */
bool	run_build(struct run *, struct period, const struct unit *const *units,
	    size_t unit_count);

/* ---- answer.c ---- */

/* What a child process has answered, as far as it was read. */
struct cursor {
	struct arena	*arena;		/* for what is read */
	const char	*p, *end;
};

/* The next word, up to a space or the end of the line; as a number, 0 when it is
 * none; the next LEN bytes, NULL when there are not as many. */
const char	*cursor_word(struct cursor *);
int		 cursor_int(struct cursor *);
const char	*cursor_bytes(struct cursor *, int len);

/* Put all findings into an answer, each after the word "finding"; and adopt one
 * behind that word, as one about the file PATH unless that is NULL.  False: it
 * is none. */
void	answer_findings(const struct diag *, struct text *);
bool	answer_adopt(struct run *, struct cursor *, const char *path);

/* ---- workers.c ---- */

/*
 * Do WORK for each of COUNT tasks in a child process of its own, run->jobs at a
 * time, and TAKE their answers in the order of the tasks.  WHY a child gave none
 * is told instead of its answer.  False when TAKE returned false once, or the
 * system could not start a child (after a finding).
 */
struct workers {
	void	*context;
	size_t	 count;
	void	(*work)(void *context, size_t i, struct text *answer);
	bool	(*take)(void *context, size_t i, const struct text *answer,
		    const char *why);
};

bool	workers_run(struct run *, const struct workers *);

/* How many processors there are. */
int	workers_processors(void);

/* ---- program.c ---- */

/* "0.1", and the digest of all that the program and its parts are linked from, ""
 * when the linker was told to leave it out.  In the arena. */
const char	*program_version(void);
const char	*program_build(struct arena *);

/* Whether a function of a loaded part is of the same build as the program. */
bool	program_built(const void *function);

/* ---- receive.c, reading.c, recorded.c, reread.c ---- */

/* Take in what lies in the drop folder. */
bool	receive_all(struct run *);

/* Finish what an interrupted run has decided but not carried out. */
bool	receive_settle(struct run *);

/*
 * Read and check one file in a child process; its findings are adopted.
 * *SUBMISSION tells form, unit, period and sequence as far as they were
 * understood; NULL is returned when the file was rejected or the child died
 * (then *DIED is set).  COMPILED is in the run's arena.
 */
struct reading {
	const struct form *form;	/* NULL: not understood */
	const struct unit *unit;
	struct period	 period;
	bool		 has_period;
	enum submission_kind kind;
	int		 sequence;
	struct compiled	*compiled;	/* NULL: rejected */
	bool		 died;
	const char	*why;		/* of a death */
};
struct reading	receive_read(struct run *, const struct drop *,
		    const char *shown_as);

/* The compiled facts of an accepted file: from cache/, else read again. */
struct compiled	*receive_compiled(struct run *, const struct ledger_entry *);

/* The entries that count: the latest accepted of each form, unit and period. */
size_t	receive_current(struct run *, const struct ledger_entry ***);

/* How many files the ledger has as taken in or refused; and the ledger with the
 * entries of the first COUNT of them only, NULL when it has fewer. */
int	receive_receipts(struct run *);
struct ledger	*receive_ledger_then(struct run *, int count);

/* Where the file of an accepted entry lies, in the site: it may have been
 * replaced since. */
const char	*receive_place(struct run *, const struct ledger_entry *);

/*
 * Say once more what was said of an accepted file, the INDEX-th entry of the
 * ledger, when it came: its letter was not finished.
 */
void	receive_retell(struct run *, size_t index);

/* What the ledger would say of a file that was read now. */
struct ledger_entry receive_entry(struct run *, const struct drop *,
		    const struct reading *);

/* ---- changes.c ---- */

/* A value of a unit that two compiled submissions do not agree on. */
struct change {
	const struct unit *unit;
	const struct field *field;
	const struct fact *before, *now;	/* NULL: the unit has no row */
	int		 line_before, line_now;	/* 0: likewise */
};

struct changes {
	const struct compiled *before, *now;
	size_t		 count, cap;
	struct change	*list;		/* by row of now, then of before alone */
	bool		 records;	/* records differ; values may not */
	bool		 reasons;	/* so do the sender's explanations */
};

/* The differences of two submissions of one form, in the arena. */
struct changes	*changes_between(struct arena *, const struct compiled *before,
		    const struct compiled *now);

/* A notice for each, at its place in PATH, the later file; one for all of a
 * unit that has no row any more. */
void	changes_report(struct arena *, const struct changes *,
	    const char *path, struct diag *);

/* All as CSV with semicolons: where it was, what it was, where and what it is.
 * The text is initialised here; false when it is too long. */
bool	changes_csv(struct arena *, const struct changes *, struct text *);

/* ---- letter.c ---- */

/*
 * What a letter about a file has to say besides its findings: the file as the
 * ledger enters it (accepted or not), its bytes.
 */
struct letter	letter_about(struct run *, const struct ledger_entry *,
		    const char *data, size_t len);

/* The run's findings from the FROM-th on are the letter's. */
void	letter_findings(struct run *, struct letter *, size_t from);

/* Write the letter beside a rejected file, which will lie at PATH. */
bool	letter_reject(struct run *, const struct ledger_entry *,
	    const char *data, size_t len, const char *path, size_t from);

/*
 * Write the letter about a file that is taken in, if any warning is about it or
 * it replaces an earlier one; a draft has no PDF.
 */
bool	letter_accept(struct run *, const struct ledger_entry *,
	    const char *data, size_t len, bool draft);

/*
 * From letter_begin(), before the first file of a run is taken in, to the end of
 * letter_write_accepted() the mark .letters tells from which entry of the
 * ledger on letters may lack their last warnings, their PDF and their sending.
 * letter_resume() takes up what an interrupted run left: its entries become
 * those of this run.  Each false after a finding.
 */
bool	letter_begin(struct run *);
bool	letter_resume(struct run *);

/* The letters of all that this run took in, when all warnings are known. */
bool	letter_write_accepted(struct run *);

/* Write the list of what a file changes beside the letter about it. */
bool	letter_changes(struct run *, const struct ledger_entry *,
	    const struct changes *);

/* ---- publish.c ---- */

/* The plan that a period belongs to; NULL and a finding when there is none. */
const struct plan *publish_plan(struct run *, struct period);

/* Everything that reports of a period are made of.  NULL after findings. */
struct dataset	*publish_dataset(struct run *, struct period);

/* The figures of a period; NULL after findings (no plan, overflow). */
struct figures	*publish_figures(struct run *, struct period);

/* The PDF of an FO tree; fonts as the site says, the defaults without one. */
unsigned char	*publish_format(struct arena *, xmlDoc *,
		    const struct site *, const char *day, size_t *len,
		    struct diag *);

/* The folder of a period's reports, in the site. */
const char	*publish_folder(struct run *, struct period);

/* ---- duties.c ---- */

/*
 * How the duties of the periods that end within a period stand today, from the
 * ledger; NULL and a finding when there is no plan.
 */
struct duty_status *duties_find(struct run *, struct period, size_t *count);

/* How one report that is expected stands. */
struct duty_status duties_report(struct run *, const struct duty *,
		    const struct form *, const struct unit *, struct period);

/* All of them as documents know them; and into a dataset of the period, with the
 * periods before. */
struct data_duty *duties_list(struct run *, struct period, size_t *count);
void	duties_copy(struct run *, struct dataset *);

/* A line for each of them: reports are made of their states. */
void	duties_inputs(struct run *, struct period, struct text *);

/* ---- inputs.c ---- */

/* The list of all that a period's reports are made from now, a line each. */
const char	*publish_inputs(struct run *, struct period);

/* Whether it changed since they were written, or one of them is gone. */
bool	publish_is_due(struct run *, struct period);

/*
 * Whether all is known to be as it was when a run ended that left nothing due:
 * the program, the site's files, the ledger, the day, and that the files of these
 * periods are there.  What is remembered is in cache/.
 */
bool	inputs_known(struct run *);
void	inputs_remember(struct run *, const struct period *, size_t count);

/* Whether the site wants a document at the end of such periods. */
bool	publish_has_report(struct run *, struct period);

/* ---- edition.c ---- */

/*
 * Write the reports of a period that are not as they would be made now, of all
 * units or those in UNITS, and of all units also the data; with run->force all
 * of them.  *WRITTEN counts the files.
 */
bool	publish_period(struct run *, struct period,
	    const struct unit *const *units, size_t unit_count,
	    size_t *written);

/*
 * The figures of a period by a plan, at COUNT units of another day: a row for
 * each unit and indicator, *N in all.  NULL and 0 after findings.
 */
struct data_row	*publish_rows_on(struct run *, const struct plan *,
		    struct period, date, const struct unit *const *units,
		    size_t count, size_t *n);

/* ---- past.c ---- */

/* Let charts ask for the figures of earlier periods. */
void	past_attach(struct run *, struct dataset *);

/* ---- board.c ---- */

/*
 * Write reports/index.html, unless it says the same already: for each period who
 * has sent what, with links to all reports and letters.  False after a finding.
 */
const char	*board_path(struct run *);
bool	board_write(struct run *);

/* ---- replay.c ---- */

/* What is to be made again of what was published. */
struct replay {
	struct period	 period;
	int		 edition;	/* 0: all */
	char *const	*words;		/* each the id of a report, the code of */
	size_t		 word_count;	/* a unit or a pattern of names; none:
					 * all */
	const char	*folder;	/* for the PDFs; NULL: only compared */
};

/*
 * Make published reports again as they were made, out of what the site keeps of
 * then alone: neither run->catalog is needed nor anything of now but the ledger,
 * which is read here.  Each is compared with what was published, and a line of
 * standard output tells, unless run->quiet.  False after a finding: one that
 * differs, is unknown or cannot be made.
 */
bool	replay_period(struct run *, const struct replay *);

/* ---- verify.c ---- */

/*
 * Compare what was published of a period with its hashes, and its figures and
 * inputs with what is found now.  False when anything but inputs differs; each
 * difference is a finding.
 */
bool	verify_period(struct run *, struct period);

/* Compare accepted and replaced files and reports with the ledger; and the files
 * of the archive with the digests that are their names. */
bool	verify_ledger(struct run *);
bool	verify_archive(struct run *);

/* ---- mail.c ---- */

/* Queue a report, a file of the site, for those who get the unit's reports. */
bool	mail_report(struct run *, const struct site_report *,
	    const struct unit *, const char *path, const struct dataset *);

/* Queue the letter that was written to BASE for the sender's unit. */
bool	mail_letter(struct run *, const struct letter *, const char *base);

/* Whether a recipient gets what has this role and is about this unit; whether
 * anybody does. */
bool	mail_is_for(const struct site_recipient *, enum site_role,
	    const struct unit *);
bool	mail_has(struct run *, enum site_role, const struct unit *);

/*
 * Queue a message for everyone who gets what has this role; REPORT unless NULL
 * is the id of the one that it is about.  Revise likewise one that waits, by its
 * occasion; without a body it is taken back.
 */
bool	mail_queue(struct run *, enum site_role, const struct unit *,
	    const char *report, struct message);
bool	mail_revise(struct run *, enum site_role, const struct unit *,
	    struct message);

/*
 * Send what waits, with PATIENCE only what is not to be tried later; what was
 * sent is entered in the ledger and counted.
 */
bool	mail_send(struct run *, bool patient);

/* ---- lacking.c ---- */

/*
 * What is wanted of a report, in words; NULL: nothing.  The last files of it that
 * were taken in and refused, NULL when there are none.
 */
const char	*lacking_words(struct run *, const struct duty_status *,
		    const struct ledger_entry *accepted,
		    const struct ledger_entry *rejected);

/* ---- reminders.c ---- */

/*
 * Queue what units are to be reminded of today: one message a unit, about each
 * report that is not there once for each day that site.xml names before and
 * after its deadline.  What came since is taken out of those that still wait.
 */
bool	reminders_queue(struct run *);

/* Print to whom the next run would write, a line each. */
void	reminders_show(struct run *);

/* ---- dump.c ---- */

/* Print a stage of a file, for tests; see tonghop(1). */
bool	dump_stage(struct run *, const char *stage, char *const *args,
	    size_t count);

#endif
