/*
 * Files that a document carries: pdf:embedded-file in fo:declarations, as Apache
 * FOP has it.  Room: layout.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/base64.h"
#include "base/file.h"
#include "base/language.h"
#include "base/xmltree.h"
#include "layout/layout_page.h"

enum { ATTACHED_MAX = 32 * 1024 * 1024 };	/* [bytes] of one file */

#define NS_PDF "http://xmlgraphics.apache.org/fop/extensions/pdf"

static bool
refuse(struct layout *l, const xmlNode *xml, const char *property,
    const char *value, const char *write)
{
	diag_report(l->diag, D_FO_VALUE, ((struct place){ l->reader.file,
	    xmltree_place(xml).line, 0 }), diag_quote(l->diag, value, 60),
	    property, write);
	return false;
}

static int
digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ?
	    c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The bytes that a text with escapes (RFC 3986, 2.1) says; NULL when it is none. */
static char *
unescape(struct arena *a, const char *s, size_t *len)
{
	char *bytes = arena_alloc(a, strlen(s) + 1), *p = bytes;

	for (; *s != '\0'; s++)
		if (*s != '%')
			*p++ = *s;
		else if (digit(s[1]) < 0 || digit(s[2]) < 0)
			return NULL;
		else {
			*p++ = (char)(digit(s[1]) * 16 + digit(s[2]));
			s += 2;
		}
	*len = (size_t)(p - bytes);
	return bytes;
}

/* The bytes of a data: URI (RFC 2397); NULL when it is none. */
static char *
decode(struct arena *a, const char *uri, struct enclosure *out)
{
	static const char mark[] = ";base64";
	const char *comma = strchr(uri, ',');
	size_t type = strcspn(uri, ";,"), tail = sizeof(mark) - 1;

	if (comma == NULL)
		return NULL;
	out->type = type == 0 ? "text/plain" : arena_strndup(a, uri, type);
	return (size_t)(comma - uri) >= tail &&
	    memcmp(comma - tail, mark, tail) == 0 ?
	    base64_read(a, comma + 1, &out->len) :
	    unescape(a, comma + 1, &out->len);
}

static const char *
type_of(const char *name)
{
	static const struct { const char *suffix, *type; } types[] = {
		{ ".csv", "text/csv" }, { ".xml", "application/xml" },
		{ ".txt", "text/plain" }, { ".json", "application/json" },
		{ ".pdf", "application/pdf" }, { ".png", "image/png" },
		{ ".jpg", "image/jpeg" }, { ".svg", "image/svg+xml" },
	};
	const char *dot = strrchr(name, '.');
	size_t i;

	for (i = 0; dot != NULL && i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(dot, types[i].suffix) == 0)
			return types[i].type;
	return "application/octet-stream";
}

/* The file that "url(...)" names, or what a data: URI holds. */
static const char *
read_source(struct arena *a, const char *src, struct enclosure *out)
{
	size_t len = strlen(src);

	if (strncmp(src, "url(", 4) == 0 && src[len - 1] == ')')
		src = arena_strndup(a, src + 4, len - 5);
	if (strncmp(src, "data:", 5) == 0)
		return decode(a, src + 5, out);
	out->type = type_of(src);
	return file_read(a, src, ATTACHED_MAX, &out->len);
}

/* Whether a name is that of a file in no folder. */
static bool
is_clean(const char *name)
{
	const unsigned char *p;

	for (p = (const unsigned char *)name; *p != '\0'; p++)
		if (*p < ' ' || strchr("/\\:*?\"<>|\x7f", *p) != NULL)
			return false;
	return name[0] != '\0' && name[0] != '.';
}

static bool
read_file(struct layout *l, const xmlNode *xml)
{
	struct arena *a = l->result;
	const char *src = xmltree_attribute(a, xml, "src");
	struct enclosure file = {
		.name = xmltree_attribute(a, xml, "filename"),
		.description = xmltree_attribute(a, xml, "description"),
	};
	size_t i;

	if (file.name == NULL || !is_clean(file.name))
		return refuse(l, xml, "filename", file.name == NULL ? "" :
		    file.name, _("a file name without a folder"));
	for (i = 0; i < l->pages->attachment_count; i++)
		if (strcmp(l->pages->attachments[i].name, file.name) == 0)
			return refuse(l, xml, "filename", file.name,
			    _("a name that no other file has"));
	if (src == NULL || (file.bytes = read_source(a, src, &file)) == NULL)
		return refuse(l, xml, "src", src == NULL ? "" : src,
		    _("a file that is there, or data: with its bytes"));
	*ARENA_PUSH(a, l->pages->attachments, l->pages->attachment_count,
	    l->pages->attachment_cap) = file;
	return true;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct enclosure *)a)->name,
	    ((const struct enclosure *)b)->name);
}

bool
attachments_read(struct layout *l, const struct node *n)
{
	const xmlNode *c;
	bool ok = true;

	for (c = xmltree_first(n->xml); c != NULL; c = xmltree_next(c))
		if (xmltree_is(c, "embedded-file") && c->ns != NULL &&
		    strcmp((const char *)c->ns->href, NS_PDF) == 0)
			ok = read_file(l, c) && ok;
	if (l->pages->attachment_count > 0)
		qsort(l->pages->attachments, l->pages->attachment_count,
		    sizeof(*l->pages->attachments), by_name);
	return ok;
}
