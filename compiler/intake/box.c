/*
 * The box: a child process in which bytes from outside are read.  It can read
 * its memory, think, and write its answer to one pipe.  Room: intake.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#if __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#else
#define RUNNING_ON_VALGRIND 0
#endif

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/language.h"
#include "base/text.h"
#include "intake/intake.h"

/* The sanitizer's run time needs calls and memory that the box forbids. */
#ifdef __SANITIZE_ADDRESS__
enum { IS_SANITIZED = 1 };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
enum { IS_SANITIZED = 1 };
#else
enum { IS_SANITIZED = 0 };
#endif
#else
enum { IS_SANITIZED = 0 };
#endif

enum {
	CPU_SECONDS = 10,
	WALL_SECONDS = 30,
	ADDRESS_MB = 1024,
	ANSWER_MAX = 256 * 1024 * 1024,
	PIECE = 64 * 1024,
	PIPE_SIZE = 1024 * 1024,	/* of an answer that waits, if it may be */
	ANSWER_FD = 3,
	STATUS_MEMORY = 6,	/* as an arena ends the program */
	STATUS_UNBOXED = 97,	/* the limits could not be set */
};

/* Whether the box stays open: the tools that watch us need what it forbids. */
static bool
is_watched(void)
{
	return IS_SANITIZED || RUNNING_ON_VALGRIND;
}

/* What is sent: the answer, its length, the mark. */
static const char end_mark[8] = "ENDMARK";

/* The calls that parsing and answering need; writing is added apart. */
static const int allowed[] = {
	SCMP_SYS(read), SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(munmap),
	SCMP_SYS(mremap), SCMP_SYS(mprotect), SCMP_SYS(madvise),
	SCMP_SYS(futex), SCMP_SYS(exit_group), SCMP_SYS(rt_sigreturn),
	SCMP_SYS(clock_gettime), SCMP_SYS(getrandom), SCMP_SYS(restart_syscall),
	SCMP_SYS(sysinfo),	/* qsort() asks how much memory there is */
};

/*
 * The filter of system calls, made once and inherited by every child; NULL when
 * the machine cannot do it.
 */
static scmp_filter_ctx
call_filter(void)
{
	static scmp_filter_ctx filter;
	size_t i;
	int bad = 0;

	if (filter != NULL)
		return filter;
	if ((filter = seccomp_init(SCMP_ACT_KILL_PROCESS)) == NULL)
		return NULL;
	for (i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
		bad |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i],
		    0) != 0;
	bad |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1,
	    SCMP_A0(SCMP_CMP_EQ, ANSWER_FD)) != 0;
	/* last words, as of an arena that is full, are not heard */
	bad |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(EBADF), SCMP_SYS(write),
	    1, SCMP_A0(SCMP_CMP_EQ, STDERR_FILENO)) != 0;
	if (bad) {
		seccomp_release(filter);
		filter = NULL;
	}
	return filter;
}

/* Set a limit, or leave it where the machine's operator set it lower. */
static bool
limit(int what, rlim_t soft, rlim_t hard)
{
	struct rlimit old;

	if (getrlimit((__rlimit_resource_t)what, &old) < 0)
		return false;
	if (hard > old.rlim_max)
		hard = old.rlim_max;
	if (soft > hard)
		soft = hard;
	return setrlimit((__rlimit_resource_t)what,
	    &(struct rlimit){ soft, hard }) == 0;
}

/* In the child: give up everything that reading a file does not need. */
static bool
close_the_box(scmp_filter_ctx filter)
{
	rlim_t space = (rlim_t)ADDRESS_MB * 1024 * 1024;

	if (!limit(RLIMIT_CORE, 0, 0) ||
	    !limit(RLIMIT_CPU, CPU_SECONDS, CPU_SECONDS + 1))
		return false;
	if (is_watched())
		return true;
	return limit(RLIMIT_FSIZE, 0, 0) && limit(RLIMIT_AS, space, space) &&
	    limit(RLIMIT_NOFILE, ANSWER_FD + 1, ANSWER_FD + 1) &&
	    seccomp_load(filter) == 0;
}

