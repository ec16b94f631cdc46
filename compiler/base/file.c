/* Files and folders, written durably.  Room: base. */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"

char *
file_join(struct arena *a, const char *folder, const char *name)
{
	size_t len = strlen(folder);

	if (len == 0 || (len == 1 && folder[0] == '.'))
		return arena_strdup(a, name);
	return arena_printf(a, "%s%s%s", folder,
	    folder[len - 1] == '/' ? "" : "/", name);
}

const char *
file_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

static ssize_t
read_some(int fd, char *buf, size_t len)
{
	ssize_t n;

	do
		n = read(fd, buf, len);
	while (n < 0 && errno == EINTR);
	return n;
}

bool
file_write_all(int fd, const void *data, size_t len)
{
	const char *p = data;

	while (len > 0) {
		ssize_t n = write(fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		p += n;
		len -= (size_t)n;
	}
	return true;
}

char *
file_read(struct arena *a, const char *path, size_t max, size_t *len)
{
	struct stat st;
	char *buf = NULL;
	size_t used = 0;
	ssize_t n = -1;
	int fd, saved;

	if ((fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) < 0)
		return NULL;
	if (fstat(fd, &st) < 0)
		goto out;
	if (S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		goto out;
	}
	if (st.st_size < 0 || (size_t)st.st_size > max) {
		errno = EFBIG;
		goto out;
	}
	buf = arena_alloc(a, (size_t)st.st_size + 1);
	while ((n = read_some(fd, buf + used, (size_t)st.st_size - used)) > 0)
		used += (size_t)n;
	buf[used] = '\0';
	*len = used;
out:
	saved = errno;
	close(fd);
	errno = saved;
	return n < 0 ? NULL : buf;
}

/* Sync the folder that holds PATH, so that its entry survives a power cut. */
static bool
sync_folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder;
	int fd;
	bool ok;

	folder = slash == NULL ? strdup(".") :
	    strndup(path, slash == path ? 1 : (size_t)(slash - path));
	if (folder == NULL)
		return false;
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(folder);
	if (fd < 0)
		return false;
	ok = fsync(fd) == 0;
	close(fd);
	return ok;
}

static bool
write_whole(const char *path, const void *p, size_t len, bool durably)
{
	struct arena *a = arena_new();
	const char *temp = arena_printf(a, "%.*s.%s.tmp",
	    (int)(file_name(path) - path), path, file_name(path));
	int fd, saved;
	bool ok = false;

	fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
	    0640);
	if (fd < 0)
		goto out;
	ok = file_write_all(fd, p, len) && (!durably || fsync(fd) == 0);
	if (close(fd) < 0)
		ok = false;
	ok = ok && rename(temp, path) == 0;
	saved = errno;
	if (!ok)
		unlink(temp);
	errno = saved;
	ok = ok && (!durably || sync_folder_of(path));
out:
	saved = errno;
	arena_free(a);
	errno = saved;
	return ok;
}

bool
file_write(const char *path, const void *p, size_t len)
{
	return write_whole(path, p, len, true);
}

bool
file_write_cache(const char *path, const void *p, size_t len)
{
	return write_whole(path, p, len, false);
}

bool
file_append(const char *path, const void *p, size_t len)
{
	struct stat st;
	int fd, saved;
	bool ok = false;

	fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
	if (fd < 0)
		return false;
	if (fstat(fd, &st) == 0) {
		ok = file_write_all(fd, p, len) && fsync(fd) == 0;
		saved = errno;
		if (!ok && ftruncate(fd, st.st_size) < 0)
			saved = errno;
		errno = saved;
	}
	saved = errno;
	if (close(fd) < 0)
		ok = false;
	else
		errno = saved;
	return ok && (st.st_size > 0 || sync_folder_of(path));
}

bool
file_move(const char *from, const char *to)
{
	return renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0;
}

bool
file_move_durably(const char *from, const char *to)
{
	return file_move(from, to) && sync_folder_of(to) &&
	    sync_folder_of(from);
}

bool
file_sync_all(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok;

	if (fd < 0)
		return false;
	ok = syncfs(fd) == 0;
	close(fd);
	return ok;
}

/* Create one folder; true when it is there afterwards. */
static bool
make_one(const char *path)
{
	struct stat st;

	if (mkdir(path, 0750) == 0)
		return true;
	if (errno != EEXIST || stat(path, &st) < 0)
		return false;
	errno = ENOTDIR;
	return S_ISDIR(st.st_mode);
}

bool
file_make_folder(const char *path)
{
	struct arena *a;
	char *copy, *p;
	bool ok;
	int why = 0;

	if (make_one(path))
		return true;
	if (errno != ENOENT)
		return false;
	a = arena_new();
	copy = arena_strdup(a, path);
	for (p = copy + 1; *p != '\0'; p++)
		if (*p == '/') {
			*p = '\0';
			if (mkdir(copy, 0750) < 0 && errno != EEXIST &&
			    why == 0)
				why = errno;
			*p = '/';
		}
	ok = make_one(copy);
	/* that one above it is missing is not why */
	if (why == 0 || errno != ENOENT)
		why = errno;
	arena_free(a);
	errno = why;
	return ok;
}

bool
file_exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

long long
file_size(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? (long long)st.st_size : -1;
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

char **
file_list(struct arena *a, const char *folder, size_t *count)
{
	char **names = arena_alloc(a, sizeof(*names));
	size_t n = 0, cap = 0;
	struct dirent *e;
	DIR *dir;

	names = NULL;
	if ((dir = opendir(folder)) == NULL)
		return NULL;
	while ((e = readdir(dir)) != NULL)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			*ARENA_PUSH(a, names, n, cap) = arena_strdup(a,
			    e->d_name);
	closedir(dir);
	if (names == NULL)
		names = arena_alloc(a, sizeof(*names));
	qsort(names, n, sizeof(*names), by_bytes);
	*count = n;
	return names;
}
