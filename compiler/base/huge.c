/* Memory in huge pages.  Room: base. */
#include "base/huge.h"

#include <stdint.h>
#include <sys/mman.h>

void *
huge_map(size_t size, size_t *mapped)
{
	size_t len = (size + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE, before;
	char *p = mmap(NULL, len + HUGE_PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return NULL;
	/* the system aligns to small pages only: what is too much goes back */
	before = (HUGE_PAGE - (uintptr_t)p % HUGE_PAGE) % HUGE_PAGE;
	if (before > 0)
		munmap(p, before);
	munmap(p + before + len, HUGE_PAGE - before);
	madvise(p + before, len, MADV_HUGEPAGE);
	*mapped = len;
	return p + before;
}

void
huge_unmap(void *p, size_t mapped)
{
	munmap(p, mapped);
}
