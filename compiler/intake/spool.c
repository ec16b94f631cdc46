/* The drop folder: which files are there and ready.  Room: intake. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/language.h"
#include "intake/intake.h"

enum { PIECE = 64 * 1024 };

/* Larger ones are left where they are, not even hashed. */
static const off_t file_limit = (off_t)1024 * 1024 * 1024;

/* Names that programs give to files that are not complete. */
static const char *const temporary[] = { ".part", ".filepart", ".tmp",
    ".crdownload", ".partial", ".download" };

static bool
is_temporary(const char *name)
{
	size_t n = strlen(name), i;

	if (name[0] == '.' || strncmp(name, "~$", 2) == 0 ||
	    name[n - 1] == '~')
		return true;
	for (i = 0; i < sizeof(temporary) / sizeof(temporary[0]); i++) {
		size_t m = strlen(temporary[i]);

		if (n > m && strcasecmp(name + n - m, temporary[i]) == 0)
			return true;
	}
	return false;
}

/* What stands in the way of taking a file; NULL when nothing does. */
static const char *
obstacle(const struct stat *st)
{
	if (S_ISDIR(st->st_mode))
		return _("a folder");
	if (S_ISLNK(st->st_mode))
		return _("a symbolic link");
	if (S_ISFIFO(st->st_mode))
		return _("a pipe");
	if (S_ISSOCK(st->st_mode))
		return _("a socket");
	if (!S_ISREG(st->st_mode))
		return _("a device");
	/* an upload that is being renamed by link and unlink has two names */
	if (st->st_nlink > 1)
		return _("a file with a second name");
	if (st->st_size > file_limit)
		return _("a file of more than 1 GB");
	return NULL;
}

/*
 * Whether another process on this machine has the file open for writing: then
 * the kernel refuses a read lease.  Where leases cannot be had (another owner,
 * a network folder) nobody is known to write.
 */
static bool
is_being_written(int fd)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, old;
	bool busy;

	sigaction(SIGIO, &ignore, &old);
	busy = fcntl(fd, F_SETLEASE, F_RDLCK) < 0 && errno == EAGAIN;
	fcntl(fd, F_SETLEASE, F_UNLCK);
	sigaction(SIGIO, &old, NULL);
	return busy;
}

static bool
is_unchanged(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_dev == b->st_dev &&
	    a->st_size == b->st_size &&
	    a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	    a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
	    a->st_ctim.tv_sec == b->st_ctim.tv_sec &&
	    a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

/*
 * Read a file of SIZE bytes whole, hash all of it and keep what intake_read()
 * may have, and a byte more, so that it can tell that it is too large.  False
 * with errno; EAGAIN when it is not as long as it was.
 */
static bool
read_whole(struct arena *a, int fd, size_t size, struct drop *drop)
{
	size_t keep = size <= INTAKE_FILE_MAX ? size :
	    (size_t)INTAKE_FILE_MAX + 1;
	char *data = arena_alloc(a, keep + 1);
	char rest[PIECE];
	struct digest *digest = digest_new();
	size_t used = 0;
	ssize_t n;

	for (;;) {
		bool kept = used < keep;
		char *to = kept ? data + used : rest;

		n = read(fd, to, kept ? keep - used : sizeof(rest));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0 || used + (size_t)n > size)
			break;
		digest_add(digest, to, (size_t)n);
		used += (size_t)n;
	}
	digest_finish(digest, drop->sha256);
	drop->data = data;
	drop->len = used < keep ? used : keep;
	if (n == 0 && used == size)
		return true;
	if (n >= 0)
		errno = EAGAIN;
	return false;
}

/* The scan of one folder. */
struct scan {
	struct arena	*arena;
	const char	*folder;
	int		 fd;		/* of the folder */
	struct diag	*diag;
};

static void
report_left(struct scan *s, const char *name, const char *why)
{
	diag_report(s->diag, D_NOT_A_FILE,
	    ((struct place){ file_join(s->arena, s->folder, name), 0, 0 }),
	    why);
}

static void
report_unread(struct scan *s, const char *name)
{
	const char *path = file_join(s->arena, s->folder, name);
	int error = errno;

	diag_report(s->diag, D_CANNOT_READ, ((struct place){ path, 0, 0 }),
	    diag_quote(s->diag, path, 1024), system_error(error));
}

/* Read an open file if nobody writes to it, before or meanwhile. */
static bool
take_open(struct scan *s, int fd, struct drop *drop)
{
	struct stat before, after;
	const char *why;

	if (fstat(fd, &before) < 0) {
		report_unread(s, drop->name);
		return false;
	}
	if ((why = obstacle(&before)) != NULL) {
		report_left(s, drop->name, why);
		return false;
	}
	if (is_being_written(fd))
		return false;
	if (!read_whole(s->arena, fd, (size_t)before.st_size, drop)) {
		if (errno != EAGAIN)
			report_unread(s, drop->name);
		return false;
	}
	return fstat(fd, &after) == 0 && is_unchanged(&before, &after);
}

/* The file called NAME when it is ready; NULL, perhaps with a finding. */
static struct drop *
take(struct scan *s, const char *name)
{
	struct drop *drop = arena_alloc(s->arena, sizeof(*drop));
	struct stat st;
	const char *why;
	bool ok;
	int fd;

	drop->name = name;
	drop->path = file_join(s->arena, s->folder, name);
	if (fstatat(s->fd, name, &st, AT_SYMLINK_NOFOLLOW) < 0) {
		if (errno != ENOENT)	/* gone meanwhile: not ours */
			report_unread(s, name);
		return NULL;
	}
	if ((why = obstacle(&st)) != NULL) {
		report_left(s, name, why);
		return NULL;
	}
	/* it may have become something else since: neither follow nor wait */
	fd = openat(s->fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK |
	    O_CLOEXEC | O_NOCTTY);
	if (fd < 0) {
		if (errno != ENOENT)
			report_unread(s, name);
		return NULL;
	}
	ok = take_open(s, fd, drop);
	close(fd);
	return ok ? drop : NULL;
}

struct drop **
spool_scan(struct arena *a, const char *folder, size_t *count,
    struct diag *diag)
{
	struct scan s = { a, folder, -1, diag };
	struct drop **drops = NULL;
	size_t i, n = 0, cap = 0, names_count;
	char **names = file_list(a, folder, &names_count);

	*count = 0;
	s.fd = names == NULL ? -1 :
	    open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (s.fd < 0) {
		diag_report(diag, D_CANNOT_READ,
		    ((struct place){ folder, 0, 0 }), folder,
		    system_error(errno));
		return NULL;
	}
	for (i = 0; i < names_count; i++) {
		struct drop *drop = is_temporary(names[i]) ? NULL :
		    take(&s, names[i]);

		if (drop != NULL)
			*ARENA_PUSH(a, drops, n, cap) = drop;
	}
	close(s.fd);
	*count = n;
	return drops != NULL ? drops : arena_alloc(a, sizeof(*drops));
}
