/* Private to intake: the state of reading an XML submission. */
#ifndef INTAKE_INTAKE_XML_H
#define INTAKE_INTAKE_XML_H

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "intake/intake_parts.h"

#define SUBMISSION_NS "urn:tonghop:submission:1"

enum {
	XML_DEPTH_MAX = 32,
	XML_ATTRIBUTES_MAX = 64,	/* of one element */
	XML_NAMESPACES_MAX = 16,	/* declared by one element */
	XML_VALUE_MAX = 64 * 1024,	/* bytes of one value */
	XML_TOKEN_MAX = 64 * 1024,	/* bytes without any event */
};

/* What the latest event was about; errors of the schema follow it. */
enum xml_where { XML_AT_ROOT, XML_AT_ROW, XML_AT_FIELD };

struct xml {
	struct reading	*reading;
	xmlParserCtxt	*ctxt;
	bool		 peek;		/* only the root's attributes are wanted */
	bool		 root_seen, root_ended;
	bool		 refused;	/* by a rule of ours: nothing more is read */
	bool		 broken;	/* not well-formed, and reported */
	bool		 at_end;	/* the parser was told that all is pushed */
	int		 depth;		/* open elements */
	int		 ignored;	/* depth of the element whose content is not
					 * read, 0 none */
	size_t		 quiet;		/* bytes pushed since the last event */
	size_t		 behind_tag;	/* offset behind the latest tag */
	size_t		 at;		/* the latest offset located, and its place */
	int		 line, column;

	enum xml_where	 where;
	bool		 told;		/* the latest event was reported */
	bool		 value_told;	/* something inside the latest field was */
	bool		 inside;	/* an element inside of it was */
	bool		 stray;		/* text since the latest tag was, too */
	bool		 explains;	/* inside an <explanation> */
	size_t		 row_cap;
	struct row	*row;		/* the latest */
	const struct field *field;	/* the latest; NULL in a row before any */
	struct text	 value;		/* of the open field */
	char		*values;	/* where the next one is kept, */
	size_t		 room;		/* and how many bytes there are */
	struct map	*unknown;	/* names of elements that were reported */

	xmlSchema	*schema;
	xmlSchemaValidCtxt *valid;
	xmlSchemaSAXPlugStruct *plug;
	size_t		 schema_errors;
	const char	*root_refused;	/* what the schema said of the root, */
	size_t		 root_refused_at;	/* at the offset of this tag */
};

/* Line and column [characters] of a byte of the file. */
void	 xml_locate(struct xml *, size_t offset, int *line, int *column);

/* The offset that the parser has reached, and of the tag that ends before an
 * offset. */
size_t	 xml_offset(const struct xml *);
size_t	 xml_tag_before(const struct xml *, size_t offset);

/*
 * Read nothing more: a rule was broken, and reported.  The parser itself ends
 * with the piece in hand; stopped in the middle of text or of a tag, it would
 * free what the schema's plug behind us still reads.
 */
void	 xml_refuse(struct xml *);

/* The callbacks for elements and text. */
void	 xml_set_elements(xmlSAXHandler *);

/* Let the form's schema look at what is parsed from now on; false after a
 * finding.  xml_schema_free() accepts what was never begun. */
bool	 xml_schema_begin(struct xml *);
void	 xml_schema_free(struct xml *);

/* Report what the schema refused of the root and nobody else did. */
void	 xml_schema_settle(struct xml *);

#endif
