/*
 * XML submissions: a parser that is pushed small pieces, and what is refused
 * before it can do harm.  Room: intake.
 */
#include <libxml/parserInternals.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/map.h"
#include "intake/intake_xml.h"

enum { PIECE = 16 * 1024 };

/*
 * Without NOENT libxml2 hands over attribute values that are not resolved; with
 * it alone it would read files.  So: NOENT, DOCTYPE refused, and an entity
 * loader that loads nothing (xmltree_start).  The bytes are UTF-8 by now,
 * whatever the declaration says.
 */
enum { OPTIONS = XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_IGNORE_ENC };

void
xml_locate(struct xml *x, size_t offset, int *line, int *column)
{
	const char *s = x->reading->data;

	if (offset > x->reading->len)
		offset = x->reading->len;
	if (offset < x->at || x->line == 0) {
		x->at = 0;
		x->line = x->column = 1;
	}
	for (; x->at < offset; x->at++) {
		char c = s[x->at];

		if (c == '\n' || (c == '\r' && s[x->at + 1] != '\n')) {
			x->line++;
			x->column = 1;
		} else if (((unsigned char)c & 0xc0) != 0x80)
			x->column++;
	}
	*line = x->line;
	*column = x->column;
}

size_t
xml_offset(const struct xml *x)
{
	long n = xmlByteConsumed(x->ctxt);

	return n < 0 ? 0 : (size_t)n > x->reading->len ? x->reading->len :
	    (size_t)n;
}

/* The offset of the last C at or before an offset. */
static size_t
back_to(const struct xml *x, char c, size_t offset)
{
	const char *p = memrchr(x->reading->data, c,
	    offset < x->reading->len ? offset + 1 : offset);

	return p == NULL ? offset : (size_t)(p - x->reading->data);
}

size_t
xml_tag_before(const struct xml *x, size_t offset)
{
	return back_to(x, '<', offset > 0 ? offset - 1 : 0);
}

void
xml_refuse(struct xml *x)
{
	x->refused = true;
}

/* Which place an error is about, seen from where the parser stands. */
enum where {
	HERE,
	AT_TAG,			/* the last "<" */
	AT_REFERENCE,		/* the last "&" */
	AT_MARK,		/* the later of both */
	AT_NAME,		/* the last occurrence of the name it tells */
	AT_BRACKETS,		/* the next "]]>" */
};

/* Our words for the parser's errors; %s is the name that they tell. */
static const struct {
	int		 code;
	enum where	 where;
	const char	*text;
} mistakes[] = {
	{ XML_ERR_DOCUMENT_EMPTY, HERE, N_("there is no element") },
	{ XML_ERR_DOCUMENT_END, HERE,
	    N_("something stands behind the end of the root element") },
	{ XML_ERR_INVALID_CHAR, HERE,
	    N_("a character that XML does not allow") },
	{ XML_ERR_INVALID_CHARREF, AT_REFERENCE,
	    N_("the number of a character that XML does not allow") },
	{ XML_ERR_ENTITYREF_SEMICOL_MISSING, AT_REFERENCE,
	    N_("an \"&\" stands alone; write &amp;") },
	{ XML_ERR_NAME_REQUIRED, AT_MARK,
	    N_("an \"&\" or \"<\" stands alone; write &amp; or &lt;") },
	{ XML_ERR_UNDECLARED_ENTITY, AT_REFERENCE,
	    N_("&%s; is not known in XML") },
	{ XML_ERR_LT_IN_ATTRIBUTE, HERE,
	    N_("a \"<\" in an attribute; write &lt; or close its marks") },
	{ XML_ERR_ATTRIBUTE_NOT_STARTED, HERE,
	    N_("the value of an attribute is not in quotation marks") },
	{ XML_ERR_ATTRIBUTE_WITHOUT_VALUE, AT_NAME,
	    N_("attribute %s has no value") },
	{ XML_ERR_ATTRIBUTE_REDEFINED, AT_NAME,
	    N_("attribute %s appears twice") },
	{ XML_ERR_MISPLACED_CDATA_END, AT_BRACKETS,
	    N_("\"]]>\" in a text") },
	{ XML_ERR_RESERVED_XML_NAME, AT_TAG,
	    N_("<?xml ...?> must be the very beginning of the file") },
	{ XML_ERR_SPACE_REQUIRED, HERE,
	    N_("a space is missing between two attributes") },
	{ XML_ERR_GT_REQUIRED, HERE, N_("a tag is not closed by \">\"") },
	{ XML_ERR_HYPHEN_IN_COMMENT, HERE, N_("\"--\" inside a comment") },
	{ XML_ERR_UNKNOWN_VERSION, HERE,
	    N_("the version of XML in the first line is not 1.0") },
	{ XML_ERR_VERSION_MISSING, HERE,
	    N_("the first line has no version; write <?xml version=\"1.0\"?>") },
	{ XML_ERR_ENCODING_NAME, HERE,
	    N_("the first line names no encoding; write encoding=\"UTF-8\"") },
	{ XML_ERR_STANDALONE_VALUE, HERE,
	    N_("standalone in the first line is neither yes nor no") },
	{ XML_ERR_XMLDECL_NOT_FINISHED, HERE,
	    N_("the first line does not end with ?>") },
	{ XML_ERR_EQUAL_REQUIRED, HERE, N_("an \"=\" is missing") },
	{ XML_WAR_NS_URI, AT_TAG, N_("a namespace has a character that none can have, such as "
	    "a blank") },
	{ XML_NS_ERR_UNDEFINED_NAMESPACE, AT_TAG,
	    N_("prefix %s is not declared") },
};

