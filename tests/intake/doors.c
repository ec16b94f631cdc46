/* The box, the drop folder and the ledger, called directly. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../unit/check.h"
#include "base/arena.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/text.h"
#include "intake/intake.h"

enum { BIG = 20 * 1024 * 1024 };

/* Whether the box is closed: not with a sanitizer, not under valgrind. */
static bool closed = true;

static struct arena *arena;
static struct diag *diag;

/* ---- the box ---- */

static void
say_hello(void *context, struct text *answer)
{
	text_addf(answer, "hello %s", (const char *)context);
}

static void
say_much(void *context, struct text *answer)
{
	size_t i;

	for (i = 0; i < BIG; i++)
		text_addc(answer, (char)('a' + i % 26));
	(void)context;
}

static void
crash(void *context, struct text *answer)
{
	volatile int *p = context;

	*p = 1;
	(void)answer;
}

static void
loop_for_ever(void *context, struct text *answer)
{
	volatile unsigned n = 0;

	for (;;)
		n++;
	(void)context;
	(void)answer;
}

static void
eat_memory(void *context, struct text *answer)
{
	struct arena *a = arena_new();

	for (;;)
		memset(arena_alloc(a, 1024 * 1024), 1, 1024 * 1024);
	(void)context;
	(void)answer;
}

static void
leave(void *context, struct text *answer)
{
	_exit(0);
	(void)context;
	(void)answer;
}

static void
call_system(void *context, struct text *answer)
{
	const long *call = context;

	syscall(call[0], call[1], call[2], 0L, 0L);
	(void)answer;
}

static enum box_end
boxed(void (*work)(void *, struct text *), void *context, struct text *answer,
    const char **why)
{
	return box_run(arena, work, context, answer, why);
}

static void
box_answers(void)
{
	struct text t;
	const char *why;
	size_t i;

	text_init(&t, 2 * BIG);
	check(boxed(say_hello, "you", &t, &why) == BOX_DONE, "a box answers",
	    "%s", why);
	check_string("its answer arrives", text_string(&t), "hello you");
	check(boxed(say_much, NULL, &t, &why) == BOX_DONE && t.len == BIG,
	    "a long answer arrives", "%s, %zu bytes", why, t.len);
	for (i = 0; i < t.len && t.data[i] == (char)('a' + i % 26); i++)
		;
	check(i == BIG, "no byte of it is lost", "differs at %zu", i);
	text_free(&t);
}

static void
box_dies(void)
{
	struct text t;
	const char *why;

	text_init(&t, BIG);
	check(boxed(crash, NULL, &t, &why) == BOX_DIED, "a crash is a death",
	    "%s", why);
	if (closed)
		check_string("the signal is named", why,
		    "signal 11 (SIGSEGV)");
	check(boxed(leave, NULL, &t, &why) == BOX_DIED,
	    "half an answer is a death", "%s", why);
	text_free(&t);
}

/* In a process of its own, whose limits are lower. */
static void
box_has_limits(void)
{
	struct rlimit second = { 1, 1 };
	struct text t;
	const char *why;
	pid_t child;
	int status;

	text_init(&t, BIG);
	fflush(NULL);
	if ((child = fork()) == 0) {
		setrlimit(RLIMIT_CPU, &second);
		_exit(boxed(loop_for_ever, NULL, &t, &why) == BOX_DIED &&
		    strcmp(why, "the time limit") == 0 ? 0 : 1);
	}
	waitpid(child, &status, 0);
	check(WIFEXITED(status) && WEXITSTATUS(status) == 0,
	    "an endless loop meets the time limit", "status %x",
	    (unsigned)status);
	check(boxed(eat_memory, NULL, &t, &why) == BOX_DIED,
	    "endless memory is a death", "%s", why);
	check_string("the memory limit is named", why, "the memory limit");
	text_free(&t);
}

