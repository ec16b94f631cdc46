/* Our own XML files as trees.  Room: base. */
#include "base/xmltree.h"

#include <errno.h>
#include <libxml/catalog.h>
#include <libxml/parser.h>
#include <libxml/xmlsave.h>
#include <libxml/xmlschemas.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "base/unicode.h"

enum { FILE_MAX = 64 * 1024 * 1024 };	/* a long annex as FO has 20 MB */

/* Where errors of one file go. */
struct sink {
	struct diag	*diag;
	const char	*path;
	enum diag_code	 code;
};

static xmlParserInput *
refuse_entity(const char *url, const char *id, xmlParserCtxt *ctxt)
{
	(void)url;
	(void)id;
	(void)ctxt;
	return NULL;
}

static void
be_silent(void *context, const char *fmt, ...)
{
	(void)context;
	(void)fmt;
}

void
xmltree_start(void)
{
	xmlInitParser();
	xmlCatalogSetDefaults(XML_CATA_ALLOW_NONE);
	xmlSetExternalEntityLoader(refuse_entity);
	xmlSetGenericErrorFunc(NULL, be_silent);
}

/* One libxml2 error as a finding. */
static void
on_error(void *context, xmlError *e)
{
	struct sink *s = context;
	struct arena *a = arena_new();

	diag_report(s->diag, s->code,
	    ((struct place){ s->path, e->line, e->int2 > 0 &&
	    e->domain == XML_FROM_PARSER ? e->int2 : 0 }),
	    xmltree_words(a, e->message == NULL ? "" : e->message));
	arena_free(a);
}

static xmlDoc *
parse(const char *path, const char *data, size_t len, struct sink *sink)
{
	xmlParserCtxt *ctxt = xmlNewParserCtxt();
	xmlDoc *doc;

	if (ctxt == NULL)
		return NULL;
	xmlSetStructuredErrorFunc(sink, on_error);
	/* UTF-8 whatever it says: to be told so, libxml2 would copy it all */
	doc = xmlCtxtReadMemory(ctxt, data, (int)len, path, NULL,
	    XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_BIG_LINES |
	    XML_PARSE_NOCDATA | XML_PARSE_IGNORE_ENC | XML_PARSE_COMPACT);
	xmlSetStructuredErrorFunc(NULL, NULL);
	if (doc != NULL && (!ctxt->wellFormed || doc->intSubset != NULL)) {
		if (doc->intSubset != NULL)
			diag_report(sink->diag, sink->code,
			    ((struct place){ path, 1, 1 }),
			    _("DOCTYPE is not allowed; remove it"));
		xmlFreeDoc(doc);
		doc = NULL;
	}
	xmlFreeParserCtxt(ctxt);
	return doc;
}

/* The schema in a file; NULL after findings. */
static xmlSchema *
read_schema(const char *path, struct sink *sink)
{
	struct sink of_schema = { sink->diag, path, sink->code };
	xmlSchemaParserCtxt *parser;
	xmlSchema *schema = NULL;
	struct arena *a = arena_new();
	size_t len;
	char *data;

	if ((data = file_read(a, path, FILE_MAX, &len)) == NULL)
		diag_report(sink->diag, D_CANNOT_READ,
		    ((struct place){ path, 0, 0 }), path, system_error(errno));
	else if ((parser = xmlSchemaNewMemParserCtxt(data, (int)len)) != NULL) {
		xmlSchemaSetParserStructuredErrors(parser, on_error,
		    &of_schema);
		schema = xmlSchemaParse(parser);
		xmlSchemaFreeParserCtxt(parser);
	}
	arena_free(a);
	return schema;
}

/*
 * Likewise, for the process's lifetime.  The last one is kept: forms come one
 * after the other, and reading their schema takes as long as all else of them.
 */
static xmlSchema *
find_schema(const char *path, struct sink *sink)
{
	static xmlSchema *schema;
	static char *path_of_it;

	if (schema != NULL && strcmp(path_of_it, path) == 0)
		return schema;
	xmlSchemaFree(schema);
	free(path_of_it);
	path_of_it = strdup(path);
	schema = path_of_it == NULL ? NULL : read_schema(path, sink);
	return schema;
}

