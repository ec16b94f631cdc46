/*
 * Memory by lifetime.  An arena hands out memory that lives until the whole
 * arena is freed.  Running out of memory ends the program with status 6, so no
 * caller checks for NULL.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

/* A new, empty arena.  Free it with arena_free(), which accepts NULL. */
struct arena	*arena_new(void);
void		 arena_free(struct arena *);

/* SIZE zeroed bytes, aligned for any type.  Never NULL. */
void	*arena_alloc(struct arena *, size_t size);

/* Copies of strings; the second takes the first LEN bytes and adds a NUL. */
char	*arena_strdup(struct arena *, const char *);
char	*arena_strndup(struct arena *, const char *, size_t len);

/* "FIRST SECOND", with that between them. */
char	*arena_join(struct arena *, const char *first, char between,
	    const char *second);

/* A formatted string. */
char	*arena_printf(struct arena *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
char	*arena_vprintf(struct arena *, const char *fmt, va_list)
	    __attribute__((format(printf, 2, 0)));

/*
 * Make room for one more item behind the COUNT items of SIZE bytes at ITEMS,
 * which were obtained from the same arena (or are NULL with *CAP 0).  Returns
 * the array's place, which may have moved; the new item is zeroed.  See
 * ARENA_PUSH for the usual call.
 */
void	*arena_grow(struct arena *, void *items, size_t count, size_t *cap,
	    size_t size);

/* Append room for one item to ITEMS and count it: the new item is the last. */
#define ARENA_PUSH(a, items, count, cap)				\
	((items) = arena_grow((a), (items), (count), &(cap),		\
	    sizeof(*(items))), &(items)[(count)++])

#endif