/* Move an offset back to what the error is about. */
static size_t
cause_offset(const struct xml *x, enum where where, const char *name,
    size_t offset)
{
	size_t before = offset > 0 ? offset - 1 : 0, n = strlen(name), i;
	size_t tag = back_to(x, '<', before);
	size_t reference = back_to(x, '&', before);
	const char *p;

	switch (where) {
	case AT_TAG:
		return tag;
	case AT_REFERENCE:
		return reference;
	case AT_MARK:
		if (tag == before || reference == before)
			return before;
		return tag > reference ? tag : reference;
	case AT_NAME:
		for (i = offset; i > tag && n > 0; i--)
			if (strncmp(x->reading->data + i, name, n) == 0)
				return i;
		return tag;
	case AT_BRACKETS:
		p = strstr(x->reading->data + offset, "]]>");
		return p == NULL ? offset : (size_t)(p - x->reading->data);
	case HERE:
		break;
	}
	return offset;
}

/* Whether an error at the end of the file, where the parser waited for more, is
 * one of a mark that stands alone: tags follow it. */
static bool
is_lone_mark(const struct xml *x, const xmlError *e)
{
	const char *data = x->reading->data;
	size_t len = x->reading->len;
	const char *mark = len == 0 ? NULL : memrchr(data, '&', len);

	return mark != NULL && memchr(mark, '>', len -
	    (size_t)(mark - data)) != NULL &&
	    (e->code == XML_ERR_ENTITYREF_SEMICOL_MISSING ||
	    e->code == XML_ERR_NAME_REQUIRED ||
	    e->code == XML_ERR_UNDECLARED_ENTITY);
}

/* The sentence for an error, and its place moved to the cause. */
static const char *
sentence(const struct xml *x, const xmlError *e, size_t *offset)
{
	struct reading *r = x->reading;
	const char *name = e->str1 == NULL ? "" : e->str1;
	size_t i;

	if (e->code == XML_ERR_TAG_NAME_MISMATCH) {
		*offset = cause_offset(x, AT_TAG, "", *offset);
		return arena_printf(r->arena,
		    _("the element <%s> of line %d is closed by </%s>"),
		    reading_quote(r, name), e->int1,
		    e->str2 == NULL ? "" : reading_quote(r, e->str2));
	}
	for (i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
		const char *text = _(mistakes[i].text), *at;

		if (mistakes[i].code != e->code)
			continue;
		*offset = cause_offset(x, mistakes[i].where, name, *offset);
		if ((at = strstr(text, "%s")) == NULL)
			return text;
		return arena_printf(r->arena, "%.*s%s%s", (int)(at - text),
		    text, reading_quote(r, name), at + 2);
	}
	return e->message == NULL ? "" : reading_quote(r, arena_strndup(
	    r->arena, e->message, strcspn(e->message, "\n")));
}

/* No memory is the system's trouble, not the sender's: as arenas do. */
static void
end_without_memory(void)
{
	fputs("tonghop: out of memory\n", stderr);
	exit(6);
}

static void
on_error(void *context, xmlError *e)
{
	struct xml *x = context;
	size_t offset;
	int line, column;

	if (e->code == XML_ERR_NO_MEMORY)
		end_without_memory();
	if (x->broken || x->refused || e->level < XML_ERR_ERROR ||
	    e->domain == XML_FROM_SCHEMASV)
		return;
	x->broken = true;
	if (x->peek && x->root_seen)
		return;
	offset = xml_offset(x);
	if (x->at_end && !x->root_ended && !is_lone_mark(x, e)) {
		xml_locate(x, x->reading->len, &line, &column);
		reading_report(x->reading, D_XML_CUT, line, column, NULL);
	} else {
		const char *why = sentence(x, e, &offset);

		xml_locate(x, offset, &line, &column);
		reading_report(x->reading, D_XML_BROKEN, line, column, why);
	}
}

