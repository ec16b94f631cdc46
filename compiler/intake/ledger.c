/*
 * The ledger: a CSV file of every receipt and decision, to which one line at a
 * time is appended.  Room: intake.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/csvfile.h"
#include "base/file.h"
#include "base/language.h"
#include "base/text.h"
#include "base/unicode.h"
#include "intake/intake.h"

/* The columns; a later version may add others before the last. */
enum {
	DAY, EVENT, NAME, SHA256, FORM, UNIT, PERIOD, SEQUENCE, KIND, PATH,
	CODES, COLUMNS
};

static const char chain_header[] = ",chain\n";

static const char *const headers[COLUMNS] = {
	[DAY] = "day", [EVENT] = "event", [NAME] = "name",
	[SHA256] = "sha256", [FORM] = "form", [UNIT] = "unit",
	[PERIOD] = "period", [SEQUENCE] = "sequence", [KIND] = "kind",
	[PATH] = "path", [CODES] = "codes",
};

static const char *const events[] = {
	[LEDGER_ACCEPTED] = N_("accepted"),
	[LEDGER_REJECTED] = N_("rejected"),
	[LEDGER_UNCHANGED] = N_("unchanged"),
	[LEDGER_SUPERSEDED] = N_("superseded"),
	[LEDGER_QUARANTINED] = N_("quarantined"),
	[LEDGER_REPORT] = N_("report"),
	[LEDGER_SENT] = N_("sent"),
	[LEDGER_FAILED] = N_("failed"),
	[LEDGER_REMINDED] = N_("reminded"),
};

enum {
	LEDGER_MAX = 512 * 1024 * 1024,
	ENTRY_MAX = 1024 * 1024,
	ROWS_MAX = 10 * 1000 * 1000,
};

const char *
ledger_event_name(enum ledger_event event)
{
	return events[event];
}

bool
ledger_has_code(const char *codes, enum diag_code code)
{
	const char *name = diag_code_name(code);
	size_t n = strlen(name);

	for (; (codes = strstr(codes, name)) != NULL; codes += n)
		if (codes[n] == ' ' || codes[n] == '\0')
			return true;
	return false;
}

static bool
event_parse(const char *s, enum ledger_event *event)
{
	size_t i;

	for (i = 0; i < sizeof(events) / sizeof(events[0]); i++)
		if (strcmp(s, events[i]) == 0) {
			*event = (enum ledger_event)i;
			return true;
		}
	return false;
}

/*
 * S with %XX for controls, for bytes that are not UTF-8 and for the characters
 * of SPECIAL; at the beginning also for those of FIRST.
 */
static const char *
percent_encode(struct arena *a, const char *s, const char *special,
    const char *first)
{
	size_t len = strlen(s), bad;
	bool valid = unicode_is_valid(s, len, &bad);
	const char *start = s, *out;
	struct text t;

	text_init(&t, ENTRY_MAX);
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if (c < 0x20 || c == 0x7f || (c >= 0x80 && !valid) ||
		    strchr(special, c) != NULL ||
		    (s == start && strchr(first, c) != NULL))
			text_addf(&t, "%%%02X", c);
		else
			text_addc(&t, *s);
	}
	out = arena_strdup(a, text_string(&t));
	text_free(&t);
	return out;
}

const char *
ledger_name(struct arena *a, const char *name)
{
	/* a spreadsheet would take the first ones for a formula */
	return percent_encode(a, name, "%", "=+-@");
}

/* Fill an entry from a row; false when it is none of ours. */
static bool
entry_read(const struct csv_row *row, struct ledger_entry *e)
{
	const struct csv_cell *c = row->cells;
	const char *sequence;

	if (row->count < COLUMNS || !date_parse(c[DAY].text, &e->day) ||
	    !event_parse(c[EVENT].text, &e->event))
		return false;
	sequence = c[SEQUENCE].text;
	if (strlen(sequence) > 6 ||
	    strspn(sequence, "0123456789") != strlen(sequence))
		return false;
	e->sequence = (int)strtol(sequence, NULL, 10);
	e->name = c[NAME].text;
	e->sha256 = c[SHA256].text;
	e->form = c[FORM].text;
	e->unit = c[UNIT].text;
	e->period = c[PERIOD].text;
	e->kind = c[KIND].text;
	e->path = c[PATH].text;
	e->codes = c[CODES].text;
	return true;
}

