/*
 * Memory in huge pages, where the system has them: filling them costs a fraction
 * of what as many small ones do, each of which is asked for by a fault.
 */
#ifndef BASE_HUGE_H
#define BASE_HUGE_H

#include <stddef.h>

enum { HUGE_PAGE = 2 * 1024 * 1024 };

/*
 * SIZE zeroed bytes or more, in whole huge pages, aligned to them; *MAPPED: how
 * many, for huge_unmap().  NULL when there is no memory.
 */
void	*huge_map(size_t size, size_t *mapped);

/* Make what was mapped larger; it may move, and its pages with it, uncopied.  NULL
 * when there is no memory: it is where it was, then. */
void	*huge_grow(void *, size_t size, size_t *mapped);

void	 huge_unmap(void *, size_t mapped);

#endif
