/* One dropped file turned into a submission.  Room: intake. */
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/language.h"
#include "base/unicode.h"
#include "intake/intake.h"
#include "intake/intake_parts.h"

enum {
	FINDINGS_MAX = 1000,	/* of one file */
	QUOTE_MAX = 200,	/* bytes of a sender's text in a message */
	VALUE_MAX = 1024 * 1024,
	REASONS_MAX = 10000,	/* explanations of one file */
};

void
reading_put(struct reading *r, enum diag_code code, int line, int column,
    const char *const args[])
{
	struct place place = { r->path, line, column };

	if (r->stop)
		return;
	diag_put(r->diag, code, diag_code_severity(code), place,
	    (struct about){ NULL }, args);
	if (++r->told == FINDINGS_MAX) {
		diag_report(r->diag, D_XML_LIMIT, place,
		    _("the number of findings in the file"),
		    arena_printf(r->arena, "%d", FINDINGS_MAX));
		r->stop = true;
	}
}

const char *
reading_quote(struct reading *r, const char *s)
{
	return diag_quote(r->diag, s, QUOTE_MAX);
}

const char *
reading_quote_cell(struct reading *r, const char *s)
{
	return r->personal ? "***" : reading_quote(r, s);
}

/* White space that people and spreadsheets leave around values. */
static size_t
blank_at(const char *s)
{
	static const char *const blanks[] = { "\xc2\xa0", "\xe2\x80\xaf",
	    "\xe2\x80\x87", "\xe3\x80\x80" };
	size_t i;

	if ((unsigned char)*s < 0x80)
		return *s == ' ' || *s == '\t' || *s == '\n' || *s == '\r';
	if ((unsigned char)*s != 0xc2 && ((unsigned char)*s & 0xfe) != 0xe2)
		return 0;	/* no first byte of these */
	for (i = 0; i < sizeof(blanks) / sizeof(blanks[0]); i++)
		if (strncmp(s, blanks[i], strlen(blanks[i])) == 0)
			return strlen(blanks[i]);
	return 0;
}

/* Characters that show nothing: zero width, and a byte order mark inside. */
static bool
is_invisible(uint32_t c)
{
	return (c >= 0x200b && c <= 0x200f) || c == 0x2060 || c == 0xfeff ||
	    c == 0xad;
}

static bool
is_turning(uint32_t c)
{
	return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* S without blanks at its ends; S itself when there are none. */
static const char *
trim(struct arena *a, const char *s)
{
	const char *p, *end;
	size_t n;

	while ((n = blank_at(s)) > 0)
		s += n;
	n = strlen(s);
	if (n == 0 || ((unsigned char)s[n - 1] < 0x80 &&
	    blank_at(s + n - 1) == 0))
		return s;
	for (p = end = s; *p != '\0'; p += n)
		if ((n = blank_at(p)) == 0) {
			n = 1;
			end = p + 1;
		}
	return *end == '\0' ? s : arena_strndup(a, s, (size_t)(end - s));
}

const char *
reading_value(struct reading *r, const char *s, int line, int column)
{
	const char *value;
	struct text kept;
	uint32_t c;
	size_t n;

	if (unicode_is_latin(s))
		return trim(r->arena, s);
	text_init(&kept, VALUE_MAX);
	for (; (n = unicode_next(s, &c)) > 0; s += n) {
		if (is_turning(c) || (r->is_xml && is_invisible(c)))
			reading_report(r, D_BAD_CHARACTER, line, column,
			    arena_printf(r->arena, "U+%04X", (unsigned)c));
		else if (!is_invisible(c))
			text_addn(&kept, s, n);
	}
	value = trim(r->arena, unicode_nfc(r->arena, text_string(&kept)));
	text_free(&kept);
	return value;
}

void
reading_begin(struct reading *r, const char *encoding,
    enum number_style numbers)
{
	struct submission *s = arena_alloc(r->arena, sizeof(*s));
	size_t n = r->form->field_count;

	r->personal = r->form->personal;
	s->path = r->path;
	s->form = r->form;
	s->kind = KIND_ACTUAL;
	s->sequence = 1;
	s->preparer = s->signed_on = "";
	s->encoding = encoding;
	s->received = r->today;
	s->numbers = numbers;
	s->headers = arena_alloc(r->arena, n * sizeof(*s->headers));
	s->columns = arena_alloc(r->arena, n * sizeof(*s->columns));
	r->sub = s;
}

const char *
reading_line(struct reading *r, const char *s)
{
	char *out = arena_strdup(r->arena, s), *p;

	for (p = out; *p != '\0'; p++)
		if (*p == '\t' || *p == '\n' || *p == '\r')
			*p = ' ';
	return out;
}

bool
reading_reason(struct reading *r, struct said reason)
{
	if (r->reason_count == REASONS_MAX) {
		reading_report(r, D_XML_LIMIT, reason.line, reason.column,
		    _("the number of explanations"), arena_printf(r->arena,
		    "%d", REASONS_MAX));
		r->stop = true;
		return false;
	}
	*ARENA_PUSH(r->arena, r->reasons, r->reason_count, r->reason_cap) =
	    reason;
	return true;
}

/* An explanation as a table has it: "UT-12 22327;reason". */
static const char *
quote_words(struct reading *r, const char *words)
{
	char *out = arena_strdup(r->arena, words), *p;

	for (p = out; (p = strchr(p, '\t')) != NULL;)
		*p = ';';
	return reading_quote_cell(r, out);
}

void
reading_explain(struct reading *r)
{
	struct explanations *all = &r->sub->explanations;
	size_t i;

	/* whose units they name is only known with the period */
	if (r->sub->unit == NULL || r->sub->period.year == 0)
		return;
	for (i = 0; i < r->reason_count && !r->stop; i++) {
		const struct said *said = &r->reasons[i];
		const char *why = explanation_read(r->arena,
		    r->catalog->units, r->sub, said->text, said->line,
		    said->column, all);

		if (why != NULL)
			reading_report(r, D_BAD_EXPLANATION, said->line,
			    said->column, quote_words(r, said->text), why);
	}
	for (i = 0; r->personal && i < all->count; i++)
		all->list[i].reason = "***";	/* it may name somebody */
}

struct submission *
intake_read(struct arena *a, const struct catalog *catalog, const char *name,
    const char *path, const void *data, size_t len, date today,
    struct intake_claim *claim, struct diag *diag)
{
	struct reading r = { .arena = a, .catalog = catalog, .name = name,
	    .path = path, .today = today, .diag = diag,
	    .before = diag_count(diag) };
	struct decision how;
	bool ok = false;

	envelope_read_name(&r);
	if (len > INTAKE_FILE_MAX) {
		reading_report(&r, D_FILE_TOO_LARGE, 0, 0,
		    arena_printf(a, "%zu", len),
		    arena_printf(a, "%d", INTAKE_FILE_MAX));
	} else if (encoding_read(&r, data, len, &how)) {
		if (how.why != NULL)
			reading_report(&r, D_DECODED, 0, 0, how.name, how.why);
		ok = r.is_xml ? xml_submission(&r, how.name) :
		    csv_submission(&r, how.name);
	}
	if (claim != NULL)
		*claim = envelope_claim(&r);
	return ok && !r.stop ? r.sub : NULL;
}

struct intake_claim
intake_claim_of_name(struct arena *a, const struct catalog *catalog,
    const char *name, date today)
{
	struct reading r = { .arena = a, .catalog = catalog, .name = name,
	    .today = today };

	envelope_read_name(&r);
	return envelope_claim(&r);
}
