/*
 * The objects of a PDF and their bytes (PDF 32000-1, 7.5): streams as they come,
 * the others many together in streams of objects, and at the end the table that
 * says where each is.  Room: paint.
 */
#include "paint/paint_pdf.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/text.h"
#include "base/unicode.h"

enum {
	STREAM_OBJECTS = 200,		/* in one stream */
	FILE_MAX = 1024 * 1024 * 1024,	/* [bytes] */
	ENTRY = 1 + 4 + 2,		/* [bytes] of a cross-reference */
	ID_DIGITS = 32,			/* of a document's identifier */
	LEVEL = 5,			/* 6 takes longer for nothing to speak of */
	UP = 2,				/* a predictor: the row above (PNG) */
};

/* Where an object is: 1, at an offset; 2, in a stream, as which of its objects. */
struct reference {
	unsigned char	 kind;
	unsigned short	 index;
	unsigned int	 where;
};

struct objects {
	struct arena	*arena;
	struct text	 out;		/* the file so far */
	struct text	 waiting;	/* objects for the next stream of them */
	size_t		 waiting_count;
	struct {
		int	 number;
		size_t	 at;		/* in the text */
	} heads[STREAM_OBJECTS];
	size_t		 count, cap;
	struct reference *references;	/* by number; 0 is no object */
	z_stream	 z;
};

struct objects *
objects_new(struct arena *a)
{
	struct objects *o = arena_alloc(a, sizeof(*o));

	o->arena = a;
	text_init(&o->out, FILE_MAX);
	text_init(&o->waiting, FILE_MAX);
	/* four bytes above 127 say that the file is binary (7.5.2) */
	text_add(&o->out, "%PDF-1.7\n%\xbf\xf7\xa2\xfe\n");
	objects_number(o);
	if (deflateInit(&o->z, LEVEL) != Z_OK)
		abort();	/* there is no other reason than memory */
	return o;
}

void
objects_free(struct objects *o)
{
	deflateEnd(&o->z);
	text_free(&o->out);
	text_free(&o->waiting);
}

int
objects_number(struct objects *o)
{
	ARENA_PUSH(o->arena, o->references, o->count, o->cap);
	return (int)o->count - 1;
}

void
objects_plain(struct objects *o, int number, const char *head,
    const void *bytes, size_t len)
{
	o->references[number] = (struct reference){ .kind = 1,
	    .where = (unsigned int)o->out.len };
	text_addu(&o->out, (unsigned int)number);
	text_add(&o->out, " 0 obj\n<<");
	text_add(&o->out, head);
	text_add(&o->out, "/Length ");
	text_addu(&o->out, len);
	text_add(&o->out, ">>stream\n");
	text_addn(&o->out, bytes, len);
	text_add(&o->out, "\nendstream\nendobj\n");
}

void
objects_stream(struct objects *o, int number, const char *head,
    const void *bytes, size_t len)
{
	uLong size = deflateBound(&o->z, (uLong)len);
	struct arena *a = arena_new();
	unsigned char *packed = arena_alloc(a, size);

	deflateReset(&o->z);
	o->z.next_in = (unsigned char *)(uintptr_t)bytes;
	o->z.avail_in = (uInt)len;
	o->z.next_out = packed;
	o->z.avail_out = (uInt)size;
	if (deflate(&o->z, Z_FINISH) != Z_STREAM_END)
		abort();	/* deflateBound() has said that it fits */
	objects_plain(o, number, arena_printf(a, "%s/Filter/FlateDecode",
	    head), packed, o->z.total_out);
	arena_free(a);
}

/* The objects that wait, as a stream (7.5.7). */
static void
put_waiting(struct objects *o)
{
	struct text body;
	int number = objects_number(o);
	size_t i, head;

	text_init(&body, FILE_MAX);
	for (i = 0; i < o->waiting_count; i++) {
		text_addu(&body, (unsigned int)o->heads[i].number);
		text_addc(&body, ' ');
		text_addu(&body, o->heads[i].at);
		text_addc(&body, ' ');
		o->references[o->heads[i].number] = (struct reference){
		    .kind = 2, .where = (unsigned int)number,
		    .index = (unsigned short)i };
	}
	head = body.len;
	text_addn(&body, text_string(&o->waiting), o->waiting.len);
	objects_stream(o, number, arena_printf(o->arena,
	    "/Type/ObjStm/N %zu/First %zu", o->waiting_count, head),
	    body.data, body.len);
	text_free(&body);
	text_clear(&o->waiting);
	o->waiting_count = 0;
}

