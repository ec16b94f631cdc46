/* Which program this is: its version, and its build as the linker marked it, with
 * the parts that are loaded. */
#include <elf.h>
#include <link.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "compile.h"

#ifndef VERSION
#define VERSION "0.1"
#endif

enum { BUILD_MAX = 256 };

const char *
program_version(void)
{
	return VERSION;
}

/* The length of a name or a description within a note. */
static size_t
padded(size_t len)
{
	return (len + 3) & ~(size_t)3;
}

/* Look for the build's note among LEN bytes of notes. */
static void
read_notes(const char *p, size_t len, struct text *out)
{
	ElfW(Nhdr) note;
	size_t i, whole;
	const char *desc;

	for (; len >= sizeof(note); p += whole, len -= whole) {
		memcpy(&note, p, sizeof(note));
		desc = p + sizeof(note) + padded(note.n_namesz);
		whole = sizeof(note) + padded(note.n_namesz) +
		    padded(note.n_descsz);
		if (whole > len)
			return;
		for (i = 0; note.n_type == NT_GNU_BUILD_ID &&
		    i < note.n_descsz; i++)
			text_addf(out, "%02x", (unsigned char)desc[i]);
	}
}

/* Whether a loaded file is where an address leads to. */
static bool
holds(const struct dl_phdr_info *info, uintptr_t address)
{
	int i;

	for (i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *h = &info->dlpi_phdr[i];

		if (h->p_type == PT_LOAD &&
		    address - info->dlpi_addr - h->p_vaddr < h->p_memsz)
			return true;
	}
	return false;
}

/* What is looked for: the loaded file that holds an address, and its build. */
struct search {
	uintptr_t	 address;
	struct text	 build;
};

static int
read_build(struct dl_phdr_info *info, size_t size, void *context)
{
	struct search *s = context;
	int i;

	(void)size;
	if (!holds(info, s->address))
		return 0;
	for (i = 0; i < info->dlpi_phnum; i++)
		if (info->dlpi_phdr[i].p_type == PT_NOTE)
			read_notes((const char *)info->dlpi_addr +
			    info->dlpi_phdr[i].p_vaddr,
			    info->dlpi_phdr[i].p_memsz, &s->build);
	return 1;
}

/* The build of the file that holds an address. */
static const char *
build_at(struct arena *a, uintptr_t address)
{
	struct search s = { .address = address };
	const char *build;

	text_init(&s.build, BUILD_MAX);
	dl_iterate_phdr(read_build, &s);
	build = arena_strdup(a, text_string(&s.build));
	text_free(&s.build);
	return build;
}

const char *
program_build(struct arena *a)
{
	return build_at(a, (uintptr_t)program_build);
}

bool
program_built(const void *address)
{
	struct arena *a = arena_new();
	bool same = strcmp(build_at(a, (uintptr_t)address),
	    program_build(a)) == 0;

	arena_free(a);
	return same;
}