static _Noreturn void
be_the_child(int pipe_fd, scmp_filter_ctx filter,
    void (*work)(void *, struct text *), void *context)
{
	struct text answer;
	uint64_t len;

	signal(SIGPIPE, SIG_DFL);
	signal(SIGXCPU, SIG_DFL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if ((pipe_fd != ANSWER_FD && dup2(pipe_fd, ANSWER_FD) < 0) ||
	    (!RUNNING_ON_VALGRIND && close_range(ANSWER_FD + 1, ~0U, 0) < 0) ||
	    !close_the_box(filter))
		_exit(STATUS_UNBOXED);
	text_init(&answer, ANSWER_MAX);
	work(context, &answer);
	if (text_is_full(&answer))
		_exit(STATUS_MEMORY);
	len = answer.len;
	_exit(file_write_all(ANSWER_FD, text_string(&answer), answer.len) &&
	    file_write_all(ANSWER_FD, &len, sizeof(len)) &&
	    file_write_all(ANSWER_FD, end_mark, sizeof(end_mark)) ? 0 : 1);
}

static long long
milliseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

/* Read what the child sends until it ends; false when its time is over. */
static bool
listen_to(int fd, struct text *out)
{
	long long end = milliseconds() + WALL_SECONDS * 1000LL, left;
	char buf[PIECE];

	while ((left = end - milliseconds()) > 0) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		ssize_t n;

		if (poll(&p, 1, (int)left) <= 0)
			continue;	/* the clock decides */
		n = read(fd, buf, sizeof(buf));
		if (n == 0 || (n < 0 && errno != EINTR))
			return true;
		if (n > 0)
			text_addn(out, buf, (size_t)n);
	}
	return false;
}

/* Take the frame off an answer; false when it is not complete. */
static bool
unframe(struct text *t)
{
	uint64_t len;

	if (text_is_full(t) || t->len < sizeof(len) + sizeof(end_mark))
		return false;
	memcpy(&len, t->data + t->len - sizeof(len) - sizeof(end_mark),
	    sizeof(len));
	if (len != t->len - sizeof(len) - sizeof(end_mark) ||
	    memcmp(t->data + t->len - sizeof(end_mark), end_mark,
	    sizeof(end_mark)) != 0)
		return false;
	t->len = len;
	t->data[len] = '\0';
	return true;
}

/* Why a child ended without an answer. */
static const char *
reason(struct arena *a, int status, bool in_time)
{
	int sig;

	if (!in_time)
		return _("the time limit");
	if (WIFEXITED(status) && WEXITSTATUS(status) == STATUS_MEMORY)
		return _("the memory limit");
	if (WIFEXITED(status))
		return arena_printf(a, _("status %d"), WEXITSTATUS(status));
	sig = WTERMSIG(status);
	if (sig == SIGXCPU || sig == SIGKILL)	/* soft and hard limit */
		return _("the time limit");
	return arena_printf(a, _("signal %d (SIG%s)"), sig,
	    sigabbrev_np(sig) == NULL ? "?" : sigabbrev_np(sig));
}

/* Listen to the child, see it end, and judge how it did. */
static enum box_end
attend(struct arena *a, pid_t child, int fd, struct text *answer,
    const char **why)
{
	bool in_time = listen_to(fd, answer);
	int status = 0;

	close(fd);
	if (!in_time)
		kill(child, SIGKILL);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (in_time && WIFEXITED(status) && WEXITSTATUS(status) == 0 &&
	    unframe(answer))
		return BOX_DONE;
	if (WIFEXITED(status) && WEXITSTATUS(status) == STATUS_UNBOXED) {
		errno = EPERM;
		return BOX_FAILED;
	}
	*why = reason(a, status, in_time);
	return BOX_DIED;
}

enum box_end
box_run(struct arena *a, void (*work)(void *, struct text *), void *context,
    struct text *answer, const char **why)
{
	scmp_filter_ctx filter = is_watched() ? NULL : call_filter();
	int fds[2], saved;
	pid_t child;

	text_clear(answer);
	*why = "";
	if (filter == NULL && !is_watched()) {
		errno = ENOSYS;
		return BOX_FAILED;
	}
	/* the child can open no file: translations are loaded now, and what
	 * is written but not out yet must not come out twice */
	(void)_(diag_code_text(D_EMPTY_FILE));
	fflush(NULL);
	if (pipe2(fds, O_CLOEXEC) < 0)
		return BOX_FAILED;
	fcntl(fds[1], F_SETPIPE_SZ, PIPE_SIZE);
	if ((child = fork()) == 0)
		be_the_child(fds[1], filter, work, context);
	saved = errno;
	close(fds[1]);
	if (child < 0) {
		close(fds[0]);
		errno = saved;
		return BOX_FAILED;
	}
	return attend(a, child, fds[0], answer, why);
}
