/* The drop folder: which files are there and ready.  Room: intake. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <strings.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/language.h"
#include "base/text.h"
#include "intake/intake.h"

enum {
	PIECE = 64 * 1024,
	STILL = 60,		/* how long a file has to lie still [s] */
	CLOCK_WRONG = 3600,	/* changed later than that after now [s] */
};

/* What the kernel says when it is asked whether anybody writes a file. */
enum lease { LEASE_GRANTED, LEASE_REFUSED, LEASE_UNKNOWN };

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

static struct drop_mark
mark_of(const struct stat *st)
{
	return (struct drop_mark){ st->st_dev, st->st_ino, st->st_size,
	    st->st_mtim.tv_sec * 1000000000LL + st->st_mtim.tv_nsec,
	    st->st_ctim.tv_sec * 1000000000LL + st->st_ctim.tv_nsec };
}

/* Whether both are of one file in one state; RENAMED may be between them. */
static bool
same_mark(const struct drop_mark *a, const struct drop_mark *b, bool renamed)
{
	return a->device == b->device && a->inode == b->inode &&
	    a->size == b->size && a->modified == b->modified &&
	    (renamed || a->changed == b->changed);
}

/* Whether a folder of another machine holds the file: its writers are there. */
static bool
is_remote(int fd)
{
	static const unsigned long kinds[] = { NFS_SUPER_MAGIC,
	    SMB_SUPER_MAGIC, SMB2_SUPER_MAGIC, CIFS_SUPER_MAGIC,
	    AFS_SUPER_MAGIC, CEPH_SUPER_MAGIC, FUSE_SUPER_MAGIC };
	struct statfs fs;
	size_t i;

	if (fstatfs(fd, &fs) < 0)
		return false;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if ((unsigned long)fs.f_type == kinds[i])
			return true;
	return false;
}

/* Ask the kernel for a read lease, which it refuses while anybody writes. */
static enum lease
ask_lease(int fd)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, old;
	enum lease answer = LEASE_GRANTED;

	if (is_remote(fd))
		return LEASE_UNKNOWN;
	sigaction(SIGIO, &ignore, &old);
	if (fcntl(fd, F_SETLEASE, F_RDLCK) < 0)
		answer = errno == EAGAIN ? LEASE_REFUSED :
		    errno == EACCES ? LEASE_UNKNOWN : LEASE_GRANTED;
	fcntl(fd, F_SETLEASE, F_UNLCK);
	sigaction(SIGIO, &old, NULL);
	return answer;
}

/*
 * Whether somebody may be writing the file.  Of another user's files and those
 * on another machine nobody can say; they have to lie still for a while.  A
 * change in the far future is a clock that is wrong.
 */