static void
box_is_closed(void)
{
	static const struct {
		const char	*name;
		long		 call[3];
	} calls[] = {
		{ "open", { SYS_open, (long)"/etc/passwd", 0 } },
		{ "openat", { SYS_openat, AT_FDCWD, (long)"/etc/passwd" } },
		{ "socket", { SYS_socket, 2, 1 } },
		{ "connect", { SYS_connect, 3, 0 } },
		{ "fork", { SYS_fork, 0, 0 } },
		{ "clone", { SYS_clone, 0, 0 } },
		{ "execve", { SYS_execve, (long)"/bin/true", 0 } },
		{ "kill", { SYS_kill, 1, 0 } },
		{ "unlink", { SYS_unlink, (long)"/nowhere", 0 } },
		{ "rename", { SYS_rename, (long)"/no", (long)"/where" } },
		{ "mkdir", { SYS_mkdir, (long)"/nowhere", 0 } },
		{ "chmod", { SYS_chmod, (long)"/nowhere", 0 } },
		{ "ptrace", { SYS_ptrace, 0, 0 } },
		{ "ioctl", { SYS_ioctl, 0, 0 } },
		{ "dup", { SYS_dup, 0, 0 } },
		{ "pipe", { SYS_pipe, 0, 0 } },
		{ "stat", { SYS_stat, (long)"/", 0 } },
		{ "readlink", { SYS_readlink, (long)"/", 0 } },
		{ "prctl", { SYS_prctl, 0, 0 } },
		{ "setrlimit", { SYS_setrlimit, 0, 0 } },
		{ "write to standard output", { SYS_write, 1, 0 } },
	};
	char name[64];
	struct text t;
	const char *why;
	size_t i;

	text_init(&t, BIG);
	for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		snprintf(name, sizeof(name), "no %s in the box",
		    calls[i].name);
		boxed(call_system, (void *)calls[i].call, &t, &why);
		check_string(name, why, "signal 31 (SIGSYS)");
	}
	text_free(&t);
}

/* ---- the drop folder ---- */

static char *
put_file(const char *folder, const char *name, const char *content)
{
	char *path = file_join(arena, folder, name);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (write(fd, content, strlen(content)) < 0 || close(fd) < 0)
		abort();
	return path;
}

/* The first file of a scan. */
static struct drop *
first_of(const char *folder)
{
	struct spool *spool = spool_open(arena, folder, folder, "", diag);
	struct drop *drop = spool_next(spool, arena);

	spool_close(spool);
	return drop;
}

/* The names of a scan in one line. */
static const char *
scan(const char *folder)
{
	struct spool *spool = spool_open(arena, folder, folder, "", diag);
	struct text t;
	struct drop *drop;
	const char *line;

	text_init(&t, BIG);
	while ((drop = spool_next(spool, arena)) != NULL)
		text_addf(&t, "%s%s", t.len > 0 ? " " : "", drop->name);
	spool_close(spool);
	line = arena_strdup(arena, text_string(&t));
	text_free(&t);
	return line;
}

static void
spool_takes_plain_files(const char *folder)
{
	struct drop *drop;
	char hex[DIGEST_HEX];
	size_t before;
	int fd;

	put_file(folder, "b.csv", "b");
	put_file(folder, "a.xml", "aaa");
	put_file(folder, "\xff\n.csv", "");
	put_file(folder, ".hidden", "x");
	put_file(folder, "~$b.csv", "x");
	put_file(folder, "c.csv.part", "x");
	put_file(folder, "c.csv.FilePart", "x");
	put_file(folder, "c.tmp", "x");
	before = diag_count(diag);
	check_string("plain files are taken, by name", scan(folder),
	    "a.xml b.csv \xff\n.csv");
	check(diag_count(diag) == before, "nothing is said about them", "%zu",
	    diag_count(diag) - before);
	drop = first_of(folder);
	digest_bytes(hex, "aaa", 3);
	check_string("their bytes are hashed", drop->sha256, hex);
	check(drop->len == 3 && memcmp(drop->data, "aaa", 3) == 0,
	    "and read", "%zu bytes", drop->len);
	check(spool_is_still(drop, drop->path, false),
	    "a file that nobody touched is still the same", "it is not");
	put_file(folder, "a.xml", "bbb");
	check(!spool_is_still(drop, drop->path, false),
	    "one that was written again is not", "it is");
	put_file(folder, "a.xml", "aaa");
	fd = open(file_join(arena, folder, "a.xml"), O_WRONLY);
	before = diag_count(diag);
	check_string("a file that is being written waits", scan(folder),
	    "b.csv \xff\n.csv");
	check(diag_count(diag) == before + 1 &&
	    diag_finding(diag, before)->code == D_BEING_WRITTEN,
	    "which is said", "%zu findings", diag_count(diag) - before);
	close(fd);
	check_string("until it is closed", scan(folder),
	    "a.xml b.csv \xff\n.csv");
}

