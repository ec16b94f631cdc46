/* Private to intake: what its files need of each other. */
#ifndef INTAKE_INTAKE_PARTS_H
#define INTAKE_INTAKE_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "base/diag.h"
#include "model/catalog.h"
#include "model/submission.h"

struct arena;

/* What a submission says about itself, wherever it says it. */
enum envelope_key {
	ENVELOPE_FORM,
	ENVELOPE_VERSION,	/* of the form */
	ENVELOPE_UNIT,
	ENVELOPE_PERIOD,
	ENVELOPE_KIND,
	ENVELOPE_MONEY,
	ENVELOPE_SEQUENCE,
	ENVELOPE_PREPARER,
	ENVELOPE_SIGNED,
	ENVELOPE_MAX
};

struct said {
	const char	*text;		/* NULL: not said; never "" */
	int		 line, column;
};

/* A unit of money that is mentioned outside the table, not as its unit. */
struct money_doubt {
	struct said	 said;		/* text NULL: none */
	int		 scale;
	bool		 above;		/* the table, not below */
};

struct envelope {
	struct said	 said[ENVELOPE_MAX];	/* in the file */
	const char	*named[ENVELOPE_MAX];	/* in its name, or NULL */
	struct money_doubt doubt;
	bool		 money_unclear;	/* what they say of it is no one unit: it
					 * was reported */
};

/* What a text is made of. */
struct makeup {
	bool		 is_latin;	/* all of it: see unicode_is_latin() */
	bool		 has_forbidden;	/* controls, marks that change the direction
					 * of what follows */
	bool		 has_odd;	/* characters that are not usual in
					 * Vietnamese tables */
	bool		 has_wide;	/* characters that no single byte could have
					 * been */
};

/* The reading of one file. */
struct reading {
	struct arena	*arena;
	const struct catalog *catalog;
	const char	*name;		/* as dropped */
	const char	*path;		/* for messages */
	const char	*data;		/* UTF-8 without NUL, no byte order mark */
	size_t		 len;		/* [bytes] */
	char		*own;		/* the data when it was decoded, and nobody
					 * else needs it */
	struct makeup	 makeup;	/* of the data */
	bool		 is_xml;	/* then its root must tell form, unit and
					 * period, in the words of machines */
	int		 root_line, root_column;	/* of XML's root, else 0 */
	date		 today;
	struct diag	*diag;
	size_t		 before;	/* findings in diag before this file */
	size_t		 told;		/* findings so far */
	bool		 personal;	/* the rows are about persons: no message
					 * quotes what stands in them */
	bool		 stop;		/* too many findings: read no further */
	struct envelope	 envelope;
	size_t		 reason_count, reason_cap;
	struct said	*reasons;	/* explanations as they are written, tabs
					 * between cells */
	const struct form *form;
	struct submission *sub;
};

/*
 * Report a finding in the file.  After a thousand of them one more says so and
 * r->stop is set.
 */
#define reading_report(r, code, line, column, ...)			\
	reading_put((r), (code), (line), (column),			\
	    (const char *const []){ __VA_ARGS__, NULL })
void	 reading_put(struct reading *, enum diag_code, int line, int column,
	    const char *const args[]);

/* What the sender wrote, fit to be shown in a message. */
const char *reading_quote(struct reading *, const char *);

/*
 * The same of a cell or what may be one: "***" when the form has personal
 * fields, since any cell may then hold what belongs into one of them.
 */
const char *reading_quote_cell(struct reading *, const char *);

/*
 * A value as the submission keeps it: NFC, without white space at its ends and
 * without invisible characters, which people paste into tables unknowingly; in
 * XML, and where they turn the direction of reading, they are reported.  S is
 * borrowed.
 */
const char *reading_value(struct reading *, const char *s, int line,
	    int column);

/* A copy of S in which tabs and line ends are blanks, in the arena. */
const char *reading_line(struct reading *, const char *s);

/* An empty submission of r->form, in r->sub. */
void	 reading_begin(struct reading *, const char *encoding,
	    enum number_style);

/* Keep an explanation in r->reasons; false, and nothing more is read, when there
 * are too many. */
bool	 reading_reason(struct reading *, struct said);

/* Put r->reasons, now that the form is known, into the submission; what fits
 * nothing is reported. */
void	 reading_explain(struct reading *);

/* How a file was read: "TCVN3 (ABC)", and why. */
struct decision {
	const char	*name;
	const char	*why;		/* translated; NULL: plain UTF-8 */
};

/*
 * Find out how LEN bytes are encoded and set r->data, r->len, r->is_xml and
 * the decision.  False after a finding: not text, or not readable.
 */
bool	 encoding_read(struct reading *, const void *, size_t len,
	    struct decision *);

