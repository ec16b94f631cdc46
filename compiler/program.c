/* Which program this is: its version, and its build as the linker marked it. */
#include <elf.h>
#include <link.h>
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

/* The first of all loaded files is the program itself. */
static int
read_program(struct dl_phdr_info *info, size_t size, void *out)
{
	int i;

	(void)size;
	for (i = 0; i < info->dlpi_phnum; i++)
		if (info->dlpi_phdr[i].p_type == PT_NOTE)
			read_notes((const char *)info->dlpi_addr +
			    info->dlpi_phdr[i].p_vaddr,
			    info->dlpi_phdr[i].p_memsz, out);
	return 1;
}

const char *
program_build(struct arena *a)
{
	struct text t;
	const char *build;

	text_init(&t, BUILD_MAX);
	dl_iterate_phdr(read_program, &t);
	build = arena_strdup(a, text_string(&t));
	text_free(&t);
	return build;
}