struct text *
objects_begin(struct objects *o, int number)
{
	if (o->waiting_count == STREAM_OBJECTS)
		put_waiting(o);
	if (o->waiting_count > 0)
		text_addc(&o->waiting, '\n');
	o->heads[o->waiting_count].number = number;
	o->heads[o->waiting_count++].at = o->waiting.len;
	return &o->waiting;
}

struct text *
objects_text(struct objects *o)
{
	return &o->waiting;
}

/*
 * The table of references (7.5.8).  A row is written as what it differs in from
 * the one above: they differ in little.
 */
static void
put_references(struct objects *o, int root, int info)
{
	int number = objects_number(o);
	unsigned char *rows = arena_alloc(o->arena, o->count * (ENTRY + 1));
	unsigned char above[ENTRY] = { 0 };
	char id[DIGEST_HEX];
	size_t at = o->out.len, i;
	int k;

	digest_bytes(id, o->out.data, o->out.len);
	id[ID_DIGITS] = '\0';
	o->references[number] = (struct reference){ .kind = 1,
	    .where = (unsigned int)at };
	for (i = 0; i < o->count; i++) {
		const struct reference *r = &o->references[i];
		unsigned char *to = rows + i * (ENTRY + 1);
		const unsigned char row[ENTRY] = { r->kind,
		    (unsigned char)(r->where >> 24),
		    (unsigned char)(r->where >> 16),
		    (unsigned char)(r->where >> 8), (unsigned char)r->where,
		    (unsigned char)(r->index >> 8), (unsigned char)r->index };

		*to++ = UP;
		for (k = 0; k < ENTRY; k++)
			to[k] = (unsigned char)(row[k] - above[k]);
		memcpy(above, row, ENTRY);
	}
	objects_stream(o, number, arena_printf(o->arena,
	    "/Type/XRef/W[1 4 2]/Size %zu/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]"
	    "/DecodeParms<</Predictor 12/Columns %d>>", o->count, root, info,
	    id, id, (int)ENTRY), rows, o->count * (ENTRY + 1));
	text_addf(&o->out, "startxref\n%zu\n%%%%EOF\n", at);
}

const unsigned char *
objects_finish(struct objects *o, int root, int info, size_t *len)
{
	put_waiting(o);
	put_references(o, root, info);
	*len = o->out.len;
	return text_is_full(&o->out) || text_is_full(&o->waiting) ? NULL :
	    (const unsigned char *)o->out.data;
}

void
pdf_put_reference(struct text *out, const char *key, int number)
{
	text_add(out, key);
	text_addc(out, ' ');
	text_addu(out, (unsigned int)number);
	text_add(out, " 0 R");
}

/* Characters that a name does not have as themselves (7.3.5). */
void
pdf_put_name(struct text *out, const char *name)
{
	const unsigned char *p;

	text_addc(out, '/');
	for (p = (const unsigned char *)name; *p != '\0'; p++)
		if (*p <= ' ' || *p >= 0x7f || strchr("#()<>[]{}/%", *p) != NULL)
			text_addf(out, "#%02X", *p);
		else
			text_addc(out, (char)*p);
}

void
pdf_put_ascii(struct text *out, const char *s)
{
	text_addc(out, '(');
	for (; *s != '\0'; s++) {
		if (*s == '(' || *s == ')' || *s == '\\')
			text_addc(out, '\\');
		text_addc(out, *s);
	}
	text_addc(out, ')');
}

void
pdf_put_string(struct text *out, const char *s)
{
	uint32_t c;
	size_t n;

	text_add(out, "<FEFF");
	for (; (n = unicode_next(s, &c)) > 0; s += n)
		if (c >= 0x10000)
			text_addf(out, "%04X%04X", 0xd7c0 + (c >> 10),
			    0xdc00 + (c & 0x3ff));
		else
			text_addf(out, "%04X", c);
	text_addc(out, '>');
}

void
pdf_put_length(struct text *out, length n)
{
	char buf[16];
	size_t at = sizeof(buf), places = 3;
	uint32_t size = n < 0 ? 0 - (uint32_t)n : (uint32_t)n;
	uint32_t whole = size / 1000, part = size % 1000;

	buf[--at] = ' ';
	for (; part != 0 && part % 10 == 0; places--)
		part /= 10;
	if (part != 0) {
		for (; places > 0; places--, part /= 10)
			buf[--at] = (char)('0' + part % 10);
		buf[--at] = '.';
	}
	do
		buf[--at] = (char)('0' + whole % 10);
	while ((whole /= 10) != 0);
	if (n < 0)
		buf[--at] = '-';
	text_addn(out, buf + at, sizeof(buf) - at);
}