static void
report_line(struct diag *diag, const char *path, int line)
{
	diag_report(diag, D_SYSTEM, ((struct place){ path, line, 0 }), path,
	    _("not a line of the ledger"));
}

/* The length of the complete lines at the beginning of LEN bytes. */
static size_t
complete_length(const char *s, size_t len)
{
	const char *last = len == 0 ? NULL : memrchr(s, '\n', len);

	return last == NULL ? 0 : (size_t)(last + 1 - s);
}

static int
line_at(const char *s, size_t offset)
{
	int line = 1;
	size_t i;

	for (i = 0; i < offset; i++)
		line += s[i] == '\n';
	return line;
}

/* Read LEN bytes of complete lines, the first of them the headers. */
static bool
read_lines(struct arena *a, struct ledger *ledger, const char *path,
    const char *data, size_t len, struct diag *diag)
{
	struct csv_table t;
	size_t i;
	int line;

	if (len == 0)
		return true;
	if (csv_read(a, data, len, ',', ROWS_MAX, &t, &line) != CSV_FILE_OK) {
		report_line(diag, path, line);
		return false;
	}
	for (i = 0; i < COLUMNS; i++)
		if (t.rows[0].count < COLUMNS ||
		    strcmp(t.rows[0].cells[i].text, headers[i]) != 0) {
			report_line(diag, path, 1);
			return false;
		}
	for (i = 1; i < t.count; i++)
		if (!entry_read(&t.rows[i], ARENA_PUSH(a, ledger->entries,
		    ledger->count, ledger->cap))) {
			report_line(diag, path, t.rows[i].line);
			return false;
		}
	return true;
}

/* The check of a line, without its line end, that follows PREVIOUS. */
static void
chain_line(const char *previous, const char *line, size_t len,
    char out[static DIGEST_HEX])
{
	struct digest *d = digest_new();

	digest_add(d, previous, strlen(previous));
	digest_add(d, line, len);
	digest_finish(d, out);
}

/*
 * Whether a line of LEN bytes ends in a comma and its check, which becomes the
 * one that the next line follows.
 */
static bool
follows(struct ledger *ledger, const char *line, size_t len)
{
	char chain[DIGEST_HEX];
	size_t rest = DIGEST_HEX;	/* the comma and the check */

	if (len < rest || line[len - rest] != ',')
		return false;
	chain_line(ledger->chain, line, len - rest, chain);
	if (memcmp(chain, line + len - rest + 1, rest - 1) != 0)
		return false;
	memcpy(ledger->chain, chain, sizeof(chain));
	return true;
}

/*
 * Check the chain of all lines.  TAIL bytes stand behind the last complete one:
 * an entry that was cut off, but not one of which only the line end was hurt.
 */
static bool
check_chain(struct ledger *ledger, const char *path, const char *data,
    size_t len, size_t tail, struct diag *diag)
{
	const char *p = memchr(data, '\n', len), *end;
	size_t head = strlen(chain_header);
	int line = 2;
	bool ok = true;

	ledger->chained = p != NULL && (size_t)(p + 1 - data) >= head &&
	    memcmp(p + 1 - head, chain_header, head) == 0;
	if (!ledger->chained)
		return true;
	for (p++; ok && p < data + len; p = end + 1, line++) {
		end = memchr(p, '\n', (size_t)(data + len - p));
		ok = follows(ledger, p, (size_t)(end - p));
	}
	if (ok && tail > 0) {
		struct ledger copy = *ledger;

		ok = !follows(&copy, data + len, tail - 1);
		line++;
	}
	if (!ok)
		diag_report(diag, D_LEDGER_CHANGED, ((struct place){ path,
		    line - 1, 0 }), NULL);
	return ok;
}

