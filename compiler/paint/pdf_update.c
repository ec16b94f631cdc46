/*
 * An incremental update of a PDF (PDF 32000-1, 7.5.6): many small objects behind
 * the end of a file that is complete already.  It is for the structure, whose
 * elements are more than all other objects together; libqpdf takes 25
 * microseconds for each.  Room: paint.
 */
#include "paint/paint_pdf.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"

enum {
	STREAM_OBJECTS = 200,		/* in one stream */
	UPDATE_MAX = 1024 * 1024 * 1024,	/* [bytes] */
	ENTRY = 1 + 4 + 2,		/* [bytes] of a cross-reference */
};

struct object {
	int		 number;
	size_t		 at, end;	/* of its text */
};

struct update {
	struct arena	*arena;
	struct packer	*packer;
	int		 next;		/* number of the next new object */
	struct text	 text;		/* of all objects */
	size_t		 count, cap;
	struct object	*objects;	/* the last one's end is not yet known */
	unsigned char	*entries;	/* by number: cross-references; 0: none */
	int		 first;
};

struct update *
update_new(const struct pdf *pdf, const struct pdf_numbers *numbers)
{
	struct update *u = arena_alloc(pdf->arena, sizeof(*u));

	u->arena = pdf->arena;
	u->packer = pdf->packer;
	u->first = u->next = numbers->size;
	text_init(&u->text, UPDATE_MAX);
	return u;
}

int
update_number(struct update *u)
{
	return u->next++;
}

struct text *
update_text(struct update *u)
{
	return &u->text;
}

struct text *
update_begin(struct update *u, int number)
{
	struct object *o;

	if (u->count > 0)
		u->objects[u->count - 1].end = u->text.len;
	o = ARENA_PUSH(u->arena, u->objects, u->count, u->cap);
	*o = (struct object){ number, u->text.len, u->text.len };
	return &u->text;
}

/* A stream of LEN bytes, to be packed; HEAD is what its dictionary says else. */
static void
put_stream(struct update *u, struct text *out, int number, const char *head,
    const void *bytes, size_t len)
{
	const unsigned char *packed = packer_pack(u->packer, bytes, len, &len);

	text_addf(out, "%d 0 obj\n<<%s/Filter/FlateDecode/Length %zu>>stream\n",
	    number, head, len);
	text_addn(out, packed, len);
	text_add(out, "\nendstream\nendobj\n");
}

static void
put_bytes(unsigned char *to, unsigned long n, int count)
{
	for (; count > 0; n >>= 8)
		to[--count] = (unsigned char)n;
}

/* Cross-reference of an object: type, and the two fields that it has. */
static void
refer(unsigned char *entry, int type, unsigned long a,
    unsigned long b)
{
	entry[0] = (unsigned char)type;
	put_bytes(entry + 1, a, 4);
	put_bytes(entry + 5, b, 2);
}

static unsigned char *
entry_of(struct update *u, int number)
{
	/* the one that is replaced comes first */
	return u->entries + ENTRY * (number < u->first ? 0 :
	    number - u->first + 1);
}

/* Some objects, from the I-th on, in a stream (7.5.7). */
static void
put_objects(struct update *u, struct text *out, size_t base, size_t i,
    size_t count)
{
	struct text body;
	int number = update_number(u);
	size_t k, head;

	text_init(&body, UPDATE_MAX);
	for (k = 0; k < count; k++) {
		text_addu(&body, (size_t)u->objects[i + k].number);
		text_addc(&body, ' ');
		text_addu(&body, u->objects[i + k].at - u->objects[i].at);
		text_addc(&body, ' ');
		refer(entry_of(u, u->objects[i + k].number), 2,
		    (unsigned long)number, k);
	}
	head = body.len;
	text_addn(&body, u->text.data + u->objects[i].at,
	    u->objects[i + count - 1].end - u->objects[i].at);
	refer(entry_of(u, number), 1, base + out->len, 0);
	put_stream(u, out, number, arena_printf(u->arena,
	    "/Type/ObjStm/N %zu/First %zu", count, head), body.data, body.len);
	text_free(&body);
}

static void
put_references(struct update *u, struct text *out, size_t base,
    const struct pdf_numbers *n)
{
	int number = update_number(u);
	size_t at = base + out->len;

	refer(entry_of(u, number), 1, at, 0);
	put_stream(u, out, number, arena_printf(u->arena,
	    "/Type/XRef/W[1 4 2]/Index[%d 1 %d %d]/Size %d/Prev %zu"
	    "/Root %d 0 R/Info %d 0 R/ID[%s]", n->structure, u->first,
	    u->next - u->first, u->next, n->references, n->root, n->info,
	    n->id), u->entries, ENTRY * (size_t)(u->next - u->first + 1));
	text_addf(out, "startxref\n%zu\n%%%%EOF\n", at);
}

unsigned char *
update_finish(struct update *u, struct arena *a, const unsigned char *bytes,
    size_t *len, const struct pdf_numbers *n)
{
	size_t streams = (u->count + STREAM_OBJECTS - 1) / STREAM_OBJECTS, i;
	unsigned char *result;
	struct text out;

	u->objects[u->count - 1].end = u->text.len;
	u->entries = arena_alloc(u->arena, ENTRY * ((size_t)(u->next -
	    u->first) + streams + 2));
	text_init(&out, UPDATE_MAX);
	for (i = 0; i < u->count; i += STREAM_OBJECTS)
		put_objects(u, &out, *len, i, u->count - i < STREAM_OBJECTS ?
		    u->count - i : STREAM_OBJECTS);
	put_references(u, &out, *len, n);
	result = arena_alloc(a, *len + out.len + 1);
	memcpy(result, bytes, *len);
	memcpy(result + *len, out.data, out.len);
	*len += out.len;
	if (text_is_full(&out) || text_is_full(&u->text))
		result = NULL;
	text_free(&out);
	text_free(&u->text);
	return result;
}
