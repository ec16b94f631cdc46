/*
 * The FO tree: elements with computed properties.  Private to layout.
 */
#ifndef LAYOUT_LAYOUT_FO_H
#define LAYOUT_LAYOUT_FO_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/text.h"
#include "layout/pages.h"

struct arena;
struct map;
struct metrics;

/* No single length of a document is larger: 20,000 pt, about seven metres. */
enum { LENGTH_MAX = 20 * 1000 * 1000 };

/* Where an element may stand; its children are named by the same bits. */
enum {
	IN_DOCUMENT = 1 << 0, IN_ROOT = 1 << 1, IN_MASTERS = 1 << 2,
	IN_PAGE_MASTER = 1 << 3, IN_SEQUENCE_MASTER = 1 << 4,
	IN_ALTERNATIVES = 1 << 5, IN_BOOKMARKS = 1 << 6, IN_BOOKMARK = 1 << 7,
	IN_SEQUENCE = 1 << 8, BLOCKS = 1 << 9, INLINES = 1 << 10,
	IN_LIST = 1 << 11, IN_LIST_ITEM = 1 << 12, IN_TABLE = 1 << 13,
	IN_PART = 1 << 14, IN_ROW = 1 << 15, TEXT = 1 << 16, FOREIGN = 1 << 17,
	IN_FOOTNOTE = 1 << 18, MARKERS = 1 << 19,
};

enum fo {
#define ELEMENT(id, name, class, children) FO_##id,
#include "layout/element.def"
#undef ELEMENT
	FO_TEXT_NODE,		/* characters between elements */
	FO_MAX
};

enum word {
	W_UNKNOWN,
#define WORD(id, keyword) W_##id,
#include "layout/word.def"
#undef WORD
	W_MAX
};

enum property_id {
#define PROPERTY(id, name, inherited, initial, kind, words, applies) P_##id,
#define ALIAS(name, id)
#define SHORTHAND(name, rank, kind, first)
#include "layout/property.def"
#undef PROPERTY
#undef ALIAS
#undef SHORTHAND
	P_MAX
};

enum side { BEFORE, AFTER, START, END };

enum unit {
	UNIT_WORD,		/* n is an enum word */
	UNIT_LENGTH,		/* n [millipoints] */
	UNIT_PERCENT,		/* n [1/1000 percent] */
	UNIT_NUMBER,		/* n [1/1000] */
	UNIT_COUNT,		/* n */
	UNIT_SHARE,		/* n [1/1000] of proportional-column-width() */
	UNIT_FROM_END,		/* n [millipoints] from the start of the area */
	UNIT_COLOR,
	UNIT_TEXT,
};

struct value {
	enum unit	 unit;
	union {
		int32_t		 n;
		struct color	 color;
		const char	*text;
	};
};

/* The inherited properties of an element, shared by all that have the same. */
struct style {
	unsigned	 id;		/* from 0, in order of creation */
	struct value	*values;	/* by the property's place among these */
	const struct face *face;	/* NULL when no family is configured */
	length		 size;
	length		 line_height;
};

struct border {
	length		 width;		/* 0 for none and hidden */
	enum word	 style;
	struct color	 color;
};

/* What of a property an element sets itself, also shared. */
struct setting {
	enum property_id id;
	struct value	 value;
};

struct settings {
	uint64_t	 is_set[P_MAX / 64 + 1];	/* bits: which are in ITEMS */
	size_t		 count;
	struct setting	*items;
	const struct style *style;
	const struct value *initial;	/* of all properties */
	struct border	 borders[4];
	length		 padding[4];
	bool		 has_background;
	struct color	 background;
	bool		 has_edges;	/* a border or a padding */
};

struct node {
	enum fo		 kind;
	int		 line;		/* in the FO file */
	const struct settings *set;
	struct node	*parent, *first, *last, *next;
	union {
		const char	*text;	/* FO_TEXT_NODE: valid, NFC */
		xmlNode		*xml;	/* markers, parents of foreign elements */
	};
	const char	*id;		/* or NULL */
	struct node	*markers;	/* its fo:marker, a list by NEXT */
	uint32_t	 element;	/* of the document's structure; or 0 */
};