/* Take valid UTF-8 with a NUL behind it as r->data.  False, and the offset *BAD,
 * when it is not valid. */
bool	 encoding_take(struct reading *, const char *, size_t len, size_t *bad);

/*
 * Decide the encoding of a table that is not UTF-8 by how Vietnamese it is in
 * each.  False after a finding when none stands out.
 */
bool	 legacy_read(struct reading *, const unsigned char *, size_t len,
	    struct decision *);

/*
 * Look through Unicode text in r->data for text of older encodings: when all
 * of it is, r->data is replaced and the decision made; single words are
 * reported.  False after a finding when it cannot be undone.
 */
bool	 legacy_unmask(struct reading *, struct decision *);

/* Whether no known word of r->data has lost letters ("?"); reported. */
bool	 legacy_is_whole(struct reading *);

/* Report that a byte is no text, at its place behind what was read BEFORE. */
void	 encoding_report_byte(struct reading *, const char *before,
	    size_t before_len, unsigned byte, size_t offset,
	    const char *encodings_tried);

/* Line and column (in characters) of an offset into text that was read. */
void	 encoding_locate(const char *, size_t offset, int *line, int *column);

/* The key that people write as S ("Đơn vị", "don_vi", "unit"); false: none. */
bool	 envelope_key(struct arena *, const char *s, enum envelope_key *);

/* The I-th of the words that people write in envelopes; NULL behind the last.
 * Likewise of the headers that belong to no form. */
const char *envelope_word(size_t i);
const char *csv_common_header(size_t i);

/* The kind of figures that people call so (folded); false: none. */
bool	 envelope_kind(struct arena *, const char *folded,
	    enum submission_kind *);

/* The attribute that says it in XML: "unit". */
const char *envelope_attribute(enum envelope_key);

/* What messages call it: "the unit". */
const char *envelope_words(enum envelope_key);

/* What a line above a table calls it: "Đơn vị". */
const char *envelope_line(enum envelope_key);

/* Note that the file says a key; a second, different value is reported. */
void	 envelope_say(struct reading *, enum envelope_key, const char *text,
	    int line, int column);

/* Take what the file's name says, by the site's pattern. */
void	 envelope_read_name(struct reading *);

/* The form that file or name tell; NULL with *WRONG when what they say is
 * reported as wrong, NULL without when they say nothing. */
const struct form *envelope_form(struct reading *, bool *wrong);

/* The form that a text names: "12-TK", "Biểu số 12 - TK", "12TK"; NULL: none. */
const struct form *envelope_form_named(const struct reading *,
	    const char *text);

/* A whole number from 1 on, "2" or "Lần 2"; 0 when it is not one. */
int	 envelope_sequence(struct arena *, const char *text);

/* A day as people write it: "5/4/2020", "ngày 05 tháng 4 năm 2020"; DATE_NONE when
 * it is none. */
date	 envelope_day(struct arena *, const char *text);

/* Whether two values of a key mean the same: "Quý I/2020" and "2020-Q1". */
bool	 envelope_same(struct reading *, enum envelope_key, const char *,
	    const char *);

/* Report that nobody tells the form. */
void	 envelope_miss_form(struct reading *);

/*
 * Fill the header of r->sub, whose form is known.  False after findings that
 * leave unit or period unknown.
 */
bool	 envelope_settle(struct reading *);

/* 10^n đồng for what people write ("triệu đồng"); -1 when it is no unit of
 * money. */
int	 envelope_money(struct arena *, const char *s);

/*
 * The same of what stands where units are told: "hộ, triệu đồng", "triệu",
 * "1.000".  MONEY_NONE: it speaks of measures of forms only; MONEY_UNCLEAR: of
 * several units of money, or of what is no unit.
 */
enum { MONEY_UNCLEAR = -1, MONEY_NONE = -2 };
int	 money_told(struct reading *, const char *s);

/* The I-th word for a unit of money; NULL behind the last. */
const char *money_word(size_t i);

/* Report a unit of money that was heard (money_hear()) and is not explained by
 * the envelope, which is settled. */
void	 money_judge(struct reading *);

/* The front ends: fill r->form and r->sub; false after findings that leave
 * nothing to check. */
bool	 csv_submission(struct reading *, const char *encoding);
bool	 xml_submission(struct reading *, const char *encoding);

/* What the file or its name says that it is, without a word about it. */
struct intake_claim envelope_claim(struct reading *);

/* The period that a whole text is, as people write it: "tháng 03/2020". */
bool	 period_of_words(struct arena *, const char *, struct period *);

/*
 * The first MAX periods that a longer text speaks of; the year of those is 0 beside
 * which none is told.  A year alone is none: it may be that of anything.
 */
size_t	 periods_spoken_of(struct arena *, const char *text,
	    struct period *list, size_t max);

#endif