struct ledger *
ledger_read(struct arena *a, const char *path, struct diag *diag)
{
	struct ledger *ledger = arena_alloc(a, sizeof(*ledger));
	size_t len, complete;
	char *data = file_read(a, path, LEDGER_MAX, &len);

	if (data == NULL && errno == ENOENT)
		return ledger;
	if (data == NULL) {
		diag_report(diag, D_CANNOT_READ, ((struct place){ path, 0, 0 }),
		    path, system_error(errno));
		return NULL;
	}
	complete = complete_length(data, len);
	if (!check_chain(ledger, path, data, complete, len - complete, diag))
		return NULL;
	if (complete < len)
		diag_report(diag, D_LEDGER_TORN, ((struct place){ path,
		    line_at(data, complete), 0 }), NULL);
	return read_lines(a, ledger, path, data, complete, diag) ? ledger :
	    NULL;
}

/*
 * Cut off what an interrupted append left behind the last complete line.  False
 * with errno.  *LENGTH is what remains; 0: not even the headers.
 */
static bool
cut_torn_line(const char *path, off_t *length)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0640), saved;
	off_t end = fd < 0 ? -1 : lseek(fd, 0, SEEK_END), keep = end;
	bool ok = end >= 0;
	char c;

	while (ok && keep > 0) {
		ok = pread(fd, &c, 1, keep - 1) == 1;
		if (c == '\n')
			break;
		keep--;
	}
	if (ok && keep < end)
		ok = ftruncate(fd, keep) == 0 && fsync(fd) == 0;
	*length = ok ? keep : -1;
	saved = errno;
	if (fd >= 0)
		close(fd);
	errno = saved;
	return ok;
}

/* An entry that perhaps did not reach the disk does not count either. */
static void
take_back(const char *path, off_t length)
{
	int fd = length < 0 ? -1 : open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	if (ftruncate(fd, length) == 0)
		fsync(fd);
	close(fd);
}

static void
put_entry(struct text *t, const struct ledger_entry *e)
{
	char day[DATE_TEXT], sequence[16];
	const char *fields[COLUMNS] = {
		[DAY] = date_format(e->day, day),
		[EVENT] = events[e->event], [NAME] = e->name,
		[SHA256] = e->sha256, [FORM] = e->form, [UNIT] = e->unit,
		[PERIOD] = e->period, [SEQUENCE] = sequence,
		[KIND] = e->kind, [PATH] = e->path, [CODES] = e->codes,
	};

	snprintf(sequence, sizeof(sequence), "%d", e->sequence);
	if (e->sequence == 0)
		*sequence = '\0';
	csv_put_row(t, fields, COLUMNS, ',');
}

bool
ledger_append(struct arena *a, struct ledger *ledger, const char *path,
    const struct ledger_entry *from, struct diag *diag)
{
	struct ledger_entry e = {
		.day = from->day, .event = from->event,
		.name = ledger_name(a, from->name),
		.sha256 = arena_strdup(a, from->sha256),
		.form = arena_strdup(a, from->form),
		.unit = arena_strdup(a, from->unit),
		.period = arena_strdup(a, from->period),
		.sequence = from->sequence,
		.kind = arena_strdup(a, from->kind),
		.path = percent_encode(a, from->path, "", ""),
		.codes = arena_strdup(a, from->codes),
	};
	char chain[DIGEST_HEX] = "";
	struct text t;
	off_t keep = -1;
	size_t start;
	bool ok;

	text_init(&t, ENTRY_MAX);
	ok = cut_torn_line(path, &keep);
	if (ok && keep == 0) {
		csv_put_row(&t, headers, COLUMNS, ',');
		t.len--;	/* the line end comes behind the last column */
		text_add(&t, chain_header);
		ledger->chained = true;
		*ledger->chain = '\0';
	}
	start = t.len;
	put_entry(&t, &e);
	if (ledger->chained && t.len > start) {
		t.len--;
		chain_line(ledger->chain, t.data + start, t.len - start,
		    chain);
		text_addf(&t, ",%s\n", chain);
	}
	ok = ok && !text_is_full(&t) && file_append(path, t.data, t.len);
	if (!ok) {
		diag_report(diag, D_SYSTEM, ((struct place){ path, 0, 0 }),
		    path, system_error(errno));
		take_back(path, keep);
	}
	else {
		memcpy(ledger->chain, chain, sizeof(chain));
		*ARENA_PUSH(a, ledger->entries, ledger->count, ledger->cap) =
		    e;
	}
	text_free(&t);
	return ok;
}