static void
spool_leaves_the_rest(const char *folder)
{
	static const char *const why[] = { "a folder", "a device",
	    "a file with a second name", "a file of more than 1 GB",
	    "a symbolic link", "a pipe", "a file with a second name" };
	size_t before = diag_count(diag), i;
	struct stat st;
	bool device;

	mkdir(file_join(arena, folder, "d1"), 0700);
	device = mknod(file_join(arena, folder, "d2"), S_IFCHR | 0600,
	    0x103) == 0;
	if (link(put_file(folder, "d3", "x"),
	    file_join(arena, folder, "d7")) < 0 ||
	    truncate(put_file(folder, "d4", "x"), 1LL << 40) < 0 ||
	    symlink("/etc/passwd", file_join(arena, folder, "d5")) < 0 ||
	    mkfifo(file_join(arena, folder, "d6"), 0600) < 0)
		abort();
	check_string("nothing but plain files is taken", scan(folder),
	    "a.xml b.csv \xff\n.csv");
	for (i = 0; i < sizeof(why) / sizeof(why[0]); i++) {
		const char *text;

		if (i == 1 && !device)
			continue;
		text = before < diag_count(diag) ?
		    diag_finding(diag, before++)->text : "";
		check(strstr(text, why[i]) != NULL, why[i], "\"%s\"", text);
	}
	check(lstat(file_join(arena, folder, "d5"), &st) == 0 &&
	    S_ISLNK(st.st_mode), "they stay where they are", "d5 is gone");
	check(spool_open(arena, "/nowhere", "inbox", "", diag) == NULL &&
	    diag_finding(diag, diag_count(diag) - 1)->code == D_CANNOT_READ,
	    "a folder that is not there is said", "nothing said");
}

static void
spool_keeps_large_files_apart(const char *folder)
{
	struct drop *drop;
	char *path = put_file(folder, "large", "x");
	char hex[DIGEST_HEX], zeros[4096] = { 0 };
	size_t n, i, size = (size_t)INTAKE_FILE_MAX + sizeof(zeros) - 1;
	struct digest *d = digest_new();

	if (truncate(path, (off_t)size + 1) < 0)
		abort();
	digest_add(d, "x", 1);
	for (i = 0; i < size; i += n) {
		n = size - i < sizeof(zeros) ? size - i : sizeof(zeros);
		digest_add(d, zeros, n);
	}
	digest_finish(d, hex);
	drop = first_of(folder);
	check(drop != NULL && drop->len == (size_t)INTAKE_FILE_MAX + 1,
	    "a large file is read to its limit and a byte more", "%zu",
	    drop != NULL ? drop->len : 0);
	if (drop != NULL)
		check_string("and hashed whole", drop->sha256, hex);
}

/* ---- the ledger ---- */

static struct ledger_entry
entry(const char *name)
{
	return (struct ledger_entry){ .day = date_of(2020, 4, 1),
	    .event = LEDGER_ACCEPTED, .name = name, .sha256 = "00ff",
	    .form = "f", .unit = "001", .period = "2020-Q1", .sequence = 2,
	    .kind = "actual", .path = "accepted/x", .codes = "W501 W502" };
}