/* Whether the document satisfies the schema in a file; findings otherwise. */
static bool
satisfies(xmlDoc *doc, const char *schema_path, struct sink *sink)
{
	xmlSchema *schema = find_schema(schema_path, sink);
	xmlSchemaValidCtxt *valid = schema == NULL ? NULL :
	    xmlSchemaNewValidCtxt(schema);
	bool ok = false;

	if (valid != NULL) {
		xmlSchemaSetValidStructuredErrors(valid, on_error, sink);
		ok = xmlSchemaValidateDoc(valid, doc) == 0;
	}
	xmlSchemaFreeValidCtxt(valid);
	return ok;
}

xmlDoc *
xmltree_read(const char *path, const char *schema, enum diag_code code_syntax,
    enum diag_code code_schema, struct diag *diag)
{
	struct sink sink = { diag, path, code_syntax };
	struct arena *a = arena_new();
	xmlDoc *doc = NULL;
	size_t len;
	char *data;

	if ((data = file_read(a, path, FILE_MAX, &len)) == NULL)
		diag_report(diag, D_CANNOT_READ, ((struct place){ path, 0, 0 }),
		    path, system_error(errno));
	else
		doc = parse(path, data, len, &sink);
	arena_free(a);
	sink.code = code_schema;
	if (doc != NULL && schema != NULL && !satisfies(doc, schema, &sink)) {
		xmlFreeDoc(doc);
		doc = NULL;
	}
	return doc;
}

char *
xmltree_write(xmlDoc *doc, size_t *len)
{
	xmlChar *out = NULL;
	int n = 0;

	xmlDocDumpFormatMemoryEnc(doc, &out, &n, "UTF-8", 1);
	*len = n > 0 ? (size_t)n : 0;
	return (char *)out;
}

static int
digest_some(void *digest, const char *bytes, int len)
{
	digest_add(digest, bytes, (size_t)len);
	return len;
}

void
xmltree_digest(xmlDoc *doc, char hex[static DIGEST_HEX])
{
	struct digest *digest = digest_new();
	xmlSaveCtxt *save = xmlSaveToIO(digest_some, NULL, digest, "UTF-8",
	    XML_SAVE_FORMAT);

	if (save == NULL || xmlSaveDoc(save, doc) < 0)
		abort();		/* there is no other reason than memory */
	xmlSaveClose(save);
	digest_finish(digest, hex);
}

const char *
xmltree_attribute(struct arena *a, const xmlNode *node, const char *name)
{
	xmlChar *value = xmlGetNoNsProp((xmlNode *)node, (xmlChar *)name);
	const char *copy;

	if (value == NULL)
		return NULL;
	copy = arena_strdup(a, (char *)value);
	xmlFree(value);
	return copy;
}

const char *
xmltree_text(struct arena *a, const xmlNode *node)
{
	xmlChar *value = xmlNodeGetContent((xmlNode *)node);
	char *s, *p, *q;

	if (value == NULL)
		return "";
	s = unicode_nfc(a, (char *)value);
	xmlFree(value);
	for (p = q = s; *p != '\0'; p++)
		if (*p != ' ' && *p != '\n' && *p != '\t' && *p != '\r')
			*q++ = *p;
		else if (q > s && q[-1] != ' ')
			*q++ = ' ';
	if (q > s && q[-1] == ' ')
		q--;
	*q = '\0';
	return s;
}

bool
xmltree_is(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE &&
	    strcmp((char *)node->name, name) == 0;
}

xmlNode *
xmltree_first(const xmlNode *node)
{
	return xmlFirstElementChild((xmlNode *)node);
}

xmlNode *
xmltree_next(const xmlNode *node)
{
	return xmlNextElementSibling((xmlNode *)node);
}

xmlNode *
xmltree_child(const xmlNode *node, const char *name)
{
	xmlNode *n;

	for (n = xmltree_first(node); n != NULL; n = xmltree_next(n))
		if (xmltree_is(n, name))
			return n;
	return NULL;
}

struct place
xmltree_place(const xmlNode *node)
{
	const char *file = node->doc == NULL ? NULL : (char *)node->doc->URL;
	long line = xmlGetLineNo(node);

	return (struct place){ file, line > 0 ? (int)line : 0, 0 };
}
