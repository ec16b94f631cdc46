/* Memory by lifetime: chunks that double, freed all at once.  Room: base. */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/huge.h"

enum {
	CHUNK_FIRST = 16 * 1024,
	CHUNK_SMALL = 128 * 1024,	/* the last one in small pages */
	CHUNK_LAST = 8 * 1024 * 1024,
	ALIGN = 16,
};

struct chunk {
	struct chunk	*next;
	size_t		 size;	/* of the payload [bytes] */
	size_t		 used;	/* [bytes] */
	size_t		 mapped;	/* from the system itself [bytes], or 0 */
};

struct arena {
	struct chunk	*chunks;	/* the one in use comes first */
	size_t		 grow;		/* payload of the next chunk [bytes] */
};

static _Noreturn void
out_of_memory(void)
{
	fputs("tonghop: out of memory\n", stderr);
	exit(6);
}

struct arena *
arena_new(void)
{
	struct arena *a = calloc(1, sizeof(*a));

	if (a == NULL)
		out_of_memory();
	a->grow = CHUNK_FIRST;
	return a;
}

void
arena_free(struct arena *a)
{
	struct chunk *c, *next;

	if (a == NULL)
		return;
	for (c = a->chunks; c != NULL; c = next) {
		next = c->next;
		if (c->mapped > 0)
			huge_unmap(c, c->mapped);
		else
			free(c);
	}
	free(a);
}

/* A zeroed chunk, its payload SIZE bytes or more; NULL when there is no memory. */
static struct chunk *
chunk_get(size_t size)
{
	size_t len = sizeof(struct chunk) + size, mapped = 0;
	struct chunk *c;

	/* zeroed here and not piece by piece: fresh memory is zero already */
	c = size <= CHUNK_SMALL ? calloc(1, len) : huge_map(len, &mapped);
	if (c == NULL)
		return NULL;
	c->mapped = mapped;
	c->size = (mapped > 0 ? mapped : len) - sizeof(*c);
	return c;
}

static struct chunk *
chunk_new(struct arena *a, size_t size)
{
	struct chunk *c;

	if (size < a->grow)
		size = a->grow;
	if (a->grow == CHUNK_SMALL)
		a->grow = HUGE_PAGE - sizeof(*c);
	else if (a->grow < CHUNK_LAST)
		a->grow *= 2;
	if ((c = chunk_get(size)) == NULL)
		out_of_memory();
	c->next = a->chunks;
	a->chunks = c;
	return c;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	struct chunk *c = a->chunks;
	char *p;

	if (size > SIZE_MAX / 2)
		out_of_memory();
	size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	if (c == NULL || c->size - c->used < size)
		c = chunk_new(a, size);
	p = (char *)(c + 1) + c->used;
	c->used += size;
	return p;
}

char *
arena_strndup(struct arena *a, const char *s, size_t len)
{
	char *p = arena_alloc(a, len + 1);

	if (len > 0)
		memcpy(p, s, len);
	return p;
}

char *
arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

char *
arena_join(struct arena *a, const char *first, char between, const char *second)
{
	size_t n = strlen(first), len = strlen(second);
	char *p = arena_alloc(a, n + len + 2);

	memcpy(p, first, n);
	p[n] = between;
	memcpy(p + n + 1, second, len);
	return p;
}

char *
arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	char buf[256], *p;
	va_list again;
	int len;

	va_copy(again, ap);
	if ((len = vsnprintf(buf, sizeof(buf), fmt, ap)) < 0)
		out_of_memory();
	if ((size_t)len < sizeof(buf))
		p = arena_strndup(a, buf, (size_t)len);
	else {
		p = arena_alloc(a, (size_t)len + 1);
		vsnprintf(p, (size_t)len + 1, fmt, again);
	}
	va_end(again);
	return p;
}

char *
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *p;

	va_start(ap, fmt);
	p = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return p;
}

void *
arena_grow(struct arena *a, void *items, size_t count, size_t *cap,
    size_t size)
{
	void *bigger;

	if (count < *cap)
		return items;
	*cap = *cap == 0 ? 8 : *cap * 2;
	if (*cap > SIZE_MAX / 2 / size)
		out_of_memory();
	bigger = arena_alloc(a, *cap * size);
	if (count > 0)
		memcpy(bigger, items, count * size);
	return bigger;
}