static void
ledger_remembers(const char *path)
{
	static const char *const names[] = { "plain.csv", "Biểu, \"một\".csv",
	    "new\nline", "\xff\xfe", "=1+1", "100%25", "" };
	static const char *const kept[] = { "plain.csv",
	    "Biểu, \"một\".csv", "new%0Aline", "%FF%FE", "%3D1+1",
	    "100%2525", "" };
	struct ledger *l = ledger_read(arena, path, diag);
	size_t i, n = sizeof(names) / sizeof(names[0]);

	check(l != NULL && l->count == 0, "an absent ledger is empty", "no");
	for (i = 0; i < n; i++) {
		struct ledger_entry e = entry(names[i]);

		check(ledger_append(arena, l, path, &e, diag),
		    "an entry is appended", "%zu", i);
	}
	check(l->count == n, "entries are in memory", "%zu", l->count);
	l = ledger_read(arena, path, diag);
	for (i = 0; i < n && i < l->count; i++) {
		check_string("a name is kept", l->entries[i].name, kept[i]);
		check_string("as ledger_name() says", l->entries[i].name,
		    ledger_name(arena, names[i]));
	}
	check(l->count == n && l->entries[1].day == date_of(2020, 4, 1) &&
	    l->entries[1].sequence == 2 &&
	    l->entries[1].event == LEDGER_ACCEPTED, "so are the other fields",
	    "%zu entries", l->count);
	check_string("unit codes keep their zeros", l->entries[1].unit, "001");
	check_string("codes are kept", l->entries[1].codes, "W501 W502");
}

/* Cut the file at bytes of its last line: nothing else is lost. */
static void
ledger_survives_cuts(const char *path)
{
	struct ledger_entry e = entry("after the cut");
	size_t len, whole, cut;
	char *data = file_read(arena, path, BIG, &len);
	bool ok = true, said = true;

	for (whole = len - 1; data[whole - 1] != '\n'; whole--)
		;
	for (cut = whole; cut < len; cut += 5) {
		size_t before = diag_count(diag), n;
		struct ledger *l;

		file_write(path, data, cut);
		l = ledger_read(arena, path, diag);
		said &= (diag_count(diag) > before) == (cut > whole);
		n = l == NULL ? 0 : l->count;
		ok &= l != NULL && ledger_append(arena, l, path, &e, diag);
		l = ledger_read(arena, path, diag);
		ok &= l != NULL && l->count == n + 1 && strcmp(
		    l->entries[n].name, "after the cut") == 0;
	}
	check(ok, "a cut entry is lost alone", "at byte %zu", cut);
	check(said, "and its loss is said", "at byte %zu", cut);
	file_write(path, "a,b\n1,2\n", 8);
	check(ledger_read(arena, path, diag) == NULL,
	    "another file is no ledger", "it was read");
}

int
main(int argc, char **argv)
{
	char folder[] = "doors-XXXXXX";	/* in the folder it is run in */
	char *inbox, *large;

	closed = argc < 2 || strcmp(argv[1], "open") != 0;
	arena = arena_new();
	diag = diag_new();
	if (mkdtemp(folder) == NULL)
		return 1;
	inbox = file_join(arena, folder, "inbox");
	large = file_join(arena, folder, "large");
	mkdir(inbox, 0700);
	mkdir(large, 0700);
	box_answers();
	box_dies();
	if (closed) {
		box_has_limits();
		box_is_closed();
	}
	spool_takes_plain_files(inbox);
	spool_leaves_the_rest(inbox);
	spool_keeps_large_files_apart(large);
	ledger_remembers(file_join(arena, folder, "ledger.csv"));
	ledger_survives_cuts(file_join(arena, folder, "ledger.csv"));
	diag_free(diag);
	arena_free(arena);
	printf("folder %s\n", folder);
	return check_result();
}