static bool
is_being_written(int fd, const struct stat *st)
{
	long long age = (long long)time(NULL) - st->st_ctim.tv_sec;

	switch (ask_lease(fd)) {
	case LEASE_REFUSED:
		return true;
	case LEASE_UNKNOWN:
		return age < STILL && age > -CLOCK_WRONG;
	default:
		return false;
	}
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

struct spool {
	struct arena	*names;		/* of the spool itself */
	const char	*folder;
	const char	*shown;		/* the folder as people are told of it */
	const char	*told;		/* by an earlier spool */
	struct text	 left;		/* what is to be told, a line each */
	int		 fd;		/* of the folder */
	char		**list;
	size_t		 count, next;
	struct diag	*diag;
};

static const char *
shown_path(const struct spool *s, const char *name)
{
	return file_join(s->names, s->shown, name);
}

/* Whether LINE, which ends in a line end, is one of LINES. */
static bool
has_line(const char *lines, const char *line)
{
	const char *at = lines;

	for (; (at = strstr(at, line)) != NULL; at++)
		if (at == lines || at[-1] == '\n')
			return true;
	return false;
}

/*
 * Say why a file is left, unless that was said of it as it is: STATE is what has
 * to change for it to be said again.
 */
static void
report_left(struct spool *s, enum diag_code code, const char *name,
    const char *state, const char *why)
{
	const char *line = arena_printf(s->names, "%s %s %s\n",
	    diag_code_name(code), state, ledger_name(s->names, name));

	text_add(&s->left, line);
	if (!has_line(s->told, line))
		diag_report(s->diag, code, ((struct place){
		    shown_path(s, name), 0, 0 }), why);
}

static void
report_obstacle(struct spool *s, const char *name, const struct stat *st,
    const char *why)
{
	struct drop_mark m = mark_of(st);

	report_left(s, D_NOT_A_FILE, name, arena_printf(s->names,
	    "%llu %lld %lld", (unsigned long long)m.inode, m.modified,
	    m.changed), why);
}

/* A file that grows is the same one all the time. */
static void
report_written(struct spool *s, const char *name, const struct stat *st)
{
	report_left(s, D_BEING_WRITTEN, name, arena_printf(s->names, "%llu",
	    (unsigned long long)st->st_ino), NULL);
}

static void
report_changed(struct spool *s, const char *name)
{
	diag_report(s->diag, D_CHANGED_MEANWHILE, ((struct place){
	    shown_path(s, name), 0, 0 }), NULL);
}

static void
report_unread(struct spool *s, const char *name)
{
	const char *path = shown_path(s, name);
	int error = errno;

	diag_report(s->diag, D_CANNOT_READ, ((struct place){ path, 0, 0 }),
	    diag_quote(s->diag, path, 1024), system_error(error));
}

/* Read an open file if nobody writes to it, before or meanwhile. */
static bool
take_open(struct spool *s, struct arena *a, int fd, struct drop *drop)
{
	struct stat before, after;
	struct drop_mark now;
	const char *why;

	if (fstat(fd, &before) < 0) {
		report_unread(s, drop->name);
		return false;
	}
	if ((why = obstacle(&before)) != NULL) {
		report_obstacle(s, drop->name, &before, why);
		return false;
	}
	if (is_being_written(fd, &before)) {
		report_written(s, drop->name, &before);
		return false;
	}
	drop->mark = mark_of(&before);
	if (!read_whole(a, fd, (size_t)before.st_size, drop)) {
		if (errno == EAGAIN)
			report_changed(s, drop->name);
		else
			report_unread(s, drop->name);
		return false;
	}
	if (fstat(fd, &after) < 0) {
		report_unread(s, drop->name);
		return false;
	}
	now = mark_of(&after);
	if (same_mark(&drop->mark, &now, false))
		return true;
	report_changed(s, drop->name);
	return false;
}

/* The file called NAME when it is ready; NULL, perhaps with a finding. */
static struct drop *
take(struct spool *s, struct arena *a, const char *name)
{
	struct drop *drop = arena_alloc(a, sizeof(*drop));
	struct stat st;
	const char *why;
	bool ok;
	int fd;

	drop->name = name;
	drop->path = file_join(a, s->folder, name);
	if (fstatat(s->fd, name, &st, AT_SYMLINK_NOFOLLOW) < 0) {
		if (errno != ENOENT)	/* gone meanwhile: not ours */
			report_unread(s, name);
		return NULL;
	}
	if ((why = obstacle(&st)) != NULL) {
		report_obstacle(s, name, &st, why);
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
	ok = take_open(s, a, fd, drop);
	close(fd);
	return ok ? drop : NULL;
}

struct spool *
spool_open(struct arena *a, const char *folder, const char *shown,
    const char *told, struct diag *diag)
{
	struct spool *s = arena_alloc(a, sizeof(*s));

	*s = (struct spool){ .names = a, .folder = folder, .shown = shown,
	    .told = told, .diag = diag };
	text_init(&s->left, SPOOL_LEFT_MAX);
	s->list = file_list(a, folder, &s->count);
	s->fd = s->list == NULL ? -1 :
	    open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (s->fd >= 0)
		return s;
	diag_report(diag, D_CANNOT_READ, ((struct place){ shown, 0, 0 }),
	    shown, system_error(errno));
	return NULL;
}

void
spool_close(struct spool *s)
{
	text_free(&s->left);
	close(s->fd);
}

const char *
spool_left(const struct spool *s)
{
	return text_string(&s->left);
}

struct drop *
spool_next(struct spool *s, struct arena *a)
{
	while (s->next < s->count) {
		const char *name = s->list[s->next++];
		struct drop *drop = is_temporary(name) ? NULL :
		    take(s, a, name);

		if (drop != NULL)
			return drop;
	}
	return NULL;
}

bool
spool_is_still(const struct drop *drop, const char *path, bool moved)
{
	struct drop_mark now;
	struct stat st;

	if (lstat(path, &st) < 0)
		return false;
	now = mark_of(&st);
	return same_mark(&drop->mark, &now, moved);
}
