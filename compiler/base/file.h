/*
 * Files and folders.  Everything that is written is written whole or not at
 * all: to a temporary name beside it, synced, renamed.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct diag;

/*
 * The content of a file, NUL-terminated, its length in *LEN.  NULL when it
 * cannot be read or is larger than MAX bytes: errno tells (EFBIG for size).
 */
char	*file_read(struct arena *, const char *path, size_t max, size_t *len);

/*
 * Replace or create a file with LEN bytes, mode 0640, durably: the data and the
 * folder entry are synced before it returns.  False with errno on failure; the
 * old content is then still there.
 */
bool	 file_write(const char *path, const void *, size_t len);

/*
 * Append LEN bytes to a file in one write and sync it.  False with errno; the
 * file then has its old length.
 */
bool	 file_append(const char *path, const void *, size_t len);

/* The same for what can be made again: whole or not at all, but not synced. */
bool	 file_write_cache(const char *path, const void *, size_t len);

/*
 * Rename; never replaces a file.  Not synced: who moves many files calls
 * file_sync_all() behind the last.
 */
bool	 file_move(const char *from, const char *to);

/* The same, and the folders of both names are synced before it returns. */
bool	 file_move_durably(const char *from, const char *to);

/* Sync the file system that holds FOLDER. */
bool	 file_sync_all(const char *folder);

/* Create a folder and those above it, mode 0750.  True when it is there. */
bool	 file_make_folder(const char *path);

bool	 file_exists(const char *path);

/* Write all LEN bytes to an open file or pipe.  False with errno. */
bool	 file_write_all(int fd, const void *, size_t len);

/* The size of a file [bytes]; -1 when it cannot be told. */
long long	file_size(const char *path);

/*
 * The names in a folder, sorted by their bytes, without "." and ".."; NULL and
 * errno when it cannot be listed.  *COUNT is set.
 */
char	**file_list(struct arena *, const char *folder, size_t *count);

/* FOLDER "/" NAME. */
char	*file_join(struct arena *, const char *folder, const char *name);

/* The part of a path behind its last slash.  Borrowed. */
const char *file_name(const char *path);

#endif
