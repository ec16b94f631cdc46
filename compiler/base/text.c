/* A growing buffer with a maximum.  Room: base. */
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/huge.h"

enum { SMALL = 256 * 1024 };	/* a larger buffer is in huge pages [bytes] */

void
text_init(struct text *t, size_t max)
{
	*t = (struct text){ .max = max };
}

/* Give the buffer back. */
static void
drop(struct text *t)
{
	if (t->mapped > 0)
		huge_unmap(t->data, t->mapped);
	else
		free(t->data);
}

void
text_free(struct text *t)
{
	drop(t);
	text_init(t, t->max);
}

void
text_clear(struct text *t)
{
	t->len = 0;
	t->full = false;
	if (t->data != NULL)
		t->data[0] = '\0';
}

/* Let the buffer be of CAP bytes or more; false when there is no memory. */
static bool
resize(struct text *t, size_t cap)
{
	char *p;

	if (cap <= SMALL)
		p = realloc(t->data, cap);
	else if (t->mapped > 0)
		p = huge_grow(t->data, cap, &t->mapped);
	else if ((p = huge_map(cap, &t->mapped)) != NULL && t->data != NULL) {
		memcpy(p, t->data, t->len);
		free(t->data);
	}
	if (p == NULL)
		return false;
	t->data = p;
	t->cap = t->mapped > t->max ? t->max + 1 : t->mapped > 0 ?
	    t->mapped : cap;
	return true;
}

/* Make the buffer larger, for LEN more bytes and a NUL; never beyond the maximum. */
static bool
text_grow(struct text *t, size_t len)
{
	size_t cap = t->cap == 0 ? 256 : t->cap;

	/* most often there is room; T.LEN is below T.CAP, once that is not 0 */
	if (len < t->cap - t->len && len <= t->max - t->len && !t->full)
		return true;
	if (t->full || len > t->max || t->len > t->max - len) {
		t->full = true;
		return false;
	}
	while (cap < t->len + len + 1)
		cap *= 2;
	if (cap - 1 > t->max)
		cap = t->max + 1;
	if (!resize(t, cap)) {
		fputs("tonghop: out of memory\n", stderr);
		exit(6);
	}
	return true;
}

/* Whether there is room for LEN more bytes and a NUL, made if need be. */
static inline bool
text_reserve(struct text *t, size_t len)
{
	return (!t->full && len < t->cap - t->len) || text_grow(t, len);
}

void
text_addn(struct text *t, const void *p, size_t len)
{
	if (!text_reserve(t, len))
		return;
	if (len > 0)
		memcpy(t->data + t->len, p, len);
	t->len += len;
	t->data[t->len] = '\0';
}

void
text_add(struct text *t, const char *s)
{
	text_addn(t, s, strlen(s));
}

void
text_addc(struct text *t, char c)
{
	if (!text_reserve(t, 1))
		return;
	t->data[t->len++] = c;
	t->data[t->len] = '\0';
}

void
text_addu(struct text *t, size_t n)
{
	char digits[20];
	size_t at = sizeof(digits);

	do
		digits[--at] = (char)('0' + n % 10);
	while ((n /= 10) != 0);
	text_addn(t, digits + at, sizeof(digits) - at);
}

void
text_addf(struct text *t, const char *fmt, ...)
{
	size_t room = t->full ? 0 : t->cap - t->len;
	va_list ap, again;
	int len;

	va_start(ap, fmt);
	va_copy(again, ap);
	len = vsnprintf(room == 0 ? NULL : t->data + t->len, room, fmt, ap);
	va_end(ap);
	/* what did not fit, or must not, is taken back by the NUL */
	if (len >= 0 && text_reserve(t, (size_t)len)) {
		if ((size_t)len >= room)
			vsnprintf(t->data + t->len, (size_t)len + 1, fmt,
			    again);
		t->len += (size_t)len;
	}
	if (t->data != NULL)
		t->data[t->len] = '\0';
	va_end(again);
}

const char *
text_string(const struct text *t)
{
	return t->data == NULL ? "" : t->data;
}

bool
text_is_full(const struct text *t)
{
	return t->full;
}