/* What reading the tree needs and leaves behind. */
struct fo_reader {
	struct arena	*arena;
	struct arena	*result;	/* of faces, which pages refer to */
	const struct metrics *metrics;
	struct diag	*diag;
	const char	*file;
	struct map	*ids;		/* id -> struct node */
	struct map	*sets;		/* attributes as written -> settings */
	struct map	*faces;		/* key -> struct face */
	struct map	*said;		/* what was complained of once */
	struct map	*markers;	/* class -> struct marker_class */
	struct value	*initial;
	size_t		 style_count;
	struct text	 key;		/* of SETS, while one is looked for */
};

/*
 * Read the tree into the reader's arena.  What was read is taken out of the
 * document; the tree borrows what is left there: markers and foreign elements.
 * NULL after findings; each offence of the file is a finding of its own.
 */
struct node	*fo_read(struct fo_reader *, xmlDoc *);

/* The markers of one class in the document's order. */
struct marker_class {
	size_t		 count, cap;
	const struct node **markers;
};

/*
 * The content of a marker as that of an element of kind FO_MARKER in the place
 * of the one that retrieves it, from which its properties are inherited.
 */
const struct node *fo_retrieve(struct fo_reader *, const struct node *marker,
		    const struct node *retriever);

/* Whether an element retrieves whole rows of a table's header or footer. */
bool		 marker_is_rows(const struct node *);

/* "fo:table-row", as the messages name elements. */
const char	*fo_name(enum fo);
struct place	 fo_place(const struct fo_reader *, const struct node *);

/* The value of any property of an element, never NULL. */
const struct value *fo_value(const struct node *, enum property_id);
enum word	 fo_word(const struct node *, enum property_id);
const char	*fo_text(const struct node *, enum property_id);
bool		 fo_is_set(const struct node *, enum property_id);

/* A length, percentages of WHOLE; OTHERWISE for a keyword. */
length		 fo_length(const struct node *, enum property_id, length whole,
		    length otherwise);

/* property.c: the computed properties of an element with these attributes. */
const struct settings *property_read(struct fo_reader *, const xmlNode *,
		    enum fo, const struct node *parent);
void		 property_start(struct fo_reader *);
void		 property_end(struct fo_reader *);
/*
 * The first configured family of a list, as a face that is the same pointer
 * for the same face; NULL when none is configured.
 */
const struct face *style_face(struct fo_reader *, const char *families,
		    bool bold, bool italic);

/* value.c */
enum value_kind {
	KIND_WORD, KIND_LENGTH, KIND_SIGNED, KIND_EXTENT, KIND_SIGNED_EXTENT,
	KIND_INDENT, KIND_COUNT, KIND_PRECEDENCE, KIND_KEEP, KIND_COLOR,
	KIND_TEXT, KIND_URI, KIND_FAMILY, KIND_FONT_SIZE, KIND_WEIGHT,
	KIND_LINE_HEIGHT, KIND_SHARE,
};

enum value_error { VALUE_OK, VALUE_WRONG, VALUE_TOO_LARGE };

/*
 * Parse the whole of S as a value of a kind, or as one of the keywords WORDS
 * ("a|b").  EM is the font size that em and percentages of font-size refer to.
 * Texts are borrowed from the arena.
 */
enum value_error value_parse(struct arena *, enum value_kind, const char *words,
		    length em, const char *s, struct value *);

/* url(name), url('name') or the bare name; NULL when it is none of them. */
const char	*value_uri(struct arena *, const char *);

/* What may be written for such a value, for a message. */
const char	*value_help(struct arena *, enum value_kind, const char *words);
enum word	 word_find(const char *, size_t len);
const char	*word_name(enum word);

#endif
