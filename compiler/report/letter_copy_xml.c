/* Remarks as comments before the rows of an XML file.  Room: report. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "report/report_remarks.h"

/* Walking through the start tags of the file. */
struct scan {
	const struct remarks *remarks;
	size_t		 unit;
	size_t		 at;
	int		 line, column;	/* the column counts characters */
};

static bool
is_space(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void
step(struct scan *s)
{
	uint32_t c = remarks_unit(s->remarks, s->at);

	s->at += s->unit;
	if (c == '\n' || (c == '\r' &&
	    remarks_unit(s->remarks, s->at) != '\n')) {
		s->line++;
		s->column = 1;
	} else if (s->unit == 2 || (c & 0xc0) != 0x80)
		s->column++;
}

static bool
at_end(const struct scan *s)
{
	return s->at + s->unit > s->remarks->len;
}

static bool
looking_at(const struct scan *s, const char *word)
{
	size_t i;

	for (i = 0; word[i] != '\0'; i++)
		if (remarks_unit(s->remarks, s->at + i * s->unit) !=
		    (unsigned char)word[i])
			return false;
	return true;
}

/* Go behind WORD. */
static void
pass(struct scan *s, const char *word)
{
	size_t i;

	while (!at_end(s) && !looking_at(s, word))
		step(s);
	for (i = 0; word[i] != '\0' && !at_end(s); i++)
		step(s);
}

/* Go behind what is no element, if that is here. */
static bool
pass_other(struct scan *s)
{
	static const struct { const char *start, *end; } others[] = {
		{ "<!--", "-->" }, { "<![CDATA[", "]]>" }, { "<?", "?>" },
		{ "<!", ">" }, { "</", ">" },
	};
	size_t i;

	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (looking_at(s, others[i].start)) {
			pass(s, others[i].end);
			return true;
		}
	return false;
}

/* Go behind a start tag, whose values may hold ">". */
static void
pass_tag(struct scan *s)
{
	uint32_t quote = 0, c;

	for (; !at_end(s); step(s)) {
		c = remarks_unit(s->remarks, s->at);
		if (quote != 0)
			quote = c == quote ? 0 : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == '>')
			return;
	}
}

/* Whether the start tag here is called "row", with or without a prefix. */
static bool
is_row(const struct scan *s)
{
	struct scan name = *s, p;
	uint32_t c;

	name.at += s->unit;
	for (p = name; !at_end(&p); p.at += p.unit) {
		c = remarks_unit(p.remarks, p.at);
		if (c == ':')
			name.at = p.at + p.unit;
		else if (is_space(c) || c == '>' || c == '/' || c == '<')
			break;
	}
	return p.at - name.at == 3 * p.unit && looking_at(&name, "row");
}

/* The next start tag of a row, or of any element for the ROOT. */
static bool
find_tag(struct scan *s, bool root)
{
	while (!at_end(s)) {
		uint32_t c = remarks_unit(s->remarks, s->at);

		if (c != '<')
			step(s);
		else if (!pass_other(s)) {
			if (root || is_row(s))
				return true;
			pass_tag(s);
		}
	}
	return false;
}

/* A remark as a comment's text: never "--", and no character that XML bars. */
static const char *
comment_text(struct remarks *r, const char *s)
{
	struct text t;
	const char *out;
	size_t n;

	text_init(&t, 64 * 1024);
	for (; *s != '\0'; s += n) {
		n = strncmp(s, "\xef\xbf\xbe", 3) == 0 ||
		    strncmp(s, "\xef\xbf\xbf", 3) == 0 ? 3 : 1;
		if (n == 3)
			continue;
		text_addc(&t, *s);
		if (s[0] == '-' && s[1] == '-')
			text_addc(&t, ' ');
	}
	out = arena_strdup(r->arena, text_string(&t));
	text_free(&t);
	return out;
}

/*
 * Where the line end and the white space before an offset begin, so that both
 * can be repeated; AT itself when something else stands there.
 */
static size_t
indent_before(struct remarks *r, size_t at)
{
	const struct recode *recode = &r->parts->file.recode;
	size_t from = at;
	uint32_t c;

	while (from > recode->mark) {
		from -= recode->unit;
		c = remarks_unit(r, from);
		if (c == '\n' && from > recode->mark &&
		    remarks_unit(r, from - recode->unit) == '\r')
			return from - recode->unit;
		if (c == '\n' || c == '\r')
			return from;
		if (c != ' ' && c != '\t')
			break;
	}
	return at;
}

/* One comment, and what indented the tag behind it. */
static void
put_comment(struct remarks *r, size_t at, const char *text)
{
	const struct recode *recode = &r->parts->file.recode;
	size_t indent = indent_before(r, at);

	recode_put(recode, arena_printf(r->arena, "<!-- %s -->",
	    comment_text(r, recode_fit(r->arena, recode, text))), r->out);
	text_addn(r->out, r->data + indent, at - indent);
}

/*
 * Whether a finding lies before the NEXT tag.  One that tells no column is about
 * the first tag of its line.
 */
static bool
is_before(const struct finding *f, const struct scan *tag,
    const struct scan *next)
{
	if (next == NULL || f->place.line != next->line)
		return next == NULL || f->place.line < next->line;
	return f->place.column > 0 ? f->place.column < next->column :
	    tag->line == next->line;
}

/* The findings before the NEXT tag (NULL: all), before a tag. */
static void
put_comments(struct remarks *r, const struct scan *tag,
    const struct scan *next)
{
	size_t n = 0, more = 0, at = tag->at;

	for (; r->next < r->count &&
	    is_before(r->findings[r->next], tag, next); r->next++) {
		const struct finding *f = r->findings[r->next];
		const char *text = remarks_text(r, f);

		if (++n > LETTER_REMARKS_MAX) {
			more++;
			continue;
		}
		remarks_copy(r, at);
		if (f->place.line > 0)
			text = arena_printf(r->arena, "%s: %s", arena_printf(
			    r->arena, _("line %d"), f->place.line), text);
		put_comment(r, at, text);
	}
	if (more > 0)
		put_comment(r, at, letter_rest(r->arena, r->parts->letter,
		    more));
}

void
remarks_xml(struct remarks *r)
{
	struct scan s = { .remarks = r, .unit = r->parts->file.recode.unit,
	    .at = r->parts->file.recode.mark, .line = 1,
	    .column = 1 }, tag;

	if (!find_tag(&s, true))
		return;
	tag = s;	/* what concerns no row stands before the root */
	if (!is_row(&s))
		pass_tag(&s);
	while (find_tag(&s, false)) {
		put_comments(r, &tag, &s);
		tag = s;
		pass_tag(&s);
	}
	put_comments(r, &tag, NULL);
}
