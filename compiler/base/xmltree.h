/*
 * Our own XML files (site, forms, plan, templates, FO) as libxml2 trees that
 * were checked against their XSD.  Submissions do not come this way: they are
 * not trusted and are streamed in intake.
 */
#ifndef BASE_XMLTREE_H
#define BASE_XMLTREE_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "base/digest.h"

struct arena;

/*
 * Prepare libxml2 once, at the start of the program: no catalogues, no
 * external entities, no messages on standard error.
 */
void	xmltree_start(void);

/*
 * Read a file, refuse DOCTYPE, apply the schema at SCHEMA (NULL for none).
 * Errors go to the diag with file and line as CODE_SYNTAX and CODE_SCHEMA, and
 * NULL is returned.  Free with xmlFreeDoc().
 */
xmlDoc	*xmltree_read(const char *path, const char *schema,
	    enum diag_code code_syntax, enum diag_code code_schema,
	    struct diag *);

/*
 * What libxml2 says about an error, in plain words of the chosen language,
 * e.g. "<field>, attribute type: ..."; a sentence that is not among the usual
 * ones comes as it is, without namespaces.  In the arena.
 */
const char *xmltree_words(struct arena *, const char *sentence);

/* Serialise, indented, as UTF-8 with declaration.  Free with xmlFree(). */
char	*xmltree_write(xmlDoc *, size_t *len);

/* The SHA-256 of what xmltree_write() makes, without the text itself in memory. */
void	xmltree_digest(xmlDoc *, char hex[static DIGEST_HEX]);

/* The value of an attribute in the arena, NULL when it is absent. */
const char *xmltree_attribute(struct arena *, const xmlNode *, const char *);

/* The text inside an element, in NFC, white space squeezed and trimmed. */
const char *xmltree_text(struct arena *, const xmlNode *);

/* Whether a node is an element called NAME (of any namespace). */
bool	xmltree_is(const xmlNode *, const char *name);

/* The first child element and the next sibling element, NULL when none. */
xmlNode	*xmltree_first(const xmlNode *);
xmlNode	*xmltree_next(const xmlNode *);

/* The first child element called NAME, NULL when none. */
xmlNode	*xmltree_child(const xmlNode *, const char *name);

/* The place of a node in the file that it was read from. */
struct place xmltree_place(const xmlNode *);

#endif
