/* Files are written whole or not at all.  Works in the folder $UNIT_FOLDER. */
#include "base/file.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <signal.h>

#include "base/arena.h"
#include "check.h"

static struct arena *a;

static const char *
content(const char *path)
{
	size_t len;

	return file_read(a, path, 1 << 20, &len);
}

static void
reading(void)
{
	size_t len = 99;
	char *s;

	check(file_write("f", "a\0b", 3), "write", "%s", strerror(errno));
	s = file_read(a, "f", 3, &len);
	check(s != NULL && len == 3 && memcmp(s, "a\0b", 4) == 0, "read",
	    "%zu bytes", len);
	check(file_read(a, "f", 2, &len) == NULL && errno == EFBIG,
	    "read too large", "%s", strerror(errno));
	check(file_read(a, "none", 9, &len) == NULL && errno == ENOENT,
	    "read nothing", "%s", strerror(errno));
	check(file_read(a, ".", 9999999, &len) == NULL && errno == EISDIR,
	    "read a folder", "%s", strerror(errno));
	check(file_write("empty", "", 0) &&
	    file_read(a, "empty", 0, &len) != NULL && len == 0,
	    "an empty file", "%zu bytes", len);
	check(mkfifo("fifo", 0600) == 0, "make a pipe", "%s", strerror(errno));
	s = file_read(a, "fifo", 9, &len);
	check(s == NULL || len == 0, "a pipe does not block", "%zu", len);
}

static void
writing(void)
{
	struct stat st;

	check(file_write("f", "new", 3), "replace", "%s", strerror(errno));
	check_string("replaced", content("f"), "new");
	check(stat("f", &st) == 0 && (st.st_mode & 07777) == 0640, "mode 0640",
	    "%o", (unsigned)st.st_mode);
	check(!file_write("none/f", "x", 1) && errno == ENOENT,
	    "no such folder", "%s", strerror(errno));
	check(file_make_folder("d/e") && file_write("d/e/f", "x", 1),
	    "in a folder", "%s", strerror(errno));
	check(!file_write("d/e", "x", 1), "over a folder", "done");
	check(!file_exists("d/.e.tmp"), "no temporary file is left", "one is");
}

static void
appending(void)
{
	check(file_append("log", "a\n", 2) && file_append("log", "b\n", 2),
	    "append", "%s", strerror(errno));
	check_string("appended", content("log"), "a\nb\n");
	check(file_append("log", "", 0), "append nothing", "%s",
	    strerror(errno));
	check(!file_append("d", "x", 1), "append to a folder", "done");
}

/* With a limit on the size of files, a write stops in the middle. */
static void
full_disk(void)
{
	struct rlimit old, limit;
	char large[8192];
	bool wrote, appended;

	memset(large, 'x', sizeof(large));
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	limit = old;
	limit.rlim_cur = 5000;
	setrlimit(RLIMIT_FSIZE, &limit);
	wrote = file_write("f", large, sizeof(large));
	appended = file_append("log", large, sizeof(large));
	setrlimit(RLIMIT_FSIZE, &old);
	check(!wrote, "a full disk: write", "succeeded");
	check_string("a full disk: the old content stays", content("f"), "new");
	check(!file_exists(".f.tmp"), "a full disk: nothing is left", "is");
	check(!appended, "a full disk: append", "succeeded");
	check_string("a full disk: the old length", content("log"), "a\nb\n");
}

static void
moving(void)
{
	check(file_move("f", "d/g"), "move", "%s", strerror(errno));
	check(!file_exists("f"), "moved away", "it is still there");
	check_string("moved", content("d/g"), "new");
	check(file_write("f", "other", 5) && !file_move("f", "d/g") &&
	    errno == EEXIST, "never over a file", "%s", strerror(errno));
	check_string("both are there", content("d/g"), "new");
	check(!file_move("none", "x") && errno == ENOENT, "move nothing", "%s",
	    strerror(errno));
	check(file_move_durably("f", "d/h") && file_move_durably("d/h", "f"),
	    "move durably", "%s", strerror(errno));
	check(!file_move_durably("f", "d/g") && errno == EEXIST,
	    "not even so over a file", "%s", strerror(errno));
	check(!file_move("f", "none/f") && errno == ENOENT, "move nowhere",
	    "%s", strerror(errno));
}

static void
listing(void)
{
	size_t count = 99;
	char **names;

	file_make_folder("l");
	names = file_list(a, "l", &count);
	check(names != NULL && count == 0, "an empty folder", "%zu", count);
	file_write("l/b", "", 0);
	file_write("l/a", "", 0);
	file_write("l/B", "", 0);
	file_write("l/.h", "", 0);
	file_write("l/đ", "", 0);
	names = file_list(a, "l", &count);
	check(names != NULL && count == 5 && strcmp(names[0], ".h") == 0 &&
	    strcmp(names[1], "B") == 0 && strcmp(names[2], "a") == 0 &&
	    strcmp(names[3], "b") == 0 && strcmp(names[4], "đ") == 0,
	    "sorted by bytes", "%zu names", count);
	check(file_list(a, "none", &count) == NULL && errno == ENOENT,
	    "list nothing", "%s", strerror(errno));
	check(file_list(a, "f", &count) == NULL && errno == ENOTDIR,
	    "list a file", "%s", strerror(errno));
}

static void
folders(void)
{
	check(file_make_folder("p/q/r") && file_exists("p/q/r"), "folders",
	    "%s", strerror(errno));
	check(file_make_folder("p/q/r"), "folders again", "%s",
	    strerror(errno));
	check(file_make_folder("p/q/s/"), "a slash behind", "%s",
	    strerror(errno));
	check(!file_make_folder("f"), "a file is no folder", "it is");
	check(!file_make_folder("f/x"), "nor has it folders", "it has");
	check_string("join", file_join(a, "a", "b"), "a/b");
	check_string("join behind a slash", file_join(a, "/", "b"), "/b");
	check_string("join here", file_join(a, ".", "b"), "b");
	check_string("name", file_name("a/b/c.csv"), "c.csv");
	check_string("name alone", file_name("c.csv"), "c.csv");
}

int
main(void)
{
	const char *folder = getenv("UNIT_FOLDER");

	if (folder == NULL || chdir(folder) < 0) {
		puts("not ok UNIT_FOLDER");
		return 1;
	}
	a = arena_new();
	reading();
	writing();
	appending();
	full_disk();
	moving();
	listing();
	folders();
	arena_free(a);
	return check_result();
}
