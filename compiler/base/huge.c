/* Memory in huge pages.  Room: base. */
#include "base/huge.h"

#include <stdint.h>
#include <sys/mman.h>

/* SIZE in whole huge pages. */
static size_t
whole(size_t size)
{
	return (size + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
}

/* An aligned place of LEN bytes; NULL when there is none. */
static void *
place(size_t len, int protection)
{
	char *p = mmap(NULL, len + HUGE_PAGE, protection,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	size_t before;

	if (p == MAP_FAILED)
		return NULL;
	/* the system aligns to small pages only: what is too much goes back */
	before = (HUGE_PAGE - (uintptr_t)p % HUGE_PAGE) % HUGE_PAGE;
	if (before > 0)
		munmap(p, before);
	munmap(p + before + len, HUGE_PAGE - before);
	return p + before;
}

void *
huge_map(size_t size, size_t *mapped)
{
	void *p = place(whole(size), PROT_READ | PROT_WRITE);

	if (p == NULL)
		return NULL;
	*mapped = whole(size);
	madvise(p, *mapped, MADV_HUGEPAGE);
	return p;
}

void *
huge_grow(void *old, size_t size, size_t *mapped)
{
	size_t len = whole(size);
	void *p = mremap(old, *mapped, len, 0), *to;

	/* elsewhere, aligned again, so that whole huge pages move */
	if (p == MAP_FAILED && (to = place(len, PROT_NONE)) != NULL)
		p = mremap(old, *mapped, len, MREMAP_MAYMOVE | MREMAP_FIXED,
		    to);
	if (p == MAP_FAILED)
		return NULL;
	*mapped = len;
	return p;
}

void
huge_unmap(void *p, size_t mapped)
{
	munmap(p, mapped);
}