static void
on_doctype(void *context, const xmlChar *name, const xmlChar *public_id,
    const xmlChar *system_id)
{
	struct xml *x = context;
	int line, column;

	xml_locate(x, xml_tag_before(x, xml_offset(x)), &line, &column);
	reading_report(x->reading, D_XML_FORBIDDEN, line, column, "DOCTYPE");
	xml_refuse(x);
	/* at once: what stands in it must not be expanded */
	xmlStopParser(x->ctxt);
	(void)name;
	(void)public_id;
	(void)system_id;
}

static void
on_document(void *context)
{
	struct xml *x = context;

	if (x->ctxt->version == NULL ||
	    xmlStrEqual(x->ctxt->version, BAD_CAST "1.0"))
		return;
	reading_report(x->reading, D_XML_FORBIDDEN, 1, 1,
	    arena_printf(x->reading->arena, "XML %s",
	    reading_quote(x->reading, (const char *)x->ctxt->version)));
	xml_refuse(x);
}

/* Comments and processing instructions say nothing to us. */
static void
on_comment(void *context, const xmlChar *text)
{
	struct xml *x = context;

	x->quiet = 0;
	x->behind_tag = xml_offset(x);
	(void)text;
}

static void
on_instruction(void *context, const xmlChar *target, const xmlChar *text)
{
	on_comment(context, text);
	(void)target;
}

static bool
may_go_on(const struct xml *x)
{
	return !x->refused && !x->broken && !x->reading->stop &&
	    !(x->peek && x->root_seen);
}

/*
 * Push the file in pieces.  A tag of a hundred thousand attributes costs the
 * parser seconds before it tells us anything; so when nothing was told for a
 * while, the file is refused.
 */
static void
push(struct xml *x)
{
	const char *s = x->reading->data;
	size_t left = x->reading->len;
	int line, column;

	while (left > 0 && may_go_on(x)) {
		size_t n = left < PIECE ? left : PIECE;

		x->quiet += n;
		xmlParseChunk(x->ctxt, s, (int)n, 0);
		s += n;
		left -= n;
		if (x->quiet >= XML_TOKEN_MAX && may_go_on(x)) {
			xml_locate(x, x->behind_tag, &line, &column);
			reading_report(x->reading, D_XML_LIMIT, line, column,
			    _("the length of one tag or comment"), "64 KB");
			xml_refuse(x);
		}
	}
	if (!may_go_on(x))
		return;
	x->at_end = true;
	xmlParseChunk(x->ctxt, s, 0, 1);
}

/* Parse the file once; PEEK: only up to the root's attributes. */
static bool
parse(struct xml *x, bool peek)
{
	xmlSAXHandler sax = {
		.initialized = XML_SAX2_MAGIC,
		.internalSubset = on_doctype,
		.startDocument = on_document,
		.comment = on_comment,
		.processingInstruction = on_instruction,
		.serror = on_error,
	};
	bool ok = false;

	x->peek = peek;
	xml_set_elements(&sax);
	x->ctxt = xmlCreatePushParserCtxt(&sax, x, NULL, 0, NULL);
	if (x->ctxt == NULL)
		end_without_memory();
	xmlCtxtUseOptions(x->ctxt, OPTIONS);
	/* the plug of the schema drops the handler's own */
	xmlSetStructuredErrorFunc(x, on_error);
	if (peek || xml_schema_begin(x)) {
		push(x);
		ok = peek ? x->root_seen && !x->refused :
		    may_go_on(x) && x->root_ended && x->ctxt->wellFormed &&
		    x->ctxt->errNo == XML_ERR_OK;
	}
	xml_schema_free(x);
	xmlSetStructuredErrorFunc(NULL, NULL);
	if (x->ctxt->myDoc != NULL)
		xmlFreeDoc(x->ctxt->myDoc);
	xmlFreeParserCtxt(x->ctxt);
	return ok;
}

/* The second parse: rows, with the schema looking on. */
static bool
read_rows(struct reading *r)
{
	struct xml x = { .reading = r, .unknown = map_new(r->arena) };
	size_t told = r->told;
	bool ok;

	text_init(&x.value, XML_VALUE_MAX);
	ok = parse(&x, false);
	text_free(&x.value);
	if (!ok && r->told == told)
		reading_report(r, D_XML_BROKEN, 0, 0,
		    _("the parser gave up"));
	xml_schema_settle(&x);
	reading_explain(r);
	return ok;
}

bool
xml_submission(struct reading *r, const char *encoding)
{
	struct xml x = { .reading = r };
	bool wrong, ok;

	if (!parse(&x, true))
		return false;
	if ((r->form = envelope_form(r, &wrong)) == NULL) {
		if (!wrong)
			envelope_miss_form(r);
		return false;
	}
	reading_begin(r, encoding, NUMBERS_XML);
	ok = envelope_settle(r);
	return read_rows(r) && ok;
}
